//! A small table of named columns, for expected values.

use std::path::Path;

pub struct Table {
    pub name: String,
    headings: Vec<String>,
    rows: Vec<csv::StringRecord>,
}

pub struct Row<'a> {
    table: &'a Table,
    pub line: usize,
    record: &'a csv::StringRecord,
}

impl Table {
    pub fn read(folder: &Path, name: &str) -> Self {
        let path = folder.join(name);
        let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let headings = reader.headers().expect("headings").iter().map(str::to_owned).collect();
        Self { name: name.to_owned(), headings, rows: reader.records().map(|row| row.expect("a row")).collect() }
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().enumerate().map(|(at, record)| Row { table: self, line: at + 2, record })
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }
}

impl<'a> Row<'a> {
    pub fn text(&self, column: &str) -> &'a str {
        let place = self.table.headings.iter().position(|heading| heading == column);
        let place = place.unwrap_or_else(|| panic!("{} has no column {column}", self.table.name));
        &self.record[place]
    }

    pub fn maybe(&self, column: &str) -> Option<f64> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        Some(text.parse().unwrap_or_else(|_| panic!("{} line {}: {column} is {text}", self.table.name, self.line)))
    }

    pub fn number(&self, column: &str) -> f64 {
        self.maybe(column).unwrap_or_else(|| panic!("{} line {}: no {column}", self.table.name, self.line))
    }

    pub fn index(&self, column: &str) -> usize {
        self.text(column).parse().unwrap_or_else(|_| panic!("{} line {}: {column}", self.table.name, self.line))
    }

    pub fn flag(&self, column: &str) -> bool {
        matches!(self.text(column), "TRUE" | "1")
    }
}
