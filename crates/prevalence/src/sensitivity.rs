//! What moves the estimate: every model, the threshold, each list, each merger, a list of known size, an interaction
//! that cannot be tested, and uncertain linkage. Every number comes with its interval.

use serde::Serialize;

use crate::{
    bootstrap::Resampling,
    existence,
    fit::Criterion,
    interval::{Replicates, Ties},
    model::{Model, members},
    parallel::Effort,
    refusal::TableRefusal,
    search::{Ranking, Scored},
    solver::{Solver, as_float},
    stepwise::Stepwise,
    table::{CaptureTable, pairs},
};

/// Thresholds of the sweep.
pub const THRESHOLDS: [f64; 8] = [0.0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1];
/// Odds ratios of the fixed-interaction sweep.
pub const ODDS_RATIOS: [f64; 7] = [0.25, 0.5, 0.8, 1.0, 1.25, 2.0, 4.0];
/// Models drawn in the picture at most; more are thinned, the best always kept.
const PICTURE_MODELS: usize = 4_000;

/// One way of changing the analysis, and what it gives.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variant {
    /// What was changed.
    pub change: String,
    /// The model selected.
    pub model: Option<String>,
    /// Population with its 95% percentile interval, the selection repeated in every replicate.
    pub estimate: Option<WithInterval>,
    /// Why there is none.
    pub refused: Option<String>,
}

/// A number that never goes without its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct WithInterval {
    /// The number.
    pub value: f64,
    /// Lower 95% limit.
    pub low: f64,
    /// Upper 95% limit; infinite when open-ended, written as null in JSON.
    pub high: f64,
}

/// A list treated as a population of known size.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Consistency {
    /// The list.
    pub list: String,
    /// How many people are on it.
    pub known: u64,
    /// Estimated from the other lists.
    pub estimate: Option<WithInterval>,
    /// Whether the interval holds the known number.
    pub covered: Option<bool>,
    /// Why there is none.
    pub refused: Option<String>,
}

/// The estimate when an interaction that was left out is not zero.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FixedInteraction {
    /// The pair.
    pub pair: String,
    /// Its odds ratio, supposed.
    pub odds_ratio: f64,
    /// The estimate with a Wald interval given model and odds ratio.
    pub estimate: WithInterval,
}

/// The picture of every model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModelPicture {
    /// Models looked at, and how many may be used.
    pub candidates: usize,
    /// How many may be used.
    pub admissible: usize,
    /// Largest number of lists in a term.
    pub order: usize,
    /// Difference to the best criterion, and population, the best first; thinned when very many.
    pub points: Vec<(f64, f64)>,
    /// The best ten models: difference to the best, population, model.
    pub best: Vec<(f64, f64, String)>,
    /// Lowest and highest population among models within 2, 6 and 10 of the best.
    pub within: Vec<(f64, usize, f64, f64)>,
}

/// Everything beside the estimate.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Sensitivity {
    /// Every model by criterion and estimate; nothing when there are more than six lists.
    pub picture: Option<ModelPicture>,
    /// The stepwise threshold.
    pub thresholds: Vec<Variant>,
    /// Each list left out.
    pub left_out: Vec<Variant>,
    /// Each pair of lists merged.
    pub merged: Vec<Variant>,
    /// Each list as a population of known size.
    pub consistency: Vec<Consistency>,
    /// Fixed interactions.
    pub fixed: Vec<FixedInteraction>,
}

/// The 95% percentile interval of replicates around their estimate.
#[must_use]
pub fn with_percentile(replicates: &Replicates) -> Option<WithInterval> {
    let (low, high) = replicates.intervals(Ties::Half)?.percentile(0.95)?;
    Some(WithInterval { value: replicates.estimate, low: low.value, high: high.value })
}

/// Stepwise selection with its interval, as a variant.
fn variant(
    change: String,
    table: Result<CaptureTable, String>,
    rule: Stepwise,
    (resampling, effort): (Resampling, &Effort),
) -> Variant {
    let refused = |change: String, why: String| Variant { change, model: None, estimate: None, refused: Some(why) };
    let table = match table {
        Ok(table) => table,
        Err(why) => return refused(change, why),
    };
    match rule.select(&table) {
        Err(why) => refused(change, why.to_string()),
        Ok((fit, _)) => {
            let estimate = rule.resample(&table, resampling, effort).as_ref().and_then(with_percentile);
            Variant { change, model: Some(fit.model), estimate, refused: None }
        }
    }
}

/// Looks at everything that can be varied on one table.
#[must_use]
pub fn sensitivity(table: &CaptureTable, rule: Stepwise, resampling: Resampling, effort: &Effort) -> Sensitivity {
    let run = (resampling, effort);
    let name = |list: usize| table.lists().get(list).cloned().unwrap_or_default();
    let usable = |table: Result<CaptureTable, TableRefusal>| {
        let table = table.map_err(|why| why.to_string())?;
        table.check_usable().map(|()| table).map_err(|why| why.to_string())
    };
    let thresholds = THRESHOLDS.iter().map(|threshold| {
        let rule = Stepwise { threshold: *threshold, ..rule };
        variant(format!("threshold {threshold}"), Ok(table.clone()), rule, run)
    });
    let left_out = (0..table.width())
        .map(|list| variant(format!("without {}", name(list)), usable(table.without(list)), rule, run));
    let merged = pairs(table.width()).map(|pair| {
        let together = members(pair).iter().map(|list| name(list - 1)).collect::<Vec<_>>().join("+");
        let merged = usable(table.merge(pair, &together));
        variant(format!("{together} as one list"), merged, rule, run)
    });
    Sensitivity {
        picture: None,
        thresholds: thresholds.collect(),
        left_out: left_out.collect(),
        merged: merged.collect(),
        consistency: (0..table.width()).map(|list| consistency(table, list, rule, run)).collect(),
        fixed: fixed_interactions(table, rule),
    }
}

