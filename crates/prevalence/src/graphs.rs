//! Averaging over all decomposable graphs, exactly (Madigan and York 1997; Dawid and Lauritzen 1993).
//!
//! With a hyper-Dirichlet prior of δ a cell, the joint probability of hidden count n0 and graph is
//! ln[N!/(n0! Π n_w!)] + Σ ln h(C_v) − ln h(C_v∖v) over a perfect elimination order, plus priors of N and graph, where
//! h(A) = Γ(2^L δ)/Γ(N + 2^L δ) · Π Γ(n_a + δ_A)/Γ(δ_A) over the cells of A's margin, δ_A = δ 2^(L−|A|), and h(∅) = 1.
//! Graphs are streamed over one table of ln h, so memory is (2^L − 1) × grid, and two humps are reported as two.
#![expect(clippy::indexing_slicing, reason = "sets of lists index 2^L places; grids have one length")]

use serde::Serialize;

use crate::{
    distribution::{ln_factorial, ln_gamma},
    model::{MOST_LISTS, Term, members, size},
    parallel::Effort,
    solver::as_float,
    table::{CaptureTable, pairs},
};

/// Most lists for which all graphs are averaged.
pub const MOST_AVERAGED: usize = 6;
/// Pieces of work, whatever the number of threads, so that sums are taken in one order.
const PIECES: usize = 48;
/// A valley must fall below this share of the lower of its two peaks to part two humps.
const VALLEY: f64 = 0.8;
/// Mass below which a hump is not told.
const LEAST_HUMP: f64 = 0.01;

/// The prior of the population.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum PopulationPrior {
    /// p(N) ∝ 1/N.
    Reciprocal,
    /// N Poisson, its mean Gamma with this shape and scale: p(N) ∝ Γ(N+shape)/N! · (scale/(1+scale))^N.
    PoissonGamma {
        /// Shape.
        shape: f64,
        /// Scale.
        scale: f64,
    },
}

/// How the average is taken.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct GraphSettings {
    /// Prior count of each cell; 2^−L spreads one person over the table.
    pub delta: f64,
    /// Smallest hidden count of the grid.
    pub from: u64,
    /// Largest hidden count of the grid.
    pub to: u64,
    /// Step of the grid.
    pub step: u64,
    /// Prior of the population.
    pub prior: PopulationPrior,
}

/// A decomposable graph of dependence between lists.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GraphPosterior {
    /// Its cliques, `12,13,4`.
    pub cliques: String,
    /// Its posterior probability.
    pub probability: f64,
    /// Mean population under it.
    pub mean: f64,
}

/// One hump of the posterior.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Hump {
    /// Where it begins and ends.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Its peak.
    pub mode: f64,
    /// Its share of the posterior.
    pub mass: f64,
}

/// The average over graphs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GraphAverage {
    /// Populations of the grid.
    pub grid: Vec<f64>,
    /// Posterior probability of each.
    pub posterior: Vec<f64>,
    /// Posterior mean.
    pub mean: f64,
    /// Posterior mode.
    pub mode: f64,
    /// Every graph, the most probable first.
    pub graphs: Vec<GraphPosterior>,
    /// The probability of the largest population of the grid: the grid is too short when it is not tiny.
    pub mass_at_top: f64,
    /// The humps, when there is more than one the mean tells of none of them.
    pub humps: Vec<Hump>,
}

impl GraphSettings {
    /// The usual settings: one person spread over the table, 1/N, a grid to twenty times the people seen in at most
    /// 8,192 steps.
    #[must_use]
    pub fn usual(table: &CaptureTable) -> Self {
        let to = (20 * table.cases()).max(2_000);
        let delta = 1.0 / as_float(1 << table.width());
        Self { delta, from: 1, to, step: to.div_ceil(8_192).max(1), prior: PopulationPrior::Reciprocal }
    }
}

impl GraphAverage {
    /// The smallest population whose cumulative probability reaches a level.
    #[must_use]
    pub fn quantile(&self, level: f64) -> f64 {
        let mut sum = 0.0;
        for (population, probability) in self.grid.iter().zip(&self.posterior) {
            sum += probability;
            if sum >= level {
                return *population;
            }
        }
        self.grid.last().copied().unwrap_or(f64::NAN)
    }
}

/// A graph as signed multiplicities of ln h, and its cliques.
struct Decomposition {
    factors: Vec<(usize, f64)>,
    cliques: String,
}

/// All decomposable graphs on so many lists: 8, 61, 822, 18,154 for three to six.
fn decomposable_graphs(lists: usize) -> Vec<Decomposition> {
    let pairs: Vec<Term> = pairs(lists).collect();
    (0_u64..1 << pairs.len()).filter_map(|graph| decompose(lists, &pairs, graph)).collect()
}

