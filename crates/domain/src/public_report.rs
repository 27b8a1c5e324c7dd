//! The report from the public: a worry, told without an account and, if its sender wishes, without a name.
//!
//! It opens no case and names no victim to anybody: it goes to the force of the place, which looks at it and says what
//! comes of it. Everything that was written is sealed; in clear stands only what a queue needs.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    actor::Role,
    context::{Context, given},
    duty::{DutyChange, DutyKind, OpenDuties},
    journal::{self, Draft, StreamKind},
    person::Words,
    place::PoliceForceKind,
    reference::Reference,
    refusal::Refusal,
};

/// The most characters of one answer: several pages, so that nobody is cut off in the middle of what they saw.
pub const LONGEST: usize = 10_000;

/// What happened to a report, and the duties it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What happened.
    #[serde(flatten)]
    pub fact: Fact,
    /// The duties it opened and closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<DutyChange>,
}

/// What happened to a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// Somebody sent it.
    Received {
        /// Its public reference, told to the sender.
        reference: Reference,
        /// Code of the force that receives it.
        force: String,
        /// Whether the sender said where; if not, a force of the whole country receives it.
        place_known: bool,
        /// Whether the sender says that somebody is in danger now.
        danger_now: bool,
        /// Whether the sender left a way to reach them.
        can_be_reached: bool,
    },
    /// It was passed on to the force whose place it is.
    PassedOn {
        /// Code of the force.
        force: String,
    },
    /// Somebody looked at it and said what comes of it.
    Triaged {
        /// What comes of it.
        outcome: Outcome,
    },
}

/// What comes of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A crime or intelligence record was made in the force's own system.
    RecordMade,
    /// It is about something that the force is acting on already.
    KnownAlready,
    /// It does not say enough to act on.
    NotEnough,
    /// It is about something else, and was sent to whoever deals with that.
    AnotherMatter,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::RecordMade, Self::KnownAlready, Self::NotEnough, Self::AnotherMatter];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::RecordMade => "record_made",
            Self::KnownAlready => "known_already",
            Self::NotEnough => "not_enough",
            Self::AnotherMatter => "another_matter",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::RecordMade => "A crime or intelligence record was made",
            Self::KnownAlready => "The force is acting on this already",
            Self::NotEnough => "It does not say enough to act on",
            Self::AnotherMatter => "It is about something else, and was sent on",
        }
    }

    /// The outcome with a code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// What is sealed: the words of the sender, or of whoever looked at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sealed {
    /// What the sender told.
    Told(Told),
    /// A remark, in words.
    Note(Words),
}

/// What the sender told, as typed. The address from which it came is not part of it, and is kept nowhere.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Told {
    /// What was seen or heard.
    pub what: String,
    /// Where.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// When, and whether it goes on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub when: String,
    /// People, vehicles, businesses, telephone numbers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// How to reach the sender, if they wish.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reach: String,
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Told(not shown)")
    }
}

impl journal::Event for Event {
    type Sealed = Sealed;
    const STREAM: StreamKind = StreamKind::PublicReport;

    fn kind(&self) -> &'static str {
        match self.fact {
            Fact::Received { .. } => "public_report.received.v1",
            Fact::PassedOn { .. } => "public_report.passed_on.v1",
            Fact::Triaged { .. } => "public_report.triaged.v1",
        }
    }
}

/// The command: a report as its sender sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submit {
    /// What was told.
    pub told: Told,
    /// Code of the force of the place, if the sender chose one.
    pub force: Option<String>,
    /// Whether somebody is in danger now.
    pub danger_now: bool,
}

