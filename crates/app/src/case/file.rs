//! The file of a case: where it stands, what happened, who is owed what, and what the caller may do next.

use jiff::{Timestamp, civil::Date};
use manumit_domain::{
    access_matrix::{DataClass, Reading},
    actor::Actor,
    case::{Case, Event, Fact, Sealed},
    duty::{DutyChange, DutyKey},
    journal::{StreamId, StreamKind},
    person::{Identity, Words},
    reference::Reference,
    refusal::Refusal,
};
use manumit_store::{Grant, journal::Recorded};

use super::{Offer, Tags, looked, not_found, offer};
use crate::{
    AppError, Caller, Office,
    access::{Action, Desk, Standing},
};

/// The file of a case, as far as the caller is shown it.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The record.
    pub stream: StreamId,
    /// Where it stands.
    pub case: Case,
    /// The version that was folded: a form carries it, so that no step is taken on what was not seen.
    pub version: u64,
    /// What happened, the first first.
    pub history: Vec<Happened>,
    /// The open duties.
    pub owed: Vec<Owes>,
    /// Names and date of birth, where the role is shown them and they were not erased.
    pub identity: Option<Identity>,
    /// Published urgency.
    pub tags: Tags,
    /// The steps that the caller may take now.
    pub offers: Vec<Offer>,
    /// What of the file the caller is shown.
    pub looker: Looker,
    /// The reference of the case that goes on, if this one was merged into it and the caller may open it.
    pub merged_into: Option<Reference>,
}

/// One thing that happened to a case.
#[derive(Clone, Debug)]
pub struct Happened {
    /// Its place in the stream.
    pub version: u64,
    /// The day on which it was true.
    pub on: Date,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// By whom.
    pub actor: Actor,
    /// What.
    pub fact: Fact,
    /// The class of the words that belong to it, if there are any.
    pub words: Option<DataClass>,
}

/// An open duty of a case.
#[derive(Clone, Debug)]
pub struct Owes {
    /// What, and about what.
    pub key: DutyKey,
    /// Who owes it.
    pub owner: String,
    /// Until when.
    pub due_on: Option<Date>,
    /// The rule that set it.
    pub rule: String,
    /// Since when.
    pub since: Date,
}

/// Words that belong to one thing that happened.
#[derive(Clone, Debug)]
pub struct Told {
    /// What happened.
    pub happened: Happened,
    /// The words.
    pub words: Words,
}

/// What of a file somebody is shown, by the access matrix and their standing in it.
#[derive(Clone, Debug)]
pub struct Looker {
    role: &'static str,
    keyholder: bool,
    allocated: bool,
    /// Whether the caller broke the glass, and its time is not over.
    pub glass_broken: bool,
}

impl Looker {
    pub(super) fn new(caller: &Caller, standing: &Standing) -> Self {
        let given = |grant: &manumit_store::Holder| {
            grant.grant == Grant::Allocated
                && grant.organisation == caller.actor.organisation
                && grant.post == caller.actor.post
        };
        Self {
            role: caller.actor.role.code(),
            keyholder: caller.desk == Desk::Keyholder,
            allocated: standing.grants.iter().any(given),
            glass_broken: !standing.glass_broken_by.is_empty(),
        }
    }

    /// Whether a class of data is shown.
    pub fn is_shown(&self, office: &Office, class: DataClass) -> bool {
        self.keyholder
            || match office.law().access_matrix.reading(self.role, class) {
                Reading::Open => true,
                Reading::Allocated => self.allocated || self.glass_broken,
                Reading::BreakGlass => self.glass_broken,
                Reading::None | Reading::Conditional => false,
            }
    }
}

/// Opens the file of a case. The look is recorded before anything is given out.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such case for this caller.
pub async fn open(office: &Office, caller: &Caller, reference: &Reference) -> Result<CaseFile, AppError> {
    let (stream, standing) =
        office.admit_with_standing(caller, Action::LookAtCase, (reference, StreamKind::Case)).await?;
    let recorded = office.store().load(stream).await?;
    let (case, history, owed) = fold(&recorded)?;
    let case = case.ok_or_else(|| not_found(reference))?;
    office.store().record_access(&[looked(caller, stream)]).await?;
    let looker = Looker::new(caller, &standing);
    let identity = match recorded.first().filter(|_| looker.is_shown(office, DataClass::Identity)) {
        Some(first) => identity(office, first).await?,
        None => None,
    };
    let offers = offer::offered(office, caller, (&case, &standing))?;
    let merged_into = match case.merged_into {
        Some(into) => reachable(office, caller, StreamId::new(StreamKind::Case, into.0)).await?,
        None => None,
    };
    let tags = Tags::with_birth(office, &case, identity.as_ref(), caller.today()?);
    let version = recorded.last().map_or(0, |last| last.version);
    Ok(CaseFile { stream, case, version, history, owed, identity, tags, offers, looker, merged_into })
}

/// What happened to a case after a version, for somebody who wanted to take a step on that version.
///
/// # Errors
/// As [`open`].
pub async fn since(
    office: &Office,
    caller: &Caller,
    (reference, seen): (&Reference, u64),
) -> Result<Vec<Happened>, AppError> {
    let file = open(office, caller, reference).await?;
    Ok(file.history.into_iter().filter(|happened| happened.version > seen).collect())
}

