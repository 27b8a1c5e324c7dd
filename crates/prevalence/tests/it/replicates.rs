//! Stored bootstrap tables, fed in one by one: estimates, and the intervals drawn from them.

use manumit_prevalence::{
    fit::Criterion,
    interval::{Replicates, Ties},
    model::Model,
    search::{RankBootstrap, best_of},
    solver::Solver,
    stepwise::Stepwise,
    table::CaptureTable,
};

use crate::data::{self, Comparison, Row};

/// Stored replicate tables in the columns' order of histories, with the stored estimates.
fn stored(file: &str, lists: usize) -> Vec<(Vec<u64>, Option<f64>)> {
    let (headings, rows) = data::records(file);
    let histories: Vec<usize> = headings[1..headings.len() - 1].iter().map(|name| history(&name[1..], lists)).collect();
    let read = |row: &Vec<String>| {
        let mut counts = vec![0; 1 << lists];
        for (history, cell) in histories.iter().zip(&row[1..]) {
            counts[*history] = cell.parse().unwrap();
        }
        (counts, row.last().unwrap().parse().ok())
    };
    rows.iter().map(read).collect()
}

fn history(marks: &str, lists: usize) -> usize {
    assert_eq!(marks.len(), lists);
    marks.chars().enumerate().filter(|(_, mark)| *mark == '1').map(|(list, _)| 1 << list).sum()
}

fn estimate(table: &CaptureTable, counts: Vec<u64>) -> Option<f64> {
    let table = CaptureTable::new(table.lists().to_vec(), counts).unwrap();
    Stepwise::default().select(&table).ok().map(|(fit, _)| fit.population)
}

fn stepwise_replicates(dataset: &str) -> (Replicates, Vec<String>) {
    let table = data::table(dataset);
    let mut wrong = Vec::new();
    let mut compare = |what: String, found: Option<f64>, expected: Option<f64>| match (found, expected) {
        (Some(found), Some(expected)) if (found / expected - 1.0).abs() < 1e-7 => {}
        (None, None) => {}
        _ => wrong.push(format!("{dataset} · stepwise p=0.02 · {what}: {found:?}, reference {expected:?}")),
    };
    let mut estimates = Vec::new();
    let replicates = stored(&format!("replicates/{dataset}_stepwise_p0.02.csv"), table.width());
    let failed = replicates.iter().filter(|(_, estimate)| estimate.is_none()).count();
    for (place, (counts, expected)) in replicates.into_iter().enumerate() {
        compare(format!("replicate {}", place + 1), estimate(&table, counts), expected);
        estimates.extend(expected);
    }
    let (_, rows) = data::records(&format!("replicates/{dataset}_stepwise_p0.02_jackknife.csv"));
    let mut jackknife = Vec::new();
    for row in rows {
        let mut counts = table.counts().to_vec();
        counts[history(&row[0], table.width())] -= 1;
        let found = estimate(&table, counts);
        compare(format!("jackknife {}", row[0]), found, row[2].parse().ok());
        jackknife.push((row[1].parse().unwrap(), found));
    }
    let original = estimate(&table, table.counts().to_vec()).unwrap();
    (Replicates { estimate: original, estimates, failed, jackknife }, wrong)
}

/// How the ties fell in the published run. Its limits hang on the last bits of tied replicates (on one of these tables
/// there are seven), so a split of the ties that gives all its limits is looked for;
/// without ties there is only one.
fn published_ties(replicates: &Replicates, rows: &[&Row]) -> Ties {
    let rows: Vec<&&Row> = rows.iter().filter(|row| row.quantity.starts_with("BCa_")).collect();
    let fits = |ties: Ties| {
        rows.iter().all(|row| {
            let level = row.quantity.trim_start_matches("BCa_").parse().unwrap();
            let found = replicates.bca_limit(level, ties).unwrap();
            (found / row.number() - 1.0).abs() < 1e-6
        })
    };
    let splits = (0..=replicates.ties()).map(|below| Ties::Counted(below as f64));
    splits.rev().find(|ties| fits(*ties)).unwrap_or(Ties::Half)
}

