//! Tables as data: what a table shows, of what, in which order, with which notes.
//!
//! A definition is a text file. A statistician changes a table there, not in code; the engine has no knowledge of any
//! one table. Every key is explained in the method documentation of tables.

mod check;
mod check_text;
mod columns;
pub mod text;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{extract::Column, period::Calendar};

/// A file of table definitions that cannot be used. The sentence names the table and the key.
#[derive(Debug, thiserror::Error)]
pub enum DefinitionError {
    /// Not valid TOML, or a key or value the engine does not know.
    #[error("table definitions cannot be read")]
    Text(#[from] toml::de::Error),
    /// A definition that contradicts itself.
    #[error("table definitions, {table}: {fault}")]
    Contradiction {
        /// Identifier of the table.
        table: String,
        /// What is wrong and what to write instead.
        fault: String,
    },
}

/// A set of tables that are made together, from one selection.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definitions {
    /// What all the tables share.
    pub bulletin: Shared,
    /// Order of the values of a column, in display labels, for tables that do not give their own.
    #[serde(default)]
    pub values: BTreeMap<Column, Vec<String>>,
    /// The tables, in the order in which they are written.
    pub tables: Vec<TableDefinition>,
    /// Who publishes them; without it, tables alone are written.
    pub publication: Option<text::PublicationDefinition>,
    /// The charts.
    #[serde(default)]
    pub charts: Vec<text::ChartDefinition>,
    /// The sections of the bulletin's text.
    #[serde(default)]
    pub sections: Vec<text::SectionDefinition>,
}

/// What all the tables of a bulletin share: its captions say so.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shared {
    /// Identifier of the set.
    pub id: String,
    /// Title of the set.
    pub title: String,
    /// What is counted.
    pub unit: String,
    /// The counting rule in one sentence.
    pub counting: String,
    /// The calendar that all the tables keep.
    #[serde(default)]
    pub calendar: Calendar,
    /// A percentage with a smaller base than this is shown as `[u]`.
    #[serde(default)]
    pub least_base: u64,
    /// Scheme of exploitation types.
    pub scheme: String,
    /// The era of rules under which the decisions were made.
    pub rule_era: String,
    /// Edition of published figures that stands in for years without records.
    pub edition: String,
    /// How an empty value prints.
    pub not_recorded: String,
    /// Counts from 1 to one below this are small.
    pub small_cell_threshold: u64,
    /// What the caption of a table with small counts says.
    pub small_cell_notice: String,
    /// Values that keep a referral out of every count.
    #[serde(default)]
    pub not_counted: BTreeMap<Column, Vec<String>>,
    /// Years of which only a part was recorded.
    #[serde(default)]
    pub part_years: Vec<PartYear>,
}

/// A year of which only some months were recorded.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartYear {
    /// The year.
    pub year: i16,
    /// The months recorded, in words.
    pub months: String,
    /// What `{part}` in a column's name becomes.
    pub suffix: String,
}

/// How rows come about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// One row for each value (or pair of values) of the row columns.
    #[default]
    Grid,
    /// The highest values within each group, the group being a category or the year.
    Ranked,
    /// One block of rows for each stage of decision, each with its own denominators.
    Stages,
    /// One row for each period, each column counting those that pass its own filter.
    Series,
}

/// What a table counts. No table counts both: a notification is never added to referrals (V-36).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// Referrals.
    #[default]
    Referrals,
    /// Notifications under the duty to notify, from their own extract.
    Notifications,
}

/// The event that puts a referral into a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dated {
    /// Its receipt.
    #[default]
    Received,
    /// Its reasonable grounds decision.
    ReasonableGrounds,
    /// Its conclusive grounds decision.
    ConclusiveGrounds,
    /// That it waits for a reasonable grounds decision at the end of the period: a stock, counted in every period in
    /// which it waits.
    AwaitingReasonableGrounds,
    /// That it waits for a conclusive grounds decision at the end of the period.
    AwaitingConclusiveGrounds,
}

impl Dated {
    /// What is said between the unit and the period.
    pub(crate) fn phrase(self) -> &'static str {
        match self {
            Self::Received => "received in",
            Self::ReasonableGrounds => "with a reasonable grounds decision made in",
            Self::ConclusiveGrounds => "with a conclusive grounds decision made in",
            Self::AwaitingReasonableGrounds => "awaiting a reasonable grounds decision at the end of",
            Self::AwaitingConclusiveGrounds => "awaiting a conclusive grounds decision at the end of",
        }
    }

    /// What a number of days beside it measures.
    pub(crate) fn days(self) -> &'static str {
        match self {
            Self::Received => "days from receipt to receipt",
            Self::ReasonableGrounds => "days from receipt to the reasonable grounds decision",
            Self::ConclusiveGrounds => "days from receipt to the conclusive grounds decision",
            Self::AwaitingReasonableGrounds | Self::AwaitingConclusiveGrounds => {
                "days from receipt to the end of the period"
            }
        }
    }
}

/// In which order rows stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// As declared under `values`; a value that is not declared follows, by name.
    #[default]
    Declared,
    /// Highest count of the year first, then by name.
    Count,
    /// Highest sum over the years first, then by name.
    Sum,
}

/// How a count of zero prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zero {
    /// As 0.
    #[default]
    Digit,
    /// As an empty cell.
    Blank,
}

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// The row's value.
    Label,
    /// The group of a ranked table, or the stage of decision.
    Group,
    /// The rank of the row by the order of the table. Equal counts have equal rank.
    Rank,
    /// 1 if the row shares its rank, else 0.
    Tied,
    /// The count of one year.
    Count,
    /// The share of one year's count in its base.
    Share,
    /// The change of the count on the year before.
    Change,
    /// The sum of the counts from one year to the last.
    Sum,
    /// The rank of one year's count among all values; N/A for none.
    Position,
    /// One column for each value (or pair of values) of the columns under `across`.
    Across,
    /// The same text in every row.
    Text,
    /// The median number of days, in whole days; two middle values give the upper.
    Median,
    /// The mean number of days, to the nearest whole day, half up.
    Mean,
}

