//! Suspension, resumption and withdrawal: the case waits, goes on, or closes without a decision.

use jiff::civil::Date;

use super::{Decided, Step};
use crate::{
    case::{
        command::WithdrawalReason,
        event::{Fact, Stage},
    },
    duty::{DutyChange, DutyKind},
    person::Words,
    refusal::Refusal,
};

impl Step<'_> {
    pub(super) fn suspend(&self, reason: String, review_on: Date, note: Words) -> Decided {
        let stage = self.stage()?;
        self.permitted(match stage {
            Stage::ReasonableGrounds => "rg_suspend",
            Stage::ConclusiveGrounds => "cg_suspend",
        })?;
        self.of_the_authority()?;
        self.reason("suspended", &reason)?;
        if review_on <= self.on {
            return Err(Refusal::new(
                "suspension.review_not_later",
                "A suspended case is looked at again on a later day.",
                format!("Give a review date after {}.", self.on),
            )
            .about("review_on"));
        }
        let owner = &self.case.competent_authority;
        let duty = DutyChange::opened(DutyKind::ReviewSuspension, owner, Some(review_on), "asked");
        self.with_words(Fact::Suspended { stage, reason, review_on }, vec![duty], note, "note")
    }

    pub(super) fn resume(&self, note: Words) -> Decided {
        self.permitted("resume")?;
        self.of_the_authority()?;
        let stage = self.stage()?;
        let duties = self.case.duties.close(DutyKind::ReviewSuspension, "resumed");
        self.with_words(Fact::Resumed { stage }, duties, note, "note")
    }

    pub(super) fn withdraw(&self, reason: WithdrawalReason, note: Words) -> Decided {
        self.permitted("withdraw")?;
        let stage = self.stage()?;
        self.reason("withdrawn", reason.code())?;
        self.with_words(Fact::Withdrawn { stage, reason }, self.case.duties.close_all("withdrawn"), note, "note")
    }

    /// Refuses a reason that is not in force, not for this person, or not for this role to record.
    ///
    /// A child cannot withdraw consent that was never asked, and the authority never withdraws it for an adult; but it
    /// may record that somebody left the country or died.
    fn reason(&self, of: &'static str, code: &str) -> Result<(), Refusal> {
        let machine = &self.context.law.state_machine;
        let Some(reason) = machine.reason(of, code).filter(|reason| reason.in_force_on(self.on)) else {
            return Err(Refusal::new(
                "reason.unknown",
                format!("{code:?} is not a reason for a case to be {of} on {}.", self.on),
                "Use a reason of the state machine file.",
            )
            .about("reason"));
        };
        if !reason.fits(self.case.treated_as_child()) {
            return Err(Refusal::new(
                "reason.not_for_a_child",
                "A child did not give consent and cannot withdraw it.",
                "Record the child's wishes; the case goes on.",
            )
            .about("reason")
            .under("consent.referral"));
        }
        if !reason.may(self.context.actor.role) {
            let who: Vec<&str> = reason.who.iter().map(|role| role.code()).collect();
            return Err(Refusal::new(
                "reason.not_for_this_role",
                format!("The role {} may not record the reason {code}.", self.context.actor.role.code()),
                format!("It is for: {}.", who.join(", ")),
            )
            .about("role"));
        }
        Ok(())
    }

    fn stage(&self) -> Result<Stage, Refusal> {
        self.case.identification.awaits().ok_or_else(|| {
            Refusal::new("case.not_pending", "The case waits for no decision.", "Look at its latest decision.")
                .about("state")
        })
    }
}
