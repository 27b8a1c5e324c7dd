//! Opening a case: the first event, made from the share of a referral.

use super::event::{Event, Fact, Sealed};
use crate::{
    clock,
    context::Context,
    duty::{DutyChange, DutyKind},
    journal::Draft,
    reference::Reference,
    referral::{Origin, Submit},
    refusal::Refusal,
};

/// Makes the first event of a case: the share of a referral with the competent authority.
///
/// The duty to screen it is due when the reasonable grounds decision is (rule `rg.target`): the law gives screening no
/// time of its own.
pub fn open(
    command: &Submit,
    reference: Reference,
    origin: &Origin,
    receiving: &str,
    context: &Context<'_>,
) -> Result<Draft<Event>, Refusal> {
    let target =
        clock::reasonable_grounds_target(context.law, command.received_on, context.law.division_for_authority())?;
    let fact = Fact::Opened {
        reference,
        referral: origin.referral,
        referral_reference: origin.referral_reference,
        received_on: command.received_on,
        nation: command.nation,
        first_responder_organisation: command.first_responder_organisation.clone(),
        receiving_authority: receiving.to_owned(),
        facts: Box::new(command.facts.clone()),
        immediate_threat: command.immediate_threat,
        share: origin.message(
            "referral_to_competent_authority",
            "to decide whether there are reasonable grounds",
            "consent.referral",
            receiving,
        ),
    };
    let duties = vec![DutyChange::opened(DutyKind::ScreenReferral, receiving, Some(target.due), "rg.target")];
    let sealed =
        Sealed::Person { identity: command.particulars.identity.clone(), account: command.particulars.account.clone() };
    Ok(Draft::sealed(command.received_on, Event { fact, duties }, sealed))
}
