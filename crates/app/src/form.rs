//! The form: questions put to a first responder, and what becomes of the answers.
//!
//! Everything here is made from the question set in force: the sheet people take along, the spreadsheet, the schema and
//! the body of the API, and the one check that all of them share. What a checker says without a journal is what the
//! journal would say.

pub mod prompt_sheet;
pub mod schema;
pub mod sending;
pub mod spreadsheet;

use std::collections::BTreeMap;

use jiff::civil::Date;
use manumit_domain::{
    law::Law,
    question_set::{Answer, Answers, Finding, QuestionSet, Row},
    reference::Reference,
    refusal::Refusal,
};
use manumit_store::journal::Idempotency;
use serde::{Deserialize, Serialize};

use self::sending::Sending;
use crate::{AppError, Caller, Office, notification, referral};

/// Answers as they are sent, with the version of the questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// The question set: `uk-nrm`.
    pub question_set: String,
    /// Its version: `2026-04`.
    pub version: String,
    /// Answers by the code of the question.
    #[serde(default)]
    pub answers: BTreeMap<String, Answer>,
    /// Rows by the code of the group.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rows: BTreeMap<String, Vec<Row>>,
}

/// What came of answers that were sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// A referral was made.
    Referral(referral::Receipt),
    /// A notification was recorded; it names nobody.
    Notification(Reference),
}

impl Body {
    /// The answers, apart from the version.
    pub fn given(&self) -> Answers {
        Answers { answers: self.answers.clone(), rows: self.rows.clone() }
    }

    /// The questions these are answers to.
    ///
    /// # Errors
    /// A refusal if there is no such version, or if it is not yet in force on the day.
    pub fn questions<'a>(&self, law: &'a Law, today: Date) -> Result<&'a QuestionSet, Refusal> {
        let set = law.question_sets.version(&self.question_set, &self.version)?;
        if today < set.in_force_from {
            return Err(Refusal::new(
                "question_set.not_yet_in_force",
                format!("Version {} of the questions is in force from {} on.", set.version, set.in_force_from),
                "Use the version in force today.",
            )
            .about("version"));
        }
        Ok(set)
    }
}

/// Says what is wrong with answers: the questions first, then the rules.
///
/// It needs no journal, so a sender can ask before sending, and is told what the journal would say.
///
/// # Errors
/// A refusal if the questions are unknown. What is wrong with the answers is not an error.
pub fn check(law: &Law, caller: &Caller, body: &Body) -> Result<Vec<Finding>, Refusal> {
    Ok(read(law, caller, body)?.err().unwrap_or_default())
}

/// Sends answers: a referral, or the notification of an adult who does not agree to one.
///
/// # Errors
/// [`AppError::Answers`] with every finding if something is wrong with the answers; [`AppError::Refused`] when the rules
/// say no.
pub async fn send(
    office: &Office,
    caller: &Caller,
    body: &Body,
    idempotency: Option<Idempotency>,
) -> Result<Sent, AppError> {
    match read(office.law(), caller, body)?.map_err(AppError::Answers)? {
        Sending::Referral(command) => {
            Ok(Sent::Referral(referral::submit(office, caller, *command, idempotency).await?))
        }
        Sending::Notification(command) => {
            Ok(Sent::Notification(notification::submit(office, caller, *command, idempotency).await?))
        }
    }
}

/// What makes answers the same request when they are sent again: the sender's own reference, if there is one.
///
/// Both parts are keyed digests: neither the reference nor the person can be read from them.
pub fn request(office: &Office, caller: &Caller, body: &Body) -> Option<Idempotency> {
    let given = body.given();
    let reference = given.text("own_reference")?;
    let projector = office.store().projector();
    let key = format!("form/{}/{reference}", caller.actor.organisation);
    let fingerprint = serde_json::to_string(body).ok()?;
    Some(Idempotency { key: projector.pseudonym(&key), fingerprint: projector.pseudonym(&fingerprint) })
}

/// The command that answers amount to, or everything that is wrong with them.
fn read(law: &Law, caller: &Caller, body: &Body) -> Result<Result<Sending, Vec<Finding>>, Refusal> {
    let today = caller.today()?;
    let set = body.questions(law, today)?;
    let given = body.given();
    let findings = set.check(&given, law, today);
    if !findings.is_empty() {
        return Ok(Err(findings));
    }
    let sending = match sending::read(set, &given, law, (caller, today)) {
        Ok(sending) => sending,
        Err(findings) => return Ok(Err(findings)),
    };
    let checked = match sending.clone() {
        Sending::Referral(command) => referral::check(law, caller, *command),
        Sending::Notification(command) => notification::check(law, caller, *command),
    };
    Ok(checked.map(|()| sending).map_err(|refusal| vec![refused(refusal)]))
}

fn refused(refusal: Refusal) -> Finding {
    Finding {
        question: refusal.field.unwrap_or("the whole form").to_owned(),
        row: None,
        problem: refusal.sentence,
        instead: refusal.remedy,
    }
}
