//! Accessible spreadsheets in the OpenDocument format, by the conventions of the government's statisticians.
//!
//! A workbook is a cover, contents, notes and one table a sheet. Every sheet has its title in A1, says how many tables it
//! holds, and then has the table from column A: one header row that is marked as such, a named range over the table, no
//! merged and no empty cell, no row or column hidden, nothing below. Meaning never hangs on colour. The document says its
//! title, its language and who made it.
//!
//! The same workbook gives the same bytes: entries in a fixed order, each dated 1980-01-01, no identifiers drawn. The
//! libraries that write this format set the time of writing, have no word for a header row with a named range, or leave
//! sheet names unescaped; the part of the format needed here is small, so it is written here.

mod content;
mod package;

/// A workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workbook {
    /// Title of the document.
    pub title: String,
    /// What it is about, in one sentence.
    pub description: String,
    /// Who publishes it.
    pub creator: String,
    /// The date it is about, as `2026-09-30`: never the time of writing.
    pub date: String,
    /// The sheets in order; the first is opened.
    pub sheets: Vec<Sheet>,
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name: letters, digits and underscores.
    pub name: String,
    /// The title in A1.
    pub title: String,
    /// The lines under the title, one a row, before the table.
    pub lines: Vec<Line>,
    /// The table, if the sheet has one.
    pub table: Option<SheetTable>,
}

/// A line above a table, or on the cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The words.
    pub text: String,
    /// Whether it heads the lines that follow.
    pub heading: bool,
}

/// The table of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetTable {
    /// Name of its range: letters, digits and underscores.
    pub name: String,
    /// The header row: unique, not empty.
    pub header: Vec<String>,
    /// The rows; each has a cell for each heading.
    pub rows: Vec<Vec<SheetCell>>,
}

/// A cell. There is no empty one: what is not there is a shorthand in square brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetCell {
    /// Words, or a shorthand.
    Text(String),
    /// A number, in digits with a point and a sign as XML Schema writes a decimal.
    Number(String),
    /// Words that lead to a sheet.
    Link {
        /// The words.
        text: String,
        /// The sheet.
        sheet: String,
    },
}

/// A workbook that breaks a convention, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("worksheet {sheet}: {fault}")]
pub struct Inaccessible {
    /// The sheet.
    pub sheet: String,
    /// What is wrong, and what to do.
    pub fault: String,
}

/// What keeps a workbook from being written.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// It breaks a convention.
    #[error("the spreadsheet would not be accessible")]
    Inaccessible(#[from] Inaccessible),
    /// The package cannot be put together.
    #[error("the spreadsheet cannot be packed")]
    Package(#[from] zip::result::ZipError),
    /// An entry of the package cannot be written.
    #[error("an entry of the spreadsheet cannot be packed")]
    Entry(#[from] std::io::Error),
}

impl Line {
    /// A plain line.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), heading: false }
    }

    /// A heading.
    pub fn heading(text: impl Into<String>) -> Self {
        Self { text: text.into(), heading: true }
    }
}

impl SheetCell {
    fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Link { text, .. } => text,
        }
    }
}

impl Workbook {
    /// The workbook as the bytes of an ODS file.
    ///
    /// # Errors
    /// When it breaks a convention, which names the sheet, or cannot be packed.
    pub fn bytes(&self) -> Result<Vec<u8>, WorkbookError> {
        self.check()?;
        package::pack(self)
    }

    /// Checks the conventions that a wrong input could break.
    ///
    /// # Errors
    /// With the first fault found.
    pub fn check(&self) -> Result<(), Inaccessible> {
        let mut names: Vec<&str> = Vec::new();
        for sheet in &self.sheets {
            let fault = |fault: String| Inaccessible { sheet: sheet.name.clone(), fault };
            let plain = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if !plain(&sheet.name) || sheet.name.len() > 31 {
                let said = "its name must be 1 to 31 letters, digits and underscores";
                return Err(fault(said.to_owned()));
            }
            if names.contains(&sheet.name.as_str()) {
                return Err(fault("another sheet has its name; give each its own".to_owned()));
            }
            names.push(&sheet.name);
            if sheet.title.trim().is_empty() {
                return Err(fault("it has no title; give it one".to_owned()));
            }
            if let Some(place) = sheet.lines.iter().position(|line| line.text.trim().is_empty()) {
                return Err(fault(format!("line {} under the title is blank; leave it out", place + 1)));
            }
            if let Some(said) = sheet.table.as_ref().and_then(|table| table.fault(plain(&table.name))) {
                return Err(fault(said));
            }
        }
        Ok(())
    }
}

impl SheetTable {
    fn fault(&self, named: bool) -> Option<String> {
        if !named {
            return Some("its table has no name of letters, digits and underscores".to_owned());
        }
        for (place, heading) in self.header.iter().enumerate() {
            if heading.trim().is_empty() || self.header.iter().take(place).any(|earlier| earlier == heading) {
                return Some(format!("column {}: the heading {heading:?} is blank or stands twice", place + 1));
            }
        }
        if self.rows.is_empty() {
            return Some("its table has no rows; leave the sheet out".to_owned());
        }
        for (place, row) in self.rows.iter().enumerate() {
            if row.len() != self.header.len() {
                return Some(format!("row {}: {} cells under {} headings", place + 1, row.len(), self.header.len()));
            }
            if let Some(column) = row.iter().position(|cell| cell.text().trim().is_empty()) {
                return Some(format!("row {}, column {}: a blank cell; write [x] or [z]", place + 1, column + 1));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests;
