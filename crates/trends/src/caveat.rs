//! What must be said beside a signal. Caveats are fields, so that no interface can leave them out as prose.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A baseline with fewer than this makes every percentage large.
pub const LOW_BASE: u64 = 5;
/// The share of a count from one finding at which it is said.
pub const ONE_FINDING: f64 = 0.5;
/// The share of records without a value at which a breakdown by that field is said to be incomplete.
pub const INCOMPLETE: f64 = 0.1;

/// One caveat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "caveat", rename_all = "snake_case")]
pub enum Caveat {
    /// The baseline holds few.
    LowBase {
        /// How many.
        total: u64,
    },
    /// Much of the count comes from one operation or finding.
    OneOperation {
        /// How many of the count.
        persons: u64,
        /// As a share of it.
        share: f64,
    },
    /// Nothing of the kind was ever counted before.
    FirstEver,
    /// A code list or a rule of recording changed, and what was before is not compared with.
    EraChange {
        /// The first day of the present era.
        on: Date,
        /// What changed.
        what: String,
    },
    /// The field broken down by is often empty.
    IncompleteField {
        /// The field.
        field: String,
        /// The share of the period's records without it.
        share: f64,
    },
    /// Reports of the period are still coming in.
    DelayedReports {
        /// The share of a period's reports that had come in so long after its end, in the past.
        share_in: f64,
    },
    /// The series is one of many.
    SeveralTests {
        /// How many were judged at its level.
        tests: usize,
        /// The smallest false-discovery rate at which it would be reported.
        adjusted_p: f64,
    },
    /// The two counts cover different lengths of time.
    UnequalPeriods {
        /// The time the later covers.
        exposure: f64,
        /// The time the earlier covers.
        previous_exposure: f64,
    },
    /// There is less than a year to compare with.
    ShortHistory {
        /// How many periods there are.
        periods: usize,
    },
}

impl Caveat {
    /// The caveat in a sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::LowBase { total } => format!("Numerically small: the baseline holds {total}."),
            Self::OneOperation { persons, share } => {
                format!("{persons} of them ({:.0}%) come from one operation or finding.", share * 100.0)
            }
            Self::FirstEver => "First ever: none was counted before.".to_owned(),
            Self::EraChange { on, what } => format!("Nothing before {on} is compared with: {what}."),
            Self::IncompleteField { field, share } => {
                format!("{field} is not recorded for {:.0}% of the period.", share * 100.0)
            }
            Self::DelayedReports { share_in } => {
                format!("Only about {:.0}% of the period's reports are in.", share_in * 100.0)
            }
            Self::SeveralTests { tests, adjusted_p } => {
                format!("One of {tests} series judged at its level; adjusted p {adjusted_p:.2}.")
            }
            Self::UnequalPeriods { exposure, previous_exposure } => {
                format!("The counts cover different lengths of time: {exposure} after {previous_exposure}.")
            }
            Self::ShortHistory { periods } => {
                format!("Compared with {periods} earlier periods only, less than a year.")
            }
        }
    }
}
