//! The states and transitions of a case, as data.
//!
//! Regions run side by side on one case. The machine knows which state may lead to which, who may act and from when;
//! the preconditions that need the record itself are kept as words here and checked by the case.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    actor::Role,
    policy_file::{LawError, read_toml, within},
    rule::{RuleBook, date_from_toml, optional_date_from_toml},
};

#[cfg(test)]
mod tests;

const FILE: &str = "state_machine.toml";

/// A state of one region.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// The region.
    pub region: String,
    /// Stable code, unique in its region.
    pub code: String,
    /// What people read.
    pub label: String,
    /// How statistics count it, in words.
    pub counts_as: Option<String>,
    /// Whether a case may begin here.
    #[serde(default)]
    pub initial: bool,
    /// Whether nothing is awaited here. It may still be left, when a decision is looked at again.
    pub terminal: bool,
}

/// Which states lead to which in one transition: every one in `from` may lead to any one in `to`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Codes of the states it leaves.
    pub from: Vec<String>,
    /// Codes of the states it may reach. The same as `from` where the state does not change.
    pub to: Vec<String>,
}

/// A legal change of state.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// Stable id, for example `rg_positive`.
    pub id: String,
    /// The region it moves in.
    pub region: String,
    /// Which states lead to which.
    pub steps: Vec<Step>,
    /// The event that records it.
    pub event: String,
    /// Who may do it.
    pub who: Vec<Role>,
    /// What must hold, in words.
    #[serde(default)]
    pub requires: Vec<String>,
    /// What follows, in words.
    #[serde(default)]
    pub effects: Vec<String>,
    /// Keys of the dated rules it depends on.
    #[serde(default, rename = "rule")]
    pub rules: Vec<String>,
    /// First day on which it is possible, if not from the start.
    #[serde(default, deserialize_with = "optional_date_from_toml")]
    pub valid_from: Option<Date>,
    /// Last day on which it is possible, if it has ended.
    #[serde(default, deserialize_with = "optional_date_from_toml")]
    pub valid_to: Option<Date>,
    /// What a reader should know about it.
    pub note: Option<String>,
}

impl Transition {
    /// Says whether a role may do it.
    pub fn may(&self, role: Role) -> bool {
        self.who.contains(&role)
    }

    /// Says whether it is possible on a day.
    pub fn in_force_on(&self, day: Date) -> bool {
        within(self.valid_from.unwrap_or(Date::MIN), self.valid_to, day)
    }

    /// Every state it may leave, in the order of the file.
    pub fn from(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().flat_map(|step| &step.from).map(String::as_str)
    }

    /// Every state it may reach, in the order of the file.
    pub fn to(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().flat_map(|step| &step.to).map(String::as_str)
    }

    /// Says whether it may leave a state.
    pub fn leaves(&self, state: &str) -> bool {
        self.from().any(|from| from == state)
    }

    /// The states it may reach from a state. Empty if it may not leave that one.
    pub fn reaches_from(&self, state: &str) -> impl Iterator<Item = &str> {
        let steps = self.steps.iter().filter(move |step| step.from.iter().any(|from| from == state));
        steps.flat_map(|step| &step.to).map(String::as_str)
    }
}

/// Whom a reason may be given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonScope {
    /// Only a person treated as an adult.
    Adult,
    /// Anyone.
    All,
}

/// Why a case was suspended or withdrawn, or why support cannot begin. Codes are kept because the words have changed meaning: in 2012 "withdrawn"
/// meant that the person had left the United Kingdom.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// What it is a reason of: `suspended`, `withdrawn` or `not_supported`.
    pub of: String,
    /// Stable code.
    pub code: String,
    /// What people read.
    pub label: String,
    /// Whom it may be given for.
    pub applies_to: ReasonScope,
    /// Who may record it. Narrower than the roles of the transition.
    pub who: Vec<Role>,
    /// First day on which it can be given.
    #[serde(deserialize_with = "date_from_toml")]
    pub valid_from: Date,
    /// Last day, if it has ended.
    #[serde(default, deserialize_with = "optional_date_from_toml")]
    pub valid_to: Option<Date>,
    /// Ids of the sources.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What a reader should know about it.
    pub note: Option<String>,
}

