//! Sessions: kept on the server, ended by idleness, by time, and by hand.

use jiff::{SignedDuration, Timestamp};
use manumit_domain::actor::Actor;
use manumit_store::desk::{Account, AccountState, Session};

use crate::{AppError, Caller, Office, access::Desk};

/// How long a session may be idle.
pub const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// How long a session lasts at most.
pub const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
/// How often it is noted that a session is in use: not at every request, which would be a write each.
const NOTED: SignedDuration = SignedDuration::from_mins(1);

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The account.
    pub account: String,
    /// The post.
    pub actor: Actor,
    /// Whether it leads its organisation.
    pub lead: bool,
    /// The person's name, to greet them with.
    pub name: String,
    /// What a form of this session carries, so that no other site can send one (RFC 9700 calls for the like).
    pub form_token: String,
}

impl SignedIn {
    /// The caller of a verb.
    pub fn caller(&self, at: Timestamp, purpose: impl Into<String>) -> Caller {
        Caller { desk: Desk::Account { lead: self.lead }, ..Caller::new(self.actor.clone(), at, purpose) }
    }
}

/// Begins a session, and gives its token.
pub(super) async fn begin(office: &Office, account: &Account, at: Timestamp) -> Result<String, AppError> {
    let drawn = office.entropy().bytes::<32>()?;
    let token: String = drawn.iter().map(|byte| format!("{byte:02x}")).collect();
    let session = Session { account: account.id.clone(), began_at: at, seen_at: at };
    office.store().begin_session(&token, &session, at - IDLE).await?;
    Ok(token)
}

/// Who a token signs in, if it still does.
///
/// # Errors
/// [`AppError::Store`] if the database does not answer.
pub async fn signed_in(office: &Office, token: &str, at: Timestamp) -> Result<Option<SignedIn>, AppError> {
    let Some(session) = office.store().find_session(token).await? else { return Ok(None) };
    if at > session.seen_at + IDLE || at > session.began_at + ABSOLUTE {
        office.store().end_session(token).await?;
        return Ok(None);
    }
    let account = office.store().find_account(&session.account).await?;
    let Some(account) = account.filter(|account| account.state == AccountState::Open) else {
        office.store().end_session(token).await?;
        return Ok(None);
    };
    if at > session.seen_at + NOTED {
        office.store().see_session(token, at).await?;
    }
    let form_token = office.store().desk_code("form", token);
    Ok(Some(SignedIn {
        account: account.id,
        actor: account.actor,
        lead: account.lead,
        name: account.name,
        form_token: form_token.iter().map(|byte| format!("{byte:02x}")).collect(),
    }))
}

/// Ends a session.
///
/// # Errors
/// [`AppError::Store`] if the database does not answer.
pub async fn end(office: &Office, token: &str) -> Result<(), AppError> {
    Ok(office.store().end_session(token).await?)
}
