//! The view of public references: which record each one names.

use manumit_domain::{
    case, journal::StreamId, notification, police_notice, reference::Reference, referral, support_request,
};

use super::{Content, Projector, Shown, View};
use crate::{
    error::StoreError,
    store::Store,
    value::{Row, Statement},
};

pub(super) const VIEW: View = View { name: "reference", tables: &["reference"], project };

/// Two records never share a reference: a second one is a duplicate, and its whole batch is undone.
const INSERT: &str = "insert into reference (reference, stream) values ($1, $2)";

fn project(shown: &Shown<'_>, _projector: &Projector) -> Vec<Statement> {
    let stream = shown.recorded.stream.to_string();
    let insert = |reference: Reference| Statement::new(INSERT, vec![reference.to_string().into(), stream.into()]);
    opening(&shown.content).map(insert).into_iter().collect()
}

/// The reference that the first event of a record gives it.
pub(super) fn opening(content: &Content) -> Option<Reference> {
    match content {
        Content::Referral(referral::Fact::Submitted { reference, .. })
        | Content::Notification(notification::Event {
            fact: notification::Fact::Submitted { reference, .. }, ..
        })
        | Content::Case(case::Event { fact: case::Fact::Opened { reference, .. }, .. })
        | Content::PoliceNotice(police_notice::Event { fact: police_notice::Fact::Queued { reference, .. }, .. })
        | Content::SupportRequest(support_request::Event {
            fact: support_request::Fact::Requested { reference, .. },
            ..
        }) => Some(*reference),
        _ => None,
    }
}

impl Store {
    /// The record that a public reference names, if there is one.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn find_reference(&self, reference: &Reference) -> Result<Option<StreamId>, StoreError> {
        let sql = "select stream from reference where reference = $1";
        let rows = self.engine().query(sql, vec![reference.to_string().into()]).await?;
        rows.first().map(stream_of).transpose()
    }
}

pub(super) fn stream_of(row: &Row) -> Result<StreamId, StoreError> {
    row.text("stream")?.parse().map_err(|_| StoreError::Column {
        column: "stream",
        expected: "the name of a stream",
        found: "another text",
    })
}
