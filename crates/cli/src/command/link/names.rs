//! `manumit link names`: how alike two names are, in any scripts.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use manumit_linkage::name_pair::likeness;

use crate::{failure::WrongUse, output::say};

/// Say how alike names are.
#[derive(Debug, Args)]
pub struct Names {
    /// A CSV file.
    file: PathBuf,
    /// The two columns of names.
    #[arg(long, value_delimiter = ',', default_value = "name1,name2")]
    columns: Vec<String>,
    /// The file to write: one column `score`, one row for each row read.
    #[arg(long, value_name = "FILE", default_value = "scores.csv")]
    out: PathBuf,
}

/// Runs it.
pub fn run(command: &Names) -> anyhow::Result<()> {
    let mut reader =
        csv::Reader::from_path(&command.file).with_context(|| format!("could not read {}", command.file.display()))?;
    let headings = reader.headers()?.clone();
    let find = |name: &String| {
        headings.iter().position(|heading| heading == name).ok_or_else(|| {
            let all: Vec<&str> = headings.iter().collect();
            WrongUse::new(format!("There is no column {name}."), format!("The file has {}.", all.join(", ")))
        })
    };
    let places = command.columns.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    let [one, other] = places[..] else {
        return Err(WrongUse::new("Two columns are compared.", "Write --columns one,other.").into());
    };
    let mut writer =
        csv::Writer::from_path(&command.out).with_context(|| format!("could not write {}", command.out.display()))?;
    writer.write_record(["score"])?;
    let mut rows = 0;
    for row in reader.records() {
        let row = row.with_context(|| format!("could not read {}", command.file.display()))?;
        let score = likeness(row.get(one).unwrap_or_default(), row.get(other).unwrap_or_default());
        writer.write_record([format!("{score:.6}")])?;
        rows += 1;
    }
    writer.flush()?;
    say(&format!("{rows} pairs of names scored in {}.", command.out.display()))
}
