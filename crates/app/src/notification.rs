//! Verbs of the duty-to-notify notification.

use manumit_domain::{
    journal::{StreamId, StreamKind},
    law::Law,
    notification::{self, Notice, Submit},
    reference::{Reference, ReferenceKind},
    refusal::Refusal,
};
use manumit_store::{
    Access, CommitError, StoreError,
    journal::{Batch, Idempotency, NewEvent},
};

use crate::{AppError, Caller, Office, access::Action};

/// Records a notification: an adult who did not consent, without anything that identifies them. One commit holds it and
/// the notice to the police that it owes. With an idempotency key, sending it again gives the first reference.
///
/// # Errors
/// [`AppError::Refused`] when the rules say no.
pub async fn submit(
    office: &Office,
    caller: &Caller,
    command: Submit,
    idempotency: Option<Idempotency>,
) -> Result<Reference, AppError> {
    let on = command.notice.encountered_on;
    let reference = office.reference(ReferenceKind::Notification, on)?;
    let references = (reference, office.reference(ReferenceKind::PoliceNotice, on)?);
    let (draft, notice) = notification::submit(command, references, &office.context(caller)?)?;
    let stream = StreamId::new(StreamKind::Notification, office.identifier(caller.at)?);
    let of_the_police = StreamId::new(StreamKind::PoliceNotice, office.identifier(caller.at)?);
    let batch = Batch::new(caller.provenance(idempotency))
        .append(stream, 0, vec![NewEvent::from_draft(draft)?])
        .append(of_the_police, 0, vec![NewEvent::from_draft(notice)?]);
    match office.store().commit(batch.result(reference.to_string())).await {
        Ok(_) => Ok(reference),
        Err(CommitError::AlreadyDone { receipt }) => receipt.result.parse().map_err(|_| {
            let expected = "the reference of a notification";
            StoreError::Column { column: "result", expected, found: "another text" }.into()
        }),
        Err(error) => Err(error.into()),
    }
}

/// Looks at a notification. The look itself is recorded.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such notification for this caller.
pub async fn look(office: &Office, caller: &Caller, reference: &Reference) -> Result<Notice, AppError> {
    let stream = office.admit(caller, Action::LookAtNotification, (reference, StreamKind::Notification)).await?;
    let access = Access { at: caller.at, actor: caller.actor.clone(), purpose: caller.purpose.clone(), record: stream };
    office.store().record_access(&[access]).await?;
    let recorded = office.store().load(stream).await?;
    let first = recorded.first().ok_or_else(|| AppError::NotFound { reference: reference.to_string() })?;
    let notification::Fact::Submitted { notice, .. } = first.decode::<notification::Event>()?.fact;
    Ok(notice)
}

/// Says whether a notification would be accepted. It needs no journal, so a sender can ask before sending.
///
/// # Errors
/// What the rules say, when they say no.
pub fn check(law: &Law, caller: &Caller, command: Submit) -> Result<(), Refusal> {
    let reference = |kind| Reference::new(kind, command.notice.encountered_on.year(), [0; 8]);
    let references = (reference(ReferenceKind::Notification), reference(ReferenceKind::PoliceNotice));
    notification::submit(command, references, &caller.context(law)?).map(|_| ())
}
