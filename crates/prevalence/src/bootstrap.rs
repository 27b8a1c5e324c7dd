//! Resampling with the whole selection repeated, so that the interval includes the choice of model.

use crate::{
    interval::Replicates,
    model::Term,
    parallel::Effort,
    random::Stream,
    solver::{Solver, as_float},
    stepwise::{Path, Stepwise},
    table::CaptureTable,
};

/// Purposes of random streams, so that no two methods share numbers.
pub(crate) mod purpose {
    pub(crate) const BOOTSTRAP: u32 = 1;
    pub(crate) const SIMULATION: u32 = 2;
    pub(crate) const THRESHOLD: u32 = 3;
    pub(crate) const LATENT: u32 = 4;
}

/// How many replicates, and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampling {
    /// Number of replicates.
    pub replicates: usize,
    /// The seed: the same seed gives the same bytes.
    pub seed: u64,
}

impl Default for Resampling {
    fn default() -> Self {
        Self { replicates: 1_000, seed: 1 }
    }
}

/// Draws replicate tables of one table.
#[derive(Clone, Debug)]
pub(crate) struct Resampler {
    histories: Vec<Term>,
    weights: Vec<f64>,
    drawn: Vec<u64>,
    pub(crate) counts: Vec<u64>,
    total: u64,
    seed: u64,
}

impl Resampler {
    pub(crate) fn new(table: &CaptureTable, seed: u64) -> Self {
        let (histories, weights): (Vec<Term>, Vec<f64>) =
            table.histories().map(|(history, count)| (history, as_float(count))).unzip();
        let drawn = vec![0; histories.len()];
        let counts = vec![0; table.counts().len()];
        Self { histories, weights, drawn, counts, total: table.cases(), seed }
    }

    /// Fills `counts` with the replicate of a number.
    pub(crate) fn draw(&mut self, index: usize) {
        let mut stream = Stream::new(self.seed, purpose::BOOTSTRAP, index as u64);
        stream.multinomial(self.total, &self.weights, &mut self.drawn);
        for (history, count) in self.histories.iter().zip(&self.drawn) {
            if let Some(place) = self.counts.get_mut(usize::from(*history)) {
                *place = *count;
            }
        }
    }
}

/// The tables with one person of a history removed, in order of the histories, with how many people have it.
pub(crate) fn jackknife_tables(table: &CaptureTable) -> Vec<(f64, Vec<u64>)> {
    let with_one_less = |(history, count): (Term, u64)| {
        let mut counts = table.counts().to_vec();
        if let Some(place) = counts.get_mut(usize::from(history)) {
            *place -= 1;
        }
        (as_float(count), counts)
    };
    table.histories().map(with_one_less).collect()
}

/// Replicates, jackknife and the estimate itself of any rule that turns a table into a population, or into nothing.
///
/// `None` when the table itself gives nothing.
pub fn resample<S>(
    table: &CaptureTable,
    resampling: Resampling,
    effort: &Effort,
    state: impl Fn() -> S + Sync,
    estimate: impl Fn(&mut S, &[u64]) -> Option<f64> + Sync,
) -> Option<Replicates> {
    let original = estimate(&mut state(), table.counts())?;
    let drawn = effort.map(
        resampling.replicates,
        || (Resampler::new(table, resampling.seed), state()),
        |(resampler, state), index| {
            resampler.draw(index);
            estimate(state, &resampler.counts)
        },
    );
    let tables = jackknife_tables(table);
    let removed = effort.map(tables.len(), &state, |state, index| {
        let (count, counts) = tables.get(index)?;
        Some((*count, estimate(state, counts)))
    });
    let estimates: Vec<f64> = drawn.iter().copied().flatten().collect();
    Some(Replicates {
        estimate: original,
        failed: drawn.len() - estimates.len(),
        estimates,
        jackknife: removed.into_iter().flatten().collect(),
    })
}

impl Stepwise {
    /// Replicates of the whole stepwise selection. `None` when the table itself gives no estimate.
    #[must_use]
    pub fn resample(&self, table: &CaptureTable, resampling: Resampling, effort: &Effort) -> Option<Replicates> {
        let lists = table.width();
        let state = || (Solver::new(lists), Path::new(lists));
        resample(table, resampling, effort, state, |(solver, path), counts| self.estimate(solver, path, counts))
    }

    pub(crate) fn estimate(&self, solver: &mut Solver, path: &mut Path, counts: &[u64]) -> Option<f64> {
        solver.load(counts);
        let solution = self.walk(solver, path)?;
        Some(as_float(counts.iter().sum()) + solution.hidden)
    }
}
