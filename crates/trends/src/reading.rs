//! What the simpler methods say of one place of a series.

use serde::{Deserialize, Serialize};

/// One place judged.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// The place, from 0.
    pub place: usize,
    /// The count.
    pub observed: f64,
    /// Whether it is an alarm.
    pub alarm: bool,
    /// The count above which it is one; none where there is none.
    pub bound: Option<f64>,
    /// The statistic, for methods that run along the series.
    pub statistic: Option<f64>,
}

impl Judged {
    /// A count against a bound.
    pub(crate) fn against(place: usize, observed: f64, bound: Option<f64>) -> Self {
        Self { place, observed, alarm: bound.is_some_and(|bound| observed > bound), bound, statistic: None }
    }

    /// A running statistic with its alarm.
    pub(crate) fn running(place: usize, observed: f64, statistic: f64, alarm: bool) -> Self {
        Self { place, observed, alarm, bound: None, statistic: Some(statistic) }
    }
}
