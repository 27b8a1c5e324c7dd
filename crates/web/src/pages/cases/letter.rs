//! A letter about a decision, ready to print.

use axum::{extract::Path, response::Response};
use manumit_app::case::{self, Letter, LetterKind, Recipient};
use manumit_domain::{actor::Role, case::Outcome};
use minijinja::{Value, context};

use super::{or_failure, reference};
use crate::{Site, Texts, failure::Failure, visitor::Visitor, written::day};

/// Shows it.
pub(super) async fn show(site: Site, visitor: Visitor, Path((text, version)): Path<(String, u64)>) -> Response {
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
        recipient => recipient(site.texts(), &letter, |code| law.organisation_name(code).to_owned()),
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
fn recipient(texts: &Texts, letter: &Letter, named: impl Fn(&str) -> String) -> Value {
    match &letter.recipient {
        Recipient::Person(Some(channel)) => context! {
            to => texts.role(Role::Survivor), by => channel.channel.as_str(), at => channel.detail.as_str(),
            conditions => channel.conditions.as_str(), person => true,
        },
        Recipient::Person(None) => context! { to => texts.role(Role::Survivor), kept => true, person => true },
        Recipient::Named(Some((name, at))) => context! { to => name.as_str(), at => at.as_str() },
        Recipient::Named(None) => context! { to => texts.text("case-letter-to-named"), kept => true },
        Recipient::ChildrensServices(Some(contact)) => {
            context! { to => texts.role(Role::LocalAuthority), at => contact.as_str() }
        }
        Recipient::ChildrensServices(None) => context! { to => texts.role(Role::LocalAuthority), kept => true },
        Recipient::FirstResponder(organisation) => context! { to => named(organisation), passes_on => true },
    }
}
