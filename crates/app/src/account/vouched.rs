//! Signing in on the word of another body.

use jiff::Timestamp;
use manumit_domain::refusal::Refusal;
use manumit_store::desk::{Account, AccountState};

use super::sign_in::{begin, leave_refused};
use crate::{AppError, Office};

/// What another body says of somebody who is here.
#[derive(Clone)]
pub struct Vouched {
    /// Which body.
    pub issuer: String,
    /// What it calls the person, for ever.
    pub subject: String,
    /// The email address, which it has verified.
    pub email: String,
}

/// Signs in whom another body vouches for, if the organisation of the person has invited them.
///
/// The first time binds the account to the person at the other body: an address that is given to somebody else later
/// opens nothing. An invitation is taken up by it, without a password of ours.
///
/// # Errors
/// Refused with `sign_in.not_known`, whatever the reason.
pub async fn sign_in_vouched(office: &Office, at: Timestamp, vouched: Vouched) -> Result<String, AppError> {
    let person = format!("{} {}", vouched.issuer, vouched.subject);
    let account = office.store().find_account_by_email(&vouched.email).await?;
    let Some(mut account) = account.filter(|account| may_enter(account, &person, at)) else {
        leave_refused(office, at, "sign_in.not_known").await?;
        return Err(Refusal::new(
            "sign_in.not_known",
            "There is no open account for you here.",
            "Ask the lead of your organisation to invite you with the email address that you sign in with there.",
        )
        .into());
    };
    if account.vouched_by.is_none() || account.state == AccountState::Invited {
        account.vouched_by = Some(person);
        account.state = AccountState::Open;
        account.invitation = None;
        account.changed_at = at;
        office.store().keep_account(&account).await?;
    }
    begin(office, &account, at).await
}

fn may_enter(account: &Account, person: &str, at: Timestamp) -> bool {
    let same = account.vouched_by.as_ref().is_none_or(|bound| bound == person);
    let open = match account.state {
        AccountState::Open => true,
        AccountState::Invited => account.invitation.is_some_and(|(_, until)| at < until),
        AccountState::Suspended | AccountState::Closed => false,
    };
    same && open
}
