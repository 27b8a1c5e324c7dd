//! The desk a rule works at: the tables laid out by their identifier, with labels, numbers and places at hand.

use std::collections::BTreeMap;

use super::{
    error::Malformed,
    finding::Place,
    manifest::Manifest,
    number::Decimal,
    reference::Reference,
    set::Set,
    spec::TableSpec,
    table::{Cell, PrintedTable, Row},
};

const USUAL_TOTALS: [&str; 3] = ["total", "grand total", "all"];

/// Why a rule could not be applied.
#[derive(Debug)]
pub enum Gap {
    /// Something it needs is not in the set; the sentence says what.
    Absent(String),
    /// A cell that it needs cannot be understood.
    Malformed(Malformed),
}

impl From<Malformed> for Gap {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

/// A declared table that is in the set.
pub struct View<'a> {
    /// Its declaration.
    pub spec: &'a TableSpec,
    /// Its cells.
    pub table: &'a PrintedTable,
    keys: Vec<usize>,
    totals: Vec<String>,
    index: usize,
}

/// A cell that a reference found.
pub struct Found<'a, 'd> {
    /// Its table.
    pub view: &'d View<'a>,
    /// Its row.
    pub row: &'a Row,
    /// Its column.
    pub column: usize,
    /// The part of the row's label that the reference left open.
    pub label: String,
    /// Its number.
    pub number: Decimal,
}

/// All declared tables that are in the set.
pub struct Desk<'a> {
    /// The rules.
    pub manifest: &'a Manifest,
    /// The files.
    pub set: &'a Set,
    views: BTreeMap<&'a str, View<'a>>,
}

/// A label as it is compared: without regard to case and spacing.
pub fn comparable(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl<'a> Desk<'a> {
    /// Lays out the tables.
    pub fn new(manifest: &'a Manifest, set: &'a Set) -> Self {
        let totals: Vec<String> = if manifest.totals.is_empty() {
            USUAL_TOTALS.map(str::to_owned).to_vec()
        } else {
            manifest.totals.iter().map(|label| comparable(label)).collect()
        };
        let mut views = BTreeMap::new();
        for (index, spec) in manifest.tables.iter().enumerate() {
            let Some(table) = set.tables.get(&spec.file) else { continue };
            let keys: Option<Vec<usize>> = if spec.key.is_empty() {
                Some(vec![0])
            } else {
                spec.key.iter().map(|name| table.find_column(name)).collect()
            };
            let Some(keys) = keys else { continue };
            views.insert(spec.id.as_str(), View { spec, table, keys, totals: totals.clone(), index });
        }
        Self { manifest, set, views }
    }

    /// The table with an identifier, or why it is not there.
    pub fn view(&self, id: &str) -> Result<&View<'a>, Gap> {
        if let Some(view) = self.views.get(id) {
            return Ok(view);
        }
        let Some(spec) = self.manifest.find_table(id) else {
            return Err(Gap::Absent(format!("no table is declared as {id}")));
        };
        Err(Gap::Absent(if self.set.tables.contains_key(&spec.file) {
            format!("{} has no column {}", spec.file, spec.key.join(" and no column "))
        } else {
            format!("{} is not in the folder", spec.file)
        }))
    }

    /// The tables that are there, in the order of the report.
    pub fn views_in_order(&self) -> impl Iterator<Item = &View<'a>> {
        self.manifest.tables.iter().filter_map(|spec| self.views.get(spec.id.as_str()))
    }

    /// The cells a reference names, each with a number.
    pub fn cells(&self, reference: &Reference) -> Result<Vec<Found<'a, '_>>, Gap> {
        let Reference::Cells { table, row: pattern, column, after } = reference else {
            return Err(Gap::Absent(format!("{reference} is a plain number")));
        };
        let view = self.view(table)?;
        let column = view.column(column)?;
        let mut found = Vec::new();
        for row in &view.table.rows {
            let Some(label) = view.match_label(row, pattern) else { continue };
            let number = match after {
                Some(words) => number_after(row.text(column), words),
                None => view.number(row, column)?,
            };
            let number = number.ok_or_else(|| Gap::Absent(format!("{} gives no number", view.spell(row, column))))?;
            found.push(Found { view, row, column, label, number });
        }
        if found.is_empty() {
            return Err(Gap::Absent(format!("{} has no row {pattern}", view.spec.file)));
        }
        Ok(found)
    }

    /// The one cell a reference names.
    pub fn cell(&self, reference: &Reference) -> Result<Found<'a, '_>, Gap> {
        let mut found = self.cells(reference)?;
        match (found.pop(), found.is_empty()) {
            (Some(cell), true) => Ok(cell),
            _ => Err(Gap::Absent(format!("{reference} names more than one cell"))),
        }
    }

    /// The sum of all cells that some references name.
    pub fn total(&self, references: &[Reference]) -> Result<Decimal, Gap> {
        let mut total = Decimal::ZERO;
        for reference in references {
            total = total.plus(match reference {
                Reference::Plain(number) => *number,
                Reference::Cells { .. } => self.cells(reference)?.iter().map(|cell| cell.number).sum(),
            });
        }
        Ok(total)
    }

    /// The place of a statement in the running text: it has a paragraph and no cell.
    pub fn paragraph(&self, paragraph: &str) -> Result<Place, Gap> {
        let view = self.view("prose")?;
        Ok(Place {
            file: view.spec.file.clone(),
            table: view.name(),
            paragraph: Some(paragraph.to_owned()),
            order: (view.index, paragraph_order(paragraph), usize::MAX),
            ..Place::default()
        })
    }

    /// The place of a finding about the set as a whole: after all tables.
    pub fn end(&self, file: &str) -> Place {
        let order = (usize::MAX, 0, 0);
        Place { file: file.to_owned(), table: file.to_owned(), order, ..Place::default() }
    }
}

