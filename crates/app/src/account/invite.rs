//! Inviting a colleague, and taking an invitation up.

use jiff::{SignedDuration, Timestamp};
use manumit_domain::{
    actor::{Actor, Role},
    refusal::Refusal,
};
use manumit_store::{
    StoreError,
    desk::{Account, AccountState},
};

use super::{password, second_factor, session};
use crate::{
    AppError, Caller, Office,
    access::{Action, Desk, Resource},
};

/// How long an invitation holds.
const HOLDS: SignedDuration = SignedDuration::from_hours(72);

/// Who is invited, and to what.
#[derive(Clone)]
pub struct Invitation {
    /// The post, in its organisation and role.
    pub actor: Actor,
    /// Whether the account leads its organisation.
    pub lead: bool,
    /// The person's name.
    pub name: String,
    /// Their email address.
    pub email: String,
}

/// An account that was invited.
#[derive(Clone, Debug)]
pub struct Invited {
    /// The account.
    pub account: String,
    /// The secret of the link. It is shown once, to be passed on by a way that is safe.
    pub token: String,
}

/// What somebody takes an invitation up with.
#[derive(Clone)]
pub struct TakeUp {
    /// The password they choose.
    pub password: String,
    /// The code that their app shows.
    pub code: String,
}

/// Invites somebody to a post. An organisation invites its own: that is how it confirms them. Its first lead is invited
/// by the administrator.
///
/// # Errors
/// Refused if the caller may not, if the email address is in use, or if something is missing.
pub async fn invite(office: &Office, caller: &Caller, invitation: Invitation) -> Result<Invited, AppError> {
    let about = Resource::Account(&invitation.actor.organisation);
    office.require(caller, Action::InviteAccount, &about).await?;
    check(caller, &invitation)?;
    let drawn = office.entropy().bytes::<24>()?;
    let token: String = drawn.iter().map(|byte| format!("{byte:02x}")).collect();
    let account = Account {
        id: office.identifier(caller.at)?.to_string(),
        actor: invitation.actor,
        lead: invitation.lead,
        state: AccountState::Invited,
        name: invitation.name.trim().to_owned(),
        email: invitation.email.trim().to_owned(),
        password: None,
        second_factor: Some(second_factor::draw(office.entropy())?),
        vouched_by: None,
        invitation: Some((office.store().desk_code("invitation", &token), caller.at + HOLDS)),
        changed_at: caller.at,
    };
    match office.store().keep_account(&account).await {
        Ok(()) => {}
        Err(StoreError::Duplicate(_)) => {
            return Err(Refusal::new(
                "account.email_in_use",
                "An account with this email address exists.",
                "Use another address, or change that account.",
            )
            .about("email")
            .into());
        }
        Err(error) => return Err(error.into()),
    }
    office.leave_trail(caller, ("invite_account", &account.id), ("done", "")).await?;
    Ok(Invited { account: account.id, token })
}

fn check(caller: &Caller, invitation: &Invitation) -> Result<(), Refusal> {
    let refuse = |code, sentence: &str, remedy: &str, field| {
        Err(Refusal::new(code, sentence.to_owned(), remedy.to_owned()).about(field))
    };
    let sysadmin = caller.actor.role == Role::Sysadmin && caller.desk != Desk::Keyholder;
    let own = caller.actor.organisation == invitation.actor.organisation;
    if sysadmin && !own && !invitation.lead {
        return refuse(
            "account.not_by_its_organisation",
            "An organisation confirms its own accounts.",
            "Invite the lead of the organisation; the lead invites the others.",
            "lead",
        );
    }
    let role = invitation.actor.role;
    let never = matches!(role, Role::SystemReminder | Role::Survivor | Role::Public);
    if never || (role == Role::Sysadmin && !own) {
        return refuse("account.role", "No account has this role.", "Choose another role.", "role");
    }
    let post = invitation.actor.post.trim();
    if post.is_empty() || post.len() > 60 || !post.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
        let remedy = "Use letters, figures and hyphens: for example caseworker-07. It is no person's name.";
        return refuse("account.post", "The post has no usable name.", remedy, "post");
    }
    if invitation.name.trim().is_empty() || invitation.name.chars().count() > 200 {
        return refuse("account.name", "The name is missing or too long.", "Write the person's name.", "name");
    }
    let email = invitation.email.trim();
    let whole = email.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
    if !whole || email.len() > 254 || email.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return refuse("account.email", "That is not an email address.", "Write it in full.", "email");
    }
    Ok(())
}

/// The account that an invitation is for, with the secret to put into an app, as people type it.
///
/// # Errors
/// Refused with `invitation.over` if it was taken up, is too old, or never was.
pub async fn open_invitation(office: &Office, at: Timestamp, token: &str) -> Result<(Account, String), AppError> {
    let found = office.store().find_account_by_invitation(token).await?;
    let holds = |account: &Account| {
        account.state == AccountState::Invited && account.invitation.is_some_and(|(_, until)| at < until)
    };
    let over = || {
        Refusal::new(
            "invitation.over",
            "This invitation was used already, or is too old.",
            "Ask the lead of your organisation for a new one.",
        )
    };
    let account = found.filter(holds).ok_or_else(over)?;
    let secret = account.second_factor.as_ref().ok_or_else(over)?;
    let written = second_factor::written(secret);
    Ok((account, written))
}

/// Takes an invitation up, and signs in.
///
/// # Errors
/// Refused if the password is weak or the code is wrong; then the invitation holds on.
pub async fn take_up(office: &Office, at: Timestamp, token: &str, given: TakeUp) -> Result<String, AppError> {
    let (mut account, _) = open_invitation(office, at, token).await?;
    let mailbox = account.email.split('@').next().unwrap_or_default();
    password::check(&given.password, &[mailbox, &account.email, &account.actor.post])?;
    let secret = account.second_factor.clone().unwrap_or_default();
    let Some(step) = second_factor::step(&secret, &given.code, at)? else {
        return Err(Refusal::new(
            "second_factor.wrong",
            "That is not the code of your app.",
            "Type the six figures that the app shows now.",
        )
        .about("code")
        .into());
    };
    account.password = Some(password::code(given.password, office.entropy()).await?);
    account.state = AccountState::Open;
    account.invitation = None;
    account.changed_at = at;
    office.store().use_second_factor(&account.id, step).await?;
    office.store().keep_account(&account).await?;
    let caller = Caller::new(account.actor.clone(), at, "taking up an invitation");
    office.leave_trail(&caller, ("take_up_invitation", &account.id), ("done", "")).await?;
    session::begin(office, &account, at).await
}
