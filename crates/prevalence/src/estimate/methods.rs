//! Each method on a table, as a result with its intervals, notes or reason for refusal.

use super::{MethodResult, NamedInterval, Role, Settings};
use crate::{
    fit::fit,
    graphs::{self, GraphSettings, Hump},
    historical::procedure_of_2014,
    interval::{Replicates, Ties},
    latent::{LatentSettings, latent_classes},
    model::Model,
    parallel::Effort,
    profile::profile,
    reference_models::{ReferenceModel, reference_estimate},
    search::{ModelSpace, Ranking, downhill, rank_bootstrap, usual_starts},
    sensitivity::{ModelPicture, picture},
    solver::as_float,
    table::CaptureTable,
    threshold::{ThresholdSettings, threshold},
};

pub(super) const STEPWISE: &str = "Stepwise selection by p-value";
pub(super) const BIC_PAIRS: &str = "Best of all models with pairs";
pub(super) const BIC_HIGHER: &str = "Best of all models with larger terms";
pub(super) const DOWNHILL: &str = "Downhill search";
pub(super) const THRESHOLD: &str = "Bayesian thresholding";
pub(super) const GRAPHS: &str = "Average over decomposable graphs";
pub(super) const LATENT: &str = "Latent classes";

pub(super) fn refused(key: &'static str, name: &'static str, why: impl ToString) -> MethodResult {
    MethodResult {
        key,
        name,
        role: Role::Estimate,
        model: None,
        population: None,
        intervals: Vec::new(),
        notes: Vec::new(),
        refused: Some(why.to_string()),
    }
}

/// Percentile first, bias-corrected accelerated second: see the coverage study in the method notes.
pub(super) fn bootstrap_intervals(replicates: &Replicates) -> Vec<NamedInterval> {
    let Some(intervals) = replicates.intervals(Ties::Half) else { return Vec::new() };
    let shown = [("percentile", intervals.percentile(0.95)), ("BCa", intervals.bca(0.95))];
    let named = |(name, limits): (&str, Option<(crate::interval::Limit, crate::interval::Limit)>)| {
        let (low, high) = limits?;
        let mut caveats = Vec::new();
        if name == "BCa" {
            caveats.push(format!(
                "adjusted percentiles {:.2}% and {:.2}% (z0 {:.3}, a {:.4})",
                100.0 * low.percentile,
                100.0 * high.percentile,
                intervals.bias_correction,
                intervals.acceleration
            ));
        }
        for (limit, which) in [(low, "lower"), (high, "upper")] {
            if limit.beyond_replicates {
                caveats.push(format!(
                    "the {which} limit is only the most extreme replicate: more replicates would move it"
                ));
            }
        }
        Some(NamedInterval { name: name.to_owned(), low: low.value, high: Some(high.value), caveats })
    };
    shown.into_iter().filter_map(named).collect()
}

pub(super) fn failures(replicates: &Replicates) -> Option<String> {
    (replicates.failed > 0).then(|| {
        let all = replicates.failed + replicates.estimates.len();
        format!("{} of {all} replicates gave no estimate and are left out", replicates.failed)
    })
}

pub(super) fn given_the_model(table: &CaptureTable, model: &Model) -> Vec<NamedInterval> {
    let mut intervals = Vec::new();
    let caveats = vec!["conditional on the model, so too narrow".to_owned()];
    if let Ok(found) = profile(table, model, &[0.95])
        && let Some(limits) = found.limits.first()
    {
        let (low, high) = (limits.low, limits.high);
        intervals.push(NamedInterval { name: "profile likelihood".to_owned(), low, high, caveats: caveats.clone() });
    }
    if let Ok(fitted) = fit(table, model) {
        let (low, high) = fitted.wald(0.95);
        intervals.push(NamedInterval { name: "Wald".to_owned(), low, high: Some(high), caveats });
    }
    intervals
}

pub(super) fn stepwise(
    table: &CaptureTable,
    settings: &Settings,
    effort: &Effort,
) -> (MethodResult, Option<Replicates>) {
    let rule = settings.stepwise;
    let (fitted, additions) = match rule.select(table) {
        Ok(found) => found,
        Err(why) => return (refused("stepwise", STEPWISE, why), None),
    };
    let Some(replicates) = rule.resample(table, settings.resampling, effort) else {
        return (refused("stepwise", STEPWISE, "no replicate gave an estimate"), None);
    };
    let mut intervals = bootstrap_intervals(&replicates);
    if let Ok(model) = Model::parse(&fitted.model, table.width()) {
        intervals.extend(given_the_model(table, &model));
    }
    let mut notes = vec![format!("{} terms added below p = {}", additions.len(), rule.threshold)];
    notes.extend(failures(&replicates));
    if !fitted.minus_infinity.is_empty() {
        let empty: Vec<String> = fitted.minus_infinity.iter().map(|term| table.name_term(*term)).collect();
        notes.push(format!("empty overlaps at minus infinity: {}", empty.join(", ")));
    }
    let result = MethodResult {
        key: "stepwise",
        name: STEPWISE,
        role: Role::Estimate,
        model: Some(fitted.model),
        population: (!intervals.is_empty()).then_some(fitted.population),
        intervals,
        notes,
        refused: None,
    };
    (result, Some(replicates))
}

