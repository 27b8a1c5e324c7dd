//! Rules of what the text, the labels and the numbering say.

use serde::Deserialize;

use super::RatioFit;
use crate::check::reference::Reference;

/// A list of labels in which each thing must have one label, and each label must name one thing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelSpec {
    /// The table.
    pub table: String,
    /// The known defect.
    pub defect: Option<String>,
}

/// A series of numbers that must run from the first to the last without a gap, a double or a step back.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberingSpec {
    /// `table` or `figure`.
    pub series: String,
    /// The known defect.
    pub defect: Option<String>,
}

/// What a passage is checked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassageRule {
    /// It names no period twice.
    RepeatedPeriod,
    /// The table number in it is the number of the table it is about.
    CrossReference,
    /// The years in it are the years of the table it is about.
    Coverage,
    /// The table it is about has the columns it promises.
    Promise,
}

/// A short passage of the report.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassageSpec {
    /// Where it stands.
    pub paragraph: String,
    /// The words.
    pub quote: String,
    /// What it is checked for.
    pub rule: PassageRule,
    /// The table it is about.
    pub about: Option<String>,
    /// The columns it promises, each by a word of its name.
    #[serde(default)]
    pub promises: Vec<String>,
    /// The known defect.
    pub defect: Option<String>,
}

/// Which way a number went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Up.
    Rose,
    /// Down.
    Fell,
}

/// A statement that a number rose or fell, and a table that shows it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectionSpec {
    /// Where it stands.
    pub paragraph: String,
    /// What is said to have risen or fallen.
    pub says: String,
    /// Which way.
    pub direction: Direction,
    /// The earlier number.
    pub from: Reference,
    /// The later number.
    pub to: Reference,
    /// The known defect.
    pub defect: Option<String>,
}

/// A statement that a part is more than half of a whole.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MajoritySpec {
    /// Where it stands.
    pub paragraph: String,
    /// What is said to be the majority of what.
    pub says: String,
    /// The part, or the most it can be.
    pub part: Vec<Reference>,
    /// The whole.
    pub whole: Vec<Reference>,
    /// Bases of which it is true.
    #[serde(default)]
    pub fits: Vec<RatioFit>,
    /// The known defect.
    pub defect: Option<String>,
}

/// A statement of who comes first, second and so on in a column.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeadersSpec {
    /// Where it stands.
    pub paragraph: String,
    /// What is ranked.
    pub says: String,
    /// The labels in the order stated.
    pub stated: Vec<String>,
    /// The column that shows it.
    pub column: Reference,
    /// The known defect.
    pub defect: Option<String>,
}

/// A comparison between two periods.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodsSpec {
    /// Where it stands.
    pub paragraph: String,
    /// What is compared.
    pub says: String,
    /// The figure as stated.
    pub value: Reference,
    /// The earlier number.
    pub from: Reference,
    /// The months that the earlier number covers.
    pub from_months: u8,
    /// The later number.
    pub to: Reference,
    /// The months that the later number covers.
    pub to_months: u8,
    /// The known defect.
    pub defect: Option<String>,
}

/// A mean stated in the text: a few long values can make it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeanSpec {
    /// What it is the mean of.
    pub says: String,
    /// The mean.
    pub value: Reference,
    /// How many values it is the mean of.
    pub of: Reference,
    /// The column whose statements, in the same paragraph, would name a median or a range.
    pub beside: String,
    /// The known defect.
    pub defect: Option<String>,
}

/// A file with the report's running text, one numbered paragraph after another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextSpec {
    /// The file.
    pub file: String,
    /// The known defect of repeated paragraphs.
    pub repeated: Option<String>,
}
