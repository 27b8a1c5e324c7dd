//! The improved Farrington method: a quasi-Poisson regression over past reference windows, and a bound for the count now.
//!
//! Farrington, Andrews, Beale and Catchpole (1996); Noufaily and others (2013); Salmon, Schumacher and Höhle (2016).
//! The equations are in `docs/method/trends.md`.

mod baseline;
mod regression;
mod threshold;

pub use baseline::{Baseline, TimeAxis};
pub use regression::{Fit, Regression};
pub use threshold::{Bound, Prediction, Threshold};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::distribution::student_two_sided;

/// Which dispersion stands behind the standard error and the trend test once past peaks are down-weighted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dispersion {
    /// Pearson's, never below 1, with the working weights of the fit: the one to use.
    Pearson,
    /// As the reference outputs have it: the prior weights stand in for the working weights, so that it comes out too
    /// low. Only for comparing.
    AsReference,
}

/// Every choice of the method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// How the reference points of earlier years are found.
    pub axis: TimeAxis,
    /// Points in a year: 52 for weeks, 12 for months.
    pub frequency: usize,
    /// Years looked back, b.
    pub years_back: usize,
    /// Half width of the window around each reference point, w.
    pub half_window: usize,
    /// Levels of the season factor, p; 1 leaves out all but the windows.
    pub periods: usize,
    /// Latest points left out of the baseline, besides the one judged.
    pub past_not_included: usize,
    /// Whether a linear trend is tried.
    pub trend: bool,
    /// The trend stays if its p-value is below this; 1 keeps it unless it extrapolates.
    pub trend_below: f64,
    /// Whether past peaks are down-weighted.
    pub reweight: bool,
    /// The Anscombe residual above which a past point is down-weighted.
    pub weights_threshold: f64,
    /// How the bound is made.
    pub threshold: Threshold,
    /// One-sided chance of an alarm when nothing happened.
    pub alpha: f64,
    /// Fewer cases than this in the last `limit_periods` points: no alarm.
    pub limit_cases: u64,
    /// See `limit_cases`.
    pub limit_periods: usize,
    /// See [`Dispersion`].
    pub dispersion: Dispersion,
}

impl Options {
    /// The choices of Noufaily and others (2013) for weekly counts, with `alpha` 0.005: what is used for busy series.
    pub fn weekly() -> Self {
        Self {
            axis: TimeAxis::Index,
            frequency: 52,
            years_back: 5,
            half_window: 3,
            periods: 10,
            past_not_included: 26,
            trend: true,
            trend_below: 1.0,
            reweight: true,
            weights_threshold: 2.58,
            threshold: Threshold::NegativeBinomial,
            alpha: 0.005,
            limit_cases: 5,
            limit_periods: 4,
            dispersion: Dispersion::Pearson,
        }
    }

    /// The same for monthly counts.
    pub fn monthly() -> Self {
        Self { frequency: 12, years_back: 4, half_window: 1, periods: 5, past_not_included: 6, ..Self::weekly() }
    }

    /// The same for quarterly counts: the season is the quarter of the year, and the last quarter is left out.
    pub fn quarterly() -> Self {
        Self { frequency: 4, years_back: 4, half_window: 0, periods: 4, past_not_included: 1, ..Self::weekly() }
    }

    /// The method of 1996: windows only, bound on the scale of the 2/3 power, weights above residuals of 1.
    pub fn of_1996() -> Self {
        Self {
            axis: TimeAxis::Index,
            frequency: 52,
            years_back: 2,
            half_window: 3,
            periods: 1,
            past_not_included: 3,
            trend: false,
            trend_below: 0.05,
            reweight: true,
            weights_threshold: 1.0,
            threshold: Threshold::TwoThirds,
            alpha: 0.01,
            limit_cases: 5,
            limit_periods: 4,
            dispersion: Dispersion::Pearson,
        }
    }

    /// The first place (from 0) of a series at which the index axis has its whole baseline.
    pub fn first_place(&self) -> usize {
        self.years_back * self.frequency + self.half_window
    }
}

