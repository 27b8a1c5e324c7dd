//! The decisions on reasonable and conclusive grounds, and corrections of fact.

use jiff::civil::Date;

use super::{Decided, Step};
use crate::{
    case::{
        command::{EnquiryBody, Outcome},
        elements::Findings,
        event::{Event, Fact, Sealed, Stage},
        state::{EnquiryState, Reconsideration},
    },
    clock,
    context::given,
    duty::{DutyChange, DutyKind},
    facts::{AgeAtReferral, Correction},
    journal::Draft,
    known::Known,
    person::Words,
    refusal::Refusal,
};

impl Step<'_> {
    pub(super) fn reasonable_grounds(&self, outcome: Outcome, findings: Option<Findings>, reasons: Words) -> Decided {
        self.permitted(match outcome {
            Outcome::Positive => "rg_positive",
            Outcome::Negative => "rg_negative",
        })?;
        self.may_decide(Stage::ReasonableGrounds, outcome)?;
        let findings = self.findings(outcome, findings)?;
        let threshold = self.threshold("rg.threshold")?;
        let duties = match outcome {
            Outcome::Positive => {
                let mut duties = self.close_decision_duties("done");
                let earliest = clock::conclusive_grounds_earliest(self.context.law, self.on)?;
                let owner = &self.case.competent_authority;
                duties.push(DutyChange::opened(
                    DutyKind::DecideConclusiveGrounds,
                    owner,
                    Some(earliest.due),
                    "cg.earliest",
                ));
                duties
            }
            Outcome::Negative => self.case.duties.close_all("negative decision"),
        };
        let maker = self.context.actor.clone();
        let fact = Fact::ReasonableGroundsDecided { outcome, threshold, maker, findings };
        self.with_words(fact, duties, reasons, "reasons")
    }

    pub(super) fn conclusive_grounds(&self, outcome: Outcome, findings: Option<Findings>, reasons: Words) -> Decided {
        self.permitted(match outcome {
            Outcome::Positive => "cg_positive",
            Outcome::Negative => "cg_negative",
        })?;
        self.may_decide(Stage::ConclusiveGrounds, outcome)?;
        let findings = self.findings(outcome, findings)?;
        self.recovery_period_over()?;
        if outcome == Outcome::Negative {
            self.others_were_asked()?;
        }
        let threshold = self.threshold("cg.threshold")?;
        let duties = self.case.duties.close_all("done");
        let maker = self.context.actor.clone();
        let fact = Fact::ConclusiveGroundsDecided { outcome, threshold, maker, findings };
        self.with_words(fact, duties, reasons, "reasons")
    }

    pub(super) fn combined(
        &self,
        (outcome, reviewed_by_authority): (Outcome, bool),
        findings: Option<Findings>,
        reasons: Words,
    ) -> Decided {
        self.permitted("combined_pilot")?;
        findings.map_or(Ok(()), |findings| findings.check(outcome))?;
        if !self.case.treated_as_child() {
            return Err(Refusal::new(
                "combined.not_a_child",
                "A devolved panel decides both stages together only for a child.",
                "Decide on reasonable grounds first.",
            )
            .about("age"));
        }
        if outcome == Outcome::Negative && !reviewed_by_authority {
            return Err(Refusal::new(
                "combined.not_reviewed",
                "A negative decision of a panel is reviewed by the single competent authority before it is served.",
                "Send it for review, then record it.",
            )
            .about("reviewed_by_authority")
            .under("decision.second_look"));
        }
        self.no_enquiry_in_time(outcome)?;
        given(&reasons.0, "reasons")?;
        let maker = self.context.actor.clone();
        let duties = self.case.duties.close_all("done");
        let event = Event { fact: Fact::CombinedDecided { outcome, maker, findings }, duties };
        Ok(vec![Draft::sealed(self.on, event, Sealed::Words(reasons))])
    }

    pub(super) fn correct(&self, correction: Correction, reason: Words) -> Decided {
        self.permitted("correct_fact")?;
        self.of_the_authority()?;
        let corrected = correction.apply(self.case.facts.clone());
        corrected.check(self.case.received_on, self.context)?;
        if corrected == self.case.facts {
            return Err(Refusal::new(
                "correction.changes_nothing",
                "The record says that already.",
                "Give the value that is right.",
            )
            .about(correction.field()));
        }
        if corrected.age == AgeAtReferral::Child && corrected.child_when_exploited == Known::Value(false) {
            return Err(Refusal::new(
                "correction.child_then",
                "Who was a child when referred was one when it happened.",
                "Leave it as it is: the age at exploitation follows from the age at referral.",
            )
            .about(correction.field()));
        }
        let fact = Fact::FactCorrected { field: correction.field().to_owned(), facts: Box::new(corrected) };
        self.with_words(fact, Vec::new(), reason, "reason")
    }

    /// The first day on which conclusive grounds may be decided, by the rule at the reasonable grounds decision.
    pub(super) fn conclusive_grounds_earliest(&self) -> Result<Option<Date>, Refusal> {
        let Some(decision) = &self.case.reasonable_grounds else { return Ok(None) };
        Ok(Some(clock::conclusive_grounds_earliest(self.context.law, decision.on)?.due))
    }

    /// Closes the duties of deciding, at either stage, and what hung on them.
    pub(super) fn close_decision_duties(&self, reason: &str) -> Vec<DutyChange> {
        [
            DutyKind::DecideReasonableGrounds,
            DutyKind::DecideConclusiveGrounds,
            DutyKind::ReviewNegative,
            DutyKind::ReviewSuspension,
        ]
        .into_iter()
        .flat_map(|kind| self.case.duties.close(kind, reason))
        .collect()
    }

    /// The findings of a decision: those given, or of a negative those it was proposed with. Refused if they contradict it.
    fn findings(&self, outcome: Outcome, given: Option<Findings>) -> Result<Option<Findings>, Refusal> {
        let proposed = self.case.proposal.as_ref().filter(|_| outcome == Outcome::Negative);
        let findings = given.or_else(|| proposed.and_then(|proposal| proposal.findings));
        findings.map_or(Ok(()), |findings| findings.check(outcome))?;
        Ok(findings)
    }

    fn threshold(&self, key: &'static str) -> Result<String, Refusal> {
        Ok(self.context.rule_text(key, self.on)?.to_owned())
    }

    fn may_decide(&self, stage: Stage, outcome: Outcome) -> Result<(), Refusal> {
        self.of_the_authority()?;
        self.no_enquiry_in_time(outcome)?;
        if self.case.reconsideration == Reconsideration::Accepted
            && let Some((_, earlier)) = self.case.latest_decision()
            && earlier.maker.same_post(self.context.actor)
        {
            return Err(Refusal::new(
                "reconsideration.same_maker",
                "The post that made the disputed decision does not decide it again.",
                "Give it to another decision maker.",
            )
            .about("maker"));
        }
        if outcome == Outcome::Negative { self.second_look_taken(stage) } else { Ok(()) }
    }

    /// AT73b: no negative decision while an enquiry is inside its time limit.
    fn no_enquiry_in_time(&self, outcome: Outcome) -> Result<(), Refusal> {
        let waiting = self
            .case
            .enquiries
            .values()
            .find(|enquiry| enquiry.state == EnquiryState::Open && enquiry.due_on >= self.on);
        match (outcome, waiting) {
            (Outcome::Negative, Some(enquiry)) => Err(Refusal::new(
                "decision.enquiry_open",
                format!("An enquiry to {} may still be answered until {}.", enquiry.body.code(), enquiry.due_on),
                "Wait for the answer, or for its time to run out.",
            )
            .about("enquiries")),
            _ => Ok(()),
        }
    }

    fn recovery_period_over(&self) -> Result<(), Refusal> {
        let Some(earliest) = self.conclusive_grounds_earliest()? else { return Ok(()) };
        let panel = self.context.actor.role == crate::actor::Role::PilotPanel;
        if panel || self.on >= earliest {
            return Ok(());
        }
        Err(Refusal::new(
            "decision.in_the_recovery_period",
            format!("The recovery period lasts until {earliest}."),
            format!("Decide on conclusive grounds from {earliest} on."),
        )
        .about("on")
        .under("cg.earliest"))
    }

    /// Before a negative conclusive grounds decision the bodies that know the person were asked.
    fn others_were_asked(&self) -> Result<(), Refusal> {
        let mut bodies = vec![EnquiryBody::SupportProvider, EnquiryBody::Police, EnquiryBody::FirstResponder];
        if self.case.treated_as_child() {
            bodies = vec![EnquiryBody::LocalAuthority, EnquiryBody::Police, EnquiryBody::FirstResponder];
        }
        let missing = bodies.into_iter().find(|body| {
            !self.case.enquiries.values().any(|asked| asked.body == *body && asked.state != EnquiryState::Open)
        });
        match missing {
            None => Ok(()),
            Some(body) => Err(Refusal::new(
                "decision.not_asked",
                format!(
                    "Before a negative decision the {} is asked, and has answered or let its time run out.",
                    body.code()
                ),
                "Send the enquiry, and record the answer or that none came.",
            )
            .about("enquiries")),
        }
    }
}
