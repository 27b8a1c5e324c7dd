//! `manumit link review`: pairs for people to judge, without their scores.

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::Context as _;
use clap::Args;
use manumit_linkage::{
    judgement::{Judgements, Verdict},
    review::{Band, agreement, estimate, plan, queue},
    score::Edge,
};

use super::{Input, Work, read_judgements};
use crate::output::{Format, Grid};

/// Draw pairs for review.
#[derive(Debug, Args)]
pub struct Review {
    #[command(flatten)]
    input: Input,
    /// How many pairs people can look at.
    #[arg(long, default_value_t = 200)]
    looks: u64,
    /// The file to write. Fill in its verdict, by and on, and give it back with --judgements.
    #[arg(long, value_name = "FILE", default_value = "review.csv")]
    out: PathBuf,
    /// A queue that was answered: nothing is drawn, and precision and recall are estimated from the answers. Given
    /// twice, for two reviewers, their agreement beyond chance is said too.
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    answers: Vec<PathBuf>,
}

/// Runs it.
pub fn run(command: &Review, format: Format) -> anyhow::Result<()> {
    let work = Work::of(&command.input)?;
    let edges = &work.linked.settled;
    let bands = plan(edges, command.looks);
    if !command.answers.is_empty() {
        return answered(command, &work, &bands, format);
    }
    let pairs = queue(edges, &bands, work.settings.model.seed);
    let mut writer =
        csv::Writer::from_path(&command.out).with_context(|| format!("could not write {}", command.out.display()))?;
    let titles: Vec<&str> = work.settings.fields.iter().map(manumit_linkage::settings::Field::title).collect();
    let mut headings: Vec<String> =
        ["source_a", "id_a", "source_b", "id_b", "verdict", "by", "on", "reason"].map(str::to_owned).to_vec();
    headings.extend(titles.iter().flat_map(|title| [format!("{title}_a"), format!("{title}_b")]));
    writer.write_record(&headings)?;
    for (a, b) in &pairs {
        let records = &work.records;
        let mut row: Vec<&str> = vec![
            records.source_name(*a),
            records.identifier(*a),
            records.source_name(*b),
            records.identifier(*b),
            "",
            "",
            "",
            "",
        ];
        for column in 0..titles.len() {
            row.extend([records.original(*a, column), records.original(*b, column)]);
        }
        writer.write_record(&row)?;
    }
    writer.flush()?;
    let mut grid = Grid::new(["bits_from", "bits_to", "pairs", "to_look_at"]);
    for band in &bands {
        let cells = [format!("{:+.0}", band.from), format!("{:+.0}", band.to)];
        let [from, to] = cells;
        grid.row([from, to, band.pairs.to_string(), band.sample.to_string()]);
    }
    let heading = format!("{} pairs in {}, in no order and without scores.", pairs.len(), command.out.display());
    grid.print(format, &heading)
}

/// What reviewers found, by pair.
type Found = BTreeMap<(u32, u32), bool>;

fn found(work: &Work, judgements: &Judgements) -> Found {
    let verdicts = judgements.standing().into_iter().filter_map(|((a, b), judgement)| {
        let same = match judgement.verdict {
            Verdict::Same => true,
            Verdict::Different => false,
            Verdict::Unsure | Verdict::Withdrawn => return None,
        };
        let (a, b) = (
            work.find(&format!("{}/{}", a.source, a.identifier)),
            work.find(&format!("{}/{}", b.source, b.identifier)),
        );
        let (a, b) = (a.ok()?, b.ok()?);
        Some(((a.min(b), a.max(b)), same))
    });
    verdicts.collect()
}

fn answered(command: &Review, work: &Work, bands: &[Band], format: Format) -> anyhow::Result<()> {
    let read = |path: &PathBuf| Ok(found(work, &read_judgements(path)?));
    let reviewers = command.answers.iter().map(read).collect::<anyhow::Result<Vec<Found>>>()?;
    let edges = &work.linked.settled;
    let first = reviewers.first().cloned().unwrap_or_default();
    let of = |edge: &Edge| first.get(&(edge.a, edge.b)).map(|same| (*edge, *same));
    let reviewed: Vec<(Edge, bool)> = edges.iter().filter_map(of).collect();
    let (precision, recall) = estimate(edges, bands, &reviewed, 0.0);
    let mut grid = Grid::new(["what", "value", "low_95", "high_95"]);
    for (what, found) in [("precision", precision), ("recall among compared pairs", recall)] {
        grid.row([
            what.to_owned(),
            format!("{:.4}", found.value),
            format!("{:.4}", found.low),
            format!("{:.4}", found.high),
        ]);
    }
    if let [one, other, ..] = reviewers.as_slice() {
        let both = one.iter().filter_map(|(pair, same)| Some((*same, *other.get(pair)?)));
        let (one, other): (Vec<bool>, Vec<bool>) = both.unzip();
        let kappa = format!("{:.4}", agreement(&one, &other));
        grid.row([
            format!("agreement of two reviewers on {} pairs (kappa)", one.len()),
            kappa,
            String::new(),
            String::new(),
        ]);
    }
    grid.print(format, &format!("{} pairs were reviewed; each stands for the pairs of its band.", reviewed.len()))
}
