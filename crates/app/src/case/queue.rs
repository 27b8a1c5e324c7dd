//! The queue: cases in reach of the caller that wait for a decision, the earliest due first.
//!
//! The order is the due date and nothing else; urgency is shown as tags, by published criteria (V-30). There is no score.

use jiff::civil::Date;
use manumit_domain::{
    access_matrix::DataClass,
    actor::Actor,
    case::{Case, Identification},
    clock,
    duty::DutyKind,
    journal::{StreamId, StreamKind},
    known::Known,
    partial_date::PartialDate,
    person::Identity,
    reference::Reference,
};
use manumit_store::{Beginning, Count, OpenDuty, Owed};

use super::{
    file::{Looker, fold, identity},
    looked,
};
use crate::{AppError, Caller, Office, access::reach, duty::PAGE};

/// What the cases of a list wait for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Waiting {
    /// A decision, at any stage, or whether one is looked at again.
    #[default]
    Decision,
    /// Screening.
    Screening,
    /// The decision on reasonable grounds.
    ReasonableGrounds,
    /// The decision on conclusive grounds.
    ConclusiveGrounds,
    /// A second look at a negative.
    SecondLook,
    /// A second person, about a merge.
    Merge,
    /// The end of a suspension.
    Suspended,
    /// An answer to a request for reconsideration.
    Reconsideration,
    /// Nothing: every case in reach, decided or not, the latest first.
    Nothing,
}

impl Waiting {
    /// Every choice, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Decision,
        Self::Screening,
        Self::ReasonableGrounds,
        Self::ConclusiveGrounds,
        Self::SecondLook,
        Self::Merge,
        Self::Suspended,
        Self::Reconsideration,
        Self::Nothing,
    ];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Screening => "screening",
            Self::ReasonableGrounds => "reasonable-grounds",
            Self::ConclusiveGrounds => "conclusive-grounds",
            Self::SecondLook => "second-look",
            Self::Merge => "merge",
            Self::Suspended => "suspended",
            Self::Reconsideration => "reconsideration",
            Self::Nothing => "all",
        }
    }

    /// The choice with a code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|waiting| waiting.code() == code)
    }

    /// The duties that say so. Of those together in one list a case has one at a time, so none is listed twice.
    fn duties(self) -> &'static [DutyKind] {
        use DutyKind as D;
        match self {
            Self::Decision => {
                &[D::ScreenReferral, D::DecideReasonableGrounds, D::DecideConclusiveGrounds, D::AnswerReconsideration]
            }
            Self::Screening => &[D::ScreenReferral],
            Self::ReasonableGrounds => &[D::DecideReasonableGrounds],
            Self::ConclusiveGrounds => &[D::DecideConclusiveGrounds],
            Self::SecondLook => &[D::ReviewNegative],
            Self::Merge => &[D::ConfirmMerge],
            Self::Suspended => &[D::ReviewSuspension],
            Self::Reconsideration => &[D::AnswerReconsideration],
            Self::Nothing => &[],
        }
    }
}

/// Published urgency, as tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    /// Treated as a child.
    pub child: bool,
    /// A child who may turn eighteen within the time in which that is prepared (V-45).
    pub near_18: bool,
    /// Someone was in danger when the referral was sent.
    pub immediate_threat: bool,
    /// The decision was put off.
    pub suspended: bool,
}

impl Tags {
    /// What the coarse facts of a case say.
    fn of(case: &Case) -> Self {
        Self {
            child: case.treated_as_child(),
            near_18: false,
            immediate_threat: case.immediate_threat,
            suspended: case.suspension.is_some(),
        }
    }

    /// With what the date of birth says too, where it may be read.
    pub(super) fn with_birth(office: &Office, case: &Case, identity: Option<&Identity>, today: Date) -> Self {
        let tags = Self::of(case);
        let near = |identity: &Identity| near_18(office, &identity.date_of_birth, today);
        let awaited = tags.child && case.identification.awaits().is_some();
        Self { near_18: awaited && identity.is_some_and(near), ..tags }
    }
}