/// The best model of a search by the criterion, and its picture. `None` when there are too many lists to search.
pub(super) fn searched(
    table: &CaptureTable,
    settings: &Settings,
    order: usize,
    effort: &Effort,
) -> Option<(Vec<MethodResult>, ModelPicture)> {
    let (key, name) = if order > 2 { ("bic-higher", BIC_HIGHER) } else { ("bic-pairs", BIC_PAIRS) };
    let space = ModelSpace::new(table.width(), order)?;
    if order > 2 && space.order() <= 2 {
        return None;
    }
    let scored = space.fit_all(table, effort);
    let drawn = picture(table, &scored, settings.criterion, space.order());
    let ranking = Ranking::new(table, &scored, settings.criterion);
    let models = ranking.top(settings.top, table.width());
    let Some(bootstrap) = rank_bootstrap(table, (&models, settings.criterion), settings.resampling, effort) else {
        return Some((vec![refused(key, name, "no model of the search may be used")], drawn));
    };
    let replicates = bootstrap.at(models.len());
    let mut notes = vec![
        format!("by {}; {} of {} models may be used", settings.criterion.name(), drawn.admissible, drawn.candidates),
        format!("the best {} are refitted in each replicate", models.len()),
    ];
    if let Some((gap, people, model)) = drawn.best.get(1) {
        let first = drawn.best.first().map_or(0.0, |(_, people, _)| *people);
        notes.push(format!(
            "the second model {model} is {gap:.2} worse and gives {:+.0}%",
            100.0 * (people / first - 1.0)
        ));
    }
    notes.extend(failures(&replicates));
    let intervals = bootstrap_intervals(&replicates);
    let result = MethodResult {
        key,
        name,
        role: Role::Estimate,
        model: models.first().map(ToString::to_string),
        population: (!intervals.is_empty()).then_some(replicates.estimate),
        intervals,
        notes,
        refused: None,
    };
    Some((vec![result], drawn))
}

pub(super) fn downhill_search(table: &CaptureTable, settings: &Settings) -> MethodResult {
    let found = downhill(table, settings.criterion, settings.order.min(3), &usual_starts(table.width()));
    let Some((model, _, population)) = found else {
        return refused("downhill", DOWNHILL, "no starting model may be used");
    };
    let intervals = given_the_model(table, &model);
    MethodResult {
        key: "downhill",
        name: DOWNHILL,
        role: Role::Estimate,
        model: Some(model.to_string()),
        population: (!intervals.is_empty()).then_some(population),
        intervals,
        notes: vec!["from several starts; too many lists to look at every model".to_owned()],
        refused: None,
    }
}

pub(super) fn thresholded(table: &CaptureTable, settings: &Settings, effort: &Effort) -> MethodResult {
    let asked = ThresholdSettings { seed: settings.resampling.seed, ..ThresholdSettings::default() };
    match threshold(table, &asked, effort) {
        Err(why) => refused("threshold", THRESHOLD, why),
        Ok(found) if !found.posterior.converged => {
            refused("threshold", THRESHOLD, format!("the chains disagree (R-hat {:.3})", found.posterior.r_hat))
        }
        Ok(found) => {
            let kept: Vec<String> = found.retained.iter().map(|term| table.name_term(*term)).collect();
            let at = |p: f64| found.posterior.quantile(p);
            let caveats = vec![format!(
                "R-hat {:.3}, effective size {:.0}",
                found.posterior.r_hat, found.posterior.effective_size
            )];
            let name = "posterior".to_owned();
            let interval = at(0.025).map(|low| NamedInterval { name, low, high: at(0.975), caveats });
            MethodResult {
                key: "threshold",
                name: THRESHOLD,
                role: Role::Estimate,
                model: None,
                population: at(0.5),
                intervals: interval.into_iter().collect(),
                notes: vec![
                    format!("kept {}", if kept.is_empty() { "no pair".to_owned() } else { kept.join(", ") }),
                    "given the pairs kept, so too narrow: in simulations it held the truth in 54% to 95% of tables"
                        .to_owned(),
                ],
                refused: None,
            }
        }
    }
}

