//! Verbs of the request for support.

use jiff::civil::Date;
use manumit_domain::{
    actor::Actor,
    case::{Case, Identification, Outcome},
    clock::{self, ProtectedPeriod},
    journal::StreamKind,
    law::Law,
    person::{ContactChannel, Words},
    place::Nation,
    reference::Reference,
    refusal::Refusal,
    support_request::{Command, Event, Fact, Sealed, SupportRequest},
};
use manumit_store::{Access, Unsealed};

use crate::{AppError, Caller, Office, access::Action, office::Record};

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
    let stream = office.admit(caller, Action::ActOnSupport, (reference, StreamKind::SupportRequest)).await?;
    let record = Record {
        start: SupportRequest::default(),
        evolve: |request, _, event| request.evolve(event),
        decide: &|request: &SupportRequest, context| request.decide(command.clone(), context),
    };
    office.step(caller, stream, &record).await
}

/// Where the decision stands, as the provider is told it: the fact, and nothing of the case (V-06).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionFact {
    /// No decision yet.
    Awaited,
    /// The reasonable grounds decision was positive.
    ReasonableGroundsPositive(Date),
    /// The reasonable grounds decision was negative.
    ReasonableGroundsNegative(Date),
    /// The conclusive grounds decision was positive.
    ConclusiveGroundsPositive(Date),
    /// The conclusive grounds decision was negative.
    ConclusiveGroundsNegative(Date),
    /// The case ended without a decision.
    Ended,
}

impl DecisionFact {
    fn of(case: &Case) -> Self {
        use Identification as I;
        if matches!(case.identification, I::WithdrawnPreRg | I::WithdrawnPreCg | I::MergedDuplicate | I::Void) {
            return Self::Ended;
        }
        match (&case.conclusive_grounds, &case.reasonable_grounds) {
            (Some(decision), _) if case.identification.awaits().is_none() => match decision.outcome {
                Outcome::Positive => Self::ConclusiveGroundsPositive(decision.on),
                Outcome::Negative => Self::ConclusiveGroundsNegative(decision.on),
            },
            (_, Some(decision)) if case.identification == I::RgNegative => Self::ReasonableGroundsNegative(decision.on),
            (_, Some(decision)) if decision.outcome == Outcome::Positive => {
                Self::ReasonableGroundsPositive(decision.on)
            }
            _ => Self::Awaited,
        }
    }

    /// Whether support can begin by it: a positive reasonable grounds decision, and no negative one after it.
    pub fn lets_support_begin(self) -> bool {
        matches!(self, Self::ReasonableGroundsPositive(_) | Self::ConclusiveGroundsPositive(_))
    }

    /// Whether it ends the period of support before it.
    pub fn ends_the_period(self) -> bool {
        matches!(
            self,
            Self::ReasonableGroundsNegative(_)
                | Self::ConclusiveGroundsPositive(_)
                | Self::ConclusiveGroundsNegative(_)
        )
    }
}

/// One thing that happened to a request, and who recorded it.
#[derive(Clone, Debug)]
pub struct Step {
    /// The day.
    pub on: Date,
    /// What.
    pub fact: Fact,
    /// The post.
    pub by: Actor,
    /// The words that go with it, if there are any and they were not erased.
    pub note: Option<Words>,
}

/// A request for support, as its provider sees it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Where it stands.
    pub request: SupportRequest,
    /// Nation in which the referral was made: it decides the recovery clock.
    pub nation: Nation,
    /// Whether the person is treated as a child.
    pub child: bool,
    /// The day it came in.
    pub requested_on: Date,
    /// Code of the organisation that asked for it.
    pub from: String,
    /// The ways to reach the person, as last gone through.
    pub contact: Vec<ContactChannel>,
    /// Everything that happened.
    pub history: Vec<Step>,
    /// Where the decision stands.
    pub decision: DecisionFact,
}

