//! Any of the methods, run along a whole series, with one form of row.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    cusum::{Cusum, Transformation},
    ears::{Ears, Kind},
    farrington::{Baseline, Counts, Options, Regression, judge_with},
    likelihood_ratio::{LikelihoodRatio, Variation},
    outbreak,
    predictive::Predictive,
    reading::Judged,
    series::Series,
    tier::{Workbench, assess},
};

/// A method with its choices.
#[derive(Clone, Debug, PartialEq)]
pub enum Method {
    /// The method each place of the series asks for.
    Tier,
    /// Improved Farrington, or with its options the form of 1996.
    Farrington(Box<Options>),
    /// EARS.
    Ears(Ears),
    /// Cumulative sum; the expectation is the mean of the places before the first judged.
    Cusum(Transformation),
    /// Predictive bound.
    Predictive(Predictive),
    /// Generalised likelihood ratio; the mean is that of the places before the first judged.
    LikelihoodRatio(Variation),
    /// Monotone rise.
    Monotone,
}

/// One place of a series, judged by any method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The name of the series.
    pub unit: String,
    /// The place, from 1.
    pub k: usize,
    /// The first day of the period.
    pub date: Date,
    /// The count.
    pub observed: u64,
    /// Whether it is an alarm.
    pub alarm: bool,
    /// The count above which it is one.
    pub upperbound: Option<f64>,
    /// The count to expect.
    pub expected: Option<f64>,
    /// How far above expectation, as a share of the way to the bound.
    pub score: Option<f64>,
    /// The chance of a count at least as high.
    pub pvalue: Option<f64>,
    /// The dispersion.
    pub phi: Option<f64>,
    /// The trend a period, on the scale of logarithms, where it stayed in the model.
    pub trend: Option<f64>,
    /// The statistic of methods that run along the series.
    pub statistic: Option<f64>,
}

impl Row {
    fn plain(series: &Series, place: usize) -> Option<Self> {
        Some(Self {
            unit: series.name.clone(),
            k: place + 1,
            date: *series.dates.get(place)?,
            observed: *series.counts.get(place)?,
            alarm: false,
            upperbound: None,
            expected: None,
            score: None,
            pvalue: None,
            phi: None,
            trend: None,
            statistic: None,
        })
    }
}

impl Method {
    /// Judges every place the method can judge; `first` (from 0) is the first for methods that need a stretch before it.
    pub fn run(&self, series: &Series, population: Option<&[f64]>, first: usize) -> Vec<Row> {
        let counts = series.numbers();
        let before = || counts.iter().take(first).sum::<f64>() / first as f64;
        match self {
            Self::Tier => by_tier(series),
            Self::Farrington(options) => by_farrington(series, options, population),
            Self::Ears(ears) => rows(series, ears.judge(&counts)),
            Self::Cusum(transformation) => rows(series, Cusum::of(*transformation).judge(&counts, first)),
            Self::Predictive(predictive) => by_prediction(series, *predictive),
            Self::LikelihoodRatio(variation) => {
                rows(series, LikelihoodRatio::of(before(), *variation).judge(&counts, first))
            }
            Self::Monotone => rows(series, outbreak::judge(&counts, outbreak::LIMIT)),
        }
    }

    /// EARS of a kind, with its usual choices but for the chance of an alarm.
    pub fn ears(kind: Kind, alpha: Option<f64>) -> Self {
        let usual = Ears::of(kind);
        Self::Ears(Ears { alpha: alpha.unwrap_or(usual.alpha), ..usual })
    }
}

fn rows(series: &Series, judged: Vec<Judged>) -> Vec<Row> {
    let row = |judged: Judged| {
        let plain = Row::plain(series, judged.place)?;
        Some(Row { alarm: judged.alarm, upperbound: judged.bound, statistic: judged.statistic, ..plain })
    };
    judged.into_iter().filter_map(row).collect()
}

fn by_prediction(series: &Series, method: Predictive) -> Vec<Row> {
    let counts = series.numbers();
    let mut rows = rows(series, method.judge(&counts));
    for row in &mut rows {
        if let Some(distribution) = method.distribution(&counts, row.k - 1) {
            row.expected = Some(distribution.mean());
            row.pvalue = Some(distribution.upper_tail(row.observed as f64));
        }
    }
    rows
}

fn by_farrington(series: &Series, options: &Options, population: Option<&[f64]>) -> Vec<Row> {
    let counts = series.numbers();
    let mut regression = Regression::default();
    let judge = |place| {
        let baseline = Baseline::find(options, &series.dates, place)?;
        let reading = judge_with(options, &baseline, Counts { counts: &counts, population }, &mut regression)?;
        let shown = reading.bound.filter(|_| reading.enough_cases);
        Some(Row {
            alarm: reading.alarm,
            upperbound: shown.map(|bound| bound.upper),
            expected: Some(reading.prediction.mean),
            score: reading.exceedance,
            pvalue: Some(reading.upper_tail),
            phi: Some(reading.prediction.dispersion),
            trend: reading.trend,
            ..Row::plain(series, place)?
        })
    };
    (0..series.len()).filter_map(judge).collect()
}

/// Each place as it would have been judged when it was the last; places whose weeks are folded into months are left out
/// until the month is whole.
fn by_tier(series: &Series) -> Vec<Row> {
    let mut workbench = Workbench::default();
    let mut rows: Vec<Row> = Vec::new();
    for place in 1..series.len() {
        let Some(found) = assess(&series.until(place), &mut workbench) else { continue };
        if rows.last().is_some_and(|last| last.date == found.period) {
            continue;
        }
        let Some(plain) = Row::plain(series, place) else { continue };
        rows.push(Row {
            date: found.period,
            observed: found.observed,
            alarm: found.alarm,
            upperbound: found.bound,
            expected: Some(found.expected),
            score: Some(found.score),
            pvalue: Some(found.upper_tail),
            statistic: found.likelihood_ratio,
            ..plain
        });
    }
    rows
}
