//! `manumit bulletin build` and `manumit bulletin release`: an edition put together from a frozen record.

use std::{
    fs::{self, File},
    io::BufReader,
    path::{Path, PathBuf},
};

use clap::Args;
use jiff::civil::Date;
use manumit_bulletin::{
    audit::Audit,
    causes::Explained,
    compute::{Bulletin, BulletinError, Release, Sources},
    definition::Definitions,
    extract::Extract,
    gate::{Candidate, Earlier, judge},
    period::Period,
    publication::{Material, Provenance, Publication},
    published::Published,
};

use super::{Record, cut_off};
use crate::{
    failure::{Found, WrongUse},
    output::{Format, say},
};

/// Of which record, after which other edition.
#[derive(Debug, Args)]
pub struct RecordArguments {
    /// A calendar year: the tables of the report on 2012.
    #[arg(long, required_unless_present = "quarter", conflicts_with = "quarter")]
    pub year: Option<i16>,
    /// A quarter, as 2026-Q3: today's quarterly bulletin.
    #[arg(long)]
    pub quarter: Option<Period>,
    /// The record as it stood at the end of this day; without it, at the end of the last day recorded.
    #[arg(long, value_name = "DATE")]
    pub as_at: Option<Date>,
    /// A frozen extract of referrals, instead of the journal.
    #[arg(long, value_name = "FILE")]
    pub extract: Option<PathBuf>,
    /// A frozen extract of notifications under the duty to notify, instead of the journal's.
    #[arg(long, value_name = "FILE")]
    pub notifications: Option<PathBuf>,
    /// The release.json of the edition before: figures that moved since are told with their causes.
    #[arg(long, value_name = "FILE")]
    pub earlier: Option<PathBuf>,
}

/// Which edition, and where it goes.
#[derive(Debug, Args)]
pub struct EditionArguments {
    #[command(flatten)]
    pub record: RecordArguments,
    /// The folder to write; its files of the same names are replaced.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// What only a release needs.
#[derive(Debug, Args)]
pub struct ReleaseArguments {
    #[command(flatten)]
    pub edition: EditionArguments,
    /// The audit of disclosure control over the release.json of a build of this edition.
    #[arg(long, value_name = "FILE")]
    pub audit: Option<PathBuf>,
    /// There is no edition before.
    #[arg(long, conflicts_with = "earlier")]
    pub first: bool,
}

/// What an edition is made from, read.
pub(super) struct Ready {
    pub(super) definitions: Definitions,
    referrals: Extract,
    notifications: Option<Extract>,
    pub(super) earlier: Option<Release>,
    earlier_digest: Option<String>,
    period: Period,
    day: i32,
}

impl Ready {
    pub(super) fn read(arguments: &RecordArguments, record: Record) -> anyhow::Result<Self> {
        let definitions =
            if arguments.quarter.is_some() { Definitions::quarterly()? } else { Definitions::idmg_2012()? };
        let period = arguments.quarter.or(arguments.year.map(Period::year));
        let period = period.ok_or_else(|| WrongUse::new("No period is given.", "Use --year or --quarter."))?;
        let Record { referrals, notifications } = record;
        let notifications = match &arguments.notifications {
            Some(path) => Some(frozen(path)?),
            // The tables of a year count no notifications, and are the same without them.
            None => notifications.filter(|_| arguments.quarter.is_some()),
        };
        let earlier = arguments.earlier.as_deref().map(edition).transpose()?;
        let earlier_digest = earlier.as_ref().map(Release::digest).transpose()?;
        let day = cut_off(&referrals, arguments.as_at);
        Ok(Self { definitions, referrals, notifications, earlier, earlier_digest, period, day })
    }

    fn sources(&self) -> Sources<'_> {
        Sources {
            referrals: self.referrals.as_at(self.day),
            notifications: self.notifications.as_ref().map(|extract| extract.as_at(self.day)),
        }
    }

    pub(super) fn release(&self, published: &Published) -> anyhow::Result<Release> {
        let bulletin = Bulletin { definitions: &self.definitions, published };
        bulletin.compute(self.sources(), self.period).map_err(wrong_period)
    }

    fn revisions(&self, published: &Published, release: &Release) -> anyhow::Result<Vec<Explained>> {
        let bulletin = Bulletin { definitions: &self.definitions, published };
        match &self.earlier {
            Some(earlier) if earlier.id == release.id => Ok(bulletin.explain(earlier, release, &self.sources())?),
            _ => Ok(Vec::new()),
        }
    }

    fn provenance(&self) -> anyhow::Result<Provenance> {
        Ok(Provenance {
            referrals: self.referrals.digest()?,
            notifications: self.notifications.as_ref().map(Extract::digest).transpose()?,
            earlier: self.earlier_digest.clone(),
        })
    }
}

