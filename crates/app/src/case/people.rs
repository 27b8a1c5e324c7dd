//! Who works in the authority that holds a case: to give it to somebody, or to keep somebody away.

use manumit_domain::actor::Actor;
use manumit_store::desk::AccountState;

use super::CaseFile;
use crate::{AppError, Office};

/// A post of the authority that holds a case, and who sits there.
#[derive(Clone, Debug)]
pub struct Colleague {
    /// The post, in its role.
    pub actor: Actor,
    /// The person's name, for colleagues.
    pub name: String,
    /// Whether the post is kept away from the case.
    pub excluded: bool,
}

/// The posts of the authority that holds a case, and of the body that hosts its caseworkers.
///
/// # Errors
/// [`AppError::Store`] if the database does not answer.
pub async fn colleagues(office: &Office, file: &CaseFile) -> Result<Vec<Colleague>, AppError> {
    let mut found = Vec::new();
    for organisation in [Some(&file.case.competent_authority), file.case.hosted_by.as_ref()].into_iter().flatten() {
        for account in office.store().list_accounts(Some(organisation)).await? {
            if account.state == AccountState::Open {
                let excluded = file.case.keeps_away(&account.actor);
                found.push(Colleague { actor: account.actor, name: account.name, excluded });
            }
        }
    }
    Ok(found)
}
