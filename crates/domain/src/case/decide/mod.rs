//! Deciding commands: the rules of a case, one file for each family of steps.

mod age;
mod allocation;
mod decision;
mod disqualification;
mod enquiry;
mod letter;
mod merge;
mod pause;
mod reconsideration;
mod review;
mod screening;

use jiff::civil::Date;

use super::{
    command::Command,
    event::{Event, Fact, Sealed},
    state::Case,
};
use crate::{
    context::{Context, given},
    duty::DutyChange,
    journal::Draft,
    permitted::permitted,
    person::Words,
    refusal::Refusal,
};

/// What a decided command gives.
type Decided = Result<Vec<Draft<Event>>, Refusal>;

impl Case {
    /// Decides a command: the events it gives, or the refusal.
    ///
    /// `on` is the day the step was taken in the world; it may lie in the past, never in the future, and never before
    /// the step it follows. No step is ever taken by a clock: every one needs an actor whose role may take it.
    pub fn decide(&self, on: Date, command: Command, context: &Context<'_>) -> Decided {
        context.not_in_the_future(on, "on")?;
        context.not_before(on, self.latest_on, "on")?;
        let step = Step { case: self, on, context };
        match command {
            Command::PassScreening { .. } | Command::FailScreening { .. } | Command::Reallocate { .. } => {
                step.screening(command)
            }
            Command::ProposeMerge { .. }
            | Command::ProposeUndo { .. }
            | Command::AnswerMerge { .. }
            | Command::ConfirmDuplicate { .. }
            | Command::UndoDuplicate { .. } => step.merge(command),
            Command::SendEnquiry { .. } | Command::AnswerEnquiry { .. } | Command::LapseEnquiry { .. } => {
                step.enquiry(command)
            }
            Command::ProposeNegative { stage, findings, reasons } => step.propose_negative(stage, findings, reasons),
            Command::ReviewNegative { look, panel, points } => step.review_negative(look, panel, points),
            Command::DecideReasonableGrounds { outcome, findings, reasons } => {
                step.reasonable_grounds(outcome, findings, reasons)
            }
            Command::DecideConclusiveGrounds { outcome, findings, reasons } => {
                step.conclusive_grounds(outcome, findings, reasons)
            }
            Command::DecideCombined { outcome, reviewed_by_authority, findings, reasons } => {
                step.combined((outcome, reviewed_by_authority), findings, reasons)
            }
            Command::Suspend { reason, review_on, note } => step.suspend(reason, review_on, note),
            Command::Resume { note } => step.resume(note),
            Command::Withdraw { reason, note } => step.withdraw(reason, note),
            Command::Allocate { to } => step.allocate(to),
            Command::ExcludePost { organisation, post, reason } => step.exclude_post(organisation, post, reason),
            Command::RecordLetter { letter, way, language, safe } => step.letter_sent(letter, (way, language), &safe),
            Command::CorrectFact { correction, reason } => step.correct(correction, reason),
            Command::AssessAge { child, note } => step.assess_age(child, note),
            Command::TurnEighteen => step.turn_eighteen(),
            Command::RequestReconsideration { .. }
            | Command::AcceptReconsideration { .. }
            | Command::RefuseReconsideration { .. } => step.reconsideration(command),
            Command::ConsiderDisqualification { .. }
            | Command::ApplyDisqualification { .. }
            | Command::DeclineDisqualification { .. }
            | Command::LiftDisqualification { .. } => step.disqualification(command),
        }
    }
}

/// One step on one case: what every rule needs to see.
#[derive(Clone, Copy)]
struct Step<'a> {
    case: &'a Case,
    on: Date,
    context: &'a Context<'a>,
}

impl Step<'_> {
    /// Asks the state machine, from the identification region.
    fn permitted(&self, step: &'static str) -> Result<(), Refusal> {
        permitted(step, self.case.identification.code(), self.on, self.context)
    }

    /// Refuses an actor of another authority: only the authority that holds a case decides it.
    fn of_the_authority(&self) -> Result<(), Refusal> {
        let organisation = &self.context.actor.organisation;
        if *organisation == self.case.competent_authority || self.context.actor.role == crate::actor::Role::PilotPanel {
            return Ok(());
        }
        Err(Refusal::new(
            "case.other_authority",
            "Another authority holds this case.",
            format!("Ask {}, or have the case reallocated.", self.case.competent_authority),
        )
        .about("organisation"))
    }

    /// One event with sealed words, required not to be empty.
    fn with_words(&self, fact: Fact, duties: Vec<DutyChange>, words: Words, field: &'static str) -> Decided {
        given(&words.0, field)?;
        Ok(vec![Draft::sealed(self.on, Event { fact, duties }, Sealed::Words(words))])
    }

    /// One event with nothing to seal.
    #[expect(clippy::unnecessary_wraps, reason = "ends the arms of decide beside with_words")]
    fn plain(&self, fact: Fact, duties: Vec<DutyChange>) -> Decided {
        Ok(vec![Draft::clear(self.on, Event { fact, duties })])
    }
}
