//! Verbs of drafts: answers on their way to a referral, shared inside an organisation.

use std::collections::BTreeMap;

use manumit_domain::{
    known::Known,
    question_set::{Finding, Given, QuestionSet},
    refusal::Refusal,
};
use manumit_store::{
    StoreError,
    desk::{Draft, DraftState, Revision},
    journal::Idempotency,
};

use crate::{
    AppError, Caller, Office,
    access::{Action, Desk, Resource},
    form::{self, Body, Sent},
};
use manumit_domain::actor::Role;

/// A draft as it was last saved.
pub type Saved = (Draft, Revision<Body>);

/// Begins a draft with the version of the questions in force, and gives its identifier.
///
/// # Errors
/// Refused if the caller may not, or if no version is in force.
pub async fn begin(office: &Office, caller: &Caller, question_set: &str) -> Result<String, AppError> {
    office.require(caller, Action::BeginDraft, &Resource::Desk).await?;
    let set = office.law().question_sets.in_force(question_set, caller.today()?)?;
    let draft = Draft {
        id: office.identifier(caller.at)?.to_string(),
        organisation: caller.actor.organisation.clone(),
        post: caller.actor.post.clone(),
        question_set: set.id.clone(),
        version: set.version.clone(),
        begun_at: caller.at,
    };
    let content = Body {
        question_set: set.id.clone(),
        version: set.version.clone(),
        answers: BTreeMap::new(),
        rows: BTreeMap::new(),
    };
    let first = revision(caller, 1, DraftState::Open, content);
    office.store().begin_draft(&draft, &first).await?;
    Ok(draft.id)
}

/// The drafts a caller may write: of its organisation.
///
/// # Errors
/// Refused if the caller writes none.
pub async fn list(office: &Office, caller: &Caller) -> Result<Vec<Saved>, AppError> {
    office.require(caller, Action::BeginDraft, &Resource::Desk).await?;
    Ok(office.store().list_drafts(&caller.actor.organisation, None).await?)
}

/// Opens a draft.
///
/// # Errors
/// [`AppError::NotFound`] if there is no such draft for this caller.
pub async fn open(office: &Office, caller: &Caller, id: &str) -> Result<Saved, AppError> {
    allowed(office, caller, (Action::WriteDraft, id)).await
}

/// The questions that a draft answers: those of the version it was begun with.
///
/// # Errors
/// Refused if that version is not among the policy files any more.
pub fn questions<'a>(office: &'a Office, saved: &Saved) -> Result<&'a QuestionSet, AppError> {
    Ok(office.law().question_sets.version(&saved.0.question_set, &saved.0.version)?)
}

/// Saves a draft after it was changed. What a supervisor agreed to is to be looked at again.
///
/// # Errors
/// Refused with `draft.changed` if somebody else saved it since it was opened.
pub async fn save(office: &Office, caller: &Caller, saved: &Saved, body: Body) -> Result<(), AppError> {
    keep(office, caller, saved, (DraftState::Open, body)).await
}

/// Asks a supervisor of the organisation to look at a draft.
///
/// # Errors
/// As [`save`].
pub async fn ask_for_check(office: &Office, caller: &Caller, id: &str) -> Result<(), AppError> {
    let saved = open(office, caller, id).await?;
    let body = saved.1.content.clone();
    keep(office, caller, &saved, (DraftState::ToCheck, body)).await
}

/// A supervisor agrees to a draft as it is.
///
/// # Errors
/// Refused if the caller may not, or wrote the last save: a look is taken by somebody else.
pub async fn agree(office: &Office, caller: &Caller, id: &str) -> Result<(), AppError> {
    let saved = allowed(office, caller, (Action::CheckDraft, id)).await?;
    if saved.1.post == caller.actor.post {
        return Err(Refusal::new(
            "draft.own_check",
            "You saved this draft last: somebody else looks at it.",
            "Ask another supervisor, or send it without a check.",
        )
        .into());
    }
    let body = saved.1.content.clone();
    keep(office, caller, &saved, (DraftState::Checked, body)).await
}

/// Throws a draft away.
///
/// # Errors
/// [`AppError::NotFound`] if there is no such draft for this caller.
pub async fn discard(office: &Office, caller: &Caller, id: &str) -> Result<(), AppError> {
    allowed(office, caller, (Action::WriteDraft, id)).await?;
    Ok(office.store().discard_draft(id).await?)
}

