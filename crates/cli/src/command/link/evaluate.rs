//! `manumit link evaluate`: how good a link is, where the truth is known.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use manumit_linkage::{
    evaluate::{Quality, Truth, at, best, by_group, calibration, clusters, interval, sweep},
    fold::script,
    settings::Kind,
    waterfall::thresholds,
};

use super::{Input, Work, column};
use crate::output::{Format, Grid};

/// Measure a link against the truth.
#[derive(Debug, Args)]
pub struct Evaluate {
    #[command(flatten)]
    input: Input,
    /// The column that says which person a record is; records where it is empty are left out.
    #[arg(long, value_name = "COLUMN")]
    truth: String,
    /// Show the quality for each value of this column too, such as name culture; nationality when it is compared.
    #[arg(long, value_name = "COLUMN")]
    by: Option<String>,
    /// Write the curve of precision and recall here.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

/// Runs it.
pub fn run(command: &Evaluate, format: Format) -> anyhow::Result<()> {
    let work = Work::of(&command.input)?;
    let people = column(&command.input, &work.settings, &command.truth)?;
    let key = |record: u32| (work.records.source_name(record).to_owned(), work.records.identifier(record).to_owned());
    let all = 0..u32::try_from(work.records.len())?;
    let names: Vec<String> = all.map(|record| people.get(&key(record)).cloned().unwrap_or_default()).collect();
    let known = names.iter().map(|name| Some(name.as_str()).filter(|name| !name.is_empty()));
    let truth = Truth::new(&work.records, known);
    let edges = &work.linked.settled;
    let curve = sweep(&truth, edges);
    let mut grid = Grid::new(["what", "precision", "precision_95", "recall", "recall_95", "f1", "said", "true_pairs"]);
    let mut add = |what: String, quality: Quality| grid.row(row(what, quality));
    let threshold = work.settings.clusters.threshold;
    let found = at(&truth, edges, threshold);
    add(format!("pairs from {threshold}"), found);
    let most = best(&curve);
    add(format!("pairs from {:.3} (best)", most.threshold), most);
    add(format!("pairs by themselves from {threshold}"), at(&truth, &work.linked.edges, threshold));
    add("clusters".to_owned(), clusters(&truth, &work.records, &work.linked.labels));
    for (name, quality) in by_script(&work, &truth, threshold) {
        add(format!("script {name}"), quality);
    }
    let nationality = || work.settings.fields.iter().find(|field| field.kind == Kind::Nationality);
    let chosen = || nationality().and_then(|field| field.column.list().first().cloned());
    if let Some(by) = command.by.clone().or_else(chosen) {
        let values = column(&command.input, &work.settings, &by)?;
        let value = |record: u32| values.get(&key(record)).cloned().unwrap_or_default();
        for (name, quality) in by_group(&work.records, &truth, edges, threshold, value) {
            add(format!("{by} {}", if name.is_empty() { "(missing)" } else { &name }), quality);
        }
    }
    if let Some(path) = &command.svg {
        let picture = thresholds(&curve, "Precision and recall by threshold");
        std::fs::write(path, picture).with_context(|| format!("could not write {}", path.display()))?;
    }
    grid.print(format, "")?;
    if format == Format::Table {
        print_calibration(&work, &truth, format)?;
    }
    Ok(())
}

fn by_script(work: &Work, truth: &Truth, threshold: f64) -> Vec<(String, Quality)> {
    let named = |kind: Kind| matches!(kind, Kind::FullName | Kind::Surname | Kind::GivenName);
    let Some(place) = work.settings.fields.iter().position(|field| named(field.kind)) else { return Vec::new() };
    let of = |record: u32| script(work.records.original(record, place)).to_owned();
    by_group(&work.records, truth, &work.linked.settled, threshold, of).into_iter().collect()
}

fn print_calibration(work: &Work, truth: &Truth, format: Format) -> anyhow::Result<()> {
    let mut grid = Grid::new(["probability", "pairs", "said", "seen", "seen_95"]);
    for bin in calibration(truth, &work.linked.settled) {
        grid.row([
            format!("{} to {}", bin.from, bin.to),
            bin.pairs.to_string(),
            format!("{:.3}", bin.said),
            format!("{:.3}", bin.seen),
            format!("{:.3} to {:.3}", bin.interval.0, bin.interval.1),
        ]);
    }
    grid.print(format, "\nOf pairs said to be one person with a probability, so many are:")
}

fn row(what: String, quality: Quality) -> [String; 8] {
    let between = |part: u64, whole: u64| {
        let (low, high) = interval(part, whole);
        format!("{low:.4} to {high:.4}")
    };
    [
        what,
        format!("{:.4}", quality.precision()),
        between(quality.right, quality.said),
        format!("{:.4}", quality.recall()),
        between(quality.right, quality.true_pairs),
        format!("{:.4}", quality.f1()),
        quality.said.to_string(),
        quality.true_pairs.to_string(),
    ]
}
