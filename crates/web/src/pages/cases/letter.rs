//! A letter about a decision, ready to print; and that it was sent.

use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use manumit_app::{
    AppError,
    case::{self, Letter, LetterKind, Recipient},
};
use manumit_domain::{
    actor::Role,
    case::{LetterWay, Outcome},
    refusal::Refusal,
};
use minijinja::{Value, context};
use serde::Deserialize;

use super::{command::nothing_chosen, or_failure, reference, wording};
use crate::{
    Language, Site, TemplateError, Texts, asked,
    failure::Failure,
    filled::{Filled, Sent},
    language::mark,
    render::broken,
    visitor::Visitor,
};

/// In which language somebody asks for a letter.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    language: String,
}

/// The language with a code; English, if it is none: a letter is Welsh when somebody chose that, whatever language they
/// read the pages in.
fn language(code: &str) -> Language {
    Language::find(code).unwrap_or_default()
}

/// Shows it.
pub(super) async fn show(
    site: Site,
    visitor: Visitor,
    Path((text, version)): Path<(String, u64)>,
    Query(asked): Query<Asked>,
) -> Response {
    let letter = (text.as_str(), version, language(&asked.language));
    let made = page(&site, &visitor, letter, (&Filled::default(), None)).await;
    or_failure(&site, &visitor, made)
}

/// Records that it was sent.
pub(super) async fn sent(
    site: Site,
    Path((text, version)): Path<(String, String)>,
    Sent { visitor, form }: Sent,
) -> Response {
    let made = async {
        let version = version.parse().map_err(|_| AppError::NotFound { reference: String::new() })?;
        record(&site, &visitor, (&text, version), &form).await
    };
    or_failure(&site, &visitor, made.await)
}

async fn record(
    site: &Site,
    visitor: &Visitor,
    (text, version): (&str, u64),
    form: &Filled,
) -> Result<Response, Failure> {
    let caller = visitor.caller("record that a letter was sent");
    // The form says in which language the letter stood above it.
    let written = language(form.text("language"));
    let reference = reference(text)?;
    let read = || {
        let way = LetterWay::find(form.text("way")).ok_or_else(|| nothing_chosen("way"))?;
        Ok::<_, Refusal>((asked::day(form, "on", caller.today()?)?, way, written))
    };
    let letter = (&reference, version);
    let recorded = match read() {
        Ok(sending) => case::record_letter(&site.office, &caller, letter, sending).await.map_err(Failure::from),
        Err(refusal) => Err(refusal.into()),
    };
    match recorded {
        Ok(()) => Ok(Redirect::to(&format!("/cases/{reference}")).into_response()),
        Err(failure) => {
            let refusal = failure.refusal()?;
            if refusal.code == "access.not_yours" {
                return Err(refusal.into());
            }
            page(site, visitor, (text, version, written), (form, Some(&refusal))).await
        }
    }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    (text, version, language): (&str, u64, Language),
    (form, refusal): (&Filled, Option<&Refusal>),
) -> Result<Response, Failure> {
    let caller = visitor.caller("letter about a decision");
    let letter = case::letter(&site.office, &caller, (&reference(text)?, version)).await?;
    let (texts, law) = (site.texts(), site.office.law());
    let today = caller.today()?;
    let sent = letter.sent.iter().map(|sending| {
        context! {
            on => texts.day(sending.on),
            way => wording::way(texts, sending.way),
            language => mark(sending.language, sending.language.name()),
            by => wording::post(texts, law, &sending.by),
        }
    });
    let ways = LetterWay::ALL.map(|way| {
        context! { value => way.code(), text => wording::way(texts, way), checked => form.text("way") == way.code() }
    });
    let words = match words(site, &letter, (language, today)) {
        Ok(words) => words,
        Err(error) => return Ok(broken(&error)),
    };
    let choices = Language::ALL.map(|one| {
        context! { code => one.code(), name => one.name(), chosen => one == language }
    });
    let with = context! {
        reference => letter.reference.to_string(),
        version,
        words,
        written_in => language.code(),
        choices => choices.to_vec(),
        draft => language == Language::Welsh,
        child => letter.child,
        recipient => recipient(texts, &letter, |code| law.organisation_name(code).to_owned()),
        sent => sent.collect::<Vec<_>>(),
        may_record => letter.may_record,
        ways => ways.to_vec(),
        day_sent => asked::shown(today),
        typed => form.typed(),
        refused => texts.told(refusal),
    };
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(site.page(status, "cases_letter.html", Some(visitor), with))
}

/// The words of the letter, in its own language.
fn words(site: &Site, letter: &Letter, (language, today): (Language, Date)) -> Result<Value, TemplateError> {
    let day = |date| site.templates.texts(language).day(date);
    let with = context! {
        reference => letter.reference.to_string(),
        authority => site.office.law().organisation_name(&letter.authority),
        on => day(letter.on),
        today => day(today),
        told => code(letter.told),
        child => letter.child,
        passes_on => matches!(letter.recipient, Recipient::FirstResponder(_)),
        conclusive_grounds_from => letter.conclusive_grounds_from.map(day),
        reconsider_until => letter.reconsider_until.map(day),
    };
    site.templates.fill(language, "cases_letter_words.html", with).map(Value::from_safe_string)
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
