//! Admitting a caller to a record: the same answer for what there is not and for what must not be seen (V-04).

use manumit_domain::{
    duty::DutyKind,
    journal::{StreamId, StreamKind},
    reference::Reference,
    refusal::Refusal,
};
use manumit_store::desk::Trail;
use uuid::Uuid;

use super::{Action, Principal, Resource, Standing};
use crate::{AppError, Caller, Office};

/// Where a caller sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    /// At the machine that holds the keys: the command line, a job. The rules of the record still hold.
    Keyholder,
    /// Signed in with an account: everything is judged by the access policies.
    Account {
        /// Whether the account leads its organisation.
        lead: bool,
    },
}

impl Office {
    /// Says whether a caller may do something that is about no record.
    ///
    /// # Errors
    /// [`AppError::Access`] if the question cannot be put.
    pub fn permits(&self, caller: &Caller, action: Action, about: &Resource<'_>) -> Result<bool, AppError> {
        match caller.desk {
            Desk::Keyholder => Ok(true),
            Desk::Account { lead } => {
                Ok(self.access().permits(Principal { actor: &caller.actor, lead }, action, about)?)
            }
        }
    }

    /// Refuses what the access policies do not permit, about no record.
    ///
    /// # Errors
    /// A refusal, which is also left in the trail.
    pub async fn require(&self, caller: &Caller, action: Action, about: &Resource<'_>) -> Result<(), AppError> {
        if self.permits(caller, action, about)? {
            return Ok(());
        }
        self.leave_refusal(caller, action, "").await?;
        Err(not_yours().into())
    }

    /// The record that a reference names, if the caller may do something with it.
    ///
    /// A record that the caller may not even look at answers as one that does not exist, after the same work.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; a refusal if the caller may look at the record and not do this.
    pub async fn admit(
        &self,
        caller: &Caller,
        action: Action,
        about: (&Reference, StreamKind),
    ) -> Result<StreamId, AppError> {
        Ok(self.admit_with_standing(caller, action, about).await?.0)
    }

    /// The record that a reference names, if the caller may do something with it, and who has which standing in it.
    ///
    /// # Errors
    /// As [`Office::admit`].
    pub(crate) async fn admit_with_standing(
        &self,
        caller: &Caller,
        action: Action,
        (reference, kind): (&Reference, StreamKind),
    ) -> Result<(StreamId, Standing), AppError> {
        let found = self.store().find_reference(reference).await?.filter(|stream| stream.kind == kind);
        let not_found = || AppError::NotFound { reference: reference.to_string() };
        let stream = found.unwrap_or(StreamId::new(kind, Uuid::nil()));
        let standing = self.standing(caller, stream).await?;
        let Desk::Account { .. } = caller.desk else { return found.map(|it| (it, standing)).ok_or_else(not_found) };
        let about = Resource::Record(kind, &standing);
        if found.is_some() && self.permits(caller, action, &about)? {
            return Ok((stream, standing));
        }
        let visible = found.is_some() && self.permits(caller, Action::look(kind), &about)?;
        let named = if found.is_some() { stream.to_string() } else { String::new() };
        self.leave_refusal(caller, action, &named).await?;
        Err(if visible { not_yours().into() } else { not_found() })
    }

    /// Who has which standing in a record, as far as it matters to a caller.
    pub(crate) async fn standing(&self, caller: &Caller, stream: StreamId) -> Result<Standing, AppError> {
        let grants = self.store().list_grants(stream).await?;
        let broken = self.store().has_broken(stream, &caller.actor, caller.at).await?;
        let glass_broken_by =
            broken.then(|| format!("{}/{}", caller.actor.organisation, caller.actor.post)).into_iter().collect();
        let asked = self.store().list_owners(stream, DutyKind::AnswerEnquiry.code()).await?;
        Ok(Standing { grants, glass_broken_by, asked })
    }

    async fn leave_refusal(&self, caller: &Caller, action: Action, about: &str) -> Result<(), AppError> {
        self.leave_trail(caller, (action.code(), about), ("refused", "access.not_yours")).await
    }

    /// Leaves a line in the trail.
    pub(crate) async fn leave_trail(
        &self,
        caller: &Caller,
        (action, about): (&str, &str),
        (outcome, rule): (&str, &str),
    ) -> Result<(), AppError> {
        let line = Trail {
            at: caller.at,
            actor: caller.actor.clone(),
            action: action.to_owned(),
            about: about.to_owned(),
            outcome: outcome.to_owned(),
            rule: rule.to_owned(),
        };
        Ok(self.store().leave_trail(&line).await?)
    }
}

fn not_yours() -> Refusal {
    Refusal::new(
        "access.not_yours",
        "Your post may not do this.",
        "Ask the lead of your organisation, or whoever holds the record.",
    )
}
