//! A refusal: the rules say no.
//!
//! A refusal is not an error. Nothing broke; a rule was asked and answered. It therefore says which rule, which field
//! and what to do, in words a caseworker can act on.

use std::fmt;

use serde::Serialize;

/// The rules say no.
///
/// `code` is stable: interfaces, tests and reports may match on it. The sentences are for people and may be reworded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Stable code, in dotted snake case: `case.not_pending`.
    pub code: &'static str,
    /// The field of the command that the rule is about, when it is about one.
    pub field: Option<&'static str>,
    /// The dated rule that was asked, by its key in the policy file.
    pub rule: Option<&'static str>,
    /// What is wrong, in one plain sentence.
    pub sentence: String,
    /// What to do instead, in one plain sentence.
    pub remedy: String,
}

impl Refusal {
    /// A refusal with its stable code, what is wrong, and what to do.
    pub fn new(code: &'static str, sentence: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { code, field: None, rule: None, sentence: sentence.into(), remedy: remedy.into() }
    }

    /// Names the field the refusal is about.
    #[must_use]
    pub fn about(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// Names the dated rule that was asked.
    #[must_use]
    pub fn under(mut self, rule: &'static str) -> Self {
        self.rule = Some(rule);
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.sentence, self.remedy)?;
        match (self.field, self.rule) {
            (Some(field), Some(rule)) => write!(f, " (field {field}; rule {rule}; {})", self.code),
            (Some(field), None) => write!(f, " (field {field}; {})", self.code),
            (None, Some(rule)) => write!(f, " (rule {rule}; {})", self.code),
            (None, None) => write!(f, " ({})", self.code),
        }
    }
}

impl std::error::Error for Refusal {}
