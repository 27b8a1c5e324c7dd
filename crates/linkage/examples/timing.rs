//! Times each step of a link: `cargo run --release --example timing -- SETTINGS FILE [STORE]`. With the name of a new
//! file it also keeps what was linked there as a standing store, opens it again and times arrivals.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "a measurement stops where it cannot go on"
)]

use manumit_linkage::{
    block::Plan,
    cluster::Clusterer,
    link, read,
    scan::Scan,
    score::{FLOOR, Frequencies, Scorer},
    settings::Settings,
    store::StoreFile,
    train,
};
use std::time::Instant;

/// Processor time of this process so far, where the system says it; else nothing.
fn core_seconds() -> f64 {
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = status.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let settings = Settings::parse(&std::fs::read_to_string(arguments.next().expect("settings")).unwrap()).unwrap();
    let file = arguments.next().expect("file");
    let all = Instant::now();
    let (mut at, mut core) = (Instant::now(), core_seconds());
    let mut tell = |what: &str| {
        println!("{what:<28} {:>7.3} s wall {:>7.2} core-seconds", at.elapsed().as_secs_f64(), core_seconds() - core);
        (at, core) = (Instant::now(), core_seconds());
    };
    let records = read::files(&settings, &[file], &|_| {}).unwrap();
    tell("read");
    records.check().unwrap();
    tell("check");
    let comparer = link::comparer(&records).unwrap();
    let (plan, blocks, rules) = Plan::new(&settings, &records).unwrap();
    tell("block");
    for r in &rules {
        println!("    {:<50} {:>10} -> {:>9}", r.rule, r.pairs_unrefined, r.pairs);
    }
    let start = Instant::now();
    let scan = Scan::run(&records, &comparer, &blocks, settings.blocking.memory, &|_| {}).unwrap();
    tell("scan");
    println!(
        "    {} pairs, {:.2} M/s wall, {} vectors",
        scan.pairs,
        scan.pairs as f64 / start.elapsed().as_secs_f64() / 1e6,
        scan.vectors.len()
    );
    drop(blocks);
    let model = train::train(&settings, &records, &comparer, &plan, &scan).unwrap();
    tell("train");
    println!("    {:?} {:?}", model.provenance.rounds, model.warnings);
    let first = Frequencies::of_records(&records);
    tell("frequencies");
    let sure = Scorer { model: &model, comparer: &comparer, frequencies: &first }.score(&records, &scan, 3.3).unwrap();
    tell("score sure");
    let frequencies = Frequencies::of_people(&records, &sure);
    tell("people");
    let scorer = Scorer { model: &model, comparer: &comparer, frequencies: &frequencies };
    let edges = scorer.score(&records, &scan, FLOOR).unwrap();
    tell("score");
    let constraints = Default::default();
    let clusterer = Clusterer { settings: &settings.clusters, records: &records, constraints: &constraints, scorer };
    let components = clusterer.components(&edges);
    tell("components");
    let inside = scorer.score_within(&records, &scan, &components).unwrap();
    tell("inside");
    let labels = clusterer.cluster(&components, &inside);
    tell("cluster");
    println!("ALL {:.3} s wall {:.2} core-seconds, {} edges", all.elapsed().as_secs_f64(), core_seconds(), edges.len());
    let Some(path) = std::env::args().nth(3) else { return };
    let path = std::path::Path::new(&path);
    let linked = link::Linked {
        comparer: comparer.clone(),
        model: model.clone(),
        scan,
        frequencies: frequencies.clone(),
        edges,
        inside,
        open: Vec::new(),
        settled: Vec::new(),
        labels_alone: labels.clone(),
        labels,
        rules,
    };
    let (rest, before) = (core_seconds(), Instant::now());
    drop(StoreFile::create_of_batch(path, &settings, &linked, &records).unwrap());
    println!(
        "store written and read {:.2} s, {:.2} core-seconds",
        before.elapsed().as_secs_f64(),
        core_seconds() - rest
    );
    let (rest, before) = (core_seconds(), Instant::now());
    let mut store = StoreFile::open(path).unwrap();
    println!("store opened again {:.2} s, {:.2} core-seconds", before.elapsed().as_secs_f64(), core_seconds() - rest);
    let mut times = Vec::new();
    for record in (0..records.len() as u32).step_by((records.len() / 1000).max(1)) {
        let texts: Vec<String> = (0..settings.fields.len()).map(|c| records.original(record, c).to_owned()).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let at = Instant::now();
        store.add("new", &format!("new {record}"), &texts).unwrap();
        times.push(at.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    println!(
        "one arrival: median {:.3} ms, 90% {:.3} ms, worst {:.3} ms",
        times[times.len() / 2],
        times[times.len() * 9 / 10],
        times[times.len() - 1]
    );
}
