//! The duty-to-notify notification: an adult who did not consent to a referral.
//!
//! A different record from a referral, not a flag on one. It has no field that could hold a name, a date of birth, an
//! address, an account, or the name of an exploiter or of another victim (SI 2015/1743, Schedule 2): what the law
//! forbids cannot be entered. It is never added to the number of referrals (V-36).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    code_list::{CountryCode, ExploitationType, Sex},
    context::Context,
    duty::{DutyChange, DutyKind},
    facts::AgeAtReferral,
    journal::{self, Draft, StreamKind},
    known::Known,
    permitted::permitted,
    place::{Nation, Region},
    police_notice,
    reference::Reference,
    referral::Message,
    refusal::Refusal,
};

/// What happened to a notification, and the duties it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What happened.
    #[serde(flatten)]
    pub fact: Fact,
    /// The duties it opened and closed. Only events of the time before a notification queued a notice to the police have
    /// any: what is owed now, the notice owes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<DutyChange>,
}

/// What happened to a notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// It was recorded.
    Submitted {
        /// Its public reference.
        reference: Reference,
        /// The public authority that notifies.
        first_responder_organisation: String,
        /// The coarse facts that Schedule 1 asks for.
        notice: Notice,
    },
}

/// The facts of Schedule 1: coded values only, no text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Nation in which the person was met.
    pub nation: Nation,
    /// The day on which the person was met.
    pub encountered_on: Date,
    /// Sex.
    pub sex: Known<Sex>,
    /// Nationality.
    pub nationality: Known<CountryCode>,
    /// Whether the person was under 18 when exploitation began.
    pub child_when_it_began: Known<bool>,
    /// The regions where exploitation took place: no address, no town.
    pub exploited_in: Known<Vec<Region>>,
    /// Whether some of it took place overseas.
    pub exploited_overseas: Known<bool>,
    /// The types of exploitation.
    pub exploitation_types: Known<Vec<ExploitationType>>,
    /// Code of the force that was told, if one was.
    pub police_force: Known<String>,
}

/// A notification seals nothing, because it holds nothing to seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Nothing {}

impl journal::Event for Event {
    type Sealed = Nothing;
    const STREAM: StreamKind = StreamKind::Notification;

    fn kind(&self) -> &'static str {
        match self.fact {
            Fact::Submitted { .. } => "notification.submitted.v1",
        }
    }
}

/// The command: what a public authority notifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submit {
    /// Code of the organisation that notifies.
    pub first_responder_organisation: String,
    /// Adult; a child is referred, never notified.
    pub age: AgeAtReferral,
    /// The coarse facts.
    pub notice: Notice,
}

/// Decides a notification, and the notice to the police that it owes.
///
/// Refuses for a child or a person whose age is not sure (they are referred without consent), for an organisation
/// that is not under the duty on that day, and before the duty began.
pub fn submit(
    command: Submit,
    (reference, notice_reference): (Reference, Reference),
    context: &Context<'_>,
) -> Result<(Draft<Event>, Draft<police_notice::Event>), Refusal> {
    let Submit { first_responder_organisation, age, notice } = command;
    let on = notice.encountered_on;
    permitted("submit_dtn", "draft", on, context)?;
    context.not_in_the_future(on, "encountered_on")?;
    if age.treated_as_child() {
        return Err(Refusal::new(
            "notification.child",
            "A child, or a person whose age is not sure, is referred; consent is not asked.",
            "Submit a referral instead.",
        )
        .about("age")
        .under("consent.referral"));
    }
    let organisation =
        context.law.organisations.first_responder_organisation_on(&first_responder_organisation, notice.nation, on)?;
    if !organisation.must_notify_on(on) {
        return Err(Refusal::new(
            "notification.no_duty",
            format!("{} is not under the duty to notify in {} on {on}.", organisation.name, notice.nation.label()),
            "Offer advice and support; nothing is sent.",
        )
        .about("first_responder_organisation")
        .under("dtn.duty"));
    }
    check_codes(&notice, context)?;
    let queued = owed_notice(&notice, (notice_reference, reference), &first_responder_organisation, context)?;
    let fact = Fact::Submitted { reference, first_responder_organisation, notice };
    Ok((Draft::clear(on, Event { fact, duties: Vec::new() }), queued))
}

/// The notice to the police that a notification owes. There is no decision to wait for: it is due on the day it is made.
fn owed_notice(
    notice: &Notice,
    (reference, notification_reference): (Reference, Reference),
    from: &str,
    context: &Context<'_>,
) -> Result<Draft<police_notice::Event>, Refusal> {
    let on = notice.encountered_on;
    let receiving = context.receiving_authority_on(on)?;
    let share = Message {
        kind: "notification_to_police".to_owned(),
        purpose: "every notification is a report of a possible crime".to_owned(),
        basis: "police.notification".to_owned(),
        from: from.to_owned(),
        to: "the force where exploitation took place".to_owned(),
    };
    let fact = police_notice::Fact::QueuedWithoutIdentity {
        reference,
        notification_reference,
        nation: notice.nation,
        exploited_in: notice.exploited_in.clone(),
        exploited_overseas: notice.exploited_overseas,
        types: police_notice::codes(&notice.exploitation_types),
        force_told: notice.police_force.clone(),
        share,
    };
    let due = Some(context.today);
    let duties = vec![DutyChange::opened(DutyKind::PassToPolice, receiving, due, "police.notification")];
    Ok(Draft::clear(on, police_notice::Event { fact, duties }))
}

/// Refuses a code that no list knows: a text field of codes must not become a place for words.
fn check_codes(notice: &Notice, context: &Context<'_>) -> Result<(), Refusal> {
    let on = notice.encountered_on;
    if let Known::Value(force) = &notice.police_force {
        context.law.police_forces.recipient_on(force, on)?;
    }
    if let Known::Value(types) = &notice.exploitation_types {
        let list = &context.law.code_lists.exploitation_types;
        types.iter().try_for_each(|exploitation_type| list.find_on(exploitation_type.code(), on).map(|_| ()))?;
    }
    Ok(())
}