/// One series as the method reads it: counts, and what else is known of each place.
#[derive(Clone, Copy, Debug)]
pub struct Counts<'a> {
    /// The counts, in order of time.
    pub counts: &'a [f64],
    /// The population at risk at each place, where there is one.
    pub population: Option<&'a [f64]>,
}

/// What the method says of one place of a series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The count, and whether it is above the bound.
    pub observed: f64,
    /// Whether the count is above the bound, not nothing, and there are enough cases.
    pub alarm: bool,
    /// Whether the last counts sum to enough for a bound to be shown at all.
    pub enough_cases: bool,
    /// The prediction and the dispersion behind it.
    pub prediction: Prediction,
    /// The bound; none where the quantile cannot be found.
    pub bound: Option<Bound>,
    /// The chance of a count at least as high.
    pub upper_tail: f64,
    /// How far above expectation the count is, as a share of the way to the bound; above 1 is an alarm.
    pub exceedance: Option<f64>,
    /// The trend a point of time, on the scale of logarithms, if it stayed in the model.
    pub trend: Option<f64>,
    /// Its p-value, if it stayed.
    pub trend_p: Option<f64>,
}

/// Judges one place of a series (from 0); none if the baseline is not whole or no model fits.
///
/// # Parameters
/// `dates` are the first days of the places; only the calendar axis reads them.
pub fn judge(options: &Options, dates: &[Date], series: Counts<'_>, place: usize) -> Option<Reading> {
    let baseline = Baseline::find(options, dates, place)?;
    judge_with(options, &baseline, series, &mut Regression::default())
}

/// The same with a baseline found once for many series, and memory used again.
pub fn judge_with(
    options: &Options,
    baseline: &Baseline,
    series: Counts<'_>,
    regression: &mut Regression,
) -> Option<Reading> {
    let place = baseline.place();
    let observed = *series.counts.get(place)?;
    let fitted = fit(options, baseline, series, regression)?;
    let prediction = fitted.prediction;
    let enough_cases = {
        let from = (place + 1).saturating_sub(options.limit_periods);
        series.counts.get(from..=place)?.iter().sum::<f64>() >= options.limit_cases as f64
    };
    let bound = options.threshold.bound(&prediction, options.alpha);
    let alarm = enough_cases && observed > 0.0 && bound.is_some_and(|bound| observed > bound.upper);
    Some(Reading {
        observed,
        alarm,
        enough_cases,
        prediction,
        bound,
        upper_tail: options.threshold.upper_tail(&prediction, observed),
        exceedance: bound.map(|bound| exceedance(observed, prediction.mean, bound.upper)),
        trend: fitted.trend,
        trend_p: fitted.trend_p,
    })
}

fn exceedance(observed: f64, expected: f64, upper: f64) -> f64 {
    if upper == expected { 0.0 } else { (observed - expected) / (upper - expected) }
}

struct Fitted {
    prediction: Prediction,
    trend: Option<f64>,
    trend_p: Option<f64>,
}

/// Fits with the trend if it is wanted, and without it where it does not stand.
fn fit(options: &Options, baseline: &Baseline, series: Counts<'_>, regression: &mut Regression) -> Option<Fitted> {
    regression.load(baseline, series)?;
    if options.trend
        && let Some(fit) = fit_once(options, regression, true)
        && fit.has_trend()
    {
        let prediction = fit.predict(baseline, series, options.dispersion)?;
        let p = student_two_sided(fit.trend_statistic(options.dispersion), fit.degrees());
        let extrapolates = prediction.mean > regression.largest_count();
        if options.years_back >= 3 && p < options.trend_below && !extrapolates {
            return Some(Fitted { prediction, trend: Some(fit.trend()), trend_p: Some(p) });
        }
    }
    let fit = fit_once(options, regression, false)?;
    let prediction = fit.predict(baseline, series, options.dispersion)?;
    Some(Fitted { prediction, trend: None, trend_p: None })
}

fn fit_once(options: &Options, regression: &mut Regression, trend: bool) -> Option<Fit> {
    let first = regression.fit(trend, options.reweight)?;
    if options.reweight && regression.down_weight(&first, options.weights_threshold) {
        return regression.fit_weighted(trend);
    }
    Some(first)
}
