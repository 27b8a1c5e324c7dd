//! Cases in words: stages, what happened, and the steps that can be taken.

use manumit_app::case::{Offer, Tags};
use manumit_domain::{
    actor::Actor,
    case::{EnquiryBody, Fact, Identification, Outcome, Reviewers, Stage, WithdrawalReason},
    law::Law,
};
use minijinja::{Value, context};

use crate::written::day;

/// The label of a stage, from the state machine.
pub(super) fn stage(law: &Law, stage: Identification) -> String {
    state(law, "identification", stage.code())
}

/// The label of a state.
pub(super) fn state(law: &Law, region: &str, code: &str) -> String {
    law.state_machine.state(region, code).map_or_else(|| code.to_owned(), |state| state.label.clone())
}

/// A code as words: for rules whose value is a code.
pub(super) fn plain(code: &str) -> String {
    code.replace(['-', '_'], " ")
}

/// A post, with its organisation and role.
pub(super) fn post(law: &Law, actor: &Actor) -> String {
    format!("{}, {}, {}", actor.post, actor.role.label().to_lowercase(), law.organisation_name(&actor.organisation))
}

/// Published urgency, as tags.
pub(super) fn tags(tags: Tags) -> Vec<Value> {
    let all = [
        (tags.immediate_threat, "Immediate threat", "red"),
        (tags.near_18, "Near 18", "orange"),
        (tags.child, "Child", "purple"),
        (tags.suspended, "Suspended", "grey"),
    ];
    let shown = all.into_iter().filter(|(is, ..)| *is);
    shown.map(|(_, text, colour)| context! { text, colour }).collect()
}

pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Positive => "positive",
        Outcome::Negative => "negative",
    }
}

/// A body that is asked.
pub(super) fn body(body: EnquiryBody) -> &'static str {
    match body {
        EnquiryBody::SupportProvider => "Support provider",
        EnquiryBody::Police => "Police",
        EnquiryBody::FirstResponder => "First responder",
        EnquiryBody::LocalAuthority => "Local authority",
        EnquiryBody::Other => "Other body",
    }
}

/// A reason of the state machine, in words.
pub(super) fn reason(law: &Law, of: &str, code: &str) -> String {
    law.state_machine.reason(of, code).map_or_else(|| plain(code), |reason| reason.label.clone())
}

/// What happened, in one line.
pub(super) fn happened(law: &Law, fact: &Fact) -> String {
    let named = |code: &str| law.organisation_name(code).to_owned();
    match fact {
        Fact::Opened { first_responder_organisation, .. } => {
            format!("Referral received from {}", named(first_responder_organisation))
        }
        Fact::ScreeningPassed { competent_authority, .. } => {
            format!("Screening passed; {} decides", named(competent_authority))
        }
        Fact::ScreeningFailed => "Sent back: not valid as a referral".to_owned(),
        Fact::MergeProposed { .. } => "Proposed as a duplicate of another case".to_owned(),
        Fact::MergeUndoProposed { .. } => "Proposed to undo the merge".to_owned(),
        Fact::MergeProposalDeclined { .. } => {
            "The second person did not agree: nothing was merged or undone".to_owned()
        }
        Fact::DuplicateConfirmed { .. } => "Confirmed by two people as a duplicate, and merged".to_owned(),
        Fact::DuplicateUndone { .. } => "Merge undone by two people".to_owned(),
        Fact::EnquirySent { body: asked, due_on, .. } => {
            format!("Enquiry sent: {}, to answer by {}", body(*asked).to_lowercase(), day(*due_on))
        }
        Fact::EnquiryAnswered { .. } => "Enquiry answered".to_owned(),
        Fact::EnquiryLapsed { .. } => "No answer to the enquiry in time".to_owned(),
        Fact::NegativeProposed { stage, .. } => format!("Negative {} decision proposed", stage.label()),
        Fact::NegativeReviewed { stage, agreed, reviewers } => second_look(*stage, *agreed, reviewers),
        Fact::ReasonableGroundsDecided { outcome: decided, .. } => {
            format!("Reasonable grounds decision: {}", outcome(*decided))
        }
        Fact::ConclusiveGroundsDecided { outcome: decided, .. } => {
            format!("Conclusive grounds decision: {}", outcome(*decided))
        }
        Fact::CombinedDecided { outcome: decided, .. } => {
            format!("Both decisions by a devolved panel: {}", outcome(*decided))
        }
        Fact::Suspended { reason: code, review_on, .. } => {
            format!("Suspended: {}. Looked at again on {}", reason(law, "suspended", code), day(*review_on))
        }
        Fact::Resumed { .. } => "Resumed".to_owned(),
        Fact::Withdrawn { reason: code, .. } => format!("Withdrawn: {}", withdrawal(law, *code)),
        Fact::Reallocated { competent_authority, .. } => format!("Handed over to {}", named(competent_authority)),
        Fact::Allocated { to } => format!("Given to {}", post(law, to)),
        Fact::PostExcluded { organisation, post } => format!("Kept away: {post}, {}", named(organisation)),
        Fact::FactCorrected { field, .. } => format!("Corrected: {}", plain(field)),
        Fact::AgeAssessed { child } => {
            format!("Age assessed: {}", if *child { "a child" } else { "an adult" })
        }
        Fact::TurnedEighteen => "Turned eighteen".to_owned(),
        Fact::ReconsiderationRequested { ground } => format!("Reconsideration requested: {}", plain(ground)),
        Fact::ReconsiderationAccepted { stage } => format!("The {} decision is looked at again", stage.label()),
        Fact::ReconsiderationRefused => "Will not be looked at again".to_owned(),
        Fact::DisqualificationConsidered => "Disqualification considered; the person was told and asked".to_owned(),
        Fact::DisqualificationApplied { ground } => format!("Disqualification applied: {}", plain(ground)),
        Fact::DisqualificationNotApplied => "Disqualification considered and not applied".to_owned(),
        Fact::DisqualificationLifted => "Disqualification lifted".to_owned(),
    }
}

