//! The languages that the program itself writes: of pages, letters and printed questions.

use serde::{Deserialize, Serialize};

/// A language in which pages can be read, letters written and questions printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English: the language in which the texts are written first.
    #[default]
    English,
    /// Welsh: an official language in Wales, where public services are offered in it.
    Welsh,
}

impl Language {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::English, Self::Welsh];

    /// Its code (BCP 47), as it stands in pages, addresses and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Welsh => "cy",
        }
    }

    /// Its name in itself, so that whoever reads it can find it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Welsh => "Cymraeg",
        }
    }

    /// The language with a code, if there is one.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}
