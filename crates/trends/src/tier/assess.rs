//! What the method of its tier says of the last period of a series.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Tier, regression};
use crate::{
    distribution::{Interval, NegativeBinomial},
    farrington::{Baseline, Counts, Options, Regression, judge_with},
    likelihood_ratio::{LikelihoodRatio, Variation},
    series::{Calendar, Series},
};

/// Earlier years whose same period is in the baseline of a sparse series.
const YEARS_BACK: usize = 5;
/// Months over which a raised mean is looked for.
const RAISED_OVER: f64 = 12.0;
/// Months before those from which the ordinary mean is taken.
const ORDINARY_OVER: f64 = 36.0;
/// The floor of the ordinary mean, a month.
const LEAST_MEAN: f64 = 0.1;

/// What the last count is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BaselineSpan {
    /// First day of the earliest period compared with.
    pub from: Date,
    /// First day of the latest.
    pub to: Date,
    /// How many periods there are.
    pub periods: usize,
    /// How many were counted in them.
    pub total: u64,
}

/// The last period of a series, judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// The tier the series asked for.
    pub tier: Tier,
    /// The calendar it was judged on: weeks may be folded into months.
    pub calendar: Calendar,
    /// The first day of the period.
    pub period: Date,
    /// The count.
    pub observed: u64,
    /// What it is compared with.
    pub baseline: BaselineSpan,
    /// The count to expect.
    pub expected: f64,
    /// Where 95 of 100 such counts would lie.
    pub interval: Interval,
    /// The count above which there is an alarm; none where no bound can be found.
    pub bound: Option<f64>,
    /// The chance of a count at least as high, when nothing happened.
    pub upper_tail: f64,
    /// The log likelihood ratio of a raised mean, for rare series.
    pub likelihood_ratio: Option<f64>,
    /// How far above expectation the count is, as a share of the way to the bound.
    pub score: f64,
    /// Whether it is an alarm.
    pub alarm: bool,
    /// Whether nothing was ever counted before.
    pub first_ever: bool,
}

impl Assessment {
    /// The p-value under which the assessment enters a family of tests: the tail, or e to the minus likelihood ratio where
    /// that alone raised the alarm.
    pub fn p_value(&self) -> f64 {
        match self.likelihood_ratio {
            Some(ratio) if self.alarm && self.upper_tail >= self.tier.alpha() => (-ratio).exp(),
            _ => self.upper_tail,
        }
    }
}

/// Memory used again from series to series: baselines depend on the calendar alone.
#[derive(Debug, Default)]
pub struct Workbench {
    baselines: BTreeMap<(Calendar, Date, usize), Option<Baseline>>,
    regression: Regression,
}

/// Judges the last period of a series; none if it has no period before it.
pub fn assess(series: &Series, workbench: &mut Workbench) -> Option<Assessment> {
    if series.len() < 2 {
        return None;
    }
    let tier = Tier::of(series);
    let folded;
    let judged = if tier == Tier::BusyWeekly || !matches!(series.calendar, Calendar::Day | Calendar::Week) {
        series
    } else {
        folded = series.by_month();
        // Too short for a whole month: judged as it is.
        if folded.len() < 2 { series } else { &folded }
    };
    match tier {
        Tier::BusyWeekly | Tier::Busy => {
            by_regression(judged, tier, workbench).or_else(|| by_prediction(judged, Tier::Sparse))
        }
        Tier::Sparse | Tier::Rare => by_prediction(judged, tier),
    }
}

