//! EARS C1, C2 and C3: a count against the mean and standard deviation of the last seven.
//!
//! Hutwagner and others (2003). With little history and small counts the standard deviation needs a floor, or one case
//! after seven empty weeks is an alarm.

use serde::{Deserialize, Serialize};

use crate::{distribution::normal_quantile, reading::Judged};

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The points just before.
    C1,
    /// The points ending three before, so that a rise does not hide itself.
    C2,
    /// What the two points before were, together, above their own baselines of C2.
    C3,
}

/// The choices of the method.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ears {
    /// Which of the three.
    pub kind: Kind,
    /// Points of the baseline.
    pub baseline: usize,
    /// One-sided chance of an alarm.
    pub alpha: f64,
    /// The floor of the standard deviation.
    pub least_deviation: f64,
}

/// Points left out between the baseline and the point judged, for C2 and C3.
const GUARD: usize = 2;

impl Ears {
    /// The usual choices: seven points, 0.001 for C1 and C2, 0.025 for C3, a floor of one half.
    pub fn of(kind: Kind) -> Self {
        let alpha = if kind == Kind::C3 { 0.025 } else { 0.001 };
        Self { kind, baseline: 7, alpha, least_deviation: 0.5 }
    }

    /// Judges every place that has its baseline. Without a floor, C3 has no bound where every count of the baseline is
    /// the same.
    pub fn judge(self, counts: &[f64]) -> Vec<Judged> {
        let z = normal_quantile(1.0 - self.alpha);
        let guard = if self.kind == Kind::C1 { 0 } else { GUARD };
        counts
            .iter()
            .enumerate()
            .filter_map(|(place, observed)| {
                let (mean, deviation) = self.baseline(counts, place, guard)?;
                let bound = match self.kind {
                    Kind::C1 | Kind::C2 => mean + z * deviation,
                    Kind::C3 => {
                        let earlier = self.excess(counts, place.checked_sub(2)?)? + self.excess(counts, place - 1)?;
                        let room = deviation * (z - earlier);
                        if room.is_nan() { room } else { (observed + room).max(0.0) }
                    }
                };
                Some(Judged::against(place, *observed, bound.is_finite().then_some(bound)))
            })
            .collect()
    }

    /// How far the C2 statistic of a place is above 1.
    fn excess(self, counts: &[f64], place: usize) -> Option<f64> {
        let observed = counts.get(place)?;
        let (mean, deviation) = self.baseline(counts, place, GUARD)?;
        Some(((observed - mean) / deviation - 1.0).max(0.0))
    }

    fn baseline(self, counts: &[f64], place: usize, guard: usize) -> Option<(f64, f64)> {
        let end = place.checked_sub(guard)?;
        let points = counts.get(end.checked_sub(self.baseline)?..end)?;
        let size = points.len() as f64;
        let mean = points.iter().sum::<f64>() / size;
        let square = points.iter().map(|count| (count - mean).powi(2)).sum::<f64>() / (size - 1.0);
        Some((mean, square.sqrt().max(self.least_deviation)))
    }
}
