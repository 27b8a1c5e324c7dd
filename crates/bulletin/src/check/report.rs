//! The result of a check: what does not follow, how much does, and what could not be checked.

use serde::Serialize;

use super::{desk::Gap, error::CheckError, finding::Finding, rule::Severity};

/// A check that could not be made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Skipped {
    /// Why, as the end of the sentence "skipped because …".
    pub why: String,
    /// Which check.
    pub check: String,
}

/// What a set of tables was found to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Which rules were applied.
    pub rules: String,
    /// Whether the rules were inferred from the tables, and nobody declared them.
    pub inferred: bool,
    /// How many comparisons were made: `held` plus the number of findings.
    pub checks: usize,
    /// How many comparisons hold.
    pub held: usize,
    /// What does not follow, in the order of the tables, rows and columns.
    pub findings: Vec<Finding>,
    /// What could not be checked, and why.
    pub skipped: Vec<Skipped>,
}

impl Report {
    /// How many findings have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Says whether no figure is wrong; cautions may remain.
    pub fn passes(&self) -> bool {
        self.count(Severity::Defect) == 0
    }
}

/// Where the rules write down what they see.
#[derive(Debug, Default)]
pub struct Ledger {
    held: usize,
    findings: Vec<Finding>,
    skipped: Vec<Skipped>,
}

impl Ledger {
    /// A comparison holds.
    pub fn hold(&mut self) {
        self.held += 1;
    }

    /// A comparison does not hold.
    pub fn find(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// A check cannot be made.
    pub fn skip(&mut self, check: impl Into<String>, why: impl Into<String>) {
        self.skipped.push(Skipped { why: why.into(), check: check.into() });
    }

    /// Closes a rule: what it lacked is skipped, what it could not understand stops the check.
    pub fn settle(&mut self, check: impl Into<String>, outcome: Result<(), Gap>) -> Result<(), CheckError> {
        match outcome {
            Ok(()) => {}
            Err(Gap::Absent(why)) => self.skip(check, why),
            Err(Gap::Malformed(malformed)) => return Err(malformed.into()),
        }
        Ok(())
    }

    /// The report, its findings in the order of the tables, rows and columns.
    pub fn close(mut self, rules: String, inferred: bool) -> Report {
        self.findings.sort_by(|a, b| {
            (a.place.order, a.rule, &a.place.row, &a.printed).cmp(&(b.place.order, b.rule, &b.place.row, &b.printed))
        });
        self.skipped.sort();
        Report {
            rules,
            inferred,
            checks: self.held + self.findings.len(),
            held: self.held,
            findings: self.findings,
            skipped: self.skipped,
        }
    }
}
