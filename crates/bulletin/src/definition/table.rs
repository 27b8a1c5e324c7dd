//! One table as data: how its rows come about, what it counts and when, in which order, with which notes.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ColumnDefinition;
use crate::{extract::Column, period::Period};

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
    /// Whether it is a stock: how many there are at the end of each period, which cannot be added over periods.
    pub(crate) fn is_stock(self) -> bool {
        matches!(self, Self::AwaitingReasonableGrounds | Self::AwaitingConclusiveGrounds)
    }

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
    /// The first period of whose editions it is a part: before it there was nothing to count.
    pub from: Option<Period>,
    /// The last.
    pub until: Option<Period>,
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

impl TableDefinition {
    /// Whether an outcome is a decision, for stages.
    pub(crate) fn decides(&self, outcome: &str) -> bool {
        self.decided.iter().any(|decided| decided == outcome)
    }
}