/// A case in the queue.
#[derive(Clone, Debug)]
pub struct Queued {
    /// Its reference.
    pub reference: Reference,
    /// Where it stands.
    pub stage: Identification,
    /// The day of what it waits for, if it waits and there is such a day: the last, or by the rule `cg.earliest` the first.
    pub due_on: Option<Date>,
    /// The rule that set the day.
    pub rule: String,
    /// What is due.
    pub duty: Option<DutyKind>,
    /// The day the authority received it.
    pub received_on: Date,
    /// The posts that have it.
    pub allocated: Vec<Actor>,
    /// Published urgency.
    pub tags: Tags,
}

/// A page of the queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The cases of the page.
    pub listed: Vec<Queued>,
    /// How many there are in all.
    pub count: Count,
}

/// A page of the cases in reach of the caller. With `missed`, only those whose day is past.
///
/// # Errors
/// [`AppError::Store`] if the database does not answer.
pub async fn queue(
    office: &Office,
    caller: &Caller,
    (waiting, missed): (Waiting, bool),
    page: u32,
) -> Result<Queue, AppError> {
    let Some(reached) = reach(caller.actor.role, StreamKind::Case) else {
        return Ok(Queue { listed: Vec::new(), count: Count::default() });
    };
    let skip = page.saturating_mul(PAGE);
    if waiting == Waiting::Nothing {
        let reach = reached.of(&caller.actor);
        let records = office.store().list_reached(StreamKind::Case, reach, (Beginning::Skip(skip), PAGE)).await?;
        let found = records.into_iter().map(|listed| (listed.stream, None)).collect();
        let count = office.store().count_reached(StreamKind::Case, reach).await?;
        return Ok(Queue { listed: rows(office, caller, found).await?, count });
    }
    let kinds: Vec<&str> = waiting.duties().iter().map(|kind| kind.code()).collect();
    let before = if missed { Some(caller.today()?.to_string()) } else { None };
    let page = (Beginning::Skip(skip), PAGE);
    let owed = Owed { actor: &caller.actor, kinds: &kinds, allocated: !reached.whole_organisation, before, page };
    let duties = office.store().list_owed(&owed).await?;
    let found = duties.into_iter().map(|duty| (duty.stream, Some(duty))).collect();
    Ok(Queue { listed: rows(office, caller, found).await?, count: office.store().count_owed(&owed).await? })
}

type Entry = (StreamId, Option<OpenDuty>);

async fn rows(office: &Office, caller: &Caller, found: Vec<Entry>) -> Result<Vec<Queued>, AppError> {
    let today = caller.today()?;
    let mut queued = Vec::with_capacity(found.len());
    let mut read = Vec::new();
    let streams: Vec<StreamId> = found.iter().map(|(stream, ..)| *stream).collect();
    let each = office.store().load_each(&streams).await?;
    for ((stream, duty), recorded) in found.into_iter().zip(each) {
        let Some(case) = fold(&recorded)?.0 else { continue };
        let mut tags = Tags::of(&case);
        if tags.child
            && let Some(first) = recorded.first()
        {
            let standing = office.standing(caller, stream).await?;
            if Looker::new(caller, &standing).is_shown(office, DataClass::Identity) {
                read.push(looked(caller, stream));
                let identity = identity(office, first).await?;
                tags = Tags::with_birth(office, &case, identity.as_ref(), today);
            }
        }
        queued.push(row(&case, duty.as_ref(), tags));
    }
    // For a date of birth a record was opened, if only for a tag: that is a look like any other.
    office.store().record_access(&read).await?;
    Ok(queued)
}

fn row(case: &Case, duty: Option<&OpenDuty>, tags: Tags) -> Queued {
    Queued {
        reference: case.reference,
        stage: case.identification,
        due_on: duty.and_then(|duty| duty.due_on.as_ref()?.parse().ok()),
        rule: duty.map(|duty| duty.rule.clone()).unwrap_or_default(),
        duty: duty.and_then(|duty| DutyKind::find(&duty.kind)),
        received_on: case.received_on,
        allocated: case.allocated.values().cloned().collect(),
        tags,
    }
}

/// Whether a person may be within the time before the eighteenth birthday in which it is prepared: of a date that is
/// known in part, every day that it can have been counts.
fn near_18(office: &Office, born: &Known<PartialDate>, today: Date) -> bool {
    let Known::Value(born) = born else { return false };
    let (Some(earliest), Some(latest)) = born.interval() else { return false };
    let begins = clock::turning_18_reminder(office.law(), earliest).map(|reminder| reminder.due);
    begins.is_ok_and(|begins| begins <= today) && today < clock::eighteenth_birthday(latest)
}
