//! Cases in words: stages, what happened, and the steps that can be taken.

use manumit_app::case::{Offer, Tags};
use manumit_domain::{
    actor::Actor,
    case::{EnquiryBody, Fact, Identification, LetterWay, Outcome, Reviewers, Stage, WithdrawalReason},
    law::Law,
};
use minijinja::{Value, context};

use crate::Texts;

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
pub(super) fn post(texts: &Texts, law: &Law, actor: &Actor) -> String {
    let role = texts.role(actor.role).to_lowercase();
    format!("{}, {role}, {}", actor.post, law.organisation_name(&actor.organisation))
}

/// Published urgency, as tags.
pub(super) fn tags(texts: &Texts, tags: Tags) -> Vec<Value> {
    let all = [
        (tags.immediate_threat, "case-tag-immediate-threat", "red"),
        (tags.near_18, "case-tag-near-18", "orange"),
        (tags.child, "frame-child", "purple"),
        (tags.suspended, "case-tag-suspended", "grey"),
    ];
    let shown = all.into_iter().filter(|(is, ..)| *is);
    shown.map(|(_, key, colour)| context! { text => texts.text(key), colour }).collect()
}

pub(super) fn outcome(texts: &Texts, outcome: Outcome) -> String {
    texts.text(match outcome {
        Outcome::Positive => "case-outcome-positive",
        Outcome::Negative => "case-outcome-negative",
    })
}

/// A body that is asked.
pub(super) fn body(texts: &Texts, body: EnquiryBody) -> String {
    texts.text(match body {
        EnquiryBody::SupportProvider => "case-body-support-provider",
        EnquiryBody::Police => "case-body-police",
        EnquiryBody::FirstResponder => "case-body-first-responder",
        EnquiryBody::LocalAuthority => "case-body-local-authority",
        EnquiryBody::Other => "case-body-other",
    })
}

/// A way by which a letter goes.
pub(super) fn way(texts: &Texts, way: LetterWay) -> String {
    texts.text(match way {
        LetterWay::Post => "case-way-post",
        LetterWay::Email => "case-way-email",
        LetterWay::Named => "case-way-named",
        LetterWay::ChildrensServices => "case-way-childrens-services",
        LetterWay::FirstResponder => "case-way-first-responder",
    })
}

/// A reason of the state machine, in words.
pub(super) fn reason(law: &Law, of: &str, code: &str) -> String {
    law.state_machine.reason(of, code).map_or_else(|| plain(code), |reason| reason.label.clone())
}

/// What happened, in one line.
pub(super) fn happened(texts: &Texts, law: &Law, fact: &Fact) -> String {
    let named = |code: &str| law.organisation_name(code).to_owned();
    let plainly = match fact {
        Fact::Opened { first_responder_organisation, .. } => {
            return texts.with("case-happened-opened", [("from", named(first_responder_organisation))]);
        }
        Fact::ScreeningPassed { competent_authority, .. } => {
            return texts.with("case-happened-screening-passed", [("authority", named(competent_authority))]);
        }
        Fact::EnquirySent { body: asked, due_on, .. } => {
            let asked = body(texts, *asked).to_lowercase();
            return texts.with("case-happened-enquiry-sent", [("body", asked), ("due", texts.day(*due_on))]);
        }
        Fact::NegativeProposed { stage, .. } => {
            return texts.with("case-happened-negative-proposed", [("stage", texts.stage(*stage))]);
        }
        Fact::NegativeReviewed { stage, agreed, reviewers } => return second_look(texts, *stage, *agreed, reviewers),
        Fact::ReasonableGroundsDecided { outcome: decided, .. } => {
            return texts.with("case-happened-reasonable-grounds", [("outcome", outcome(texts, *decided))]);
        }
        Fact::ConclusiveGroundsDecided { outcome: decided, .. } => {
            return texts.with("case-happened-conclusive-grounds", [("outcome", outcome(texts, *decided))]);
        }
        Fact::CombinedDecided { outcome: decided, .. } => {
            return texts.with("case-happened-both-decided", [("outcome", outcome(texts, *decided))]);
        }
        Fact::Suspended { reason: code, review_on, .. } => {
            let why = reason(law, "suspended", code);
            return texts.with("case-happened-suspended", [("why", why), ("on", texts.day(*review_on))]);
        }
        Fact::Withdrawn { reason: code, .. } => {
            return texts.with("case-happened-withdrawn", [("why", withdrawal(law, *code))]);
        }
        Fact::Reallocated { competent_authority, .. } => {
            return texts.with("case-happened-handed-over", [("authority", named(competent_authority))]);
        }
        Fact::Allocated { to } => return texts.with("case-happened-given", [("to", post(texts, law, to))]),
        Fact::PostExcluded { organisation, post } => {
            let values = [("post", post.clone()), ("organisation", named(organisation))];
            return texts.with("case-happened-kept-away", values);
        }
        Fact::LetterSent { way: by, .. } => {
            return texts.with("case-happened-letter-sent", [("way", way(texts, *by).to_lowercase())]);
        }
        Fact::FactCorrected { field, .. } => {
            return texts.with("case-happened-corrected", [("what", plain(field))]);
        }
        Fact::ReconsiderationRequested { ground } => {
            return texts.with("case-happened-reconsideration-requested", [("ground", plain(ground))]);
        }
        Fact::ReconsiderationAccepted { stage } => {
            return texts.with("case-happened-reconsideration-accepted", [("stage", texts.stage(*stage))]);
        }
        Fact::DisqualificationApplied { ground } => {
            return texts.with("case-happened-disqualification-applied", [("ground", plain(ground))]);
        }
        Fact::AgeAssessed { child: true } => "case-happened-assessed-child",
        Fact::AgeAssessed { child: false } => "case-happened-assessed-adult",
        Fact::ScreeningFailed => "case-happened-screening-failed",
        Fact::MergeProposed { .. } => "case-happened-merge-proposed",
        Fact::MergeUndoProposed { .. } => "case-happened-undo-proposed",
        Fact::MergeProposalDeclined { .. } => "case-happened-merge-declined",
        Fact::DuplicateConfirmed { .. } => "case-happened-merged",
        Fact::DuplicateUndone { .. } => "case-happened-merge-undone",
        Fact::EnquiryAnswered { .. } => "case-happened-enquiry-answered",
        Fact::EnquiryLapsed { .. } => "case-happened-enquiry-lapsed",
        Fact::Resumed { .. } => "case-happened-resumed",
        Fact::TurnedEighteen => "case-happened-turned-eighteen",
        Fact::ReconsiderationRefused => "case-happened-reconsideration-refused",
        Fact::DisqualificationConsidered => "case-happened-disqualification-considered",
        Fact::DisqualificationNotApplied => "case-happened-disqualification-not-applied",
        Fact::DisqualificationLifted => "case-happened-disqualification-lifted",
    };
    texts.text(plainly)
}

