//! Verbs of the request for support.

use crate::{AppError, Caller, Office, office::Record};
use manumit_domain::{
    journal::StreamKind,
    reference::Reference,
    support_request::{Command, SupportRequest},
};

/// Takes one step on a request for support.
///
/// # Errors
/// [`AppError::Refused`] when the rules say no; [`AppError::NotFound`] when there is no such request for this caller.
pub async fn act(
    office: &Office,
    caller: &Caller,
    reference: &Reference,
    command: Command,
) -> Result<SupportRequest, AppError> {
    let stream = office.find(reference, StreamKind::SupportRequest).await?;
    let record = Record {
        start: SupportRequest::default(),
        evolve: |request, _, event| request.evolve(event),
        decide: &|request: &SupportRequest, context| request.decide(command.clone(), context),
    };
    office.step(caller, stream, &record).await
}
