//! What can go wrong, in sentences that say what to write instead.

use std::path::PathBuf;

/// Why linking could not go on.
#[derive(Debug, thiserror::Error)]
pub enum LinkageError {
    /// A file could not be opened, read or written.
    #[error("{path}: could not be read or written", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A file is not in the form its name promises.
    #[error("{path}, line {line}: {sentence}", path = path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// The line, the first being 1; 0 where the form has no lines.
        line: u64,
        /// What is wrong and what to write instead.
        sentence: String,
    },
    /// The settings ask for something that cannot be done.
    #[error("settings, {field}: {sentence}")]
    Settings {
        /// The setting.
        field: String,
        /// What is wrong and what to write instead.
        sentence: String,
    },
    /// The records cannot be linked as they are.
    #[error("{0}")]
    Records(String),
    /// A blocking rule would compare far too many pairs.
    #[error("blocking rule {rule}: it would compare {pairs} pairs, more than the {limit} allowed. {remedy}")]
    RuleExplodes {
        /// The rule as written.
        rule: String,
        /// The pairs it would make.
        pairs: u64,
        /// The most that is allowed.
        limit: u64,
        /// A better rule.
        remedy: String,
    },
    /// The model did not become one that may be used.
    #[error("the model cannot be trusted: {0}")]
    Model(String),
    /// A model or store file does not fit these settings.
    #[error("{0}")]
    Mismatch(String),
}

impl LinkageError {
    /// Whether what was given cannot be worked with, rather than that something broke.
    pub fn is_refusal(&self) -> bool {
        !matches!(self, Self::File { .. })
    }

    pub(crate) fn settings(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self::Settings { field: field.into(), sentence: sentence.into() }
    }

    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    pub(crate) fn form(path: impl Into<PathBuf>, line: u64, sentence: impl Into<String>) -> Self {
        Self::Form { path: path.into(), line, sentence: sentence.into() }
    }
}
