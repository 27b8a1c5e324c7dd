//! Lists of records in reach: what a role finds, a page at a time, with a count that knows of nothing else.

use manumit_domain::journal::StreamKind;
use manumit_store::{Count, Listed};

use crate::{AppError, Caller, Office, access::reach};

/// How many records a page shows.
pub const PAGE: u32 = 25;

/// A page of records, and how many there are in all.
#[derive(Clone, Debug)]
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
    let Some(reached) = reach(caller.actor.role, kind) else { return Ok(None) };
    let reach = reached.of(&caller.actor);
    let skip = page.saturating_mul(PAGE);
    let listed = office.store().list_reached(kind, reach, (skip, PAGE)).await?;
    Ok(Some(Records { listed, count: office.store().count_reached(kind, reach).await? }))
}
