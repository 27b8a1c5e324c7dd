//! The request for support: the support region of a case, in its own compartment.
//!
//! Support is by consent, separate from consent to the referral, and never depends on acting as a witness.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    context::{Context, given},
    duty::{DutyChange, DutyKind, OpenDuties},
    journal::{self, Draft, StreamKind},
    permitted::permitted,
    person::{ContactChannel, Words},
    place::Nation,
    reference::Reference,
    referral::{Message, Origin, Submit},
    refusal::Refusal,
};

/// What happened to a request, and the duties it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What happened.
    #[serde(flatten)]
    pub fact: Fact,
    /// The duties it opened and closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<DutyChange>,
}

/// What happened to a request for support.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// The first responder passed on that support is wanted.
    Requested {
        /// Its public reference.
        reference: Reference,
        /// The referral it comes from.
        referral_reference: Reference,
        /// Nation in which the referral was made.
        nation: Nation,
        /// Whether the person is treated as a child.
        child: bool,
        /// Why it is sent.
        share: Message,
    },
    /// The person did not feel able to accept support at this time.
    Declined,
    /// Emergency support began before the reasonable grounds decision.
    EmergencyStarted,
    /// It was looked at and support cannot begin: with the reason, so that nobody is simply left out (AT32).
    NotSupported {
        /// Reason code of the state machine file.
        reason: String,
    },
    /// The ways to reach the person were gone through with them (V-19).
    ContactChecked,
    /// Support began.
    Started {
        /// Code of the provider.
        provider: String,
    },
    /// A decision was served, and the person prepares to move on.
    MoveOnStarted {
        /// When funded support ends, by the rule of the nation and outcome.
        ends_on: Date,
    },
    /// The person left support.
    Exited {
        /// Reason code of the state machine file.
        reason: String,
    },
}

/// What is sealed: the safe contact, or words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sealed {
    /// Ways to reach the person safely.
    Contact(Vec<ContactChannel>),
    /// Needs, risk and onward safety, in words.
    Note(Words),
}

impl journal::Event for Event {
    type Sealed = Sealed;
    const STREAM: StreamKind = StreamKind::SupportRequest;

    fn kind(&self) -> &'static str {
        match self.fact {
            Fact::Requested { .. } => "support.requested.v1",
            Fact::Declined => "support.declined.v1",
            Fact::EmergencyStarted => "support.emergency_started.v1",
            Fact::NotSupported { .. } => "support.not_supported.v1",
            Fact::ContactChecked => "support.contact_checked.v1",
            Fact::Started { .. } => "support.started.v1",
            Fact::MoveOnStarted { .. } => "support.move_on_started.v1",
            Fact::Exited { .. } => "support.exited.v1",
        }
    }
}

/// Makes the request that a referral owes when an adult wants support.
pub fn request(
    command: &Submit,
    reference: Reference,
    origin: &Origin,
    context: &Context<'_>,
) -> Result<Draft<Event>, Refusal> {
    let prime = context.support_intake_on(command.nation, command.received_on)?;
    Ok(Draft::sealed(
        command.received_on,
        Event {
            fact: Fact::Requested {
                reference,
                referral_reference: origin.referral_reference,
                nation: command.nation,
                child: command.facts.age.treated_as_child(),
                share: origin.message(
                    "referral_to_support",
                    "the person wants support: safe contact only",
                    "support.pre_rg_emergency",
                    prime,
                ),
            },
            duties: vec![DutyChange::opened(
                DutyKind::OfferSupport,
                prime,
                Some(command.received_on),
                "support.pre_rg_emergency",
            )],
        },
        Sealed::Contact(command.particulars.contact.clone()),
    ))
}

/// Where a request for support stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupportRequest {
    state: State,
    duties: OpenDuties,
}

/// The states of the support region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    NotOffered,
    Declined,
    NotSupported,
    Emergency,
    Active,
    MoveOn,
    Exited,
}

/// The commands of a request for support.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The person did not feel able to accept support at this time.
    Decline {
        /// The day.
        on: Date,
    },
    /// Record that support cannot begin, and why.
    RecordNotSupported {
        /// Reason code of the state machine file.
        reason: String,
        /// The day.
        on: Date,
    },
    /// Record the ways to reach the person, as gone through with them.
    CheckContact {
        /// Every way there is, the unsafe ones too.
        channels: Vec<ContactChannel>,
        /// The day.
        on: Date,
    },
    /// Begin emergency support.
    StartEmergency {
        /// Whether the adult consented to support: a consent of its own.
        consent_to_support: bool,
        /// Whether an assessment found the person destitute or at risk.
        destitute_or_at_risk: bool,
        /// The day.
        on: Date,
    },
    /// Begin support.
    Start {
        /// Code of the provider.
        provider: String,
        /// Whether the adult consented to support: a consent of its own.
        consent_to_support: bool,
        /// Whether there is a positive reasonable grounds decision.
        reasonable_grounds_positive: bool,
        /// The day.
        on: Date,
    },
    /// Prepare to move on, after a decision was served.
    StartMoveOn {
        /// Whether a decision that ends the period before it was served.
        decision_served: bool,
        /// When funded support ends.
        ends_on: Date,
        /// The day.
        on: Date,
    },
    /// Leave support.
    Exit {
        /// Reason code of the state machine file.
        reason: String,
        /// Risk and onward safety, in words: required.
        onward_safety: Words,
        /// The day.
        on: Date,
    },
}

