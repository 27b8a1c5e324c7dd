//! Submitting a referral: who may, with whose consent, and what it opens.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Event, Fact, Particulars, Shares};
use crate::{
    context::{Context, given},
    facts::Facts,
    identifier::{CaseId, PoliceNoticeId, ReferralId, SupportRequestId},
    journal::Draft,
    known::Known,
    permitted::permitted,
    place::Nation,
    reference::Reference,
    refusal::Refusal,
};

/// Consent to be referred: a safeguarding choice of the person, not the legal basis for holding data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "consent", rename_all = "snake_case")]
pub enum Consent {
    /// An adult agreed, having been told what follows.
    Given {
        /// The post that explained it.
        explained_by: String,
        /// The language in which it was explained.
        language: String,
        /// The version of the privacy notice that was explained.
        notice_version: String,
    },
    /// An adult did not agree. This is never a referral; it may be a notification.
    Refused,
    /// A child, or age not sure: consent is not asked (rule `consent.referral`).
    NotRequired,
}

/// The command: a referral as a first responder sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submit {
    /// Code of the first responder organisation.
    pub first_responder_organisation: String,
    /// Nation in which the referral is made.
    pub nation: Nation,
    /// The day on which the competent authority received it.
    pub received_on: Date,
    /// Consent, or why it is not asked.
    pub consent: Consent,
    /// Whether the person wants support.
    pub support_wanted: Known<bool>,
    /// Whether the person is willing to be contacted by the police.
    pub police_contact: Known<bool>,
    /// Whether someone is in danger now.
    pub immediate_threat: bool,
    /// The coarse facts.
    pub facts: Facts,
    /// What identifies and narrates.
    pub particulars: Particulars,
}

/// Identifiers and references for the records that a submission opens: made outside, since this crate makes no
/// random numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The referral.
    pub referral: ReferralId,
    /// Its public reference.
    pub referral_reference: Reference,
    /// The case.
    pub case: CaseId,
    /// Its public reference.
    pub case_reference: Reference,
    /// The notice to the police.
    pub police_notice: PoliceNoticeId,
    /// Its public reference.
    pub police_notice_reference: Reference,
    /// The request for support.
    pub support_request: SupportRequestId,
    /// Its public reference.
    pub support_reference: Reference,
}

/// Decides a submission: the referral's event, and the shares it owes to the other compartments.
///
/// Refuses when the organisation is not a first responder organisation for that nation on that date, when an adult's
/// consent is not recorded, when a child has no local authority contact, or when a code is not in force.
pub fn submit(
    command: Submit,
    submission: &Submission,
    context: &Context<'_>,
) -> Result<(Draft<Event>, Shares), Refusal> {
    permitted("submit", "draft", command.received_on, context)?;
    context.not_in_the_future(command.received_on, "received_on")?;
    context.law.organisations.first_responder_organisation_on(
        &command.first_responder_organisation,
        command.nation,
        command.received_on,
    )?;
    if command.first_responder_organisation != context.actor.organisation {
        return Err(Refusal::new(
            "referral.other_organisation",
            "A referral is sent by the organisation that made it.",
            format!("Sign in with a post of {}.", command.first_responder_organisation),
        )
        .about("first_responder_organisation"));
    }
    check_consent(&command)?;
    given(&command.particulars.second_contact, "second_contact")?;
    command.facts.check(command.received_on, context)?;
    check_encounter(&command)?;

    let shares = Shares::owed(&command, submission, context)?;
    let draft = Draft::sealed(
        command.received_on,
        Fact::Submitted {
            reference: submission.referral_reference,
            first_responder_organisation: command.first_responder_organisation,
            nation: command.nation,
            received_on: command.received_on,
            consent: command.consent,
            support_wanted: command.support_wanted,
            police_contact: command.police_contact,
            immediate_threat: command.immediate_threat,
            facts: Box::new(command.facts),
        },
        command.particulars,
    );
    Ok((draft, shares))
}

fn check_encounter(command: &Submit) -> Result<(), Refusal> {
    match command.facts.encounter.on {
        Some(on) if on > command.received_on => Err(Refusal::new(
            "encounter.after_receipt",
            "A person is found before the referral of that person is received.",
            "Give the day on which the person was found, or leave it out.",
        )
        .about("found_on")),
        _ => Ok(()),
    }
}

fn check_consent(command: &Submit) -> Result<(), Refusal> {
    let child = command.facts.age.treated_as_child();
    match (&command.consent, child) {
        (Consent::Given { explained_by, language, notice_version }, false) => {
            given(explained_by, "consent_explained_by")?;
            given(language, "consent_language")?;
            given(notice_version, "consent_notice_version")
        }
        (Consent::NotRequired, true) => {
            given(command.particulars.local_authority_contact.as_deref().unwrap_or(""), "local_authority_contact")
        }
        (Consent::Refused, false) => Err(Refusal::new(
            "consent.refused",
            "An adult who does not consent is not referred.",
            "Record a duty-to-notify notification instead: it holds no identity.",
        )
        .about("consent")
        .under("consent.referral")),
        (Consent::NotRequired, false) => Err(Refusal::new(
            "consent.not_recorded",
            "An adult is referred only with informed consent.",
            "Record who explained it, in which language, and which privacy notice.",
        )
        .about("consent")
        .under("consent.referral")),
        (Consent::Given { .. } | Consent::Refused, true) => Err(Refusal::new(
            "consent.not_asked_of_a_child",
            "A child, or a person whose age is not sure, is referred without being asked for consent.",
            "Leave consent as not required, and record the person's wishes and feelings in the account.",
        )
        .about("consent")
        .under("consent.referral")),
    }
}
