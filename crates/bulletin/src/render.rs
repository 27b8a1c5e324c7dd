//! Finished tables as files and as text: CSV with CSVW metadata beside it, JSON, and a terminal table with its caption.
//!
//! The same release gives the same bytes. Nothing is written here: the caller gets names and bytes.

mod csvw;
pub(crate) mod shorthand;
mod text;

use serde::Serialize;

use crate::{
    compute::Release,
    extract::date_of,
    table::{Caption, Table},
    words::long_date,
};

/// A file of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Its name, without a folder.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What keeps a table from being written.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A table cannot be written as CSV.
    #[error("table {id} cannot be written as CSV")]
    Csv {
        /// The table.
        id: String,
        /// Why.
        #[source]
        source: csv::Error,
    },
    /// A table or a release cannot be written as JSON.
    #[error("{id} cannot be written as JSON")]
    Json {
        /// The table or the release.
        id: String,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
}

impl Table {
    /// The table as CSV with a header line: zero, unknown and not applicable as the definition says.
    ///
    /// # Errors
    /// When a row cannot be written.
    pub fn csv(&self) -> Result<Vec<u8>, RenderError> {
        let header = self.columns.iter().map(|column| column.name.clone()).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(ToString::to_string).collect());
        csv_bytes(std::iter::once(header).chain(rows))
            .map_err(|source| RenderError::Csv { id: self.id.clone(), source })
    }

    /// The table with its caption and columns as JSON.
    ///
    /// # Errors
    /// When a value cannot be written.
    pub fn json(&self) -> Result<Vec<u8>, RenderError> {
        json_bytes(&self.id, self)
    }
}

impl Release {
    /// Every file of the release: each table as CSV with its CSVW metadata, all captions in one CSV, the release as
    /// JSON, and a README that lists them.
    ///
    /// # Errors
    /// When a table cannot be written.
    pub fn files(&self) -> Result<Vec<OutputFile>, RenderError> {
        let mut files = Vec::new();
        for table in &self.tables {
            let name = format!("{}.csv", table.id);
            files.push(OutputFile { bytes: table.csv()?, name: name.clone() });
            files.push(OutputFile {
                bytes: json_bytes(&table.id, &csvw::metadata(table))?,
                name: format!("{name}-metadata.json"),
            });
        }
        files.push(OutputFile { name: "captions.csv".to_owned(), bytes: self.captions()? });
        files.push(OutputFile { name: "release.json".to_owned(), bytes: self.json()? });
        files.push(OutputFile { name: "README.md".to_owned(), bytes: self.readme().into_bytes() });
        Ok(files)
    }

    /// The release as JSON: what an audit reads, and what the next edition is compared with.
    ///
    /// # Errors
    /// When a value cannot be written.
    pub fn json(&self) -> Result<Vec<u8>, RenderError> {
        json_bytes(&self.id, self)
    }

    fn captions(&self) -> Result<Vec<u8>, RenderError> {
        let parts = self.tables.first().map(|table| caption_parts(&table.caption));
        let names = parts.iter().flatten().map(|(name, _)| (*name).to_owned());
        let header = std::iter::once("file".to_owned()).chain(names).collect();
        let rows = self.tables.iter().map(|table| {
            let parts = caption_parts(&table.caption).into_iter().map(|(_, text)| text);
            std::iter::once(format!("{}.csv", table.id)).chain(parts).collect()
        });
        let bytes = csv_bytes(std::iter::once(header).chain(rows));
        bytes.map_err(|source| RenderError::Csv { id: "captions".to_owned(), source })
    }

    fn readme(&self) -> String {
        let cut_off = date_of(self.as_at).map(long_date).unwrap_or_default();
        let mut text =
            format!("# {}, {}\n\nThe record as it stood at the end of {cut_off}.\n\n", self.title, self.period);
        text.push_str("| file | number | title | counts | |\n| --- | --- | --- | --- | --- |\n");
        for table in &self.tables {
            let Caption { number, title, base, small_cells, .. } = &table.caption;
            let notice = small_cells.as_deref().unwrap_or("");
            text.push_str(&format!("| {}.csv | {number} | {title} | {base} | {notice} |\n", table.id));
        }
        text.push_str(
            "\nBeside each file stands its metadata (CSV on the Web): the unit, the calendar, the cut-off, every \
             denominator, the sources and the notes.\n`captions.csv` holds the same for all tables, and `release.json` \
             holds tables and captions together.\n\n\
             An empty cell is a figure that is not known, does not apply or, where the report prints a dash, is zero. \
             `new` is a change from zero. `N/A` is no rank.\n",
        );
        text
    }
}

/// The parts of a caption with the names they have in files.
fn caption_parts(caption: &Caption) -> Vec<(&'static str, String)> {
    let Caption { number, title, unit, calendar, cut_off, base, denominators, scheme, .. } = caption;
    let Caption { rule_era, rounding, ties, sources, small_cells, notes, .. } = caption;
    vec![
        ("number", number.clone()),
        ("title", title.clone()),
        ("unit", unit.clone()),
        ("calendar", calendar.clone()),
        ("cut_off", cut_off.clone()),
        ("base", base.clone()),
        ("denominators", denominators.join(" | ")),
        ("scheme", scheme.clone()),
        ("rule_era", rule_era.clone()),
        ("rounding", rounding.clone()),
        ("ties", ties.clone().unwrap_or_default()),
        ("sources", sources.join(" | ")),
        ("small_cells", small_cells.clone().unwrap_or_default()),
        ("notes", notes.join(" | ")),
    ]
}

pub(crate) fn csv_bytes(rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

pub(crate) fn json_bytes(id: &str, value: &impl Serialize) -> Result<Vec<u8>, RenderError> {
    let error = |source| RenderError::Json { id: id.to_owned(), source };
    let mut bytes = serde_json::to_vec_pretty(value).map_err(error)?;
    bytes.push(b'\n');
    Ok(bytes)
}
