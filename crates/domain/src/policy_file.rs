//! Reading the files of the law: what all of them have in common, and what it says when one is wrong.

use jiff::civil::Date;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Whom an entry is for: adults, children or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Whom {
    Adult,
    Child,
    Both,
}

/// How sure a dated entry of the policy files is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// From general knowledge: verify.
    Low,
    /// An official text seen in part, or a date inferred.
    Medium,
    /// A primary text or official page that was read.
    High,
}

/// A policy file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LawError {
    /// Not TOML, or a key or value that the file may not hold. The source names the line.
    #[error("{file} cannot be read")]
    Toml {
        /// Name of the file.
        file: &'static str,
        /// What the reader says, with the line.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// Not CSV, or a row that does not fit. The source names the line.
    #[error("{file} cannot be read")]
    Csv {
        /// Name of the file.
        file: &'static str,
        /// What the reader says, with the line.
        #[source]
        source: Box<csv::Error>,
    },
    /// A value that can be read and cannot be right.
    #[error("{file}, {entry}: {value:?} {remedy}")]
    Entry {
        /// Name of the file.
        file: &'static str,
        /// The line or entry, for example `line 7` or `rule rg.target`.
        entry: String,
        /// The value found.
        value: String,
        /// What is wrong with it, or what to write instead.
        remedy: String,
    },
}

impl LawError {
    pub(crate) fn entry(
        file: &'static str,
        entry: impl Into<String>,
        value: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::Entry { file, entry: entry.into(), value: value.into(), remedy: remedy.into() }
    }
}

/// Reads a CSV file into rows, each with its line.
pub(crate) fn read_rows<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<Vec<(u64, T)>, LawError> {
    let csv_error = |source: csv::Error| LawError::Csv { file, source: Box::new(source) };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().map_err(csv_error)?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(csv_error)?;
        let line = record.position().map_or(0, csv::Position::line);
        rows.push((line, record.deserialize(Some(&headers)).map_err(csv_error)?));
    }
    Ok(rows)
}

/// Reads a TOML file.
pub(crate) fn read_toml<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, LawError> {
    toml::from_str(text).map_err(|source| LawError::Toml { file, source: Box::new(source) })
}

/// Says whether a day lies within an entry's first and last day.
pub(crate) fn within(from: Date, to: Option<Date>, day: Date) -> bool {
    from <= day && to.is_none_or(|last| day <= last)
}

/// Refuses an entry that ends before it begins.
pub(crate) fn check_dates(file: &'static str, entry: &str, from: Date, to: Option<Date>) -> Result<(), LawError> {
    match to {
        Some(last) if last < from => {
            Err(LawError::entry(file, entry, last.to_string(), format!("is before its first day, {from}")))
        }
        _ => Ok(()),
    }
}
