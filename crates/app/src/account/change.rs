//! Changing accounts: listing, suspending, reopening, closing.

use manumit_domain::refusal::Refusal;
use manumit_store::desk::{Account, AccountState};

use crate::{
    AppError, Caller, Office,
    access::{Action, Desk, Resource},
};
use manumit_domain::actor::Role;

/// The accounts that a caller may see: of its organisation, or all for the administrator.
///
/// # Errors
/// Refused if the caller may see none.
pub async fn list(office: &Office, caller: &Caller) -> Result<Vec<Account>, AppError> {
    office.require(caller, Action::SeeAccounts, &Resource::Desk).await?;
    let all = caller.desk == Desk::Keyholder || caller.actor.role == Role::Sysadmin;
    let organisation = (!all).then_some(caller.actor.organisation.as_str());
    Ok(office.store().list_accounts(organisation).await?)
}

/// Takes an account out of use for now, and ends its sessions.
///
/// # Errors
/// Refused if the caller may not change it, or it is not open.
pub async fn suspend(office: &Office, caller: &Caller, id: &str) -> Result<(), AppError> {
    change(office, caller, id, ("suspend_account", &[AccountState::Open], AccountState::Suspended)).await
}

/// Takes a suspended account into use again.
///
/// # Errors
/// Refused if the caller may not change it, or it is not suspended.
pub async fn reopen(office: &Office, caller: &Caller, id: &str) -> Result<(), AppError> {
    change(office, caller, id, ("reopen_account", &[AccountState::Suspended], AccountState::Open)).await
}

/// Ends an account for good.
///
/// # Errors
/// Refused if the caller may not change it, or it is closed.
pub async fn close(office: &Office, caller: &Caller, id: &str) -> Result<(), AppError> {
    let from = &[AccountState::Invited, AccountState::Open, AccountState::Suspended];
    change(office, caller, id, ("close_account", from, AccountState::Closed)).await
}

async fn change(
    office: &Office,
    caller: &Caller,
    id: &str,
    (action, from, to): (&str, &[AccountState], AccountState),
) -> Result<(), AppError> {
    let not_found = || AppError::NotFound { reference: id.to_owned() };
    let mut account = office.store().find_account(id).await?.ok_or_else(not_found)?;
    let about = Resource::Account(&account.actor.organisation);
    if !office.permits(caller, Action::ChangeAccount, &about)? {
        office.leave_trail(caller, (action, ""), ("refused", "access.not_yours")).await?;
        return Err(not_found());
    }
    if account.actor.same_post(&caller.actor) {
        return Err(Refusal::new(
            "account.own",
            "Nobody changes their own account.",
            "Ask another lead, or the administrator.",
        )
        .into());
    }
    if !from.contains(&account.state) {
        return Err(Refusal::new(
            "account.state",
            format!("The account is {}.", account.state.code()),
            "Look at the list again: somebody may have changed it.",
        )
        .into());
    }
    account.state = to;
    account.changed_at = caller.at;
    account.invitation = None;
    office.store().keep_account(&account).await?;
    office.store().end_sessions(id).await?;
    office.leave_trail(caller, (action, id), ("done", "")).await
}
