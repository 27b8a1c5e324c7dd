//! Since when? Two closed-form Bayesian answers on counts, as a drawing aid and never as an alarm.
//!
//! The answer leans on the prior, so a picture shows two of them ([`PRIORS`]).

use serde::{Deserialize, Serialize};

use crate::distribution::ln_gamma;

/// A Gamma prior on a rate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prior {
    /// The shape, a.
    pub shape: f64,
    /// The rate, b.
    pub rate: f64,
}

/// The two priors that are shown side by side.
pub const PRIORS: [Prior; 2] = [Prior { shape: 0.5, rate: 0.5 }, Prior { shape: 1.0, rate: 0.1 }];

impl Prior {
    /// The log marginal likelihood of a segment, but for the factorials of its counts.
    fn segment(self, sum: f64, length: f64) -> f64 {
        let Self { shape: a, rate: b } = self;
        a * b.ln() - ln_gamma(a) + ln_gamma(a + sum) - (a + sum) * (b + length).ln()
    }
}

/// What one change, or none, has for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SingleChange {
    /// The probability that nothing changed.
    pub none: f64,
    /// The probability of a change after each place but the last.
    pub after: Vec<f64>,
}

/// The posterior of a single change of rate, which has `chance` beforehand, spread evenly over the places.
pub fn single_change(counts: &[f64], prior: Prior, chance: f64) -> SingleChange {
    let length = counts.len() as f64;
    let total: f64 = counts.iter().sum();
    let none = (1.0 - chance).ln() + prior.segment(total, length);
    let each = (chance / (length - 1.0)).ln();
    let mut sum = 0.0;
    let places = counts.iter().take(counts.len().saturating_sub(1)).zip(1_u32..);
    let after: Vec<f64> = places
        .map(|(count, place)| {
            sum += count;
            let place = f64::from(place);
            each + prior.segment(sum, place) + prior.segment(total - sum, length - place)
        })
        .collect();
    let whole = ln_sum(after.iter().copied().chain([none]));
    SingleChange { none: (none - whole).exp(), after: after.iter().map(|chance| (chance - whole).exp()).collect() }
}

/// What is believed of the present run after one more count.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The most likely length; 0 means that the run ended with this count.
    pub most_likely: usize,
    /// The mean length.
    pub mean: f64,
    /// The probability of a length below five.
    pub below_five: f64,
    /// The logarithm of the predictive probability of the count.
    pub ln_predictive: f64,
}

/// Online detection after Adams and MacKay (2007): Poisson counts, a constant `hazard` of change at each place.
pub fn online(counts: &[f64], prior: Prior, hazard: f64) -> Vec<Run> {
    let mut ln_run = vec![0.0_f64];
    let mut shapes = vec![prior.shape];
    let mut rates = vec![prior.rate];
    let mut runs = Vec::with_capacity(counts.len());
    for count in counts {
        let grown: Vec<f64> = ln_run
            .iter()
            .zip(shapes.iter().zip(&rates))
            .map(|(run, (a, b))| {
                let ways = ln_gamma(a + count) - ln_gamma(*a) - ln_gamma(count + 1.0);
                run + ways + a * (b / (b + 1.0)).ln() - count * (b + 1.0).ln()
            })
            .collect();
        let ended = ln_sum(grown.iter().map(|run| run + hazard.ln()));
        let mut next = Vec::with_capacity(grown.len() + 1);
        next.push(ended);
        next.extend(grown.iter().map(|run| run + (-hazard).ln_1p()));
        let ln_predictive = ln_sum(next.iter().copied());
        ln_run = next.iter().map(|run| run - ln_predictive).collect();
        shapes.iter_mut().for_each(|shape| *shape += count);
        shapes.insert(0, prior.shape);
        rates.iter_mut().for_each(|rate| *rate += 1.0);
        rates.insert(0, prior.rate);
        runs.push(summary(&ln_run, ln_predictive));
    }
    runs
}

fn summary(ln_run: &[f64], ln_predictive: f64) -> Run {
    let mut run = Run { most_likely: 0, mean: 0.0, below_five: 0.0, ln_predictive };
    let mut largest = f64::NEG_INFINITY;
    for (length, chance) in ln_run.iter().enumerate() {
        if *chance > largest {
            (largest, run.most_likely) = (*chance, length);
        }
        run.mean += length as f64 * chance.exp();
        run.below_five += if length < 5 { chance.exp() } else { 0.0 };
    }
    run
}

fn ln_sum(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = values.clone().fold(f64::NEG_INFINITY, f64::max);
    if largest.is_infinite() {
        largest
    } else {
        largest + values.map(|value| (value - largest).exp()).sum::<f64>().ln()
    }
}
