//! Bayesian thresholding (Silverman 2020), with a sampler that mixes.
//!
//! All pairs with flat priors on intercept and main effects and N(0, v) on interactions (or flat, then with extended
//! maximum likelihood and the existence check); pairs whose posterior mean is at least `threshold` standard deviations
//! from zero are kept; with order 3 the triples whose pairs all survived are tried the same way; the model kept is
//! sampled again and N = n + exp(a_∅) for each draw.
//!
//! The posterior is log-concave, so it is sampled by Hamiltonian steps in coordinates in which its curvature at the
//! mode is round: draws are close to independent, where the peer's random walk has an effective size of a few per cent.
#![expect(clippy::indexing_slicing, reason = "terms index 2^L places; matrices are square in the number of terms")]

use serde::Serialize;

use crate::{
    bootstrap::purpose,
    chains::Posterior,
    existence,
    fit::FitRefusal,
    model::{Model, Term, size},
    parallel::Effort,
    random::Stream,
    solver::as_float,
    table::CaptureTable,
    transform,
};

/// Leapfrog steps at most; each trajectory takes a random number of them.
const LEAPS: usize = 8;
/// Length of a leapfrog step in round coordinates.
const STRIDE: f64 = 0.35;
/// Newton steps to the mode at most.
const STEPS: usize = 200;

/// The prior of interactions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum InteractionPrior {
    /// Normal with mean 0 and this variance.
    Normal(f64),
    /// Flat; empty overlaps go to minus infinity and the full model must be admissible.
    Flat,
}

/// How thresholding is done.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ThresholdSettings {
    /// Prior of the interactions.
    pub prior: InteractionPrior,
    /// Standard deviations from zero at which a term is kept.
    pub threshold: f64,
    /// Largest number of lists in a term, 2 or 3.
    pub order: usize,
    /// Chains.
    pub chains: usize,
    /// Draws of each chain, after a tenth as many for warming up.
    pub draws: usize,
    /// Seed.
    pub seed: u64,
}

impl Default for ThresholdSettings {
    fn default() -> Self {
        let prior = InteractionPrior::Normal(1.0);
        Self { prior, threshold: 2.0, order: 2, chains: 4, draws: 2_500, seed: 1 }
    }
}

/// What thresholding gave.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Thresholded {
    /// |mean|/sd of every interaction that was tried.
    pub statistics: Vec<(Term, f64)>,
    /// Interactions kept.
    pub retained: Vec<Term>,
    /// Interactions at minus infinity (flat prior only).
    pub minus_infinity: Vec<Term>,
    /// The posterior of the population.
    pub posterior: Posterior,
}

/// Runs it.
///
/// # Errors
/// With a flat prior, when the full model of pairs is not admissible; always, when main effects are not or when the mode
/// is not found.
pub fn threshold(
    table: &CaptureTable,
    settings: &ThresholdSettings,
    effort: &Effort,
) -> Result<Thresholded, FitRefusal> {
    let lists = table.width();
    let flat = settings.prior == InteractionPrior::Flat;
    let full = Model::full(lists, 2);
    check(table, if flat { full.clone() } else { Model::main_effects(lists) })?;
    let mut minus_infinity = Vec::new();
    if flat {
        minus_infinity.extend(full.interactions().into_iter().filter(|pair| table.margin(*pair) == 0));
    }
    let sample = |model: &Model, stage: u64| {
        let sampler = Sampler::new(table, settings, model.terms());
        let sampler = sampler.ok_or_else(|| FitRefusal::NotSettled { model: model.to_string() })?;
        let chains =
            effort.map(settings.chains, || (), |(), chain| sampler.run(settings, stage * 1_000 + chain as u64));
        Ok::<_, FitRefusal>((sampler.terms, chains))
    };
    let keep = |terms: &[Term], chains: &[Vec<Vec<f64>>], of: usize| -> Vec<(Term, f64)> {
        let interactions = terms.iter().enumerate().filter(|(_, term)| size(**term) == of);
        interactions.map(|(place, term)| (*term, statistic(chains, place))).collect()
    };
    let (terms, chains) = sample(&full, 0)?;
    let mut statistics = keep(&terms, &chains, 2);
    let passes = |(term, value): &(Term, f64)| (*value >= settings.threshold).then_some(*term);
    let mut retained: Vec<Term> = statistics.iter().filter_map(passes).collect();
    if settings.order > 2 {
        let pairs = Model::generated(lists, retained.iter().copied());
        let triples: Vec<Term> = pairs.addable(3).into_iter().filter(|term| size(*term) == 3).collect();
        if !triples.is_empty() {
            let larger = Model::generated(lists, retained.iter().chain(&triples).chain(&minus_infinity).copied());
            let (terms, chains) = sample(&larger, 1)?;
            let tried = keep(&terms, &chains, 3);
            retained.extend(tried.iter().filter_map(passes));
            statistics.extend(tried);
        }
    }
    let last = Model::generated(lists, retained.iter().chain(&minus_infinity).copied());
    let (_, chains) = sample(&last, 2)?;
    let cases = as_float(table.cases());
    let populations: Vec<Vec<f64>> =
        chains.iter().map(|chain| chain.iter().map(|draw| cases + draw[0].exp()).collect()).collect();
    let posterior = Posterior::of(&populations).ok_or_else(|| FitRefusal::NotSettled { model: last.to_string() })?;
    Ok(Thresholded { statistics, retained, minus_infinity, posterior })
}