impl Reason {
    /// Says whether it can be given on a day.
    pub fn in_force_on(&self, day: Date) -> bool {
        within(self.valid_from, self.valid_to, day)
    }

    /// Says whether a role may record it.
    pub fn may(&self, role: Role) -> bool {
        self.who.contains(&role)
    }

    /// Says whether it may be given for a person, by whether they are treated as a child.
    pub fn fits(&self, treated_as_child: bool) -> bool {
        self.applies_to == ReasonScope::All || !treated_as_child
    }
}

/// How a person left support.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExitReason {
    /// Stable code.
    pub code: String,
    /// What people read.
    pub label: String,
    /// Ids of the sources.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// The states and transitions of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateMachine {
    /// The regions, in the order in which they are shown.
    pub regions: Vec<String>,
    /// The states of every region.
    pub states: Vec<State>,
    /// The transitions of every region.
    pub transitions: Vec<Transition>,
    /// Why a case was suspended or withdrawn, or why support cannot begin.
    pub reasons: Vec<Reason>,
    /// How a person left support.
    pub exit_reasons: Vec<ExitReason>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MachineFile {
    #[serde(rename = "schema_version")]
    _schema_version: u32,
    regions: Vec<String>,
    state: Vec<State>,
    transition: Vec<Transition>,
    #[serde(default)]
    reason: Vec<Reason>,
    #[serde(default)]
    exit_reason: Vec<ExitReason>,
}

impl StateMachine {
    /// Reads the machine and checks it.
    ///
    /// # Errors
    /// The text does not fit its form or names an unknown role; a region, state or id is unknown or there twice; a state
    /// cannot be reached from where a case may begin.
    pub fn parse(text: &str) -> Result<Self, LawError> {
        let file: MachineFile = read_toml(FILE, text)?;
        let machine = Self {
            regions: file.regions,
            states: file.state,
            transitions: file.transition,
            reasons: file.reason,
            exit_reasons: file.exit_reason,
        };
        machine.check_names()?;
        machine.check_steps()?;
        machine.check_reachable()?;
        Ok(machine)
    }

    /// The transition with this id.
    pub fn transition(&self, id: &str) -> Option<&Transition> {
        self.transitions.iter().find(|transition| transition.id == id)
    }

    /// The state of a region with this code.
    pub fn state(&self, region: &str, code: &str) -> Option<&State> {
        self.states.iter().find(|state| state.region == region && state.code == code)
    }

    /// The transitions a role may make from a state on a day, in the order of the file.
    pub fn possible(&self, region: &str, state: &str, role: Role, day: Date) -> impl Iterator<Item = &Transition> {
        self.transitions
            .iter()
            .filter(move |t| t.region == region && t.leaves(state) && t.may(role) && t.in_force_on(day))
    }

    /// The reason of something with this code: `reason("withdrawn", "left_uk")`.
    pub fn reason(&self, of: &str, code: &str) -> Option<&Reason> {
        self.reasons.iter().find(|reason| reason.of == of && reason.code == code)
    }

    /// The exit reason with this code.
    pub fn exit_reason(&self, code: &str) -> Option<&ExitReason> {
        self.exit_reasons.iter().find(|reason| reason.code == code)
    }

    /// The machine as a Mermaid state diagram, one composite state for each region. Steps that leave a case where it is
    /// are not drawn. The same machine always gives the same text.
    pub fn to_mermaid(&self) -> String {
        let mut page = String::from("stateDiagram-v2\n");
        for region in &self.regions {
            // Writing to a string cannot fail.
            let _ = writeln!(page, "    state {region} {{");
            for state in self.states.iter().filter(|state| state.region == *region) {
                let _ = writeln!(page, "        state \"{}\" as {region}_{}", state.label, state.code);
                if state.initial {
                    let _ = writeln!(page, "        [*] --> {region}_{}", state.code);
                }
            }
            for transition in self.transitions.iter().filter(|transition| transition.region == *region) {
                for (from, to) in transition.edges().filter(|(from, to)| from != to) {
                    let _ = writeln!(page, "        {region}_{from} --> {region}_{to}: {}", transition.id);
                }
            }
            page.push_str("    }\n");
        }
        page
    }

