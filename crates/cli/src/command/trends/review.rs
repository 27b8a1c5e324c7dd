//! `manumit trends review`: what a person does with a signal. Kept beside the scan, in a file that is only added to.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use manumit_trends::review::{
    Command, Event, Review, Verdict,
    book::{Book, BookError, Subject},
};
use serde_json::Value;

use crate::{
    failure::{Found, WrongUse},
    output::{Format, Grid, say},
};

/// The file of reviews, in the folder of a scan.
pub const FILE: &str = "reviews.jsonl";

/// What to do with which signal.
#[derive(Debug, Args)]
pub struct ReviewArguments {
    /// The folder that `trends scan --out` wrote.
    folder: PathBuf,
    /// The series of the signal; without it, what was done so far is listed.
    #[arg(long, requires = "reason", requires = "by")]
    series: Option<String>,
    /// How the signal is judged; without it, it is opened again.
    #[arg(long, value_enum, requires = "series")]
    verdict: Option<VerdictName>,
    /// Why, in a sentence.
    #[arg(long, requires = "series")]
    reason: Option<String>,
    /// Who judges it.
    #[arg(long, requires = "series")]
    by: Option<String>,
    /// The day, as YYYY-MM-DD; today if not given.
    #[arg(long, value_name = "DATE", requires = "series")]
    on: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum VerdictName {
    /// Something changed, and it is looked into.
    Accepted,
    /// Something changed, and the reason is known.
    Explained,
    /// Nothing changed, or nothing that matters.
    Dismissed,
}

impl From<VerdictName> for Verdict {
    fn from(name: VerdictName) -> Self {
        match name {
            VerdictName::Accepted => Self::Accepted,
            VerdictName::Explained => Self::Explained,
            VerdictName::Dismissed => Self::Dismissed,
        }
    }
}

/// Reads the reviews of a folder; none if there is no file.
pub fn open(path: &Path) -> anyhow::Result<Book> {
    if !path.exists() {
        return Ok(Book::default());
    }
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Book::read(&text).map_err(|error| WrongUse::new(format!("{}: {error}.", path.display()), "").into())
}

/// How a review stands, in a word.
pub fn standing(review: Option<&Review>) -> String {
    let word = match review {
        None => "",
        Some(Review { verdict: None, .. }) => "reopened",
        Some(Review { verdict: Some(verdict), .. }) => word(*verdict),
    };
    word.to_owned()
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => "accepted",
        Verdict::Explained => "explained",
        Verdict::Dismissed => "dismissed",
    }
}

/// Runs it.
pub fn run(asked: &ReviewArguments, format: Format) -> anyhow::Result<()> {
    let path = asked.folder.join(FILE);
    let mut book = open(&path)?;
    let Some(series) = &asked.series else { return list(&book, format) };
    let subject = find(&asked.folder, series)?;
    let on = asked.on.unwrap_or_else(|| jiff::Zoned::now().date());
    let (reason, by) = (asked.reason.clone().unwrap_or_default(), asked.by.clone().unwrap_or_default());
    let command = match asked.verdict {
        Some(verdict) => Command::Judge { verdict: verdict.into(), reason, by, on },
        None => Command::Reopen { reason, by, on },
    };
    let line = book.step(subject.clone(), command).map_err(|error| match error {
        BookError::Refused(refusal) => anyhow::Error::from(Found(format!("Refused: {refusal}"))),
        error => error.into(),
    })?;
    let failed = || format!("{} cannot be written", path.display());
    let mut file = fs::OpenOptions::new().create(true).append(true).open(&path).with_context(failed)?;
    file.write_all(line.as_bytes()).with_context(failed)?;
    file.sync_all().with_context(failed)?;
    say(&format!("{} of {}: {}.", subject.series, subject.period, standing(book.find(&subject))))
}

/// The signal of a series in the scan of a folder, whether it is in the digest, news or held back.
fn find(folder: &Path, series: &str) -> anyhow::Result<Subject> {
    let path = folder.join("scan.json");
    let text = fs::read_to_string(&path).map_err(|error| {
        WrongUse::new(
            format!("There is no scan at {}: {error}.", path.display()),
            "Name a folder that trends scan --out wrote.",
        )
    })?;
    let printed: Value = serde_json::from_str(&text).with_context(|| format!("{} is no scan", path.display()))?;
    let list = |name: &str| {
        printed.get("scan").and_then(|scan| scan.get(name)).and_then(Value::as_array).into_iter().flatten()
    };
    let held = list("held_back").filter_map(|held| held.get("signal"));
    let signals: Vec<&Value> = list("digest").chain(list("news")).chain(held).collect();
    let name = |signal: &&Value| signal.get("series").and_then(Value::as_str).map(str::to_owned);
    let subject = |signal: &&Value| {
        let period = signal.get("persons").and_then(|persons| persons.get("period")).and_then(Value::as_str)?;
        let level = signal.get("level").and_then(Value::as_u64).and_then(|level| usize::try_from(level).ok())?;
        Some(Subject { series: series.to_owned(), level, period: period.parse().ok()? })
    };
    let found = signals.iter().find(|signal| name(signal).as_deref() == Some(series)).and_then(subject);
    found.ok_or_else(|| {
        let known: Vec<String> = signals.iter().filter_map(name).collect();
        let known =
            if known.is_empty() { "It holds none.".to_owned() } else { format!("It holds: {}.", known.join("; ")) };
        WrongUse::new(format!("The scan holds no signal of {series}."), known).into()
    })
}

fn list(book: &Book, format: Format) -> anyhow::Result<()> {
    let mut grid = Grid::new(["series", "level", "period", "on", "step", "by", "reason"]);
    for (subject, review) in book.reviews() {
        for step in &review.history {
            let (said, reason, by, on) = match step {
                Event::Judged { verdict, reason, by, on } => (word(*verdict), reason, by, on),
                Event::Reopened { reason, by, on } => ("reopened", reason, by, on),
            };
            grid.row([
                subject.series.clone(),
                subject.level.to_string(),
                subject.period.to_string(),
                on.to_string(),
                said.to_owned(),
                by.clone(),
                reason.clone(),
            ]);
        }
    }
    grid.print(format, &format!("{} steps, unbroken.", book.len()))
}
