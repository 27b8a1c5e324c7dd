//! Why a table is not used: a stable code, and a sentence that names the row, the column and what to write instead.

/// A table that no honest figure can be drawn from, or a file that is not a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableRefusal {
    /// Fewer than three lists hold anybody.
    #[error("only {usable} lists hold anybody; at least three lists are needed")]
    TooFewLists {
        /// How many do.
        usable: usize,
    },
    /// More lists than the engine takes.
    #[error("there are {lists} lists; at most {most} are taken: merge some of them first")]
    TooManyLists {
        /// How many there are.
        lists: usize,
        /// How many may be.
        most: usize,
    },
    /// A column without a heading.
    #[error("column {column} has no heading; give each list a name")]
    NamelessColumn {
        /// Its number from 1.
        column: usize,
    },
    /// Two columns of one name.
    #[error("column {column:?} stands twice; give each list its own name")]
    RepeatedColumn {
        /// Its name.
        column: String,
    },
    /// The total passes 2^53.
    #[error("the counts add up to more than 9,007,199,254,740,992 (2^53); no exact arithmetic is possible beyond")]
    TotalTooLarge,
    /// An entity stands on a list that is not one of the table's.
    #[error("row {row} names the list {list:?}, which is not one of the lists")]
    UnknownList {
        /// The row from 1.
        row: usize,
        /// What it names.
        list: String,
    },
    /// A list was asked for that is not there.
    #[error("there is no list {list:?}; the lists are {}", known.join(", "))]
    NoSuchList {
        /// What was asked for.
        list: String,
        /// The lists there are.
        known: Vec<String>,
    },
    /// Everybody has the same history.
    #[error("everybody has the same history; nothing can be said of people without one")]
    OneHistory,
    /// Nobody is on two lists.
    #[error("nobody is on more than one list; the hidden population cannot be estimated without overlaps")]
    NoOverlap,
    /// A list holds nobody.
    #[error("list {list:?} holds nobody; leave its column out")]
    EmptyList {
        /// Its name.
        list: String,
    },
    /// A list shares nobody with the others.
    #[error("list {list:?} shares nobody with any other list; leave it out or merge it with another")]
    IsolatedList {
        /// Its name.
        list: String,
    },
    /// The file has no heading or no rows.
    #[error("the file holds no table; write a heading of list names and count, then one history a row")]
    NoTable,
    /// The file is not readable as CSV.
    #[error("line {line} is not CSV: {problem}")]
    NotCsv {
        /// The line from 1.
        line: u64,
        /// What is wrong.
        problem: String,
    },
    /// A cell of a list column is neither 0 nor 1.
    #[error(
        "line {line}, column {column:?}: {value:?} is not 0 or 1; write 1 for on the list, 0 for not, or name the column \
         with --by if it is a subgroup or a time"
    )]
    NotAMark {
        /// The line from 1.
        line: u64,
        /// The column.
        column: String,
        /// What stands there.
        value: String,
    },
    /// A count is not a whole number from 0.
    #[error("line {line}, column {column:?}: {value:?} is not a count; write a whole number from 0")]
    NotACount {
        /// The line from 1.
        line: u64,
        /// The column.
        column: String,
        /// What stands there.
        value: String,
    },
    /// A history stands on two lines.
    #[error("line {line}: the history {history} stands on line {first} already; write each history once")]
    RepeatedHistory {
        /// The line from 1.
        line: u64,
        /// The history, as its marks.
        history: String,
        /// Where it stood first.
        first: u64,
    },
    /// A row says that people on no list were counted.
    #[error("line {line}: nobody can be counted who is on no list; leave the line out")]
    HiddenHistory {
        /// The line from 1.
        line: u64,
    },
    /// A column was named that the file has not.
    #[error("the file has no column {column:?}; its columns are {}", known.join(", "))]
    NoSuchColumn {
        /// What was asked for.
        column: String,
        /// The columns there are.
        known: Vec<String>,
    },
    /// A column holds something else than list marks and was not named as a stratum.
    #[error(
        "line {line}: column {column:?} holds {value:?}, so it is not a list; name it with --by if it is a subgroup or \
         a time, or leave it out"
    )]
    UnknownColumn {
        /// The line from 1.
        line: u64,
        /// The column.
        column: String,
        /// What stands there.
        value: String,
    },
}

impl TableRefusal {
    /// A stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooFewLists { .. } => "too-few-lists",
            Self::TooManyLists { .. } => "too-many-lists",
            Self::NamelessColumn { .. } => "nameless-column",
            Self::RepeatedColumn { .. } => "repeated-column",
            Self::TotalTooLarge => "total-too-large",
            Self::UnknownList { .. } => "unknown-list",
            Self::NoSuchList { .. } => "no-such-list",
            Self::OneHistory => "one-history",
            Self::NoOverlap => "no-overlap",
            Self::EmptyList { .. } => "empty-list",
            Self::IsolatedList { .. } => "isolated-list",
            Self::NoTable => "no-table",
            Self::NotCsv { .. } => "not-csv",
            Self::NotAMark { .. } => "not-a-mark",
            Self::NotACount { .. } => "not-a-count",
            Self::RepeatedHistory { .. } => "repeated-history",
            Self::HiddenHistory { .. } => "hidden-history",
            Self::NoSuchColumn { .. } => "no-such-column",
            Self::UnknownColumn { .. } => "unknown-column",
        }
    }
}
