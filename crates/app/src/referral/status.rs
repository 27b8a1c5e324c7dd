//! What became of a referral, for those who made it: how far the case is, what they are asked, and the outcome.

use jiff::civil::Date;
use manumit_domain::{
    case::{Case, EnquiryState, Outcome},
    duty::DutyKind,
    facts::AgeAtReferral,
    identifier::EnquiryId,
    journal::StreamKind,
    known::Known,
    reference::Reference,
    referral::{Consent, Event, Fact, Particulars},
};
use manumit_store::{Access, Unsealed};

use crate::{AppError, Caller, Office, access::Action};

/// A referral as its first responder sees it.
#[derive(Clone, Debug)]
pub struct Status {
    /// The public reference.
    pub reference: Reference,
    /// The day on which the competent authority received it.
    pub received_on: Date,
    /// Adult, child or not sure.
    pub age: AgeAtReferral,
    /// Whether the person agreed, or why that is not asked.
    pub consent: Consent,
    /// Whether the person wants support.
    pub support_wanted: Known<bool>,
    /// The sender's own reference.
    pub own_reference: Option<String>,
    /// What has happened, the first first.
    pub steps: Vec<Step>,
    /// What this organisation is asked, and has not answered.
    pub asked: Vec<Asked>,
}

/// Something that happened to the case, without its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The day.
    pub on: Date,
    /// What happened, in words.
    pub what: &'static str,
}

/// A question that the organisation owes an answer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The case's public reference.
    pub case: Reference,
    /// The enquiry.
    pub enquiry: EnquiryId,
    /// Until when.
    pub due_on: Date,
}

/// Looks at a referral. The look itself is recorded.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such referral for this caller.
pub async fn status(office: &Office, caller: &Caller, reference: &Reference) -> Result<Status, AppError> {
    let not_found = || AppError::NotFound { reference: reference.to_string() };
    let stream = office.admit(caller, Action::LookAtReferral, (reference, StreamKind::Referral)).await?;
    let access = Access { at: caller.at, actor: caller.actor.clone(), purpose: caller.purpose.clone(), record: stream };
    office.store().record_access(&[access]).await?;
    let recorded = office.store().load(stream).await?;
    let first = recorded.first().ok_or_else(not_found)?;
    let Fact::Submitted { received_on, consent, support_wanted, facts, .. } = first.decode::<Event>()?;
    let particulars: Option<Particulars> = match office.store().unseal::<Event>(first).await? {
        Unsealed::Content(particulars) => Some(particulars),
        Unsealed::Absent | Unsealed::Erased => None,
    };
    let case = match office.store().find_opened_from(reference, StreamKind::Case).await? {
        Some(case) => office.fold(case, None, Case::evolve).await?.0.map(|folded| (case, folded)),
        None => None,
    };
    let mut asked = Vec::new();
    if let Some((stream, case)) = &case {
        let owners = office.store().list_owners(*stream, DutyKind::AnswerEnquiry.code()).await?;
        if owners.contains(&caller.actor.organisation) {
            asked = enquiries(case);
        }
    }
    Ok(Status {
        reference: *reference,
        received_on,
        age: facts.age,
        consent,
        support_wanted,
        own_reference: particulars.and_then(|particulars| particulars.source_reference),
        steps: case.map(|(_, case)| steps(received_on, &case)).unwrap_or_default(),
        asked,
    })
}

fn enquiries(case: &Case) -> Vec<Asked> {
    let open = case.enquiries.iter().filter(|(_, enquiry)| enquiry.state == EnquiryState::Open);
    open.map(|(id, enquiry)| Asked { case: case.reference, enquiry: *id, due_on: enquiry.due_on }).collect()
}

/// What happened, as far as a referrer is told: outcomes, never reasons (access matrix, decision-reasons).
fn steps(received_on: Date, case: &Case) -> Vec<Step> {
    use manumit_domain::case::{Identification as I, Reconsideration};
    let mut steps = vec![Step { on: received_on, what: "Received by the competent authority" }];
    if let Some(decision) = &case.reasonable_grounds {
        let what = match decision.outcome {
            Outcome::Positive => "Reasonable grounds decision: positive. The recovery period has begun",
            Outcome::Negative => "Reasonable grounds decision: negative",
        };
        steps.push(Step { on: decision.on, what });
    }
    if let Some(decision) = &case.conclusive_grounds {
        let what = match decision.outcome {
            Outcome::Positive => "Conclusive grounds decision: positive",
            Outcome::Negative => "Conclusive grounds decision: negative",
        };
        steps.push(Step { on: decision.on, what });
    }
    let now = match case.identification {
        I::Screening => Some("Being checked"),
        I::RgPending => Some("Waits for the reasonable grounds decision"),
        I::CgPending => Some("Waits for the conclusive grounds decision"),
        I::RgSuspended | I::CgSuspended => Some("Put off: the person cannot be reached"),
        I::WithdrawnPreRg | I::WithdrawnPreCg => Some("Closed without a decision"),
        I::MergedDuplicate => Some("Joined to an earlier referral of the same person"),
        I::Void => Some("Sent back: it was not valid as a referral"),
        I::RgNegative | I::CgPositive | I::CgNegative => None,
    };
    let again = match case.reconsideration {
        Reconsideration::Requested => Some("Asked to look at the decision again. The authority answers"),
        Reconsideration::Refused => Some("The decision is not looked at again"),
        _ => None,
    };
    steps.extend([again, now].into_iter().flatten().map(|what| Step { on: case.latest_on, what }));
    steps
}

/// Admits a caller who adds evidence to a referral.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such referral for this caller.
pub async fn admit_evidence(office: &Office, caller: &Caller, reference: &Reference) -> Result<(), AppError> {
    office.admit(caller, Action::AddToReferral, (reference, StreamKind::Referral)).await?;
    office.leave_trail(caller, (Action::AddToReferral.code(), &reference.to_string()), ("done", "")).await
}
