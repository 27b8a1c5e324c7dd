//! Reading rules from a file, and refusing those that contradict themselves.

use std::{fs, path::Path};

use super::{consistency, error::CheckError, manifest::Manifest};

const IDMG_2013: &str = include_str!("idmg-2013.toml");

impl Manifest {
    /// The rules of the second report of the Inter-Departmental Ministerial Group on Human Trafficking (October 2013).
    ///
    /// # Errors
    /// Never in a build whose tests pass: the rules are part of it.
    pub fn idmg_2013() -> Result<Self, CheckError> {
        Self::read("idmg-2013.toml", IDMG_2013)
    }

    /// Loads rules from a file.
    ///
    /// # Errors
    /// When the file cannot be read or holds no valid rules: see [`Manifest::read`].
    pub fn load(path: &Path) -> Result<Self, CheckError> {
        let text =
            fs::read_to_string(path).map_err(|source| CheckError::Unreadable { path: path.to_path_buf(), source })?;
        Self::read(&path.display().to_string(), &text)
    }

    /// Reads rules from the text of a TOML file; `file` is what messages call it.
    ///
    /// # Errors
    /// When the text is not TOML, has a field that no rule knows, names a cell in another form than
    /// `table | row | column`, or names a table that it does not declare.
    pub fn read(file: &str, text: &str) -> Result<Self, CheckError> {
        let manifest: Self = toml::from_str(text)
            .map_err(|source| CheckError::Rules { file: file.to_owned(), source: Box::new(source) })?;
        consistency::check(file, &manifest)?;
        Ok(manifest)
    }
}
