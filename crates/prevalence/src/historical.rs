//! The 2014 procedure for the United Kingdom, as a historical reproduction only (Bales, Hesketh and Silverman 2015).
//!
//! From main effects, add the pair with the lowest AIC if it lowers AIC; stop, without it, when its Wald p-value is
//! above the threshold. Empty overlaps get no special treatment, as in the original: their coefficient runs off, its
//! p-value is near one, and the selection ends there even when a strong term is next in line. Do not use it for a new
//! figure.

use crate::{
    distribution::wald_p_value,
    fit::FitRefusal,
    model::{Model, Term},
    profile::{self, Profile},
    solver::{Solver, as_float},
    table::{CaptureTable, pairs},
};

/// What the 2014 procedure gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Historical {
    /// The model.
    pub model: Model,
    /// Estimate, AIC and profile limits at 80% and 95%.
    pub profile: Profile,
    /// The pair at which selection ended, when an empty overlap ended it: the known defect.
    pub ended_by_empty_overlap: Option<Term>,
}

/// Runs the 2014 procedure; a threshold of 0 keeps main effects.
///
/// # Errors
/// When main effects have no unique estimate or a fit does not settle.
pub fn procedure_of_2014(table: &CaptureTable, threshold: f64) -> Result<Historical, FitRefusal> {
    let lists = table.width();
    let mut model = Model::main_effects(lists);
    let name = model.to_string();
    let mut solver = Solver::new(lists);
    solver.load(table.counts());
    let verdict = crate::existence::decide(solver.counts(), solver.margins(), model.terms());
    if !verdict.admissible() {
        return Err(FitRefusal::NotAdmissible { model: name, existence: verdict });
    }
    let not_settled = || FitRefusal::NotSettled { model: name.clone() };
    solver.set_plain(true);
    let mut ended_by_empty_overlap = None;
    let mut lowest = aic(&mut solver, &model).ok_or_else(not_settled)?;
    loop {
        if threshold <= 0.0 {
            break;
        }
        let mut best: Option<(f64, Term)> = None;
        for pair in pairs(lists).filter(|pair| !model.contains(*pair)) {
            if let Some(value) = aic(&mut solver, &model.with(pair))
                && best.is_none_or(|(least, _)| value < least)
            {
                best = Some((value, pair));
            }
        }
        let Some((value, pair)) = best.filter(|(value, _)| *value < lowest) else { break };
        let larger = model.with(pair);
        aic(&mut solver, &larger).ok_or_else(not_settled)?;
        let coefficient = solver.coefficients().get(usize::from(pair)).copied().unwrap_or(0.0);
        let variance = solver.variance(pair).unwrap_or(f64::INFINITY);
        if wald_p_value(coefficient, variance.sqrt()) > threshold {
            ended_by_empty_overlap = (table.margin(pair) == 0).then_some(pair);
            break;
        }
        (model, lowest) = (larger, value);
    }
    let profile = profile::run(&mut solver, &model, &[0.8, 0.95]).ok_or_else(not_settled)?;
    Ok(Historical { model, profile, ended_by_empty_overlap })
}

fn aic(solver: &mut Solver, model: &Model) -> Option<f64> {
    let solution = solver.fit(model.terms())?;
    Some(2.0 * as_float(model.terms().len() as u64) - 2.0 * solution.log_likelihood)
}