#[test]
fn stepwise_replicates_and_their_intervals() {
    let mut comparison = Comparison::default();
    for dataset in ["Korea", "Kosovo", "Ned_5", "NewOrl_5", "UKdat", "UKdat_4", "UKdat_5"] {
        let (replicates, wrong) = stepwise_replicates(dataset);
        comparison.compared += replicates.estimates.len() + replicates.jackknife.len();
        comparison.differing.extend(wrong);
        let mut sorted = replicates.estimates.clone();
        sorted.sort_by(f64::total_cmp);
        let rows = data::reference();
        let rows: Vec<&Row> =
            rows.iter().filter(|r| r.dataset == dataset && r.method.ends_with("1.2.0 stepwise BCa")).collect();
        let ties = published_ties(&replicates, &rows);
        for row in rows {
            match row.quantity.as_str() {
                "estimate" => comparison.number(row, replicates.estimate, 1e-7),
                "ahat" => comparison.number(row, replicates.acceleration(), 1e-6),
                "z0" => comparison.absolute(row, replicates.bias_correction(ties), 1e-6),
                "boot_sd_log" => comparison.number(row, replicates.log_deviation(), 1e-6),
                "model" => {}
                quantity => {
                    if let Some(level) = quantity.strip_prefix("BCa_") {
                        let limit = replicates.bca_limit(level.parse().unwrap(), ties).unwrap();
                        comparison.number(row, limit, 1e-6);
                    } else if let Some(level) = quantity.strip_prefix("percentile_") {
                        let level: f64 = level.trim_end_matches('%').parse().unwrap();
                        let quantile = manumit_prevalence::interval::quantile(&sorted, level / 100.0).unwrap();
                        comparison.number(row, quantile, 1e-6);
                    } else {
                        comparison.miss(row, "unknown quantity");
                    }
                }
            }
        }
    }
    comparison.finish(7_000 + 126);
}

#[test]
fn bic_replicates_and_their_intervals() {
    let mut comparison = Comparison::default();
    for (dataset, order, top) in [("Korea", 2, 6), ("Kosovo", 3, 20), ("UKdat_5", 2, 20)] {
        let table = data::table(dataset);
        let lists = table.width();
        let (_, models) = data::records(&format!("replicates/{dataset}_bic_o{order}_top{top}_models.csv"));
        let models: Vec<Model> = models.iter().map(|row| Model::parse(&row[1], lists).unwrap()).collect();
        let mut solver = Solver::new(lists);
        let mut run = |counts: &[u64]| best_of(&mut solver, counts, &models, Criterion::BicCases);
        let estimate = run(table.counts()).last().copied().flatten().unwrap().1;
        let mut replicates = Vec::new();
        for (place, (counts, expected)) in
            stored(&format!("replicates/{dataset}_bic_o{order}_top{top}.csv"), lists).into_iter().enumerate()
        {
            let row = run(&counts);
            let found = row.last().copied().flatten().map(|(_, value)| value);
            comparison.compared += 1;
            if found.zip(expected).is_none_or(|(found, expected)| (found / expected - 1.0).abs() > 1e-7) {
                let place = place + 1;
                comparison.differing.push(format!("{dataset} · BIC · replicate {place}: {found:?}, not {expected:?}"));
            }
            replicates.push(row);
        }
        let jackknife = table.histories().map(|(history, count)| {
            let mut counts = table.counts().to_vec();
            counts[usize::from(history)] -= 1;
            (count as f64, run(&counts))
        });
        let bootstrap = RankBootstrap { estimate, replicates, jackknife: jackknife.collect() };
        let rows = data::reference();
        for row in rows.iter().filter(|r| r.dataset == dataset && r.method.ends_with("1.2.0 bic BCa")) {
            let Some(top) = row.parameter("ntop") else { continue };
            let replicates = bootstrap.at(top.parse().unwrap());
            let same: Vec<&Row> =
                rows.iter().filter(|other| other.dataset == dataset && other.parameters == row.parameters).collect();
            let ties = published_ties(&replicates, &same);
            match row.quantity.as_str() {
                "ahat" => comparison.number(row, replicates.acceleration(), 1e-6),
                "usable_reps" => comparison.absolute(row, replicates.estimates.len() as f64, 0.0),
                quantity => {
                    let level = quantity.trim_start_matches("BCa_").parse().unwrap();
                    comparison.number(row, replicates.bca_limit(level, ties).unwrap(), 1e-6);
                }
            }
        }
    }
    comparison.finish(1_700 + 80);
}