/// Decides a report: it needs words and nothing else.
///
/// # Errors
/// Refused if nothing is written, an answer is longer than [`LONGEST`], or the force cannot receive it.
pub fn submit(command: Submit, reference: Reference, context: &Context<'_>) -> Result<Draft<Event>, Refusal> {
    let Submit { told, force, danger_now } = command;
    if told.what.trim().is_empty() {
        return Err(Refusal::new(
            "public_report.empty",
            "Nothing is written about what you saw or heard.",
            "Write a few words. You need not be sure.",
        )
        .about("what"));
    }
    let answers = [
        ("what", &told.what),
        ("place", &told.place),
        ("when", &told.when),
        ("who", &told.who),
        ("reach", &told.reach),
    ];
    for (field, answer) in answers {
        let length = answer.chars().count();
        if length > LONGEST {
            return Err(Refusal::new(
                "public_report.too_long",
                format!("This answer has {length} characters; there is room for {LONGEST}."),
                "Shorten it, or call 101 and tell the rest.",
            )
            .about(field));
        }
    }
    let place_known = force.is_some();
    let force = match &force {
        Some(code) => context.law.police_forces.recipient_on(code, context.today)?.code.clone(),
        None => force_of_the_country(context)?.to_owned(),
    };
    let due = danger_now.then_some(context.today);
    let duties = vec![DutyChange::opened(DutyKind::TriageReport, &force, due, "asked")];
    let can_be_reached = !told.reach.trim().is_empty();
    let fact = Fact::Received { reference, force, place_known, danger_now, can_be_reached };
    Ok(Draft::sealed(context.today, Event { fact, duties }, Sealed::Told(told)))
}

/// The force that receives a report without a place: the agency of the whole country in being on the day.
fn force_of_the_country<'a>(context: &Context<'a>) -> Result<&'a str, Refusal> {
    let forces = &context.law.police_forces;
    let agency = forces.iter().find(|force| force.kind == PoliceForceKind::Agency && force.exists_on(context.today));
    agency.map(|force| force.code.as_str()).ok_or_else(|| {
        Refusal::new(
            "public_report.no_receiver",
            "No agency receives reports without a place on this day.",
            "Choose the police area nearest to what you saw.",
        )
        .about("force")
    })
}

/// Where a report stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicReport {
    force: String,
    outcome: Option<Outcome>,
    duties: OpenDuties,
}

/// The commands of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Pass it on to the force whose place it is.
    PassOn {
        /// Code of the force.
        force: String,
    },
    /// Say what comes of it.
    Triage {
        /// What comes of it.
        outcome: Outcome,
        /// Why, in words: required.
        note: Words,
    },
}

impl PublicReport {
    /// Code of the force that holds it.
    pub fn force(&self) -> &str {
        &self.force
    }

    /// What came of it; none while nobody has said.
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }

    /// Folds one event.
    #[must_use]
    pub fn evolve(mut self, event: &Event) -> Self {
        self.duties.fold(&event.duties);
        match &event.fact {
            Fact::Received { force, .. } | Fact::PassedOn { force } => self.force.clone_from(force),
            Fact::Triaged { outcome } => self.outcome = Some(*outcome),
        }
        self
    }

    /// Decides a command.
    ///
    /// # Errors
    /// Refused for another role or force, when it was looked at already, or without words.
    pub fn decide(&self, command: Command, context: &Context<'_>) -> Result<Vec<Draft<Event>>, Refusal> {
        self.check(context)?;
        let on = context.today;
        match command {
            Command::PassOn { force } => {
                if force == self.force {
                    return Err(Refusal::new(
                        "public_report.same_force",
                        "The report is with this force already.",
                        "Choose another force, or say what comes of it.",
                    )
                    .about("force"));
                }
                context.law.police_forces.recipient_on(&force, on)?;
                let mut duties = self.duties.close(DutyKind::TriageReport, "passed on");
                duties.push(DutyChange::opened(DutyKind::TriageReport, &force, None, "asked"));
                Ok(vec![Draft::clear(on, Event { fact: Fact::PassedOn { force }, duties })])
            }
            Command::Triage { outcome, note } => {
                given(&note.0, "note")?;
                let duties = self.duties.close(DutyKind::TriageReport, "done");
                Ok(vec![Draft::sealed(on, Event { fact: Fact::Triaged { outcome }, duties }, Sealed::Note(note))])
            }
        }
    }

    fn check(&self, context: &Context<'_>) -> Result<(), Refusal> {
        if context.actor.role != Role::PoliceReceiver || context.actor.organisation != self.force {
            return Err(Refusal::new(
                "public_report.other_force",
                "A report is looked at by the point of contact of the force that holds it.",
                "Sign in with that post.",
            )
            .about("organisation"));
        }
        if self.outcome.is_some() {
            return Err(Refusal::new(
                "public_report.done",
                "Somebody said already what comes of this report.",
                "Look at it again.",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