fn by_regression(series: &Series, tier: Tier, workbench: &mut Workbench) -> Option<Assessment> {
    let place = series.len().checked_sub(1)?;
    let options = Options { alpha: tier.alpha(), ..regression(series.calendar, series.len())? };
    let key = (series.calendar, *series.dates.first()?, place);
    let Workbench { baselines, regression } = workbench;
    let baseline = baselines.entry(key).or_insert_with(|| Baseline::find(&options, &series.dates, place)).as_ref()?;
    let counts = series.numbers();
    let reading = judge_with(&options, baseline, Counts { counts: &counts, population: None }, regression)?;
    let (from, to) = baseline.span()?;
    let around = options.threshold.bound(&reading.prediction, 0.025)?;
    let (before, observed) = (series.counts.get(..place)?, *series.counts.get(place)?);
    Some(Assessment {
        tier,
        calendar: series.calendar,
        period: *series.dates.get(place)?,
        observed,
        baseline: BaselineSpan {
            from: *series.dates.get(from)?,
            to: *series.dates.get(to)?,
            periods: baseline.len(),
            total: baseline.places().filter_map(|place| series.counts.get(place)).sum(),
        },
        expected: reading.prediction.mean,
        interval: Interval { low: around.lower, high: around.upper },
        bound: reading.bound.map(|bound| bound.upper),
        upper_tail: reading.upper_tail,
        likelihood_ratio: None,
        score: reading.exceedance.unwrap_or(0.0),
        alarm: reading.alarm,
        first_ever: observed > 0 && before.iter().all(|count| *count == 0),
    })
}

/// Judges by what a Poisson rate, known from the baseline, allows.
fn by_prediction(series: &Series, tier: Tier) -> Option<Assessment> {
    let place = series.len().checked_sub(1)?;
    let (observed, before) = (*series.counts.get(place)?, series.counts.get(..place)?);
    let places = match tier {
        Tier::Rare => (0..place).collect(),
        _ => recent_and_same_season(place, series.calendar.frequency()),
    };
    let (first, last) = (*places.first()?, *places.last()?);
    let total: u64 = places.iter().filter_map(|place| before.get(*place)).sum();
    let distribution = NegativeBinomial::predictive(total as f64, places.len() as f64, 1.0);
    let count = observed as f64;
    let (alpha, expected) = (tier.alpha(), distribution.mean());
    let bound = distribution.quantile(1.0 - alpha);
    let likelihood_ratio = (tier == Tier::Rare).then(|| raised(series));
    let raised_now = likelihood_ratio.is_some_and(|(_, alarm)| alarm) && observed > 0;
    let room = bound.map_or(1.0, |bound| (bound - expected).max(0.5));
    Some(Assessment {
        tier,
        calendar: series.calendar,
        period: *series.dates.get(place)?,
        observed,
        baseline: BaselineSpan {
            from: *series.dates.get(first)?,
            to: *series.dates.get(last)?,
            periods: places.len(),
            total,
        },
        expected,
        interval: Interval {
            low: distribution.quantile(0.025).unwrap_or(0.0),
            high: distribution.quantile(0.975).unwrap_or(f64::INFINITY),
        },
        bound,
        upper_tail: distribution.upper_tail(count),
        likelihood_ratio: likelihood_ratio.map(|(ratio, _)| ratio),
        score: (count - expected) / room,
        alarm: bound.is_some_and(|bound| count > bound) || raised_now,
        first_ever: observed > 0 && before.iter().all(|count| *count == 0),
    })
}

/// The latest year, and the same period of earlier years.
fn recent_and_same_season(place: usize, frequency: usize) -> Vec<usize> {
    let years = (2..=YEARS_BACK).rev().filter_map(|year| place.checked_sub(year * frequency));
    years.chain(place.saturating_sub(frequency)..place).collect()
}

/// The likelihood ratio of a raised mean in the latest year, and whether it reaches its limit now.
fn raised(series: &Series) -> (f64, bool) {
    let months = series.calendar.months();
    let counts = series.numbers();
    let window = ((RAISED_OVER / months).round() as usize).clamp(1, counts.len());
    let first = if counts.len() > window { counts.len() - window } else { counts.len() - 1 };
    let ordinary =
        counts.get(first.saturating_sub((ORDINARY_OVER / months).round() as usize)..first).unwrap_or_default();
    let mean = ordinary.iter().sum::<f64>() / (ordinary.len() as f64).max(1.0);
    let method = LikelihoodRatio::of(mean.max(LEAST_MEAN * months), Variation::Poisson);
    method.judge(&counts, first).last().map_or((0.0, false), |last| (last.statistic.unwrap_or(0.0), last.alarm))
}
