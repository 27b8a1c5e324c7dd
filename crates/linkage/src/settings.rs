//! The settings of a link: which column holds what. Everything else has a default that is right for most files.
//!
//! ```toml
//! identifier = "rec_id"
//!
//! [[field]]
//! kind = "given_name"
//! column = "given_name"
//!
//! [[field]]
//! kind = "date"
//! column = ["birth_year", "birth_month", "birth_day"]
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::LinkageError;

/// What to link, and how.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The column with each record's own identifier, unique within its source.
    pub identifier: String,
    /// The column that names the list a record is from; without it each file is a list.
    #[serde(default)]
    pub source: Option<String>,
    /// Which pairs are in question.
    #[serde(default)]
    pub task: Task,
    /// The columns to compare.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
    /// How candidate pairs are found.
    #[serde(default)]
    pub blocking: Blocking,
    /// How the model is trained.
    #[serde(default)]
    pub model: Training,
    /// How clusters are made.
    #[serde(default)]
    pub clusters: Clustering,
    /// How far each list may be relied on, for the union of lists; a list that is not named is C.
    #[serde(default)]
    pub tiers: BTreeMap<String, Tier>,
}

/// How far a list may be relied on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
pub enum Tier {
    /// Each person was decided on by an authority, under published rules.
    A,
    /// Each person was assessed by a body that keeps records of its own.
    B,
    /// Reports as they came.
    #[default]
    C,
}

impl Tier {
    /// Every tier, the best first.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// Its letter.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }
}

/// Which pairs are in question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Every pair: within a list, and between lists.
    #[default]
    Deduplicate,
    /// Only pairs between two lists.
    Link,
}

/// A column, or several that are read as one, and what it holds.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// What the column holds.
    pub kind: Kind,
    /// The column's heading, or several that together make the value.
    pub column: Columns,
    /// The name in reports; the first column when left out.
    #[serde(default)]
    pub name: Option<String>,
    /// The sign between several values in one cell, as in lists of aliases.
    #[serde(default)]
    pub separator: Option<String>,
    /// Only the first of several values counts.
    #[serde(default)]
    pub first_only: bool,
}

impl Field {
    /// The name in reports.
    #[must_use]
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or_else(|| self.column.list().first().map_or("", String::as_str))
    }
}

/// One heading or several.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Columns {
    /// One heading.
    One(String),
    /// Several headings, whose cells are joined.
    Several(Vec<String>),
}

impl Columns {
    /// The headings.
    #[must_use]
    pub fn list(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        }
    }
}

/// What a column holds. It decides how values are read, compared and used to find candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Given names.
    GivenName,
    /// Family names.
    Surname,
    /// Whole names in any order and any script; aliases with a separator.
    FullName,
    /// A date of birth, exact or not, or an age on a day.
    Date,
    /// A town, suburb or place of birth.
    Place,
    /// A state, county or other short code of a region.
    Region,
    /// A postal code.
    Postcode,
    /// A country or demonym. What chance makes agree depends on it.
    Nationality,
    /// A word from a short list: gender, occupation.
    Category,
    /// A street or an address line.
    Address,
    /// A house number or another short number.
    Number,
    /// A document, case or account number.
    Identifier,
    /// Numbers of documents inside free text.
    Documents,
    /// A telephone number.
    Phone,
    /// An electronic mail address.
    Email,
    /// A vehicle's registration plate.
    Plate,
    /// A reference given by another body.
    Reference,
}

/// How candidate pairs are found.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Blocking {
    /// Rules as lists of keys, such as `["surname", "year(dob)"]`; chosen by kind when left out.
    pub rules: Vec<Vec<String>>,
    /// The most pairs one rule may make: refined or refused above it. 0 means two million, falling to as many as there are records in large files.
    pub pairs_per_rule: u64,
    /// When there are no more pairs than this, all are compared and no rule is used.
    pub compare_all_below: u64,
    /// Bytes that candidate pairs may take in memory before they are written to a temporary file.
    pub memory: u64,
}

