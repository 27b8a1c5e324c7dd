//! A letter about a decision, ready to print.

use axum::{
    extract::{Path, State},
    response::Response,
};
use manumit_app::case::{self, Letter, LetterKind, Recipient};
use manumit_domain::case::Outcome;
use minijinja::{Value, context};

use super::{or_failure, reference};
use crate::{Site, failure::Failure, visitor::Visitor, written::day};

/// Shows it.
pub(super) async fn show(
    State(site): State<Site>,
    visitor: Visitor,
    Path((text, version)): Path<(String, u64)>,
) -> Response {
    let made = content(&site, &visitor, (&text, version)).await;
    or_failure(&site, &visitor, made.map(|with| site.show("cases_letter.html", &visitor, with)))
}

async fn content(site: &Site, visitor: &Visitor, (text, version): (&str, u64)) -> Result<Value, Failure> {
    let caller = visitor.caller("letter about a decision");
    let letter = case::letter(&site.office, &caller, (&reference(text)?, version)).await?;
    let law = site.office.law();
    Ok(context! {
        reference => letter.reference.to_string(),
        authority => law.organisation_name(&letter.authority),
        on => day(letter.on),
        today => day(caller.today()?),
        told => code(letter.told),
        child => letter.child,
        conclusive_grounds_from => letter.conclusive_grounds_from.map(day),
        reconsider_until => letter.reconsider_until.map(day),
        recipient => recipient(&letter, |code| law.organisation_name(code).to_owned()),
    })
}

fn code(told: LetterKind) -> &'static str {
    match told {
        LetterKind::ReasonableGrounds(Outcome::Positive) => "reasonable_grounds_positive",
        LetterKind::ReasonableGrounds(Outcome::Negative) => "reasonable_grounds_negative",
        LetterKind::ConclusiveGrounds(Outcome::Positive) => "conclusive_grounds_positive",
        LetterKind::ConclusiveGrounds(Outcome::Negative) => "conclusive_grounds_negative",
        LetterKind::Reconsidered => "reconsidered",
        LetterKind::NotReconsidered => "not_reconsidered",
        LetterKind::Reallocated => "reallocated",
    }
}

/// To whom it goes, how, and under which conditions.
fn recipient(letter: &Letter, named: impl Fn(&str) -> String) -> Value {
    match &letter.recipient {
        Recipient::Person(Some(channel)) => context! {
            to => "The person", by => channel.channel.as_str(), at => channel.detail.as_str(),
            conditions => channel.conditions.as_str(), person => true,
        },
        Recipient::Person(None) => context! { to => "The person", kept => true, person => true },
        Recipient::Named(Some((name, at))) => context! { to => name.as_str(), at => at.as_str() },
        Recipient::Named(None) => context! { to => "Whoever the person named to receive the decision", kept => true },
        Recipient::ChildrensServices(Some(contact)) => {
            context! { to => "Children's services", at => contact.as_str() }
        }
        Recipient::ChildrensServices(None) => context! { to => "Children's services", kept => true },
        Recipient::FirstResponder(organisation) => context! { to => named(organisation), passes_on => true },
    }
}
