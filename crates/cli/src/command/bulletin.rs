//! `manumit bulletin`: the tables of a year, as they stood on a day, and what changed since.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::civil::Date;
use manumit_app::{Office, statistics};
use manumit_bulletin::{
    compute::{Bulletin, Release},
    definition::Definitions,
    extract::{Extract, day_number},
    published::Published,
    revisions::{revisions, revisions_text},
};

use crate::{
    common::Common,
    failure::WrongUse,
    output::{Format, pour, say},
    progress,
};

/// Make the statistical bulletin.
#[derive(Debug, Subcommand)]
pub enum BulletinCommand {
    /// Write every table as CSV, with its caption beside it.
    #[command(after_help = "Example: manumit --data demo-data bulletin build --year 2012 --out bulletin-2012")]
    Build {
        #[command(flatten)]
        cut: Cut,
        /// The folder to write; its files of the same names are replaced.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Print one table, or the list of tables.
    #[command(after_help = "Example: manumit --data demo-data bulletin show table04 --year 2012 --as-at 2013-03-31")]
    Show {
        /// The table; without it, the list of tables.
        table: Option<String>,
        #[command(flatten)]
        cut: Cut,
    },
    /// List the cells that changed between two days: later decisions and corrections.
    #[command(
        after_help = "Example: manumit --data demo-data bulletin revisions --year 2012 --from 2013-03-31 --to 2013-10-15"
    )]
    Revisions {
        /// The calendar year.
        #[arg(long)]
        year: i16,
        /// The record as it stood at the end of this day.
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// The record as it stood at the end of this day; without it, as it stands.
        #[arg(long, value_name = "DATE")]
        to: Option<Date>,
    },
}

/// Which year, as at which day.
#[derive(Clone, Copy, Debug, Args)]
pub struct Cut {
    /// The calendar year.
    #[arg(long)]
    pub year: i16,
    /// The record as it stood at the end of this day; without it, at the end of the last day recorded.
    #[arg(long, value_name = "DATE")]
    pub as_at: Option<Date>,
}

/// What releases are made from.
struct Workshop {
    extract: Extract,
    definitions: Definitions,
    published: Published,
}

impl Workshop {
    fn release(&self, cut: Cut) -> anyhow::Result<Release> {
        let bulletin = Bulletin { definitions: &self.definitions, published: &self.published };
        let release = bulletin.compute(self.extract.as_at(cut_off(&self.extract, cut.as_at)), cut.year)?;
        Ok(release)
    }
}

/// The day of a cut: the one asked for, else the last on which anything was recorded.
pub fn cut_off(extract: &Extract, as_at: Option<Date>) -> i32 {
    as_at.map_or_else(|| extract.last_recorded(), day_number)
}

/// Reads the extract, with a progress line if it has to be made.
pub async fn extract(office: &Office, common: &Common) -> anyhow::Result<Extract> {
    let bar = progress::counting("Statistical rows read:");
    let extract = statistics::extract(office, Some(&common.data), |read| bar.set_position(read)).await;
    bar.finish_and_clear();
    Ok(extract?)
}

/// Runs it.
pub async fn run(office: &Office, common: &Common, command: &BulletinCommand) -> anyhow::Result<()> {
    let extract = extract(office, common).await?;
    let workshop = Workshop { extract, definitions: Definitions::idmg_2012()?, published: Published::shipped()? };
    match command {
        BulletinCommand::Build { cut, out } => build(&workshop.release(*cut)?, out, common.format),
        BulletinCommand::Show { table, cut } => show(&workshop.release(*cut)?, table.as_deref(), common.format),
        BulletinCommand::Revisions { year, from, to } => {
            let was = workshop.release(Cut { year: *year, as_at: Some(*from) })?;
            let is = workshop.release(Cut { year: *year, as_at: *to })?;
            compare(&was, &is, common.format)
        }
    }
}

fn build(release: &Release, out: &Path, format: Format) -> anyhow::Result<()> {
    let failed = |error| anyhow::Error::new(error).context(format!("{} cannot be written", out.display()));
    std::fs::create_dir_all(out).map_err(failed)?;
    let files = release.files()?;
    for file in &files {
        std::fs::write(out.join(&file.name), &file.bytes).map_err(failed)?;
    }
    let tables: Vec<String> = release.tables.iter().map(|table| format!("{}.csv", table.id)).collect();
    match format {
        Format::Table => say(&format!(
            "Wrote {} tables of {} to {}: {}.\nCaptions are in captions.csv, and beside each table.",
            tables.len(),
            release.year,
            out.display(),
            tables.join(", "),
        )),
        Format::Json => say(&serde_json::to_string_pretty(&tables)?),
        Format::Csv => say(&format!("table\n{}", tables.join("\n"))),
    }
}

fn show(release: &Release, table: Option<&str>, format: Format) -> anyhow::Result<()> {
    let Some(id) = table else {
        let mut list = crate::output::Grid::new(["table", "number", "title"]);
        for table in &release.tables {
            list.row([table.id.clone(), table.caption.number.clone(), table.caption.title.clone()]);
        }
        return list.print(format, "");
    };
    let Some(table) = release.find(id) else {
        let known: Vec<&str> = release.tables.iter().map(|table| table.id.as_str()).collect();
        return Err(
            WrongUse::new(format!("There is no table {id}."), format!("Use one of: {}.", known.join(", "))).into()
        );
    };
    match format {
        Format::Table => say(&table.text()),
        Format::Json => pour(&table.json()?),
        Format::Csv => pour(&table.csv()?),
    }
}

fn compare(was: &Release, is: &Release, format: Format) -> anyhow::Result<()> {
    let found = revisions(was, is);
    match format {
        Format::Table => say(&revisions_text(was, is)),
        Format::Json => say(&serde_json::to_string_pretty(&found)?),
        Format::Csv => {
            let mut grid = crate::output::Grid::new(["table", "row", "column", "was", "is", "difference"]);
            for revision in found {
                let difference = revision.difference.map(|number| number.to_string()).unwrap_or_default();
                grid.row([revision.table, revision.row, revision.column, revision.was, revision.is, difference]);
            }
            grid.print(Format::Csv, "")
        }
    }
}
