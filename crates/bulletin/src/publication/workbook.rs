//! The spreadsheet of a bulletin: cover, contents, notes, one table a sheet, and the revisions.

use std::collections::BTreeSet;

use crate::{
    extract::date_of,
    ods::{Line, Sheet, SheetCell, SheetTable, Workbook},
    render::shorthand::Shown,
    table::Table,
};

use super::Publication;

/// The workbook of a bulletin.
pub(super) fn workbook(publication: &Publication<'_>) -> Workbook {
    let release = publication.release;
    let mut book = Book { publication, notes: Vec::new(), names: BTreeSet::new() };
    let tables: Vec<Sheet> =
        release.tables.iter().filter(|table| !table.rows.is_empty()).map(|t| book.table(t)).collect();
    let mut sheets = vec![book.cover(), book.contents(&tables)];
    sheets.extend(book.notes_sheet());
    sheets.extend(tables);
    sheets.extend(book.revisions());
    let producer = publication.definitions.publication.as_ref().map(|publication| publication.producer.clone());
    Workbook {
        title: title(publication),
        description: format!("Data tables of {} as at {}", title(publication), publication.as_at()),
        creator: producer.unwrap_or_else(|| "Statistics team".to_owned()),
        date: date_of(release.as_at).map(|date| date.to_string()).unwrap_or_default(),
        sheets,
    }
}

fn title(publication: &Publication<'_>) -> String {
    format!("{}, {}", publication.release.title, publication.release.period.in_words())
}

struct Book<'a> {
    publication: &'a Publication<'a>,
    /// The notes of all tables, each once, in the order in which they are met.
    notes: Vec<String>,
    names: BTreeSet<String>,
}

