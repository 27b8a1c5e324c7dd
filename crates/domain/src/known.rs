//! A value, or the reason it is missing.
//!
//! A blank without a reason becomes a false statistic: in the 2013 report 487 of 1,186 places of exploitation are "not
//! recorded", and nobody can tell which of them nobody asked about. Here a blank always says why.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A value, or the reason it is missing. Written `{"value": …}` or `{"missing": "not_recorded"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known<T> {
    /// The value.
    Value(T),
    /// The reason there is no value.
    Missing(Blank),
}

/// Why a value is missing. Each reason asks for a different next step, so they are never folded together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blank {
    /// The question was not put to the person.
    NotAsked,
    /// The person was asked and does not know.
    DoesNotKnow,
    /// The person was asked and prefers not to say.
    PrefersNotToSay,
    /// The person wants to be asked at another time.
    AskLater,
    /// The record does not say, and does not say why: mostly older records.
    NotRecorded,
    /// The question does not arise, for example the place of exploitation of a person found before it began.
    NotApplicable,
}

impl<T> Known<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Missing(_) => None,
        }
    }

    /// The value itself, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Missing(_) => None,
        }
    }

    /// The reason for the blank, if it is one.
    pub fn blank(&self) -> Option<Blank> {
        match self {
            Self::Value(_) => None,
            Self::Missing(blank) => Some(*blank),
        }
    }

    /// Says whether there is a value.
    pub fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// The same, by reference.
    pub fn as_ref(&self) -> Known<&T> {
        match self {
            Self::Value(value) => Known::Value(value),
            Self::Missing(blank) => Known::Missing(*blank),
        }
    }

    /// Changes the value and keeps the reason.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Known<U> {
        match self {
            Self::Value(value) => Known::Value(change(value)),
            Self::Missing(blank) => Known::Missing(blank),
        }
    }
}

impl Blank {
    /// Every reason, in a fixed order.
    pub const ALL: [Self; 6] = [
        Self::NotAsked,
        Self::DoesNotKnow,
        Self::PrefersNotToSay,
        Self::AskLater,
        Self::NotRecorded,
        Self::NotApplicable,
    ];

    /// The stable code, as stored and as written in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAsked => "not_asked",
            Self::DoesNotKnow => "does_not_know",
            Self::PrefersNotToSay => "prefers_not_to_say",
            Self::AskLater => "ask_later",
            Self::NotRecorded => "not_recorded",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotAsked => "Not asked",
            Self::DoesNotKnow => "Does not know",
            Self::PrefersNotToSay => "Prefers not to say",
            Self::AskLater => "Ask later",
            Self::NotRecorded => "Not recorded",
            Self::NotApplicable => "Not applicable",
        }
    }
}

impl fmt::Display for Blank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// A text that is not the code of a reason.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not a reason for a missing value; write not_asked, does_not_know, prefers_not_to_say, ask_later, \
     not_recorded or not_applicable"
)]
pub struct NotABlank(pub String);

impl FromStr for Blank {
    type Err = NotABlank;

    /// Reads the code of a reason.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|blank| blank.code() == text.trim()).ok_or_else(|| NotABlank(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_and_a_blank_are_written_apart() {
        let value: Known<u8> = Known::Value(7);
        let blank: Known<u8> = Known::Missing(Blank::NotRecorded);
        assert_eq!(serde_json::to_string(&value).unwrap(), r#"{"value":7}"#);
        assert_eq!(serde_json::to_string(&blank).unwrap(), r#"{"missing":"not_recorded"}"#);
        assert_eq!(serde_json::from_str::<Known<u8>>(r#"{"missing":"not_recorded"}"#).unwrap(), blank);
        assert!(serde_json::from_str::<Known<u8>>("null").is_err());
    }

    #[test]
    fn every_code_reads_back_and_is_what_serde_writes() {
        for blank in Blank::ALL {
            assert_eq!(blank.code().parse(), Ok(blank));
            assert_eq!(serde_json::to_value(blank).unwrap(), blank.code());
        }
    }

    #[test]
    fn a_wrong_code_is_told_what_to_write() {
        let said = "unknown".parse::<Blank>().unwrap_err().to_string();
        assert!(said.contains("\"unknown\"") && said.contains("does_not_know"), "{said}");
    }

    #[test]
    fn map_keeps_the_reason() {
        assert_eq!(Known::Value(2).map(|n| n * 2), Known::Value(4));
        assert_eq!(Known::<u8>::Missing(Blank::AskLater).map(|n| n * 2), Known::Missing(Blank::AskLater));
        assert_eq!(Known::<u8>::Missing(Blank::AskLater).as_ref().blank(), Some(Blank::AskLater));
    }
}
