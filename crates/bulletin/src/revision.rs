//! One cell that changed between two publications.

use std::fmt;

use serde::Serialize;

use crate::{rounding::Percent, table::Cell, words::grouped};

/// One cell that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Revision {
    /// Identifier of the table, or name of the series.
    pub table: String,
    /// The row.
    pub row: String,
    /// The column.
    pub column: String,
    /// What the cell said; empty if there was no such cell.
    pub was: String,
    /// What it says now; empty if there is none.
    pub is: String,
    /// The difference, where both are counts.
    pub difference: Option<i64>,
    /// The difference as a share of what it was, with one decimal, where both are counts and it was not zero.
    pub percentage: Option<Percent>,
}

impl Revision {
    /// The revision between two counts of the same cell; `None` if it did not change.
    pub fn between(table: &str, row: &str, column: &str, was: Option<u64>, is: Option<u64>) -> Option<Self> {
        let cell = |count: Option<u64>| count.map_or(Cell::Blank, Cell::Count);
        Self::of_cells([table, row, column], &cell(was), &cell(is))
    }

    pub(crate) fn of_cells([table, row, column]: [&str; 3], was: &Cell, is: &Cell) -> Option<Self> {
        let (was_text, is_text) = (was.to_string(), is.to_string());
        if was_text == is_text || (was.count().is_some() && was.count() == is.count()) {
            return None;
        }
        let counts = was.count().zip(is.count());
        let difference = counts.and_then(|(was, is)| i64::try_from(i128::from(is) - i128::from(was)).ok());
        let percentage = counts.and_then(|(was, is)| Percent::change(was, is, 1));
        let [table, row, column] = [table, row, column].map(str::to_owned);
        Some(Self { table, row, column, was: was_text, is: is_text, difference, percentage })
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |text: &str| match text.parse::<u64>() {
            Ok(number) => grouped(number),
            Err(_) if text.is_empty() => "blank".to_owned(),
            Err(_) => text.to_owned(),
        };
        write!(f, "{}, {}, {}: {} → {}", self.table, self.row, self.column, shown(&self.was), shown(&self.is))?;
        if let Some(difference) = self.difference {
            write!(f, ", {difference:+}")?;
        }
        if let Some(percentage) = self.percentage {
            let sign = if percentage.scaled > 0 { "+" } else { "" };
            write!(f, ", {sign}{percentage}%")?;
        }
        Ok(())
    }
}
