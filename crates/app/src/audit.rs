//! Verbs of the auditor: who read what, what was refused, who signed in, what stands out, and whether the journal is whole.
//!
//! Nothing here names or narrates: posts, records by their references, rules and moments. The one text that may narrate,
//! the reason for breaking glass, is shown to the data protection officer who reviews it and to nobody else.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use manumit_domain::{reference::Reference, refusal::Refusal};
use manumit_store::{
    desk::{Break, Look, LookFilter, Reading, Trail, TrailFilter},
    journal::Report,
};

use crate::{
    AppError, Caller, Office,
    access::{Action, Resource},
};

/// How many lines a page shows.
pub const PAGE: u32 = 50;
/// How many lines a file holds at most.
pub const FILE: u32 = 10_000;
/// Fewer records than this on a day stand out for nobody.
const FEWEST: u64 = 20;
/// How many times the middle of its fellows a post must read to stand out.
const TIMES: u64 = 3;
/// How far back reading is looked at.
const SPAN: SignedDuration = SignedDuration::from_hours(28 * 24);

/// What an auditor asks for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Of posts of this organisation.
    pub organisation: Option<String>,
    /// Of this post.
    pub post: Option<String>,
    /// At this record.
    pub record: Option<Reference>,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub before: Option<Timestamp>,
}

/// Looks at records, the latest first, and how many there are.
#[derive(Clone, Debug, Default)]
pub struct Looks {
    /// Those of the page.
    pub listed: Vec<Look>,
    /// How many there are.
    pub count: u64,
}

/// Who read what.
///
/// # Errors
/// Refused if the caller may not see the audit.
pub async fn looks(office: &Office, caller: &Caller, asked: &Asked, place: (u32, u32)) -> Result<Looks, AppError> {
    office.require(caller, Action::SeeAudit, &Resource::Desk).await?;
    let mut filter = filter(asked);
    if let Some(reference) = &asked.record {
        // A reference that names nothing gives an empty list, as one that nobody read does (V-04).
        let Some(record) = office.store().find_reference(reference).await? else { return Ok(Looks::default()) };
        filter.record = Some(record);
    }
    let store = office.store();
    Ok(Looks { listed: store.list_looks(&filter, place).await?, count: store.count_looks(&filter).await? })
}

/// Lines of the trail of one outcome and action: refusals, sign-ins.
///
/// # Errors
/// Refused if the caller may not see the audit.
pub async fn trail(
    office: &Office,
    caller: &Caller,
    (outcome, action): (Option<&str>, Option<&str>),
    (asked, skip, limit): (&Asked, u32, u32),
) -> Result<Vec<Trail>, AppError> {
    office.require(caller, Action::SeeAudit, &Resource::Desk).await?;
    let filter = TrailFilter {
        outcome: outcome.map(str::to_owned),
        action: action.map(str::to_owned),
        looks: filter(asked),
        skip,
        limit,
    };
    Ok(office.store().list_trail(&filter).await?)
}

fn filter(asked: &Asked) -> LookFilter {
    LookFilter {
        organisation: asked.organisation.clone(),
        post: asked.post.clone(),
        record: None,
        from: asked.from,
        before: asked.before,
    }
}

/// Leaves in the trail that a list was taken away as a file (V-37).
///
/// # Errors
/// [`AppError::Store`] if it cannot be kept: then nothing may be sent.
pub async fn note_file(office: &Office, caller: &Caller, what: &str) -> Result<(), AppError> {
    office.leave_trail(caller, ("take_audit_file", what), ("done", "")).await
}

/// A post that read far more than its fellows on a day. It is a question, not an answer: nothing follows by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusual {
    /// The post and the day, and how many records it read.
    pub reading: Reading,
    /// The middle of what its fellows read.
    pub fellows: u64,
    /// How many fellows it was held against.
    pub of: usize,
}

/// Posts that read far more records on a day than others in the same role (V-39), over the last four weeks.
///
/// # Errors
/// Refused if the caller may not see the audit.
pub async fn unusual(office: &Office, caller: &Caller) -> Result<Vec<Unusual>, AppError> {
    office.require(caller, Action::SeeAudit, &Resource::Desk).await?;
    Ok(stands_out(&office.store().list_reading(caller.at - SPAN).await?))
}

