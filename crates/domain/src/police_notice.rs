//! The notice to the police: a minimal message, queued by a referral or a notification and passed when the rule of that
//! date lets it, to each force where exploitation took place.
//!
//! This is the police region of a case, in its own compartment: a force sees what was passed and nothing else. A notice
//! that a notification queued names nobody: it is passed at once, and no force owes an answer to it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    code_list::ExploitationType,
    context::{Context, given},
    duty::{DutyChange, DutyKey, DutyKind, OpenDuties},
    journal::{self, Draft, StreamKind},
    known::Known,
    permitted::permitted,
    person::Words,
    place::{ExploitationPlaces, Nation, Region},
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
    /// The notice was made from a notification under the duty to notify, and waits to be passed.
    QueuedWithoutIdentity {
        /// Its public reference.
        reference: Reference,
        /// The notification it comes from.
        notification_reference: Reference,
        /// Nation in which the person was met.
        nation: Nation,
        /// The regions where exploitation took place.
        exploited_in: Known<Vec<Region>>,
        /// Whether some of it took place overseas.
        exploited_overseas: Known<bool>,
        /// The types of exploitation, by code.
        types: Vec<String>,
        /// Code of the force that was told already, if one was.
        force_told: Known<String>,
        /// Why it is sent.
        share: Message,
    },
    /// It was passed to a force; where it was passed to several, there is one of these for each.
    Passed {
        /// Code of the force.
        force: String,
    },
    /// A force acknowledged it.
    Acknowledged {
        /// Code of the force. Not in events of the time when a notice went to one force alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        force: Option<String>,
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
            Fact::QueuedWithoutIdentity { .. } => "police_notice.queued_without_identity.v1",
            Fact::Passed { .. } => "police.passed.v1",
            Fact::Acknowledged { .. } => "police.acknowledged.v1",
        }
    }
}

/// Makes the notice that a referral owes.
pub fn queue(command: &Submit, reference: Reference, origin: &Origin, receiving: &str) -> Draft<Event> {
    let due = command.immediate_threat.then_some(command.received_on);
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
                types: codes(&command.facts.exploitation_types),
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

/// The types of exploitation, as a notice has them.
pub(crate) fn codes(types: &Known<Vec<ExploitationType>>) -> Vec<String> {
    types.value().into_iter().flatten().map(|one| one.code().to_owned()).collect()
}

/// Where a notice stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PoliceNotice {
    state: Option<State>,
    without_identity: bool,
    immediate_threat: bool,
    duties: OpenDuties,
}

/// The states of the police region.
#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    PassedPending,
    /// With the forces that have not acknowledged it.
    Passed(BTreeSet<String>),
    PassedAnonymous,
    Acknowledged,
}

/// The commands of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Pass the notice to the forces.
    Pass {
        /// Codes of the forces, each of which is told.
        forces: Vec<String>,
        /// The day.
        on: Date,
        /// Whether a reasonable grounds decision has been made: without one, a notice of a referral passes only for an
        /// immediate threat.
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
            Some(State::Passed(_)) => "passed",
            Some(State::PassedAnonymous) => "passed_anonymous",
            Some(State::Acknowledged) => "acknowledged",
        }
    }

    /// Whether a force was passed the notice and has not acknowledged it.
    pub fn waits_for(&self, force: &str) -> bool {
        matches!(&self.state, Some(State::Passed(waiting)) if waiting.contains(force))
    }

    /// Whether it is passed only after a reasonable grounds decision: unless somebody is in danger now, or nobody is named.
    pub fn follows_the_decision(&self) -> bool {
        !self.without_identity && !self.immediate_threat
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
            Fact::QueuedWithoutIdentity { .. } => {
                self.without_identity = true;
                State::PassedPending
            }
            Fact::Passed { .. } if self.without_identity => State::PassedAnonymous,
            Fact::Passed { force } => {
                let mut waiting = self.waiting();
                waiting.insert(force.clone());
                State::Passed(waiting)
            }
            Fact::Acknowledged { force, .. } => {
                let mut waiting = self.waiting();
                waiting.retain(|one| force.as_ref().is_some_and(|force| one != force));
                if waiting.is_empty() { State::Acknowledged } else { State::Passed(waiting) }
            }
        });
        self
    }

    fn waiting(&self) -> BTreeSet<String> {
        match &self.state {
            Some(State::Passed(waiting)) => waiting.clone(),
            _ => BTreeSet::new(),
        }
    }

    /// Decides a command.
    pub fn decide(&self, command: Command, context: &Context<'_>) -> Result<Vec<Draft<Event>>, Refusal> {
        match command {
            Command::Pass { forces, on, reasonable_grounds_decided } => {
                self.pass(&forces, (on, reasonable_grounds_decided), context)
            }
            Command::Acknowledge { crime_reference, on } => self.acknowledge(crime_reference, on, context),
        }
    }

    /// One event for each force, in the order given; the first closes the duty of whoever passes it on.
    fn pass(
        &self,
        forces: &[String],
        (on, reasonable_grounds_decided): (Date, bool),
        context: &Context<'_>,
    ) -> Result<Vec<Draft<Event>>, Refusal> {
        let step = if self.without_identity { "pass_anonymously" } else { "pass_to_police" };
        permitted(step, self.state_code(), on, context)?;
        context.not_in_the_future(on, "on")?;
        if forces.is_empty() {
            return Err(Refusal::new("police.no_force", "No force is chosen.", "Choose the force.").about("force"));
        }
        if self.follows_the_decision() && !reasonable_grounds_decided {
            return Err(Refusal::new(
                "police.not_before_reasonable_grounds",
                "Without an immediate threat a notice is passed after the reasonable grounds decision.",
                "Decide first, or record the threat.",
            )
            .under("police.notification"));
        }
        let mut told = BTreeSet::new();
        let mut drafts = Vec::new();
        for force in forces {
            context.law.police_forces.recipient_on(force, on)?;
            if !told.insert(force) {
                continue;
            }
            let mut duties = Vec::new();
            if drafts.is_empty() {
                duties = self.duties.close(DutyKind::PassToPolice, "done");
            }
            if !self.without_identity {
                let key = DutyKey { kind: DutyKind::AcknowledgeNotice, subject: force.clone() };
                duties.push(DutyChange::opened(key, force, None, "police.notification"));
            }
            drafts.push(Draft::clear(on, Event { fact: Fact::Passed { force: force.clone() }, duties }));
        }
        Ok(drafts)
    }

    fn acknowledge(
        &self,
        crime_reference: String,
        on: Date,
        context: &Context<'_>,
    ) -> Result<Vec<Draft<Event>>, Refusal> {
        permitted("acknowledge", self.state_code(), on, context)?;
        context.not_in_the_future(on, "on")?;
        given(&crime_reference, "crime_reference")?;
        let force = &context.actor.organisation;
        if !self.waits_for(force) {
            return Err(Refusal::new(
                "police.other_force",
                "A notice is acknowledged by a force to which it was passed, once.",
                "Sign in with a post of a force that has not acknowledged it.",
            )
            .about("organisation"));
        }
        let owed = |key: &&DutyKey| {
            key.kind == DutyKind::AcknowledgeNotice && (key.subject.is_empty() || key.subject == *force)
        };
        let duties = self.duties.iter().filter(owed).map(|key| DutyChange::closed(key.clone(), "done")).collect();
        Ok(vec![Draft::clear(
            on,
            Event { fact: Fact::Acknowledged { force: Some(force.clone()), crime_reference }, duties },
        )])
    }
}

#[cfg(test)]
mod tests;
