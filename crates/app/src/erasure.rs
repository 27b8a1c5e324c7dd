//! Erasing what a record seals, when the law or the person asks for it.

use manumit_domain::{actor::Role, journal::StreamId, reference::Reference, refusal::Refusal};
use manumit_store::{Store, journal::Erasure};

use crate::{AppError, Caller};

/// The record that a reference names, for a caller who may erase.
///
/// Only a data protection officer erases: it cannot be undone, and a decision maker or an enforcement body must not be
/// able to unmake a record. To anybody else the record does not exist.
///
/// # Errors
/// [`AppError::Refused`] for another role; [`AppError::NotFound`] when there is no such record.
pub async fn find(store: &Store, caller: &Caller, reference: &Reference) -> Result<StreamId, AppError> {
    if caller.actor.role != Role::Dpo {
        return Err(Refusal::new(
            "erasure.not_for_this_role",
            format!("The role {} may not erase a record.", caller.actor.role.code()),
            "Ask the data protection officer (role dpo).",
        )
        .about("role")
        .into());
    }
    let found = store.find_reference(reference).await?;
    found.ok_or_else(|| AppError::NotFound { reference: reference.to_string() })
}

/// Destroys the key of a record: its coarse facts stay, and the chain still verifies.
///
/// # Errors
/// As [`find`], and [`AppError::Store`] if something broke.
pub async fn erase(store: &Store, caller: &Caller, reference: &Reference, reason: &str) -> Result<Erasure, AppError> {
    let stream = find(store, caller, reference).await?;
    Ok(store.erase(stream, reason, caller.provenance(None)).await?)
}
