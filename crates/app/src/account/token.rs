//! Tokens of other systems: scoped to a post of an organisation, and to one purpose.

use jiff::{SignedDuration, Timestamp};
use manumit_domain::refusal::Refusal;
use manumit_store::desk::{AccountState, ApiToken};

use crate::{
    AppError, Caller, Office,
    access::{Action, Desk, Resource},
};

/// The longest that a token holds.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 366);

/// A token to be made.
#[derive(Clone, Debug)]
pub struct Issue {
    /// The account it acts for.
    pub account: String,
    /// What for.
    pub purpose: String,
    /// For how long.
    pub holds: SignedDuration,
}

/// A token that was made.
#[derive(Clone, Debug)]
pub struct Issued {
    /// Its identifier.
    pub id: String,
    /// The secret, shown once.
    pub secret: String,
}

/// Makes a token for an account of the caller's organisation.
///
/// # Errors
/// Refused without a purpose, for too long a time, or for an account that is not open.
pub async fn issue(office: &Office, caller: &Caller, wanted: Issue) -> Result<Issued, AppError> {
    let not_found = || AppError::NotFound { reference: wanted.account.clone() };
    let account = office.store().find_account(&wanted.account).await?.ok_or_else(not_found)?;
    office.require(caller, Action::ChangeAccount, &Resource::Account(&account.actor.organisation)).await?;
    if account.state != AccountState::Open {
        return Err(Refusal::new("token.account", "The account is not open.", "Name an open account.").into());
    }
    let purpose = wanted.purpose.trim();
    if purpose.is_empty() || purpose.chars().count() > 200 || purpose.contains(char::is_control) {
        let remedy = "Say in a few words what the other system does with the records.";
        return Err(Refusal::new("token.purpose", "The token has no purpose.", remedy).about("purpose").into());
    }
    if wanted.holds > LONGEST || wanted.holds <= SignedDuration::ZERO {
        let remedy = "Choose up to 366 days, and make a new one then.";
        return Err(Refusal::new("token.holds", "A token holds a year at most.", remedy).about("days").into());
    }
    let drawn = office.entropy().bytes::<32>()?;
    let hex: String = drawn.iter().map(|byte| format!("{byte:02x}")).collect();
    let secret = format!("manumit_{hex}");
    let token = ApiToken {
        id: office.identifier(caller.at)?.to_string(),
        account: account.id,
        purpose: purpose.to_owned(),
        made_at: caller.at,
        until: caller.at + wanted.holds,
        ended_at: None,
    };
    office.store().keep_token(&secret, &token).await?;
    office.leave_trail(caller, ("issue_token", &token.id), ("done", "")).await?;
    Ok(Issued { id: token.id, secret })
}

/// The tokens of an account of the caller's organisation.
///
/// # Errors
/// [`AppError::NotFound`] if there is no such account for this caller.
pub async fn list_tokens(office: &Office, caller: &Caller, account: &str) -> Result<Vec<ApiToken>, AppError> {
    let not_found = || AppError::NotFound { reference: account.to_owned() };
    let found = office.store().find_account(account).await?.ok_or_else(not_found)?;
    if !office.permits(caller, Action::ChangeAccount, &Resource::Account(&found.actor.organisation))? {
        return Err(not_found());
    }
    Ok(office.store().list_tokens(account).await?)
}

/// Ends a token of an account of the caller's organisation.
///
/// # Errors
/// [`AppError::NotFound`] if there is no such account for this caller.
pub async fn end_token(office: &Office, caller: &Caller, account: &str, id: &str) -> Result<(), AppError> {
    let known = list_tokens(office, caller, account).await?;
    if !known.iter().any(|token| token.id == id) {
        return Err(AppError::NotFound { reference: id.to_owned() });
    }
    office.store().end_token(id, caller.at).await?;
    office.leave_trail(caller, ("end_token", id), ("done", "")).await
}

/// Who a token acts for, if it holds: the caller of a verb, for the purpose of the token.
///
/// # Errors
/// [`AppError::Store`] if the database does not answer.
pub async fn bearer(office: &Office, secret: &str, at: Timestamp) -> Result<Option<Caller>, AppError> {
    let Some(token) = office.store().find_token(secret).await? else { return Ok(None) };
    if token.ended_at.is_some() || at >= token.until {
        return Ok(None);
    }
    let account = office.store().find_account(&token.account).await?;
    let account = account.filter(|account| account.state == AccountState::Open);
    // A token never leads: it cannot make accounts, or further tokens.
    Ok(account
        .map(|account| Caller { desk: Desk::Account { lead: false }, ..Caller::new(account.actor, at, token.purpose) }))
}
