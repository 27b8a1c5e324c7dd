//! Which method a series can bear, and what that method says of its last period.
//!
//! A handful of series have tens of referrals a week, most have less than one. Busy series are judged by the improved
//! Farrington method, sparse ones by the predictive bound, rare and never seen ones by the predictive bound on their whole
//! history and by a likelihood ratio of a raised mean.

mod assess;

pub use assess::{Assessment, BaselineSpan, Workbench, assess};

use serde::{Deserialize, Serialize};

use crate::{
    farrington::Options,
    series::{Calendar, Series},
};

/// How much a series holds, and so by which method it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Tier A: at least five a week over at least three years, judged by weeks.
    BusyWeekly,
    /// Tier A′: at least five a month over at least three years, judged by months or quarters.
    Busy,
    /// Tier B: at least 0.3 a month.
    Sparse,
    /// Tier C: rarer, new, or never seen.
    Rare,
}

/// The mean count in a period from which a regression is of use.
const BUSY: f64 = 5.0;
/// The mean count a month below which the latest year alone says too little.
const RARE: f64 = 0.3;
/// The fewest earlier years a regression may stand on.
const LEAST_YEARS: usize = 3;
/// Chance of an alarm when nothing happened, for busy series.
pub const ALPHA_BUSY: f64 = 0.005;
/// The same for the others.
pub const ALPHA_SPARSE: f64 = 0.01;

impl Tier {
    /// The tier that a series itself asks for.
    pub fn of(series: &Series) -> Self {
        let mean = series.mean_per_month().unwrap_or(0.0);
        let a_week = mean * Calendar::Week.months();
        if series.calendar == Calendar::Week && a_week >= BUSY && regression(Calendar::Week, series.len()).is_some() {
            return Self::BusyWeekly;
        }
        let months = series.by_month();
        if mean >= BUSY && regression(months.calendar, months.len()).is_some() {
            return Self::Busy;
        }
        let years = series.len() as f64 * series.calendar.months() / 12.0;
        if mean >= RARE && years >= 1.0 { Self::Sparse } else { Self::Rare }
    }

    /// The letter by which methods papers of this system call it.
    pub fn letter(self) -> &'static str {
        match self {
            Self::BusyWeekly => "A",
            Self::Busy => "A′",
            Self::Sparse => "B",
            Self::Rare => "C",
        }
    }

    /// The method, in words.
    pub fn method(self) -> &'static str {
        match self {
            Self::BusyWeekly | Self::Busy => "improved Farrington, negative-binomial quantile",
            Self::Sparse => "Gamma-Poisson predictive bound, same periods of earlier years and the latest year",
            Self::Rare => "Gamma-Poisson predictive bound on the whole history, and likelihood ratio of a raised mean",
        }
    }

    /// The one-sided chance of an alarm when nothing happened.
    pub fn alpha(self) -> f64 {
        match self {
            Self::BusyWeekly | Self::Busy => ALPHA_BUSY,
            Self::Sparse | Self::Rare => ALPHA_SPARSE,
        }
    }
}

/// The choices of the regression for a series of so many periods; none if it is too short, or of a calendar without seasons.
pub(crate) fn regression(calendar: Calendar, periods: usize) -> Option<Options> {
    let preset = match calendar {
        Calendar::Week => Options::weekly(),
        Calendar::Month => Options::monthly(),
        Calendar::Quarter => Options::quarterly(),
        Calendar::Day | Calendar::Year => return None,
    };
    let years = periods.checked_sub(preset.half_window + 1)? / preset.frequency;
    let years_back = years.min(preset.years_back);
    // With three earlier years a month has too few points for five seasons.
    let periods = if calendar == Calendar::Month && years_back < 4 { 1 } else { preset.periods };
    (years_back >= LEAST_YEARS).then_some(Options { years_back, periods, ..preset })
}

#[cfg(test)]
mod tests;
