//! The events of a case.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    command::{EnquiryBody, Outcome, Reviewers, WithdrawalReason},
    elements::Findings,
    letter::LetterWay,
};
use crate::{
    actor::Actor,
    duty::DutyChange,
    facts::Facts,
    identifier::{CaseId, EnquiryId, ReferralId},
    journal::{self, StreamKind},
    language::Language,
    person::{Identity, Words},
    place::Nation,
    reference::Reference,
    referral::Message,
};

/// What happened to a case, and the duties it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What happened.
    #[serde(flatten)]
    pub fact: Fact,
    /// The duties it opened and closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<DutyChange>,
}

/// The two stages of decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Reasonable grounds: the first decision.
    ReasonableGrounds,
    /// Conclusive grounds: the final decision.
    ConclusiveGrounds,
}

impl Stage {
    /// The words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::ReasonableGrounds => "reasonable grounds",
            Self::ConclusiveGrounds => "conclusive grounds",
        }
    }
}

/// What happened to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// A referral was shared with the competent authority, and the case began.
    Opened {
        /// The case's public reference.
        reference: Reference,
        /// The referral.
        referral: ReferralId,
        /// The referral's public reference.
        referral_reference: Reference,
        /// The day the authority received it.
        received_on: Date,
        /// Nation in which the referral was made.
        nation: Nation,
        /// Code of the first responder organisation.
        first_responder_organisation: String,
        /// Code of the authority that received it.
        receiving_authority: String,
        /// The coarse facts.
        facts: Box<Facts>,
        /// Whether someone was in danger when it was sent: it orders nobody's queue by itself, and is shown in it (V-30).
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        immediate_threat: bool,
        /// Why it was sent.
        share: Message,
    },
    /// Checked and accepted; an authority was given the decision.
    ScreeningPassed {
        /// Code of the authority that decides.
        competent_authority: String,
        /// Code of the organisation that hosts its caseworkers, where that is another.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hosted_by: Option<String>,
        /// Whether an asylum or immigration matter is linked: before 2019 it chose the authority.
        immigration_interest: bool,
    },
    /// Checked and not valid as a referral.
    ScreeningFailed,
    /// One person proposed that the person has a case already; another looks before anything changes (V-23).
    MergeProposed {
        /// The case that would go on.
        surviving_case: CaseId,
        /// By whom.
        proposed_by: Actor,
    },
    /// One person proposed that it was another person after all.
    MergeUndoProposed {
        /// By whom.
        proposed_by: Actor,
    },
    /// The second person did not agree with the first: nothing changes.
    MergeProposalDeclined {
        /// By whom.
        declined_by: Actor,
    },
    /// Two people confirmed that the person has a case already.
    DuplicateConfirmed {
        /// The case that goes on.
        surviving_case: CaseId,
        /// The two posts.
        confirmed_by: [Actor; 2],
    },
    /// Two people found that it was another person after all.
    DuplicateUndone {
        /// The two posts.
        confirmed_by: [Actor; 2],
        /// Whether the case had passed screening before the merge, and so goes back there.
        screened: bool,
    },
    /// Another body was asked.
    EnquirySent {
        /// The enquiry.
        enquiry: EnquiryId,
        /// Whom.
        body: EnquiryBody,
        /// Until when.
        due_on: Date,
    },
    /// It answered.
    EnquiryAnswered {
        /// The enquiry.
        enquiry: EnquiryId,
    },
    /// It did not answer in time, and a person recorded that.
    EnquiryLapsed {
        /// The enquiry.
        enquiry: EnquiryId,
    },
    /// A decision maker proposed a negative decision for a second look.
    NegativeProposed {
        /// At which stage.
        stage: Stage,
        /// By whom.
        maker: Actor,
        /// What was found about each element; none in records of before, and where only words were given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        findings: Option<Findings>,
    },
    /// A second look was taken.
    NegativeReviewed {
        /// At which stage.
        stage: Stage,
        /// Whether the reviewer or panel agreed.
        agreed: bool,
        /// Who looked.
        reviewers: Reviewers,
    },
    /// The reasonable grounds decision.
    ReasonableGroundsDecided {
        /// Positive or negative.
        outcome: Outcome,
        /// The test applied, by the rule of that date.
        threshold: String,
        /// By whom.
        maker: Actor,
        /// What was found about each element; none in records of before, and where only words were given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        findings: Option<Findings>,
    },
    /// The conclusive grounds decision.
    ConclusiveGroundsDecided {
        /// Positive or negative.
        outcome: Outcome,
        /// The test applied.
        threshold: String,
        /// By whom.
        maker: Actor,
        /// What was found about each element; none in records of before, and where only words were given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        findings: Option<Findings>,
    },
    /// A devolved panel made both decisions together, for a child.
    CombinedDecided {
        /// Positive or negative.
        outcome: Outcome,
        /// By whom.
        maker: Actor,
        /// What was found about each element; none in records of before, and where only words were given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        findings: Option<Findings>,
    },
    /// The decision was put off: not enough to decide, and the person cannot be reached.
    Suspended {
        /// Before which decision.
        stage: Stage,
        /// Reason code of the state machine file.
        reason: String,
        /// When it is looked at again.
        review_on: Date,
    },
    /// The case goes on.
    Resumed {
        /// Before which decision.
        stage: Stage,
    },
    /// The case closed without a decision.
    Withdrawn {
        /// Before which decision.
        stage: Stage,
        /// Why.
        reason: WithdrawalReason,
    },
    /// Another authority was given the case.
    Reallocated {
        /// Code of the authority that decides now.
        competent_authority: String,
        /// Code of the organisation that hosts its caseworkers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hosted_by: Option<String>,
    },
    /// A post was given the case: from now on it may open it.
    Allocated {
        /// The post.
        to: Actor,
    },
    /// A post is kept away from the case, whatever else would let it in (V-38).
    PostExcluded {
        /// The organisation of the post.
        organisation: String,
        /// The post.
        post: String,
    },
    /// The letter about a decision was sent, by whoever recorded it.
    LetterSent {
        /// The version of the event that it is about.
        letter: u64,
        /// By which way.
        way: LetterWay,
        /// In which language it was written; events from before there was a choice do not say, and were English.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<Language>,
    },
    /// One coarse fact had been recorded wrongly.
    FactCorrected {
        /// The field.
        field: String,
        /// All the facts, as they are right.
        facts: Box<Facts>,
    },
    /// A local authority settled whether the person is a child.
    AgeAssessed {
        /// Whether the person is a child.
        child: bool,
    },
    /// The person turned eighteen.
    TurnedEighteen,
    /// Someone asked to look again at a negative decision.
    ReconsiderationRequested {
        /// `new_evidence` or `not_in_line_with_guidance`.
        ground: String,
    },
    /// It will be looked at again: the person is a potential victim meanwhile.
    ReconsiderationAccepted {
        /// Which decision.
        stage: Stage,
    },
    /// It will not be looked at again.
    ReconsiderationRefused,
    /// Disqualification is considered; the person was told and asked for views.
    DisqualificationConsidered,
    /// The protections end. The identification stands.
    DisqualificationApplied {
        /// `public_order` or `bad_faith`.
        ground: String,
    },
    /// Considered, and the protections stand.
    DisqualificationNotApplied,
    /// Applied before, and lifted.
    DisqualificationLifted,
}

