//! Verbs of the case: look at it, and take a step.

use jiff::civil::Date;
use manumit_domain::{
    case::{Case, Command},
    identifier::EnquiryId,
    journal::StreamKind,
    reference::Reference,
};

use manumit_store::Access;

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
    let (on, command) = step;
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
    office.step(caller, stream, &record).await?.ok_or_else(|| not_found(reference))
}

/// Looks at a case. The look itself is recorded.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such case for this caller.
pub async fn look(office: &Office, caller: &Caller, reference: &Reference) -> Result<Case, AppError> {
    let stream = office.admit(caller, Action::LookAtCase, (reference, StreamKind::Case)).await?;
    let (case, _) = office.fold(stream, None, Case::evolve).await?;
    let case = case.ok_or_else(|| not_found(reference))?;
    let access = Access { at: caller.at, actor: caller.actor.clone(), purpose: caller.purpose.clone(), record: stream };
    office.store().record_access(&[access]).await?;
    Ok(case)
}

/// A new identifier for an enquiry.
///
/// # Errors
/// [`AppError::Store`] if there is no randomness to draw.
pub fn new_enquiry(office: &Office, caller: &Caller) -> Result<EnquiryId, AppError> {
    Ok(EnquiryId(office.identifier(caller.at)?))
}

fn not_found(reference: &Reference) -> AppError {
    AppError::NotFound { reference: reference.to_string() }
}
