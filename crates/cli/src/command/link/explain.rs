//! `manumit link explain`: why two records have their score.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use manumit_linkage::waterfall::waterfall;

use super::{Input, Work};
use crate::{
    failure::WrongUse,
    output::{Format, Grid, say},
};

/// Explain the score of two records.
#[derive(Debug, Args)]
pub struct Explain {
    #[command(flatten)]
    input: Input,
    /// The two records, by identifier, or as list/identifier.
    #[arg(long, num_args = 2, value_names = ["A", "B"], required = true)]
    pair: Vec<String>,
    /// Write a picture here too.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

/// Runs it.
pub fn run(command: &Explain, format: Format) -> anyhow::Result<()> {
    let [a, b] = command.pair.as_slice() else {
        return Err(WrongUse::new("Two records are explained.", "Write --pair A B.").into());
    };
    let work = Work::of(&command.input)?;
    let (a, b) = (work.find(a)?, work.find(b)?);
    let explanation = work.linked.explain(&work.records, a, b);
    if let Some(path) = &command.svg {
        std::fs::write(path, waterfall(&explanation)).with_context(|| format!("could not write {}", path.display()))?;
    }
    match format {
        Format::Table => say(&explanation.text()),
        Format::Json => say(&serde_json::to_string_pretty(&explanation)?),
        Format::Csv => {
            let mut grid = Grid::new(["comparison", "a", "b", "agreement", "m", "u", "bits", "rarity_bits"]);
            for part in &explanation.parts {
                grid.row([
                    part.title.clone(),
                    part.a.clone(),
                    part.b.clone(),
                    part.agreement.clone(),
                    format!("{:.6}", part.m),
                    format!("{:.9}", part.u),
                    format!("{:.4}", part.agreement_weight),
                    format!("{:.4}", part.rarity_weight),
                ]);
            }
            grid.print(format, "")
        }
    }
}