fn wrong_period(error: BulletinError) -> anyhow::Error {
    let mut said = error.to_string();
    if let Some(first) = said.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    match error {
        BulletinError::NoNotifications { .. } => WrongUse::new(format!("{said}."), "Use --notifications FILE.").into(),
        BulletinError::WrongCalendar { .. } | BulletinError::NotOver { .. } => {
            WrongUse::new(format!("{said}."), "").into()
        }
        error => error.into(),
    }
}

/// Reads a frozen extract.
pub fn frozen(path: &Path) -> anyhow::Result<Extract> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    Extract::read(BufReader::new(file)).map_err(|error| unreadable(path, &error))
}

fn edition(path: &Path) -> anyhow::Result<Release> {
    let text = fs::read(path).map_err(|error| {
        let said = format!("The earlier edition is not at {}: {error}.", path.display());
        WrongUse::new(said, "Name the release.json that was published; figures may not move unseen.")
    })?;
    Release::read(&text).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &dyn std::error::Error) -> anyhow::Error {
    let because = error.source().map(|source| format!(": {source}")).unwrap_or_default();
    WrongUse::new(format!("{}: {error}{because}.", path.display()), "").into()
}

/// Builds an edition for those who prepare it, unprotected where it has small counts.
pub fn build(arguments: &EditionArguments, record: Record, format: Format) -> anyhow::Result<()> {
    let ready = Ready::read(&arguments.record, record)?;
    let published = Published::shipped()?;
    let release = ready.release(&published)?;
    let revisions = ready.revisions(&published, &release)?;
    let material = Material {
        definitions: &ready.definitions,
        release: &release,
        audit: None,
        revisions: &revisions,
        provenance: ready.provenance()?,
    };
    write(&Publication::prepare(material)?, (&release, &arguments.out), format)
}

/// Puts an edition through the gate, and writes it only if it may leave.
pub fn release(arguments: &ReleaseArguments, record: Record, format: Format) -> anyhow::Result<()> {
    let ready = Ready::read(&arguments.edition.record, record)?;
    let published = Published::shipped()?;
    let unprotected = ready.release(&published)?;
    let audit = arguments.audit.as_deref().map(|path| {
        let text = fs::read(path).map_err(|error| unreadable(path, &error))?;
        Audit::read(&text).map_err(|error| unreadable(path, &error))
    });
    let audit = audit.transpose()?;
    let release = match &audit {
        Some(audit) => unprotected
            .protected(audit, &ready.definitions)
            .map_err(|error| anyhow::Error::from(Found(format!("Refused: {error}."))))?,
        None => unprotected,
    };
    let revisions = ready.revisions(&published, &release)?;
    let material = Material {
        definitions: &ready.definitions,
        release: &release,
        audit: audit.as_ref(),
        revisions: &revisions,
        provenance: ready.provenance()?,
    };
    let publication = Publication::prepare(material)?;
    let candidate = Candidate {
        definitions: &ready.definitions,
        release: &release,
        audit: audit.as_ref(),
        earlier: match (&ready.earlier, arguments.first) {
            (Some(earlier), _) => Earlier::Edition(earlier),
            (None, true) => Earlier::First,
            (None, false) => Earlier::NotNamed,
        },
        revisions: &revisions,
    };
    let sentences = publication.sentences();
    let verdict = judge(&candidate, &publication.files()?, &sentences.iter().collect::<Vec<_>>())?;
    if !verdict.passes() {
        match format {
            Format::Json => say(&serde_json::to_string_pretty(&verdict)?)?,
            Format::Table | Format::Csv => say(verdict.text().trim_end())?,
        }
        return Err(Found("Nothing was written.".to_owned()).into());
    }
    if format == Format::Table {
        say(&verdict.text())?;
    }
    write(&publication, (&release, &arguments.edition.out), format)
}

fn write(publication: &Publication<'_>, (release, out): (&Release, &Path), format: Format) -> anyhow::Result<()> {
    let failed = |error| anyhow::Error::new(error).context(format!("{} cannot be written", out.display()));
    fs::create_dir_all(out).map_err(failed)?;
    let files = publication.files()?;
    for file in &files {
        fs::write(out.join(&file.name), &file.bytes).map_err(failed)?;
    }
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    match format {
        Format::Table => {
            let id = &release.id;
            let mut said = format!(
                "Wrote {} tables of {} to {}: {id}.html to read, {id}.ods for spreadsheets, a CSV file with metadata for each \
                 table, and files.json with every digest.",
                release.tables.len(),
                release.period,
                out.display(),
            );
            for left_out in publication.left_out() {
                said.push_str(&format!("\nLeft out: {}, for {}.", left_out.paragraph, left_out.because));
            }
            say(&said)
        }
        Format::Json => say(&serde_json::to_string_pretty(&names)?),
        Format::Csv => say(&format!("file\n{}", names.join("\n"))),
    }
}