fn second_look(stage: Stage, agreed: bool, reviewers: &Reviewers) -> String {
    let who = match reviewers {
        Reviewers::SecondOfficer { .. } => "Second look",
        Reviewers::Panel { .. } => "Assurance panel",
    };
    let said = if agreed { "agreed with the negative" } else { "returned the negative" };
    format!("{who}: {said} {} decision", stage.label())
}

/// A reason to withdraw, in words.
pub(super) fn withdrawal(law: &Law, code: WithdrawalReason) -> String {
    reason(law, "withdrawn", code.code())
}

/// A step: what its page is called, and what its button says.
pub(super) fn offer(offer: Offer) -> (&'static str, &'static str) {
    match offer {
        Offer::PassScreening => ("Pass screening", "Pass screening"),
        Offer::FailScreening => ("Send the referral back", "Send it back"),
        Offer::ProposeMerge => ("Look for duplicates", "Propose to merge"),
        Offer::ProposeUndo => ("Propose to undo the merge", "Propose to undo it"),
        Offer::AnswerMerge => ("Answer as the second person", "Record the answer"),
        Offer::Allocate => ("Give the case to somebody", "Give the case"),
        Offer::DecideReasonableGrounds => ("Decide on reasonable grounds", "Record the decision"),
        Offer::DecideConclusiveGrounds => ("Decide on conclusive grounds", "Record the decision"),
        Offer::IssueNegative => ("Issue the negative decision", "Issue the decision"),
        Offer::ReviewNegative => ("Take the second look", "Record the second look"),
        Offer::SendEnquiry => ("Ask another body", "Send the enquiry"),
        Offer::AnswerEnquiry => ("Record an answer to an enquiry", "Record the answer"),
        Offer::LapseEnquiry => ("Record that no answer came", "Record that none came"),
        Offer::SuspendReasonableGrounds | Offer::SuspendConclusiveGrounds => ("Suspend the case", "Suspend"),
        Offer::Resume => ("Resume the case", "Resume"),
        Offer::AssessAge => ("Record an age assessment", "Record the assessment"),
        Offer::TurnEighteen => ("Record the eighteenth birthday", "Record the birthday"),
        Offer::CorrectFact => ("Correct the record", "Record the correction"),
        Offer::Withdraw => ("Withdraw the case", "Withdraw"),
        Offer::RequestReconsideration => ("Record a request for reconsideration", "Record the request"),
        Offer::AcceptReconsideration => ("Agree to look again", "Agree to look again"),
        Offer::RefuseReconsideration => ("Decline to look again", "Decline"),
        Offer::ConsiderDisqualification => ("Consider disqualification", "Record that it is considered"),
        Offer::ApplyDisqualification => ("Apply disqualification", "Apply"),
        Offer::DeclineDisqualification => ("Do not apply disqualification", "Record that it is not applied"),
        Offer::LiftDisqualification => ("Lift the disqualification", "Lift"),
        Offer::Reallocate => ("Hand over to another authority", "Hand over"),
        Offer::ExcludePost => ("Keep somebody away", "Keep away"),
    }
}
