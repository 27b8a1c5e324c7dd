//! Rules between figures, of one table or of several: what must agree, add up, or be a share of what.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::check::reference::Reference;

/// Whether two numbers must be equal, or the first may also be smaller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// They are the same number.
    #[default]
    Equal,
    /// The first is a part of the second.
    AtMost,
    /// The first is a bar, the second where its axis ends.
    UnderAxis,
}

/// Columns that must agree for every label that all of them have.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchSpec {
    /// What the two columns are, or why they agree.
    pub because: String,
    /// The column that is checked.
    pub left: Reference,
    /// The columns whose sum it must be.
    pub right: Vec<Reference>,
    /// Labels of the left that the right writes otherwise.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// How the two must relate.
    #[serde(default)]
    pub relation: Relation,
    /// The cell of the right that holds what could not be given a label: a difference is then a matter for a note.
    pub unallocated: Option<Reference>,
    /// The known defect.
    pub defect: Option<String>,
}

/// A number that must be the sum of others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EqualSpec {
    /// Why, as a sentence.
    pub says: String,
    /// The number that is checked.
    pub value: Reference,
    /// The numbers whose sum it must be.
    pub of: Vec<Reference>,
    /// How the two must relate.
    #[serde(default)]
    pub relation: Relation,
    /// What else the number may turn out to be.
    #[serde(default)]
    pub fits: Vec<SumFit>,
    /// The known defect.
    pub defect: Option<String>,
}

/// A sum that a wrong number may turn out to be.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SumFit {
    /// What the sum is.
    pub says: String,
    /// Its parts.
    pub of: Vec<Reference>,
}

/// A stated percentage, or a plain ratio, with the base that the text names.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatioSpec {
    /// What of what, as the text states it.
    pub says: String,
    /// The stated figure.
    pub value: Reference,
    /// What is counted.
    pub part: Vec<Reference>,
    /// The base that the text names.
    pub whole: Vec<Reference>,
    /// Whether the figure is the ratio itself and not a percentage.
    #[serde(default)]
    pub plain: bool,
    /// Bases that the figure may turn out to have used.
    #[serde(default)]
    pub fits: Vec<RatioFit>,
    /// The known defect.
    pub defect: Option<String>,
}

/// A ratio that a wrong figure may turn out to be.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatioFit {
    /// What of what.
    pub says: String,
    /// What is counted.
    pub part: Vec<Reference>,
    /// Its base.
    pub whole: Vec<Reference>,
}

/// Parts that are printed as if they made up a whole.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemainderSpec {
    /// What the parts are parts of.
    pub says: String,
    /// The whole.
    pub whole: Reference,
    /// The parts.
    pub parts: Vec<Reference>,
    /// The known defect.
    pub defect: Option<String>,
}