/// Statements without a cell follow those with one, by paragraph.
fn paragraph_order(paragraph: &str) -> u64 {
    let mut parts = paragraph.split('.').map(|part| part.parse::<u64>().unwrap_or(0));
    let (chapter, number) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    1_000_000 + chapter * 1_000 + number
}

fn number_after(text: &str, words: &str) -> Option<Decimal> {
    let (_, rest) = text.split_once(words)?;
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    Decimal::read(rest.get(..end)?)
}

impl<'a> View<'a> {
    /// The table as the report numbers it.
    pub fn name(&self) -> String {
        match (&self.spec.series, self.spec.number) {
            (Some(series), Some(number)) => format!("{series} {number}"),
            _ => self.spec.file.trim_end_matches(".csv").to_owned(),
        }
    }

    /// A column, by its name.
    pub fn column(&self, name: &str) -> Result<usize, Gap> {
        self.table.find_column(name).ok_or_else(|| Gap::Absent(format!("{} has no column {name}", self.spec.file)))
    }

    /// Several columns, by their names.
    pub fn columns(&self, names: &[String]) -> Result<Vec<usize>, Gap> {
        names.iter().map(|name| self.column(name)).collect()
    }

    /// The label of a row.
    pub fn label(&self, row: &Row) -> String {
        self.keys.iter().map(|key| row.text(*key)).collect::<Vec<_>>().join(" / ")
    }

    /// Says whether a row totals others.
    pub fn is_total(&self, row: &Row) -> bool {
        self.keys.iter().any(|key| self.totals.contains(&comparable(row.text(*key))))
    }

    /// The row with a label.
    pub fn row(&self, label: &str) -> Result<&'a Row, Gap> {
        let wanted = comparable(label);
        self.table
            .rows
            .iter()
            .find(|row| comparable(&self.label(row)) == wanted)
            .ok_or_else(|| Gap::Absent(format!("{} has no row {label}", self.spec.file)))
    }

    /// The rows that total no others.
    pub fn body(&self) -> impl Iterator<Item = &'a Row> {
        self.table.rows.iter().filter(|row| !self.is_total(row))
    }

    /// The count in a cell: a dash is none, and a withheld or inapplicable cell gives no number.
    pub fn number(&self, row: &Row, column: usize) -> Result<Option<Decimal>, Malformed> {
        match Cell::read(row.text(column)) {
            Cell::Number(number) => Ok(Some(number)),
            Cell::Dash => Ok(Some(Decimal::ZERO)),
            Cell::NotApplicable | Cell::Withheld => Ok(None),
            Cell::FromZero | Cell::Unchanged | Cell::Words => Err(Malformed {
                file: self.spec.file.clone(),
                line: row.line,
                column: self.table.column_name(column).to_owned(),
                value: row.text(column).to_owned(),
                problem: "is not a number",
                instead: "a number such as 34, nothing for none, or [c] for a number that is withheld".to_owned(),
            }),
        }
    }

    /// The place of a cell.
    pub fn place(&self, row: &Row, column: usize) -> Place {
        let stated_in = self.table.find_column("paragraph").map(|column| row.text(column).to_owned());
        Place {
            paragraph: self.spec.paragraph.clone().or(stated_in),
            row: Some(self.label(row)),
            line: Some(row.line),
            column: Some(self.table.column_name(column).to_owned()),
            order: (self.index, row.line, column),
            ..self.whole()
        }
    }

    /// The place of the table as a whole.
    pub fn whole(&self) -> Place {
        Place {
            file: self.spec.file.clone(),
            table: self.name(),
            paragraph: self.spec.paragraph.clone(),
            unit: self.spec.unit.clone(),
            calendar: self.spec.calendar.clone(),
            order: (self.index, 0, 0),
            ..Place::default()
        }
    }

    /// A cell as messages name it.
    pub fn spell(&self, row: &Row, column: usize) -> String {
        format!("{}, {}, {}", self.spec.file, self.label(row), self.table.column_name(column))
    }

    /// Matches a row's label against a pattern: the part that the pattern leaves open, or the whole label.
    fn match_label(&self, row: &Row, pattern: &str) -> Option<String> {
        let patterns: Vec<&str> = if self.keys.len() == 1 { vec![pattern] } else { pattern.split(" / ").collect() };
        if patterns.len() != self.keys.len() || (patterns.contains(&"*") && self.is_total(row)) {
            return None;
        }
        let mut open = Vec::new();
        for (pattern, key) in patterns.iter().zip(&self.keys) {
            let text = row.text(*key);
            if *pattern == "*" {
                open.push(text);
            } else if comparable(pattern) != comparable(text) {
                return None;
            }
        }
        Some(if open.is_empty() { self.label(row) } else { open.join(" / ") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_out_of_a_note() {
        assert_eq!(number_after("bars not labelled; axis 0 to 350, although", "axis 0 to"), Some(Decimal::whole(350)));
        assert_eq!(number_after("bars not labelled", "axis 0 to"), None);
        assert_eq!(number_after("axis 0 to many", "axis 0 to"), None);
    }

    #[test]
    fn statements_are_ordered_by_chapter_and_number() {
        assert!(paragraph_order("3.9") < paragraph_order("3.15"));
        assert!(paragraph_order("3.15") < paragraph_order("4.2"));
    }
}
