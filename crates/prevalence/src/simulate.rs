//! Simulation: a truth is known, tables are drawn from it, and how often each 95% interval holds the truth is counted.

use serde::Serialize;

use crate::{
    bootstrap::{Resampling, purpose},
    fit::{Criterion, FitRefusal, fit},
    graphs::{self, GraphSettings},
    interval::{Intervals, Ties},
    model::Model,
    parallel::Effort,
    profile::profile,
    random::Stream,
    refusal::TableRefusal,
    search::{ModelSpace, Ranking, rank_bootstrap},
    solver::as_float,
    stepwise::Stepwise,
    table::CaptureTable,
    threshold::{ThresholdSettings, threshold},
};

/// A population whose size and dependence between lists are known.
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    lists: Vec<String>,
    /// Mean by history, the hidden one first.
    means: Vec<f64>,
    population: u64,
}

impl Truth {
    /// The truth of a fitted model: its means, and its population rounded to whole people.
    ///
    /// # Errors
    /// When the model has no unique estimate on the table.
    pub fn of_model(table: &CaptureTable, model: &Model) -> Result<Self, FitRefusal> {
        let fitted = fit(table, model)?;
        let mut means = vec![0.0; table.counts().len()];
        for cell in &fitted.cells {
            if let Some(mean) = means.get_mut(usize::from(cell.history)) {
                *mean = cell.fitted;
            }
        }
        if let Some(hidden) = means.first_mut() {
            *hidden = fitted.hidden;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an estimate that exists")]
        let population = fitted.population.round() as u64;
        Ok(Self { lists: table.lists().to_vec(), means, population })
    }

    /// How many people there are.
    #[must_use]
    pub const fn population(&self) -> u64 {
        self.population
    }

    /// The table of a number: everybody falls into a history at random, and the hidden ones are forgotten.
    ///
    /// # Errors
    /// Never for a truth of an existing table; the table's own checks apply.
    pub fn draw(&self, seed: u64, index: u64) -> Result<CaptureTable, TableRefusal> {
        let mut counts = vec![0; self.means.len()];
        Stream::new(seed, purpose::SIMULATION, index).multinomial(self.population, &self.means, &mut counts);
        CaptureTable::new(self.lists.clone(), counts)
    }
}

/// How many tables a study draws, and which methods it looks at beside stepwise selection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StudyOf {
    /// Tables to draw.
    pub tables: usize,
    /// BIC over all two-list models with the best so many refitted in each replicate; 0 to leave it out.
    pub bic_top: usize,
    /// Graph averaging.
    pub graphs: bool,
    /// Bayesian thresholding.
    pub threshold: bool,
}

/// How one interval did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Coverage {
    /// Which interval.
    pub interval: String,
    /// Tables on which it could be drawn.
    pub tables: usize,
    /// Share that held the truth.
    pub covered: f64,
    /// Share that lay wholly below the truth.
    pub too_low: f64,
    /// Median width over the truth; infinite for open-ended ones.
    pub width: f64,
    /// Share with a limit that is only the smallest or largest replicate.
    pub beyond_replicates: f64,
}

/// A study of coverage.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Study {
    /// The truth.
    pub population: u64,
    /// Tables drawn.
    pub tables: usize,
    /// Tables on which stepwise selection gave nothing.
    pub refused: usize,
    /// Root mean square error of the logarithm of the stepwise estimate.
    pub log_error: f64,
    /// The intervals, at 95% unless they say otherwise.
    pub coverage: Vec<Coverage>,
}

/// One interval on one table.
struct Drawn {
    interval: &'static str,
    low: f64,
    high: f64,
    beyond: bool,
}

