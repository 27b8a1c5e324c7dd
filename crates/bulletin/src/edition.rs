//! An earlier edition, read back from its `release.json`: what was published is compared with what is about to be.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    compute::Release,
    extract::day_number,
    period::Period,
    rounding::Percent,
    table::{Caption, Cell, ColumnKind, Table, TableColumn},
};

/// What makes an earlier edition unusable.
#[derive(Debug, thiserror::Error)]
pub enum EditionError {
    /// It is not the JSON of a release.
    #[error("the earlier edition is not the release.json of a bulletin; give the one that was published")]
    Json(#[from] serde_json::Error),
    /// A row has more or fewer cells than there are columns.
    #[error("the earlier edition, table {table}, row {row}: {cells} cells under {columns} columns")]
    Width {
        /// The table.
        table: String,
        /// The row, from 1.
        row: usize,
        /// Its cells.
        cells: usize,
        /// The columns.
        columns: usize,
    },
    /// A cell that its column cannot hold: a negative count, a word for a number.
    #[error("the earlier edition, table {table}, row {row}, column {column}: {value} is no {expected}")]
    Cell {
        /// The table.
        table: String,
        /// The row, from 1.
        row: usize,
        /// The column.
        column: String,
        /// What stands there.
        value: String,
        /// What should.
        expected: &'static str,
    },
    /// One row, column or table stands twice.
    #[error("the earlier edition, table {table}: {what} {name} stands twice; keep one")]
    Twice {
        /// The table.
        table: String,
        /// `row`, `column` or `table`.
        what: &'static str,
        /// Its name.
        name: String,
    },
}

#[derive(Deserialize)]
struct WrittenRelease {
    id: String,
    title: String,
    period: Period,
    as_at: Date,
    #[serde(default)]
    synthetic: bool,
    tables: Vec<WrittenTable>,
}

#[derive(Deserialize)]
struct WrittenTable {
    id: String,
    caption: Caption,
    columns: Vec<TableColumn>,
    rows: Vec<Vec<Value>>,
    has_total: bool,
    #[serde(default)]
    unordered: bool,
    #[serde(default)]
    ranked_by: Vec<u64>,
}

impl Release {
    /// Reads a release from its `release.json`.
    ///
    /// # Errors
    /// When it is none, or a cell is not what its column holds; the message names table, row and column.
    pub fn read(text: &[u8]) -> Result<Self, EditionError> {
        let WrittenRelease { id, title, period, as_at, synthetic, tables } = serde_json::from_slice(text)?;
        let mut ids = BTreeSet::new();
        for table in &tables {
            if !ids.insert(table.id.clone()) {
                return Err(EditionError::Twice { table: table.id.clone(), what: "table", name: table.id.clone() });
            }
        }
        let tables = tables.into_iter().map(table_of).collect::<Result<_, _>>()?;
        Ok(Self { id, title, period, as_at: day_number(as_at), synthetic, tables })
    }
}

fn table_of(written: WrittenTable) -> Result<Table, EditionError> {
    let WrittenTable { id, caption, columns, rows: written_rows, has_total, unordered, ranked_by } = written;
    let twice = |what, name: &str| EditionError::Twice { table: id.clone(), what, name: name.to_owned() };
    let mut names = BTreeSet::new();
    if let Some(column) = columns.iter().find(|column| !names.insert(column.name.as_str())) {
        return Err(twice("column", &column.name));
    }
    let mut rows = Vec::new();
    for (row, values) in (1_usize..).zip(written_rows) {
        if values.len() != columns.len() {
            let (cells, columns) = (values.len(), columns.len());
            return Err(EditionError::Width { table: id, row, cells, columns });
        }
        let cells = values.iter().zip(&columns).map(|(value, column)| {
            cell_of(value, column.kind).map_err(|expected| EditionError::Cell {
                table: id.clone(),
                row,
                column: column.name.clone(),
                value: value.to_string(),
                expected,
            })
        });
        rows.push(cells.collect::<Result<Vec<Cell>, _>>()?);
    }
    let table = Table { id: id.clone(), caption, columns, rows, has_total, unordered, ranked_by };
    let mut keys = BTreeSet::new();
    let repeated = table.rows.iter().map(|row| table.key(row)).find(|key| !key.is_empty() && !keys.insert(key.clone()));
    match repeated {
        Some(key) => Err(twice("row", &key)),
        None => Ok(table),
    }
}

fn cell_of(value: &Value, kind: ColumnKind) -> Result<Cell, &'static str> {
    let words = match value {
        Value::Null => return Ok(Cell::Blank),
        Value::String(words) => Some(words.as_str()),
        _ => None,
    };
    match words {
        Some("[c]") => return Ok(Cell::Withheld),
        Some("[u]") => return Ok(Cell::LowBase),
        _ => {}
    }
    match kind {
        ColumnKind::Key | ColumnKind::Text => words.map(|words| Cell::Text(words.to_owned())).ok_or("text"),
        ColumnKind::Count => value.as_u64().map(Cell::Count).ok_or("count: a whole number from 0, or null"),
        ColumnKind::Days => value.as_u64().map(Cell::Days).ok_or("number of days: a whole number from 0, or null"),
        ColumnKind::Rank if words == Some("N/A") => Ok(Cell::NotRanked),
        ColumnKind::Rank => {
            value.as_u64().and_then(|rank| u32::try_from(rank).ok()).map(Cell::Rank).ok_or("rank: a whole number")
        }
        ColumnKind::Percent if words == Some("new") => Ok(Cell::New),
        ColumnKind::Percent => {
            words.and_then(percent).map(Cell::Percent).ok_or("percentage: digits in quotation marks, such as \"-5\"")
        }
    }
}

