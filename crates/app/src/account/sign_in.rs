//! Signing in.

use jiff::{SignedDuration, Timestamp};
use manumit_domain::{
    actor::{Actor, Role},
    refusal::Refusal,
};
use manumit_store::{
    StoreError,
    desk::{Account, AccountState, Trail},
};

use super::{password, second_factor, session};
use crate::{AppError, Office};

/// After so many failures with one name, signing in with it waits.
const FAILURES: u64 = 5;
/// How long it waits.
const WAIT: SignedDuration = SignedDuration::from_mins(15);

/// What somebody signs in with.
#[derive(Clone)]
pub struct Credentials {
    /// The email address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The code of the second factor.
    pub code: String,
}

/// Signs in, and gives the token of a new session.
///
/// # Errors
/// Refused with `sign_in.wrong`, which does not say what was wrong, or with `sign_in.too_many`.
pub async fn sign_in(office: &Office, at: Timestamp, given: Credentials) -> Result<String, AppError> {
    let store = office.store();
    if store.count_failures(&given.email, at - WAIT).await? >= FAILURES {
        return Err(Refusal::new(
            "sign_in.too_many",
            "There were too many tries with this email address.",
            "Try again in 15 minutes.",
        )
        .into());
    }
    let account = store.find_account_by_email(&given.email).await?;
    let account = account.filter(|account| account.state == AccountState::Open);
    let code = account.as_ref().and_then(|account| account.password.clone());
    let fits = password::fits(given.password, code).await?;
    let step = match account.as_ref().and_then(|account| account.second_factor.as_ref()) {
        Some(secret) => second_factor::step(secret, &given.code, at)?,
        None => None,
    };
    if let (Some(account), true, Some(step)) = (account, fits, step) {
        match store.use_second_factor(&account.id, step).await {
            Ok(()) => return begin(office, &account, at).await,
            Err(StoreError::Duplicate(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    store.keep_failure(&given.email, at, at - WAIT).await?;
    leave_refused(office, at, "sign_in.wrong").await?;
    Err(Refusal::new(
        "sign_in.wrong",
        "The email address, the password or the code is wrong.",
        "Check all three. A code is used once: wait for the next one.",
    )
    .into())
}

/// Signs in with an account of the demonstration, without a password.
///
/// # Errors
/// Refused if there is no such account: there is none but in a journal of made-up data.
pub async fn sign_in_for_demonstration(office: &Office, at: Timestamp, account: &str) -> Result<String, AppError> {
    let found = office.store().find_account(account).await?;
    let made_up =
        found.filter(|account| account.email.ends_with(crate::demo::NO_SUCH_HOST) && account.password.is_none());
    match made_up {
        Some(account) => begin(office, &account, at).await,
        None => Err(Refusal::new(
            "sign_in.no_demonstration",
            "There is no such demonstration account.",
            "Choose one of the list.",
        )
        .into()),
    }
}

/// Begins a session, and leaves a line of it.
pub(super) async fn begin(office: &Office, account: &Account, at: Timestamp) -> Result<String, AppError> {
    leave(office, (&account.actor, &account.id), at, ("done", "")).await?;
    session::begin(office, account, at).await
}

/// Leaves a line of somebody who was not let in: nobody says who it was.
pub(super) async fn leave_refused(office: &Office, at: Timestamp, rule: &str) -> Result<(), AppError> {
    leave(office, (&Actor::new("", "", Role::Survivor), ""), at, ("refused", rule)).await
}

async fn leave(
    office: &Office,
    (actor, about): (&Actor, &str),
    at: Timestamp,
    (outcome, rule): (&str, &str),
) -> Result<(), AppError> {
    let line = Trail {
        at,
        actor: actor.clone(),
        action: "sign_in".to_owned(),
        about: about.to_owned(),
        outcome: outcome.to_owned(),
        rule: rule.to_owned(),
    };
    Ok(office.store().leave_trail(&line).await?)
}
