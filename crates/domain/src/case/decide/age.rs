//! Age: assessed by a local authority, or reached. Never guessed by software.

use super::{Decided, Step};
use crate::{
    case::{event::Fact, state::Safeguarding},
    duty::{DutyChange, DutyKind},
    permitted::permitted,
    person::Words,
    refusal::Refusal,
};

impl Step<'_> {
    pub(super) fn assess_age(&self, child: bool, note: Words) -> Decided {
        permitted("age_assessed", self.case.safeguarding.code(), self.on, self.context)?;
        let duties = if child { Vec::new() } else { self.ask_consent() };
        self.with_words(Fact::AgeAssessed { child }, duties, note, "note")
    }

    pub(super) fn turn_eighteen(&self) -> Decided {
        permitted("turns_18", self.case.safeguarding.code(), self.on, self.context)?;
        if self.case.safeguarding != Safeguarding::Child {
            return Err(Refusal::new(
                "age.not_a_child",
                "Only a person known to be a child turns eighteen on the record.",
                "Ask the local authority for an age assessment.",
            ));
        }
        self.plain(Fact::TurnedEighteen, self.ask_consent())
    }

    /// An adult is asked for consent before anything more is shared.
    fn ask_consent(&self) -> Vec<DutyChange> {
        let owner = &self.case.first_responder_organisation;
        vec![DutyChange::opened(DutyKind::AskConsent, owner, Some(self.on), "consent.referral")]
    }
}