fn check(table: &CaptureTable, model: Model) -> Result<(), FitRefusal> {
    let verdict = existence::existence(table, &model);
    if verdict.admissible() {
        Ok(())
    } else {
        Err(FitRefusal::NotAdmissible { model: model.to_string(), existence: verdict })
    }
}

/// |mean|/sd of a coefficient over all chains.
fn statistic(chains: &[Vec<Vec<f64>>], place: usize) -> f64 {
    let draws = || chains.iter().flatten().map(|draw| draw[place]);
    let count = as_float(draws().count() as u64);
    let mean = draws().sum::<f64>() / count;
    let variance = draws().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    mean.abs() / variance.sqrt()
}

/// A posterior around its mode.
struct Sampler {
    terms: Vec<Term>,
    margins: Vec<f64>,
    base: Vec<f64>,
    precision: Vec<f64>,
    mode: Vec<f64>,
    /// Lower triangular root of the curvature at the mode, by rows.
    root: Vec<Vec<f64>>,
}

impl Sampler {
    fn new(table: &CaptureTable, settings: &ThresholdSettings, terms: &[Term]) -> Option<Self> {
        let mut all: Vec<f64> = table.counts().iter().map(|count| as_float(*count)).collect();
        transform::superset_sums(&mut all);
        let mut base = vec![1.0; all.len()];
        base[0] = 0.0;
        let mut kept = Vec::new();
        for term in terms {
            if settings.prior == InteractionPrior::Flat && all[usize::from(*term)] == 0.0 {
                for (history, cell) in base.iter_mut().enumerate() {
                    if history & usize::from(*term) == usize::from(*term) {
                        *cell = 0.0;
                    }
                }
            } else {
                kept.push(*term);
            }
        }
        let precision = |term: &Term| match settings.prior {
            InteractionPrior::Normal(variance) if size(*term) > 1 => 1.0 / variance,
            _ => 0.0,
        };
        let mut sampler = Self {
            margins: kept.iter().map(|term| all[usize::from(*term)]).collect(),
            precision: kept.iter().map(precision).collect(),
            mode: vec![0.0; kept.len()],
            root: Vec::new(),
            terms: kept,
            base,
        };
        sampler.find_mode(all[0])?;
        Some(sampler)
    }

    /// Log posterior at coefficients; leaves fitted margins in `sums` and the gradient in `gradient`.
    fn evaluate(&self, a: &[f64], work: &mut Work) -> f64 {
        work.sums.fill(1.0);
        let mut value = 0.0;
        for (((term, a), margin), precision) in self.terms.iter().zip(a).zip(&self.margins).zip(&self.precision) {
            work.sums[usize::from(*term)] = a.exp();
            value += margin * a - 0.5 * precision * a * a;
        }
        transform::subset_products(&mut work.sums);
        for (mean, base) in work.sums.iter_mut().zip(&self.base) {
            *mean = if *base == 0.0 { 0.0 } else { *mean };
        }
        transform::superset_sums(&mut work.sums);
        for (place, term) in self.terms.iter().enumerate() {
            let fitted = work.sums[usize::from(*term)];
            work.gradient[place] = self.margins[place] - fitted - self.precision[place] * a[place];
        }
        value - work.sums[0]
    }

    fn find_mode(&mut self, cases: f64) -> Option<()> {
        let p = self.terms.len();
        let mut work = Work::new(self.base.len(), p);
        let mut mode = vec![0.0; p];
        // Independent lists of the observed sizes, to begin with.
        for (place, term) in self.terms.iter().enumerate() {
            if size(*term) == 1 {
                mode[place] = ((self.margins[place] + 0.5) / (cases + 1.0) / 2.0).ln();
            }
        }
        mode[0] = (2.0 * cases).ln();
        let mut value = self.evaluate(&mode, &mut work);
        for _ in 0..STEPS {
            self.root = root(&self.curvature(&work.sums))?;
            let mut step = work.gradient.clone();
            solve_lower(&self.root, &mut step);
            let decrement: f64 = step.iter().map(|x| x * x).sum();
            if decrement < 1e-12 {
                self.mode = mode;
                return Some(());
            }
            solve_upper(&self.root, &mut step);
            let mut scale = 1.0;
            loop {
                let trial: Vec<f64> = mode.iter().zip(&step).map(|(a, s)| a + scale * s).collect();
                let found = self.evaluate(&trial, &mut work);
                if found > value || decrement < 1e-6 && found.is_finite() {
                    (mode, value) = (trial, found);
                    break;
                }
                scale *= 0.5;
                if scale < 1e-12 {
                    return None;
                }
            }
        }
        None
    }