/// Eliminates vertices whose neighbours are all joined, one after the other; `None` when none is left that can be.
fn decompose(lists: usize, pairs: &[Term], graph: u64) -> Option<Decomposition> {
    let mut neighbours = [0_u16; MOST_LISTS];
    for (_, pair) in pairs.iter().enumerate().filter(|(place, _)| graph >> place & 1 == 1) {
        for list in members(*pair) {
            neighbours[list - 1] |= pair & !(1 << (list - 1));
        }
    }
    let mut left: Term = (1 << lists) - 1;
    let mut factors = vec![0.0; 1 << lists];
    let mut families: Vec<Term> = Vec::new();
    while left != 0 {
        let simplicial = |list: &usize| {
            let around = neighbours[*list] & left;
            left >> list & 1 == 1 && members(around).iter().all(|n| around & !(1 << (n - 1)) & !neighbours[n - 1] == 0)
        };
        let list = (0..lists).find(simplicial)?;
        let around = neighbours[list] & left;
        let family = around | 1 << list;
        factors[usize::from(family)] += 1.0;
        factors[usize::from(around)] -= 1.0;
        families.push(family);
        left &= !(1 << list);
    }
    let maximal = |family: &Term| !families.iter().any(|other| other != family && other & family == *family);
    let cliques: Vec<String> = families
        .iter()
        .filter(|family| maximal(family))
        .map(|family| crate::model::term_text(*family, lists))
        .collect();
    let nonzero = factors.iter().copied().enumerate().skip(1).filter(|(_, factor)| *factor != 0.0);
    Some(Decomposition { factors: nonzero.collect(), cliques: cliques.join(",") })
}

/// What one piece of work found.
struct Piece {
    scale: f64,
    sums: Vec<f64>,
    graphs: Vec<(f64, f64)>,
}

/// Averages over all decomposable graphs; `None` for more than six lists or an empty grid.
#[must_use]
pub fn average(table: &CaptureTable, settings: &GraphSettings, effort: &Effort) -> Option<GraphAverage> {
    let lists = table.width();
    if lists > MOST_AVERAGED || settings.from > settings.to || settings.step == 0 {
        return None;
    }
    let step = usize::try_from(settings.step).ok()?;
    let hidden: Vec<f64> = (settings.from..=settings.to).step_by(step).map(as_float).collect();
    let cases = as_float(table.cases());
    let grid: Vec<f64> = hidden.iter().map(|n0| cases + n0).collect();
    let heights = effort.map(1 << lists, || (), |(), set| height(table, settings.delta, (set, &hidden)));
    let common = common(table, settings.prior, &hidden);
    let graphs = decomposable_graphs(lists);
    let per_piece = graphs.len().div_ceil(PIECES);
    let pieces = effort.map(
        PIECES.min(graphs.len()),
        || vec![0.0; grid.len()],
        |work, index| {
            let some = graphs.iter().skip(index * per_piece).take(per_piece);
            add_up(some, &heights, (&common, &grid), work)
        },
    );
    let highest = pieces.iter().map(|piece| piece.scale).fold(f64::NEG_INFINITY, f64::max);
    let mut posterior = vec![0.0; grid.len()];
    for piece in &pieces {
        let scale = (piece.scale - highest).exp();
        for (sum, more) in posterior.iter_mut().zip(&piece.sums) {
            *sum += scale * more;
        }
    }
    let total: f64 = posterior.iter().sum();
    posterior.iter_mut().for_each(|probability| *probability /= total);
    let found = pieces.iter().flat_map(|piece| piece.graphs.iter());
    let mut ranked: Vec<GraphPosterior> = graphs
        .iter()
        .zip(found)
        .map(|(graph, (log, mean))| GraphPosterior {
            cliques: graph.cliques.clone(),
            probability: (log - highest).exp() / total,
            mean: *mean,
        })
        .collect();
    ranked.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    let best = posterior.iter().zip(&grid).max_by(|a, b| a.0.total_cmp(b.0))?;
    Some(GraphAverage {
        mean: posterior.iter().zip(&grid).map(|(p, n)| p * n).sum(),
        mode: *best.1,
        mass_at_top: posterior.last().copied()?,
        humps: humps(&grid, &posterior),
        graphs: ranked,
        grid,
        posterior,
    })
}

/// ln h of a set over the grid.
fn height(table: &CaptureTable, delta: f64, (set, hidden): (usize, &[f64])) -> Vec<f64> {
    if set == 0 {
        return vec![0.0; hidden.len()];
    }
    let whole = delta * as_float(1 << table.width());
    let set = Term::try_from(set).unwrap_or(0);
    let own = delta * as_float(1 << (table.width() - size(set)));
    let mut cells = vec![0.0; table.counts().len()];
    for (history, count) in table.histories() {
        cells[usize::from(history & set)] += as_float(count);
    }
    let ln_own = ln_gamma(own);
    let seen: f64 =
        (1..cells.len()).filter(|cell| cell & !usize::from(set) == 0).map(|c| ln_gamma(cells[c] + own) - ln_own).sum();
    let fixed = ln_gamma(whole) - ln_own + seen;
    let cases = as_float(table.cases());
    hidden.iter().map(|n0| fixed - ln_gamma(cases + n0 + whole) + ln_gamma(cells[0] + n0 + own)).collect()
}

