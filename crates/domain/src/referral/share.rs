//! The shares a referral owes: typed, minimal messages to other compartments, one allow-list for each.
//!
//! Nothing crosses a compartment except through one of these (V-01, V-02). Each carries why it is sent, and each
//! receiving record begins with it.

use serde::{Deserialize, Serialize};

use super::{Submission, Submit};
use crate::{
    case, context::Context, facts::AgeAtReferral, identifier::ReferralId, journal::Draft, known::Known, police_notice,
    reference::Reference, refusal::Refusal, support_request,
};

/// Why and under what a share is made; kept with the first event of the record it opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The kind of message, which fixes its fields.
    pub kind: String,
    /// Why it is sent.
    pub purpose: String,
    /// The legal or policy basis.
    pub basis: String,
    /// The organisation that sends it.
    pub from: String,
    /// The organisation that receives it.
    pub to: String,
}

/// Every kind of message, with the fields it may carry. A reviewed list: the tests hold the messages to it.
pub const MINIMAL_MESSAGES: [(&str, &[&str]); 4] = [
    (
        "referral_to_competent_authority",
        &[
            "reference",
            "referral",
            "referral_reference",
            "received_on",
            "nation",
            "first_responder_organisation",
            "receiving_authority",
            "facts",
            "immediate_threat",
        ],
    ),
    (
        "referral_to_police",
        &[
            "reference",
            "referral_reference",
            "nation",
            "child",
            "police_contact",
            "immediate_threat",
            "places",
            "types",
        ],
    ),
    (
        "notification_to_police",
        &["reference", "notification_reference", "nation", "exploited_in", "exploited_overseas", "types", "force_told"],
    ),
    ("referral_to_support", &["reference", "referral_reference", "nation", "child"]),
];

/// The shares one referral owes.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// To the competent authority: opens the case and starts the reasonable grounds duty.
    pub case: Draft<case::Event>,
    /// To the police: a minimal notice, queued until it may be passed.
    pub police: Draft<police_notice::Event>,
    /// To the support prime, if support is wanted: a safe contact and nothing of the account.
    pub support: Option<Draft<support_request::Event>>,
}

impl Shares {
    /// The shares that a submission owes.
    pub(super) fn owed(command: &Submit, submission: &Submission, context: &Context<'_>) -> Result<Self, Refusal> {
        let receiving = context.receiving_authority_on(command.received_on)?;
        let origin = Origin {
            referral: submission.referral,
            referral_reference: submission.referral_reference,
            from: command.first_responder_organisation.clone(),
        };
        let case = case::open(command, submission.case_reference, &origin, receiving, context)?;
        let police = police_notice::queue(command, submission.police_notice_reference, &origin, receiving);
        let support = if command.support_wanted == Known::Value(true) && command.facts.age == AgeAtReferral::Adult {
            Some(support_request::request(command, submission.support_reference, &origin, context)?)
        } else {
            None
        };
        Ok(Self { case, police, support })
    }
}

/// Where a share comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The referral.
    pub referral: ReferralId,
    /// Its public reference.
    pub referral_reference: Reference,
    /// The organisation that sent it.
    pub from: String,
}

impl Origin {
    /// The message that goes with a share.
    pub fn message(&self, kind: &str, purpose: &str, basis: &str, to: &str) -> Message {
        Message {
            kind: kind.to_owned(),
            purpose: purpose.to_owned(),
            basis: basis.to_owned(),
            from: self.from.clone(),
            to: to.to_owned(),
        }
    }
}
