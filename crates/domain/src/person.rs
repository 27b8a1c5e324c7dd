//! What identifies a person, and how they can be reached safely. Always sealed; never in logs.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{known::Known, partial_date::PartialDate};

/// Names and date of birth, as claimed.
///
/// `Debug` prints nothing of the content: identity must not reach a log or a panic text.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The name, as given: stored as typed.
    pub name: Known<String>,
    /// Other names the person has used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_names: Vec<String>,
    /// The date of birth, as far as it is known.
    pub date_of_birth: Known<PartialDate>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(not shown)")
    }
}

/// One way to reach the person, and what is known of its safety (V-19).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactChannel {
    /// Telephone, text, post, e-mail, in person, through someone.
    pub channel: String,
    /// The number, address or name.
    pub detail: String,
    /// Whether it is safe. Missing means: do not use.
    pub safe: Known<bool>,
    /// Hours, disguise, who else can see it, in the words of whoever referred.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub conditions: String,
    /// At which hours it is safe.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hours: String,
    /// Who else can see it or answer it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seen_by: String,
    /// As whom or what to call, if that was agreed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub disguise: String,
    /// When this was last checked with the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_on: Option<Date>,
}

impl ContactChannel {
    /// A way to reach the person as it was told once, before support checked it with them.
    pub fn as_told(channel: String, detail: String, safe: Known<bool>, conditions: String) -> Self {
        let unsaid = String::new;
        Self {
            channel,
            detail,
            safe,
            conditions,
            hours: unsaid(),
            seen_by: unsaid(),
            disguise: unsaid(),
            checked_on: None,
        }
    }

    /// Whether it may be used at all: only what is known to be safe (V-19).
    pub fn may_be_used(&self) -> bool {
        self.safe == Known::Value(true)
    }
}

impl fmt::Debug for ContactChannel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactChannel(not shown)")
    }
}

/// Words that narrate: an account, reasons, a question, an answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(pub String);

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words(not shown)")
    }
}
