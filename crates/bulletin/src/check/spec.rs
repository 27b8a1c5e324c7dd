//! One declaration a rule: which cells it looks at, and which known defect it is expected to meet.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::reference::Reference;

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
