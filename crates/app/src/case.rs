//! Verbs of the case: look at it, find it, and take a step.

mod duplicate;
mod enquiry;
mod file;
mod glass;
mod letter;
mod offer;
mod people;
mod queue;
mod search;

use jiff::civil::Date;
use manumit_domain::{
    case::{Case, Command},
    identifier::{CaseId, EnquiryId},
    journal::{StreamId, StreamKind},
    reference::Reference,
};

use manumit_store::Access;

pub use self::{
    duplicate::{Agreement, Candidate, duplicates},
    enquiry::{Asked, answer, asked},
    file::{CaseFile, Happened, Looker, Owes, Told, open, read_words, since},
    glass::{BREAK_HOURS, break_glass, may_break_glass},
    letter::{Letter, Recipient, Sending, Told as LetterKind, letter, record_letter},
    offer::Offer,
    people::{Colleague, colleagues},
    queue::{Queue, Queued, Tags, Waiting, queue},
    search::{Found, search_by_name},
};
use crate::{AppError, Caller, Office, access::Action, office::Record};

/// Takes one step on a case: decides the command and records what follows.
///
/// # Errors
/// [`AppError::Refused`] when the rules say no; [`AppError::NotFound`] when there is no such case for this caller.
pub async fn act(
    office: &Office,
    caller: &Caller,
    reference: &Reference,
    step: (Date, Command),
) -> Result<Case, AppError> {
    take(office, caller, reference, (step, None)).await
}

/// Takes one step on a case as it was shown, at a version: if it moved on since, nothing is recorded.
///
/// Whoever decides, decides on what they saw. Two people deciding at once: one succeeds, the other sees what changed.
///
/// # Errors
/// [`AppError::Moved`] if the case moved on; otherwise as [`act`].
pub async fn act_as_seen(
    office: &Office,
    caller: &Caller,
    reference: &Reference,
    (step, seen): ((Date, Command), u64),
) -> Result<Case, AppError> {
    take(office, caller, reference, (step, Some(seen))).await
}

async fn take(
    office: &Office,
    caller: &Caller,
    reference: &Reference,
    ((on, command), seen): ((Date, Command), Option<u64>),
) -> Result<Case, AppError> {
    let action = Action::of_case(&command, caller.actor.role);
    let stream = office.admit(caller, action, (reference, StreamKind::Case)).await?;
    let record = Record {
        start: None,
        evolve: Case::evolve,
        decide: &|case: &Option<Case>, context| match case {
            Some(case) => case.decide(on, command.clone(), context),
            None => Ok(Vec::new()),
        },
    };
    let taken = match seen {
        Some(seen) => office.step_as_seen(caller, stream, (&record, seen)).await?,
        None => office.step(caller, stream, &record).await?,
    };
    taken.ok_or_else(|| not_found(reference))
}

/// Looks at a case. The look itself is recorded.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such case for this caller.
pub async fn look(office: &Office, caller: &Caller, reference: &Reference) -> Result<Case, AppError> {
    let stream = office.admit(caller, Action::LookAtCase, (reference, StreamKind::Case)).await?;
    let (case, _) = office.fold(stream, None, Case::evolve).await?;
    let case = case.ok_or_else(|| not_found(reference))?;
    office.store().record_access(&[looked(caller, stream)]).await?;
    Ok(case)
}

/// The identifier of a case that the caller may screen: to name it as the one that goes on after a merge.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such case for this caller.
pub async fn identify(office: &Office, caller: &Caller, reference: &Reference) -> Result<CaseId, AppError> {
    let stream = office.admit(caller, Action::ScreenCase, (reference, StreamKind::Case)).await?;
    Ok(CaseId(stream.id))
}

/// A new identifier for an enquiry.
///
/// # Errors
/// [`AppError::Store`] if there is no randomness to draw.
pub fn new_enquiry(office: &Office, caller: &Caller) -> Result<EnquiryId, AppError> {
    Ok(EnquiryId(office.identifier(caller.at)?))
}

/// The line of the access log for a look of the caller, for the caller's purpose.
fn looked(caller: &Caller, record: StreamId) -> Access {
    Access { at: caller.at, actor: caller.actor.clone(), purpose: caller.purpose.clone(), record }
}

fn not_found(reference: &Reference) -> AppError {
    AppError::NotFound { reference: reference.to_string() }
}
