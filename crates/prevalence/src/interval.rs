//! Intervals from bootstrap replicates: percentile and bias-corrected accelerated, side by side.
//!
//! Efron 1987; DiCiccio and Efron 1996; quantiles of type 8 of Hyndman and Fan 1996.

use serde::Serialize;

use crate::{
    distribution::{normal_probability, normal_quantile},
    solver::as_float,
};

/// Replicates closer to the estimate than this, relative, are ties.
const TIE: f64 = 1e-9;
/// The levels of the limits that are reported, as in the literature.
pub const LEVELS: [f64; 8] = [0.025, 0.05, 0.1, 0.16, 0.84, 0.9, 0.95, 0.975];

/// How replicates that equal the estimate enter the bias correction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub enum Ties {
    /// Each counts as one half below: the same whatever the last bit says.
    #[default]
    Half,
    /// So many of them count as below: only to reproduce published limits, whose ties fell as their last bits did.
    Counted(f64),
}

/// What resampling gave.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Replicates {
    /// The estimate from the table itself.
    pub estimate: f64,
    /// Estimates from the replicates that gave one, in order of the replicates.
    pub estimates: Vec<f64>,
    /// How many replicates gave none. Leaving them out conditions on success, so they are always shown.
    pub failed: usize,
    /// For each seen history how many people have it and the estimate with one of them removed, where there is one.
    pub jackknife: Vec<(f64, Option<f64>)>,
}

/// One limit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Limit {
    /// The probability asked for.
    pub level: f64,
    /// The percentile of the replicates that was taken for it.
    pub percentile: f64,
    /// The value.
    pub value: f64,
    /// The percentile lies beyond the replicates, so that the value is only the smallest or largest of them: more
    /// replicates would move it.
    pub beyond_replicates: bool,
}

/// The two intervals of one set of replicates.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Intervals {
    /// Bias correction z0.
    pub bias_correction: f64,
    /// Acceleration a.
    pub acceleration: f64,
    /// Percentile limits at [`LEVELS`].
    pub percentile: Vec<Limit>,
    /// Bias-corrected accelerated limits at [`LEVELS`].
    pub bca: Vec<Limit>,
}

impl Intervals {
    /// The percentile limits around the middle share, 0.95 or 0.8.
    #[must_use]
    pub fn percentile(&self, share: f64) -> Option<(Limit, Limit)> {
        around(&self.percentile, share)
    }

    /// The bias-corrected accelerated limits around the middle share, 0.95 or 0.8.
    #[must_use]
    pub fn bca(&self, share: f64) -> Option<(Limit, Limit)> {
        around(&self.bca, share)
    }
}

fn around(limits: &[Limit], share: f64) -> Option<(Limit, Limit)> {
    let at = |level: f64| limits.iter().copied().find(|limit| (limit.level - level).abs() < 1e-9);
    at(0.5 - share / 2.0).zip(at(0.5 + share / 2.0))
}

/// A quantile of type 8 of sorted values: approximately median-unbiased. `None` of nothing.
#[must_use]
pub fn quantile(sorted: &[f64], probability: f64) -> Option<f64> {
    let count = as_float(sorted.len() as u64);
    let place = count * probability + (probability + 1.0) / 3.0;
    let below = (place + 4.0 * f64::EPSILON).floor();
    let part = place - below;
    let part = if part.abs() < 4.0 * f64::EPSILON { 0.0 } else { part };
    let at = |place: f64| {
        let index = place.clamp(1.0, count.max(1.0)) - 1.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and the number of values"
        )]
        sorted.get(index as usize).copied()
    };
    let (low, high) = (at(below)?, at(below + 1.0)?);
    Some(if part == 0.0 { low } else { low + part * (high - low) })
}

impl Replicates {
    /// z0: the normal quantile of the share of replicates below the estimate.
    #[must_use]
    pub fn bias_correction(&self, ties: Ties) -> f64 {
        let tied = |value: &&f64| (**value - self.estimate).abs() <= TIE * self.estimate.abs();
        let ties_below = match ties {
            Ties::Half => 0.5 * as_float(self.estimates.iter().filter(tied).count() as u64),
            Ties::Counted(below) => below,
        };
        let below = self.estimates.iter().filter(|value| !tied(value) && **value < self.estimate).count();
        let count = as_float(below as u64) + ties_below;
        normal_quantile(count / as_float(self.estimates.len() as u64))
    }

    /// How many replicates equal the estimate to nine digits.
    #[must_use]
    pub fn ties(&self) -> usize {
        self.estimates.iter().filter(|value| (**value - self.estimate).abs() <= TIE * self.estimate.abs()).count()
    }

