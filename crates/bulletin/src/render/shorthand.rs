//! How a cell is told to people: a number, words, or a shorthand in square brackets; never a blank.

use std::collections::BTreeSet;

use crate::{
    table::{Cell, ColumnKind, Table},
    words::grouped,
};

/// What the shorthands mean, in the order in which they are explained.
const MEANINGS: [(&str, &str); 4] = [
    ("[c]", "confidential: the figure is withheld so that nobody can be known by it"),
    ("[u]", "low reliability: the base of the percentage is below 50"),
    ("[x]", "not available"),
    ("[z]", "not applicable"),
];

/// A cell as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Digits with a point and a sign.
    Number(String),
    /// Words or a shorthand.
    Words(String),
}

impl Shown {
    /// The text for a page: thousands are grouped.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Number(number) => number.parse().map_or_else(|_| number.clone(), grouped),
            Self::Words(words) => words.clone(),
        }
    }
}

impl Table {
    /// A cell as it is shown; `row` and `column` are its place in the table.
    pub(crate) fn shown(&self, row: usize, column: usize) -> Shown {
        let cell = self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(&Cell::Blank);
        let is_total = self.has_total && row + 1 == self.rows.len();
        let is_count = self.columns.get(column).is_some_and(|column| column.kind == ColumnKind::Count);
        let words = |words: &str| Shown::Words(words.to_owned());
        match cell {
            Cell::Blank if is_total && !is_count => words("[z]"),
            Cell::Blank => words("[x]"),
            Cell::Text(text) if text.is_empty() => words("[x]"),
            Cell::Text(text) => words(text),
            Cell::New | Cell::NotRanked => words("[z]"),
            Cell::LowBase => words("[u]"),
            Cell::Withheld => words("[c]"),
            Cell::BlankZero => Shown::Number("0".to_owned()),
            Cell::Count(_) | Cell::Percent(_) | Cell::Rank(_) | Cell::Days(_) => Shown::Number(cell.to_string()),
        }
    }

    /// The shorthands that the table uses, each with its meaning.
    pub(crate) fn shorthands(&self) -> Vec<String> {
        let places = (0..self.rows.len()).flat_map(|row| (0..self.columns.len()).map(move |column| (row, column)));
        let used: BTreeSet<String> = places
            .filter_map(|(row, column)| match self.shown(row, column) {
                Shown::Words(words) => Some(words),
                Shown::Number(_) => None,
            })
            .collect();
        let known = MEANINGS.iter().filter(|(shorthand, _)| used.contains(*shorthand));
        known.map(|(shorthand, meaning)| format!("{shorthand} = {meaning}")).collect()
    }
}
