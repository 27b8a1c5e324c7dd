//! CSV files: UTF-8, with a line of headings.

use std::{io::Read, path::Path};

use super::Sheet;
use crate::error::LinkageError;

pub(super) fn read(sheet: Sheet<'_>) -> Result<(), LinkageError> {
    let file = std::fs::File::open(sheet.path).map_err(LinkageError::file(sheet.path))?;
    from(sheet, file)
}

/// Reads rows from anything that gives bytes.
pub(super) fn from(mut sheet: Sheet<'_>, mut from: impl Read) -> Result<(), LinkageError> {
    let path = sheet.path;
    let mut first = Vec::new();
    from.by_ref().take(3).read_to_end(&mut first).map_err(LinkageError::file(path))?;
    if first.starts_with(&[0xff, 0xfe]) || first.starts_with(&[0xfe, 0xff]) {
        return Err(LinkageError::form(path, 1, "the file is UTF-16; save it again as CSV in UTF-8."));
    }
    if first == [0xef, 0xbb, 0xbf] {
        first.clear();
    }
    let rest = std::io::Cursor::new(first).chain(from);
    let mut reader = ::csv::ReaderBuilder::new().buffer_capacity(1 << 20).from_reader(rest);
    let headings = reader.byte_headers().map_err(|error| wrong(path, &error))?;
    let headings: Vec<String> =
        headings.iter().map(|heading| String::from_utf8_lossy(heading).trim().to_owned()).collect();
    let mut rows = sheet.rows(&headings)?;
    let mut row = ::csv::StringRecord::new();
    while reader.read_record(&mut row).map_err(|error| wrong(path, &error))? {
        rows.push(|place| row.get(place).unwrap_or_default());
    }
    rows.flush();
    Ok(())
}

fn wrong(path: &Path, error: &::csv::Error) -> LinkageError {
    let line = error.position().map_or(0, ::csv::Position::line);
    let sentence = match error.kind() {
        ::csv::ErrorKind::Utf8 { .. } => {
            "the text is not UTF-8 (perhaps Windows-1252 or Latin-1); save the file again as CSV in UTF-8.".to_owned()
        }
        ::csv::ErrorKind::UnequalLengths { expected_len, len, .. } => format!(
            "there are {len} cells where the headings are {expected_len}; look for a comma or a quote that is not closed."
        ),
        _ => error.to_string(),
    };
    LinkageError::form(path, line, sentence)
}