/// Looks at a request for support. The look itself is recorded, and so is that the case was asked for one fact.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such request for this caller.
pub async fn look(office: &Office, caller: &Caller, reference: &Reference) -> Result<Shown, AppError> {
    let stream = office.admit(caller, Action::LookAtSupport, (reference, StreamKind::SupportRequest)).await?;
    office.note_look(caller, stream).await?;
    let mut request = SupportRequest::default();
    let (mut contact, mut history) = (Vec::new(), Vec::new());
    for recorded in office.store().load(stream).await? {
        if recorded.is_tombstone() {
            continue;
        }
        let event: Event = recorded.decode()?;
        let sealed = match office.store().unseal::<Event>(&recorded).await? {
            Unsealed::Content(sealed) => Some(sealed),
            _ => None,
        };
        let note = match sealed {
            Some(Sealed::Contact(channels)) => {
                contact = channels;
                None
            }
            Some(Sealed::Note(words)) => Some(words),
            None => None,
        };
        request = request.evolve(&event);
        history.push(Step { on: recorded.occurred_on, fact: event.fact, by: recorded.actor, note });
    }
    let not_found = || AppError::NotFound { reference: reference.to_string() };
    let first = history.first().ok_or_else(not_found)?;
    let Fact::Requested { nation, child, share, referral_reference, .. } = &first.fact else { return Err(not_found()) };
    let (nation, child, requested_on, from) = (*nation, *child, first.on, share.from.clone());
    let decision = decision(office, caller, referral_reference).await?;
    Ok(Shown { request, nation, child, requested_on, from, contact, history, decision })
}

/// The one fact of the case that support may know. That it was asked for stands in the access log of the case.
async fn decision(office: &Office, caller: &Caller, referral: &Reference) -> Result<DecisionFact, AppError> {
    let Some((record, case)) = office.case_of(referral).await? else { return Ok(DecisionFact::Awaited) };
    let purpose = "support: whether there is a decision, and nothing else".to_owned();
    let access = Access { at: caller.at, actor: caller.actor.clone(), purpose, record };
    office.store().record_access(&[access]).await?;
    Ok(DecisionFact::of(&case))
}

/// The clock that runs for a person in support, by the nation and the decision; none before a decision.
///
/// # Errors
/// No rule was in force on the day of the decision, or the nation sets none.
pub fn clock(law: &Law, nation: Nation, decision: DecisionFact) -> Option<Result<ProtectedPeriod, Refusal>> {
    let period = match decision {
        DecisionFact::Awaited | DecisionFact::Ended => return None,
        DecisionFact::ReasonableGroundsPositive(on) => clock::support_before_conclusive_grounds(law, nation, on),
        DecisionFact::ConclusiveGroundsPositive(on) => clock::support_after_positive(law, nation, on),
        DecisionFact::ReasonableGroundsNegative(on) | DecisionFact::ConclusiveGroundsNegative(on) => {
            clock::support_after_negative(law, nation, on)
        }
    };
    Some(period.map_err(Refusal::from))
}

/// What a coordinator begins support with.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// Code of the provider.
    pub provider: String,
    /// Whether the adult consented to support.
    pub consent_to_support: bool,
    /// The day.
    pub on: Date,
}

/// Begins support. Whether there is a positive decision is asked of the case.
///
/// # Errors
/// As [`act`].
pub async fn start(
    office: &Office,
    caller: &Caller,
    reference: &Reference,
    beginning: Beginning,
) -> Result<SupportRequest, AppError> {
    let decision = look(office, caller, reference).await?.decision;
    let Beginning { provider, consent_to_support, on } = beginning;
    let reasonable_grounds_positive = decision.lets_support_begin();
    let command = Command::Start { provider, consent_to_support, reasonable_grounds_positive, on };
    act(office, caller, reference, command).await
}

/// Begins to plan the move out of support, after a decision. Without a day, funded support ends when the rule of the
/// nation says.
///
/// # Errors
/// As [`act`]; and if the nation sets no period and no day is given.
pub async fn start_move_on(
    office: &Office,
    caller: &Caller,
    reference: &Reference,
    (ends_on, on): (Option<Date>, Date),
) -> Result<SupportRequest, AppError> {
    let shown = look(office, caller, reference).await?;
    let by_rule = match clock(office.law(), shown.nation, shown.decision) {
        Some(Ok(period)) => Some(period.end.period_day()),
        _ => None,
    };
    let Some(ends_on) = ends_on.or(by_rule) else {
        return Err(Refusal::new(
            "support.no_period",
            "No rule of this nation says when funded support ends.",
            "Give the day that was agreed.",
        )
        .about("ends_on")
        .into());
    };
    let decision_served = shown.decision.ends_the_period();
    act(office, caller, reference, Command::StartMoveOn { decision_served, ends_on, on }).await
}
