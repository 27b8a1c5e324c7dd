//! A folder of printed tables.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use super::{error::CheckError, manifest::Manifest, table::PrintedTable};

/// The file of captions beside a set of tables, which is no table itself.
const CAPTIONS: &str = "captions.csv";

/// The tables and texts that are checked together.
#[derive(Clone, Debug, Default)]
pub struct Set {
    pub(super) tables: BTreeMap<String, PrintedTable>,
    pub(super) texts: BTreeMap<String, String>,
    /// What `captions.csv` notes about each file.
    pub(super) notes: BTreeMap<String, Vec<String>>,
    /// Tables in the folder that the rules do not name.
    pub(super) strangers: Vec<String>,
}

impl Set {
    /// A set of tables that are already in memory.
    pub fn new(tables: impl IntoIterator<Item = PrintedTable>) -> Self {
        Self { tables: tables.into_iter().map(|table| (table.file.clone(), table)).collect(), ..Self::default() }
    }

    /// Adds running text, under the name of the file that the rules look for.
    #[must_use]
    pub fn with_text(mut self, file: &str, text: &str) -> Self {
        self.texts.insert(file.to_owned(), text.to_owned());
        self
    }

    /// Adds a note that is printed with a table.
    #[must_use]
    pub fn with_note(mut self, file: &str, note: &str) -> Self {
        self.notes.entry(file.to_owned()).or_default().push(note.to_owned());
        self
    }

    fn load_notes(&mut self, folder: &Path) -> Result<(), CheckError> {
        let path = folder.join(CAPTIONS);
        if !path.is_file() {
            return Ok(());
        }
        let captions = PrintedTable::load(&path)?;
        let Some((file, notes)) = captions.find_column("file").zip(captions.find_column("notes")) else {
            return Ok(());
        };
        for row in &captions.rows {
            let said = row.text(notes).split('|').map(|note| note.trim().to_owned());
            self.notes.entry(row.text(file).to_owned()).or_default().extend(said);
        }
        Ok(())
    }

    /// The tables, by file.
    pub fn tables(&self) -> impl Iterator<Item = &PrintedTable> {
        self.tables.values()
    }

    /// Loads every table of a folder.
    ///
    /// # Errors
    /// When the folder cannot be read, holds no table, or holds a table that is malformed.
    pub fn load(folder: &Path) -> Result<Self, CheckError> {
        let mut set = Self::default();
        for (name, path) in table_files(folder)? {
            set.tables.insert(name, PrintedTable::load(&path)?);
        }
        if set.tables.is_empty() {
            return Err(CheckError::NoTables(folder.to_path_buf()));
        }
        Ok(set)
    }

    /// Loads the tables and texts of a folder that `manifest` names, and remembers which others lie beside them.
    ///
    /// # Errors
    /// When the folder cannot be read, holds no table, or a named table is malformed.
    pub fn load_for(folder: &Path, manifest: &Manifest) -> Result<Self, CheckError> {
        let files = table_files(folder)?;
        if files.is_empty() {
            return Err(CheckError::NoTables(folder.to_path_buf()));
        }
        let mut set = Self::default();
        for (name, path) in files {
            if manifest.tables.iter().any(|table| table.file == name) {
                set.tables.insert(name, PrintedTable::load(&path)?);
            } else {
                set.strangers.push(name);
            }
        }
        set.load_notes(folder)?;
        for spec in &manifest.texts {
            let path = folder.join(&spec.file);
            if path.is_file() {
                let text = fs::read_to_string(&path).map_err(|source| CheckError::Unreadable { path, source })?;
                set.texts.insert(spec.file.clone(), text);
            }
        }
        Ok(set)
    }
}

/// The CSV files of a folder that may be tables, by name.
pub(super) fn table_files(folder: &Path) -> Result<BTreeMap<String, PathBuf>, CheckError> {
    let unreadable = |source| CheckError::Unreadable { path: folder.to_path_buf(), source };
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
        if is_csv && path.is_file() && name != CAPTIONS {
            files.insert(name, path);
        }
    }
    Ok(files)
}
