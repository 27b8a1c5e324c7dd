//! The second look at a proposed negative decision, where the rule of that date asks for one.

use super::{Decided, Step};
use crate::{
    actor::{Actor, Role},
    case::{
        command::{Look, Outcome, Reviewers},
        elements::Findings,
        event::{Fact, Stage},
    },
    duty::{DutyChange, DutyKind},
    person::Words,
    place::Nation,
    refusal::Refusal,
};

/// Chair plus two: below it a panel cannot close (AT73c).
const PANEL_QUORUM: usize = 3;

/// What the rule of a date asks for a negative decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SecondLook {
    NotAsked,
    SecondOfficer,
    Panel,
}

impl Step<'_> {
    pub(super) fn propose_negative(&self, stage: Stage, findings: Option<Findings>, reasons: Words) -> Decided {
        self.permitted("propose_negative")?;
        self.of_the_authority()?;
        findings.map_or(Ok(()), |findings| findings.check(Outcome::Negative))?;
        if self.case.identification.awaits() != Some(stage) {
            return Err(Refusal::new(
                "review.other_stage",
                format!("The case does not wait for a {} decision.", stage.label()),
                "Propose the decision that the case waits for.",
            )
            .about("stage"));
        }
        if let Some(proposal) = &self.case.proposal
            && proposal.agreed.is_none()
        {
            return Err(Refusal::new(
                "review.proposal_open",
                "A negative decision is proposed already, and its second look is awaited.",
                "Wait for the second look.",
            ));
        }
        let due = self.decision_duty()?.and_then(|(_, due, _)| due).map(|due| due.max(self.on));
        let mut duties = self.case.duties.close(DutyKind::ReviewNegative, "proposed again");
        duties.push(DutyChange::opened(
            DutyKind::ReviewNegative,
            &self.case.competent_authority,
            due,
            "decision.second_look",
        ));
        let maker = self.context.actor.clone();
        self.with_words(Fact::NegativeProposed { stage, maker, findings }, duties, reasons, "reasons")
    }

    pub(super) fn review_negative(&self, look: Look, panel: Vec<Actor>, points: Words) -> Decided {
        let Some(proposal) = self.case.proposal.as_ref().filter(|proposal| proposal.agreed.is_none()) else {
            return Err(Refusal::new(
                "review.nothing_proposed",
                "No negative decision waits for a second look.",
                "The decision maker proposes it first.",
            ));
        };
        self.permitted("second_look")?;
        let actor = self.context.actor;
        if std::iter::once(actor).chain(&panel).any(|looking| looking.same_post(&proposal.maker)) {
            return Err(Refusal::new(
                "review.maker_is_reviewer",
                "The post that proposed a negative decision never reviews it.",
                "Give it to another post.",
            )
            .about("reviewer")
            .under("decision.second_look"));
        }
        let reviewers = match self.second_look_asked(proposal.stage) {
            SecondLook::Panel => self.panel(panel)?,
            SecondLook::SecondOfficer | SecondLook::NotAsked => Reviewers::SecondOfficer { reviewer: actor.clone() },
        };
        let duties = self.case.duties.close(DutyKind::ReviewNegative, "done");
        let fact = Fact::NegativeReviewed { stage: proposal.stage, agreed: look == Look::Agreed, reviewers };
        self.with_words(fact, duties, points, "points")
    }

    fn panel(&self, members: Vec<Actor>) -> Result<Reviewers, Refusal> {
        let chair = self.context.actor;
        let mut posts: Vec<(&str, &str)> = std::iter::once(chair)
            .chain(&members)
            .map(|member| (member.organisation.as_str(), member.post.as_str()))
            .collect();
        posts.sort_unstable();
        posts.dedup();
        if chair.role != Role::MaapMember || posts.len() < PANEL_QUORUM {
            return Err(Refusal::new(
                "review.below_quorum",
                format!("A panel of {} cannot close: it takes a chair and two members.", posts.len()),
                "Sit again with a quorum.",
            )
            .about("panel")
            .under("decision.second_look"));
        }
        Ok(Reviewers::Panel { chair: chair.clone(), members })
    }

    /// Refuses a negative decision whose second look the rule of this date asks for and that has not agreed.
    pub(super) fn second_look_taken(&self, stage: Stage) -> Result<(), Refusal> {
        let asked = self.second_look_asked(stage);
        if asked == SecondLook::NotAsked && self.case.proposal.is_none() {
            return Ok(());
        }
        match &self.case.proposal {
            Some(proposal) if proposal.stage == stage && proposal.agreed == Some(true) => Ok(()),
            Some(proposal) if proposal.stage == stage && proposal.agreed == Some(false) => Err(Refusal::new(
                "review.returned",
                "The second look returned this negative decision.",
                "Answer the points and propose it again, or decide positively.",
            )
            .under("decision.second_look")),
            _ => Err(Refusal::new(
                "review.awaited",
                "A negative decision needs a second look by somebody else first.",
                "Propose it, and have it reviewed.",
            )
            .under("decision.second_look")),
        }
    }

    fn second_look_asked(&self, stage: Stage) -> SecondLook {
        let applies_to = match stage {
            Stage::ReasonableGrounds => "negative-rg",
            Stage::ConclusiveGrounds => "negative-cg",
        };
        let rule = self.context.law.rules.rule("decision.second_look", Nation::England, applies_to, self.on);
        match rule.ok().and_then(|rule| rule.text()) {
            None => SecondLook::NotAsked,
            Some("assurance-panel") => SecondLook::Panel,
            Some(_) => SecondLook::SecondOfficer,
        }
    }
}
