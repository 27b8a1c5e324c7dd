//! Suppression and audit of a release of 49,000 cells, and synthetic records of the benchmark file, beside the figures that
//! the open peers were measured at.

use std::{collections::BTreeMap, io::Read};

use crate::prevalence::processor_seconds;
use anyhow::Context as _;
use manumit_disclosure::{
    audit::{Effort, audit},
    dimension::{Dimension, Node},
    policy::{Audience, Policy},
    protect::protect,
    release::Release,
    synthesis::{
        evaluate::compare,
        noise::Secret,
        private::{Wish, synthesise},
        records::Records,
    },
    table::{Edition, Printed, Table},
};

/// Nationality, age, sex and exploitation type, as many as a quarter's table of today has.
const SHAPE: [(&str, u32, f64); 4] =
    [("nationality", 115, 5.0), ("age", 6, 2.6), ("sex", 3, 2.0), ("exploitation", 14, 2.6)];
const PEOPLE: usize = 4_142;

/// Prints both measurements.
pub fn measure() -> anyhow::Result<()> {
    suppression()?;
    synthesis()
}

/// People with the long tails that such tables have, the same in every run.
fn people() -> Vec<Vec<Node>> {
    let mut state = 0x1234_5678_9ABC_DEF1_u64;
    let mut uniform = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    (0..PEOPLE)
        .map(|_| SHAPE.iter().map(|(_, most, tail)| (uniform().powf(*tail) * f64::from(*most)) as Node + 1).collect())
        .collect()
}

/// Their table with every total.
fn table() -> (Vec<Dimension>, Table) {
    let mut places: Vec<Vec<Node>> = vec![Vec::new()];
    let mut dimensions = Vec::new();
    for (name, most, _) in SHAPE {
        let mut dimension = Dimension::new(name, "Total");
        for number in 1..=most {
            dimension.intern(&format!("{name} {number}"));
        }
        dimensions.push(dimension);
        places =
            places.iter().flat_map(|place| (0..=most).map(move |node| [place.as_slice(), &[node]].concat())).collect();
    }
    let mut counts: BTreeMap<Vec<Node>, u64> = places.into_iter().map(|place| (place, 0)).collect();
    for person in people() {
        for totals in 0..1_u32 << SHAPE.len() {
            let place: Vec<Node> =
                person.iter().enumerate().map(|(at, node)| if totals >> at & 1 == 1 { 0 } else { *node }).collect();
            *counts.entry(place).or_insert(0) += 1;
        }
    }
    let cells =
        counts.into_iter().map(|(nodes, count)| Printed { nodes, count: Some(count), withheld: false, line: 0 });
    let table = Table {
        id: "nationality by age by sex by exploitation".to_owned(),
        population: String::new(),
        about_children: false,
        edition: Edition::Current,
        dimensions: (0..SHAPE.len()).collect(),
        cells: cells.collect(),
    };
    (dimensions, table)
}

fn suppression() -> anyhow::Result<()> {
    let (dimensions, table) = table();
    let inner = table.cells.iter().filter(|cell| cell.nodes.iter().all(|node| *node > 0) && cell.count != Some(0));
    let (cells, filled, ones) =
        (table.cells.len(), inner.clone().count(), inner.filter(|cell| cell.count == Some(1)).count());
    let policy = Policy::of(Audience::Public).with_threshold(5);
    let start = processor_seconds()?;
    let mut release = Release::new(dimensions, vec![table])?;
    let outcome = protect(&mut release, &[], &policy, &mut |_, _| {})?;
    let protected = processor_seconds()? - start;
    let found = audit(&release, &[], &outcome.needs, Effort::default(), &mut |_, _| {})?;
    let all = processor_seconds()? - start;
    println!(
        "{cells} cells, {filled} inner ones with people, {ones} of one person: withheld in {protected:.1} s of processor time, audited after {all:.1} s"
    );
    println!(
        "  {:?}; {} recovered, {} too narrow",
        outcome.counts(&release),
        found.recovered().count(),
        found.narrow().count()
    );
    Ok(())
}

fn synthesis() -> anyhow::Result<()> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/disclosure/bench100k.csv.gz");
    let file = std::fs::File::open(path).context("the benchmark file")?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text)?;
    let real = Records::read(&text, "bench100k.csv", &[])?;
    // Processor seconds of pac-synth 0.0.8 at the same epsilon and delta, fitting and sampling.
    for (length, peer) in [(2, 277.5), (3, 591.5)] {
        let start = processor_seconds()?;
        let made = synthesise(&real, &Wish { length, ..Wish::default() }, &Secret([42; 32]))?;
        let seconds = processor_seconds()? - start;
        println!("length {length}: {seconds:.1} s, {:.0} times the peer's {peer} s of processor time", peer / seconds);
        for one in compare(&real, &made.records, 3) {
            let percent = |share: f64| 100.0 * share;
            println!(
                "  {} together: error {:.2}%, lost {:.1}%, made up {:.2}%",
                one.length,
                percent(one.error),
                percent(one.lost),
                percent(one.made_up)
            );
        }
    }
    Ok(())
}
