//! The rules of a set of tables, as data: which tables there are, and what must follow from what.
//!
//! One TOML file holds them, so a statistician can read and extend the rules of a report without reading code. A field
//! that no rule knows is refused, because a misspelt rule that is silently ignored looks like a rule that holds.

use std::{fs, path::Path};

use serde::Deserialize;

use super::{
    error::CheckError,
    spec::{
        ChangeSpec, DirectionSpec, EqualSpec, LabelSpec, LeadersSpec, MajoritySpec, MatchSpec, MeanSpec, NumberingSpec,
        OrderSpec, PassageSpec, PeriodsSpec, PrecisionSpec, RankSpec, RatioSpec, RemainderSpec, ShareSpec, SumSpec,
        TableSpec, TextSpec, WholeBaseSpec,
    },
};

const IDMG_2013: &str = include_str!("idmg-2013.toml");

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
    /// The rules of the second report of the Inter-Departmental Ministerial Group on Human Trafficking (October 2013).
    ///
    /// # Errors
    /// Never in a build whose tests pass: the rules are part of it.
    pub fn idmg_2013() -> Result<Self, CheckError> {
        Self::read("idmg-2013.toml", IDMG_2013)
    }

    /// Loads rules from a file.
    ///
    /// # Errors
    /// When the file cannot be read or holds no valid rules: see [`Manifest::read`].
    pub fn load(path: &Path) -> Result<Self, CheckError> {
        let text =
            fs::read_to_string(path).map_err(|source| CheckError::Unreadable { path: path.to_path_buf(), source })?;
        Self::read(&path.display().to_string(), &text)
    }

    /// Reads rules from the text of a TOML file; `file` is what messages call it.
    ///
    /// # Errors
    /// When the text is not TOML, has a field that no rule knows, names a cell in another form than
    /// `table | row | column`, or names a table that it does not declare.
    pub fn read(file: &str, text: &str) -> Result<Self, CheckError> {
        let manifest: Self = toml::from_str(text)
            .map_err(|source| CheckError::Rules { file: file.to_owned(), source: Box::new(source) })?;
        super::consistency::check(file, &manifest)?;
        Ok(manifest)
    }

    /// The declaration of a table, by its identifier.
    pub fn find_table(&self, id: &str) -> Option<&TableSpec> {
        self.tables.iter().find(|table| table.id == id)
    }
}
