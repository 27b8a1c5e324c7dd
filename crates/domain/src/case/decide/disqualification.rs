//! Disqualification: a competent authority's decision that protections end. It never changes the identification.

use super::{Decided, Step};
use crate::{
    case::{
        command::{Command, Outcome},
        event::Fact,
    },
    permitted::permitted,
    refusal::Refusal,
};

impl Step<'_> {
    pub(super) fn disqualification(&self, command: Command) -> Decided {
        let state = self.case.disqualification.code();
        self.of_the_authority()?;
        match command {
            Command::ConsiderDisqualification { note } => {
                permitted("disqualify_consider", state, self.on, self.context)?;
                self.positive_reasonable_grounds()?;
                self.with_words(Fact::DisqualificationConsidered, Vec::new(), note, "note")
            }
            Command::ApplyDisqualification { ground, assessment } => {
                permitted("disqualify", state, self.on, self.context)?;
                self.positive_reasonable_grounds()?;
                let grounds = self.context.rule_list("disqualification.grounds", "positive-rg", self.on)?;
                if !grounds.contains(&ground) {
                    return Err(Refusal::new(
                        "disqualification.unknown_ground",
                        "That is not a ground for disqualification.",
                        format!("Give one of: {}.", grounds.join(", ")),
                    )
                    .about("ground")
                    .under("disqualification.grounds"));
                }
                self.with_words(Fact::DisqualificationApplied { ground }, Vec::new(), assessment, "assessment")
            }
            Command::DeclineDisqualification { reason } => {
                permitted("disqualify_not_applied", state, self.on, self.context)?;
                self.with_words(Fact::DisqualificationNotApplied, Vec::new(), reason, "reason")
            }
            Command::LiftDisqualification { reason } => {
                permitted("disqualify_lift", state, self.on, self.context)?;
                self.with_words(Fact::DisqualificationLifted, Vec::new(), reason, "reason")
            }
            _ => Ok(Vec::new()),
        }
    }

    fn positive_reasonable_grounds(&self) -> Result<(), Refusal> {
        match &self.case.reasonable_grounds {
            Some(decision) if decision.outcome == Outcome::Positive => Ok(()),
            _ => Err(Refusal::new(
                "disqualification.no_positive_decision",
                "Disqualification needs a positive reasonable grounds decision.",
                "There is nothing to end.",
            )),
        }
    }
}
