//! `manumit link review`: pairs for people to judge, without their scores.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use manumit_linkage::review::{plan, queue};

use super::{Input, Work};
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
}

/// Runs it.
pub fn run(command: &Review, format: Format) -> anyhow::Result<()> {
    let work = Work::of(&command.input)?;
    let edges = &work.linked.edges;
    let bands = plan(edges, command.looks);
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
