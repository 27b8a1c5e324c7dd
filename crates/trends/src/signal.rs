//! A signal: a change worth a person's look, with everything needed to judge it beside it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{caveat::Caveat, series::Series, tier::Assessment, year_on_year::Comparison};

/// How strongly a signal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Above its bound.
    Signal,
    /// A single first one: news, and no more.
    News,
}

/// What the count of persons and the count of findings say together. A finding is a set of encounters that share
/// operation, place and week.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "pattern", rename_all = "snake_case")]
pub enum Pattern {
    /// Both are up: it spreads.
    Spread,
    /// Persons are up and findings are not: few large findings.
    LargeFindings {
        /// The share of the count from the largest, where it is known.
        largest_share: Option<f64>,
    },
    /// Findings are up and persons are not: many small ones.
    ManySmallFindings,
    /// Findings are not known.
    PersonsAlone,
}

/// A series that may explain another: referrals by responder, training sessions, completeness of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Companion {
    /// What it may explain.
    pub why: String,
    /// The series.
    pub series: Series,
}

/// What a companion series did in the same period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompanionReading {
    /// Its name.
    pub name: String,
    /// What it may explain.
    pub why: String,
    /// Its own assessment; none if it is too short.
    pub assessment: Option<Assessment>,
}

/// The largest finding of a period.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LargestFinding {
    /// How many persons of it were counted.
    pub persons: u64,
    /// As a share of all persons counted.
    pub share: f64,
}

/// A signal. It names no person and opens no case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signal {
    /// The series it is about.
    pub series: String,
    /// How many dimensions the series is broken down by.
    pub level: usize,
    /// Who answers for the series.
    pub owner: String,
    /// The question the series was registered to answer.
    pub question: String,
    /// How strongly it stands.
    pub standing: Standing,
    /// What persons and findings say together.
    pub pattern: Pattern,
    /// The count of persons, judged.
    pub persons: Assessment,
    /// The count of findings, judged, where they are known.
    pub findings: Option<Assessment>,
    /// The largest finding among them, where findings are known.
    #[serde(default)]
    pub largest_finding: Option<LargestFinding>,
    /// The same period a year before, compared exactly.
    pub year_before: Option<Comparison>,
    /// The smallest false-discovery rate at which the signal would be reported, within its level.
    pub adjusted_p: f64,
    /// What must be said beside it.
    pub caveats: Vec<Caveat>,
    /// What else moved.
    pub companions: Vec<CompanionReading>,
}

/// Another series than before is the largest of its level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewLeader {
    /// The first day of the period.
    pub period: Date,
    /// The series that leads now.
    pub leader: String,
    /// Its count.
    pub count: u64,
    /// The series that led before.
    pub before: String,
    /// Its count now.
    pub count_of_before: u64,
    /// Whether it leads for the first time.
    pub first_time: bool,
    /// How many earlier periods there are to look back over.
    pub periods: usize,
}

/// Whether another series than in the period before is the largest. Ties lead nothing, and names settle nothing.
pub fn new_leader<'a>(series: impl Iterator<Item = &'a Series> + Clone) -> Option<NewLeader> {
    let first = series.clone().next()?;
    let place = first.len().checked_sub(1)?;
    let leader = |place: usize| -> Option<&'a Series> {
        let count = |series: &Series| series.counts.get(place).copied().unwrap_or(0);
        let most = series.clone().map(count).max().filter(|most| *most > 0)?;
        let mut leaders = series.clone().filter(|series| count(series) == most);
        leaders.next().filter(|_| leaders.next().is_none())
    };
    let now = leader(place)?;
    let before = (0..place).rev().find_map(leader)?;
    if before.name == now.name {
        return None;
    }
    Some(NewLeader {
        period: *first.dates.get(place)?,
        leader: now.name.clone(),
        count: *now.counts.get(place)?,
        before: before.name.clone(),
        count_of_before: *before.counts.get(place)?,
        first_time: !(0..place).any(|place| leader(place).is_some_and(|led| led.name == now.name)),
        periods: place,
    })
}
