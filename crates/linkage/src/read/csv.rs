//! CSV files: UTF-8, with a line of headings.

use std::{io::Read, path::Path};

use super::Layout;
use crate::{error::LinkageError, records::Records, settings::Settings};

pub(super) fn read(
    settings: &Settings,
    path: &Path,
    source: u16,
    records: &mut Records,
    progress: &dyn Fn(u64),
) -> Result<(), LinkageError> {
    let file = std::fs::File::open(path).map_err(LinkageError::file(path))?;
    from(settings, path, file, source, records, progress)
}

/// Reads rows from anything that gives bytes.
pub(super) fn from(
    settings: &Settings,
    path: &Path,
    mut from: impl Read,
    source: u16,
    records: &mut Records,
    progress: &dyn Fn(u64),
) -> Result<(), LinkageError> {
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
    let layout = Layout::new(settings, path, &headings)?;
    let mut row = ::csv::StringRecord::new();
    let mut room = Vec::new();
    let mut count = 0_u64;
    while reader.read_record(&mut row).map_err(|error| wrong(path, &error))? {
        layout.push(records, source, &mut room, |place| row.get(place).unwrap_or_default());
        count += 1;
        if count.is_multiple_of(10_000) {
            progress(10_000);
        }
    }
    progress(count % 10_000);
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
