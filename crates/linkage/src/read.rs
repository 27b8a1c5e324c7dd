//! Readers: CSV, Parquet and Arrow files into records.

mod arrow;
mod csv;

use std::path::Path;

use crate::{error::LinkageError, records::Records, settings::Settings};

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

    /// Adds one row, whose cells a function gives.
    fn push<'r>(&self, records: &mut Records, source: u16, room: &mut Vec<String>, cell: impl Fn(usize) -> &'r str) {
        let list = self.source.map_or(source, |place| records.source(cell(place)));
        room.resize(self.fields.len(), String::new());
        for ((text, places), separator) in room.iter_mut().zip(&self.fields).zip(&self.separators) {
            text.clear();
            if let [place] = places[..] {
                text.push_str(cell(place));
                continue;
            }
            for part in places.iter().map(|place| cell(*place).trim()).filter(|part| !part.is_empty()) {
                if !text.is_empty() {
                    text.push_str(separator);
                }
                text.push_str(part);
            }
        }
        records.push(list, cell(self.identifier), room.iter().map(String::as_str));
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
        match extension.as_str() {
            "parquet" => arrow::parquet(settings, path, source, &mut records, progress)?,
            "arrow" | "feather" | "ipc" | "arrows" => arrow::ipc(settings, path, source, &mut records, progress)?,
            _ => csv::read(settings, path, source, &mut records, progress)?,
        }
    }
    records.pair_names();
    Ok(records)
}

/// Reads CSV text from memory into records, as one list.
///
/// # Errors
///
/// As [`files`].
pub fn csv_text(settings: &Settings, name: &str, text: &[u8]) -> Result<Records, LinkageError> {
    let mut records = Records::new(settings);
    let source = if settings.source.is_some() { 0 } else { records.source(name) };
    csv::from(settings, Path::new(name), text, source, &mut records, &|_| {})?;
    records.pair_names();
    Ok(records)
}
