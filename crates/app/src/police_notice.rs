//! Verbs of the notice to a police force.

use jiff::civil::Date;
use manumit_domain::{
    journal::StreamKind,
    police_notice::{Command, Event, Fact, PoliceNotice},
    reference::Reference,
};

use crate::{AppError, Caller, Office, access::Action, office::Record};

/// Takes one step on a notice: pass it to the forces, or acknowledge it.
///
/// # Errors
/// [`AppError::Refused`] when the rules say no; [`AppError::NotFound`] when there is no such notice for this caller.
pub async fn act(
    office: &Office,
    caller: &Caller,
    reference: &Reference,
    command: Command,
) -> Result<PoliceNotice, AppError> {
    let stream = office.admit(caller, Action::of_notice(&command), (reference, StreamKind::PoliceNotice)).await?;
    let record = Record {
        start: PoliceNotice::default(),
        evolve: |notice, _, event| notice.evolve(event),
        decide: &|notice: &PoliceNotice, context| notice.decide(command.clone(), context),
    };
    office.step(caller, stream, &record).await
}

/// A notice, as it is shown: what was passed, and what came of it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Where it stands.
    pub notice: PoliceNotice,
    /// What it says: the fields of its allow-list and no more (V-02).
    pub queued: Fact,
    /// Each thing that happened, with its day.
    pub history: Vec<(Date, Fact)>,
    /// Whether it waits for a reasonable grounds decision: for whoever passes it on.
    pub must_wait: bool,
}

/// Looks at a notice. The look itself is recorded.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such notice for this caller.
pub async fn look(office: &Office, caller: &Caller, reference: &Reference) -> Result<Shown, AppError> {
    let stream = office.admit(caller, Action::LookAtNotice, (reference, StreamKind::PoliceNotice)).await?;
    let start = (PoliceNotice::default(), Vec::new());
    let folded =
        office.fold(stream, start, |(notice, past), on, event| (notice.evolve(event), history(past, on, event)));
    let ((notice, history), _) = folded.await?;
    office.note_look(caller, stream).await?;
    let not_found = || AppError::NotFound { reference: reference.to_string() };
    let (_, queued) = history.first().cloned().ok_or_else(not_found)?;
    let must_wait = notice.follows_the_decision() && !reasonable_grounds_decided(office, &history).await?;
    Ok(Shown { notice, queued, history, must_wait })
}

fn history(mut history: Vec<(Date, Fact)>, on: Date, event: &Event) -> Vec<(Date, Fact)> {
    history.push((on, event.fact.clone()));
    history
}

/// Passes a notice to one force or several. Whether a reasonable grounds decision was made is asked of the case, and
/// nothing else.
///
/// # Errors
/// As [`act`].
pub async fn pass(
    office: &Office,
    caller: &Caller,
    reference: &Reference,
    (forces, on): (Vec<String>, Date),
) -> Result<PoliceNotice, AppError> {
    let stream = office.admit(caller, Action::PassNotice, (reference, StreamKind::PoliceNotice)).await?;
    let (history, _) = office.fold(stream, Vec::new(), history).await?;
    let decided = reasonable_grounds_decided(office, &history).await?;
    act(office, caller, reference, Command::Pass { forces, on, reasonable_grounds_decided: decided }).await
}

/// Whether the case of the referral that a notice comes from has a reasonable grounds decision, whichever.
async fn reasonable_grounds_decided(office: &Office, history: &[(Date, Fact)]) -> Result<bool, AppError> {
    let Some((_, Fact::Queued { referral_reference, .. })) = history.first() else { return Ok(false) };
    let case = office.case_of(referral_reference).await?;
    Ok(case.is_some_and(|(_, case)| case.reasonable_grounds.is_some()))
}
