//! Scores the engine on labelled sets in a folder that is named, beside what is asked of it:
//! `cargo run --release --example quality -- FOLDER [SET]`. Sets that are not in the folder are left out.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "a measurement stops where it cannot go on"
)]

mod names;
mod sets;

use std::{collections::HashMap, path::Path, time::Instant};

use manumit_linkage::{
    evaluate::{Truth, at, best, clusters, sweep},
    link::{Linked, link},
    read,
    records::Records,
    settings::Settings,
};
use sets::{SETS, Set};

fn main() {
    let folder = std::env::args().nth(1).expect("name the folder of labelled sets");
    let only = std::env::args().nth(2).unwrap_or_default();
    println!(
        "| set | compared | found by blocking | pair P, R | pair F1 at 0.5 | best F1 | settled P, R | settled F1 | \
         cluster F1 | one to one | estimated by true | s | |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for set in SETS.iter().filter(|set| set.name.contains(&only)) {
        measure(set, &folder);
    }
    if only.is_empty() {
        println!("\n| names | pairs | the same | best F1 | asked |\n| --- | --- | --- | --- | --- |");
        names::table(&folder);
    }
}

fn measure(set: &Set, folder: &str) {
    let paths: Vec<String> = set.files.iter().map(|file| format!("{folder}/{file}.csv")).collect();
    if let Some(missing) = paths.iter().find(|path| !Path::new(path).exists()) {
        println!("| {} | {missing} is not there |", set.name);
        return;
    }
    let settings = format!("{}/examples/settings/{}.toml", env!("CARGO_MANIFEST_DIR"), set.settings);
    let settings = Settings::parse(&std::fs::read_to_string(settings).unwrap()).unwrap();
    let start = Instant::now();
    let records = read::files(&settings, &paths, &|_| {}).unwrap();
    records.check().unwrap();
    let linked = link(&settings, &records, None, &Default::default(), &|_| {}).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    let people = if set.label.is_empty() { linked_people(folder) } else { people(&settings, &paths, set.label) };
    let names: Vec<String> = (0..records.len() as u32)
        .map(|record| people.get(records.identifier(record)).cloned().unwrap_or_else(|| format!("alone {record}")))
        .collect();
    let truth = Truth::new(&records, names.iter().map(|name| Some(name.as_str())));
    report(set, &truth, &records, &linked, (one_to_one(set, &settings, &records, &truth), seconds));
}

/// The F1 of clusters when no list has a person twice, for sets where that is asked.
fn one_to_one(set: &Set, settings: &Settings, records: &Records, truth: &Truth) -> Option<f64> {
    set.one_to_one?;
    let mut settings = settings.clone();
    settings.clusters.sources_without_duplicates = records.sources().to_vec();
    let linked = link(&settings, records, None, &Default::default(), &|_| {}).unwrap();
    Some(clusters(truth, records, &linked.labels).f1())
}

fn report(set: &Set, truth: &Truth, records: &Records, linked: &Linked, (one_to_one, seconds): (Option<f64>, f64)) {
    let alone = at(truth, &linked.edges, 0.5);
    let most = best(&sweep(truth, &linked.edges)).f1();
    let settled = at(truth, &linked.settled, 0.5);
    let grouped = clusters(truth, records, &linked.labels).f1();
    let mut found = 0_u64;
    let same = |pair: &&manumit_linkage::scan::Pair| truth.same(pair.a, pair.b) == Some(true);
    linked.scan.each(|pairs| found += pairs.iter().filter(same).count() as u64).unwrap();
    let estimated = linked.model.provenance.matches / found as f64;
    // Bars are written with three digits, and are met by what rounds to them.
    let below = |value: f64, bar: f64| (value * 1e3).round() < (bar * 1e3).round();
    let failings = [
        (below(alone.f1(), set.pair), "pair F1"),
        (below(most, set.best), "best pair F1"),
        (below(grouped, set.cluster), "cluster F1"),
        (below(settled.precision(), set.precision), "settled precision"),
        (below(one_to_one.unwrap_or(1.0), set.one_to_one.unwrap_or(0.0)), "one to one"),
        (most - alone.f1() > 0.015, "0.5 is not near the best threshold"),
        ((estimated - 1.0).abs() > 0.1, "estimated matches"),
    ];
    let failings: Vec<&str> = failings.iter().filter(|(fails, _)| *fails).map(|(_, what)| *what).collect();
    println!(
        "| {} | {} | {:.4} | {:.4}, {:.4} | {:.4} | {most:.4} | {:.4}, {:.4} | {:.4} | {grouped:.4} | {} | \
         {estimated:.3} | {seconds:.1} | {} |",
        set.name,
        linked.scan.pairs,
        found as f64 / truth.pairs as f64,
        alone.precision(),
        alone.recall(),
        alone.f1(),
        settled.precision(),
        settled.recall(),
        settled.f1(),
        one_to_one.map_or_else(String::new, |f1| format!("{f1:.4}")),
        if failings.is_empty() { "met".to_owned() } else { format!("below: {}", failings.join(", ")) },
    );
}

/// The person of each identifier, from a column of the files.
fn people(settings: &Settings, paths: &[String], label: &str) -> HashMap<String, String> {
    let mut people = HashMap::new();
    for path in paths {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let headings = reader.headers().unwrap().clone();
        let find = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
        let (identifier, label) = (find(&settings.identifier), find(label));
        for row in reader.records().map(Result::unwrap) {
            people.insert(row[identifier].to_owned(), row[label].to_owned());
        }
    }
    people
}

/// The person of each entry on the two sanctions lists, from the file that says which entry is which.
fn linked_people(folder: &str) -> HashMap<String, String> {
    let mut reader = csv::Reader::from_path(format!("{folder}/uk_un_gold.csv")).unwrap();
    let rows = reader.records().map(Result::unwrap);
    rows.flat_map(|row| [row[0].to_owned(), row[1].to_owned()].map(|entry| (entry, format!("person {}", &row[1]))))
        .collect()
}