/// The readings that stand out: at least twenty records, and more than three times the middle of what posts in the same
/// role read on their days in the span, this post's own left out.
fn stands_out(readings: &[Reading]) -> Vec<Unusual> {
    let mut of_role: BTreeMap<&str, Vec<&Reading>> = BTreeMap::new();
    for reading in readings {
        of_role.entry(reading.actor.role.code()).or_default().push(reading);
    }
    let judged = readings.iter().filter(|reading| reading.records >= FEWEST).filter_map(|reading| {
        let same_role = of_role.get(reading.actor.role.code())?;
        let fellows = same_role.iter().filter(|other| !other.actor.same_post(&reading.actor));
        let mut counts: Vec<u64> = fellows.map(|other| other.records).collect();
        counts.sort_unstable();
        let fellows = counts.get(counts.len() / 2).copied().unwrap_or_default();
        let stands_out = reading.records > fellows.saturating_mul(TIMES);
        stands_out.then(|| Unusual { reading: reading.clone(), fellows, of: counts.len() })
    });
    judged.collect()
}

/// Every time that glass was broken, with the reason for those who review it.
///
/// # Errors
/// Refused if the caller may not see the audit.
pub async fn broken_glass(office: &Office, caller: &Caller) -> Result<Vec<Broken>, AppError> {
    office.require(caller, Action::SeeAudit, &Resource::Desk).await?;
    let reviews = office.permits(caller, Action::ReviewBrokenGlass, &Resource::Desk)?;
    let mut shown = Vec::new();
    for broken in office.store().list_broken(false).await? {
        let reference = office.store().reference_of(broken.stream).await?;
        let reason = reviews.then(|| broken.reason.clone());
        shown.push(Broken { reference, reason, broken: Break { reason: String::new(), ..broken } });
    }
    Ok(shown)
}

/// One time that glass was broken, as it is shown.
#[derive(Clone, Debug)]
pub struct Broken {
    /// What people call the record.
    pub reference: Option<String>,
    /// The reason, for those who review it.
    pub reason: Option<String>,
    /// The rest; its reason is left out.
    pub broken: Break,
}

/// Records that somebody reviewed a broken glass.
///
/// # Errors
/// Refused if the caller may not, or if there is nothing to review.
pub async fn review_broken(
    office: &Office,
    caller: &Caller,
    (record, from): (&Reference, Timestamp),
) -> Result<(), AppError> {
    office.require(caller, Action::ReviewBrokenGlass, &Resource::Desk).await?;
    let stream = office.store().find_reference(record).await?;
    let waiting = office.store().list_broken(true).await?;
    let found = waiting.into_iter().find(|broken| Some(broken.stream) == stream && broken.from == from);
    let Some(broken) = found else {
        return Err(Refusal::new(
            "audit.nothing_to_review",
            "Nothing waits for a review here: somebody may have reviewed it.",
            "Look at the list again.",
        )
        .into());
    };
    office.store().review_broken(&broken, &caller.actor, caller.at).await?;
    office.leave_trail(caller, ("review_broken_glass", &broken.stream.to_string()), ("done", "")).await
}

/// Verifies the whole journal. It reads every event, so it takes a while on a large one.
///
/// # Errors
/// Refused if the caller may not; [`AppError::Store`] if the database cannot be read at all.
pub async fn verify(office: &Office, caller: &Caller) -> Result<Report, AppError> {
    office.require(caller, Action::VerifyJournal, &Resource::Desk).await?;
    let report = office.store().verify(None).await?;
    let outcome = if report.tally.findings == 0 { "whole" } else { "findings" };
    office.leave_trail(caller, ("verify_journal", ""), (outcome, "")).await?;
    Ok(report)
}

#[cfg(test)]
mod tests {
    use manumit_domain::actor::{Actor, Role};

    use super::*;

    fn reading(post: &str, role: Role, day: &str, records: u64) -> Reading {
        Reading { actor: Actor::new("SCA", post, role), day: day.to_owned(), records }
    }

    #[test]
    fn v39_a_post_stands_out_against_others_in_its_role_and_not_against_itself() {
        let role = Role::CaDecisionMaker;
        let mut readings: Vec<Reading> =
            (0..9).map(|number| reading(&format!("caseworker-{number}"), role, "2026-06-01", 10 + number)).collect();
        assert_eq!(stands_out(&readings), []);
        readings.push(reading("caseworker-9", role, "2026-06-01", 43));
        readings.push(reading("triage-1", Role::CaTriage, "2026-06-01", 19));
        let found = stands_out(&readings);
        let [unusual] = &found[..] else { panic!("{found:?}") };
        assert_eq!((unusual.reading.actor.post.as_str(), unusual.fellows, unusual.of), ("caseworker-9", 14, 9));
        readings.push(reading("triage-1", Role::CaTriage, "2026-06-02", 20));
        assert_eq!(stands_out(&readings).len(), 2, "alone in its role, it is held against nobody and shown");
    }
}
