//! Folding events into state. Says what happened, never whether it should have: nothing is checked here.

use jiff::civil::Date;

use super::{
    command::Outcome,
    elements::Findings,
    event::{Event, Fact},
    state::{
        Case, Decision, Disqualification, Enquiry, EnquiryState, Identification, MergeProposal, Proposal,
        Reconsideration, Safeguarding, Suspension,
    },
};
use crate::{duty::DutyChange, facts::AgeAtReferral, identifier::EnquiryId};

impl Case {
    /// Folds one event. The first event of a case opens it; without it there is no case.
    #[must_use]
    pub fn evolve(state: Option<Self>, occurred_on: Date, event: &Event) -> Option<Self> {
        let mut case = match (&event.fact, state) {
            (Fact::Opened { .. }, _) => Self::opened(&event.fact)?,
            (_, None) => return None,
            (_, Some(case)) => case.with(occurred_on, event),
        };
        case.duties.fold(&event.duties);
        case.latest_on = case.latest_on.max(occurred_on);
        Some(case)
    }

    fn opened(fact: &Fact) -> Option<Self> {
        let Fact::Opened {
            reference,
            referral_reference,
            received_on,
            nation,
            first_responder_organisation,
            receiving_authority,
            facts,
            immediate_threat,
            ..
        } = fact
        else {
            return None;
        };
        let safeguarding = match facts.age {
            AgeAtReferral::Adult => Safeguarding::Adult,
            AgeAtReferral::Child => Safeguarding::Child,
            AgeAtReferral::NotSure => Safeguarding::TreatedAsChild,
        };
        Some(Self {
            reference: *reference,
            referral_reference: *referral_reference,
            received_on: *received_on,
            nation: *nation,
            first_responder_organisation: first_responder_organisation.clone(),
            competent_authority: receiving_authority.clone(),
            hosted_by: None,
            immigration_interest: None,
            immediate_threat: *immediate_threat,
            facts: facts.as_ref().clone(),
            identification: Identification::Screening,
            safeguarding,
            reconsideration: Reconsideration::None,
            reconsideration_requests: 0,
            disqualification: Disqualification::None,
            reasonable_grounds: None,
            conclusive_grounds: None,
            proposal: None,
            suspension: None,
            enquiries: std::collections::BTreeMap::new(),
            allocated: std::collections::BTreeMap::new(),
            excluded: std::collections::BTreeSet::new(),
            duties: crate::duty::OpenDuties::default(),
            merge_proposal: None,
            merged_into: None,
            before_merge: None,
            latest_on: *received_on,
        })
    }

