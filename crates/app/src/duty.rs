//! My duties: what a post owes, the earliest due first. A missed one is seen by whoever leads the organisation.

use manumit_domain::duty::DutyKind;
use manumit_store::{Beginning, Count, DutyPlace, OpenDuty, Owed};

use crate::{AppError, Caller, Office, access::duty_kinds};

/// How many duties a page shows.
pub const PAGE: u32 = 25;

/// A page of duties, and how many there are in all.
#[derive(Clone, Debug)]
pub struct Duties {
    /// The duties of the page.
    pub listed: Vec<OpenDuty>,
    /// How many there are.
    pub count: Count,
}

/// The duties of the caller, a page of them.
///
/// # Errors
/// [`AppError::Store`] if the database does not answer.
pub async fn mine(office: &Office, caller: &Caller, page: u32) -> Result<Duties, AppError> {
    mine_from(office, caller, (Beginning::Skip(page.saturating_mul(PAGE)), PAGE)).await
}

/// The duties of the caller, from a place on, at most so many.
///
/// # Errors
/// [`AppError::Store`] if the database does not answer.
pub async fn mine_from(
    office: &Office,
    caller: &Caller,
    page: (Beginning<DutyPlace>, u32),
) -> Result<Duties, AppError> {
    let (kinds, allocated) = duty_kinds(caller.actor.role);
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
    listed(office, Owed { actor: &caller.actor, kinds: &kinds, allocated, before: None, page }).await
}

/// The duties of some kinds that the caller's organisation owes: for a page about those records.
///
/// # Errors
/// [`AppError::Store`] if the database does not answer.
pub async fn of_kinds(office: &Office, caller: &Caller, kinds: &[DutyKind]) -> Result<Duties, AppError> {
    let (own, allocated) = duty_kinds(caller.actor.role);
    let kinds: Vec<&str> = kinds.iter().filter(|kind| own.contains(kind)).map(|kind| kind.code()).collect();
    listed(
        office,
        Owed { actor: &caller.actor, kinds: &kinds, allocated, before: None, page: (Beginning::Skip(0), 4 * PAGE) },
    )
    .await
}

/// The duties that the organisation of the caller has missed: for its lead.
///
/// # Errors
/// [`AppError::Store`] if the database does not answer.
pub async fn missed(office: &Office, caller: &Caller, page: u32) -> Result<Duties, AppError> {
    let kinds: Vec<&str> = DutyKind::ALL.iter().map(|kind| kind.code()).collect();
    let before = Some(caller.today()?.to_string());
    let page = (Beginning::Skip(page.saturating_mul(PAGE)), PAGE);
    listed(office, Owed { actor: &caller.actor, kinds: &kinds, allocated: false, before, page }).await
}

async fn listed(office: &Office, owed: Owed<'_>) -> Result<Duties, AppError> {
    Ok(Duties { listed: office.store().list_owed(&owed).await?, count: office.store().count_owed(&owed).await? })
}