fn percent(text: &str) -> Option<Percent> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if digits.is_empty() || !plain(digits) || !plain(decimals) || decimals.len() > 9 {
        return None;
    }
    let scaled = format!("{whole}{decimals}").parse().ok()?;
    Some(Percent { scaled, decimals: u8::try_from(decimals.len()).ok()? })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HEAD: &str = r#"{"id":"t","title":"T","period":"2026-Q2","as_at":"2026-07-31","tables":[{"id":"a","caption":
        {"number":"1","title":"","unit":"","calendar":"","cut_off":"","base":"","denominators":[],"scheme":"","rule_era":"",
        "rounding":"","ties":null,"sources":[],"small_cells":null,"notes":[]},"has_total":false,"columns":[
        {"name":"k","heading":"K","kind":"key","description":""},{"name":"n","heading":"N","kind":"count","description":""},
        {"name":"p","heading":"P","kind":"percent","description":""}],"rows":["#;

    fn read(rows: &str) -> Result<Release, EditionError> {
        Release::read(format!("{HEAD}{rows}]}}]}}").as_bytes())
    }

    fn fault(rows: &str) -> String {
        read(rows).unwrap_err().to_string()
    }

    #[test]
    fn what_a_column_cannot_hold_is_refused_with_its_place() {
        assert!(read(r#"["x",5,"-68.9"],["y",null,"new"],["z","[c]","[u]"]"#).is_ok());
        let place = "the earlier edition, table a, row 1, column ";
        assert_eq!(fault(r#"["x",-5,"1"]"#), format!("{place}n: -5 is no count: a whole number from 0, or null"));
        assert!(fault(r#"["x",5,"many"]"#).starts_with(&format!("{place}p: \"many\" is no percentage")));
        assert!(fault(r#"["x",5]"#).contains("2 cells under 3 columns"));
        assert!(fault(r#"["x",5,"1"],["x",6,"1"]"#).contains("row x stands twice"));
    }

    proptest! {
        #[test]
        fn any_text_is_an_edition_or_refused(text in ".{0,80}", rows in "[\\[\\]\",0-9a-z-]{0,40}") {
            let _ = Release::read(text.as_bytes());
            let _ = read(&rows);
        }

        #[test]
        fn a_percentage_reads_back(scaled in -100_000_i64..100_000, decimals in 0_u8..3) {
            let written = Percent { scaled, decimals };
            let read = percent(&written.to_string()).unwrap();
            prop_assert_eq!(read.to_string(), written.to_string());
        }
    }
}