/// Draws so many tables and counts.
#[must_use]
pub fn study(truth: &Truth, of: StudyOf, resampling: Resampling, effort: &Effort) -> Study {
    let tables = of.tables;
    let results = effort.map(
        tables,
        || (),
        |(), index| {
            let table = truth.draw(resampling.seed, index as u64).ok()?;
            let own = Resampling { seed: resampling.seed.wrapping_add(1 + index as u64), ..resampling };
            look(&table, own, of)
        },
    );
    let usable: Vec<&(f64, Vec<Drawn>)> = results.iter().flatten().collect();
    let population = as_float(truth.population);
    let mut names: Vec<&'static str> = Vec::new();
    for drawn in usable.iter().flat_map(|(_, drawn)| drawn) {
        if !names.contains(&drawn.interval) {
            names.push(drawn.interval);
        }
    }
    let coverage = names.iter().map(|name| {
        let of_name: Vec<&Drawn> = usable.iter().flat_map(|(_, d)| d).filter(|d| d.interval == *name).collect();
        let share = |test: &dyn Fn(&Drawn) -> bool| {
            as_float(of_name.iter().filter(|d| test(d)).count() as u64) / as_float(of_name.len() as u64)
        };
        let mut widths: Vec<f64> = of_name.iter().map(|d| (d.high - d.low) / population).collect();
        widths.sort_by(f64::total_cmp);
        Coverage {
            interval: (*name).to_owned(),
            tables: of_name.len(),
            covered: share(&|d| d.low <= population && population <= d.high),
            too_low: share(&|d| d.high < population),
            width: widths.get(widths.len() / 2).copied().unwrap_or(f64::NAN),
            beyond_replicates: share(&|d| d.beyond),
        }
    });
    let squares: f64 = usable.iter().map(|(estimate, _)| (estimate / population).ln().powi(2)).sum();
    Study {
        population: truth.population,
        tables,
        refused: tables - usable.len(),
        log_error: (squares / as_float(usable.len().max(1) as u64)).sqrt(),
        coverage: coverage.collect(),
    }
}

fn look(table: &CaptureTable, resampling: Resampling, of: StudyOf) -> Option<(f64, Vec<Drawn>)> {
    let single = Effort::single();
    let rule = Stepwise::default();
    let (fitted, _) = rule.select(table).ok()?;
    let mut drawn = Vec::new();
    let replicates = rule.resample(table, resampling, &single)?;
    from_replicates(
        &replicates.intervals(Ties::Half)?,
        ["stepwise, percentile", "stepwise, BCa", "stepwise, percentile 80%", "stepwise, BCa 80%"],
        &mut drawn,
    );
    let (low, high) = fitted.wald(0.95);
    drawn.push(Drawn { interval: "stepwise, Wald given the model", low, high, beyond: false });
    let model = Model::parse(&fitted.model, table.width()).ok()?;
    if let Ok(found) = profile(table, &model, &[0.95])
        && let Some(limits) = found.limits.first()
    {
        let high = limits.high.unwrap_or(f64::INFINITY);
        drawn.push(Drawn { interval: "stepwise, profile given the model", low: limits.low, high, beyond: false });
    }
    if of.bic_top > 0
        && let Some(space) = ModelSpace::new(table.width(), 2)
    {
        let ranking = Ranking::new(table, &space.fit_all(table, &single), Criterion::BicCases);
        let models = ranking.top(of.bic_top, table.width());
        if let Some(bootstrap) = rank_bootstrap(table, (&models, Criterion::BicCases), resampling, &single)
            && let Some(intervals) = bootstrap.at(of.bic_top).intervals(Ties::Half)
        {
            let names = ["BIC, percentile", "BIC, BCa", "BIC, percentile 80%", "BIC, BCa 80%"];
            from_replicates(&intervals, names, &mut drawn);
        }
    }
    if of.graphs {
        let usual = GraphSettings::usual(table);
        let coarse = GraphSettings { step: usual.to.div_ceil(1_500), ..usual };
        if let Some(average) = graphs::average(table, &coarse, &single) {
            let (low, high) = (average.quantile(0.025), average.quantile(0.975));
            drawn.push(Drawn { interval: "graph averaging, posterior", low, high, beyond: false });
        }
    }
    if of.threshold {
        let settings =
            ThresholdSettings { chains: 2, draws: 750, seed: resampling.seed, ..ThresholdSettings::default() };
        if let Ok(found) = threshold(table, &settings, &single) {
            let at = |p: f64| found.posterior.quantile(p).unwrap_or(f64::NAN);
            let (low, high) = (at(0.025), at(0.975));
            drawn.push(Drawn { interval: "Bayesian threshold, posterior", low, high, beyond: false });
        }
    }
    Some((fitted.population, drawn))
}

fn from_replicates(intervals: &Intervals, names: [&'static str; 4], drawn: &mut Vec<Drawn>) {
    let [percentile, bca, percentile_80, bca_80] = names;
    let found = [
        (percentile, intervals.percentile(0.95)),
        (bca, intervals.bca(0.95)),
        (percentile_80, intervals.percentile(0.8)),
        (bca_80, intervals.bca(0.8)),
    ];
    for (interval, limits) in found {
        if let Some((low, high)) = limits {
            let beyond = low.beyond_replicates || high.beyond_replicates;
            drawn.push(Drawn { interval, low: low.value, high: high.value, beyond });
        }
    }
}
