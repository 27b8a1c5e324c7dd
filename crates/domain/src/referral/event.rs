//! The events of a referral.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Consent;
use crate::{
    facts::Facts,
    journal::{self, StreamKind},
    known::Known,
    person::{ContactChannel, Identity, Words},
    place::Nation,
    question_set::Answers,
    reference::Reference,
};

/// An event of a referral. A referral owes nothing by itself: its duties begin in the records that it opens.
pub type Event = Fact;

/// What happened to a referral.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// A first responder sent it.
    Submitted {
        /// The public reference on the receipt.
        reference: Reference,
        /// Code of the first responder organisation.
        first_responder_organisation: String,
        /// Nation in which the referral is made: it chooses the rules of support.
        nation: Nation,
        /// The day on which the competent authority received it: the reasonable grounds clock starts here.
        received_on: Date,
        /// Consent, or why it is not asked.
        consent: Consent,
        /// Whether the person wants support.
        support_wanted: Known<bool>,
        /// Whether the person is willing to be contacted by the police. Passing the referral is another thing (V-07).
        police_contact: Known<bool>,
        /// Whether someone is in danger now.
        immediate_threat: bool,
        /// The coarse facts.
        facts: Box<Facts>,
    },
}

/// What identifies and narrates: sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Particulars {
    /// The sender's own reference: it may lead to the person in the sender's files, so it is sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_reference: Option<String>,
    /// Names and date of birth.
    pub identity: Identity,
    /// Ways to reach the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contact: Vec<ContactChannel>,
    /// A second contact in the first responder's organisation.
    pub second_contact: String,
    /// For a child: the contact at the local authority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_authority_contact: Option<String>,
    /// The name of the operation in which the person was found, or the sender's own word for the group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// What was seen, said and suspected.
    pub account: Words,
    /// Everything that was answered, where the referral was made with a question set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Answered>,
}

/// Everything that was answered, word for word, and the version of the questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The question set.
    pub question_set: String,
    /// Its version.
    pub version: String,
    /// The answers that were sent.
    pub given: Answers,
}

impl journal::Event for Fact {
    type Sealed = Particulars;
    const STREAM: StreamKind = StreamKind::Referral;

    fn kind(&self) -> &'static str {
        match self {
            Self::Submitted { .. } => "referral.submitted.v1",
        }
    }
}
