//! One column of a table as data: what it shows, of which period, as a share of what.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{extract::Column, period::Period};

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
    /// The first period in which there was what it counts; an edition of before leaves the column out.
    pub from: Option<Period>,
    /// The last.
    pub until: Option<Period>,
}

fn one() -> i16 {
    1
}
