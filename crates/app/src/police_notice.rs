//! Verbs of the notice to a police force.

use crate::{AppError, Caller, Office, office::Record};
use manumit_domain::{
    journal::StreamKind,
    police_notice::{Command, PoliceNotice},
    reference::Reference,
};

/// Takes one step on a notice: pass it to a force, or acknowledge it.
///
/// # Errors
/// [`AppError::Refused`] when the rules say no; [`AppError::NotFound`] when there is no such notice for this caller.
pub async fn act(
    office: &Office,
    caller: &Caller,
    reference: &Reference,
    command: Command,
) -> Result<PoliceNotice, AppError> {
    let stream = office.find(reference, StreamKind::PoliceNotice).await?;
    let record = Record {
        start: PoliceNotice::default(),
        evolve: |notice, _, event| notice.evolve(event),
        decide: &|notice: &PoliceNotice, context| notice.decide(command.clone(), context),
    };
    office.step(caller, stream, &record).await
}