/// The part of the joint probability that no graph changes.
fn common(table: &CaptureTable, prior: PopulationPrior, hidden: &[f64]) -> Vec<f64> {
    let cases = as_float(table.cases());
    let seen: f64 = table.histories().map(|(_, count)| ln_factorial(as_float(count))).sum();
    let prior_of = |population: f64| match prior {
        PopulationPrior::Reciprocal => -population.ln(),
        PopulationPrior::PoissonGamma { shape, scale } => {
            ln_gamma(population + shape) - ln_factorial(population) + population * (scale / (1.0 + scale)).ln()
        }
    };
    hidden.iter().map(|n0| ln_factorial(cases + n0) - ln_factorial(*n0) - seen + prior_of(cases + n0)).collect()
}

fn add_up<'a>(
    graphs: impl Iterator<Item = &'a Decomposition>,
    heights: &[Vec<f64>],
    (common, grid): (&[f64], &[f64]),
    work: &mut [f64],
) -> Piece {
    let mut piece = Piece { scale: f64::NEG_INFINITY, sums: vec![0.0; grid.len()], graphs: Vec::new() };
    for graph in graphs {
        work.copy_from_slice(common);
        for (set, factor) in &graph.factors {
            for (value, height) in work.iter_mut().zip(&heights[*set]) {
                *value += factor * height;
            }
        }
        let top = work.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if top > piece.scale {
            let shrink = if piece.scale.is_finite() { (piece.scale - top).exp() } else { 0.0 };
            piece.sums.iter_mut().for_each(|sum| *sum *= shrink);
            piece.scale = top;
        }
        let weight = (top - piece.scale).exp();
        let (mut sum, mut moment) = (0.0, 0.0);
        for ((value, total), population) in work.iter().zip(&mut piece.sums).zip(grid) {
            let probability = (value - top).exp();
            sum += probability;
            moment += probability * population;
            *total += weight * probability;
        }
        piece.graphs.push((top + sum.ln(), moment / sum));
    }
    piece
}

/// Peaks that are parted by a real valley and hold some mass.
fn humps(grid: &[f64], posterior: &[f64]) -> Vec<Hump> {
    let mut bounds: Vec<usize> = vec![0];
    let (mut peak, mut valley, mut valley_at) = (0.0_f64, f64::INFINITY, 0);
    for (place, value) in posterior.iter().enumerate() {
        // Still climbing, or over a dip too shallow to part anything: the peak moves on.
        if *value >= peak && (valley.is_infinite() || valley >= VALLEY * peak) {
            (peak, valley, valley_at) = (*value, f64::INFINITY, place);
        }
        if *value < valley {
            (valley, valley_at) = (*value, place);
        } else if valley < VALLEY * *value && valley < VALLEY * peak {
            bounds.push(valley_at);
            (peak, valley, valley_at) = (*value, f64::INFINITY, place);
        }
    }
    bounds.push(grid.len());
    let hump = |window: &[usize]| {
        let (from, to) = (window[0], window[1]);
        let (place, _) = (from..to).map(|p| (p, posterior[p])).max_by(|a, b| a.1.total_cmp(&b.1))?;
        let mass = posterior[from..to].iter().sum();
        Some(Hump { from: grid[from], to: grid[to - 1], mode: grid[place], mass })
    };
    bounds.windows(2).filter_map(hump).filter(|hump| hump.mass >= LEAST_HUMP).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_graphs_as_are_known() {
        assert_eq!([3, 4, 5].map(|lists| decomposable_graphs(lists).len()), [8, 61, 822]);
    }

    #[test]
    fn humps_are_told_apart() {
        let grid: Vec<f64> = (0..300).map(f64::from).collect();
        let bell = |x: f64, at: f64| (-0.5 * ((x - at) / 20.0).powi(2)).exp();
        let two: Vec<f64> = grid.iter().map(|x| (bell(*x, 80.0) + 0.6 * bell(*x, 200.0)) / 80.2).collect();
        let found = humps(&grid, &two);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!((found[0].mode - 80.0).abs() < 2.0 && (found[1].mode - 200.0).abs() < 2.0, "{found:?}");
        let one: Vec<f64> = grid.iter().map(|x| bell(*x, 120.0) / 50.1).collect();
        assert_eq!(humps(&grid, &one).len(), 1);
    }
}
