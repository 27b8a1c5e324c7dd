//! The commands of a case, and the small vocabularies they use.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{elements::Findings, event::Stage, letter::LetterWay};
use crate::{
    actor::Actor,
    facts::Correction,
    identifier::{CaseId, EnquiryId},
    language::Language,
    person::Words,
};

/// A decision is positive or negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Outcome {
    Positive,
    Negative,
}

/// A body that the competent authority asks before it decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum EnquiryBody {
    SupportProvider,
    Police,
    FirstResponder,
    LocalAuthority,
    Other,
}

impl EnquiryBody {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::SupportProvider => "support_provider",
            Self::Police => "police",
            Self::FirstResponder => "first_responder",
            Self::LocalAuthority => "local_authority",
            Self::Other => "other",
        }
    }
}

/// Why a case closes without a decision. In 2009-12 "withdrawn" meant that the person had left the country; today it
/// means that an adult withdrew consent: the codes keep them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum WithdrawalReason {
    LeftUk,
    ConsentWithdrawn,
    #[serde(rename = "turned_18_no_consent")]
    Turned18NoConsent,
    Died,
}

impl WithdrawalReason {
    /// The code in the state machine file.
    pub fn code(self) -> &'static str {
        match self {
            Self::LeftUk => "left_uk",
            Self::ConsentWithdrawn => "consent_withdrawn",
            Self::Turned18NoConsent => "turned_18_no_consent",
            Self::Died => "died",
        }
    }
}

/// Who took the second look at a negative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reviewers {
    /// A second caseworker or manager.
    SecondOfficer {
        /// The post.
        reviewer: Actor,
    },
    /// A multi-agency assurance panel.
    Panel {
        /// The chair.
        chair: Actor,
        /// The other members present.
        members: Vec<Actor>,
    },
}

/// What the reviewer or panel said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Look {
    Agreed,
    Returned,
}