/// Reads the words of one thing that happened: reasons, a question, an answer, the account. The reading is recorded.
///
/// # Errors
/// [`AppError::NotFound`] if there are none, or no such case for this caller; a refusal if the role is not shown them.
pub async fn read_words(
    office: &Office,
    caller: &Caller,
    (reference, version): (&Reference, u64),
) -> Result<Told, AppError> {
    let (stream, standing) =
        office.admit_with_standing(caller, Action::LookAtCase, (reference, StreamKind::Case)).await?;
    let looker = Looker::new(caller, &standing);
    let recorded = office.store().load(stream).await?;
    let found = recorded.iter().find(|event| event.version == version && !event.is_tombstone());
    let found = found.ok_or_else(|| not_found(reference))?;
    let happened = happened(found, &found.decode::<Event>()?);
    let class = happened.words.ok_or_else(|| not_found(reference))?;
    if !looker.is_shown(office, class) {
        return Err(Refusal::new(
            "access.class_not_shown",
            "Your role is not shown these words.",
            "Ask whoever was given the case.",
        )
        .into());
    }
    office.store().record_access(&[looked(caller, stream)]).await?;
    match office.store().unseal::<Event>(found).await?.content() {
        Some(Sealed::Words(words) | Sealed::Person { account: words, .. }) => Ok(Told { happened, words }),
        None => Err(not_found(reference)),
    }
}

/// Names and date of birth, from the first event of a case; none if they were erased.
pub(super) async fn identity(office: &Office, first: &Recorded) -> Result<Option<Identity>, AppError> {
    Ok(match office.store().unseal::<Event>(first).await?.content() {
        Some(Sealed::Person { identity, .. }) => Some(identity),
        _ => None,
    })
}

/// The reference of a case, if the caller may look at it.
pub(super) async fn reachable(
    office: &Office,
    caller: &Caller,
    stream: StreamId,
) -> Result<Option<Reference>, AppError> {
    let standing = office.standing(caller, stream).await?;
    let about = crate::access::Resource::Record(StreamKind::Case, &standing);
    if !office.permits(caller, Action::LookAtCase, &about)? {
        return Ok(None);
    }
    let (case, _) = office.fold(stream, None, Case::evolve).await?;
    Ok(case.map(|case| case.reference))
}

type Folded = (Option<Case>, Vec<Happened>, Vec<Owes>);

pub(super) fn fold(recorded: &[Recorded]) -> Result<Folded, AppError> {
    let mut case = None;
    let mut history = Vec::new();
    let mut owed: Vec<Owes> = Vec::new();
    for event in recorded.iter().filter(|event| !event.is_tombstone()) {
        let decoded = event.decode::<Event>()?;
        case = Case::evolve(case, event.occurred_on, &decoded);
        for duty in &decoded.duties {
            change(&mut owed, duty, event.occurred_on);
        }
        history.push(happened(event, &decoded));
    }
    owed.sort_by_key(|owes| (owes.due_on.is_none(), owes.due_on, owes.key.clone()));
    Ok((case, history, owed))
}

fn change(owed: &mut Vec<Owes>, duty: &DutyChange, since: Date) {
    match duty {
        DutyChange::Opened { key, owner, due_on, rule } => {
            owed.push(Owes { key: key.clone(), owner: owner.clone(), due_on: *due_on, rule: rule.clone(), since })
        }
        DutyChange::Closed { key, .. } => owed.retain(|owes| owes.key != *key),
    }
}

fn happened(event: &Recorded, decoded: &Event) -> Happened {
    Happened {
        version: event.version,
        on: event.occurred_on,
        recorded_at: event.recorded_at,
        actor: event.actor.clone(),
        fact: decoded.fact.clone(),
        words: event.sealed.as_ref().map(|_| class(&decoded.fact)),
    }
}

/// The class of the words that belong to a fact.
fn class(fact: &Fact) -> DataClass {
    match fact {
        Fact::Opened { .. } => DataClass::Narrative,
        Fact::NegativeProposed { .. }
        | Fact::NegativeReviewed { .. }
        | Fact::ReasonableGroundsDecided { .. }
        | Fact::ConclusiveGroundsDecided { .. }
        | Fact::CombinedDecided { .. }
        | Fact::ReconsiderationRequested { .. }
        | Fact::ReconsiderationAccepted { .. }
        | Fact::ReconsiderationRefused
        | Fact::DisqualificationConsidered
        | Fact::DisqualificationApplied { .. }
        | Fact::DisqualificationNotApplied
        | Fact::DisqualificationLifted => DataClass::DecisionReasons,
        Fact::EnquirySent { .. } | Fact::EnquiryAnswered { .. } | Fact::EnquiryLapsed { .. } => DataClass::Evidence,
        Fact::AgeAssessed { .. } | Fact::TurnedEighteen => DataClass::Child,
        Fact::MergeProposed { .. }
        | Fact::MergeUndoProposed { .. }
        | Fact::MergeProposalDeclined { .. }
        | Fact::DuplicateConfirmed { .. }
        | Fact::DuplicateUndone { .. } => DataClass::Identity,
        Fact::ScreeningPassed { .. }
        | Fact::ScreeningFailed
        | Fact::Suspended { .. }
        | Fact::Resumed { .. }
        | Fact::Withdrawn { .. }
        | Fact::Reallocated { .. }
        | Fact::Allocated { .. }
        | Fact::PostExcluded { .. }
        | Fact::LetterSent { .. }
        | Fact::FactCorrected { .. } => DataClass::Case,
    }
}