/// What identifies and narrates: sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sealed {
    /// Who the person is and what was told: with the opening of the case.
    Person {
        /// Names and date of birth.
        identity: Identity,
        /// What was seen, said and suspected.
        account: Words,
    },
    /// Reasons, a question, an answer, a note.
    Words(Words),
}

impl Sealed {
    /// Sealed words.
    pub fn words(text: impl Into<String>) -> Self {
        Self::Words(Words(text.into()))
    }
}

impl journal::Event for Event {
    type Sealed = Sealed;
    const STREAM: StreamKind = StreamKind::Case;

    fn kind(&self) -> &'static str {
        match &self.fact {
            Fact::Opened { .. } => "case.opened.v1",
            Fact::ScreeningPassed { .. } => "screening.passed.v1",
            Fact::ScreeningFailed => "screening.failed.v1",
            Fact::MergeProposed { .. } => "duplicate.proposed.v1",
            Fact::MergeUndoProposed { .. } => "duplicate.undo_proposed.v1",
            Fact::MergeProposalDeclined { .. } => "duplicate.declined.v1",
            Fact::DuplicateConfirmed { .. } => "duplicate.confirmed.v1",
            Fact::DuplicateUndone { .. } => "duplicate.undone.v1",
            Fact::EnquirySent { .. } => "enquiry.sent.v1",
            Fact::EnquiryAnswered { .. } => "enquiry.answered.v1",
            Fact::EnquiryLapsed { .. } => "enquiry.lapsed.v1",
            Fact::NegativeProposed { .. } => "negative.proposed.v1",
            Fact::NegativeReviewed { .. } => "negative.reviewed.v1",
            Fact::ReasonableGroundsDecided { .. } => "reasonable_grounds.decided.v1",
            Fact::ConclusiveGroundsDecided { .. } => "conclusive_grounds.decided.v1",
            Fact::CombinedDecided { .. } => "combined.decided.v1",
            Fact::Suspended { .. } => "case.suspended.v1",
            Fact::Resumed { .. } => "case.resumed.v1",
            Fact::Withdrawn { .. } => "case.withdrawn.v1",
            Fact::Reallocated { .. } => "case.reallocated.v1",
            Fact::Allocated { .. } => "case.allocated.v1",
            Fact::PostExcluded { .. } => "case.post_excluded.v1",
            Fact::LetterSent { .. } => "letter.sent.v1",
            Fact::FactCorrected { .. } => "case.fact_corrected.v1",
            Fact::AgeAssessed { .. } => "age.assessed.v1",
            Fact::TurnedEighteen => "age.turned_eighteen.v1",
            Fact::ReconsiderationRequested { .. } => "reconsideration.requested.v1",
            Fact::ReconsiderationAccepted { .. } => "reconsideration.accepted.v1",
            Fact::ReconsiderationRefused => "reconsideration.refused.v1",
            Fact::DisqualificationConsidered => "disqualification.considered.v1",
            Fact::DisqualificationApplied { .. } => "disqualification.applied.v1",
            Fact::DisqualificationNotApplied => "disqualification.not_applied.v1",
            Fact::DisqualificationLifted => "disqualification.lifted.v1",
        }
    }
}
