//! Backlog: a cohort of waiting cases frozen on a day, how it went down, and what blocks each case still open (AT30).

use std::collections::BTreeMap;

use jiff::civil::Date;
use manumit_bulletin::burn_down::{BurnDown, BurnDownError, Span};
use manumit_domain::case::{Case, EnquiryState, Identification};
use manumit_store::{Stay, StayFilter, StoreError};

use crate::{
    AppError, Caller, Office,
    access::{Action, Resource},
};

/// Which cases a backlog follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohort {
    /// The stage in which they waited.
    pub stage: Identification,
    /// Only those of this authority.
    pub authority: Option<String>,
    /// Only those whose caseworkers this organisation hosts; an empty text means hosted by nobody.
    pub hosted_by: Option<String>,
    /// The day on which they were counted.
    pub frozen_on: Date,
}

/// One case of the cohort that still waits.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct StillOpen {
    /// Its public reference.
    pub reference: String,
    /// The day it was received.
    pub received_on: String,
    /// The day it came into the stage.
    pub waiting_since: String,
    /// What it waits for.
    pub blocked_by: String,
}

/// A cohort, followed to a day.
#[derive(Clone, Debug)]
pub struct Backlog {
    /// The counts.
    pub burn_down: BurnDown,
    /// The cases still open on the last day.
    pub still_open: Vec<StillOpen>,
    /// How many still open cases each blocker holds.
    pub blockers: BTreeMap<String, usize>,
}

/// Freezes a cohort of the caller's organisation and follows it: the counts alone, no record is opened.
///
/// # Errors
/// A refusal for a post that does not see the team, or days that do not follow the freeze; [`AppError::Store`] if the
/// journal does not answer.
pub async fn burn_down(
    office: &Office,
    caller: &Caller,
    (stage, frozen_on): (Identification, Date),
    days: &[Date],
) -> Result<BurnDown, AppError> {
    office.require(caller, Action::SeeTeam, &Resource::Desk).await?;
    let filter = StayFilter {
        stage: stage.code().to_owned(),
        authority: Some(caller.actor.organisation.clone()),
        hosted_by: None,
        entered_by: frozen_on,
    };
    let stays = office.store().list_stays(&filter).await?;
    let spans = stays.iter().map(|stay| {
        Ok(Span { opened_on: day(&stay.entered_on)?, closed_on: stay.left_on.as_deref().map(day).transpose()? })
    });
    let spans = spans.collect::<Result<Vec<_>, StoreError>>()?;
    BurnDown::new(&spans, frozen_on, days).map_err(refused)
}

/// Freezes a cohort on a day and follows it over the days given.
///
/// # Errors
/// [`BurnDownError`] when the days do not follow the freeze, wrapped as a refusal; [`AppError::Store`] if the journal
/// does not answer.
pub async fn backlog(office: &Office, cohort: &Cohort, days: &[Date]) -> Result<Backlog, AppError> {
    let filter = StayFilter {
        stage: cohort.stage.code().to_owned(),
        authority: cohort.authority.clone(),
        hosted_by: cohort.hosted_by.clone(),
        entered_by: cohort.frozen_on,
    };
    let stays = office.store().list_stays(&filter).await?;
    let last = days.last().copied().unwrap_or(cohort.frozen_on);
    let mut spans = Vec::with_capacity(stays.len());
    let mut still_open = Vec::new();
    for stay in &stays {
        let span = Span { opened_on: day(&stay.entered_on)?, closed_on: stay.left_on.as_deref().map(day).transpose()? };
        let open_at = |on: Date| span.opened_on <= on && span.closed_on.is_none_or(|closed| closed > on);
        if open_at(cohort.frozen_on) && open_at(last) {
            still_open.push(still(office, stay, last).await?);
        }
        spans.push(span);
    }
    let burn_down = BurnDown::new(&spans, cohort.frozen_on, days).map_err(refused)?;
    let mut blockers = BTreeMap::new();
    for open in &still_open {
        *blockers.entry(open.blocked_by.clone()).or_insert(0) += 1;
    }
    Ok(Backlog { burn_down, still_open, blockers })
}

fn refused(error: BurnDownError) -> AppError {
    manumit_domain::refusal::Refusal::new("backlog.days", error.to_string(), "Give days after the freeze, in order.")
        .about("until")
        .into()
}

fn day(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| StoreError::Column { column: "entered_on", expected: "a day", found: "another text" })
}

/// What a case waits for, as the record stood on a day.
async fn still(office: &Office, stay: &Stay, on: Date) -> Result<StillOpen, AppError> {
    let mut case = None;
    for recorded in office.store().load(stay.stream).await? {
        if recorded.occurred_on <= on && !recorded.is_tombstone() {
            case = Case::evolve(case, recorded.occurred_on, &recorded.decode()?);
        }
    }
    Ok(StillOpen {
        reference: stay.reference.clone(),
        received_on: stay.received_on.clone(),
        waiting_since: stay.entered_on.clone(),
        blocked_by: case.map_or_else(|| "the record is not readable".to_owned(), |case| blocker(office, &case, on)),
    })
}

/// The one thing a case waits for first.
fn blocker(office: &Office, case: &Case, on: Date) -> String {
    if let Some(suspension) = &case.suspension {
        return format!("suspended: {}", suspension.reason);
    }
    if let Some(asked) = case.enquiries.values().find(|asked| asked.state == EnquiryState::Open) {
        let late = if asked.due_on < on { ", overdue" } else { "" };
        return format!("enquiry to {}{late}", asked.body.code());
    }
    if case.proposal.as_ref().is_some_and(|proposal| proposal.agreed.is_none()) {
        return "second look at a negative".to_owned();
    }
    let earliest = case
        .reasonable_grounds
        .as_ref()
        .and_then(|decision| manumit_domain::clock::conclusive_grounds_earliest(office.law(), decision.on).ok());
    match (case.identification, earliest) {
        (Identification::Screening, _) => "screening".to_owned(),
        (Identification::CgPending, Some(earliest)) if earliest.due > on => "recovery period".to_owned(),
        _ => "nothing but the decision".to_owned(),
    }
}
