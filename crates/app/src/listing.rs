//! Lists of records in reach: what a role finds, a page at a time, with a count that knows of nothing else.

use manumit_domain::journal::{StreamId, StreamKind};
use manumit_store::{Beginning, Count, Listed};

use crate::{AppError, Caller, Office, access::reach};

/// How many records a page shows.
pub const PAGE: u32 = 25;

/// A page of records, and how many there are in all.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// The records of the page, the latest first.
    pub listed: Vec<Listed>,
    /// How many there are.
    pub count: Count,
}

/// The records of a kind that the caller finds, a page of them; none for a role that finds none of the kind.
///
/// # Errors
/// [`AppError::Store`] if the database does not answer.
pub async fn records(
    office: &Office,
    caller: &Caller,
    kind: StreamKind,
    page: u32,
) -> Result<Option<Records>, AppError> {
    if reach(caller.actor.role, kind).is_none() {
        return Ok(None);
    }
    part(office, caller, kind, (Beginning::Skip(page.saturating_mul(PAGE)), PAGE)).await.map(Some)
}

/// The same from a place on, at most so many; an empty list for a role that finds none of the kind.
///
/// # Errors
/// [`AppError::Store`] if the database does not answer.
pub async fn part(
    office: &Office,
    caller: &Caller,
    kind: StreamKind,
    place: (Beginning<StreamId>, u32),
) -> Result<Records, AppError> {
    let Some(reached) = reach(caller.actor.role, kind) else { return Ok(Records::default()) };
    let reach = reached.of(&caller.actor);
    let listed = office.store().list_reached(kind, reach, place).await?;
    Ok(Records { listed, count: office.store().count_reached(kind, reach).await? })
}
