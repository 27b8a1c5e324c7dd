//! Revisions: what changed between two as-at days, two releases or two editions, cell by cell.
//!
//! A published year may move: a decision is made late, a duplicate is merged, an age is assessed again. A reader who
//! compares two editions must be told so by us, with both figures, and not find out alone.

use std::{collections::BTreeSet, fmt};

use serde::Serialize;

use crate::{
    compute::Release,
    extract::date_of,
    rounding::Percent,
    table::{Cell, Table},
    words::{grouped, long_date},
};

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

    fn of_cells([table, row, column]: [&str; 3], was: &Cell, is: &Cell) -> Option<Self> {
        let (was_text, is_text) = (was.to_string(), is.to_string());
        if was_text == is_text {
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

/// Every cell that differs between two releases, in order of table, row and column.
///
/// Rows are matched by what identifies them and columns by name, so a row that moves up is no revision of its
/// neighbours. A row or a column that only one release has is a revision of each of its cells.
pub fn revisions(was: &Release, is: &Release) -> Vec<Revision> {
    let ids: BTreeSet<&str> = was.tables.iter().chain(&is.tables).map(|table| table.id.as_str()).collect();
    ids.into_iter().flat_map(|id| between_tables(id, was.find(id), is.find(id))).collect()
}

fn between_tables(id: &str, was: Option<&Table>, is: Option<&Table>) -> Vec<Revision> {
    let tables: Vec<&Table> = is.into_iter().chain(was).collect();
    let mut rows: Vec<String> = Vec::new();
    let mut columns: Vec<&str> = Vec::new();
    for table in tables {
        let keys = table.rows.iter().map(|row| table.key(row));
        rows.extend(keys.filter(|key| !rows.contains(key)).collect::<Vec<_>>());
        let names = table.columns.iter().map(|column| column.name.as_str());
        columns.extend(names.filter(|name| !columns.contains(name)).collect::<Vec<_>>());
    }
    let cell = |table: Option<&Table>, row: &str, column: &str| {
        table.and_then(|table| table.find(row, column)).cloned().unwrap_or(Cell::Blank)
    };
    let cells = rows.iter().flat_map(|row| columns.iter().map(move |column| (row, *column)));
    cells
        .filter_map(|(row, column)| {
            Revision::of_cells([id, row, column], &cell(was, row, column), &cell(is, row, column))
        })
        .collect()
}

/// The revisions as plain text, under a heading that names both cut-offs.
pub fn revisions_text(was: &Release, is: &Release) -> String {
    let found = revisions(was, is);
    let day = |release: &Release| date_of(release.as_at).map(long_date).unwrap_or_default();
    let mut text = format!("Revisions of {} between {} and {}\n", is.period, day(was), day(is));
    if found.is_empty() {
        text.push_str("No cell changed.\n");
    }
    for revision in found {
        text.push_str(&format!("{revision}\n"));
    }
    text
}
