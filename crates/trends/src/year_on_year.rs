//! One printed count against the one before: exact ratio, predictive tail, and what several tests at once allow.

use serde::{Deserialize, Serialize};

use crate::{
    caveat::{Caveat, LOW_BASE, ONE_FINDING},
    distribution::{NegativeBinomial, RateRatio},
};

/// Two counts of one thing, each over its own length of time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// The later count.
    pub count: u64,
    /// The time it covers.
    pub exposure: f64,
    /// The earlier count.
    pub previous: u64,
    /// The time that covers, in the same unit.
    pub previous_exposure: f64,
}

/// What a pair of counts says.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Rate ratio, 95% interval and two-sided test.
    pub ratio: RateRatio,
    /// The chance of a count at least as high, after the earlier one alone.
    pub predictive_tail: f64,
}

impl Pair {
    /// Two counts over equal lengths of time.
    pub fn even(count: u64, previous: u64) -> Self {
        Self { count, exposure: 1.0, previous, previous_exposure: 1.0 }
    }

    /// Compares them.
    pub fn compare(self) -> Comparison {
        let Self { count, exposure, previous, previous_exposure } = self;
        let predictive = NegativeBinomial::predictive(previous as f64, previous_exposure, exposure);
        Comparison {
            ratio: RateRatio::exact(count, exposure, previous, previous_exposure),
            predictive_tail: predictive.upper_tail(count as f64),
        }
    }

    /// What must be said beside the comparison; `one_operation` is how many of the count come from one operation.
    pub fn caveats(self, one_operation: Option<u64>) -> Vec<Caveat> {
        let Self { count, exposure, previous, previous_exposure } = self;
        let mut caveats = Vec::new();
        if previous == 0 && count > 0 {
            caveats.push(Caveat::FirstEver);
        }
        if previous < LOW_BASE {
            caveats.push(Caveat::LowBase { total: previous });
        }
        let share = one_operation.map_or(0.0, |persons| persons as f64 / (count as f64).max(1.0));
        if let Some(persons) = one_operation.filter(|_| share >= ONE_FINDING) {
            caveats.push(Caveat::OneOperation { persons, share });
        }
        if exposure != previous_exposure {
            caveats.push(Caveat::UnequalPeriods { exposure, previous_exposure });
        }
        caveats
    }
}
