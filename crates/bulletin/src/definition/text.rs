//! The text of a bulletin as data: sections of sentences, each number bound to a cell, and charts with a message.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::period::Period;

/// Who publishes, and what every reader should know first.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicationDefinition {
    /// Who publishes.
    pub producer: String,
    /// Paragraphs of explanation. They hold no figures, only names with digits in them.
    #[serde(default, deserialize_with = "paragraphs")]
    pub introduction: Vec<DatedText>,
    /// Names with digits that are no figures, such as that of an Act.
    #[serde(default)]
    pub names: Vec<String>,
}

/// A text that is true of the editions of some periods.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedText {
    /// The first period.
    pub from: Option<Period>,
    /// The last.
    pub until: Option<Period>,
    /// The words.
    pub text: String,
}

/// A paragraph is written as a text alone, or with the periods in which it is true.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Always(String),
    Sometimes(DatedText),
}

fn paragraphs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<DatedText>, D::Error> {
    let written = Vec::<Written>::deserialize(deserializer)?;
    let dated = written.into_iter().map(|paragraph| match paragraph {
        Written::Always(text) => DatedText { from: None, until: None, text },
        Written::Sometimes(dated) => dated,
    });
    Ok(dated.collect())
}

/// A section of the bulletin.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionDefinition {
    /// Its heading.
    pub heading: String,
    /// Its sentences, each a paragraph.
    #[serde(default)]
    pub sentences: Vec<Sentence>,
    /// What it shows after them: `chart:id` and `table:id`.
    #[serde(default)]
    pub show: Vec<String>,
}

/// A sentence with `{names}` that are bound to cells.
///
/// `{period}`, `{previous}` and `{year_before}` are the periods of the bulletin, one before and a year before, in words, and
/// `{end}` is the last day of the period.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// The words.
    pub text: String,
    /// What each name is bound to.
    #[serde(default)]
    pub bind: BTreeMap<String, Binding>,
    /// Only if this is so.
    pub when: Option<Condition>,
}

/// What a name in a sentence stands for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Binding {
    /// The figure in a cell: `table | row | column`.
    Cell(Address),
    /// One count as a percentage of another.
    Share([Address; 2]),
    /// A change, in words: `5% more than`. The cell is of a column that shows change.
    Change(Address),
    /// The label of a row: `table | #1`.
    Label(Address),
    /// The number of a table, as printed.
    NumberOf(String),
}

/// When a sentence is true.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// The last row of the column is higher than every other.
    Highest(Address),
    /// The last row of the column is lower than every other.
    Lowest(Address),
}

/// `table | row | column`; a row may be `#2` for the second, and `{period}`, `{previous}` and `{year_before}` are filled in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Address {
    /// The table.
    pub table: String,
    /// The row.
    pub row: String,
    /// The column; empty for a label.
    pub column: String,
}

/// A text that is no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no cell: write \"table | row | column\", or \"table | #1\" for a label")]
pub struct NotAnAddress(String);

impl TryFrom<String> for Address {
    type Error = NotAnAddress;

    fn try_from(text: String) -> Result<Self, NotAnAddress> {
        let parts: Vec<&str> = text.split('|').map(str::trim).collect();
        let (table, row, column) = match parts.as_slice() {
            [table, row] => (*table, *row, ""),
            [table, row, column] if !column.is_empty() => (*table, *row, *column),
            _ => return Err(NotAnAddress(text)),
        };
        if table.is_empty() || row.is_empty() {
            return Err(NotAnAddress(text));
        }
        Ok(Self { table: table.to_owned(), row: row.to_owned(), column: column.to_owned() })
    }
}

/// How a chart draws its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// Lines over periods.
    Line,
    /// Horizontal bars, one a row.
    Bar,
}

/// A chart of one table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartDefinition {
    /// Its identifier and file name.
    pub id: String,
    /// The table.
    pub table: String,
    /// How it draws.
    pub kind: ChartKind,
    /// The message, as a sentence without a full stop.
    pub title: String,
    /// What the names in the title are bound to.
    #[serde(default)]
    pub bind: BTreeMap<String, Binding>,
    /// Measure, period and place.
    pub subtitle: String,
    /// The columns it draws: at most four lines, or one of bars.
    pub columns: Vec<String>,
    /// What each line is called.
    #[serde(default)]
    pub names: Vec<String>,
    /// Rows that it does not draw.
    #[serde(default)]
    pub leave_out: Vec<String>,
}

impl ChartDefinition {
    /// The title as a sentence, so that one set of rules holds for all words with figures.
    pub(crate) fn sentence(&self) -> Sentence {
        Sentence { text: self.title.clone(), bind: self.bind.clone(), when: None }
    }
}

impl Sentence {
    /// The names in braces, in order.
    pub(crate) fn placeholders(&self) -> Vec<&str> {
        let mut names = Vec::new();
        let mut rest = self.text.as_str();
        while let Some((_, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else { break };
            names.push(name);
            rest = after;
        }
        names
    }

    /// The words outside braces.
    pub(crate) fn words(&self) -> String {
        let mut words = String::new();
        let mut rest = self.text.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            words.push_str(before);
            words.push(' ');
            rest = after.split_once('}').map_or("", |(_, after)| after);
        }
        words.push_str(rest);
        words
    }
}
