//! Reading tables from CSV: histories with counts, one row a person, or one row a record of a linked entity.
//!
//! Three shapes, told apart by the heading:
//!
//! * list columns and `count`: each row a history and how many people have it; a history not written has none;
//! * list columns only: each row a person;
//! * `entity` and `list`: each row says that an entity stands on a list (what record linkage hands over).
//!
//! Any shape may carry strata columns, named by the caller, and `draw`, which numbers draws of an uncertain linkage:
//! each stratum and each draw is then its own table.

use std::collections::BTreeMap;

use crate::{
    model::{MOST_LISTS, Term},
    refusal::TableRefusal,
    table::CaptureTable,
};

/// The heading of the column of counts.
const COUNT: &str = "count";
/// The heading of the column that numbers linkage draws.
const DRAW: &str = "draw";
/// Headings of the linked-entity shape.
const ENTITY: &str = "entity";
const LIST: &str = "list";

/// What a file held: one table for each stratum and draw, in order of first appearance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tables {
    /// The tables.
    pub tables: Vec<Part>,
    /// Whether the file numbers linkage draws.
    pub drawn: bool,
}

/// One stratum and draw of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The values of the strata columns, in the order they were named.
    pub stratum: Vec<String>,
    /// The linkage draw, where the file has them.
    pub draw: Option<String>,
    /// Its table.
    pub table: CaptureTable,
}

/// Reads a table without strata or draws.
///
/// # Errors
/// When the text is not such a table; the refusal names line, column and value.
pub fn table(text: &str) -> Result<CaptureTable, TableRefusal> {
    let mut tables = tables(text, &[])?.tables;
    if tables.len() > 1 {
        tables.truncate(1);
    }
    tables.pop().map(|part| part.table).ok_or(TableRefusal::NoTable)
}

/// Reads every stratum and draw.
///
/// # Errors
/// When the text is not such a table; the refusal names line, column and value.
pub fn tables(text: &str, strata: &[String]) -> Result<Tables, TableRefusal> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().has_headers(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headings = reader.headers().map_err(not_csv)?.clone();
    if headings.iter().all(str::is_empty) {
        return Err(TableRefusal::NoTable);
    }
    let layout = Layout::of(&headings, strata)?;
    let mut gathered =
        Gathered { lists: layout.lists.iter().map(|(_, name)| name.clone()).collect(), ..<_>::default() };
    for record in reader.records() {
        let record = record.map_err(not_csv)?;
        let line = record.position().map_or(0, csv::Position::line);
        layout.take(&record, line, &mut gathered)?;
    }
    gathered.finish(&layout)
}

fn not_csv(error: csv::Error) -> TableRefusal {
    let line = error.position().map_or(1, csv::Position::line);
    TableRefusal::NotCsv { line, problem: error.to_string() }
}

/// Which column is what.
struct Layout {
    lists: Vec<(usize, String)>,
    strata: Vec<usize>,
    count: Option<usize>,
    draw: Option<usize>,
    entity: Option<(usize, usize)>,
}

/// One stratum and draw as it is read.
#[derive(Default)]
struct Rows {
    counts: BTreeMap<Term, u64>,
    lines: BTreeMap<Term, u64>,
    entities: BTreeMap<String, Vec<usize>>,
}

#[derive(Default)]
struct Gathered {
    lists: Vec<String>,
    order: Vec<(Vec<String>, Option<String>)>,
    rows: BTreeMap<(Vec<String>, Option<String>), Rows>,
}

impl Layout {
    fn of(headings: &csv::StringRecord, strata: &[String]) -> Result<Self, TableRefusal> {
        let names: Vec<String> = headings.iter().map(str::to_owned).collect();
        for (place, name) in names.iter().enumerate() {
            if name.is_empty() {
                return Err(TableRefusal::NamelessColumn { column: place + 1 });
            }
            if names.iter().take(place).any(|other| other == name) {
                return Err(TableRefusal::RepeatedColumn { column: name.clone() });
            }
        }
        let find = |wanted: &str| names.iter().position(|name| name == wanted);
        let mut strata_places = Vec::new();
        for wanted in strata {
            let missing = || TableRefusal::NoSuchColumn { column: wanted.clone(), known: names.clone() };
            strata_places.push(find(wanted).ok_or_else(missing)?);
        }
        let (count, draw) = (find(COUNT), find(DRAW));
        let entity = find(ENTITY).zip(find(LIST));
        let taken = |place: &usize| {
            strata_places.contains(place) || Some(*place) == count || Some(*place) == draw || entity.is_some()
        };
        let lists: Vec<(usize, String)> =
            names.iter().cloned().enumerate().filter(|(place, _)| !taken(place)).collect();
        if lists.len() > MOST_LISTS {
            return Err(TableRefusal::TooManyLists { lists: lists.len(), most: MOST_LISTS });
        }
        if entity.is_none() && lists.len() < 2 {
            return Err(TableRefusal::TooFewLists { usable: lists.len() });
        }
        Ok(Self { lists, strata: strata_places, count, draw, entity })
    }

