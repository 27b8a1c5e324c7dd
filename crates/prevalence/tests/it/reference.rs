//! Every deterministic reference result: a test for each method, which names what differs.

use std::collections::BTreeMap;

use manumit_prevalence::{
    fit::{Criterion, fit},
    historical::procedure_of_2014,
    model::{Model, members},
    parallel::Effort,
    profile::ProfileLimits,
    reference_models::{ReferenceModel, reference_estimate},
    search::{ModelSpace, Ranking, Scored},
    stepwise::Stepwise,
    table::CaptureTable,
};

use crate::data::{self, Comparison, Row};

fn rows(method: &str) -> Vec<Row> {
    let rows: Vec<Row> = data::reference().into_iter().filter(|row| row.method == method).collect();
    assert!(!rows.is_empty(), "no row of {method}");
    rows
}

#[test]
fn stepwise() {
    let mut comparison = Comparison::default();
    for row in rows("MultipleSystemsEstimation-1.2.0 stepwise") {
        let threshold = row.parameter("pthresh").unwrap().parse().unwrap();
        let (fit, _) = Stepwise { threshold, order: 2 }.select(&data::table(&row.dataset)).unwrap();
        match row.quantity.as_str() {
            "estimate" => comparison.number(&row, fit.population, 1e-7),
            "model" => comparison.text(&row, &fit.model),
            "aic" => comparison.number(&row, fit.aic, 1e-7),
            "bic" => comparison.number(&row, fit.bic_cases, 1e-7),
            "n_neginf" => comparison.absolute(&row, fit.minus_infinity.len() as f64, 0.0),
            "deviance" => comparison.number(&row, fit.deviance, 1e-7),
            other => comparison.miss(&row, &format!("unknown quantity {other}")),
        }
    }
    comparison.finish(534);
}

#[test]
fn stepwise_of_higher_order() {
    let mut comparison = Comparison::default();
    let (fit, _) = Stepwise { threshold: 0.02, order: 4 }.select(&data::table("Kosovo")).unwrap();
    for row in rows("stepwise higher order") {
        match row.quantity.as_str() {
            "estimate" => comparison.number(&row, fit.population, 1e-6),
            _ => comparison.text(&row, &fit.model),
        }
    }
    comparison.finish(2);
}

fn search(table: &CaptureTable, order: usize) -> Vec<Scored> {
    ModelSpace::new(table.width(), order).unwrap().fit_all(table, &Effort::available())
}

#[test]
fn every_model_by_bic() {
    let mut comparison = Comparison::default();
    let mut known: BTreeMap<(String, usize), Ranking> = BTreeMap::new();
    for row in rows("MultipleSystemsEstimation-1.2.0 bic") {
        let order: usize = row.parameter("maxorder").unwrap().parse().unwrap();
        let table = data::table(&row.dataset);
        let ranking = known
            .entry((row.dataset.clone(), order))
            .or_insert_with(|| Ranking::new(&table, &search(&table, order), Criterion::BicCases));
        let (value, best) = ranking.models[0];
        match row.quantity.as_str() {
            "n_models_candidate" => comparison.absolute(&row, ranking.candidates as f64, 0.0),
            "n_models_admissible" => comparison.absolute(&row, ranking.models.len() as f64, 0.0),
            "best_model" => comparison.text(&row, &best.model(table.width()).to_string()),
            "estimate" => comparison.number(&row, table.cases() as f64 + best.hidden, 1e-7),
            "bic" => comparison.number(&row, value, 1e-7),
            other => comparison.miss(&row, &format!("unknown quantity {other}")),
        }
    }
    comparison.finish(80);
}

