//! Indicators: signs that prompt a question. They carry no weight and make no score.

use serde::Deserialize;

use crate::policy_file::{LawError, Whom, read_rows};

const FILE: &str = "indicators.csv";

/// A sign that prompts a question.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Indicator {
    /// Stable code, for example `GEN-05`.
    pub code: String,
    /// The family of signs it belongs to.
    pub group: String,
    /// Whom it applies to.
    pub applies_to: Whom,
    /// What people read.
    pub wording: String,
    profiling_risk: Risk,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Risk {
    Low,
    Medium,
    High,
}

impl Indicator {
    /// Says whether the sign is rather a profile: where somebody comes from, or what language they speak. Such signs are
    /// in the sources, and are not offered for recording (V-28).
    pub fn profiles(&self) -> bool {
        self.profiling_risk == Risk::High
    }
}

/// The list of indicators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicators(Vec<Indicator>);

impl Indicators {
    /// Reads the list.
    ///
    /// # Errors
    /// The text does not fit its form, or a code is there twice.
    pub fn parse(text: &str) -> Result<Self, LawError> {
        let mut indicators: Vec<Indicator> = Vec::new();
        for (line, indicator) in read_rows::<Indicator>(FILE, text)? {
            if indicators.iter().any(|earlier| earlier.code == indicator.code) {
                let entry = format!("line {line}");
                return Err(LawError::entry(FILE, entry, indicator.code, "is the code of an earlier line"));
            }
            indicators.push(indicator);
        }
        Ok(Self(indicators))
    }

    /// Every indicator, in the order of the file.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Indicator> {
        self.0.iter()
    }
}
