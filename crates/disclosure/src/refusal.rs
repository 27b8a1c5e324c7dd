//! Why something is not protected, audited or released: what is wrong, where, and what to write instead.

/// Input or a request that no honest release can be made from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A file that is not CSV.
    #[error("{file}, line {line}: this is not CSV ({problem})")]
    NotCsv {
        /// The file as named by the caller.
        file: String,
        /// The line from 1.
        line: u64,
        /// What is wrong.
        problem: String,
    },
    /// A description of a release that cannot be read.
    #[error("{file}: {problem}")]
    NotASpecification {
        /// The file as named by the caller.
        file: String,
        /// What is wrong and where.
        problem: String,
    },
    /// A file without a heading or without rows.
    #[error("{file} holds no table; write a heading of dimensions and {count:?}, then one cell a row")]
    NoTable {
        /// The file as named by the caller.
        file: String,
        /// The name of the column of counts.
        count: String,
    },
    /// A column is missing.
    #[error("{file} has no column {column:?}; its columns are {}", known.join(", "))]
    NoSuchColumn {
        /// The file as named by the caller.
        file: String,
        /// What was asked for.
        column: String,
        /// The columns there are.
        known: Vec<String>,
    },
    /// Two columns of one name, or one without a name.
    #[error("{file}: the heading {column:?} stands twice or is blank; give each column its own name")]
    RepeatedColumn {
        /// The file as named by the caller.
        file: String,
        /// The heading.
        column: String,
    },
    /// A count that is not a whole number of people.
    #[error(
        "{file}, line {line}, column {column:?}: {value:?} is not a count; write a whole number from 0, or [c] for a withheld cell"
    )]
    NotACount {
        /// The file as named by the caller.
        file: String,
        /// The line from 1.
        line: u64,
        /// The column.
        column: String,
        /// What stands there.
        value: String,
    },
    /// A negative count.
    #[error("{file}, line {line}, column {column:?}: {value} is negative; a count of people starts at 0")]
    Negative {
        /// The file as named by the caller.
        file: String,
        /// The line from 1.
        line: u64,
        /// The column.
        column: String,
        /// What stands there.
        value: String,
    },
    /// One cell written twice.
    #[error("{table}, line {line}: the cell {cell} stands already on line {first}; keep one of the two")]
    Duplicate {
        /// The table.
        table: String,
        /// The later line.
        line: u64,
        /// The earlier line.
        first: u64,
        /// The cell in words.
        cell: String,
    },
    /// A total that is not the sum of its parts.
    #[error(
        "{table}, line {line}: {cell} is printed as {printed}, its parts add up to {sum}; correct the one or the other"
    )]
    DoesNotAdd {
        /// The table.
        table: String,
        /// The line of the total.
        line: u64,
        /// The total in words.
        cell: String,
        /// What is printed.
        printed: u64,
        /// What the parts give.
        sum: u64,
    },
    /// One cell with two values in one release.
    #[error(
        "{cell} is {first} in {first_table} and {second} in {second_table}; one release has one value for one cell"
    )]
    TwoValues {
        /// The cell in words.
        cell: String,
        /// The first table.
        first_table: String,
        /// Its value.
        first: u64,
        /// The second table.
        second_table: String,
        /// Its value.
        second: u64,
    },
    /// Two tables of one population that disagree although they print no common cell.
    #[error(
        "{first_table} gives {first} for {cell}, {second_table} gives {second}; say that their populations differ, or correct one"
    )]
    TablesDisagree {
        /// The cell in words.
        cell: String,
        /// The first table.
        first_table: String,
        /// What it adds up to.
        first: u64,
        /// The second table.
        second_table: String,
        /// What it adds up to.
        second: u64,
    },
    /// A cell whose count must be known to protect it.
    #[error(
        "{table}, line {line}: the count of {cell} is withheld; only the office's copy with every count can be protected"
    )]
    UnknownCount {
        /// The table.
        table: String,
        /// The line.
        line: u64,
        /// The cell in words.
        cell: String,
    },
    /// Published values that no table of people can have.
    #[error("no whole table agrees with everything printed: {0}")]
    Impossible(String),
    /// An edition that the release builds on is not there.
    #[error(
        "edition {edition:?} was released before this one and is not given; add its tables, or protection against comparing the two cannot be promised"
    )]
    MissingEdition {
        /// Its name.
        edition: String,
    },
    /// A hierarchy with a loop or an unknown parent.
    #[error(
        "dimension {dimension:?}: {label:?} cannot stand under {parent:?}; a hierarchy has no loops and no category under itself"
    )]
    BadHierarchy {
        /// The dimension.
        dimension: String,
        /// The category.
        label: String,
        /// What it was put under.
        parent: String,
    },
    /// A name that is not a category.
    #[error("dimension {dimension:?} has no category {label:?}")]
    NoSuchCategory {
        /// The dimension.
        dimension: String,
        /// What was named.
        label: String,
    },
    /// A name that is not a dimension.
    #[error("there is no dimension {name:?}; the dimensions are {}", known.join(", "))]
    NoSuchDimension {
        /// What was named.
        name: String,
        /// The dimensions there are.
        known: Vec<String>,
    },
    /// Dimensions that the policy never publishes together (V-33).
    #[error("{table} crosses {}; these are never published together: leave one of them out", dimensions.join(", "))]
    NeverTogether {
        /// The table.
        table: String,
        /// The dimensions.
        dimensions: Vec<String>,
    },
    /// A number printed in the text that is not what the cells give.
    #[error("the text says {text:?}, the cells give {given}; correct the text")]
    TextDoesNotFollow {
        /// The sentence.
        text: String,
        /// What follows from the cells.
        given: String,
    },
    /// Something is too large to be held.
    #[error("{what} is larger than this engine takes ({most}); {remedy}")]
    TooLarge {
        /// What is too large.
        what: String,
        /// How much may be.
        most: String,
        /// What to do.
        remedy: String,
    },
    /// A setting outside its range.
    #[error("{setting} is {value}; {remedy}")]
    BadSetting {
        /// The setting.
        setting: String,
        /// Its value.
        value: String,
        /// What to write instead.
        remedy: String,
    },
    /// A ledger that was changed, cut or reordered.
    #[error("the privacy ledger is broken at entry {entry}: {problem}")]
    BrokenLedger {
        /// The entry from 1.
        entry: usize,
        /// What is wrong.
        problem: String,
    },
    /// A hand-over that would pass what may be spent on a population.
    #[error(
        "{population}: epsilon {spent} would be spent where at most {most} may be; ask for less, or for another population"
    )]
    BudgetSpent {
        /// The population.
        population: String,
        /// What would be spent in all.
        spent: String,
        /// What may be.
        most: String,
    },
}
