//! What stops a check before it can say anything: files that cannot be read, tables that are no tables, rules that
//! contradict themselves. A figure that does not follow is a finding, not an error.

use std::{io, path::PathBuf};

/// Why a set of tables could not be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// A file or folder could not be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// Which file or folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// A folder without a single table in it.
    #[error("{} holds no table: put one CSV file a table there, for example table01.csv", .0.display())]
    NoTables(PathBuf),
    /// A table file that is not a table.
    #[error("{0}")]
    Malformed(Malformed),
    /// A rules file that is not valid TOML, or has fields that no rule knows.
    #[error("{file} is not a valid set of check rules")]
    Rules {
        /// Which rules file.
        file: String,
        /// Where and why, in the parser's words.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// A rules file that contradicts itself.
    #[error("{file}: {said} Write {instead} instead.")]
    Contradiction {
        /// Which rules file.
        file: String,
        /// What is wrong with it, as a sentence.
        said: String,
        /// What to write.
        instead: String,
    },
}

/// A place in a table file that cannot be understood, and what to write there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}, column {column}: {value:?} {problem}. Write {instead}.")]
pub struct Malformed {
    /// The file.
    pub file: String,
    /// The line, the header being line 1.
    pub line: u64,
    /// The column's name, or its position where it has no name.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong with it.
    pub problem: &'static str,
    /// What to write instead.
    pub instead: String,
}

impl From<Malformed> for CheckError {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}
