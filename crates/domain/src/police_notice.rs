//! The notice to a police force: a minimal message, queued at referral and passed when the rule of that date lets it.
//!
//! This is the police region of a case, in its own compartment: the force sees what was passed and nothing else.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    context::{Context, given},
    duty::{DutyChange, DutyKind, OpenDuties},
    journal::{self, Draft, StreamKind},
    known::Known,
    permitted::permitted,
    person::Words,
    place::{ExploitationPlaces, Nation},
    reference::Reference,
    referral::{Message, Origin, Submit},
    refusal::Refusal,
};

/// What happened to a notice, and the duties it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What happened.
    #[serde(flatten)]
    pub fact: Fact,
    /// The duties it opened and closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<DutyChange>,
}

/// What happened to a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// The notice was made and waits to be passed.
    Queued {
        /// Its public reference.
        reference: Reference,
        /// The referral it comes from.
        referral_reference: Reference,
        /// Nation in which the referral was made.
        nation: Nation,
        /// Whether the person is treated as a child.
        child: bool,
        /// Whether the person is willing to be contacted. Gates contact; never gates the notice.
        police_contact: Known<bool>,
        /// Whether someone is in danger now.
        immediate_threat: bool,
        /// Where exploitation took place: it decides the force.
        places: ExploitationPlaces,
        /// The types of exploitation, by code.
        types: Vec<String>,
        /// Why it is sent.
        share: Message,
    },
    /// It was passed to a force.
    Passed {
        /// Code of the force.
        force: String,
    },
    /// The force acknowledged it.
    Acknowledged {
        /// The force's crime reference.
        crime_reference: String,
    },
}

impl journal::Event for Event {
    type Sealed = Words;
    const STREAM: StreamKind = StreamKind::PoliceNotice;

    fn kind(&self) -> &'static str {
        match self.fact {
            Fact::Queued { .. } => "police_notice.queued.v1",
            Fact::Passed { .. } => "police.passed.v1",
            Fact::Acknowledged { .. } => "police.acknowledged.v1",
        }
    }
}

/// Makes the notice that a referral owes.
pub fn queue(command: &Submit, reference: Reference, origin: &Origin, receiving: &str) -> Draft<Event> {
    let due = command.immediate_threat.then_some(command.received_on);
    let types = match &command.facts.exploitation_types {
        Known::Value(types) => types.iter().map(|t| t.code().to_owned()).collect(),
        Known::Missing(_) => Vec::new(),
    };
    Draft::clear(
        command.received_on,
        Event {
            fact: Fact::Queued {
                reference,
                referral_reference: origin.referral_reference,
                nation: command.nation,
                child: command.facts.age.treated_as_child(),
                police_contact: command.police_contact,
                immediate_threat: command.immediate_threat,
                places: command.facts.exploited_at.clone(),
                types,
                share: origin.message(
                    "referral_to_police",
                    "every referral is a report of a possible crime",
                    "police.notification",
                    "the force where exploitation took place",
                ),
            },
            duties: vec![DutyChange::opened(DutyKind::PassToPolice, receiving, due, "police.notification")],
        },
    )
}

/// Where a notice stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PoliceNotice {
    state: Option<State>,
    immediate_threat: bool,
    duties: OpenDuties,
}

/// The states of the police region.
#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    PassedPending,
    Passed { force: String },
    Acknowledged,
}

/// The commands of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Pass the notice to a force.
    Pass {
        /// Code of the force.
        force: String,
        /// The day.
        on: Date,
        /// Whether a reasonable grounds decision has been made: without one, only an immediate threat lets it pass.
        reasonable_grounds_decided: bool,
    },
    /// Acknowledge the notice.
    Acknowledge {
        /// The force's crime reference.
        crime_reference: String,
        /// The day.
        on: Date,
    },
}

impl PoliceNotice {
    /// The state's code in the state machine file.
    pub fn state_code(&self) -> &'static str {
        match self.state {
            None => "not_passed",
            Some(State::PassedPending) => "passed_pending",
            Some(State::Passed { .. }) => "passed",
            Some(State::Acknowledged) => "acknowledged",
        }
    }

    /// Folds one event.
    #[must_use]
    pub fn evolve(mut self, event: &Event) -> Self {
        self.duties.fold(&event.duties);
        self.state = Some(match &event.fact {
            Fact::Queued { immediate_threat, .. } => {
                self.immediate_threat = *immediate_threat;
                State::PassedPending
            }
            Fact::Passed { force } => State::Passed { force: force.clone() },
            Fact::Acknowledged { .. } => State::Acknowledged,
        });
        self
    }

    /// Decides a command.
    pub fn decide(&self, command: Command, context: &Context<'_>) -> Result<Vec<Draft<Event>>, Refusal> {
        match command {
            Command::Pass { force, on, reasonable_grounds_decided } => {
                permitted("pass_to_police", self.state_code(), on, context)?;
                context.not_in_the_future(on, "on")?;
                context.law.police_forces.recipient_on(&force, on)?;
                if !self.immediate_threat && !reasonable_grounds_decided {
                    return Err(Refusal::new(
                        "police.not_before_reasonable_grounds",
                        "Without an immediate threat a notice is passed after the reasonable grounds decision.",
                        "Decide first, or record the threat.",
                    )
                    .under("police.notification"));
                }
                let mut duties = self.duties.close(DutyKind::PassToPolice, "done");
                duties.push(DutyChange::opened(DutyKind::AcknowledgeNotice, &force, None, "police.notification"));
                Ok(vec![Draft::clear(on, Event { fact: Fact::Passed { force }, duties })])
            }
            Command::Acknowledge { crime_reference, on } => {
                permitted("acknowledge", self.state_code(), on, context)?;
                context.not_in_the_future(on, "on")?;
                given(&crime_reference, "crime_reference")?;
                if let Some(State::Passed { force }) = &self.state
                    && *force != context.actor.organisation
                {
                    return Err(Refusal::new(
                        "police.other_force",
                        "A notice is acknowledged by the force to which it was passed.",
                        "Sign in with a post of that force.",
                    )
                    .about("organisation"));
                }
                let duties = self.duties.close(DutyKind::AcknowledgeNotice, "done");
                Ok(vec![Draft::clear(on, Event { fact: Fact::Acknowledged { crime_reference }, duties })])
            }
        }
    }
}