pub(super) fn averaged(table: &CaptureTable, effort: &Effort) -> (MethodResult, Vec<Hump>) {
    let settings = GraphSettings::usual(table);
    let Some(found) = graphs::average(table, &settings, effort) else {
        return (refused("graphs", GRAPHS, "there are more than six lists"), Vec::new());
    };
    let mut notes = Vec::new();
    if found.humps.len() > 1 {
        let told: Vec<String> = found
            .humps
            .iter()
            .map(|h| format!("{} ({:.0}% of the posterior)", crate::report::people(h.mode), 100.0 * h.mass))
            .collect();
        notes.push(format!("{} humps, so no one figure tells it: near {}", told.len(), told.join(" and ")));
    }
    if found.mass_at_top > 1e-4 {
        notes.push("the posterior reaches the end of the grid".to_owned());
    }
    if let Some(best) = found.graphs.first() {
        notes.push(format!("the most probable graph [{}] has {:.0}%", best.cliques, 100.0 * best.probability));
    }
    let interval = NamedInterval {
        name: "posterior".to_owned(),
        low: found.quantile(0.025),
        high: Some(found.quantile(0.975)),
        caveats: Vec::new(),
    };
    let result = MethodResult {
        key: "graphs",
        name: GRAPHS,
        role: Role::Estimate,
        model: None,
        population: Some(found.quantile(0.5)),
        intervals: vec![interval],
        notes,
        refused: None,
    };
    (result, if found.humps.len() > 1 { found.humps } else { Vec::new() })
}

pub(super) fn latent(table: &CaptureTable, settings: &Settings, effort: &Effort) -> MethodResult {
    let asked = LatentSettings { seed: settings.resampling.seed, ..LatentSettings::default() };
    let Some(found) = latent_classes(table, &asked, effort) else {
        return refused("latent", LATENT, "every chain ran off: the table sets no upper bound under this model");
    };
    let posterior = found.posterior;
    let least = posterior.chain_medians.iter().copied().fold(f64::INFINITY, f64::min);
    let most = posterior.chain_medians.iter().copied().fold(0.0, f64::max);
    let told = format!(
        "{} chains, R-hat {:.3}, effective size {:.0}, medians from {} to {}",
        posterior.chain_medians.len(),
        posterior.r_hat,
        posterior.effective_size,
        crate::report::people(least),
        crate::report::people(most)
    );
    if !posterior.converged {
        return refused("latent", LATENT, format!("not converged, so not quoted: {told}"));
    }
    let name = "posterior".to_owned();
    let interval = posterior.quantile(0.025).map(|low| NamedInterval {
        name,
        low,
        high: posterior.quantile(0.975),
        caveats: Vec::new(),
    });
    MethodResult {
        key: "latent",
        name: LATENT,
        role: Role::Estimate,
        model: None,
        population: posterior.quantile(0.5),
        intervals: interval.into_iter().collect(),
        notes: vec![told],
        refused: None,
    }
}

pub(super) fn fixed(table: &CaptureTable, model: &Model) -> MethodResult {
    match fit(table, model) {
        Err(why) => refused("fixed", "The model asked for", why),
        Ok(fitted) => MethodResult {
            key: "fixed",
            name: "The model asked for",
            role: Role::Reference,
            model: Some(fitted.model),
            population: Some(fitted.population),
            intervals: given_the_model(table, model),
            notes: vec!["chosen by hand".to_owned()],
            refused: None,
        },
    }
}

pub(super) fn references(table: &CaptureTable) -> Vec<MethodResult> {
    let one = |key, name, model, note: &str| {
        let Some(found) = reference_estimate(table, model) else {
            return MethodResult { role: Role::Reference, ..refused(key, name, "it does not exist on this table") };
        };
        let cases = as_float(table.cases());
        let hidden = found.population - cases;
        let spread = (1.96 * (found.standard_error.powi(2) - hidden).max(0.0).sqrt() / hidden).exp();
        let interval = NamedInterval {
            name: "Wald".to_owned(),
            low: cases + hidden / spread,
            high: Some(cases + hidden * spread),
            caveats: Vec::new(),
        };
        MethodResult {
            key,
            name,
            role: Role::Reference,
            model: None,
            population: Some(found.population),
            intervals: vec![interval],
            notes: vec![note.to_owned()],
            refused: None,
        }
    };
    vec![
        one("independence", "All lists independent", ReferenceModel::Independence, "true of no real lists"),
        one(
            "lower-bound",
            "Chao's lower bound",
            ReferenceModel::LowerBoundByList,
            "a lower bound when people differ in how visible they are and lists are otherwise independent",
        ),
    ]
}

pub(super) fn historical(table: &CaptureTable) -> MethodResult {
    const NAME: &str = "The procedure of 2014 (historical)";
    match procedure_of_2014(table, 0.05) {
        Err(why) => MethodResult { role: Role::Historical, ..refused("historical-2014", NAME, why) },
        Ok(found) => {
            let limits = found.profile.limits.iter().find(|limits| limits.share > 0.9);
            let caveats = vec!["conditional on the model, so too narrow".to_owned()];
            let name = "profile likelihood".to_owned();
            let interval = limits.map(|l| NamedInterval { name, low: l.low, high: l.high, caveats });
            let mut notes = vec!["only to reproduce what was published; do not use it for a new figure".to_owned()];
            notes.extend(found.ended_by_empty_overlap.map(|pair| {
                format!("its known defect struck: selection ended at the empty overlap {}", table.name_term(pair))
            }));
            MethodResult {
                key: "historical-2014",
                name: NAME,
                role: Role::Historical,
                model: Some(found.model.to_string()),
                population: interval.as_ref().map(|_| found.profile.population),
                intervals: interval.into_iter().collect(),
                notes,
                refused: None,
            }
        }
    }
}
