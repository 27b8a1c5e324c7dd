//! The maximum likelihood solver for hierarchical Poisson log-linear models on an incomplete 2^L table.
//!
//! Everything it needs is a *superset sum* (zeta transform) of a vector over the 2^L histories: the fitted margin of a
//! term t is M_t = Σ μ_w over w ⊇ t, the gradient is s_t − M_t with s the observed margins, and the Hessian entry of
//! terms t and u is simply M_{t∪u}. So a Newton step costs one transform (L·2^(L−1) additions), a table look-up for
//! each pair of terms, and a small Cholesky factorisation; no design matrix is ever formed.
//!
//! Source of the model: Fienberg 1972; Bishop, Fienberg and Holland 1975; Cormack 1989. Empty overlaps: Chan, Silverman
//! and Vincent 2021 (extended maximum likelihood).
#![expect(
    clippy::indexing_slicing,
    reason = "terms are histories of the table's lists, so they index vectors of 2^L places; rows and columns of the \
              factor are below the number of terms"
)]

use crate::{model::Term, transform};

/// A Newton decrement below this ends the iteration: what is left is about its square.
const DECREMENT: f64 = 1e-10;
/// Newton steps at most; a fit that exists takes four to ten.
const STEPS: usize = 80;
/// How often a step is halved at most.
const HALVINGS: usize = 40;

/// The result of one fit, in numbers only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solution {
    /// The estimated hidden count, exp(a_∅).
    pub hidden: f64,
    /// The log-likelihood with its −ln n_w! terms.
    pub log_likelihood: f64,
    /// Newton steps taken.
    pub steps: usize,
}

/// A table made ready for many fits, and the working memory of them. One per thread.
#[derive(Clone, Debug)]
pub struct Solver {
    lists: usize,
    /// Observed counts; place 0 is the hidden cell, 0 unless a trial count is given.
    counts: Vec<f64>,
    /// Observed margins s_t.
    margins: Vec<f64>,
    /// (n+0.1)·ln(n+0.1) − 0.1: the right side of the first weighted least squares step, before dropped cells.
    first: Vec<f64>,
    /// Σ ln n_w!.
    ln_factorials: f64,
    /// Base rate of each cell: 1, or 0 where dropped, or exp of a fixed offset.
    base: Vec<f64>,
    fitted: Vec<f64>,
    sums: Vec<f64>,
    coefficients: Vec<f64>,
    trial: Vec<f64>,
    kept: Vec<Term>,
    before: Vec<Term>,
    factor: Vec<f64>,
    step: Vec<f64>,
    offsets: Vec<f64>,
    include_hidden: bool,
    plain: bool,
}

impl Solver {
    /// Working memory for tables of so many lists.
    #[must_use]
    pub fn new(lists: usize) -> Self {
        let cells = 1 << lists;
        let zeros = vec![0.0; cells];
        Self {
            lists,
            counts: zeros.clone(),
            margins: zeros.clone(),
            first: zeros.clone(),
            ln_factorials: 0.0,
            base: zeros.clone(),
            fitted: zeros.clone(),
            sums: zeros.clone(),
            coefficients: zeros.clone(),
            trial: zeros,
            kept: Vec::with_capacity(cells),
            before: Vec::with_capacity(cells),
            factor: Vec::new(),
            step: Vec::new(),
            offsets: Vec::new(),
            include_hidden: false,
            plain: false,
        }
    }

    /// Takes a table of 2^L counts; place 0 (never observed) is taken as 0.
    pub fn load(&mut self, counts: &[u64]) {
        for (place, count) in self.counts.iter_mut().zip(counts) {
            *place = as_float(*count);
        }
        self.counts[0] = 0.0;
        self.include_hidden = false;
        self.plain = false;
        self.offsets.clear();
        self.prepare();
    }

    /// Gives the hidden cell a trial count, so that it counts as observed: the multinomial profile.
    pub fn set_hidden(&mut self, count: f64) {
        self.counts[0] = count;
        self.include_hidden = true;
        self.prepare();
    }

    /// Fixes an interaction: every history that holds the whole of `term` is multiplied by `odds_ratio`.
    pub fn set_fixed_interaction(&mut self, term: Term, odds_ratio: f64) {
        self.offsets = vec![1.0; self.counts.len()];
        for (history, offset) in self.offsets.iter_mut().enumerate() {
            if history & usize::from(term) == usize::from(term) {
                *offset = odds_ratio;
            }
        }
    }

    /// Leaves empty overlaps as they are instead of sending their coefficients to minus infinity: only for the
    /// reproduction of the 2014 procedure, whose peer does so.
    pub fn set_plain(&mut self, plain: bool) {
        self.plain = plain;
    }

    fn prepare(&mut self) {
        self.margins.copy_from_slice(&self.counts);
        transform::superset_sums(&mut self.margins);
        self.ln_factorials = 0.0;
        let from = usize::from(!self.include_hidden);
        self.first[0] = 0.0;
        for (first, count) in self.first.iter_mut().zip(&self.counts).skip(from) {
            let raised = count + 0.1;
            *first = raised * raised.ln() - 0.1;
            if *count > 1.0 {
                self.ln_factorials += crate::distribution::ln_factorial(*count);
            }
        }
    }