impl Book<'_> {
    fn cover(&self) -> Sheet {
        let publication = self.publication;
        let mut lines = Vec::new();
        if publication.release.synthetic {
            lines.push(Line::plain("Synthetic data: every record behind these tables is made up."));
        }
        if publication.is_internal() {
            lines.push(Line::plain("Internal view: small counts are not protected; not for publication."));
        }
        lines.push(Line::heading("About these tables"));
        let definitions = &publication.definitions;
        let introduction = definitions.publication.iter().flat_map(|publication| publication.introduction.clone());
        lines.extend(introduction.map(|paragraph| Line::plain(paragraph.text)));
        let shared = &definitions.bulletin;
        lines.push(Line::plain(format!("Counting rule: {}.", shared.counting)));
        lines.push(Line::plain(format!("The record as it stood at the end of {}.", publication.as_at())));
        lines.push(Line::plain(format!("Rules in force: {}.", shared.rule_era)));
        lines.push(Line::heading("Shorthand"));
        lines.push(Line::plain(
            "[c] is a figure withheld so that nobody can be known by it; [u] a percentage of too small a base; [x] is not \
             available; [z] does not apply.",
        ));
        if let Some(method) = publication.method {
            lines.push(Line::heading("How people are protected"));
            lines.push(Line::plain(method.to_owned()));
        }
        if let Some(publisher) = definitions.publication.as_ref() {
            lines.push(Line::heading("Who publishes"));
            lines.push(Line::plain(publisher.producer.clone()));
        }
        Sheet { name: "Cover".to_owned(), title: title(publication), lines, table: None }
    }

    fn contents(&self, tables: &[Sheet]) -> Sheet {
        let mut rows = Vec::new();
        let mut row = |sheet: &str, title: &str| {
            let link = SheetCell::Link { text: sheet.to_owned(), sheet: sheet.to_owned() };
            rows.push(vec![link, SheetCell::Text(title.to_owned())]);
        };
        if !self.notes.is_empty() {
            row("Notes", "Notes to the tables");
        }
        tables.iter().for_each(|sheet| row(&sheet.name, &sheet.title));
        if !self.publication.revisions.is_empty() {
            row("Revisions", "Figures revised since the last edition");
        }
        Sheet {
            name: "Contents".to_owned(),
            title: "Contents".to_owned(),
            lines: vec![Line::plain("This worksheet contains one table.")],
            table: Some(SheetTable {
                name: "contents".to_owned(),
                header: ["Worksheet", "Title"].map(str::to_owned).to_vec(),
                rows,
            }),
        }
    }

    fn notes_sheet(&self) -> Option<Sheet> {
        let text = |text: &str| SheetCell::Text(text.to_owned());
        let rows: Vec<Vec<SheetCell>> = self
            .notes
            .iter()
            .zip(1..)
            .map(|(note, number)| vec![text(&format!("[note {number}]")), text(note)])
            .collect();
        (!rows.is_empty()).then(|| Sheet {
            name: "Notes".to_owned(),
            title: "Notes".to_owned(),
            lines: vec![Line::plain("This worksheet contains one table.")],
            table: Some(SheetTable {
                name: "notes".to_owned(),
                header: ["Note", "Text"].map(str::to_owned).to_vec(),
                rows,
            }),
        })
    }

    /// The number of a note, which it gets when it is first met.
    fn note(&mut self, text: &str) -> String {
        let place = self.notes.iter().position(|known| known == text).unwrap_or_else(|| {
            self.notes.push(text.to_owned());
            self.notes.len() - 1
        });
        format!("[note {}]", place + 1)
    }

    fn table(&mut self, table: &Table) -> Sheet {
        let caption = &table.caption;
        let marks: Vec<String> = caption.notes.iter().map(|note| self.note(note)).collect();
        let title = format!("{}: {} {}", caption.number, caption.title, marks.join(" ")).trim_end().to_owned();
        let mut lines = vec![Line::plain("This worksheet contains one table.")];
        let header: Vec<String> = table
            .columns
            .iter()
            .map(|column| match column.kind {
                crate::table::ColumnKind::Percent | crate::table::ColumnKind::Days => {
                    let mark = self.note(&column.description);
                    format!("{} {mark}", column.heading)
                }
                _ => column.heading.clone(),
            })
            .collect();
        if !marks.is_empty() || header.iter().any(|heading| heading.contains("[note ")) {
            lines.push(Line::plain("Notes are explained in the worksheet Notes."));
        }
        let shorthands = table.shorthands();
        if !shorthands.is_empty() {
            lines.push(Line::plain(format!("Shorthand: {}.", shorthands.join("; "))));
        }
        lines.push(Line::plain(format!("Counted: {}.", caption.base)));
        lines.push(Line::plain(format!("Period and day of the record: {}; {}.", caption.calendar, caption.cut_off)));
        if caption.small_cells.is_some() {
            lines.push(Line::plain("Internal view: small counts are not protected; not for publication."));
        }
        let cell = |row: usize, column: usize| match table.shown(row, column) {
            Shown::Number(number) => SheetCell::Number(number),
            Shown::Words(words) => SheetCell::Text(words),
        };
        let rows = (0..table.rows.len())
            .map(|row| (0..table.columns.len()).map(|column| cell(row, column)).collect())
            .collect();
        let name = self.name(&caption.number);
        let range = table.id.clone();
        let range = if range.chars().next().is_some_and(|first| first.is_ascii_alphabetic()) {
            range
        } else {
            format!("t_{range}")
        };
        Sheet {
            name,
            title,
            lines,
            table: Some(SheetTable { name: format!("table_{range}"), header: distinct(header), rows }),
        }
    }

    /// A name for a sheet out of a table's number.
    fn name(&mut self, number: &str) -> String {
        let plain: String = number.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(24).collect();
        let plain = if plain.is_empty() { "Table".to_owned() } else { plain };
        let name = (1..).map(|n| if n == 1 { plain.clone() } else { format!("{plain}_{n}") });
        let name = name.into_iter().find(|name| !self.names.contains(name)).unwrap_or(plain.clone());
        self.names.insert(name.clone());
        name
    }

    fn revisions(&self) -> Option<Sheet> {
        let publication = self.publication;
        let text = |text: &str| SheetCell::Text(if text.is_empty() { "[x]".to_owned() } else { text.to_owned() });
        let number = |text: &str| SheetCell::Number(text.to_owned());
        let title =
            |id: &str| publication.release.find(id).map_or_else(|| id.to_owned(), |table| table.caption.number.clone());
        let column = |id: &str, name: &str| {
            let table = publication.release.find(id);
            let known = table.and_then(|table| table.columns.iter().find(|column| column.name == name));
            known.map_or_else(|| name.to_owned(), |column| column.heading.clone())
        };
        let rows: Vec<Vec<SheetCell>> = publication
            .revisions
            .iter()
            .map(|explained| {
                let revision = &explained.revision;
                vec![
                    text(&title(&revision.table)),
                    text(&revision.row),
                    text(&column(&revision.table, &revision.column)),
                    number(&revision.was),
                    number(&revision.is),
                    number(&revision.difference.unwrap_or_default().to_string()),
                    text(&explained.because()),
                ]
            })
            .collect();
        (!rows.is_empty()).then(|| Sheet {
            name: "Revisions".to_owned(),
            title: "Figures revised since the last edition".to_owned(),
            lines: vec![
                Line::plain("This worksheet contains one table."),
                Line::plain("Every count that the last edition gave and that has changed, with what changed it."),
            ],
            table: Some(SheetTable {
                name: "revisions".to_owned(),
                header: ["Table", "Row", "Column", "Published", "Now", "Difference", "Causes"]
                    .map(str::to_owned)
                    .to_vec(),
                rows,
            }),
        })
    }
}

/// Headings that differ: a second of the same words gets a number.
fn distinct(header: Vec<String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for heading in header {
        let again = seen.iter().filter(|known| **known == heading).count();
        seen.push(if again == 0 { heading } else { format!("{heading} ({})", again + 1) });
    }
    seen
}
