//! `manumit trends`: what changes in counts, how sure that is, and what it may come from.

pub mod compare;
pub mod review;
pub mod scan;
pub mod series;

use std::{path::Path, str::FromStr};

use clap::Subcommand;
use manumit_trends::{
    method::Row,
    picture::{Bar, Picture},
    scan::Era,
    series::Calendar,
};

/// Watch counts for what changes.
#[derive(Debug, Subcommand)]
pub enum TrendsCommand {
    /// Judge every period of the series in a file, by any of the methods.
    #[command(after_help = "Example: manumit trends series weekly.csv --method farrington --out pictures")]
    Series(Box<series::SeriesArguments>),
    /// Judge the last whole period of every series of the record, level by level.
    #[command(
        after_help = "Example: manumit --data demo-data trends scan --by nationality,exploitation_type --period quarter"
    )]
    Scan(scan::ScanArguments),
    /// Compare a count with the one before, exactly: ratio, interval, the chance of it, and what must be said beside it.
    #[command(after_help = "Example: manumit trends compare 8 1 --one-operation 5")]
    Compare(compare::CompareArguments),
    /// Accept, explain or dismiss a signal of a scan, with a reason; or list what was done so far.
    #[command(
        after_help = "Example: manumit trends review scan-2012-q4 --series Albania --verdict accepted --reason 'Looked into with the embassy' --by 'intelligence desk'"
    )]
    Review(review::ReviewArguments),
}

/// A change in how things are counted, as it is written in a command: `2023-01-30=new test of reasonable grounds`.
#[derive(Clone, Debug)]
pub struct DeclaredEra(Era);

impl FromStr for DeclaredEra {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once('=').and_then(|(from, what)| Some((from.trim().parse().ok()?, what.trim())));
        match parts {
            Some((from, what)) if !what.is_empty() => Ok(Self(Era { from, what: what.to_owned() })),
            _ => Err("write the first day and what changed, as 2023-01-30='new test of reasonable grounds'".to_owned()),
        }
    }
}

/// The most periods one picture shows: the latest.
const SHOWN: usize = 160;

/// The rows of one series as a picture.
fn picture(title: String, subtitle: String, calendar: Calendar, rows: &[Row]) -> Picture {
    let latest = rows.iter().skip(rows.len().saturating_sub(SHOWN));
    let bar = |row: &Row| Bar {
        label: calendar.label(row.date),
        count: row.observed as f64,
        expected: row.expected,
        bound: row.upperbound,
        alarm: row.alarm,
    };
    Picture { title, subtitle, bars: latest.map(bar).collect() }
}

/// Writes a file of a folder, which is made if it is not there.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let path = folder.join(name);
    let failed = |error| anyhow::Error::new(error).context(format!("{} cannot be written", path.display()));
    std::fs::create_dir_all(folder).map_err(failed)?;
    std::fs::write(&path, bytes).map_err(failed)
}

/// A name of a series as the name of a file.
fn file_name(name: &str, ending: &str) -> String {
    let letters = name.chars().map(|letter| if letter.is_alphanumeric() { letter.to_ascii_lowercase() } else { '-' });
    let words: String = letters.collect();
    let kept: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).collect();
    format!("{}.{ending}", kept.join("-"))
}

fn shown(value: Option<f64>) -> String {
    value.filter(|value| value.is_finite()).map(|value| format!("{value}")).unwrap_or_default()
}
