//! Merging a duplicate, and undoing it: two people, each from a session of their own; always reversible (V-23, V-26).

use super::{Decided, Step};
use crate::{
    actor::Actor,
    case::{
        command::Command,
        event::Fact,
        state::{Identification, MergeProposal},
    },
    duty::{DutyChange, DutyKind},
    identifier::CaseId,
    person::Words,
    refusal::Refusal,
};

impl Step<'_> {
    pub(super) fn merge(&self, command: Command) -> Decided {
        match command {
            Command::ProposeMerge { surviving_case, reason } => {
                self.permitted("propose_merge")?;
                self.of_the_authority()?;
                self.nothing_proposed()?;
                let proposed_by = self.context.actor.clone();
                self.with_words(
                    Fact::MergeProposed { surviving_case, proposed_by },
                    self.second_person(),
                    reason,
                    "reason",
                )
            }
            Command::ProposeUndo { reason } => {
                self.permitted("propose_unmerge")?;
                self.of_the_authority()?;
                self.nothing_proposed()?;
                let proposed_by = self.context.actor.clone();
                self.with_words(Fact::MergeUndoProposed { proposed_by }, self.second_person(), reason, "reason")
            }
            Command::AnswerMerge { agreed, reason } => self.answer_merge(agreed, reason),
            Command::ConfirmDuplicate { surviving_case, second, reason } => {
                self.confirm_duplicate(surviving_case, second, reason)
            }
            Command::UndoDuplicate { second, reason } => self.undo_duplicate(second, reason),
            _ => Ok(Vec::new()),
        }
    }

    /// The second person's answer: what was proposed happens, or nothing does.
    fn answer_merge(&self, agreed: bool, reason: Words) -> Decided {
        let Some(MergeProposal { surviving_case, proposed_by }) = self.case.merge_proposal.clone() else {
            return Err(Refusal::new(
                "duplicate.nothing_proposed",
                "No merge waits for a second person.",
                "Somebody proposes it first.",
            ));
        };
        self.two_people(&proposed_by)?;
        if !agreed {
            self.permitted("decline_merge")?;
            self.of_the_authority()?;
            let duties = self.case.duties.close(DutyKind::ConfirmMerge, "declined");
            let fact = Fact::MergeProposalDeclined { declined_by: self.context.actor.clone() };
            return self.with_words(fact, duties, reason, "reason");
        }
        match surviving_case {
            Some(surviving_case) => self.confirm_duplicate(surviving_case, proposed_by, reason),
            None => self.undo_duplicate(proposed_by, reason),
        }
    }

    fn second_person(&self) -> Vec<DutyChange> {
        vec![DutyChange::opened(DutyKind::ConfirmMerge, &self.case.competent_authority, None, "asked")]
    }

    fn nothing_proposed(&self) -> Result<(), Refusal> {
        if self.case.merge_proposal.is_none() {
            return Ok(());
        }
        Err(Refusal::new(
            "duplicate.proposed_already",
            "A merge is proposed already, and waits for its second person.",
            "Wait for the answer.",
        ))
    }

    fn confirm_duplicate(&self, surviving_case: CaseId, second: Actor, reason: Words) -> Decided {
        self.permitted("merge")?;
        self.of_the_authority()?;
        self.two_people(&second)?;
        let confirmed_by = [self.context.actor.clone(), second];
        let duties = self.case.duties.close_all("duplicate of another case");
        self.with_words(Fact::DuplicateConfirmed { surviving_case, confirmed_by }, duties, reason, "reason")
    }

    fn undo_duplicate(&self, second: Actor, reason: Words) -> Decided {
        self.permitted("unmerge")?;
        self.of_the_authority()?;
        self.two_people(&second)?;
        let confirmed_by = [self.context.actor.clone(), second];
        let screened = self.case.before_merge == Some(Identification::RgPending);
        let target = self.reasonable_grounds_target()?;
        let kind = if screened { DutyKind::DecideReasonableGrounds } else { DutyKind::ScreenReferral };
        let owner = &self.case.competent_authority;
        let mut duties = self.case.duties.close(DutyKind::ConfirmMerge, "done");
        duties.push(DutyChange::opened(kind, owner, Some(target), "rg.target"));
        self.with_words(Fact::DuplicateUndone { confirmed_by, screened }, duties, reason, "reason")
    }

    fn two_people(&self, second: &Actor) -> Result<(), Refusal> {
        if !self.context.actor.same_post(second) {
            return Ok(());
        }
        Err(Refusal::new(
            "duplicate.one_person",
            "Two people confirm a merge, and two undo it.",
            "Name another post as the second.",
        )
        .about("second"))
    }
}
