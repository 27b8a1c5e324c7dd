//! One model on one table: the estimate, its coefficients and how well it fits.

use serde::Serialize;

use crate::{
    distribution::normal_quantile,
    existence::{self, Existence},
    model::{Model, Term},
    solver::{Solution, Solver, as_float},
    table::CaptureTable,
};

/// Why a model gives no figure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum FitRefusal {
    /// The estimate does not exist or is not unique.
    #[error("{model}: {}", existence.sentence())]
    NotAdmissible {
        /// The model.
        model: String,
        /// The verdict with its certificate.
        existence: Existence,
    },
    /// The iteration did not settle.
    #[error("{model}: the fit did not settle; the table is too extreme for it")]
    NotSettled {
        /// The model.
        model: String,
    },
    /// The model is about another number of lists.
    #[error("{model} is a model of {lists} lists, and the table has {width}")]
    OtherLists {
        /// The model.
        model: String,
        /// Its lists.
        lists: usize,
        /// The table's.
        width: usize,
    },
}

/// Which information criterion ranks models. Both meanings of BIC are offered because both are in print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Criterion {
    /// 2·parameters − 2·log-likelihood.
    Aic,
    /// parameters·ln(people seen) − 2·log-likelihood.
    #[default]
    BicCases,
    /// parameters·ln(observable histories, 2^L − 1) − 2·log-likelihood.
    BicCells,
}

impl Criterion {
    /// The criterion's value. `parameters` counts those at minus infinity too.
    #[must_use]
    pub fn value(self, log_likelihood: f64, parameters: usize, cases: f64, lists: usize) -> f64 {
        let parameters = as_float(parameters as u64);
        let penalty = match self {
            Self::Aic => 2.0,
            Self::BicCases => cases.ln(),
            Self::BicCells => (as_float(1 << lists) - 1.0).ln(),
        };
        parameters * penalty - 2.0 * log_likelihood
    }

    /// What it is, in words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aic => "AIC",
            Self::BicCases => "BIC with the logarithm of the number of cases",
            Self::BicCells => "BIC with the logarithm of the number of cells",
        }
    }
}

/// A fitted model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fit {
    /// The model, by its maximal terms.
    pub model: String,
    /// Estimated total population: people seen and hidden.
    pub population: f64,
    /// Estimated hidden count, exp(a_∅).
    pub hidden: f64,
    /// Coefficients by term in increasing order; those of empty overlaps are minus infinity and listed apart.
    pub coefficients: Vec<(Term, f64)>,
    /// Terms whose coefficient is minus infinity (empty overlaps).
    pub minus_infinity: Vec<Term>,
    /// Number of parameters, those at minus infinity included.
    pub parameters: usize,
    /// Log-likelihood with its −ln n_w! terms.
    pub log_likelihood: f64,
    /// Deviance over the cells that take part.
    pub deviance: f64,
    /// AIC.
    pub aic: f64,
    /// BIC with ln(cases).
    pub bic_cases: f64,
    /// BIC with ln(cells).
    pub bic_cells: f64,
    /// Variance of the intercept, so of the log of the hidden count.
    pub intercept_variance: f64,
    /// Standard error of the population: √(hidden + hidden²·variance).
    pub standard_error: f64,
    /// Fitted means by history, with Pearson residuals, for histories that take part.
    pub cells: Vec<CellFit>,
}

/// A history as fitted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CellFit {
    /// The history.
    pub history: Term,
    /// People seen with it.
    pub observed: f64,
    /// Its fitted mean.
    pub fitted: f64,
    /// (observed − fitted)/√fitted.
    pub residual: f64,
}

impl Fit {
    /// Wald limits on the log of the hidden count: n + exp(a_∅ ∓ z·se). Conditional on the model, so too narrow.
    #[must_use]
    pub fn wald(&self, level: f64) -> (f64, f64) {
        let z = normal_quantile(0.5 + level / 2.0) * self.intercept_variance.sqrt();
        let cases = self.population - self.hidden;
        (cases + self.hidden * (-z).exp(), cases + self.hidden * z.exp())
    }
}

/// Fits a model to a table.
///
/// # Errors
/// When the model is of other lists, when no unique estimate exists (with the certificate), or when the iteration does
/// not settle.
pub fn fit(table: &CaptureTable, model: &Model) -> Result<Fit, FitRefusal> {
    let name = model.to_string();
    if model.lists() != table.width() {
        return Err(FitRefusal::OtherLists { model: name, lists: model.lists(), width: table.width() });
    }
    let mut solver = Solver::new(table.width());
    solver.load(table.counts());
    let verdict = existence::decide(solver.counts(), solver.margins(), model.terms());
    if !verdict.admissible() {
        return Err(FitRefusal::NotAdmissible { model: name, existence: verdict });
    }
    let solution = solver.fit(model.terms()).ok_or(FitRefusal::NotSettled { model: name })?;
    Ok(describe(&mut solver, model, &solution))
}

/// The full description of the solver's last fit.
pub(crate) fn describe(solver: &mut Solver, model: &Model, solution: &Solution) -> Fit {
    let cases: f64 = solver.counts().iter().sum();
    let lists = solver.lists();
    let parameters = model.terms().len();
    let value = |criterion: Criterion| criterion.value(solution.log_likelihood, parameters, cases, lists);
    let mut deviance = 0.0;
    let mut cells = Vec::new();
    for (history, (observed, fitted)) in solver.counts().iter().zip(solver.fitted()).enumerate().skip(1) {
        let (observed, fitted) = (*observed, *fitted);
        if fitted > 0.0 {
            let log = if observed > 0.0 { observed * (observed / fitted).ln() } else { 0.0 };
            deviance += 2.0 * (log - observed + fitted);
            let residual = (observed - fitted) / fitted.sqrt();
            cells.push(CellFit { history: Term::try_from(history).unwrap_or(0), observed, fitted, residual });
        }
    }
    let kept = solver.kept().to_vec();
    let at = |term: &Term| solver.coefficients().get(usize::from(*term)).copied().unwrap_or(0.0);
    let coefficients = kept.iter().map(|term| (*term, at(term))).collect();
    let intercept_variance = solver.variance(0).unwrap_or(f64::NAN);
    Fit {
        model: model.to_string(),
        population: cases + solution.hidden,
        hidden: solution.hidden,
        coefficients,
        minus_infinity: model.terms().iter().copied().filter(|term| !kept.contains(term)).collect(),
        parameters,
        log_likelihood: solution.log_likelihood,
        deviance,
        aic: value(Criterion::Aic),
        bic_cases: value(Criterion::BicCases),
        bic_cells: value(Criterion::BicCells),
        intercept_variance,
        standard_error: (solution.hidden + solution.hidden * solution.hidden * intercept_variance).sqrt(),
        cells,
    }
}
