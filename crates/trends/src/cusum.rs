//! The cumulative sum: small rises that last.
//!
//! Rossi, Lampugnani and Marchi (1999) for the transformations.

use serde::{Deserialize, Serialize};

use crate::reading::Judged;

/// How a count is made comparable with a standard normal value, given its expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transformation {
    /// (y − m) / √m
    Standard,
    /// (y − 3m + 2√(ym)) / (2√m)
    Rossi,
    /// 1.5 (y^(2/3) − m^(2/3)) / m^(1/6)
    Anscombe,
}

/// The choices of the method.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cusum {
    /// The transformation.
    pub transformation: Transformation,
    /// What is taken off at each point, k.
    pub reference: f64,
    /// The sum at which there is an alarm, h.
    pub decision: f64,
}

impl Cusum {
    /// The usual choices, k = 1.04 and h = 2.26.
    pub fn of(transformation: Transformation) -> Self {
        Self { transformation, reference: 1.04, decision: 2.26 }
    }

    /// Judges the places from `first` (from 0); the expectation is the mean before it. Nothing is judged where that mean
    /// is nothing. The sum goes on after an alarm.
    ///
    /// The bound is the count that would bring the sum to the decision value, not below 0.
    pub fn judge(self, counts: &[f64], first: usize) -> Vec<Judged> {
        let before = counts.get(..first).unwrap_or_default();
        let mean = before.iter().sum::<f64>() / before.len() as f64;
        if mean.is_nan() || mean <= 0.0 {
            return Vec::new();
        }
        let mut sum = 0.0_f64;
        let judge = |(place, observed): (usize, &f64)| {
            let needed = self.decision + self.reference - sum;
            sum = (sum + self.transformation.of(*observed, mean) - self.reference).max(0.0);
            let bound = self.transformation.back(needed, mean);
            let judged = Judged::running(place, *observed, sum, sum >= self.decision);
            Judged { bound: Some(bound), ..judged }
        };
        counts.iter().enumerate().skip(first).map(judge).collect()
    }
}

impl Transformation {
    fn of(self, y: f64, m: f64) -> f64 {
        match self {
            Self::Standard => (y - m) / m.sqrt(),
            Self::Rossi => (y - 3.0 * m + 2.0 * (y * m).sqrt()) / (2.0 * m.sqrt()),
            Self::Anscombe => 1.5 * ((y * y).cbrt() - (m * m).cbrt()) / m.sqrt().cbrt(),
        }
    }

    /// The count whose transformed value is `z`, whole for the standard one; 0 where even no count is above it.
    fn back(self, z: f64, m: f64) -> f64 {
        match self {
            Self::Standard => (m + z * m.sqrt()).max(0.0).ceil(),
            Self::Rossi => {
                let under = 4.0 * m + 2.0 * z * m.sqrt();
                let root = if under < 0.0 { 0.0 } else { under.sqrt() - m.sqrt() };
                // Below a root of 0 every count is an alarm; the square is what the reference reports there.
                root.powi(2)
            }
            Self::Anscombe => ((m * m).cbrt() + z * m.sqrt().cbrt() / 1.5).max(0.0).powf(1.5),
        }
    }
}
