//! What identifies a person, and how they can be reached safely. Always sealed; never in logs.

use std::fmt;

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
    /// Hours, disguise, who else can see it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub conditions: String,
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
