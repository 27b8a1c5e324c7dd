//! Expectation and maximisation on distinct vectors: every pair outside the candidates counts as different people.
#![expect(clippy::indexing_slicing, reason = "levels are below the size of their comparison's tables")]

use crate::{
    compare::{Comparer, Comparison},
    settings::Training,
    train::{
        Seen,
        chance::{Chance, groups, independent, normalise},
    },
};

/// Where estimation came to rest.
#[derive(Clone, Debug)]
pub(crate) struct Estimate {
    pub(crate) m: Vec<Vec<f64>>,
    pub(crate) u: Vec<Vec<Vec<f64>>>,
    pub(crate) matches: f64,
    pub(crate) log_likelihood: f64,
    pub(crate) rounds: u32,
    pub(crate) converged: bool,
}

/// A first guess of m: each level is less likely than the one before, by a factor.
fn guess(comparison: &Comparison, falls: f64) -> Vec<f64> {
    let groups = groups(comparison);
    let mut shares: Vec<f64> = (0..comparison.levels())
        .map(|level| {
            comparison.parts(level).map_or(0.005, |parts| {
                let part = |part: &u8, size: &u8| match *part {
                    0 => 1.0,
                    part if part + 1 == *size => 0.5 * falls.powi(2),
                    part => falls.powi(i32::from(part) - 1) * if part == 1 { 4.0 } else { 0.3 },
                };
                parts.iter().zip(&comparison.sizes).map(|(p, size)| part(p, size)).product()
            })
        })
        .collect();
    shares[0] = 0.0;
    normalise(&groups, &mut shares);
    shares
}

/// Iterates from a start: how many matches, and how fast levels fall off.
pub(crate) fn run(
    seen: &[Seen],
    comparer: &Comparer,
    chance: &Chance,
    total: f64,
    (matches, falls): (f64, f64),
    training: &Training,
) -> Estimate {
    let comparisons = &comparer.comparisons;
    let mut m: Vec<Vec<f64>> = comparisons.iter().map(|comparison| guess(comparison, falls)).collect();
    let grouped: Vec<Vec<usize>> = comparisons.iter().map(groups).collect();
    let mut prior = matches / total;
    let mut u = chance.shares(comparer, |_| 0.0);
    let mut estimate =
        Estimate { m: Vec::new(), u: Vec::new(), matches, log_likelihood: 0.0, rounds: 0, converged: false };
    let candidates: f64 = seen.iter().map(|seen| seen.count).sum();
    for round in 1..=training.rounds {
        let step = expect(seen, comparer, &m, &u, prior);
        let mut change = 0.0_f64;
        for (place, comparison) in comparisons.iter().enumerate() {
            let next = maximise(comparison, &grouped[place], &step.counts[place]);
            for (old, new) in m[place].iter().zip(&next) {
                change = change.max((old - new).abs());
            }
            m[place] = next;
        }
        let next = (step.matches / total).clamp(1e-15, 0.5);
        change = change.max((next / prior).ln().abs() * 0.01);
        prior = next;
        if round % 5 == 0 || round < 5 {
            u = chances(chance, comparer, &m, &u, prior);
        }
        estimate.matches = step.matches;
        estimate.log_likelihood = step.log_likelihood + (total - candidates) * (1.0 - prior).ln();
        estimate.rounds = round;
        if change < training.tolerance && round > 10 {
            estimate.converged = true;
            break;
        }
    }
    estimate.m = m;
    estimate.u = u;
    estimate
}

/// Chance again, random pairs that are probably matches left out.
fn chances(
    chance: &Chance,
    comparer: &Comparer,
    m: &[Vec<f64>],
    u: &[Vec<Vec<f64>>],
    prior: f64,
) -> Vec<Vec<Vec<f64>>> {
    let logs = logs(m, u);
    let odds = (prior / (1.0 - prior)).ln();
    chance.shares(comparer, |levels| 1.0 / (1.0 + (-(odds + evidence(comparer, &logs, levels))).exp()))
}

fn logs(m: &[Vec<f64>], u: &[Vec<Vec<f64>>]) -> Vec<Vec<Vec<f64>>> {
    let table = |m: &Vec<f64>, u: &Vec<f64>| m.iter().zip(u).map(|(m, u)| ratio(*m, *u)).collect();
    m.iter().zip(u).map(|(m, u)| u.iter().map(|u| table(m, u)).collect()).collect()
}

/// The evidence of a vector in nats, without the prior.
fn evidence(comparer: &Comparer, logs: &[Vec<Vec<f64>>], levels: &[u8]) -> f64 {
    let stratum = comparer.nationality.map_or(0, |place| usize::from(levels[place]).min(2));
    let of = |(logs, level): (&Vec<Vec<f64>>, &u8)| match usize::from(*level) {
        0 => 0.0,
        level => logs[if logs.len() > 1 { stratum } else { 0 }][level],
    };
    logs.iter().zip(levels).map(of).sum()
}

struct Step {
    counts: Vec<Vec<f64>>,
    matches: f64,
    log_likelihood: f64,
}

fn expect(seen: &[Seen], comparer: &Comparer, m: &[Vec<f64>], u: &[Vec<Vec<f64>>], prior: f64) -> Step {
    let logs = logs(m, u);
    let mut step =
        Step { counts: m.iter().map(|table| vec![0.0; table.len()]).collect(), matches: 0.0, log_likelihood: 0.0 };
    let odds = (prior / (1.0 - prior)).ln();
    for seen in seen {
        let stratum = comparer.nationality.map_or(0, |place| usize::from(seen.levels[place]).min(2));
        let mut weight = odds;
        let mut by_chance = 0.0;
        for ((logs, u), level) in logs.iter().zip(u).zip(&seen.levels) {
            if *level != 0 {
                let stratum = if logs.len() > 1 { stratum } else { 0 };
                weight += logs[stratum][usize::from(*level)];
                by_chance += u[stratum][usize::from(*level)].max(1e-300).ln();
            }
        }
        let posterior = 1.0 / (1.0 + (-weight.clamp(-600.0, 600.0)).exp());
        step.log_likelihood +=
            seen.count * ((1.0 - prior).ln() + by_chance + weight.max(0.0) + (-weight.abs()).exp().ln_1p());
        let matched = posterior * seen.count;
        step.matches += matched;
        for (counts, level) in step.counts.iter_mut().zip(&seen.levels) {
            counts[usize::from(*level)] += matched;
        }
    }
    step
}

fn ratio(m: f64, u: f64) -> f64 {
    if m > 0.0 && u > 0.0 { (m / u).ln().clamp(-20.0, 28.0) } else { 0.0 }
}

/// Shares of levels among matches; a product with few matches leans towards the product of its parts.
fn maximise(comparison: &Comparison, groups: &[usize], counts: &[f64]) -> Vec<f64> {
    let mut counts = counts.to_vec();
    counts[0] = 0.0;
    let base = independent(comparison, &counts);
    let several = comparison.columns.len() > 1;
    let mut shares: Vec<f64> = counts
        .iter()
        .zip(&base)
        .map(|(count, base)| if several { count + LEAN * base + 0.01 } else { count + 0.1 })
        .collect();
    shares[0] = 0.0;
    normalise(groups, &mut shares);
    shares
}

/// How many matches' worth a product of levels leans towards independence.
const LEAN: f64 = 30.0;
