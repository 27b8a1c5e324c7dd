//! Breaking the glass: a decision maker opens a case of the authority that was not given to them, for a reason and a time.
//! The data protection officer reviews it (V-39).

use jiff::{SignedDuration, Timestamp};
use manumit_domain::{actor::Role, context::given, journal::StreamKind, reference::Reference};
use manumit_store::desk::Break;

use crate::{AppError, Caller, Office, access::Action};

/// For how many hours a case is open after its glass was broken.
pub const BREAK_HOURS: i64 = 4;

/// Whether a role may break glass at all: which cases, the access policies say.
pub fn may_break_glass(role: Role) -> bool {
    role == Role::CaDecisionMaker
}

/// Opens a case for some hours, for a reason that the data protection officer reads. Gives until when.
///
/// # Errors
/// [`AppError::NotFound`] for a case that is not of the caller's authority, or does not exist; a refusal without a
/// reason.
pub async fn break_glass(
    office: &Office,
    caller: &Caller,
    reference: &Reference,
    reason: &str,
) -> Result<Timestamp, AppError> {
    let stream = office.admit(caller, Action::BreakGlass, (reference, StreamKind::Case)).await?;
    given(reason, "reason")?;
    let until = caller.at + SignedDuration::from_hours(BREAK_HOURS);
    let broken = Break {
        stream,
        organisation: caller.actor.organisation.clone(),
        post: caller.actor.post.clone(),
        from: caller.at,
        until,
        reason: reason.to_owned(),
        reviewed: None,
    };
    office.store().break_glass(&broken).await?;
    office.leave_trail(caller, (Action::BreakGlass.code(), &stream.to_string()), ("done", "")).await?;
    Ok(until)
}
