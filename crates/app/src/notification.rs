//! Verbs of the duty-to-notify notification.

use manumit_domain::{
    journal::{StreamId, StreamKind},
    notification::{self, Submit},
    reference::{Reference, ReferenceKind},
};
use manumit_store::journal::{Batch, NewEvent};

use crate::{AppError, Caller, Office};

/// Records a notification: an adult who did not consent, without anything that identifies them.
///
/// # Errors
/// [`AppError::Refused`] when the rules say no.
pub async fn submit(office: &Office, caller: &Caller, command: Submit) -> Result<Reference, AppError> {
    let reference = office.reference(ReferenceKind::Notification, command.notice.encountered_on)?;
    let draft = notification::submit(command, reference, &office.context(caller)?)?;
    let stream = StreamId::new(StreamKind::Notification, office.identifier(caller.at)?);
    office
        .store()
        .commit(Batch::new(caller.provenance(None)).append(stream, 0, vec![NewEvent::from_draft(draft)?]))
        .await?;
    Ok(reference)
}
