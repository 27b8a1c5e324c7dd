//! Verbs of the duty-to-notify notification.

use manumit_domain::{
    journal::{StreamId, StreamKind},
    law::Law,
    notification::{self, Submit},
    reference::{Reference, ReferenceKind},
    refusal::Refusal,
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

/// Says whether a notification would be accepted. It needs no journal, so a sender can ask before sending.
///
/// # Errors
/// What the rules say, when they say no.
pub fn check(law: &Law, caller: &Caller, command: Submit) -> Result<(), Refusal> {
    let reference = Reference::new(ReferenceKind::Notification, command.notice.encountered_on.year(), [0; 8]);
    notification::submit(command, reference, &caller.context(law)?).map(|_| ())
}
