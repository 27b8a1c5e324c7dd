//! Profile likelihood of the population under a multinomial model, conditional on a log-linear model.
//!
//! Cormack 1992. For a trial population N the hidden cell is taken as seen with N − n people, the Poisson model is
//! fitted to the completed table with deviance D(N), and the profile is −D(N)/2 plus the multinomial correction
//! c(N) = ln[n0^n0 N! / (N^N n0!)]. The interval holds every N whose profile is within χ²/2 of the top.

use serde::Serialize;

use crate::{
    distribution::{half_ln_two_pi, ln_factorial, normal_quantile},
    existence,
    fit::FitRefusal,
    model::Model,
    solver::Solver,
    table::CaptureTable,
};

/// Populations up to this many times the Poisson estimate are looked at for an upper limit.
const UPPER_BRACKET: f64 = 3.0;
/// Halvings of a bracket: enough for the last digits of a double.
const HALVINGS: usize = 60;

/// A profile interval.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Profile {
    /// The population at the top of the profile; slightly below the Poisson estimate.
    pub population: f64,
    /// AIC of the Poisson fit to the seen histories.
    pub aic: f64,
    /// The limits asked for.
    pub limits: Vec<ProfileLimits>,
}

/// The limits for one share.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ProfileLimits {
    /// Nominal coverage.
    pub share: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit; `None` when the profile is still too high at three times the estimate: open-ended.
    pub high: Option<f64>,
}

/// The profile of a model for the given shares (0.8, 0.95).
///
/// # Errors
/// When the model gives no unique estimate or a fit does not settle.
pub fn profile(table: &CaptureTable, model: &Model, shares: &[f64]) -> Result<Profile, FitRefusal> {
    let mut solver = Solver::new(table.width());
    solver.load(table.counts());
    let verdict = existence::decide(solver.counts(), solver.margins(), model.terms());
    if !verdict.admissible() {
        return Err(FitRefusal::NotAdmissible { model: model.to_string(), existence: verdict });
    }
    run(&mut solver, model, shares).ok_or_else(|| FitRefusal::NotSettled { model: model.to_string() })
}

/// As [`profile`], on a loaded solver.
pub(crate) fn run(solver: &mut Solver, model: &Model, shares: &[f64]) -> Option<Profile> {
    let cases: f64 = solver.counts().iter().sum();
    let poisson = solver.fit(model.terms())?;
    let estimate = cases + poisson.hidden;
    let parameters = crate::solver::as_float(model.terms().len() as u64);
    let mut height = |population: f64| height(solver, model, population, population - cases);
    let population = top(&mut height, cases, cases + 1.5 * poisson.hidden.max(1.0) + 0.5 * cases);
    let highest = height(population);
    let mut limits = Vec::with_capacity(shares.len());
    for share in shares {
        let z = normal_quantile(0.5 + share / 2.0);
        let level = highest - 0.5 * z * z;
        let low = if height(cases) >= level { cases } else { crossing(&mut height, level, population, cases) };
        let far = UPPER_BRACKET * estimate;
        let high = (height(far) < level).then(|| crossing(&mut height, level, population, far));
        limits.push(ProfileLimits { share: *share, low, high });
    }
    Some(Profile { population, aic: 2.0 * parameters - 2.0 * poisson.log_likelihood, limits })
}

/// The profile at a population; −∞ where no fit settles.
fn height(solver: &mut Solver, model: &Model, population: f64, hidden: f64) -> f64 {
    solver.set_hidden(hidden.max(0.0));
    if solver.fit(model.terms()).is_none() {
        return f64::NEG_INFINITY;
    }
    let mut fall = 0.0;
    for (observed, fitted) in solver.counts().iter().zip(solver.fitted()) {
        let log = if *observed > 0.0 { observed * (observed / fitted).ln() } else { 0.0 };
        fall += log - observed + fitted;
    }
    correction(population, hidden) - fall
}

/// c(N): from the Poisson to the multinomial likelihood.
fn correction(population: f64, hidden: f64) -> f64 {
    if hidden <= 1.0 {
        return half_ln_two_pi(population) - population;
    }
    if population > 100.0 {
        return hidden - population - 0.5 * (hidden / population).ln();
    }
    hidden * hidden.ln() + ln_factorial(population) - population * population.ln() - ln_factorial(hidden)
}

/// The top of a function with one hump between two bounds, by golden section.
fn top(height: &mut impl FnMut(f64) -> f64, low: f64, high: f64) -> f64 {
    const RATIO: f64 = 0.618_033_988_749_894_9;
    let (mut low, mut high) = (low, high);
    let (mut left, mut right) = (high - RATIO * (high - low), low + RATIO * (high - low));
    let (mut at_left, mut at_right) = (height(left), height(right));
    for _ in 0..HALVINGS {
        if at_left >= at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - RATIO * (high - low);
            at_left = height(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + RATIO * (high - low);
            at_right = height(right);
        }
    }
    0.5 * (low + high)
}

/// Where the function crosses a level between a point above it and a point below it.
fn crossing(height: &mut impl FnMut(f64) -> f64, level: f64, above: f64, below: f64) -> f64 {
    let (mut above, mut below) = (above, below);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (above + below);
        if height(middle) >= level { above = middle } else { below = middle }
    }
    0.5 * (above + below)
}
