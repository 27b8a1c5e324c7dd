//! `manumit assess`: what several bodies know together.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use manumit_linkage::union::{How, Union, union};

use super::link::{Input, Work, column};
use crate::output::{Format, Grid, complain, counted, say};

/// Assess what several bodies know together.
#[derive(Debug, Subcommand)]
pub enum AssessCommand {
    /// Each person of several lists once: which lists know them, by tier, and the overlap that an estimate rests on.
    #[command(
        after_help = "Example: manumit assess union nrm.csv police.csv --settings lists.toml --by age_group --out union\n         \
        manumit estimate union/overlap.csv"
    )]
    Union(Unite),
}

/// The union of lists.
#[derive(Debug, Args)]
pub struct Unite {
    #[command(flatten)]
    input: Input,
    /// Count people by this column too, such as age group; a person has the value of their best list that has one.
    #[arg(long, value_name = "COLUMN")]
    by: Option<String>,
    /// Draws of who is who, so that doubt about links reaches the figures.
    #[arg(long, value_name = "NUMBER", default_value_t = 100)]
    draws: u32,
    /// The folder to write: entities.csv, records.csv, overlap.csv, draws.csv, union.json, union.txt.
    #[arg(long, value_name = "DIR", default_value = "union")]
    out: PathBuf,
}

/// Runs it.
pub fn run(command: &AssessCommand, format: Format) -> anyhow::Result<()> {
    let AssessCommand::Union(command) = command;
    let work = Work::of(&command.input)?;
    let values = command.by.as_ref().map(|by| column(&command.input, &work.settings, by)).transpose()?;
    let constraints = work.judgements.constraints(&work.records);
    let how = How { settings: &work.settings, constraints: &constraints, draws: command.draws };
    let key = |record: u32| (work.records.source_name(record).to_owned(), work.records.identifier(record).to_owned());
    let group = |record: u32| values.as_ref().and_then(|values| values.get(&key(record)).cloned()).unwrap_or_default();
    let found = union(&work.records, &work.linked, how, &group);
    if work.settings.tiers.is_empty() {
        complain("Note: no list has a tier, so everybody is C; write [tiers] with a letter for each list.");
    }
    write(&work, &found, &command.out)?;
    print(&found, format)?;
    if format == Format::Table {
        say(&format!(
            "\n{} written to {}; estimate the unseen with: manumit estimate {}",
            counted(work.records.len() as u64, "record"),
            command.out.display(),
            command.out.join("overlap.csv").display()
        ))?;
    }
    Ok(())
}

fn write(work: &Work, found: &Union, out: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(out).with_context(|| format!("could not make {}", out.display()))?;
    let create = |name: &str| {
        let path = out.join(name);
        File::create(&path).with_context(|| format!("could not write {}", path.display()))
    };
    found.write_people(create("entities.csv")?)?;
    found.write_records(&work.records, create("records.csv")?)?;
    let texts = [
        ("overlap.csv", found.overlap_csv(&work.records)),
        ("draws.csv", found.draws_csv(&work.records)),
        ("union.json", found.to_json()?),
        ("union.txt", found.text()),
    ];
    for (name, text) in texts {
        std::fs::write(out.join(name), text).with_context(|| format!("could not write {name} in {}", out.display()))?;
    }
    Ok(())
}

fn print(found: &Union, format: Format) -> anyhow::Result<()> {
    match format {
        Format::Table => say(found.text().trim_end()),
        Format::Json => say(&found.to_json()?),
        Format::Csv => {
            let mut grid = Grid::new(["list", "tier", "records", "people", "only_here", "only_elsewhere"]);
            for list in &found.lists {
                grid.row([
                    list.list.clone(),
                    list.tier.letter().to_owned(),
                    list.records.to_string(),
                    list.people.to_string(),
                    list.only_here.to_string(),
                    list.only_elsewhere.to_string(),
                ]);
            }
            grid.print(format, "")
        }
    }
}
