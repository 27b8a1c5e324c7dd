//! `manumit link train`: a model as a file.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use super::{Input, Work};
use crate::output::say;

/// Learn a model.
#[derive(Debug, Args)]
pub struct Train {
    #[command(flatten)]
    input: Input,
    /// The file to write.
    #[arg(long, value_name = "FILE", default_value = "model.json")]
    out: PathBuf,
}

/// Runs it.
pub fn run(command: &Train) -> anyhow::Result<()> {
    let work = Work::of(&command.input)?;
    let model = &work.linked.model;
    std::fs::write(&command.out, model.to_json()?)
        .with_context(|| format!("could not write {}", command.out.display()))?;
    let provenance = &model.provenance;
    say(&format!(
        "Learned from {} records in {} rounds: about {:.0} matches among {} candidates. Written to {}.",
        provenance.records,
        provenance.rounds,
        provenance.matches,
        provenance.candidates,
        command.out.display()
    ))
}
