//! `manumit bulletin`: the tables of a year or quarter, as they stood on a day, what changed since, and what may leave.

mod edition;
mod protect;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::civil::Date;
use manumit_app::{Office, statistics};
use manumit_bulletin::{
    compute::{Bulletin, Release, Sources},
    definition::Definitions,
    extract::{Extract, day_number},
    period::Period,
    published::Published,
    revisions::{revisions, revisions_text},
};

use self::{
    edition::{EditionArguments, ReleaseArguments},
    protect::ProtectArguments,
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
    /// Write an edition: a page with charts, a spreadsheet, every table as CSV with metadata. Small counts stay open.
    #[command(after_help = "Example: manumit --data demo-data bulletin build --year 2012 --out bulletin-2012")]
    Build(EditionArguments),
    /// Choose what to withhold over all tables of an edition and the one before, play the attacker, and write the audit.
    #[command(
        after_help = "Example: manumit bulletin protect --quarter 2026-Q3 --extract referrals.arrow --notifications notifications.arrow --earlier release-2026-q2/release.json --out audit.json"
    )]
    Protect(ProtectArguments),
    /// Write an edition that may leave, or say why it may not: figures, disclosure, revisions, the edition before.
    #[command(
        after_help = "Example: manumit bulletin release --quarter 2026-Q3 --extract referrals.arrow --notifications notifications.arrow --audit audit.json --earlier release-2026-q2/release.json --out release-2026-q3"
    )]
    Release(ReleaseArguments),
    /// Write the extract of the journal as a file, and its digest: what an edition can be made from again.
    #[command(after_help = "Example: manumit --data demo-data bulletin freeze --out referrals.arrow")]
    Freeze {
        /// The file to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// The file of notifications under the duty to notify to write, too.
        #[arg(long, value_name = "FILE")]
        notifications: Option<PathBuf>,
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
        let sources = Sources::referrals(self.extract.as_at(cut_off(&self.extract, cut.as_at)));
        Ok(bulletin.compute(sources, Period::year(cut.year))?)
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

impl BulletinCommand {
    /// The frozen extract that it works from, if it needs no journal.
    pub fn frozen(&self) -> Option<&PathBuf> {
        match self {
            Self::Build(arguments) => arguments.record.extract.as_ref(),
            Self::Protect(arguments) => arguments.record.extract.as_ref(),
            Self::Release(arguments) => arguments.edition.record.extract.as_ref(),
            _ => None,
        }
    }
}

/// Runs it from its frozen extract, without a journal.
pub fn run_frozen(command: &BulletinCommand, format: Format) -> anyhow::Result<()> {
    let record =
        |path: &PathBuf| Ok::<_, anyhow::Error>(Record { referrals: edition::frozen(path)?, notifications: None });
    command.frozen().map_or(Ok(()), |path| run_edition(command, record(path)?, format))
}

/// What was recorded: referrals, and notifications where they are at hand.
pub struct Record {
    /// The referrals.
    pub referrals: Extract,
    /// The notifications under the duty to notify; none if a frozen extract of them has to be named.
    pub notifications: Option<Extract>,
}

fn run_edition(command: &BulletinCommand, record: Record, format: Format) -> anyhow::Result<()> {
    match command {
        BulletinCommand::Build(arguments) => edition::build(arguments, record, format),
        BulletinCommand::Protect(arguments) => protect::run(arguments, record, format),
        BulletinCommand::Release(arguments) => edition::release(arguments, record, format),
        BulletinCommand::Freeze { out, notifications } => {
            if let (Some(out), Some(extract)) = (notifications, &record.notifications) {
                freeze(extract, out, format)?;
            }
            freeze(&record.referrals, out, format)
        }
        BulletinCommand::Show { .. } | BulletinCommand::Revisions { .. } => Ok(()),
    }
}

/// Runs it.
pub async fn run(office: &Office, common: &Common, command: &BulletinCommand) -> anyhow::Result<()> {
    let extract = extract(office, common).await?;
    if !matches!(command, BulletinCommand::Show { .. } | BulletinCommand::Revisions { .. }) {
        let notifications = Some(statistics::notifications(office).await?);
        return run_edition(command, Record { referrals: extract, notifications }, common.format);
    }
    let workshop = Workshop { extract, definitions: Definitions::idmg_2012()?, published: Published::shipped()? };
    match command {
        BulletinCommand::Show { table, cut } => show(&workshop.release(*cut)?, table.as_deref(), common.format),
        BulletinCommand::Revisions { year, from, to } => {
            let was = workshop.release(Cut { year: *year, as_at: Some(*from) })?;
            let is = workshop.release(Cut { year: *year, as_at: *to })?;
            compare(&was, &is, common.format)
        }
        _ => Ok(()),
    }
}

fn freeze(extract: &Extract, out: &Path, format: Format) -> anyhow::Result<()> {
    let failed = |error| anyhow::Error::new(error).context(format!("{} cannot be written", out.display()));
    extract.write(std::io::BufWriter::new(std::fs::File::create(out).map_err(failed)?))?;
    let digest = extract.digest()?;
    match format {
        Format::Json => say(&serde_json::to_string_pretty(&serde_json::json!({ "sha256": digest }))?),
        Format::Table | Format::Csv => say(&format!("{digest}  {}", out.display())),
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
