//! Bayesian methods: graph averaging exactly, samplers within their Monte Carlo error.

use manumit_prevalence::{
    graphs::{GraphAverage, GraphSettings, PopulationPrior, average},
    latent::{LatentSettings, latent_classes},
    parallel::Effort,
    threshold::{InteractionPrior, ThresholdSettings, threshold},
};

use crate::data::{self, Comparison, Row};

fn settings(row: &Row) -> GraphSettings {
    let delta = match row.parameter("delta").unwrap() {
        "2^-3" => 0.125,
        "2^-4" => 0.0625,
        "2^-5" => 0.03125,
        other => other.parse().unwrap(),
    };
    let range = row.parameter("Nmissing").unwrap();
    let (range, step) = range.split_once(" step ").unwrap_or((range, "1"));
    let (from, to) = range.split_once("..").unwrap();
    let prior = match row.parameter("logprior").unwrap() {
        "-log(N)" => PopulationPrior::Reciprocal,
        _ => PopulationPrior::PoissonGamma { shape: 13.14, scale: 55.17 },
    };
    GraphSettings { delta, from: from.parse().unwrap(), to: to.parse().unwrap(), step: step.parse().unwrap(), prior }
}

#[test]
fn graph_averaging() {
    let mut comparison = Comparison::default();
    let mut last: Option<(String, GraphSettings, GraphAverage)> = None;
    for row in data::reference().into_iter().filter(|row| row.method == "dga-2.0.2 bma.cr") {
        let asked = settings(&row);
        if last.as_ref().is_none_or(|(dataset, settings, _)| *dataset != row.dataset || *settings != asked) {
            let found = average(&data::table(&row.dataset), &asked, &Effort::available()).unwrap();
            last = Some((row.dataset.clone(), asked, found));
        }
        let (_, _, found) = last.as_ref().unwrap();
        let independence = found.graphs.iter().find(|graph| graph.cliques.split(',').all(|c| c.len() == 1)).unwrap();
        let step = asked.step as f64;
        match row.quantity.as_str() {
            "posterior_mean" => comparison.number(&row, found.mean, 1e-8),
            "posterior_mode" => comparison.absolute(&row, found.mode, step),
            "mass_at_top_of_grid" => comparison.number(&row, found.mass_at_top, 1e-5),
            "independence_graph_prob" => comparison.number(&row, independence.probability, 1e-7),
            "independence_graph_mean" => comparison.number(&row, independence.mean, 1e-8),
            quantity => {
                if let Some(rank) = quantity.strip_prefix("graph_rank") {
                    comparison.text(&row, &found.graphs[rank.parse::<usize>().unwrap() - 1].cliques);
                } else if let Some(rank) = quantity.strip_prefix("graph_prob_rank") {
                    comparison.number(&row, found.graphs[rank.parse::<usize>().unwrap() - 1].probability, 1e-7);
                } else {
                    let level = quantity.trim_start_matches("posterior_q").parse().unwrap();
                    comparison.absolute(&row, found.quantile(level), step);
                }
            }
        }
    }
    comparison.finish(112);
}

#[test]
fn two_humps_are_shown() {
    let found = |dataset| {
        let table = data::table(dataset);
        average(&table, &GraphSettings::usual(&table), &Effort::available()).unwrap().humps.len()
    };
    assert!(found("UKdat_5") >= 2);
    assert_eq!(found("NewOrl_5"), 1);
}

/// The value of another quantity of the same run.
fn beside(row: &Row, quantity: &str) -> String {
    let same = |other: &Row| (&other.dataset, &other.parameters) == (&row.dataset, &row.parameters);
    let rows = data::reference();
    let beside = rows.iter().find(|other| same(other) && other.method == row.method && other.quantity == quantity);
    beside.map(|other| other.value.clone()).unwrap()
}

/// The smallest effective size told for a data set: that of the first stage is not told.
fn size_of(row: &Row) -> f64 {
    let same = |other: &Row| other.dataset == row.dataset && other.method == row.method && other.quantity == "ess";
    data::reference().iter().filter(|other| same(other)).map(Row::number).fold(f64::INFINITY, f64::min)
}

/// Whether a statistic of the reference run is within 0.2 of the threshold, so that chance decides what is kept.
fn close(row: &Row, threshold: f64) -> bool {
    let statistics = beside(row, "threshold_statistics");
    let values = statistics.split(' ').map(|part| part.split_once('=').unwrap().1.parse::<f64>().unwrap());
    values.into_iter().any(|value| (value - threshold).abs() < 0.2)
}

