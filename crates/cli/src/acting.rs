//! Who acts, and why: what every step and every look is recorded with.

use clap::Args;
use jiff::Timestamp;
use manumit_app::Caller;
use manumit_domain::actor::{Actor, Role};

use crate::failure::WrongUse;

/// Who acts, and why.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Who acts")]
pub struct Acting {
    /// Who acts: code of the organisation, post, role. For example HO-CA/caseworker-1/ca_decision_maker.
    #[arg(
        long = "as", global = true, value_name = "ORGANISATION/POST/ROLE", env = "MANUMIT_AS", hide_env_values = true,
        value_parser = actor
    )]
    actor: Option<Actor>,
    /// What for: kept with the step, and in the access log with the look.
    #[arg(long, global = true, value_name = "TEXT", default_value = "command line")]
    purpose: String,
}

impl Acting {
    /// The caller of a verb, now.
    pub fn caller(&self) -> anyhow::Result<Caller> {
        let Some(actor) = &self.actor else {
            return Err(WrongUse::new(
                "Nobody is named who acts.",
                "Write --as ORGANISATION/POST/ROLE, or set MANUMIT_AS; for example --as \
                 HO-CA/caseworker-1/ca_decision_maker.",
            )
            .into());
        };
        Ok(Caller::new(actor.clone(), Timestamp::now(), self.purpose.clone()))
    }
}

/// Reads `ORGANISATION/POST/ROLE`.
pub fn actor(text: &str) -> Result<Actor, String> {
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    let [organisation, post, role] = parts.as_slice() else {
        return Err("write it in three parts, ORGANISATION/POST/ROLE".to_owned());
    };
    if organisation.is_empty() || post.is_empty() {
        return Err("the organisation and the post may not be empty: write ORGANISATION/POST/ROLE".to_owned());
    }
    let Some(role) = Role::find(role) else {
        let known = Role::ALL.map(Role::code).join(", ");
        return Err(format!("{role:?} is not a role; use one of: {known}"));
    };
    Ok(Actor::new(*organisation, *post, role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_roles_are_those_that_the_journal_reads() {
        let unknown = serde_json::from_str::<Role>("\"nobody\"").unwrap_err().to_string();
        let known: Vec<&str> = unknown.split('`').skip(3).step_by(2).collect();
        assert_eq!(known, Role::ALL.map(Role::code));
    }

    #[test]
    fn an_actor_has_three_parts() {
        let read = actor("HO-CA/caseworker-1/ca_decision_maker").unwrap();
        assert_eq!(read, Actor::new("HO-CA", "caseworker-1", Role::CaDecisionMaker));
        assert!(actor("HO-CA/caseworker-1").unwrap_err().contains("ORGANISATION/POST/ROLE"));
        assert!(actor("HO-CA//dpo").unwrap_err().contains("may not be empty"));
        assert!(actor("HO-CA/caseworker-1/boss").unwrap_err().contains("ca_triage"));
    }
}