fn second_look(texts: &Texts, stage: Stage, agreed: bool, reviewers: &Reviewers) -> String {
    let key = match (reviewers, agreed) {
        (Reviewers::SecondOfficer { .. }, true) => "case-happened-second-look-agreed",
        (Reviewers::SecondOfficer { .. }, false) => "case-happened-second-look-returned",
        (Reviewers::Panel { .. }, true) => "case-happened-panel-agreed",
        (Reviewers::Panel { .. }, false) => "case-happened-panel-returned",
    };
    texts.with(key, [("stage", texts.stage(stage))])
}

/// A reason to withdraw, in words.
pub(super) fn withdrawal(law: &Law, code: WithdrawalReason) -> String {
    reason(law, "withdrawn", code.code())
}

/// What the page of a step is called.
pub(super) fn offer(texts: &Texts, offer: Offer) -> String {
    texts.text(keys(offer).0)
}

/// What the button of a step says.
pub(super) fn button(texts: &Texts, offer: Offer) -> String {
    texts.text(keys(offer).1)
}

/// The keys of a step: of what its page is called, and of what its button says.
fn keys(offer: Offer) -> (&'static str, &'static str) {
    match offer {
        Offer::PassScreening => ("case-step-pass-screening", "case-button-pass-screening"),
        Offer::FailScreening => ("case-step-fail-screening", "case-button-fail-screening"),
        Offer::ProposeMerge => ("case-step-propose-merge", "case-button-propose-merge"),
        Offer::ProposeUndo => ("case-step-propose-undo", "case-button-propose-undo"),
        Offer::AnswerMerge => ("case-step-answer-merge", "case-button-answer-merge"),
        Offer::Allocate => ("case-step-allocate", "case-button-allocate"),
        Offer::DecideReasonableGrounds => ("case-step-reasonable-grounds", "case-button-reasonable-grounds"),
        Offer::DecideConclusiveGrounds => ("case-step-conclusive-grounds", "case-button-conclusive-grounds"),
        Offer::IssueNegative => ("case-step-issue-negative", "case-button-issue-negative"),
        Offer::ReviewNegative => ("case-step-review-negative", "case-button-review-negative"),
        Offer::SendEnquiry => ("case-step-send-enquiry", "case-button-send-enquiry"),
        Offer::AnswerEnquiry => ("case-step-answer-enquiry", "case-button-answer-enquiry"),
        Offer::LapseEnquiry => ("case-step-lapse-enquiry", "case-button-lapse-enquiry"),
        Offer::SuspendReasonableGrounds | Offer::SuspendConclusiveGrounds => {
            ("case-step-suspend", "case-button-suspend")
        }
        Offer::Resume => ("case-step-resume", "case-button-resume"),
        Offer::AssessAge => ("case-step-assess-age", "case-button-assess-age"),
        Offer::TurnEighteen => ("case-step-turn-eighteen", "case-button-turn-eighteen"),
        Offer::CorrectFact => ("case-step-correct-fact", "case-button-correct-fact"),
        Offer::Withdraw => ("case-step-withdraw", "case-button-withdraw"),
        Offer::RequestReconsideration => ("case-step-request-reconsideration", "case-button-request-reconsideration"),
        Offer::AcceptReconsideration => ("case-step-accept-reconsideration", "case-button-accept-reconsideration"),
        Offer::RefuseReconsideration => ("case-step-refuse-reconsideration", "case-button-refuse-reconsideration"),
        Offer::ConsiderDisqualification => {
            ("case-step-consider-disqualification", "case-button-consider-disqualification")
        }
        Offer::ApplyDisqualification => ("case-step-apply-disqualification", "case-button-apply-disqualification"),
        Offer::DeclineDisqualification => {
            ("case-step-decline-disqualification", "case-button-decline-disqualification")
        }
        Offer::LiftDisqualification => ("case-step-lift-disqualification", "case-button-lift-disqualification"),
        Offer::Reallocate => ("case-step-reallocate", "case-button-reallocate"),
        Offer::ExcludePost => ("case-step-exclude-post", "case-button-exclude-post"),
    }
}
