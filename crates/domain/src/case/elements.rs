//! The elements of a decision: what was done, how, and for what purpose, each with a finding and its reasons.
//!
//! The person who decides gives the outcome; nothing here suggests one (V-28). What is refused is an outcome that the
//! findings contradict, because such a decision cannot be explained to anybody.
//!
//! The findings stand in clear in the event of a decision, their reasons in its sealed part. The reason by which official
//! statistics count a negative decision follows from the findings, so that the two cannot disagree. Events of before hold
//! no findings, and count as not recorded.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::command::Outcome;
use crate::{context::given, person::Words, refusal::Refusal};

/// What was found about one element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// It is there, to the standard of the stage.
    Met,
    /// What was told does not hold it.
    NotMet,
    /// There is not enough information to find it, to the standard of the stage.
    NotShown,
    /// It is not needed: an act of trafficking for slavery, servitude and forced labour; means for a child.
    NotNeeded,
}

impl Finding {
    /// Every finding.
    pub const ALL: [Self; 4] = [Self::Met, Self::NotMet, Self::NotShown, Self::NotNeeded];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::NotShown => "not_shown",
            Self::NotNeeded => "not_needed",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Met => "Met",
            Self::NotMet => "Not met",
            Self::NotShown => "Not shown",
            Self::NotNeeded => "Not needed",
        }
    }

    /// The finding with a code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.code() == code)
    }
}

/// What was found about each element, without the reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Findings {
    /// Recruiting, moving, harbouring or receiving the person.
    pub act: Finding,
    /// Threat, force, deception, abuse of power or vulnerability.
    pub means: Finding,
    /// Exploitation, or the intention of it.
    pub purpose: Finding,
}

impl Findings {
    /// Refuses findings that cannot stand: a purpose that is not needed, or findings that contradict the outcome.
    ///
    /// # Errors
    /// Refused with `elements.purpose_needed` or `elements.contradict`.
    pub fn check(self, outcome: Outcome) -> Result<(), Refusal> {
        if self.purpose == Finding::NotNeeded {
            return Err(Refusal::new(
                "elements.purpose_needed",
                "The purpose of exploitation is always needed.",
                "Say whether it is met.",
            )
            .about("purpose"));
        }
        let none_fails = self.reason().is_none();
        if none_fails == (outcome == Outcome::Positive) {
            return Ok(());
        }
        let sentence = if none_fails {
            "A negative decision is given, and no element is found not met or not shown."
        } else {
            "A positive decision is given, and an element is found not met or not shown."
        };
        Err(Refusal::new("elements.contradict", sentence, "Change the finding, or the outcome.").about("outcome"))
    }

    /// The reason by which a negative decision with these findings is counted; none if no element fails.
    ///
    /// An element that is not there decides it: whatever else was not shown, the definition is not met.
    pub fn reason(self) -> Option<NegativeReason> {
        let found = [self.act, self.means, self.purpose];
        if found.contains(&Finding::NotMet) {
            Some(NegativeReason::DefinitionNotMet)
        } else if found.contains(&Finding::NotShown) {
            Some(NegativeReason::NotEnoughInformation)
        } else {
            None
        }
    }
}

/// Why a decision is negative, in the two categories in which reasons are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NegativeReason {
    /// What was told does not meet the definition of modern slavery.
    DefinitionNotMet,
    /// What is known is not enough for the standard of proof of the stage.
    NotEnoughInformation,
}

impl NegativeReason {
    /// Every reason.
    pub const ALL: [Self; 2] = [Self::DefinitionNotMet, Self::NotEnoughInformation];

    /// The stable code, as stored in statistics.
    pub fn code(self) -> &'static str {
        match self {
            Self::DefinitionNotMet => "definition_not_met",
            Self::NotEnoughInformation => "not_enough_information",
        }
    }

    /// How the tables name it.
    pub fn label(self) -> &'static str {
        match self {
            Self::DefinitionNotMet => "Does not meet the definition",
            Self::NotEnoughInformation => "Not enough information",
        }
    }

    /// The reason with a code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// A decision by its elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elements {
    /// Recruiting, moving, harbouring or receiving the person.
    pub act: (Finding, Words),
    /// Threat, force, deception, abuse of power or vulnerability; for a child it is not needed and may be left out.
    pub means: Option<(Finding, Words)>,
    /// Exploitation, or the intention of it.
    pub purpose: (Finding, Words),
    /// The reasons as a whole: what was weighed, and what was not.
    pub whole: Words,
}

