//! Training: chance from random pairs, and the rest by expectation and maximisation over distinct vectors.
//!
//! What is estimated, and why it stays at the right place, is written in `docs/method/linkage.md`.
#![expect(clippy::indexing_slicing, reason = "levels are below the size of their comparison's tables")]

pub mod chance;
mod em;
mod guard;

use crate::{
    block::Plan,
    compare::Comparer,
    error::LinkageError,
    model::{Levels, Model, Provenance, VERSION},
    records::Records,
    scan::Scan,
    settings::Settings,
};

/// A vector of levels, unpacked, and how many candidates have it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) levels: Vec<u8>,
    pub(crate) count: f64,
}

/// Learns a model from candidates.
///
/// # Errors
///
/// A guard found that the estimate cannot be trusted, and the settings do not accept that.
pub fn train(
    settings: &Settings,
    records: &Records,
    comparer: &Comparer,
    plan: &Plan,
    scan: &Scan,
) -> Result<Model, LinkageError> {
    let chance = chance::Chance::learn(records, comparer, settings);
    let seen: Vec<Seen> = scan
        .vectors
        .iter()
        .map(|vector| Seen { levels: comparer.unpack(vector.packed), count: vector.count as f64 })
        .collect();
    let total = records.pairs() as f64;
    let likely = (0.5 * records.len() as f64).min(0.5 * total);
    let starts = [(likely, 0.5), (likely * 4.0, 0.65), (likely * 0.25, 0.35)];
    let mut runs: Vec<em::Estimate> =
        starts.iter().map(|start| em::run(&seen, comparer, &chance, total, *start, &settings.model)).collect();
    let best = (0..runs.len()).max_by(|a, b| runs[*a].log_likelihood.total_cmp(&runs[*b].log_likelihood)).unwrap_or(0);
    let others: Vec<f64> =
        runs.iter().enumerate().filter(|(place, _)| *place != best).map(|(_, run)| run.matches).collect();
    let estimate = runs.swap_remove(best);
    let comparisons: Vec<Levels> = comparer
        .comparisons
        .iter()
        .enumerate()
        .map(|(place, comparison)| Levels {
            comparison: comparison.clone(),
            m: estimate.m[place].clone(),
            u: estimate.u[place].clone(),
        })
        .collect();
    let mut model = Model {
        version: VERSION,
        prior: (estimate.matches / total).clamp(1e-15, 0.5),
        comparisons,
        nationality: comparer.nationality,
        plan: plan.clone(),
        provenance: Provenance {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            settings: settings.digest(),
            records: records.len() as u64,
            sources: records.sources().to_vec(),
            candidates: scan.pairs,
            vectors: seen.len() as u64,
            random_pairs: chance.pairs,
            seed: settings.model.seed,
            rounds: estimate.rounds,
            converged: estimate.converged,
            log_likelihood: estimate.log_likelihood,
            matches: estimate.matches,
            other_starts: others,
        },
        warnings: Vec::new(),
    };
    model.warnings = guard::look(&model, &seen, records);
    match model.warnings.first() {
        Some(warning) if !settings.model.accept_warnings => Err(LinkageError::Model(warning.clone())),
        _ => Ok(model),
    }
}