    fn take(&self, record: &csv::StringRecord, line: u64, gathered: &mut Gathered) -> Result<(), TableRefusal> {
        let cell = |place: usize| record.get(place).unwrap_or_default();
        let stratum: Vec<String> = self.strata.iter().map(|place| cell(*place).to_owned()).collect();
        let key = (stratum, self.draw.map(|place| cell(place).to_owned()));
        if !gathered.rows.contains_key(&key) {
            gathered.order.push(key.clone());
        }
        let rows = gathered.rows.entry(key).or_default();
        if let Some((entity, list)) = self.entity {
            let name = cell(list).to_owned();
            let place = gathered.lists.iter().position(|known| *known == name).unwrap_or(gathered.lists.len());
            if place == gathered.lists.len() {
                if name.is_empty() || place == MOST_LISTS {
                    return Err(TableRefusal::UnknownList { row: usize::try_from(line).unwrap_or(0), list: name });
                }
                gathered.lists.push(name);
            }
            rows.entities.entry(cell(entity).to_owned()).or_default().push(place);
            return Ok(());
        }
        let history = self.history(record, line)?;
        let count = match self.count {
            None => 1,
            Some(place) => parse_count(cell(place), line)?,
        };
        if history == 0 {
            return if count == 0 { Ok(()) } else { Err(TableRefusal::HiddenHistory { line }) };
        }
        if self.count.is_some()
            && let Some(first) = rows.lines.insert(history, line)
        {
            let marks = (0..self.lists.len()).map(|list| if history >> list & 1 == 1 { '1' } else { '0' });
            return Err(TableRefusal::RepeatedHistory { line, history: marks.collect(), first });
        }
        let total = rows.counts.entry(history).or_default();
        *total = total.checked_add(count).ok_or(TableRefusal::TotalTooLarge)?;
        Ok(())
    }

    fn history(&self, record: &csv::StringRecord, line: u64) -> Result<Term, TableRefusal> {
        let mut history: Term = 0;
        for (bit, (place, column)) in self.lists.iter().enumerate() {
            let value = record.get(*place).unwrap_or_default();
            match value {
                "1" => history |= 1 << bit,
                "0" => {}
                "" | "true" | "false" | "yes" | "no" | "x" | "X" => {
                    return Err(TableRefusal::NotAMark { line, column: column.clone(), value: value.to_owned() });
                }
                other if other.parse::<f64>().is_ok() => {
                    return Err(TableRefusal::NotAMark { line, column: column.clone(), value: value.to_owned() });
                }
                _ => {
                    return Err(TableRefusal::UnknownColumn { line, column: column.clone(), value: value.to_owned() });
                }
            }
        }
        Ok(history)
    }
}

fn parse_count(text: &str, line: u64) -> Result<u64, TableRefusal> {
    let wrong = || TableRefusal::NotACount { line, column: COUNT.to_owned(), value: text.to_owned() };
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    text.parse().map_err(|_| TableRefusal::TotalTooLarge)
}

impl Gathered {
    fn finish(self, layout: &Layout) -> Result<Tables, TableRefusal> {
        if self.order.is_empty() {
            return Err(TableRefusal::NoTable);
        }
        let Self { lists, order, mut rows } = self;
        let mut tables = Vec::with_capacity(order.len());
        for key in order {
            let rows = rows.remove(&key).unwrap_or_default();
            let mut counts = vec![0_u64; 1 << lists.len()];
            let entities = rows.entities.values().map(|on| (on.iter().fold(0, |term, list| term | 1 << list), 1));
            for (history, count) in rows.counts.into_iter().chain(entities) {
                if let Some(cell) = counts.get_mut(usize::from(history)) {
                    *cell = cell.checked_add(count).ok_or(TableRefusal::TotalTooLarge)?;
                }
            }
            let table = CaptureTable::new(lists.clone(), counts)?;
            tables.push(Part { stratum: key.0, draw: key.1, table });
        }
        Ok(Tables { tables, drawn: layout.draw.is_some() })
    }
}

/// Writes a table back as CSV, histories in increasing order of their bits.
#[must_use]
pub fn write(table: &CaptureTable) -> String {
    let mut text = format!("{},{COUNT}\n", table.lists().iter().map(|name| quote(name)).collect::<Vec<_>>().join(","));
    for (history, count) in table.histories() {
        for list in 0..table.width() {
            text.push_str(if history >> list & 1 == 1 { "1," } else { "0," });
        }
        text.push_str(&format!("{count}\n"));
    }
    text
}

/// A cell of CSV, quoted where it must be.
pub(crate) fn quote(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) || cell.trim() != cell {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
