//! The monotone method: is the series so far better told as one that never falls than as a level one?
//!
//! Frisén, Andersson and Schiöler (2009). Useful for a first rise; it says nothing after it.

use crate::reading::Judged;

/// The likelihood ratio above which there is an alarm.
pub const LIMIT: f64 = 100.0;

/// Judges every place by the likelihood ratio of a non-decreasing against a constant mean, over all counts up to it.
pub fn judge(counts: &[f64], limit: f64) -> Vec<Judged> {
    let mut pools: Vec<(f64, f64)> = Vec::new();
    let (mut sum, mut size) = (0.0, 0.0);
    let judge = |(place, observed): (usize, &f64)| {
        sum += observed;
        size += 1.0;
        let mut pool = (*observed, 1.0);
        while let Some(last) = pools.last().copied().filter(|last| last.0 * pool.1 >= pool.0 * last.1) {
            pools.pop();
            pool = (pool.0 + last.0, pool.1 + last.1);
        }
        pools.push(pool);
        let term = |(of, over): &(f64, f64)| if *of > 0.0 { of * (of / over * size / sum).ln() } else { 0.0 };
        let statistic = pools.iter().map(term).sum::<f64>().exp();
        Judged::running(place, *observed, statistic, statistic > limit)
    };
    counts.iter().enumerate().map(judge).collect()
}
