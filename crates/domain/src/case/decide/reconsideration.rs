//! Reconsideration: someone asks to look again at a negative decision.

use jiff::civil::Date;

use super::{Decided, Step};
use crate::{
    actor::Role,
    case::{
        command::{Command, Outcome},
        event::{Fact, Stage},
    },
    clock,
    context::given,
    duty::{DutyChange, DutyKind},
    permitted::permitted,
    person::Words,
    place::Nation,
    refusal::Refusal,
};

impl Step<'_> {
    pub(super) fn reconsideration(&self, command: Command) -> Decided {
        let state = self.case.reconsideration.code();
        match command {
            Command::RequestReconsideration { ground, exceptional_reason, request } => {
                permitted("recon_request", state, self.on, self.context)?;
                self.may_request(&ground, exceptional_reason.as_ref())?;
                let due = self.response_target();
                let owner = &self.case.competent_authority;
                let duty =
                    DutyChange::opened(DutyKind::AnswerReconsideration, owner, due, "reconsideration.response_target");
                given(&request.0, "request")?;
                let words = with_the_exceptional_reason(request, exceptional_reason);
                self.with_words(Fact::ReconsiderationRequested { ground }, vec![duty], words, "request")
            }
            Command::AcceptReconsideration { reason } => {
                permitted("recon_accept", state, self.on, self.context)?;
                self.of_the_authority()?;
                let stage = self.disputed()?;
                let mut duties = self.case.duties.close(DutyKind::AnswerReconsideration, "accepted");
                let (kind, rule) = match stage {
                    Stage::ReasonableGrounds => (DutyKind::DecideReasonableGrounds, "rg.target"),
                    Stage::ConclusiveGrounds => (DutyKind::DecideConclusiveGrounds, "cg.target"),
                };
                duties.push(DutyChange::opened(kind, &self.case.competent_authority, None, rule));
                self.with_words(Fact::ReconsiderationAccepted { stage }, duties, reason, "reason")
            }
            Command::RefuseReconsideration { reason } => {
                permitted("recon_refuse", state, self.on, self.context)?;
                self.of_the_authority()?;
                let duties = self.case.duties.close(DutyKind::AnswerReconsideration, "will not be looked at again");
                self.with_words(Fact::ReconsiderationRefused, duties, reason, "reason")
            }
            _ => Ok(Vec::new()),
        }
    }

    /// When an answer is due, where the rule of that date sets a target.
    fn response_target(&self) -> Option<Date> {
        let law = self.context.law;
        let rule = law.rules.rule("reconsideration.response_target", Nation::England, "all", self.on).ok()?;
        let calendar = law.calendars.of(law.division_for_authority());
        clock::deadline(rule, self.on, calendar).ok().map(|deadline| deadline.due)
    }

    /// The stage of the negative decision that is disputed.
    fn disputed(&self) -> Result<Stage, Refusal> {
        match self.case.latest_decision() {
            Some((stage, decision)) if decision.outcome == Outcome::Negative => Ok(stage),
            _ => Err(Refusal::new(
                "reconsideration.no_negative",
                "There is no negative decision to look at again.",
                "Reconsideration follows a negative decision.",
            )),
        }
    }

    fn may_request(&self, ground: &str, exceptional_reason: Option<&Words>) -> Result<(), Refusal> {
        self.disputed()?;
        let Some((_, decision)) = self.case.latest_decision() else { return Ok(()) };
        let grounds = self.context.rule_list("reconsideration.grounds", "all", decision.on)?;
        if !grounds.iter().any(|known| known == ground) {
            return Err(Refusal::new(
                "reconsideration.unknown_ground",
                "That is not a ground for reconsideration.",
                format!("Give one of: {}.", grounds.join(", ")),
            )
            .about("ground")
            .under("reconsideration.grounds"));
        }
        let limited = clock::reconsideration_window(self.context.law, decision.on)?;
        if limited.is_none() && !matches!(self.context.actor.role, Role::FirstResponder | Role::SupportWorker) {
            return Err(Refusal::new(
                "reconsideration.who",
                "For a decision of that date a first responder or a support provider in the case asks.",
                "Ask through one of them.",
            )
            .about("role")
            .under("reconsideration.who"));
        }
        let exceptional = exceptional_reason.is_some_and(|reason| !reason.0.trim().is_empty());
        if let Some(window) = &limited
            && self.on > window.due
            && !exceptional
        {
            return Err(Refusal::new(
                "reconsideration.after_the_window",
                format!("The time to ask ended on {}.", window.due),
                "Give the exceptional reason for asking later.",
            )
            .about("exceptional_reason")
            .under("reconsideration.window"));
        }
        if limited.is_some() && self.case.reconsideration_requests > 0 && !exceptional {
            return Err(Refusal::new(
                "reconsideration.asked_before",
                "Reconsideration was asked for before.",
                "Give the good reason for asking again: new, significant and explained.",
            )
            .about("exceptional_reason")
            .under("reconsideration.max_requests"));
        }
        Ok(())
    }
}

/// The request, and below it why it comes late or again: whoever answers reads both.
fn with_the_exceptional_reason(request: Words, reason: Option<Words>) -> Words {
    match reason {
        Some(reason) if !reason.0.trim().is_empty() => Words(format!("{}\n\n{}", request.0, reason.0)),
        _ => request,
    }
}
