//! Asks the state machine file whether a step is legal: from this state, by this role, on this date.

use jiff::civil::Date;

use crate::{context::Context, refusal::Refusal};

/// Refuses a step that the state machine does not allow.
///
/// The machine (`policy/state_machine.toml`) is data: which states a step may start from, which roles may take it and
/// from which date it exists. The conditions that need the record are written beside each decision.
///
/// # Errors
/// A refusal for an unknown step, a step before its time, a role that may not take it, or a state it cannot start from.
pub fn permitted(step: &'static str, state: &str, on: Date, context: &Context<'_>) -> Result<(), Refusal> {
    let Some(transition) = context.law.state_machine.transition(step) else {
        return Err(Refusal::new(
            "step.unknown",
            format!("The state machine in force has no step named {step}."),
            "Ask the administrator to check the policy files.",
        ));
    };
    if let Some(from) = transition.valid_from.filter(|from| on < *from) {
        return Err(Refusal::new(
            "step.not_yet_in_force",
            format!("The step {step} did not exist on {on}."),
            format!("It exists from {from} on."),
        )
        .about("date"));
    }
    let role = context.actor.role;
    if !transition.may(role) {
        let who: Vec<&str> = transition.who.iter().map(|role| role.code()).collect();
        return Err(Refusal::new(
            "step.not_for_this_role",
            format!("The role {} may not take the step {step}.", role.code()),
            format!("It is for: {}.", who.join(", ")),
        )
        .about("role"));
    }
    if !transition.leaves(state) {
        return Err(Refusal::new(
            "step.not_from_this_state",
            format!("The step {step} cannot be taken from the state {state}."),
            format!("It starts from: {}.", transition.from().collect::<Vec<_>>().join(", ")),
        )
        .about("state"));
    }
    Ok(())
}
