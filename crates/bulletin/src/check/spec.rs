//! One declaration a rule: which cells it looks at, and which known defect it is expected to meet. Here the rules within one
//! table; between tables they are in `figures`, of what the text says in `text`.

mod figures;
mod text;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use self::{
    figures::{EqualSpec, MatchSpec, RatioFit, RatioSpec, Relation, RemainderSpec, SumFit},
    text::{
        Direction, DirectionSpec, LabelSpec, LeadersSpec, MajoritySpec, MeanSpec, NumberingSpec, PassageRule,
        PassageSpec, PeriodsSpec, TextSpec,
    },
};

/// Catalogue numbers of known defects, by the label of the row that holds them.
pub type Defects = BTreeMap<String, String>;

/// A table of the set.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableSpec {
    /// Its identifier in these rules.
    pub id: String,
    /// Its file.
    pub file: String,
    /// `table` or `figure`, where it is numbered.
    pub series: Option<String>,
    /// Its number as printed.
    pub number: Option<u32>,
    /// Its title as printed.
    #[serde(default)]
    pub title: String,
    /// Where in the report it stands.
    pub paragraph: Option<String>,
    /// What is counted.
    pub unit: Option<String>,
    /// Which calendar or period the counts belong to.
    pub calendar: Option<String>,
    /// The columns that label a row; the first column where none is named.
    #[serde(default)]
    pub key: Vec<String>,
}

/// Totals that must be the sum of what they total: down the rows, across the columns, or both.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SumSpec {
    /// The table.
    pub table: String,
    /// The columns of counts.
    pub columns: Vec<String>,
    /// The label of the row that totals the other rows.
    pub total_row: Option<String>,
    /// The column that totals `columns`.
    pub total_column: Option<String>,
}

/// A column that gives another column as a percentage of its total.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareSpec {
    /// The table.
    pub table: String,
    /// The column of percentages.
    pub column: String,
    /// The column of counts.
    pub of: String,
    /// The label of the row that holds the base.
    pub base_row: String,
}

/// A column that gives the percentage change between two others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeSpec {
    /// The table.
    pub table: String,
    /// The column of percentage changes.
    pub column: String,
    /// The column of earlier counts.
    pub from: String,
    /// The column of later counts.
    pub to: String,
    /// Tables with the same labels and columns, whose counts a wrong figure may have been taken from.
    #[serde(default)]
    pub siblings: Vec<String>,
    /// Known defects by row.
    #[serde(default)]
    pub defects: Defects,
}

/// A column of percentage changes from an earlier row to each row of a table of periods.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesSpec {
    /// The table.
    pub table: String,
    /// The column of percentage changes.
    pub column: String,
    /// The column of counts.
    pub of: String,
    /// How many rows back the earlier count stands.
    pub back: usize,
}

/// A percentage change printed beside its later count only: some whole number must give it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WholeBaseSpec {
    /// The table.
    pub table: String,
    /// The column of percentage changes.
    pub column: String,
    /// The column of later counts.
    pub count: String,
}

/// Columns of derived figures that must keep one number of decimal places each.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrecisionSpec {
    /// The table.
    pub table: String,
    /// The columns.
    pub columns: Vec<String>,
}

/// A column of ranks that must follow from a column of counts, equal counts sharing a rank.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankSpec {
    /// The table.
    pub table: String,
    /// The column of ranks.
    pub rank: String,
    /// The column of counts.
    pub count: String,
    /// The column within each value of which ranks start again.
    pub within: Option<String>,
    /// Whether every row that was ranked down to the last one printed is printed.
    #[serde(default)]
    pub complete: bool,
    /// The known defect of ties that are broken.
    pub ties: Option<String>,
}

/// A table whose rows stand in the order of their counts, beside another with the same rows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderSpec {
    /// The table.
    pub table: String,
    /// The column of counts.
    pub count: String,
    /// The table that must order equal counts the same way.
    pub beside: Option<String>,
    /// The known defect of ties that are ordered in two ways.
    pub ties: Option<String>,
}
