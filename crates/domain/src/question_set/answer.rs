//! What was answered: as a draft holds it, as it is sent, and as it is kept.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use crate::known::Known;

/// What was given as an answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Given {
    /// A whole number.
    Number(u32),
    /// A text, a date in the notation of [`crate::partial_date`], or the code of one choice.
    Text(String),
    /// The codes of several choices.
    Chosen(Vec<String>),
}

/// An answer, or the reason why there is none. Written `{"value": …}` or `{"missing": "not_asked"}`.
pub type Answer = Known<Given>;

/// One row of answers, by the code of the question.
pub type Row = BTreeMap<String, Answer>;

/// Everything that was answered.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// Answers by the code of the question.
    #[serde(default)]
    pub answers: BTreeMap<String, Answer>,
    /// Rows by the code of the group: situations, places, exploiters.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rows: BTreeMap<String, Vec<Row>>,
}

/// Answers identify and narrate: they never reach a log or a panic text.
impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Given(not shown)")
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answers(to {} questions and {} groups, not shown)", self.answers.len(), self.rows.len())
    }
}

impl Given {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) | Self::Chosen(_) => None,
        }
    }

    /// Every code or text in it.
    pub fn texts(&self) -> Vec<String> {
        match self {
            Self::Number(number) => vec![number.to_string()],
            Self::Text(text) => vec![text.clone()],
            Self::Chosen(chosen) => chosen.clone(),
        }
    }
}

impl Answers {
    /// The answer to a question outside rows.
    pub fn find(&self, question: &str) -> Option<&Answer> {
        self.answers.get(question)
    }

    /// The text or code answered to a question outside rows, if it was answered with one.
    pub fn text(&self, question: &str) -> Option<&str> {
        self.find(question).and_then(Known::value).and_then(Given::text)
    }

    /// The rows of a group; none is an empty list.
    pub fn rows(&self, group: &str) -> &[Row] {
        self.rows.get(group).map_or(&[], Vec::as_slice)
    }
}