/// A list as a population of known size, estimated from the other lists.
#[must_use]
pub fn consistency(
    table: &CaptureTable,
    list: usize,
    rule: Stepwise,
    (resampling, effort): (Resampling, &Effort),
) -> Consistency {
    let known = table.margin(1 << list);
    // Lists that hold nobody of this one stay in: whether an estimate exists is decided exactly.
    let within = table.within(list).map_err(|why| why.to_string()).and_then(|within| {
        let overlapping = within.diagnostics().overlapping;
        if overlapping > 0 { Ok(within) } else { Err(TableRefusal::NoOverlap.to_string()) }
    });
    let found = variant(String::new(), within, rule, (resampling, effort));
    let truth = as_float(known);
    Consistency {
        list: table.lists().get(list).cloned().unwrap_or_default(),
        known,
        covered: found.estimate.map(|estimate| estimate.low <= truth && truth <= estimate.high),
        estimate: found.estimate,
        refused: found.refused,
    }
}

/// Every pair that the selected model leaves out, at odds ratios other than one. Nothing in the table can tell which is
/// true: models that differ only there fit the seen histories in their own best way.
#[must_use]
pub fn fixed_interactions(table: &CaptureTable, rule: Stepwise) -> Vec<FixedInteraction> {
    let Ok((fit, _)) = rule.select(table) else { return Vec::new() };
    let Ok(model) = Model::parse(&fit.model, table.width()) else { return Vec::new() };
    let cases = as_float(table.cases());
    let mut solver = Solver::new(table.width());
    let mut found = Vec::new();
    for pair in pairs(table.width()).filter(|pair| !model.contains(*pair)) {
        for odds_ratio in ODDS_RATIOS {
            solver.load(table.counts());
            if !existence::admissible(solver.counts(), solver.margins(), model.terms()) {
                continue;
            }
            solver.set_fixed_interaction(pair, odds_ratio);
            let Some(solution) = solver.fit(model.terms()) else { continue };
            let Some(variance) = solver.variance(0) else { continue };
            let spread = (1.959_963_984_540_054 * variance.sqrt()).exp();
            let estimate = WithInterval {
                value: cases + solution.hidden,
                low: cases + solution.hidden / spread,
                high: cases + solution.hidden * spread,
            };
            found.push(FixedInteraction { pair: table.name_term(pair), odds_ratio, estimate });
        }
    }
    found
}

/// The picture of every model that was fitted.
#[must_use]
pub fn picture(table: &CaptureTable, scored: &[Scored], criterion: Criterion, order: usize) -> ModelPicture {
    let ranking = Ranking::new(table, scored, criterion);
    let best = ranking.models.first().map_or(0.0, |(value, _)| *value);
    let cases = as_float(table.cases());
    let all: Vec<(f64, f64)> =
        ranking.models.iter().map(|(value, scored)| (value - best, cases + scored.hidden)).collect();
    let spread = |limit: f64| {
        let near: Vec<f64> = all.iter().filter(|(gap, _)| *gap <= limit).map(|(_, people)| *people).collect();
        let low = near.iter().copied().fold(f64::INFINITY, f64::min);
        let high = near.iter().copied().fold(0.0, f64::max);
        (limit, near.len(), low, high)
    };
    let step = all.len().div_ceil(PICTURE_MODELS).max(1);
    let top = |(value, scored): &(f64, Scored)| {
        (value - best, cases + scored.hidden, scored.model(table.width()).to_string())
    };
    ModelPicture {
        candidates: ranking.candidates,
        admissible: all.len(),
        order,
        best: ranking.models.iter().take(10).map(top).collect(),
        within: [2.0, 6.0, 10.0].map(spread).to_vec(),
        points: all
            .iter()
            .enumerate()
            .filter(|(place, _)| *place < 500 || place % step == 0)
            .map(|(_, p)| *p)
            .collect(),
    }
}

/// Stepwise estimates over draws of an uncertain linkage: each draw's own, and all replicates together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinkageDraws {
    /// Each draw.
    pub draws: Vec<Variant>,
    /// Median of the draws' estimates, with the 95% interval of all their replicates together: uncertain linkage,
    /// choice of model and chance in one.
    pub together: Option<WithInterval>,
}

/// Pushes linkage draws through the stepwise rule.
#[must_use]
pub fn linkage_draws(
    draws: &[(String, CaptureTable)],
    rule: Stepwise,
    resampling: Resampling,
    effort: &Effort,
) -> LinkageDraws {
    let mut pooled = Vec::new();
    let mut estimates = Vec::new();
    let mut rows = Vec::new();
    for (place, (name, table)) in draws.iter().enumerate() {
        let own = Resampling { seed: resampling.seed.wrapping_add(place as u64), ..resampling };
        let usable = table.check_usable().map(|()| table.clone()).map_err(|why| why.to_string());
        rows.push(variant(format!("draw {name}"), usable, rule, (own, effort)));
        if table.check_usable().is_ok()
            && let Some(replicates) = rule.resample(table, own, effort)
        {
            estimates.push(replicates.estimate);
            pooled.extend(replicates.estimates);
        }
    }
    estimates.sort_by(f64::total_cmp);
    pooled.sort_by(f64::total_cmp);
    let at = |p: f64| crate::interval::quantile(&pooled, p);
    let together = match (crate::interval::quantile(&estimates, 0.5), at(0.025), at(0.975)) {
        (Some(value), Some(low), Some(high)) => Some(WithInterval { value, low, high }),
        _ => None,
    };
    LinkageDraws { draws: rows, together }
}