/// The commands of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Accept the referral and give the case to an authority.
    PassScreening {
        /// Whether the age group was checked.
        age_checked: bool,
        /// Whether a person looked for duplicates.
        duplicates_checked: bool,
        /// Code of the authority that decides.
        competent_authority: String,
        /// Code of the organisation that hosts its caseworkers, where that is another.
        hosted_by: Option<String>,
        /// Whether an asylum or immigration matter is linked.
        immigration_interest: bool,
    },
    /// Send the referral back: it is not valid.
    FailScreening {
        /// Why, and how to make it valid.
        reason: Words,
    },
    /// Propose that the person has a case already: a second person answers, from a session of their own.
    ProposeMerge {
        /// The case that would go on.
        surviving_case: CaseId,
        /// Why.
        reason: Words,
    },
    /// Propose to undo a merge.
    ProposeUndo {
        /// Why.
        reason: Words,
    },
    /// Answer the open proposal of a merge, or of undoing one, as its second person.
    AnswerMerge {
        /// Whether the second person agrees.
        agreed: bool,
        /// Why.
        reason: Words,
    },
    /// Record that the person has a case already. The actor is the first of the two people.
    ConfirmDuplicate {
        /// The case that goes on.
        surviving_case: CaseId,
        /// The second person.
        second: Actor,
        /// Why.
        reason: Words,
    },
    /// Undo a merge. The actor is the first of the two people.
    UndoDuplicate {
        /// The second person.
        second: Actor,
        /// Why.
        reason: Words,
    },
    /// Ask another body.
    SendEnquiry {
        /// The new enquiry.
        enquiry: EnquiryId,
        /// Whom.
        body: EnquiryBody,
        /// Code of the organisation that owes the answer.
        organisation: String,
        /// Until when.
        due_on: Date,
        /// The question.
        question: Words,
    },
    /// Record an answer.
    AnswerEnquiry {
        /// The enquiry.
        enquiry: EnquiryId,
        /// The answer.
        answer: Words,
    },
    /// Record that no answer came in time.
    LapseEnquiry {
        /// The enquiry.
        enquiry: EnquiryId,
    },
    /// Propose a negative decision for a second look.
    ProposeNegative {
        /// At which stage.
        stage: Stage,
        /// What was found about each element, where it was found by element.
        findings: Option<Findings>,
        /// The written reasons.
        reasons: Words,
    },
    /// Take the second look.
    ReviewNegative {
        /// Agreed or returned.
        look: Look,
        /// The other members present, when a panel looks; the actor is its chair.
        panel: Vec<Actor>,
        /// The points made.
        points: Words,
    },
    /// Decide on reasonable grounds.
    DecideReasonableGrounds {
        /// Positive or negative.
        outcome: Outcome,
        /// What was found about each element; of a negative that was proposed with findings those stand.
        findings: Option<Findings>,
        /// The reasons.
        reasons: Words,
    },
    /// Decide on conclusive grounds.
    DecideConclusiveGrounds {
        /// Positive or negative.
        outcome: Outcome,
        /// What was found about each element; of a negative that was proposed with findings those stand.
        findings: Option<Findings>,
        /// The reasons.
        reasons: Words,
    },
    /// Decide both together: devolved panels, for children in a pilot.
    DecideCombined {
        /// Positive or negative.
        outcome: Outcome,
        /// Whether the single competent authority has reviewed a negative.
        reviewed_by_authority: bool,
        /// What was found about each element, where it was found by element.
        findings: Option<Findings>,
        /// The reasons.
        reasons: Words,
    },
    /// Put the decision off.
    Suspend {
        /// Reason code of the state machine file.
        reason: String,
        /// When it is looked at again.
        review_on: Date,
        /// What was tried.
        note: Words,
    },
    /// Go on.
    Resume {
        /// What changed.
        note: Words,
    },
    /// Close without a decision.
    Withdraw {
        /// Why.
        reason: WithdrawalReason,
        /// That it is free and informed, and what was explained.
        note: Words,
    },
    /// Give the case to another authority.
    Reallocate {
        /// Code of the authority.
        competent_authority: String,
        /// Code of the organisation that hosts its caseworkers.
        hosted_by: Option<String>,
        /// Why.
        reason: Words,
    },
    /// Give the case to a post, to decide it or to take the second look.
    Allocate {
        /// The post, in the authority that holds the case or the body that hosts its caseworkers.
        to: Actor,
    },
    /// Keep a post away from the case: it knows the person, or acted as responder (V-38).
    ExcludePost {
        /// The organisation of the post.
        organisation: String,
        /// The post.
        post: String,
        /// Why.
        reason: Words,
    },
    /// Record that the letter about a decision was sent.
    RecordLetter {
        /// The version of the event that it is about.
        letter: u64,
        /// By which way.
        way: LetterWay,
        /// In which language it was written.
        language: Language,
        /// The ways that are safe for this person, as the referral has them: read by whoever is shown them.
        safe: Vec<LetterWay>,
    },
    /// Correct a coarse fact.
    CorrectFact {
        /// The field and its right value.
        correction: Correction,
        /// Why.
        reason: Words,
    },
    /// Record the local authority's assessment.
    AssessAge {
        /// Whether the person is a child.
        child: bool,
        /// How it was determined.
        note: Words,
    },
    /// Record the eighteenth birthday.
    TurnEighteen,
    /// Ask to look again at a negative decision.
    RequestReconsideration {
        /// `new_evidence` or `not_in_line_with_guidance`.
        ground: String,
        /// For a request after the window, or a second one: the exceptional reason.
        exceptional_reason: Option<Words>,
        /// The request.
        request: Words,
    },
    /// Agree to look again.
    AcceptReconsideration {
        /// Why.
        reason: Words,
    },
    /// Decline to look again.
    RefuseReconsideration {
        /// Why, in writing.
        reason: Words,
    },
    /// Begin to consider disqualification: the person is told and asked.
    ConsiderDisqualification {
        /// What was put to the person.
        note: Words,
    },
    /// Apply disqualification.
    ApplyDisqualification {
        /// `public_order` or `bad_faith`.
        ground: String,
        /// The individual assessment: re-trafficking risk and compulsion.
        assessment: Words,
    },
    /// Leave the protections as they are.
    DeclineDisqualification {
        /// Why.
        reason: Words,
    },
    /// Lift a disqualification.
    LiftDisqualification {
        /// Why.
        reason: Words,
    },
}

impl Command {
    /// The decision of a stage: on reasonable grounds, or on conclusive.
    pub fn decision(stage: Stage, outcome: Outcome, findings: Option<Findings>, reasons: Words) -> Self {
        match stage {
            Stage::ReasonableGrounds => Self::DecideReasonableGrounds { outcome, findings, reasons },
            Stage::ConclusiveGrounds => Self::DecideConclusiveGrounds { outcome, findings, reasons },
        }
    }
}
