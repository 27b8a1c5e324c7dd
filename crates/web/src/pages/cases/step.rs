//! One step on a case: its form, and what comes of sending it.
//!
//! A form carries the version of the case that was shown. If somebody else took a step meanwhile, nothing is recorded:
//! the form comes back with what changed above it and what was typed in it.

use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use manumit_app::{
    Caller,
    case::{self, CaseFile, Offer},
};
use manumit_domain::{access_matrix::DataClass, case::Fact, reference::Reference, refusal::Refusal};
use minijinja::context;

use super::{command::Reading, field::Field, file::entry, form::Making, or_failure, reference, wording};
use crate::{
    Language, Site,
    failure::Failure,
    filled::{Filled, Sent},
    visitor::Visitor,
};

/// The name of the field that carries the version that was shown.
const SEEN: &str = "seen";

/// What stands in the way of a step.
enum Trouble {
    /// The rules say no.
    Refused(Refusal),
    /// The case moved on since this version.
    Moved(u64),
}

/// Shows the form.
pub(super) async fn show(
    site: Site,
    visitor: Visitor,
    Path((text, step)): Path<(String, String)>,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    let form = Filled(query.into_iter().filter(|(name, _)| name == "what").collect());
    let made = page(&site, &visitor, (&text, &step), (&form, None)).await;
    or_failure(&site, &visitor, made)
}

/// Takes the step.
pub(super) async fn send(site: Site, Path((text, step)): Path<(String, String)>, sent: Sent) -> Response {
    let Sent { visitor, form } = sent;
    let made = take(&site, &visitor, (&text, &step), &form).await;
    or_failure(&site, &visitor, made)
}

async fn take(site: &Site, visitor: &Visitor, (text, step): (&str, &str), form: &Filled) -> Result<Response, Failure> {
    let reference = reference(text)?;
    let offer = Offer::find(step).ok_or_else(|| not_there(text))?;
    let caller = visitor.caller(&purpose(site, offer));
    let file = case::open(&site.office, &caller, &reference).await?;
    // What can no longer be parsed against the case as it is, because it moved on, is told as what it is.
    let seen: u64 = form.text(SEEN).parse().unwrap_or_default();
    if seen != file.version {
        return page(site, visitor, (text, step), (form, Some(Trouble::Moved(seen)))).await;
    }
    let surviving_case = match form.given("surviving_case") {
        Some(other) if offer == Offer::ProposeMerge => {
            Some(case::identify(&site.office, &caller, &super::reference(other)?).await?)
        }
        _ => None,
    };
    let reading = Reading {
        law: site.office.law(),
        file: &file,
        form,
        today: caller.today()?,
        enquiry: case::new_enquiry(&site.office, &caller)?,
        surviving_case,
    };
    let taken = match reading.step(offer) {
        Ok(step) => case::act_as_seen(&site.office, &caller, &reference, (step, seen)).await.map_err(Failure::from),
        Err(refusal) => Err(refusal.into()),
    };
    match taken {
        Ok(_) => Ok(Redirect::to(&afterwards(offer, &reference)).into_response()),
        Err(failure) => {
            let trouble = match failure.moved_since() {
                Some(seen) => Trouble::Moved(seen),
                None => Trouble::Refused(failure.refusal()?),
            };
            page(site, visitor, (text, step), (form, Some(trouble))).await
        }
    }
}

/// For what a case is opened, as the access log has it: in English, whatever language the pages are in.
fn purpose(site: &Site, offer: Offer) -> String {
    wording::offer(site.templates.texts(Language::English), offer)
}