impl Default for Blocking {
    fn default() -> Self {
        Self { rules: Vec::new(), pairs_per_rule: 0, compare_all_below: 3_000_000, memory: 512 << 20 }
    }
}

/// How the model is trained.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Training {
    /// The seed of every random draw.
    pub seed: u64,
    /// Random pairs from which chance agreement is learned.
    pub random_pairs: u64,
    /// Most rounds of estimation.
    pub rounds: u32,
    /// Stop when no probability changes by more than this.
    pub tolerance: f64,
    /// Go on although a guard says that the model cannot be trusted; the model then carries the guard's sentence.
    pub accept_warnings: bool,
}

impl Default for Training {
    fn default() -> Self {
        Self { seed: 1, random_pairs: 1_000_000, rounds: 500, tolerance: 1e-6, accept_warnings: true }
    }
}

/// How clusters are made.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Clustering {
    /// The way.
    pub method: Method,
    /// The probability at which two records, or two groups, are one person.
    pub threshold: f64,
    /// Lists in which nobody is listed twice: links that would say otherwise are never made, and between two such lists
    /// whoever is linked is taken (see [`crate::taken`]).
    pub sources_without_duplicates: Vec<String>,
}

impl Default for Clustering {
    fn default() -> Self {
        Self { method: Method::AverageLinkage, threshold: 0.5, sources_without_duplicates: Vec::new() }
    }
}

/// How clusters are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Join the two groups with the best mean evidence, while it is above the threshold.
    #[default]
    AverageLinkage,
    /// Whatever is joined by a chain of links.
    ConnectedComponents,
}

impl Settings {
    /// Reads settings, and refuses what cannot be meant.
    ///
    /// # Errors
    ///
    /// [`LinkageError::Settings`] names the setting and says what to write instead.
    pub fn parse(text: &str) -> Result<Self, LinkageError> {
        let settings: Self =
            toml::from_str(text).map_err(|error| LinkageError::settings("file", error.to_string().trim_end()))?;
        settings.check()?;
        Ok(settings)
    }

    fn check(&self) -> Result<(), LinkageError> {
        if self.fields.is_empty() {
            return Err(LinkageError::settings("field", "there is no column to compare; add a [[field]] for each."));
        }
        if self.fields.len() > 16 {
            return Err(LinkageError::settings("field", "more than 16 columns; leave out those that tell least."));
        }
        for (place, field) in self.fields.iter().enumerate() {
            if self.fields.iter().take(place).any(|other| other.title() == field.title()) {
                let sentence = format!("{} is there twice; give one of them another `name`.", field.title());
                return Err(LinkageError::settings("field", sentence));
            }
            if field.column.list().is_empty() || field.separator.as_deref() == Some("") {
                return Err(LinkageError::settings(
                    field.title(),
                    "a column and, if any, a separator cannot be empty.",
                ));
            }
        }
        let threshold = self.clusters.threshold;
        if !(threshold > 0.0 && threshold < 1.0) {
            return Err(LinkageError::settings("clusters.threshold", "write a probability between 0 and 1, as 0.5."));
        }
        if self.model.random_pairs == 0 || self.model.rounds == 0 {
            return Err(LinkageError::settings("model", "random_pairs and rounds must be above 0."));
        }
        Ok(())
    }

    /// A digest of everything that bears on scores, for a model's provenance.
    #[must_use]
    pub fn digest(&self) -> String {
        let text = serde_json::to_string(&(&self.fields, &self.task, &self.model)).unwrap_or_default();
        crate::random::digest(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_meant_is_refused_with_a_remedy() {
        let error = Settings::parse("identifier = \"id\"\nfield = []").unwrap_err().to_string();
        assert!(error.contains("add a [[field]]"), "{error}");
        let twice = "identifier = \"id\"\n[[field]]\nkind = \"date\"\ncolumn = \"dob\"\n";
        let error = Settings::parse(&format!("{twice}{}", &twice[18..])).unwrap_err().to_string();
        assert!(error.contains("dob is there twice"), "{error}");
        let error = Settings::parse(&format!("{twice}colour = 1")).unwrap_err().to_string();
        assert!(error.contains("colour"), "{error}");
    }
}
