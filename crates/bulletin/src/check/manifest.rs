//! The rules of a set of tables, as data: which tables there are, and what must follow from what.
//!
//! One TOML file holds them, so a statistician can read and extend the rules of a report without reading code. A field
//! that no rule knows is refused, because a misspelt rule that is silently ignored looks like a rule that holds.

use serde::Deserialize;

use super::spec::{
    ChangeSpec, DirectionSpec, EqualSpec, LabelSpec, LeadersSpec, MajoritySpec, MatchSpec, MeanSpec, NumberingSpec,
    OrderSpec, PassageSpec, PeriodsSpec, PrecisionSpec, RankSpec, RatioSpec, RemainderSpec, SeriesSpec, ShareSpec,
    SumSpec, TableSpec, TextSpec, WholeBaseSpec,
};

/// The rules of a set of tables.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// A short name for the set, for example `idmg-2013`.
    pub name: String,
    /// Labels that mark a row of totals, wherever a table does not say its own.
    #[serde(default)]
    pub totals: Vec<String>,
    /// The tables, in the order in which they appear in the report.
    #[serde(default, rename = "table")]
    pub tables: Vec<TableSpec>,
    /// Totals that must be the sum of what they total.
    #[serde(default, rename = "sum")]
    pub sums: Vec<SumSpec>,
    /// Percentages of a total.
    #[serde(default, rename = "share")]
    pub shares: Vec<ShareSpec>,
    /// Percentage changes between two printed columns.
    #[serde(default, rename = "change")]
    pub changes: Vec<ChangeSpec>,
    /// Percentage changes between rows of a table of periods.
    #[serde(default)]
    pub series: Vec<SeriesSpec>,
    /// Percentage changes whose base is not printed.
    #[serde(default, rename = "whole_base")]
    pub whole_bases: Vec<WholeBaseSpec>,
    /// Columns of derived figures that must keep one precision.
    #[serde(default, rename = "precision")]
    pub precisions: Vec<PrecisionSpec>,
    /// Ranks that must follow from counts.
    #[serde(default, rename = "rank")]
    pub ranks: Vec<RankSpec>,
    /// Rows that are printed in the order of their counts.
    #[serde(default, rename = "order")]
    pub orders: Vec<OrderSpec>,
    /// Columns of two tables that must agree label by label.
    #[serde(default, rename = "match")]
    pub matches: Vec<MatchSpec>,
    /// Single numbers that must agree with others.
    #[serde(default, rename = "equal")]
    pub equals: Vec<EqualSpec>,
    /// Stated ratios, with the base that the text names.
    #[serde(default, rename = "ratio")]
    pub ratios: Vec<RatioSpec>,
    /// Parts that must make up a whole.
    #[serde(default, rename = "remainder")]
    pub remainders: Vec<RemainderSpec>,
    /// Lists of labels in which each thing must have one label.
    #[serde(default, rename = "label")]
    pub labels: Vec<LabelSpec>,
    /// Series of numbered tables and figures.
    #[serde(default, rename = "numbering")]
    pub numberings: Vec<NumberingSpec>,
    /// Short passages of the report that name tables, periods or columns.
    #[serde(default, rename = "passage")]
    pub passages: Vec<PassageSpec>,
    /// Statements that something rose or fell.
    #[serde(default, rename = "direction")]
    pub directions: Vec<DirectionSpec>,
    /// Statements that something is the majority.
    #[serde(default, rename = "majority")]
    pub majorities: Vec<MajoritySpec>,
    /// Statements of who comes first, second and third.
    #[serde(default, rename = "leaders")]
    pub leaders: Vec<LeadersSpec>,
    /// Comparisons between two periods.
    #[serde(default, rename = "periods")]
    pub periods: Vec<PeriodsSpec>,
    /// Means stated in the text.
    #[serde(default, rename = "mean")]
    pub means: Vec<MeanSpec>,
    /// Files with the report's running text.
    #[serde(default, rename = "text")]
    pub texts: Vec<TextSpec>,
}

impl Manifest {
    /// The declaration of a table, by its identifier.
    pub fn find_table(&self, id: &str) -> Option<&TableSpec> {
        self.tables.iter().find(|table| table.id == id)
    }
}
