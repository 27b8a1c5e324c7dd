//! Forward selection by p-value (Chan, Silverman and Vincent 2021), to any order.
//!
//! From main effects, the absent term whose observed overlap is least likely under the fitted Poisson mean is added
//! while its one-sided p-value is below the threshold; terms whose addition leaves no unique estimate are passed over.
//! The starting model is checked too.

use crate::{
    distribution::poisson_smaller_tail,
    existence,
    fit::{Fit, FitRefusal, describe},
    model::{Model, Term},
    solver::{Solution, Solver},
    table::CaptureTable,
};

/// The stepwise rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stepwise {
    /// A term is added while its p-value is below this; from 0 (main effects) to 1.
    pub threshold: f64,
    /// The largest number of lists in a term, from 2.
    pub order: usize,
}

impl Default for Stepwise {
    /// Pairs, with the threshold 0.02 that Chan, Silverman and Vincent found best over 28 scenarios.
    fn default() -> Self {
        Self { threshold: 0.02, order: 2 }
    }
}

/// A term that was added.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Addition {
    /// The term.
    pub term: Term,
    /// Its one-sided p-value.
    pub p_value: f64,
}

impl Stepwise {
    /// Selects and fits a model.
    ///
    /// # Errors
    /// When the main-effects model already has no unique estimate, or the fit does not settle.
    pub fn select(&self, table: &CaptureTable) -> Result<(Fit, Vec<Addition>), FitRefusal> {
        let mut solver = Solver::new(table.width());
        solver.load(table.counts());
        let main = Model::main_effects(table.width());
        let verdict = existence::decide(solver.counts(), solver.margins(), main.terms());
        if !verdict.admissible() {
            return Err(FitRefusal::NotAdmissible { model: main.to_string(), existence: verdict });
        }
        let mut path = Path::new(table.width());
        let solution =
            self.walk(&mut solver, &mut path).ok_or_else(|| FitRefusal::NotSettled { model: main.to_string() })?;
        let model = Model::from_closed(table.width(), path.terms.clone());
        Ok((describe(&mut solver, &model, &solution), path.additions))
    }

    /// The selection on a loaded solver. `None` when main effects are not admissible or a fit does not settle.
    pub(crate) fn walk(&self, solver: &mut Solver, path: &mut Path) -> Option<Solution> {
        path.begin(solver.lists());
        if !existence::admissible(solver.counts(), solver.margins(), &path.terms) {
            return None;
        }
        let mut solution = solver.fit(&path.terms)?;
        while let Some(addition) = self.next(solver, path) {
            path.additions.push(addition);
            solution = match solver.refit_with(&path.terms, addition.term) {
                Some(solution) => solution,
                None => solver.fit(&path.terms)?,
            };
        }
        Some(solution)
    }

    /// Adds the best candidate to the path's terms, if any passes.
    fn next(&self, solver: &Solver, path: &mut Path) -> Option<Addition> {
        path.find_candidates(self.order);
        let Path { candidates, terms, .. } = path;
        for (term, p_value) in candidates.iter_mut() {
            let place = usize::from(*term);
            let (observed, mean) = (solver.margins().get(place)?, solver.fitted_margins().get(place)?);
            *p_value = poisson_smaller_tail(*observed, *mean);
        }
        loop {
            let mut best: Option<(Term, f64)> = None;
            for (term, p_value) in candidates.iter() {
                if *p_value < self.threshold && best.is_none_or(|(_, lowest)| *p_value < lowest) {
                    best = Some((*term, *p_value));
                }
            }
            let (term, p_value) = best?;
            let place = terms.binary_search(&term).unwrap_or_else(|place| place);
            terms.insert(place, term);
            if existence::admissible(solver.counts(), solver.margins(), terms) {
                return Some(Addition { term, p_value });
            }
            terms.remove(place);
            candidates.retain(|(candidate, _)| *candidate != term);
        }
    }
}

/// Where a selection stands; kept between selections to spare allocation.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    pub(crate) terms: Vec<Term>,
    pub(crate) additions: Vec<Addition>,
    candidates: Vec<(Term, f64)>,
    pairs: Vec<Term>,
}

impl Path {
    pub(crate) fn new(lists: usize) -> Self {
        let pairs = crate::table::pairs(lists).collect();
        Self { terms: Vec::new(), additions: Vec::new(), candidates: Vec::new(), pairs }
    }

    fn begin(&mut self, lists: usize) {
        self.terms.clear();
        self.terms.push(0);
        self.terms.extend((0..lists).map(|list| 1 << list));
        self.additions.clear();
    }

    /// Absent terms whose immediate subsets are present, in lexical order.
    fn find_candidates(&mut self, order: usize) {
        self.candidates.clear();
        if order <= 2 {
            let absent = self.pairs.iter().filter(|pair| self.terms.binary_search(pair).is_err());
            self.candidates.extend(absent.map(|pair| (*pair, 1.0)));
        } else {
            let lists = self.terms.iter().filter(|term| term.count_ones() == 1).count();
            let model = Model::from_closed(lists, std::mem::take(&mut self.terms));
            self.candidates.extend(model.addable(order).into_iter().map(|term| (term, 1.0)));
            self.terms = model.terms().to_vec();
        }
    }
}
