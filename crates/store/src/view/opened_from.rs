//! The view of what a referral opened: its case, its notice to the police, its request for support; and of the notice that
//! a notification opened.

use manumit_domain::{
    case,
    journal::{StreamId, StreamKind},
    police_notice,
    reference::Reference,
    support_request,
};

use super::{Content, Projector, Shown, View, stream::stream_of};
use crate::{error::StoreError, store::Store, value::Statement};

pub(super) const VIEW: View = View { name: "opened_from", tables: &["opened_from"], project };

fn project(shown: &Shown<'_>, _projector: &Projector) -> Vec<Statement> {
    let Some(origin) = origin(&shown.content) else { return Vec::new() };
    let stream = shown.recorded.stream;
    let arguments = vec![origin.to_string().into(), stream.kind.code().into(), stream.to_string().into()];
    vec![Statement::new("insert into opened_from (referral, kind, stream) values ($1, $2, $3)", arguments)]
}

fn origin(content: &Content) -> Option<Reference> {
    match content {
        Content::Case(case::Event { fact: case::Fact::Opened { referral_reference, .. }, .. })
        | Content::PoliceNotice(police_notice::Event {
            fact: police_notice::Fact::Queued { referral_reference, .. },
            ..
        })
        | Content::PoliceNotice(police_notice::Event {
            fact: police_notice::Fact::QueuedWithoutIdentity { notification_reference: referral_reference, .. },
            ..
        })
        | Content::SupportRequest(support_request::Event {
            fact: support_request::Fact::Requested { referral_reference, .. },
            ..
        }) => Some(*referral_reference),
        _ => None,
    }
}

impl Store {
    /// The record of one kind that a referral or a notification opened, if it opened one.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn find_opened_from(&self, origin: &Reference, kind: StreamKind) -> Result<Option<StreamId>, StoreError> {
        let sql = "select stream from opened_from where referral = $1 and kind = $2";
        let rows = self.engine().query(sql, vec![origin.to_string().into(), kind.code().into()]).await?;
        rows.first().map(stream_of).transpose()
    }
}