    /// The acceleration from the jackknife; histories whose removal leaves no estimate are left out.
    #[must_use]
    pub fn acceleration(&self) -> f64 {
        let usable = || self.jackknife.iter().filter_map(|(count, value)| value.map(|value| (*count, value)));
        let people: f64 = usable().map(|(count, _)| count).sum();
        let mean = usable().map(|(count, value)| count * value).sum::<f64>() / people;
        let (mut cubes, mut squares) = (0.0, 0.0);
        for (count, value) in usable() {
            let deviation = mean - value;
            squares += count * deviation * deviation;
            cubes += count * deviation.powi(3);
        }
        if squares > 0.0 { cubes / (6.0 * squares.powf(1.5)) } else { 0.0 }
    }

    /// Percentile and bias-corrected accelerated limits; `None` without a single replicate.
    #[must_use]
    pub fn intervals(&self, ties: Ties) -> Option<Intervals> {
        let mut sorted = self.estimates.clone();
        sorted.sort_by(f64::total_cmp);
        let (bias_correction, acceleration) = (self.bias_correction(ties), self.acceleration());
        let count = as_float(sorted.len() as u64);
        let limit = |level: f64, percentile: f64| {
            let value = quantile(&sorted, percentile)?;
            let beyond = percentile < 1.0 / count || percentile > 1.0 - 1.0 / count;
            Some(Limit { level, percentile, value, beyond_replicates: beyond })
        };
        let adjusted = |level: f64| {
            let z = bias_correction + normal_quantile(level);
            if bias_correction.is_infinite() {
                return if bias_correction < 0.0 { 0.0 } else { 1.0 };
            }
            normal_probability(bias_correction + z / (1.0 - acceleration * z))
        };
        let percentile: Option<Vec<Limit>> = LEVELS.iter().map(|level| limit(*level, *level)).collect();
        let bca: Option<Vec<Limit>> = LEVELS.iter().map(|level| limit(*level, adjusted(*level))).collect();
        Some(Intervals { bias_correction, acceleration, percentile: percentile?, bca: bca? })
    }

    /// A bias-corrected accelerated limit at any level.
    #[must_use]
    pub fn bca_limit(&self, level: f64, ties: Ties) -> Option<f64> {
        let mut sorted = self.estimates.clone();
        sorted.sort_by(f64::total_cmp);
        let (z0, a) = (self.bias_correction(ties), self.acceleration());
        let z = z0 + normal_quantile(level);
        quantile(&sorted, normal_probability(z0 + z / (1.0 - a * z)))
    }

    /// Standard deviation of the logarithm of the replicates.
    #[must_use]
    pub fn log_deviation(&self) -> f64 {
        let count = as_float(self.estimates.len() as u64);
        let mean = self.estimates.iter().map(|value| value.ln()).sum::<f64>() / count;
        let squares: f64 = self.estimates.iter().map(|value| (value.ln() - mean).powi(2)).sum();
        (squares / (count - 1.0)).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_of_type_8() {
        let values: Vec<f64> = (1..=10).map(f64::from).collect();
        assert!((quantile(&values, 0.25).unwrap() - 2.916_666_666_666_667).abs() < 1e-12);
        assert_eq!(quantile(&values, 0.0001), Some(1.0));
        assert_eq!(quantile(&values, 0.9999), Some(10.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn a_limit_beyond_the_replicates_is_flagged() {
        let estimates = (0..100).map(|i| 100.0 + f64::from(i)).collect();
        let replicates = Replicates { estimate: 103.5, estimates, failed: 0, jackknife: vec![(1.0, Some(1.0))] };
        let intervals = replicates.intervals(Ties::Half).unwrap();
        let (low, high) = intervals.bca(0.95).unwrap();
        assert!(low.beyond_replicates && low.value == 100.0, "{low:?}");
        assert!(!high.beyond_replicates);
        assert!(intervals.percentile(0.95).unwrap().0.value > 101.0);
    }

    #[test]
    fn ties_count_as_half_whatever_the_last_bit() {
        let estimates = vec![5.0, 5.0 * (1.0 - 1e-14), 5.0 * (1.0 + 1e-14), 4.0];
        let replicates = Replicates { estimate: 5.0, estimates, failed: 0, jackknife: Vec::new() };
        assert_eq!(replicates.bias_correction(Ties::Half), normal_quantile(2.5 / 4.0));
        assert_eq!(replicates.bias_correction(Ties::Counted(1.0)), normal_quantile(0.5));
    }
}
