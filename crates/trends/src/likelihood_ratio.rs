//! The generalised likelihood ratio: has the mean been raised since some earlier point?
//!
//! Höhle and Paul (2008). Over every start since the last alarm, the largest log likelihood ratio of a raised mean.

use serde::{Deserialize, Serialize};

use crate::reading::Judged;

/// How a count varies about its mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variation {
    /// Poisson: the variance is the mean.
    Poisson,
    /// Negative binomial: the variance is the mean and this times its square.
    NegativeBinomial(f64),
}

/// The choices of the method.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LikelihoodRatio {
    /// The mean when nothing happens, a point of time.
    pub mean: f64,
    /// How counts vary about it.
    pub variation: Variation,
    /// The statistic at which there is an alarm, and a new start.
    pub limit: f64,
}

impl LikelihoodRatio {
    /// The usual limit, 5.
    pub fn of(mean: f64, variation: Variation) -> Self {
        Self { mean, variation, limit: 5.0 }
    }

    /// Judges the places from `first` (from 0). A mean that is not positive judges nothing.
    pub fn judge(self, counts: &[f64], first: usize) -> Vec<Judged> {
        if self.mean.is_nan() || self.mean <= 0.0 {
            return Vec::new();
        }
        let mut since = first;
        let judge = |(place, observed): (usize, &f64)| {
            let statistic = self.statistic(counts.get(since..=place).unwrap_or_default());
            let alarm = statistic >= self.limit;
            if alarm {
                since = place + 1;
            }
            Judged::running(place, *observed, statistic, alarm)
        };
        counts.iter().enumerate().skip(first).map(judge).collect()
    }

    /// The largest log likelihood ratio over every start within the counts given; 0 where nothing is raised.
    pub fn statistic(self, counts: &[f64]) -> f64 {
        let (mut sum, mut length, mut largest) = (0.0, 0.0, 0.0_f64);
        for count in counts.iter().rev() {
            sum += count;
            length += 1.0;
            largest = largest.max(self.ratio(sum, length));
        }
        largest
    }

    fn ratio(self, sum: f64, length: f64) -> f64 {
        let m = self.mean;
        let raised = (sum / length / m).max(1.0);
        match self.variation {
            Variation::Poisson => sum * raised.ln() - (raised - 1.0) * m * length,
            Variation::NegativeBinomial(a) => {
                sum * raised.ln() - (sum + length / a) * ((1.0 + a * raised * m) / (1.0 + a * m)).ln()
            }
        }
    }
}
