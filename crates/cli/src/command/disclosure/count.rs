//! `manumit disclosure count`: ad hoc counts with the noise of cell keys.

use std::path::PathBuf;

use clap::Args;
use manumit_disclosure::{
    cell_key::{Limits, NoiseTable},
    query::{Question, count},
};
use serde_json::json;

use super::{load, synthesise::secret};
use crate::{
    failure::WrongUse,
    output::{Format, Grid, say},
};

/// What to count.
#[derive(Debug, Args)]
pub struct Count {
    /// The records: one person a row, one attribute a column.
    file: PathBuf,
    /// The column that identifies a record, the same in every extract.
    #[arg(long, value_name = "COLUMN")]
    identifier: String,
    /// The columns to count by; without any, all are counted together.
    #[arg(long, value_delimiter = ',', value_name = "COLUMNS")]
    by: Vec<String>,
    /// Only records with this value. May be given more than once.
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    only: Vec<String>,
    /// The secret of the noise: a file of 32 random bytes, made if it is not there. With another, the same question has
    /// another answer, and the two together tell more.
    #[arg(long, value_name = "FILE")]
    secret: PathBuf,
    /// The most a count moves.
    #[arg(long, default_value_t = 5)]
    most: u32,
    /// The variance of the noise.
    #[arg(long, default_value_t = 3.0)]
    variance: f64,
    /// Counts from 1 to this never appear.
    #[arg(long, default_value_t = 2)]
    hidden: u32,
}

/// Counts, and prints what may be shown.
pub fn run(asked: &Count, format: Format) -> anyhow::Result<()> {
    let pair = |text: &String| {
        let parts = text.split_once('=').map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
        parts.ok_or_else(|| WrongUse::new(format!("{text:?} is no condition."), "Write --where COLUMN=VALUE."))
    };
    let only = asked.only.iter().map(pair).collect::<Result<_, _>>()?;
    let question = Question { identifier: asked.identifier.clone(), by: asked.by.clone(), only };
    let noise = NoiseTable::new(Limits { most: asked.most, variance: asked.variance, hidden: asked.hidden })?;
    let text = load(&asked.file)?;
    let answers = count((&text, &asked.file.display().to_string()), &question, (&secret(&asked.secret)?, &noise))?;
    if format == Format::Json {
        let said = json!({ "by": asked.by, "limits": noise.limits(), "counts": answers });
        return say(&serde_json::to_string_pretty(&said)?);
    }
    let grid = Grid {
        headings: asked.by.iter().cloned().chain(["count".to_owned()]).collect(),
        rows: answers
            .into_iter()
            .map(|answer| answer.values.into_iter().chain([answer.count.to_string()]).collect())
            .collect(),
    };
    let heading = format!(
        "Each count has noise of mean 0 and variance {}, of at most {}; the same people have the same noise. Counts do not add up, \
         and one that moved to none is left out.",
        asked.variance, asked.most
    );
    grid.print(format, &heading)
}