/// Sends a draft. Sending it twice, from two windows or after an interruption, makes one referral.
///
/// # Errors
/// [`AppError::Answers`] with every finding if something is wrong with the answers.
pub async fn send(office: &Office, caller: &Caller, id: &str) -> Result<Sent, AppError> {
    let (draft, revision) = allowed(office, caller, (Action::SendDraft, id)).await?;
    let projector = office.store().projector();
    let request = Idempotency {
        key: projector.pseudonym(&format!("draft/{}", draft.id)),
        fingerprint: projector.pseudonym(&format!("draft/{}", draft.id)),
    };
    let set = office.law().question_sets.version(&draft.question_set, &draft.version)?;
    let sent = form::send(office, caller, &sendable(set, &revision.content), Some(request)).await?;
    if let Sent::Referral(receipt) = &sent {
        super::attachment::hand_over(office, &draft.id, &receipt.referral.to_string()).await?;
    }
    office.store().discard_draft(&draft.id).await?;
    Ok(sent)
}

/// Everything that is wrong with a draft that is to be sent.
///
/// # Errors
/// A refusal if its questions are not there any more.
pub fn check(office: &Office, caller: &Caller, saved: &Saved) -> Result<Vec<Finding>, AppError> {
    let set = questions(office, saved)?;
    Ok(form::check(office.law(), caller, &sendable(set, &saved.1.content))?)
}

/// What of a draft is sent: without answers that another answer has made pointless.
fn sendable(set: &QuestionSet, body: &Body) -> Body {
    let sent = set.sendable(&body.given());
    Body { answers: sent.answers, rows: sent.rows, ..body.clone() }
}

/// What people who were found together have in common: where and how they were met and who did it, and nothing that
/// names a person or that a person told.
const IN_COMMON: [&str; 3] = ["location", "exploiter", "contact"];

/// The question for the operation in which, or the group with which, a person was found.
const OPERATION: &str = "operation";

/// A word for the people who were found with the one of a draft, where nobody named an operation: so that they are counted as
/// one finding.
fn group_of(draft: &str) -> String {
    format!("group {}", draft.rsplit('-').next().unwrap_or(draft))
}

/// Begins a draft for another person who was found together with the one of a draft.
///
/// # Errors
/// As [`begin`] and [`open`].
pub async fn begin_like(office: &Office, caller: &Caller, id: &str) -> Result<String, AppError> {
    let like = open(office, caller, id).await?;
    let set = questions(office, &like)?;
    let mut body = like.1.content.clone();
    if set.find(OPERATION).is_some() && !body.answers.contains_key(OPERATION) {
        body.answers.insert(OPERATION.to_owned(), Known::Value(Given::Text(group_of(&like.0.id))));
        let state = if like.1.state == DraftState::ToCheck { DraftState::ToCheck } else { DraftState::Open };
        keep(office, caller, &like, (state, body.clone())).await?;
    }
    let begun = begin(office, caller, &like.0.question_set).await?;
    let new = open(office, caller, &begun).await?;
    let shared = |code: &str| {
        set.find(code).is_some_and(|(_, question)| IN_COMMON.contains(&question.class.as_str()))
            || ["met_on", OPERATION].contains(&code)
    };
    let answers =
        body.answers.iter().filter(|(code, _)| shared(code)).map(|(code, answer)| (code.clone(), answer.clone()));
    let groups = body.rows.iter().filter(|(_, rows)| rows.iter().flat_map(|row| row.keys()).all(|code| shared(code)));
    let copied = Body {
        answers: answers.collect(),
        rows: groups.map(|(code, rows)| (code.clone(), rows.clone())).collect(),
        ..new.1.content.clone()
    };
    save(office, caller, &new, copied).await?;
    Ok(begun)
}

async fn allowed(office: &Office, caller: &Caller, (action, id): (Action, &str)) -> Result<Saved, AppError> {
    let not_found = || AppError::NotFound { reference: id.to_owned() };
    let saved: Saved = office.store().find_draft(id).await?.ok_or_else(not_found)?;
    let about = Resource::Draft(&saved.0.organisation, &saved.0.post);
    if office.permits(caller, action, &about)? {
        return Ok(saved);
    }
    office.leave_trail(caller, (action.code(), ""), ("refused", "access.not_yours")).await?;
    Err(not_found())
}

async fn keep(
    office: &Office,
    caller: &Caller,
    saved: &Saved,
    (state, body): (DraftState, Body),
) -> Result<(), AppError> {
    let next = revision(caller, saved.1.number + 1, state, body);
    match office.store().save_draft(&saved.0.id, &next).await {
        Ok(()) => Ok(()),
        Err(StoreError::Duplicate(_)) => Err(Refusal::new(
            "draft.changed",
            "Somebody else saved this draft while you had it open.",
            "Look at it again: what you typed on this page was not saved.",
        )
        .into()),
        Err(error) => Err(error.into()),
    }
}

fn revision(caller: &Caller, number: u64, state: DraftState, content: Body) -> Revision<Body> {
    Revision { number, at: caller.at, post: caller.actor.post.clone(), state, content }
}

/// Says whether a caller looks at drafts of others before they are sent.
pub fn checks(caller: &Caller) -> bool {
    caller.desk == Desk::Keyholder || caller.actor.role == Role::FirstResponderSupervisor
}
