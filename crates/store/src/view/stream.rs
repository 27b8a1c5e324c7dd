//! The view of all streams: which there are, how far each has come, since when, and what people call them.

use manumit_domain::{
    case, journal::StreamId, notification, police_notice, public_report, reference::Reference, referral,
    support_request,
};

use super::{Content, Projector, Shown, View};
use crate::{
    error::StoreError,
    instant,
    store::Store,
    value::{Row, Statement},
};

pub(super) const VIEW: View = View { name: "stream", tables: &["stream"], project };

/// Two records never share a reference: a second one is a duplicate, and its whole batch is undone.
const FIRST: &str = "insert into stream \
     (stream, kind, compartment, version, first_recorded_at, last_recorded_at, reference) \
     values ($1, $2, $3, $4, $5, $5, $6)";
const LATER: &str = "update stream set version = $2, last_recorded_at = $3 where stream = $1";

fn project(shown: &Shown<'_>, _projector: &Projector) -> Vec<Statement> {
    let event = shown.recorded;
    let recorded_at = instant::written(event.recorded_at);
    if event.version > 1 {
        return vec![Statement::new(
            LATER,
            vec![event.stream.to_string().into(), event.version.into(), recorded_at.into()],
        )];
    }
    vec![Statement::new(
        FIRST,
        vec![
            event.stream.to_string().into(),
            event.stream.kind.code().into(),
            event.compartment.code().into(),
            event.version.into(),
            recorded_at.into(),
            opening(&shown.content).map(|reference| reference.to_string()).into(),
        ],
    )]
}

/// The reference that the first event of a record gives it.
fn opening(content: &Content) -> Option<Reference> {
    match content {
        Content::Referral(referral::Fact::Submitted { reference, .. })
        | Content::Notification(notification::Event {
            fact: notification::Fact::Submitted { reference, .. }, ..
        })
        | Content::Case(case::Event { fact: case::Fact::Opened { reference, .. }, .. })
        | Content::PoliceNotice(police_notice::Event {
            fact:
                police_notice::Fact::Queued { reference, .. } | police_notice::Fact::QueuedWithoutIdentity { reference, .. },
            ..
        })
        | Content::SupportRequest(support_request::Event {
            fact: support_request::Fact::Requested { reference, .. },
            ..
        })
        | Content::PublicReport(public_report::Event {
            fact: public_report::Fact::Received { reference, .. }, ..
        }) => Some(*reference),
        _ => None,
    }
}

impl Store {
    /// What people call a record.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn reference_of(&self, stream: StreamId) -> Result<Option<String>, StoreError> {
        let rows = self
            .engine()
            .query("select reference from stream where stream = $1", vec![stream.to_string().into()])
            .await?;
        Ok(rows.first().map(|row| row.maybe_text("reference")).transpose()?.flatten().map(str::to_owned))
    }

    /// The record that a public reference names, if there is one.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn find_reference(&self, reference: &Reference) -> Result<Option<StreamId>, StoreError> {
        let sql = "select stream from stream where reference = $1";
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
