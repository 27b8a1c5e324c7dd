//! Asking to look again at a negative decision, for the person: by whoever referred them, or supports them.
//!
//! It is asked from the record that they have, the referral or the request for support. The words go to the case, with the
//! duty to answer them; nothing of the case comes back.

use jiff::civil::Date;
use manumit_domain::{
    case::{Case, Command, Outcome},
    clock,
    journal::{StreamId, StreamKind},
    person::Words,
    reference::Reference,
    refusal::Refusal,
    support_request,
};

use crate::{
    AppError, Caller, Office,
    access::{Action, Resource},
    office::Record,
};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// Code of the ground.
    pub ground: String,
    /// What is new, or what does not follow the guidance.
    pub words: Words,
    /// Why it comes late, or again.
    pub exceptional_reason: Option<Words>,
}

/// What can be asked about the decision that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Possible {
    /// The day of the decision.
    pub decided_on: Date,
    /// The codes of the grounds, by the rule of that day.
    pub grounds: Vec<String>,
    /// The last day to ask without an exceptional reason, where the law of that day sets one.
    pub until: Option<Date>,
}

/// The record from which somebody asks: a referral, or a request for support.
pub type Asked<'a> = (StreamKind, &'a Reference);

/// Whether the caller may ask now: for a link on the record, which the caller was shown. Leaves nothing in the trail.
///
/// # Errors
/// [`AppError::Store`] if the database does not answer.
pub async fn is_open(office: &Office, caller: &Caller, (kind, reference): Asked<'_>) -> Result<bool, AppError> {
    let Some(stream) = office.store().find_reference(reference).await? else { return Ok(false) };
    let standing = office.standing(caller, stream).await?;
    if !office.permits(caller, Action::AskReconsideration, &Resource::Record(kind, &standing))? {
        return Ok(false);
    }
    let Some((_, case)) = case_behind(office, (stream, reference)).await? else { return Ok(false) };
    Ok(!case.keeps_away(&caller.actor) && possible_on(office, caller, &case)?.is_some())
}

/// What the caller may ask. The look is recorded, at the record and at the case.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such record for this caller; refused with `reconsideration.not_open` where there
/// is no negative decision that can be looked at again now.
pub async fn possible(office: &Office, caller: &Caller, asked: Asked<'_>) -> Result<Possible, AppError> {
    let (_, case) = admitted(office, caller, asked).await?;
    Ok(possible_on(office, caller, &case)?.ok_or_else(not_open)?)
}

/// Asks. The words go to the case, and its authority owes an answer.
///
/// # Errors
/// As [`possible`]; and whatever the rules of reconsideration say.
pub async fn ask(office: &Office, caller: &Caller, asked: Asked<'_>, wanted: Request) -> Result<(), AppError> {
    let (stream, case) = admitted(office, caller, asked).await?;
    possible_on(office, caller, &case)?.ok_or_else(not_open)?;
    let today = caller.today()?;
    let Request { ground, words, exceptional_reason } = wanted;
    let command = Command::RequestReconsideration { ground, exceptional_reason, request: words };
    let record = Record {
        start: None,
        evolve: Case::evolve,
        decide: &|case: &Option<Case>, context| match case {
            Some(case) => case.decide(today, command.clone(), context),
            None => Ok(Vec::new()),
        },
    };
    office.step(caller, stream, &record).await?;
    Ok(())
}

/// The case behind the record of a caller who may ask, and is not kept away from the case (V-38).
async fn admitted(
    office: &Office,
    caller: &Caller,
    (kind, reference): Asked<'_>,
) -> Result<(StreamId, Case), AppError> {
    let stream = office.admit(caller, Action::AskReconsideration, (reference, kind)).await?;
    office.note_look(caller, stream).await?;
    let (record, case) = case_behind(office, (stream, reference)).await?.ok_or_else(not_open)?;
    if case.keeps_away(&caller.actor) {
        return Err(not_open().into());
    }
    office.note_look(caller, record).await?;
    Ok((record, case))
}

async fn case_behind(
    office: &Office,
    (stream, reference): (StreamId, &Reference),
) -> Result<Option<(StreamId, Case)>, AppError> {
    if stream.kind == StreamKind::Referral {
        return office.case_of(reference).await;
    }
    let recorded = office.store().load(stream).await?;
    let Some(first) = recorded.first().filter(|first| !first.is_tombstone()) else { return Ok(None) };
    match first.decode::<support_request::Event>()?.fact {
        support_request::Fact::Requested { referral_reference, .. } => office.case_of(&referral_reference).await,
        _ => Ok(None),
    }
}

fn possible_on(office: &Office, caller: &Caller, case: &Case) -> Result<Option<Possible>, AppError> {
    let law = office.law();
    let state = case.reconsideration.code();
    let mut steps = law.state_machine.possible("reconsideration", state, caller.actor.role, caller.today()?);
    if !steps.any(|step| step.id == "recon_request") {
        return Ok(None);
    }
    let negative = case.latest_decision().filter(|(_, decision)| decision.outcome == Outcome::Negative);
    let Some((_, decision)) = negative else { return Ok(None) };
    let grounds = office.context(caller)?.rule_list("reconsideration.grounds", "all", decision.on)?.to_vec();
    let until = clock::reconsideration_window(law, decision.on).map_err(Refusal::from)?.map(|deadline| deadline.due);
    Ok(Some(Possible { decided_on: decision.on, grounds, until }))
}

fn not_open() -> Refusal {
    Refusal::new(
        "reconsideration.not_open",
        "There is no negative decision that can be looked at again now.",
        "Reconsideration follows a negative decision, and is asked for once at a time.",
    )
}