    fn curvature(&self, sums: &[f64]) -> Vec<Vec<f64>> {
        let row = |place: usize| -> Vec<f64> {
            let mut row: Vec<f64> =
                self.terms.iter().map(|term| sums[usize::from(*term | self.terms[place])]).collect();
            row[place] += self.precision[place];
            row
        };
        (0..self.terms.len()).map(row).collect()
    }

    /// One chain, as coefficient vectors.
    fn run(&self, settings: &ThresholdSettings, index: u64) -> Vec<Vec<f64>> {
        let p = self.terms.len();
        let mut stream = Stream::new(settings.seed, purpose::THRESHOLD, index);
        let mut work = Work::new(self.base.len(), p);
        let mut z: Vec<f64> = (0..p).map(|_| 2.0 * stream.normal()).collect();
        let mut value = self.at(&z, &mut work);
        if !value.is_finite() {
            z.fill(0.0);
            value = self.at(&z, &mut work);
        }
        let warm = settings.draws / 10;
        let mut draws = Vec::with_capacity(settings.draws);
        for draw in 0..warm + settings.draws {
            let before = (z.clone(), work.force.clone(), value);
            let mut momentum: Vec<f64> = (0..p).map(|_| stream.normal()).collect();
            let energy = value - 0.5 * momentum.iter().map(|m| m * m).sum::<f64>();
            let stride = STRIDE * (0.6 + 0.8 * stream.uniform());
            for _ in 0..1 + stream.below(LEAPS) {
                for ((m, z), force) in momentum.iter_mut().zip(&mut z).zip(&work.force) {
                    *m += 0.5 * stride * force;
                    *z += stride * *m;
                }
                value = self.at(&z, &mut work);
                for (m, force) in momentum.iter_mut().zip(&work.force) {
                    *m += 0.5 * stride * force;
                }
            }
            let after = value - 0.5 * momentum.iter().map(|m| m * m).sum::<f64>();
            let accept = stream.uniform().ln() < after - energy;
            if !(accept && after.is_finite()) {
                (z, work.force, value) = before;
            }
            if draw >= warm {
                draws.push(self.place(&z));
            }
        }
        draws
    }

    /// Coefficients of round coordinates.
    fn place(&self, z: &[f64]) -> Vec<f64> {
        let mut a = z.to_vec();
        solve_upper(&self.root, &mut a);
        a.iter_mut().zip(&self.mode).for_each(|(a, mode)| *a += mode);
        a
    }

    /// Log posterior at round coordinates, with the force (gradient) there.
    fn at(&self, z: &[f64], work: &mut Work) -> f64 {
        let a = self.place(z);
        let value = self.evaluate(&a, work);
        work.force.copy_from_slice(&work.gradient);
        solve_lower(&self.root, &mut work.force);
        value
    }
}

struct Work {
    sums: Vec<f64>,
    gradient: Vec<f64>,
    force: Vec<f64>,
}

impl Work {
    fn new(cells: usize, p: usize) -> Self {
        Self { sums: vec![0.0; cells], gradient: vec![0.0; p], force: vec![0.0; p] }
    }
}

/// Lower triangular L with L Lᵀ = the matrix.
fn root(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let mut lower: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (i, source) in matrix.iter().enumerate() {
        let mut row = vec![0.0; i + 1];
        for j in 0..=i {
            let other: &[f64] = if j == i { &row } else { &lower[j] };
            let sum: f64 = row[..j].iter().zip(&other[..j]).map(|(a, b)| a * b).sum();
            let left = source[j] - sum;
            row[j] = if j < i {
                left / lower[j][j]
            } else if left > 0.0 {
                left.sqrt()
            } else {
                return None;
            };
        }
        lower.push(row);
    }
    Some(lower)
}

fn solve_lower(lower: &[Vec<f64>], x: &mut [f64]) {
    for (i, row) in lower.iter().enumerate() {
        let sum: f64 = row[..i].iter().zip(&*x).map(|(a, b)| a * b).sum();
        x[i] = (x[i] - sum) / row[i];
    }
}

fn solve_upper(lower: &[Vec<f64>], x: &mut [f64]) {
    for (i, row) in lower.iter().enumerate().rev() {
        x[i] /= row[i];
        let known = x[i];
        for (value, entry) in x.iter_mut().zip(&row[..i]) {
            *value -= entry * known;
        }
    }
}