impl Elements {
    /// Refuses what cannot stand: an element without reasons, a missing element, or findings that contradict the
    /// outcome.
    ///
    /// # Errors
    /// Refused with `text.empty`, `elements.means_missing`, `elements.purpose_needed` or `elements.contradict`.
    pub fn check(&self, outcome: Outcome, child: bool) -> Result<(), Refusal> {
        given(&self.act.1.0, "act_reasons")?;
        match &self.means {
            Some((_, reasons)) => given(&reasons.0, "means_reasons")?,
            None if child => {}
            None => {
                return Err(Refusal::new(
                    "elements.means_missing",
                    "Nothing is found about the means.",
                    "Say whether there were means; only for a child they are not needed.",
                )
                .about("means"));
            }
        }
        given(&self.purpose.1.0, "purpose_reasons")?;
        given(&self.whole.0, "reasons")?;
        self.findings().check(outcome)
    }

    /// The findings alone; means that were left out are not needed.
    pub fn findings(&self) -> Findings {
        Findings {
            act: self.act.0,
            means: self.means.as_ref().map_or(Finding::NotNeeded, |(finding, _)| *finding),
            purpose: self.purpose.0,
        }
    }

    /// The elements as the reasons of a decision: labelled paragraphs, in a fixed order.
    pub fn words(&self) -> Words {
        let mut text = String::new();
        let parts = [("Act", Some(&self.act)), ("Means", self.means.as_ref()), ("Purpose", Some(&self.purpose))];
        for (name, part) in parts {
            // Writing to a string cannot fail.
            let _ = match part {
                Some((finding, reasons)) => {
                    writeln!(text, "{name}: {}.\n{}\n", finding.label().to_lowercase(), reasons.0.trim())
                }
                None => writeln!(text, "{name}: not needed for a child.\n"),
            };
        }
        let _ = write!(text, "Reasons:\n{}", self.whole.0.trim());
        Words(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        Words(text.to_owned())
    }

    fn elements(act: Finding, means: Option<Finding>, purpose: Finding) -> Elements {
        Elements {
            act: (act, words("recruited")),
            means: means.map(|finding| (finding, words("deceived"))),
            purpose: (purpose, words("forced labour")),
            whole: words("as a whole"),
        }
    }

    #[test]
    fn an_outcome_that_the_findings_contradict_is_refused() {
        use Finding as F;
        let all = elements(F::Met, Some(F::Met), F::Met);
        assert!(all.check(Outcome::Positive, false).is_ok());
        assert_eq!(all.check(Outcome::Negative, false).unwrap_err().code, "elements.contradict");
        let not = elements(F::Met, Some(F::NotMet), F::Met);
        assert!(not.check(Outcome::Negative, false).is_ok());
        assert_eq!(not.check(Outcome::Positive, false).unwrap_err().field, Some("outcome"));
        let servitude = elements(F::NotNeeded, Some(F::Met), F::Met);
        assert!(servitude.check(Outcome::Positive, false).is_ok());
        let not_shown = elements(F::Met, Some(F::Met), F::NotShown);
        assert!(not_shown.check(Outcome::Negative, false).is_ok());
        assert_eq!(not_shown.check(Outcome::Positive, false).unwrap_err().code, "elements.contradict");
        let no_purpose = elements(F::Met, Some(F::Met), F::NotNeeded);
        assert_eq!(no_purpose.check(Outcome::Positive, false).unwrap_err().code, "elements.purpose_needed");
    }

    #[test]
    fn the_reason_that_is_counted_follows_from_the_findings() {
        use Finding as F;
        let reason = |act, means, purpose| Findings { act, means, purpose }.reason();
        assert_eq!(reason(F::NotNeeded, F::Met, F::Met), None);
        assert_eq!(reason(F::Met, F::NotShown, F::Met), Some(NegativeReason::NotEnoughInformation));
        assert_eq!(reason(F::NotShown, F::NotShown, F::NotMet), Some(NegativeReason::DefinitionNotMet));
        assert_eq!(elements(F::Met, None, F::NotMet).findings().means, F::NotNeeded);
    }

    #[test]
    fn means_are_not_needed_for_a_child() {
        let without = elements(Finding::Met, None, Finding::Met);
        assert!(without.check(Outcome::Positive, true).is_ok());
        assert_eq!(without.check(Outcome::Positive, false).unwrap_err().code, "elements.means_missing");
        insta::assert_snapshot!(without.words().0, @r"
        Act: met.
        recruited

        Means: not needed for a child.

        Purpose: met.
        forced labour

        Reasons:
        as a whole
        ");
    }
}
