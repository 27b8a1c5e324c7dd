//! Code lists: the closed vocabularies of a record, each with the days on which it may be used.
//!
//! A code is stored for ever; what may be *newly* written depends on the day. The exploitation types of 2009 and of 2019
//! are two lists: the older "labour" holds most forced crime, so one cannot be read as the other.

use std::fmt;

use serde::{Deserialize, Serialize};

mod country;
mod exploitation;
mod indicator;
#[cfg(test)]
mod tests;

pub use country::{Countries, Country, CountryCode, NotACountryCode};
pub use exploitation::{ExploitationType, ExploitationTypeEntry, ExploitationTypes, Scheme};
pub use indicator::{Indicator, Indicators};

use crate::policy_file::LawError;

/// The code lists of the law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLists {
    /// Exploitation types, by scheme.
    pub exploitation_types: ExploitationTypes,
    /// Countries, for nationalities and places overseas.
    pub countries: Countries,
    /// Signs that prompt a question.
    pub indicators: Indicators,
}

impl CodeLists {
    /// Reads the code lists.
    ///
    /// # Errors
    /// A text does not fit its form, or a code or name is there twice.
    pub fn parse(exploitation_types: &str, countries: &str, indicators: &str) -> Result<Self, LawError> {
        Ok(Self {
            exploitation_types: ExploitationTypes::parse(exploitation_types)?,
            countries: Countries::parse(countries)?,
            indicators: Indicators::parse(indicators)?,
        })
    }
}

/// Sex, as recorded. Where it is not known, [`crate::known::Known`] says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Sex {
    Female,
    Male,
    Other,
}

impl Sex {
    /// Every value, in the order of the tables.
    pub const ALL: [Self; 3] = [Self::Female, Self::Male, Self::Other];

    /// The stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Other => "other",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Female => "Female",
            Self::Male => "Male",
            Self::Other => "Other",
        }
    }

    /// The value with this code or label, in any case of letters.
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sex| sex.code().eq_ignore_ascii_case(text.trim()))
    }
}

impl fmt::Display for Sex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// The form in which names are compared: without regard to case, outer spaces, or runs of inner ones.
fn folded(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The parts of a cell that holds several, separated by bars.
fn barred(cell: &str) -> Vec<String> {
    cell.split('|').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
