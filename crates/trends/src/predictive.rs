//! The predictive bound for sparse series: what a Poisson rate known only from a few counts allows next.
//!
//! Also called the Bayes subsystem. It works on series of almost nothing but zeros, where a regression cannot.

use serde::{Deserialize, Serialize};

use crate::{distribution::NegativeBinomial, reading::Judged};

/// The choices of the method.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Predictive {
    /// Points in a year.
    pub frequency: usize,
    /// Years looked back, b.
    pub years_back: usize,
    /// Half width of the window in earlier years, and the number of latest points, w.
    pub half_window: usize,
    /// Whether the latest points are in the baseline.
    pub current_year: bool,
    /// One-sided chance of an alarm.
    pub alpha: f64,
}

impl Predictive {
    /// Judges every place that has its whole baseline.
    pub fn judge(self, counts: &[f64]) -> Vec<Judged> {
        let judge = |(place, observed): (usize, &f64)| {
            let distribution = self.distribution(counts, place)?;
            Some(Judged::against(place, *observed, distribution.quantile(1.0 - self.alpha)))
        };
        counts.iter().enumerate().filter_map(judge).collect()
    }

    /// What to expect at a place; none without the whole baseline.
    pub fn distribution(self, counts: &[f64], place: usize) -> Option<NegativeBinomial> {
        let (mut sum, mut size) = (0.0, 0.0);
        let mut add = |points: &[f64]| {
            sum += points.iter().sum::<f64>();
            size += points.len() as f64;
        };
        if self.current_year {
            add(counts.get(place.checked_sub(self.half_window)?..place)?);
        }
        for year in 1..=self.years_back {
            let middle = place.checked_sub(year * self.frequency)?;
            // A window wider than a year would reach the point judged itself.
            add(counts.get(middle.checked_sub(self.half_window)?..(middle + self.half_window + 1).min(place))?);
        }
        (size > 0.0).then(|| NegativeBinomial::predictive(sum, size, 1.0))
    }
}
