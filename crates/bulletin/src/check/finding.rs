//! What a check says: the rule that was broken, where, what is printed and what follows.

use serde::Serialize;

use super::rule::{Class, Rule, Severity};

/// Where a finding is: a cell, a row, a column, or a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file that holds the figure.
    pub file: String,
    /// The table as the report numbers it, `table 1`, or its file's name where it has no number.
    pub table: String,
    /// The paragraph of the report.
    pub paragraph: Option<String>,
    /// The line of the file, the header being line 1.
    pub line: Option<u64>,
    /// The label of the row.
    pub row: Option<String>,
    /// The name of the column.
    pub column: Option<String>,
    /// What is counted.
    pub unit: Option<String>,
    /// The calendar or period of the counts.
    pub calendar: Option<String>,
    /// Where it sorts: table, line, column.
    #[serde(skip)]
    pub(super) order: (usize, u64, usize),
}

/// A figure that does not follow, or may mislead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule that was broken.
    pub rule: Rule,
    /// Whether the figure is wrong or may mislead.
    pub severity: Severity,
    /// What sort of issue it is.
    pub class: Class,
    /// The number of the defect in the catalogue, where the rules name one.
    pub defect: Option<String>,
    /// Where it is.
    #[serde(flatten)]
    pub place: Place,
    /// What is printed.
    pub printed: String,
    /// What follows from the counts.
    pub computed: String,
    /// The rule in plain words.
    pub words: &'static str,
    /// The working: which numbers gave the computed value.
    pub working: String,
    /// What the printed value would fit, where that can be told.
    pub fits: Option<String>,
}

impl Finding {
    /// A finding at a place.
    pub(super) fn new(rule: Rule, place: Place, printed: impl Into<String>, computed: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity(),
            class: rule.class(),
            defect: None,
            place,
            printed: printed.into(),
            computed: computed.into(),
            words: rule.words(),
            working: String::new(),
            fits: None,
        }
    }

    /// Gives the working, as a sentence.
    pub(super) fn working(mut self, working: impl Into<String>) -> Self {
        self.working = working.into();
        self
    }

    /// Says what the printed value would fit, as a sentence.
    pub(super) fn fits(mut self, fits: Option<String>) -> Self {
        self.fits = fits;
        self
    }

    /// Names the defect in the catalogue.
    pub(super) fn defect(mut self, defect: Option<&String>) -> Self {
        self.defect = defect.cloned();
        self
    }
}