    /// The observed counts, by history.
    #[must_use]
    pub fn counts(&self) -> &[f64] {
        &self.counts
    }

    /// The observed margins: how many people are on all lists of a term, by term.
    #[must_use]
    pub fn margins(&self) -> &[f64] {
        &self.margins
    }

    /// How many lists the table has.
    #[must_use]
    pub const fn lists(&self) -> usize {
        self.lists
    }

    /// The fitted mean of each history after [`Self::fit`]; 0 for dropped cells and the hidden one.
    #[must_use]
    pub fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    /// The fitted margin of each term after [`Self::fit`].
    #[must_use]
    pub fn fitted_margins(&self) -> &[f64] {
        &self.sums
    }

    /// The coefficients after [`Self::fit`], by term; those at minus infinity are left at 0 and not in [`Self::kept`].
    #[must_use]
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// The terms with finite coefficients in the last fit.
    #[must_use]
    pub fn kept(&self) -> &[Term] {
        &self.kept
    }

    /// Fits a model given by its terms (increasing, the empty term first).
    ///
    /// Says nothing about existence: ask [`crate::existence`] first. Returns `None` when the iteration leaves the range
    /// of numbers or does not settle.
    pub fn fit(&mut self, terms: &[Term]) -> Option<Solution> {
        self.keep(terms);
        self.first_step()?;
        self.iterate()
    }

    /// As [`Self::fit`], starting from the coefficients of the last fit, with the added term at the log ratio of
    /// observed to fitted margin.
    pub fn refit_with(&mut self, terms: &[Term], added: Term) -> Option<Solution> {
        let ratio = self.margins[usize::from(added)] / self.sums[usize::from(added)];
        self.keep(terms);
        if ratio > 0.0 {
            self.coefficients[usize::from(added)] = ratio.ln();
        }
        self.iterate()
    }

    /// As [`Self::fit`], starting from the coefficients of the last fit; terms it did not have start at 0.
    pub fn refit(&mut self, terms: &[Term]) -> Option<Solution> {
        std::mem::swap(&mut self.kept, &mut self.before);
        self.keep(terms);
        let mut known = self.before.iter().peekable();
        for term in &self.kept {
            while known.next_if(|old| *old < term).is_some() {}
            if known.peek() != Some(&term) {
                self.coefficients[usize::from(*term)] = 0.0;
            }
        }
        self.iterate()
    }

    /// Sorts out which terms and cells take part (extended maximum likelihood).
    fn keep(&mut self, terms: &[Term]) {
        self.kept.clear();
        if self.offsets.is_empty() {
            self.base.fill(1.0);
        } else {
            self.base.copy_from_slice(&self.offsets);
        }
        for term in terms {
            if self.plain || self.margins[usize::from(*term)] > 0.0 {
                self.kept.push(*term);
            } else if self.base[usize::from(*term)] != 0.0 {
                drop_supersets(&mut self.base, usize::from(*term));
            }
        }
        if !self.include_hidden {
            self.base[0] = 0.0;
        }
    }

    /// The weighted least squares step from μ = n + 0.1, as in the usual start of iteratively reweighted least squares.
    fn first_step(&mut self) -> Option<()> {
        for (history, sum) in self.sums.iter_mut().enumerate() {
            let base = self.base[history];
            self.trial[history] = 0.0;
            *sum = 0.0;
            if base != 0.0 {
                let weight = self.counts[history] + 0.1;
                let offset = if base == 1.0 { 0.0 } else { weight * base.ln() };
                self.trial[history] = self.first[history] - offset;
                *sum = weight;
            }
        }
        transform::superset_sums(&mut self.sums);
        transform::superset_sums(&mut self.trial);
        self.step.clear();
        self.step.extend(self.kept.iter().map(|term| self.trial[usize::from(*term)]));
        self.solve()?;
        self.coefficients.fill(0.0);
        for (term, value) in self.kept.iter().zip(&self.step) {
            self.coefficients[usize::from(*term)] = *value;
        }
        Some(())
    }

    fn iterate(&mut self) -> Option<Solution> {
        let mut likelihood = self.evaluate();
        for steps in 1..=STEPS {
            self.step.clear();
            self.step.extend(self.kept.iter().map(|t| self.margins[usize::from(*t)] - self.sums[usize::from(*t)]));
            let decrement = self.solve()?;
            if !decrement.is_finite() {
                return None;
            }
            likelihood = self.take_step(likelihood, decrement)?;
            if decrement < DECREMENT {
                return Some(Solution {
                    hidden: self.coefficients[0].exp(),
                    log_likelihood: likelihood + self.offset_likelihood() - self.ln_factorials,
                    steps,
                });
            }
        }
        None
    }

