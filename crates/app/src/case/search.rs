//! Finding a case by a name: for triage alone, by keyed codes of the whole name, inside one compartment (V-03, V-23).

use manumit_domain::{
    access_matrix::{DataClass, Reading},
    case::Identification,
    context::given,
    journal::{Compartment, StreamKind},
    reference::Reference,
    refusal::Refusal,
};

use super::{file::fold, looked};
use crate::{
    AppError, Caller, Office,
    access::{Action, Resource, reach},
};

/// The most cases that a search shows.
const MOST: usize = 25;

/// A case that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its reference.
    pub reference: Reference,
    /// Where it stands.
    pub stage: Identification,
    /// The day the authority received it.
    pub received_on: jiff::civil::Date,
}

/// The cases in reach in which somebody has a name. Each is recorded as looked at, and the search is in the trail
/// without the name.
///
/// # Errors
/// A refusal for a role that does not search by name, or an empty name.
pub async fn search_by_name(office: &Office, caller: &Caller, name: &str) -> Result<Vec<Found>, AppError> {
    let role = caller.actor.role;
    let reads = office.law().access_matrix.reading(role.code(), DataClass::Identity) == Reading::Open;
    let whole = reach(role, StreamKind::Case).is_some_and(|reached| reached.whole_organisation);
    if !(reads && whole) {
        office.leave_trail(caller, ("search_by_name", ""), ("refused", "access.not_yours")).await?;
        return Err(Refusal::new(
            "access.not_yours",
            "Your post does not search by name.",
            "Search by reference, or ask triage.",
        )
        .into());
    }
    given(name, "name")?;
    let token = office.store().token(Compartment::Decision, "name", name);
    let mut found = Vec::new();
    let mut looks = Vec::new();
    for stream in office.store().find_by_token(&token).await? {
        let standing = office.standing(caller, stream).await?;
        let about = Resource::Record(StreamKind::Case, &standing);
        if stream.kind != StreamKind::Case || !office.permits(caller, Action::LookAtCase, &about)? {
            continue;
        }
        if let Some(case) = fold(&office.store().load(stream).await?)?.0 {
            found.push(Found { reference: case.reference, stage: case.identification, received_on: case.received_on });
            looks.push(looked(caller, stream));
        }
        if found.len() == MOST {
            break;
        }
    }
    office.leave_trail(caller, ("search_by_name", ""), ("done", "")).await?;
    office.store().record_access(&looks).await?;
    Ok(found)
}