#[test]
fn the_best_hundred_models_by_bic() {
    let mut differing = Vec::new();
    let files = [
        ("Artificial_3", 2),
        ("Korea", 2),
        ("Kosovo", 2),
        ("Kosovo", 3),
        ("Ned_5", 2),
        ("NewOrl_5_186", 2),
        ("NewOrl_5_186", 3),
        ("NewOrl_5_186", 4),
        ("NewOrl_5", 2),
        ("NewOrl_5", 3),
        ("NewOrl_5", 4),
        ("UKdat_4", 2),
        ("UKdat_4", 3),
        ("UKdat_5", 2),
        ("UKdat_5", 3),
        ("UKdat_5", 4),
    ];
    for (dataset, order) in files {
        let table = data::table(dataset);
        let ranking = Ranking::new(&table, &search(&table, order), Criterion::BicCases);
        let (_, rows) = data::records(&format!("bic_rankings/{dataset}_maxorder{order}.csv"));
        for (place, row) in rows.iter().enumerate() {
            let (population, bic): (f64, f64) = (row[2].parse().unwrap(), row[3].parse().unwrap());
            let direct = fit(&table, &Model::parse(&row[1], table.width()).unwrap()).unwrap();
            let same = |found: f64, expected: f64| (found / expected - 1.0).abs() < 1e-7;
            if !same(direct.population, population)
                || !same(direct.bic_cases, bic)
                || !same(ranking.models[place].0, bic)
            {
                differing.push(format!(
                    "{dataset} order {order} rank {}: {} {} {}, reference {population} {bic}",
                    row[0], direct.population, direct.bic_cases, ranking.models[place].0
                ));
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn existence_codes_by_name() {
    let mut comparison = Comparison::default();
    let table = data::table("Artificial_3");
    for row in rows("SparseMSE-2.0.1 checkident") {
        let pairs = row.parameter("pairs").unwrap();
        let text = if pairs == "none" { "[1,2,3]".to_owned() } else { format!("[{}]", pairs.replace(' ', ",")) };
        let model = Model::parse(&text, 3).unwrap();
        let code = manumit_prevalence::existence::existence(&table, &model).code();
        comparison.absolute(&row, f64::from(code), 0.0);
    }
    for row in rows("MultipleSystemsEstimation-1.2.0 check_extended_MLE") {
        let table = data::table(&row.dataset);
        let order = row.parameters.rsplit('=').next().unwrap().parse().unwrap();
        let ranking = Ranking::new(&table, &search(&table, order), Criterion::Aic);
        let code: usize = row.quantity.trim_start_matches("n_code_").parse().unwrap();
        comparison.absolute(&row, ranking.codes[code] as f64, 0.0);
    }
    for row in rows("SparseMSE-2.0.1 count_triples") {
        let found = data::table(&row.dataset).diagnostics().overlapping_triples;
        comparison.absolute(&row, found as f64, 0.0);
    }
    for row in rows("SparseMSE-2.0.1 checkallmodels") {
        let table = data::table(&row.dataset);
        let ranking = Ranking::new(&table, &search(&table, 2), Criterion::Aic);
        comparison.absolute(&row, (ranking.codes[1] + ranking.codes[3]) as f64, 0.0);
    }
    comparison.finish(46);
}

#[test]
fn the_best_five_of_another_package() {
    let mut comparison = Comparison::default();
    let table = data::table("UKdat_5");
    let ranking = Ranking::new(&table, &search(&table, 2), Criterion::BicCases);
    for row in rows("Rcapture-1.4.4 closedpMS.t") {
        let (rank, quantity) = row.quantity.split_once('_').unwrap();
        let rank: usize = rank.trim_start_matches("rank").parse().unwrap();
        let fit = fit(&table, &ranking.models[rank - 1].1.model(5)).unwrap();
        match quantity {
            "model" => comparison.text(&row, &fit.model),
            "abundance" => comparison.number(&row, fit.population, 1e-6),
            "stderr" => comparison.number(&row, fit.standard_error, 1e-6),
            "AIC" => comparison.number(&row, fit.aic, 1e-6),
            "BIC" => comparison.number(&row, fit.bic_cases, 1e-6),
            other => comparison.miss(&row, &format!("unknown quantity {other}")),
        }
    }
    comparison.finish(25);
}

#[test]
fn internal_consistency() {
    let mut comparison = Comparison::default();
    for row in data::reference().into_iter().filter(|row| row.method.starts_with("internal-consistency")) {
        let table = data::table(&row.dataset);
        let list = table.find_list(row.parameter("reference_list").unwrap()).unwrap();
        let within = table.within(list).unwrap();
        let threshold = if row.method.ends_with("main") { 0.0 } else { 0.02 };
        let estimate = Stepwise { threshold, order: 2 }.select(&within);
        match (row.quantity.as_str(), row.value.as_str()) {
            ("true_count", _) => comparison.absolute(&row, table.margin(1 << list) as f64, 0.0),
            ("n_observed_on_other_lists", _) => comparison.absolute(&row, within.cases() as f64, 0.0),
            ("estimate", "REFUSE") => {
                comparison.compared += 1;
                assert!(estimate.is_err(), "{row:?}");
            }
            _ => comparison.number(&row, estimate.unwrap().0.population, 1e-7),
        }
    }
    comparison.finish(71);
}

#[test]
fn pairs_of_lists() {
    let (_, rows) = data::records("pairwise.csv");
    for row in &rows {
        let table = data::table(&row[0]);
        let pair = (1 << table.find_list(&row[1]).unwrap()) | (1 << table.find_list(&row[2]).unwrap());
        let overlap = table.diagnostics().overlaps.into_iter().find(|overlap| overlap.pair == pair).unwrap();
        assert_eq!(overlap.both.to_string(), row[5]);
        let same = |found: f64, text: &str| (found - text.parse::<f64>().unwrap()).abs() <= 1e-9 * found.abs();
        match overlap.lincoln_petersen {
            Some(found) => assert!(same(found, &row[6]), "{row:?}"),
            None => assert_eq!(row[6], ""),
        }
        assert!(same(overlap.chapman, &row[7]) && same(overlap.chapman_variance, &row[8]), "{row:?} {overlap:?}");
    }
    assert!(rows.len() > 100);
}

#[test]
fn the_procedure_of_2014() {
    let mut comparison = Comparison::default();
    for row in rows("modslavmse-2.0 AIC-stepwise (Rcapture closedpCI.t)") {
        let table = data::table(&row.dataset);
        let threshold = row.parameter("pthresh").unwrap().parse().unwrap_or(0.0);
        let found = procedure_of_2014(&table, threshold).unwrap();
        let limits = |share: f64| *found.profile.limits.iter().find(|limits| limits.share == share).unwrap();
        let mut high = |limits: ProfileLimits| match (limits.high, row.value.as_str()) {
            (None, "none") => comparison.compared += 1,
            (Some(found), _) => comparison.number(&row, found, 1e-5),
            (None, _) => comparison.miss(&row, "open-ended"),
        };
        match row.quantity.as_str() {
            "2.5%" => comparison.number(&row, limits(0.95).low, 1e-5),
            "10%" => comparison.number(&row, limits(0.8).low, 1e-5),
            "90%" => high(limits(0.8)),
            "97.5%" => high(limits(0.95)),
            "point_estimate" => comparison.number(&row, found.profile.population, 1e-5),
            "aic" => comparison.number(&row, found.profile.aic, 1e-7),
            _ => {
                let name = |term: &u16| match members(*term)[..] {
                    [] => "Intercept".to_owned(),
                    [list] => format!("beta{list}"),
                    [a, b] => format!("lambda{a}_{b}"),
                    _ => String::new(),
                };
                let names: Vec<String> = found.model.terms().iter().map(name).collect();
                comparison.text(&row, &names.join(" "));
            }
        }
    }
    comparison.finish(189);
}

#[test]
fn lower_bounds_and_independence() {
    let mut comparison = Comparison::default();
    for row in rows("Rcapture-1.4.4 closedp.t") {
        let model = match row.parameter("model").unwrap() {
            "M0" => ReferenceModel::Equal,
            "Mt" => ReferenceModel::Independence,
            "Mh Chao (LB)" => ReferenceModel::LowerBound,
            _ => ReferenceModel::LowerBoundByList,
        };
        let found = reference_estimate(&data::table(&row.dataset), model).unwrap();
        let value = if row.quantity == "abundance" { found.population } else { found.standard_error };
        comparison.number(&row, value, 1e-6);
    }
    comparison.finish(48);
}
