//! Revisions: what changed between two as-at days, two releases or two editions, cell by cell.
//!
//! A published year may move: a decision is made late, a duplicate is merged, an age is assessed again. A reader who
//! compares two editions must be told so by us, with both figures, and not find out alone.

use std::collections::BTreeSet;

use crate::{
    compute::Release,
    extract::date_of,
    revision::Revision,
    table::{Cell, Table},
    words::long_date,
};

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