impl SupportRequest {
    /// The state's code in the state machine file.
    pub fn state_code(&self) -> &'static str {
        match self.state {
            State::NotOffered => "not_offered",
            State::Declined => "declined",
            State::NotSupported => "not_supported",
            State::Emergency => "emergency",
            State::Active => "active",
            State::MoveOn => "move_on",
            State::Exited => "exited",
        }
    }

    /// Folds one event.
    #[must_use]
    pub fn evolve(mut self, event: &Event) -> Self {
        self.duties.fold(&event.duties);
        self.state = match event.fact {
            Fact::ContactChecked => self.state,
            Fact::Requested { .. } => State::NotOffered,
            Fact::Declined => State::Declined,
            Fact::NotSupported { .. } => State::NotSupported,
            Fact::EmergencyStarted => State::Emergency,
            Fact::Started { .. } => State::Active,
            Fact::MoveOnStarted { .. } => State::MoveOn,
            Fact::Exited { .. } => State::Exited,
        };
        self
    }

    /// Decides a command.
    pub fn decide(&self, command: Command, context: &Context<'_>) -> Result<Vec<Draft<Event>>, Refusal> {
        match command {
            Command::Decline { on } => {
                self.check("support_decline", on, context)?;
                self.record(on, Fact::Declined, self.duties.close(DutyKind::OfferSupport, "not accepted at this time"))
            }
            Command::RecordNotSupported { reason, on } => {
                self.check("support_not_supported", on, context)?;
                let known = context.law.state_machine.reason("not_supported", &reason);
                if known.is_none_or(|known| !known.in_force_on(on)) {
                    return Err(Refusal::new(
                        "support.unknown_reason",
                        format!("{reason:?} is not a reason for which support cannot begin."),
                        "Use a reason of the state machine file.",
                    )
                    .about("reason"));
                }
                self.record(
                    on,
                    Fact::NotSupported { reason },
                    self.duties.close(DutyKind::OfferSupport, "not supported"),
                )
            }
            Command::CheckContact { channels, on } => {
                self.check("support_check_contact", on, context)?;
                for channel in &channels {
                    given(&channel.channel, "channel")?;
                    given(&channel.detail, "detail")?;
                }
                let event = Event { fact: Fact::ContactChecked, duties: Vec::new() };
                Ok(vec![Draft::sealed(on, event, Sealed::Contact(channels))])
            }
            Command::StartEmergency { consent_to_support, destitute_or_at_risk, on } => {
                self.check("support_emergency", on, context)?;
                consented(consent_to_support)?;
                if !destitute_or_at_risk {
                    return Err(Refusal::new(
                        "support.not_assessed",
                        "Emergency support is for somebody whom an assessment finds destitute or at risk.",
                        "Assess it with the person; without it, support begins at a positive decision.",
                    )
                    .about("destitute_or_at_risk")
                    .under("support.pre_rg_emergency"));
                }
                self.record(on, Fact::EmergencyStarted, self.duties.close(DutyKind::OfferSupport, "done"))
            }
            Command::Start { provider, consent_to_support, reasonable_grounds_positive, on } => {
                self.check("support_start", on, context)?;
                consented(consent_to_support)?;
                if !reasonable_grounds_positive && self.state != State::Emergency {
                    return Err(Refusal::new(
                        "support.no_positive_decision",
                        "There is no positive reasonable grounds decision yet.",
                        "If the person is destitute or at risk, start emergency support.",
                    )
                    .under("support.pre_rg_emergency"));
                }
                if context.law.organisations.find_support_provider(&provider).is_none() {
                    return Err(Refusal::new(
                        "support.unknown_provider",
                        format!("There is no support provider with the code {provider:?}."),
                        "Use a code of the directory.",
                    )
                    .about("provider"));
                }
                self.record(on, Fact::Started { provider }, self.duties.close(DutyKind::OfferSupport, "done"))
            }
            Command::StartMoveOn { decision_served, ends_on, on } => {
                self.check("support_move_on", on, context)?;
                if !decision_served {
                    return Err(Refusal::new(
                        "support.no_decision_served",
                        "No decision that ends this period of support has been served.",
                        "Go on with support; the authority tells the provider when it decides.",
                    )
                    .under("support.pre_cg"));
                }
                context.not_before(ends_on, on, "ends_on")?;
                let owner = context.actor.organisation.as_str();
                let duty = DutyChange::opened(DutyKind::PlanMoveOn, owner, Some(ends_on), "support.post_decision");
                self.record(on, Fact::MoveOnStarted { ends_on }, vec![duty])
            }
            Command::Exit { reason, onward_safety, on } => {
                self.check("support_exit", on, context)?;
                given(&onward_safety.0, "onward_safety")?;
                if context.law.state_machine.exit_reason(&reason).is_none() {
                    return Err(Refusal::new(
                        "support.unknown_exit_reason",
                        format!("{reason:?} is not a reason for leaving support."),
                        "Use a reason of the state machine file.",
                    )
                    .about("reason"));
                }
                let event = Event { fact: Fact::Exited { reason }, duties: self.duties.close_all("done") };
                Ok(vec![Draft::sealed(on, event, Sealed::Note(onward_safety))])
            }
        }
    }

    fn check(&self, step: &'static str, on: Date, context: &Context<'_>) -> Result<(), Refusal> {
        permitted(step, self.state_code(), on, context)?;
        context.not_in_the_future(on, "on")
    }

    #[expect(clippy::unnecessary_wraps, reason = "ends every arm of decide")]
    fn record(&self, on: Date, fact: Fact, duties: Vec<DutyChange>) -> Result<Vec<Draft<Event>>, Refusal> {
        Ok(vec![Draft::clear(on, Event { fact, duties })])
    }
}

fn consented(consent_to_support: bool) -> Result<(), Refusal> {
    if consent_to_support {
        return Ok(());
    }
    Err(Refusal::new(
        "support.no_consent",
        "Support begins only with the adult's own consent to support.",
        "Ask, in the person's language; if not now, record that they did not feel able to accept support at this time.",
    )
    .about("consent_to_support"))
}
