//! Are chains telling the same story? Split R-hat and effective sample size (Gelman and Rubin 1992; Geyer 1992; Vehtari
//! and others 2021, without the rank transformation).

use serde::Serialize;

use crate::{interval::quantile, solver::as_float};

/// What several chains say together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Posterior {
    /// Mean of the population over all draws.
    pub mean: f64,
    /// Probability and quantile of the population over all draws.
    pub quantiles: Vec<(f64, f64)>,
    /// Split R-hat of the logarithm of the population; 1 when chains agree.
    pub r_hat: f64,
    /// Effective sample size of the logarithm of the population, over all chains.
    pub effective_size: f64,
    /// The median of each chain.
    pub chain_medians: Vec<f64>,
    /// Number of draws over all chains.
    pub draws: usize,
    /// Whether the chains agree well enough for a figure to be quoted.
    pub converged: bool,
}

/// Probabilities at which posteriors are summarised.
pub const PROBABILITIES: [f64; 5] = [0.025, 0.1, 0.5, 0.9, 0.975];
/// R-hat above this means that the chains disagree (Vehtari and others 2021).
pub const R_HAT_LIMIT: f64 = 1.01;
/// An effective size below this says too little of the tails (Vehtari and others 2021).
pub const EFFECTIVE_SIZE_LIMIT: f64 = 400.0;

impl Posterior {
    /// Summarises chains of population draws; `None` when there are none.
    #[must_use]
    pub fn of(chains: &[Vec<f64>]) -> Option<Self> {
        let mut pooled: Vec<f64> = chains.iter().flatten().copied().collect();
        pooled.sort_by(f64::total_cmp);
        let draws = pooled.len();
        let quantiles: Option<Vec<(f64, f64)>> =
            PROBABILITIES.iter().map(|p| quantile(&pooled, *p).map(|value| (*p, value))).collect();
        let logs: Vec<Vec<f64>> = chains.iter().map(|chain| chain.iter().map(|value| value.ln()).collect()).collect();
        let medians = chains.iter().filter_map(|chain| {
            let mut sorted = chain.clone();
            sorted.sort_by(f64::total_cmp);
            quantile(&sorted, 0.5)
        });
        let (r_hat, effective_size) = (split_r_hat(&logs), effective_size(&logs));
        Some(Self {
            mean: pooled.iter().sum::<f64>() / as_float(draws as u64),
            quantiles: quantiles?,
            r_hat,
            effective_size,
            chain_medians: medians.collect(),
            draws,
            converged: r_hat < R_HAT_LIMIT && effective_size >= EFFECTIVE_SIZE_LIMIT,
        })
    }

    /// The quantile of a probability in [`PROBABILITIES`].
    #[must_use]
    pub fn quantile(&self, probability: f64) -> Option<f64> {
        self.quantiles.iter().find(|(p, _)| (p - probability).abs() < 1e-9).map(|(_, value)| *value)
    }
}

fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let count = as_float(values.len() as u64);
    let mean = values.iter().sum::<f64>() / count;
    (mean, values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0))
}

/// Split R-hat: each chain cut in half, so that a drift within a chain shows too.
#[must_use]
pub fn split_r_hat(chains: &[Vec<f64>]) -> f64 {
    let halves: Vec<(f64, f64)> = chains
        .iter()
        .flat_map(|chain| {
            let (first, second) = chain.split_at(chain.len() / 2);
            [mean_and_variance(first), mean_and_variance(second)]
        })
        .collect();
    let length = chains.iter().map(|chain| as_float(chain.len() as u64 / 2)).fold(f64::INFINITY, f64::min);
    let means: Vec<f64> = halves.iter().map(|(mean, _)| *mean).collect();
    let within = halves.iter().map(|(_, variance)| variance).sum::<f64>() / as_float(halves.len() as u64);
    let between = mean_and_variance(&means).1;
    if within > 0.0 { ((length - 1.0) / length + between / within).sqrt() } else { 1.0 }
}

/// Effective sample size over all chains, by Geyer's initial positive sequence.
#[must_use]
pub fn effective_size(chains: &[Vec<f64>]) -> f64 {
    let moments: Vec<(f64, f64)> = chains.iter().map(|chain| mean_and_variance(chain)).collect();
    let length = chains.iter().map(Vec::len).min().unwrap_or(0);
    let number = as_float(chains.len() as u64);
    let within = moments.iter().map(|(_, variance)| variance).sum::<f64>() / number;
    let means: Vec<f64> = moments.iter().map(|(mean, _)| *mean).collect();
    let between = if chains.len() > 1 { mean_and_variance(&means).1 } else { 0.0 };
    let n = as_float(length as u64);
    let total = within * (n - 1.0) / n + between;
    if length < 4 || total.is_nan() || total <= 0.0 {
        return as_float((length * chains.len()) as u64);
    }
    let correlation = |lag: usize| {
        let covariances = chains.iter().zip(&means).map(|(chain, mean)| {
            let ahead = chain.iter().skip(lag);
            chain.iter().zip(ahead).map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>() / n
        });
        1.0 - (within - covariances.sum::<f64>() / number) / total
    };
    let (mut time, mut lag, mut least) = (-1.0, 0, f64::INFINITY);
    while lag + 1 < length {
        let pair = if lag == 0 { 1.0 + correlation(1) } else { correlation(lag) + correlation(lag + 1) };
        if pair < 0.0 {
            break;
        }
        least = least.min(pair);
        time += 2.0 * least;
        lag += 2;
    }
    (n * number / time.max(1e-9)).min(n * number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;

    #[test]
    fn agreeing_chains_pass_and_parted_ones_do_not() {
        let chain = |index: u64, shift: f64| -> Vec<f64> {
            let mut stream = Stream::new(5, 77, index);
            (0..2_000).map(|_| (10.0 + shift + 0.1 * stream.normal()).exp()).collect()
        };
        let together = Posterior::of(&[chain(0, 0.0), chain(1, 0.0), chain(2, 0.0)]).unwrap();
        assert!(together.converged && together.r_hat < 1.01 && together.effective_size > 4_000.0, "{together:?}");
        let parted = Posterior::of(&[chain(0, 0.0), chain(1, 0.5)]).unwrap();
        assert!(!parted.converged && parted.r_hat > 1.5, "{parted:?}");
    }

    #[test]
    fn slow_chains_have_a_small_effective_size() {
        let mut stream = Stream::new(5, 78, 0);
        let mut state = 0.0;
        let chain: Vec<f64> = (0..20_000)
            .map(|_| {
                state = 0.98 * state + stream.normal() * 0.2;
                state
            })
            .collect();
        let size = effective_size(&[chain]);
        assert!((100.0..400.0).contains(&size), "{size}");
    }
}
