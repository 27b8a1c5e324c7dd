//! Readers: CSV, Parquet and Arrow files into records.

mod arrow;
mod csv;

use std::path::Path;

use crate::{
    error::LinkageError,
    records::{Batch, ROWS, Records},
    settings::Settings,
};

/// The places of the columns that settings name, in one file.
struct Layout {
    identifier: usize,
    source: Option<usize>,
    fields: Vec<Vec<usize>>,
    separators: Vec<&'static str>,
}

impl Layout {
    fn new(settings: &Settings, path: &Path, headings: &[String]) -> Result<Self, LinkageError> {
        for (place, heading) in headings.iter().enumerate() {
            if headings.iter().take(place).any(|other| other == heading) && is_asked(settings, heading) {
                let sentence = format!("the column {heading:?} is there twice; give one of them another heading.");
                return Err(LinkageError::form(path, 1, sentence));
            }
        }
        let find = |heading: &String| {
            headings.iter().position(|other| other == heading).ok_or_else(|| {
                let sentence = format!(
                    "there is no column {heading:?}; the file has {}. Correct the settings or the file.",
                    headings.join(", ")
                );
                LinkageError::form(path, 1, sentence)
            })
        };
        Ok(Self {
            identifier: find(&settings.identifier)?,
            source: settings.source.as_ref().map(find).transpose()?,
            fields: settings
                .fields
                .iter()
                .map(|field| field.column.list().iter().map(find).collect())
                .collect::<Result<_, _>>()?,
            separators: settings
                .fields
                .iter()
                .map(|field| if field.kind == crate::settings::Kind::Date { "-" } else { " " })
                .collect(),
        })
    }
}

/// One file that is being read into records.
struct Sheet<'r> {
    settings: &'r Settings,
    path: &'r Path,
    /// The list that the file is, unless a column names it.
    source: u16,
    records: &'r mut Records,
    progress: &'r dyn Fn(u64),
}

/// The rows of a file whose headings are known.
struct Rows<'s, 'r> {
    sheet: &'s mut Sheet<'r>,
    layout: Layout,
    batch: Batch,
    room: Vec<String>,
}

impl<'r> Sheet<'r> {
    fn rows<'s>(&'s mut self, headings: &[String]) -> Result<Rows<'s, 'r>, LinkageError> {
        let layout = Layout::new(self.settings, self.path, headings)?;
        let fields = layout.fields.len();
        Ok(Rows { sheet: self, layout, batch: Batch::new(fields), room: vec![String::new(); fields] })
    }
}

impl Rows<'_, '_> {
    /// Adds one row, whose cells a function gives.
    fn push<'c>(&mut self, cell: impl Fn(usize) -> &'c str) {
        let list = match self.layout.source {
            Some(place) => self.sheet.records.source(cell(place)),
            None => self.sheet.source,
        };
        for ((text, places), separator) in self.room.iter_mut().zip(&self.layout.fields).zip(&self.layout.separators) {
            text.clear();
            if let [place] = places.as_slice() {
                text.push_str(cell(*place));
                continue;
            }
            for part in places.iter().map(|place| cell(*place).trim()).filter(|part| !part.is_empty()) {
                if !text.is_empty() {
                    text.push_str(separator);
                }
                text.push_str(part);
            }
        }
        self.batch.push(list, cell(self.layout.identifier), self.room.iter().map(String::as_str));
        if self.batch.len() >= ROWS {
            self.flush();
        }
    }

    /// Takes in the rows that are held.
    fn flush(&mut self) {
        let rows = self.batch.len() as u64;
        self.sheet.records.take_in(&mut self.batch);
        (self.sheet.progress)(rows);
    }
}

fn is_asked(settings: &Settings, heading: &str) -> bool {
    settings.identifier == heading
        || settings.source.as_deref() == Some(heading)
        || settings.fields.iter().any(|field| field.column.list().iter().any(|column| column == heading))
}

/// Reads files into records, each file a list of its own unless the settings name a column for it.
///
/// # Errors
///
/// A file that cannot be read, is not in its form, is not UTF-8, or lacks a column: the line and what to write instead.
pub fn files<P: AsRef<Path>>(
    settings: &Settings,
    paths: &[P],
    progress: &dyn Fn(u64),
) -> Result<Records, LinkageError> {
    let mut records = Records::new(settings);
    for path in paths {
        let path = path.as_ref();
        let name = path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let source = if settings.source.is_some() { 0 } else { records.source(&name) };
        let extension = path.extension().map_or_else(String::new, |ending| ending.to_string_lossy().to_lowercase());
        let sheet = Sheet { settings, path, source, records: &mut records, progress };
        match extension.as_str() {
            "parquet" => whole(path, || arrow::parquet(sheet))?,
            "arrow" | "feather" | "ipc" | "arrows" => whole(path, || arrow::ipc(sheet))?,
            _ => csv::read(sheet)?,
        }
    }
    records.pair_names();
    Ok(records)
}

/// Reads a file in a form whose reader stops the thread on some damaged files; what was read of it is thrown away.
fn whole(path: &Path, read: impl FnOnce() -> Result<(), LinkageError>) -> Result<(), LinkageError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let sentence = "the file is damaged; have it written again, or give it as CSV.";
        Err(LinkageError::form(path, 0, sentence))
    })
}

/// Reads CSV text from memory into records, as one list.
///
/// # Errors
///
/// As [`files`].
pub fn csv_text(settings: &Settings, name: &str, text: &[u8]) -> Result<Records, LinkageError> {
    let mut records = Records::new(settings);
    let source = if settings.source.is_some() { 0 } else { records.source(name) };
    let sheet = Sheet { settings, path: Path::new(name), source, records: &mut records, progress: &|_| {} };
    csv::from(sheet, text)?;
    records.pair_names();
    Ok(records)
}