#[test]
fn bayesian_thresholding() {
    let mut comparison = Comparison::default();
    let mut last = None;
    for row in data::reference() {
        if row.method != "MultipleSystemsEstimation-1.2.0 bayesthresh" {
            continue;
        }
        let prior = match row.parameter("prior").unwrap() {
            "proper" => InteractionPrior::Normal(1.0),
            _ => InteractionPrior::Flat,
        };
        let settings = ThresholdSettings {
            prior,
            threshold: row.parameter("threshold").unwrap().parse().unwrap(),
            order: row.parameter("maxorder").unwrap().parse().unwrap(),
            ..ThresholdSettings::default()
        };
        let key = (row.dataset.clone(), row.parameters.clone());
        let table = data::table(&row.dataset);
        if last.as_ref().is_none_or(|(known, _)| *known != key) {
            last = Some((key, threshold(&table, &settings, &Effort::available())));
        }
        let (_, found) = last.as_ref().unwrap();
        let names = |terms: &[u16]| terms.iter().map(|term| table.name_term(*term)).collect::<Vec<_>>();
        match (row.quantity.as_str(), found) {
            ("error", Err(_)) => comparison.compared += 1,
            ("error", Ok(_)) => comparison.miss(&row, "a figure"),
            (_, Err(refusal)) => comparison.miss(&row, &refusal.to_string()),
            ("ess", Ok(found)) => {
                comparison.compared += 1;
                let posterior = &found.posterior;
                if !posterior.converged || posterior.effective_size < 2_000.0 {
                    comparison.miss(&row, &format!("{} {}", posterior.r_hat, posterior.effective_size));
                }
            }
            ("minus_inf", Ok(found)) => comparison.text(&row, &names(&found.minus_infinity).join(" ")),
            ("threshold_statistics", Ok(found)) => {
                for part in row.value.split(' ') {
                    let (name, value) = part.split_once('=').unwrap();
                    let of = |(term, _): &&(u16, f64)| table.name_term(*term) == name;
                    let statistic = found.statistics.iter().find(of).map_or(f64::NAN, |(_, value)| *value);
                    comparison.compared += 1;
                    // The reference chain's own Monte Carlo error: its effective size is a few hundred at most.
                    let value: f64 = value.parse().unwrap();
                    let error = ((1.0 + value * value / 2.0) / size_of(&row)).sqrt();
                    if (statistic - value).abs() > 0.25_f64.max(3.5 * error) {
                        comparison.miss(&row, &format!("{name} {statistic}"));
                    }
                }
            }
            ("retained_interactions" | "retained_triples", Ok(found)) => {
                let of = if row.quantity == "retained_triples" { 3 } else { 2 };
                let retained: Vec<u16> = found.retained.iter().copied().filter(|t| t.count_ones() == of).collect();
                let text = if retained.is_empty() { "(none)".to_owned() } else { names(&retained).join(" ") };
                if !close(&row, settings.threshold) {
                    comparison.text(&row, &text);
                }
            }
            (quantity, Ok(found)) => {
                let level = quantity.trim_start_matches("posterior_q").trim_end_matches('%');
                let level = level.parse::<f64>().unwrap() / 100.0;
                let tolerance = if level == 0.5 { 0.03 } else { 0.05 };
                if !close(&row, settings.threshold) {
                    comparison.number(&row, found.posterior.quantile(level).unwrap(), tolerance);
                }
            }
        }
    }
    comparison.finish(300);
}

#[test]
fn latent_classes_agree_or_are_flagged() {
    let mut comparison = Comparison::default();
    let settings = LatentSettings { chains: 6, burn_in: 5_000, sweeps: 20_000, ..LatentSettings::default() };
    for dataset in ["Korea", "Kosovo", "NewOrl_5", "UKdat", "UKdat_4", "UKdat_5", "Ned_5"] {
        let found = latent_classes(&data::table(dataset), &settings, &Effort::available());
        for row in data::reference().into_iter().filter(|r| r.dataset == dataset && r.method.starts_with("LCMCR")) {
            let posterior = &found.as_ref().unwrap().posterior;
            if row.tolerance.starts_with("do not assert") {
                comparison.compared += 1;
                if posterior.converged {
                    comparison.miss(&row, &format!("not flagged: R-hat {}", posterior.r_hat));
                }
            } else if let Some(level) = row.quantity.strip_prefix("posterior_q") {
                let tolerance: f64 = row.tolerance.trim_start_matches("rel ").parse().unwrap();
                let level: f64 = level.parse().unwrap();
                comparison.number(&row, posterior.quantile(level).unwrap(), tolerance);
            }
        }
        println!("{dataset} {:?}", found.unwrap().posterior);
    }
    comparison.finish(100);
}