/// Where a step leads: back to the case, unless it may have ended the right to see it.
fn afterwards(offer: Offer, reference: &Reference) -> String {
    match offer {
        Offer::ExcludePost | Offer::Reallocate => format!("/cases?done={}", offer.code()),
        _ => format!("/cases/{reference}?done={}", offer.code()),
    }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    (text, step): (&str, &str),
    (form, trouble): (&Filled, Option<Trouble>),
) -> Result<Response, Failure> {
    let reference = reference(text)?;
    let offer = Offer::find(step).ok_or_else(|| not_there(text))?;
    let caller = visitor.caller(&purpose(site, offer));
    let (title, button) = (wording::offer(site.texts(), offer), wording::button(site.texts(), offer));
    let file = case::open(&site.office, &caller, &reference).await?;
    let possible = file.offers.contains(&offer);
    if !possible && !matches!(trouble, Some(Trouble::Moved(_))) {
        return Err(not_now().into());
    }
    let making = making(site, &caller, (&file, offer), possible).await?;
    let fields = if possible { making.fields(offer, form) } else { Vec::new() };
    let law = site.office.law();
    let (status, refusal, changed) = match &trouble {
        None => (StatusCode::OK, None, Vec::new()),
        Some(Trouble::Refused(refusal)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Some(named(refusal, offer, &fields)), Vec::new())
        }
        Some(Trouble::Moved(seen)) => {
            let later = file.history.iter().filter(|happened| happened.version > *seen);
            (StatusCode::CONFLICT, None, later.map(|happened| entry((site.texts(), law), &file, happened)).collect())
        }
    };
    let shown = fields.iter().map(|field| field.shown(site.texts(), form, refusal.as_ref()));
    let about = |refusal: &Refusal| fields.iter().find(|field| refusal.field == Some(field.name));
    let told = |refusal: &Refusal| {
        let field = about(refusal);
        let text = match field {
            Some(field) => site.texts().refused_at(field.label(), refusal),
            None => site.texts().refused(refusal),
        };
        context! { text, href => field.map(Field::anchor) }
    };
    let with = context! {
        title, button, possible, changed,
        step => offer.code(),
        reference => reference.to_string(),
        stage => wording::stage(law, file.case.identification),
        fields => shown.collect::<Vec<_>>(),
        seen => file.version,
        what => form.given("what").filter(|_| offer == Offer::CorrectFact),
        moved => matches!(trouble, Some(Trouble::Moved(_))),
        refused => refusal.as_ref().map(told),
        above => making.above(offer),
        written => written(form),
        choosing => offer == Offer::CorrectFact && form.given("what").is_none(),
    };
    Ok(site.page(status, "cases_step.html", Some(visitor), with))
}

/// What the form of a step is made from.
async fn making<'a>(
    site: &'a Site,
    caller: &Caller,
    (file, offer): (&'a CaseFile, Offer),
    possible: bool,
) -> Result<Making<'a>, Failure> {
    let office = &site.office;
    let names_posts = matches!(offer, Offer::Allocate | Offer::ExcludePost);
    let compares = matches!(offer, Offer::ProposeMerge | Offer::AnswerMerge);
    let colleagues = if possible && names_posts { case::colleagues(office, file).await? } else { Vec::new() };
    let mut duplicates = (None, Vec::new());
    if possible && compares {
        duplicates = case::duplicates(office, caller, &file.case.reference).await?;
    }
    Ok(Making {
        texts: site.texts(),
        law: office.law(),
        file,
        today: caller.today()?,
        colleagues,
        duplicates,
        proposed: if possible && offer == Offer::IssueNegative {
            proposed(site, caller, file).await?
        } else {
            String::new()
        },
        role: caller.actor.role,
    })
}

/// The words of the negative decision that is proposed, where the role is shown them.
async fn proposed(site: &Site, caller: &Caller, file: &CaseFile) -> Result<String, Failure> {
    if !file.looker.is_shown(&site.office, DataClass::DecisionReasons) {
        return Ok(String::new());
    }
    let stage = file.case.proposal.as_ref().map(|proposal| proposal.stage);
    let is_it = |fact: &Fact| matches!(fact, Fact::NegativeProposed { stage: of, .. } if Some(*of) == stage);
    let Some(proposal) = file.history.iter().rev().find(|happened| is_it(&happened.fact)) else {
        return Ok(String::new());
    };
    let told = case::read_words(&site.office, caller, (&file.case.reference, proposal.version)).await?;
    Ok(told.words.0)
}

/// A refusal under the name that its field has in this form.
fn named(refusal: &Refusal, offer: Offer, fields: &[Field]) -> Refusal {
    let mut refusal = refusal.clone();
    let here = |name: &str| fields.iter().any(|field| field.name == name);
    refusal.field = match (offer, refusal.field) {
        (_, Some(field)) if here(field) => Some(field),
        (Offer::Allocate, Some(_)) => Some("to"),
        (Offer::ExcludePost, Some(_)) => Some("who"),
        (Offer::CorrectFact, Some(_)) if here("value") => Some("value"),
        (_, other) => other,
    };
    refusal
}

/// What was written in sentences, to be copied where the step itself is no longer possible.
fn written(form: &Filled) -> Vec<String> {
    let texts = form.0.iter().map(|(_, text)| text.trim());
    texts.filter(|text| text.contains(char::is_whitespace)).map(str::to_owned).collect()
}

fn not_there(text: &str) -> Failure {
    manumit_app::AppError::NotFound { reference: text.to_owned() }.into()
}

fn not_now() -> Refusal {
    Refusal::new(
        "step.not_offered",
        "This step cannot be taken on this case now.",
        "Look at the case: it shows what can be done.",
    )
}