    /// Moves along the step, halving it until the likelihood does not fall.
    fn take_step(&mut self, before: f64, decrement: f64) -> Option<f64> {
        let mut scale = 1.0;
        let slack = 1e-12 * (1.0 + before.abs());
        for _ in 0..HALVINGS {
            for (term, step) in self.kept.iter().zip(&self.step) {
                self.coefficients[usize::from(*term)] += scale * step;
            }
            let likelihood = self.evaluate();
            if likelihood >= before - slack || decrement < DECREMENT && likelihood.is_finite() {
                return Some(likelihood);
            }
            for (term, step) in self.kept.iter().zip(&self.step) {
                self.coefficients[usize::from(*term)] -= scale * step;
            }
            scale *= 0.5;
        }
        None
    }

    /// Fitted means and margins at the coefficients, and Σ s_t a_t − Σ μ_w.
    fn evaluate(&mut self) -> f64 {
        self.trial.fill(1.0);
        let mut linear = 0.0;
        for term in &self.kept {
            let place = usize::from(*term);
            self.trial[place] = self.coefficients[place].exp();
            linear += self.margins[place] * self.coefficients[place];
        }
        transform::subset_products(&mut self.trial);
        for (((fitted, sum), product), base) in
            self.fitted.iter_mut().zip(&mut self.sums).zip(&self.trial).zip(&self.base)
        {
            let mean = if *base == 0.0 { 0.0 } else { product * base };
            *fitted = mean;
            *sum = mean;
        }
        transform::superset_sums(&mut self.sums);
        linear - self.sums[0]
    }

    fn offset_likelihood(&self) -> f64 {
        if self.offsets.is_empty() {
            return 0.0;
        }
        self.counts
            .iter()
            .zip(&self.base)
            .filter(|(count, _)| **count > 0.0)
            .map(|(count, base)| count * base.ln())
            .sum()
    }

    /// Solves H x = step in place, H_{tu} = M_{t∪u}, and returns step·x. `None` when H is not positive definite.
    fn solve(&mut self) -> Option<f64> {
        let p = self.kept.len();
        let width = p + 1;
        self.factor.resize(width * p, 0.0);
        for (row, term) in self.kept.iter().enumerate() {
            let start = row * width;
            let line = &mut self.factor[start + row..start + p];
            for (entry, other) in line.iter_mut().zip(&self.kept[row..]) {
                *entry = self.sums[usize::from(*term | *other)];
            }
            self.factor[start + p] = self.step[row];
        }
        let decrement = eliminate(&mut self.factor, p)?;
        back_substitute(&self.factor, p, &mut self.step);
        Some(decrement)
    }

    /// The variance of the coefficient of a term after a fit: the diagonal entry of H⁻¹.
    pub fn variance(&mut self, term: Term) -> Option<f64> {
        let place = self.kept.iter().position(|kept| *kept == term)?;
        self.step.clear();
        self.step.resize(self.kept.len(), 0.0);
        self.step[place] = 1.0;
        self.solve()?;
        Some(self.step[place])
    }
}

fn drop_supersets(base: &mut [f64], term: usize) {
    let full = base.len() - 1;
    let free = full & !term;
    let mut extra = free;
    loop {
        base[term | extra] = 0.0;
        if extra == 0 {
            return;
        }
        extra = (extra - 1) & free;
    }
}

/// Gaussian elimination of a symmetric positive definite matrix held in the upper triangle of rows of width p+1, the
/// last column being the right side. Returns rightᵀ H⁻¹ right.
fn eliminate(factor: &mut [f64], p: usize) -> Option<f64> {
    let width = p + 1;
    let mut quadratic = 0.0;
    for k in 0..p {
        let (upper, lower) = factor.split_at_mut((k + 1) * width);
        let pivot_row = &upper[k * width + k..];
        let pivot = pivot_row[0];
        if pivot.is_nan() || pivot <= 0.0 {
            return None;
        }
        let inverse = 1.0 / pivot;
        let right = pivot_row[p - k];
        quadratic += right * right * inverse;
        for (i, row) in lower.chunks_exact_mut(width).enumerate() {
            let tail = &pivot_row[i + 1..];
            let multiplier = tail[0] * inverse;
            for (entry, above) in row[k + 1 + i..].iter_mut().zip(tail) {
                *entry -= multiplier * above;
            }
        }
    }
    Some(quadratic)
}

fn back_substitute(factor: &[f64], p: usize, x: &mut [f64]) {
    let width = p + 1;
    for k in (0..p).rev() {
        let row = &factor[k * width + k + 1..(k + 1) * width];
        let (line, right) = row.split_at(p - k - 1);
        let known = &x[k + 1..];
        let mut sums = [0.0; 4];
        let (blocks, rest) = (line.chunks_exact(4), line.chunks_exact(4).remainder());
        let others = known.chunks_exact(4);
        let tail: f64 = rest.iter().zip(others.remainder()).map(|(a, b)| a * b).sum();
        for (a, b) in blocks.zip(others) {
            for lane in 0..4 {
                sums[lane] += a[lane] * b[lane];
            }
        }
        x[k] = (right[0] - (sums[0] + sums[1] + sums[2] + sums[3] + tail)) / factor[k * width + k];
    }
}

/// A count as a floating point number; tables hold no total beyond 2^53, so nothing is lost.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts are at most 2^53")]
pub const fn as_float(count: u64) -> f64 {
    count as f64
}
