//! The view of public references: which record each one names.

use manumit_domain::{
    case, journal::StreamId, journal::StreamKind, notification, police_notice, reference::Reference, referral,
    support_request,
};

use super::{Projector, View};
use crate::{
    error::StoreError,
    journal::Recorded,
    store::Store,
    value::{Row, Statement},
};

pub(super) const VIEW: View = View { name: "reference", tables: &["reference"], project };

/// Two records never share a reference: a second one is a duplicate, and its whole batch is undone.
const INSERT: &str = "insert into reference (reference, stream) values ($1, $2)";

fn project(event: &Recorded, _projector: &Projector) -> Result<Vec<Statement>, StoreError> {
    let Some(reference) = opening(event)? else { return Ok(Vec::new()) };
    Ok(vec![Statement::new(INSERT, vec![reference.to_string().into(), event.stream.to_string().into()])])
}

/// The reference that the first event of a record gives it.
fn opening(event: &Recorded) -> Result<Option<Reference>, StoreError> {
    if event.version != 1 {
        return Ok(None);
    }
    Ok(Some(match event.stream.kind {
        StreamKind::Referral => {
            let referral::Fact::Submitted { reference, .. } = event.decode::<referral::Event>()?;
            reference
        }
        StreamKind::Notification => {
            let notification::Fact::Submitted { reference, .. } = event.decode::<notification::Event>()?.fact;
            reference
        }
        StreamKind::Case => match event.decode::<case::Event>()?.fact {
            case::Fact::Opened { reference, .. } => reference,
            _ => return Ok(None),
        },
        StreamKind::PoliceNotice => match event.decode::<police_notice::Event>()?.fact {
            police_notice::Fact::Queued { reference, .. } => reference,
            _ => return Ok(None),
        },
        StreamKind::SupportRequest => match event.decode::<support_request::Event>()?.fact {
            support_request::Fact::Requested { reference, .. } => reference,
            _ => return Ok(None),
        },
    }))
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

    /// The public reference of a record, if it has one.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn reference_of(&self, stream: StreamId) -> Result<Option<String>, StoreError> {
        let sql = "select reference from reference where stream = $1";
        let rows = self.engine().query(sql, vec![stream.to_string().into()]).await?;
        rows.first().map(|row| row.text("reference").map(str::to_owned)).transpose()
    }
}

pub(super) fn stream_of(row: &Row) -> Result<StreamId, StoreError> {
    row.text("stream")?.parse().map_err(|_| StoreError::Column {
        column: "stream",
        expected: "the name of a stream",
        found: "another text",
    })
}