/// What a share is a share of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// All that the table counts in that year.
    #[default]
    Table,
    /// All at the stage of decision.
    Stage,
    /// All at the stage that were decided.
    Decided,
    /// All that the table counts, whatever stage they reached.
    Cohort,
}

/// One column, or with `across` one run of columns.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnDefinition {
    /// Its name, with `{period}` or `{year}`, `{previous}`, `{first}`, `{part}` and `{across}` filled in.
    pub name: String,
    /// Its heading for people, with the same names filled in; from its name if not given.
    pub heading: Option<String>,
    /// What it shows.
    pub show: Show,
    /// The period it shows, counted from the period of the bulletin: -1 is the one before.
    #[serde(default, alias = "year")]
    pub period: i16,
    /// For a change: how many periods back it compares; 4 quarters are the same quarter of the year before.
    #[serde(default = "one")]
    pub back: i16,
    /// For a table of periods: only those that pass.
    #[serde(default)]
    pub filter: BTreeMap<Column, Vec<String>>,
    /// For a share in a table of periods: the base counts only those that pass; all that the table counts if empty.
    #[serde(default)]
    pub whole: BTreeMap<Column, Vec<String>>,
    /// For a label: which row column; the first if not given.
    pub of: Option<Column>,
    /// For a share: its base.
    #[serde(default)]
    pub base: Base,
    /// For a text: the text.
    pub text: Option<String>,
}

fn one() -> i16 {
    1
}

/// A stage of decision.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageDefinition {
    /// Its name.
    pub label: String,
    /// The column that holds its outcome.
    pub column: Column,
    /// Who reached it.
    #[serde(default)]
    pub filter: BTreeMap<Column, Vec<String>>,
}

/// A note with figures in it, which the engine counts.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum NoteDefinition {
    /// A sentence as it stands.
    Text {
        /// The sentence.
        text: String,
    },
    /// How the referrals with one value divide by another column.
    Split {
        /// The column of the value.
        column: Column,
        /// The value.
        value: String,
        /// The column by which they divide.
        by: Column,
        /// The sentence, with `{count}`, `{referrals}`, `{is}`, `{has}`, `{split}` and `{places}` filled in.
        text: String,
    },
    /// One sentence for each label that two columns share and count differently.
    Reconcile {
        /// The column of this table.
        column: Column,
        /// The other column.
        with: Column,
        /// The sentence, with `{label}`, `{count}` and `{other}` filled in.
        text: String,
    },
}

/// One table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableDefinition {
    /// Identifier and file name, `table01`.
    pub id: String,
    /// Number as printed, `Table 1`.
    pub number: String,
    /// Title.
    pub title: String,
    /// How rows come about.
    #[serde(default)]
    pub layout: Layout,
    /// What is counted.
    #[serde(default)]
    pub counts: Counts,
    /// What puts it into a period.
    #[serde(default)]
    pub dated: Dated,
    /// What is counted, where it is not the unit of the bulletin.
    pub unit: Option<String>,
    /// The columns of the extract whose values make the rows: one or two.
    #[serde(default)]
    pub rows: Vec<Column>,
    /// The columns of the extract whose values make columns.
    #[serde(default)]
    pub across: Vec<Column>,
    /// For a ranked table: `year`, or a column of the extract.
    pub group: Option<String>,
    /// For a ranked table by year, and a table of periods: its first period, counted from that of the bulletin.
    #[serde(default, alias = "first_year")]
    pub first_period: i16,
    /// Only referrals with one of these values are counted.
    #[serde(default)]
    pub filter: BTreeMap<Column, Vec<String>>,
    /// Order of rows.
    #[serde(default)]
    pub order: Order,
    /// Only rows of this rank or higher; ties at the last rank are all shown.
    pub top: Option<u32>,
    /// Label of one row for all values that `top` leaves without one.
    pub remainder: Option<String>,
    /// Values that have no row.
    #[serde(default)]
    pub leave_out: Vec<String>,
    /// Values in display labels, in order, for this table.
    #[serde(default)]
    pub values: BTreeMap<Column, Vec<String>>,
    /// Display labels of values, by column.
    #[serde(default)]
    pub labels: BTreeMap<Column, BTreeMap<String, String>>,
    /// Parts of column names for `across`, by display label; otherwise the label in lower case with underscores.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Label of the total row, if there is one.
    pub total: Option<String>,
    /// How zero prints.
    #[serde(default)]
    pub zero: Zero,
    /// Leave out rows without any referral.
    #[serde(default)]
    pub drop_empty_rows: bool,
    /// Leave out columns of `across` without any referral.
    #[serde(default)]
    pub drop_empty_columns: bool,
    /// Series of published figures for years without records.
    pub published: Option<String>,
    /// Decimals of percentages.
    #[serde(default)]
    pub decimals: u8,
    /// For stages: the outcomes that are decisions.
    #[serde(default)]
    pub decided: Vec<String>,
    /// For stages: the stages, in order.
    #[serde(default)]
    pub stages: Vec<StageDefinition>,
    /// The columns.
    pub columns: Vec<ColumnDefinition>,
    /// Notes.
    #[serde(default)]
    pub notes: Vec<NoteDefinition>,
}