    /// Checks that every rule a transition names exists.
    ///
    /// # Errors
    /// A transition names a key that no rule has.
    pub fn check_rules(&self, rules: &RuleBook) -> Result<(), LawError> {
        let keys = rules.keys();
        for transition in &self.transitions {
            if let Some(key) = transition.rules.iter().find(|key| !keys.contains(&key.as_str())) {
                return Err(wrong(transition, key, "is not the key of a rule; use a key of policies.toml"));
            }
        }
        Ok(())
    }

    fn check_names(&self) -> Result<(), LawError> {
        let mut seen = BTreeSet::new();
        for state in &self.states {
            let entry = || format!("state {}.{}", state.region, state.code);
            if !self.regions.contains(&state.region) {
                return Err(LawError::entry(FILE, entry(), &state.region, "is not a region of this file"));
            }
            if !seen.insert((&state.region, &state.code)) {
                return Err(LawError::entry(FILE, entry(), &state.code, "is there twice in this region"));
            }
        }
        let mut ids = BTreeSet::new();
        for transition in &self.transitions {
            if !self.regions.contains(&transition.region) {
                return Err(wrong(transition, &transition.region, "is not a region of this file"));
            }
            if !ids.insert(&transition.id) {
                return Err(wrong(transition, &transition.id, "is the id of an earlier transition"));
            }
            if transition.who.is_empty() {
                return Err(wrong(transition, "who", "names nobody; name at least one role"));
            }
        }
        let mut reasons = BTreeSet::new();
        match self.reasons.iter().find(|reason| !reasons.insert((&reason.of, &reason.code))) {
            Some(twice) => Err(LawError::entry(FILE, format!("reason of {}", twice.of), &twice.code, "is there twice")),
            None => Ok(()),
        }
    }

    fn check_steps(&self) -> Result<(), LawError> {
        for transition in &self.transitions {
            if transition.from().next().is_none() || transition.to().next().is_none() {
                return Err(wrong(transition, "steps", "lead from nowhere or to nowhere"));
            }
            for state in transition.from().chain(transition.to()) {
                if self.state(&transition.region, state).is_none() {
                    return Err(wrong(transition, state, "is not a state of its region"));
                }
            }
        }
        Ok(())
    }

    fn check_reachable(&self) -> Result<(), LawError> {
        for region in &self.regions {
            let mut edges: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for transition in self.transitions.iter().filter(|transition| transition.region == *region) {
                for (from, to) in transition.edges() {
                    edges.entry(from).or_default().push(to);
                }
            }
            let states = || self.states.iter().filter(|state| state.region == *region);
            let mut waiting: Vec<&str> = states().filter(|s| s.initial).map(|s| s.code.as_str()).collect();
            let mut reached: BTreeSet<&str> = BTreeSet::new();
            while let Some(state) = waiting.pop() {
                if reached.insert(state) {
                    waiting.extend(edges.get(state).into_iter().flatten());
                }
            }
            if let Some(lost) = states().find(|state| !reached.contains(state.code.as_str())) {
                let entry = format!("state {region}.{}", lost.code);
                let remedy = "cannot be reached; add a transition to it, or mark it initial";
                return Err(LawError::entry(FILE, entry, &lost.code, remedy));
            }
        }
        Ok(())
    }
}

impl Transition {
    fn edges(&self) -> impl Iterator<Item = (&str, &str)> {
        self.steps.iter().flat_map(|step| {
            step.from.iter().flat_map(|from| step.to.iter().map(move |to| (from.as_str(), to.as_str())))
        })
    }
}

fn wrong(transition: &Transition, value: &str, remedy: &str) -> LawError {
    LawError::entry(FILE, format!("transition {}", transition.id), value, remedy)
}