    fn with(mut self, on: Date, event: &Event) -> Self {
        let fact = &event.fact;
        let before = self.identification;
        if let Some(identification) = fact.identification() {
            self.identification = identification;
        }
        match fact {
            Fact::Opened { .. } | Fact::ScreeningFailed | Fact::LetterSent { .. } => {}
            Fact::ScreeningPassed { competent_authority, hosted_by, immigration_interest } => {
                self.competent_authority.clone_from(competent_authority);
                self.hosted_by.clone_from(hosted_by);
                self.immigration_interest = Some(*immigration_interest);
            }
            Fact::MergeProposed { surviving_case, proposed_by } => {
                let surviving_case = Some(*surviving_case);
                self.merge_proposal = Some(MergeProposal { surviving_case, proposed_by: proposed_by.clone() });
            }
            Fact::MergeUndoProposed { proposed_by } => {
                self.merge_proposal = Some(MergeProposal { surviving_case: None, proposed_by: proposed_by.clone() });
            }
            Fact::MergeProposalDeclined { .. } => self.merge_proposal = None,
            Fact::DuplicateConfirmed { surviving_case, .. } => {
                self.before_merge = Some(before);
                self.merged_into = Some(*surviving_case);
                self.merge_proposal = None;
            }
            Fact::DuplicateUndone { .. } => {
                self.before_merge = None;
                self.merged_into = None;
                self.merge_proposal = None;
            }
            Fact::EnquirySent { enquiry, body, due_on } => {
                let owner = event.duties.iter().find_map(|duty| match duty {
                    DutyChange::Opened { owner, .. } => Some(owner.clone()),
                    DutyChange::Closed { .. } => None,
                });
                let organisation = owner.unwrap_or_default();
                let sent = Enquiry { body: *body, organisation, due_on: *due_on, state: EnquiryState::Open };
                self.enquiries.insert(*enquiry, sent);
            }
            Fact::EnquiryAnswered { enquiry } => self.close_enquiry(*enquiry, EnquiryState::Answered),
            Fact::EnquiryLapsed { enquiry } => self.close_enquiry(*enquiry, EnquiryState::Lapsed),
            Fact::NegativeProposed { stage, maker, findings } => {
                let proposal = Proposal { stage: *stage, maker: maker.clone(), findings: *findings, agreed: None };
                self.proposal = Some(proposal);
            }
            Fact::NegativeReviewed { agreed, .. } => {
                if let Some(proposal) = &mut self.proposal {
                    proposal.agreed = Some(*agreed);
                }
            }
            Fact::ReasonableGroundsDecided { outcome, threshold, maker, findings } => {
                self.decide_reasonable_grounds(Decision::made((*outcome, *findings), on, maker, threshold));
            }
            Fact::ConclusiveGroundsDecided { outcome, threshold, maker, findings } => {
                self.decide_conclusive_grounds(Decision::made((*outcome, *findings), on, maker, threshold));
            }
            Fact::CombinedDecided { outcome, maker, findings } => {
                self.decide_reasonable_grounds(Decision::made((Outcome::Positive, None), on, maker, "combined"));
                self.decide_conclusive_grounds(Decision::made((*outcome, *findings), on, maker, "combined"));
            }
            Fact::Suspended { reason, review_on, .. } => {
                self.suspension = Some(Suspension { since: on, reason: reason.clone(), review_on: *review_on });
            }
            Fact::Resumed { .. } | Fact::Withdrawn { .. } => self.suspension = None,
            Fact::Reallocated { competent_authority, hosted_by } => {
                self.competent_authority.clone_from(competent_authority);
                self.hosted_by.clone_from(hosted_by);
                self.allocated.clear();
            }
            Fact::Allocated { to } => {
                self.allocated.insert(to.role, to.clone());
            }
            Fact::PostExcluded { organisation, post } => {
                self.excluded.insert((organisation.clone(), post.clone()));
                self.allocated.retain(|_, given| (&given.organisation, &given.post) != (organisation, post));
            }
            Fact::FactCorrected { facts, .. } => self.facts = facts.as_ref().clone(),
            Fact::AgeAssessed { child } => {
                self.safeguarding = if *child { Safeguarding::Child } else { Safeguarding::Adult };
            }
            Fact::TurnedEighteen => self.safeguarding = Safeguarding::Adult,
            Fact::ReconsiderationRequested { .. } => {
                self.reconsideration = Reconsideration::Requested;
                self.reconsideration_requests += 1;
            }
            Fact::ReconsiderationAccepted { .. } => self.reconsideration = Reconsideration::Accepted,
            Fact::ReconsiderationRefused => self.reconsideration = Reconsideration::Refused,
            Fact::DisqualificationConsidered => self.disqualification = Disqualification::Considered,
            Fact::DisqualificationApplied { .. } => self.disqualification = Disqualification::Applied,
            Fact::DisqualificationNotApplied => self.disqualification = Disqualification::NotApplied,
            Fact::DisqualificationLifted => self.disqualification = Disqualification::Lifted,
        }
        self
    }

    fn close_enquiry(&mut self, enquiry: EnquiryId, state: EnquiryState) {
        if let Some(enquiry) = self.enquiries.get_mut(&enquiry) {
            enquiry.state = state;
        }
    }

    fn decide_reasonable_grounds(&mut self, decision: Decision) {
        self.settle_reconsideration(decision.outcome);
        self.reasonable_grounds = Some(decision);
    }

    fn decide_conclusive_grounds(&mut self, decision: Decision) {
        self.settle_reconsideration(decision.outcome);
        self.conclusive_grounds = Some(decision);
    }

    fn settle_reconsideration(&mut self, outcome: Outcome) {
        self.suspension = None;
        self.proposal = None;
        if self.reconsideration == Reconsideration::Accepted {
            self.reconsideration = match outcome {
                Outcome::Positive => Reconsideration::Overturned,
                Outcome::Negative => Reconsideration::Upheld,
            };
        }
    }
}

impl Decision {
    fn made(
        (outcome, findings): (Outcome, Option<Findings>),
        on: Date,
        maker: &crate::actor::Actor,
        threshold: &str,
    ) -> Self {
        Self { outcome, on, maker: maker.clone(), threshold: threshold.to_owned(), findings }
    }
}
