//! Asking to look again at a negative decision: from a referral, or from a request for support.

use axum::{
    Router,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use manumit_app::reconsideration::{self, Request};
use manumit_domain::{journal::StreamKind, person::Words, refusal::Refusal};
use minijinja::context;

use crate::{
    Site, Texts, asked,
    failure::Failure,
    filled::{Filled, Sent},
    visitor::Visitor,
};

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/referrals/{reference}/reconsideration", get(from_referral).post(asked_from_referral))
        .route("/support/{reference}/reconsideration", get(from_support).post(asked_from_support))
}

/// The record from which it is asked, by its place.
type From<'a> = (StreamKind, &'a str, &'a str);

fn referral(reference: &str) -> From<'_> {
    (StreamKind::Referral, "referrals", reference)
}

fn support(reference: &str) -> From<'_> {
    (StreamKind::SupportRequest, "support", reference)
}

async fn from_referral(site: Site, visitor: Visitor, Path(reference): Path<String>) -> Response {
    answer(&site, &visitor, show(&site, &visitor, referral(&reference), (None, &Filled::default())).await)
}

async fn from_support(site: Site, visitor: Visitor, Path(reference): Path<String>) -> Response {
    answer(&site, &visitor, show(&site, &visitor, support(&reference), (None, &Filled::default())).await)
}

async fn asked_from_referral(site: Site, Path(reference): Path<String>, Sent { visitor, form }: Sent) -> Response {
    answer(&site, &visitor, send(&site, &visitor, referral(&reference), &form).await)
}

async fn asked_from_support(site: Site, Path(reference): Path<String>, Sent { visitor, form }: Sent) -> Response {
    answer(&site, &visitor, send(&site, &visitor, support(&reference), &form).await)
}

fn answer(site: &Site, visitor: &Visitor, made: Result<Response, Failure>) -> Response {
    made.unwrap_or_else(|failure| failure.answer(site, Some(visitor)))
}

async fn send(site: &Site, visitor: &Visitor, from: From<'_>, form: &Filled) -> Result<Response, Failure> {
    let (kind, place, text) = from;
    let reference = asked::reference(text)?;
    if form.given("ground").is_none() {
        let refusal = Refusal::new(
            "reconsideration.no_ground",
            "Say why the decision should be looked at again.",
            "Choose one of the reasons.",
        );
        return show(site, visitor, from, (Some(&refusal.about("ground")), form)).await;
    }
    let caller = visitor.caller("ask to look at a decision again");
    let words = |name: &str| Words(form.as_typed(name).cloned().unwrap_or_default());
    let wanted = Request {
        ground: form.text("ground").to_owned(),
        words: words("request"),
        exceptional_reason: form.given("exceptional_reason").map(|_| words("exceptional_reason")),
    };
    match reconsideration::ask(&site.office, &caller, (kind, &reference), wanted).await.map_err(Failure::from) {
        Ok(()) => Ok(Redirect::to(&format!("/{place}/{reference}")).into_response()),
        Err(failure) => {
            let refusal = failure.refusal()?;
            if refusal.field.is_none() {
                return Err(refusal.into());
            }
            show(site, visitor, from, (Some(&refusal), form)).await
        }
    }
}

async fn show(
    site: &Site,
    visitor: &Visitor,
    (kind, place, text): From<'_>,
    (refusal, form): (Option<&Refusal>, &Filled),
) -> Result<Response, Failure> {
    let reference = asked::reference(text)?;
    let caller = visitor.caller("ask to look at a decision again");
    let possible = reconsideration::possible(&site.office, &caller, (kind, &reference)).await?;
    let texts = site.texts();
    let today = caller.today()?;
    let grounds = possible.grounds.iter().map(|code| {
        context! { value => code.as_str(), text => ground(texts, code), checked => form.text("ground") == code }
    });
    let with = context! {
        place,
        reference => reference.to_string(),
        decided_on => texts.day(possible.decided_on),
        until => possible.until.map(|day| texts.day(day)),
        late => possible.until.is_some_and(|until| until < today),
        grounds => grounds.collect::<Vec<_>>(),
        typed => form.typed(),
        refused => texts.told(refusal),
    };
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(site.page(status, "reconsideration.html", Some(visitor), with))
}

/// A ground in words; its code where the rules name one that has none yet.
fn ground(texts: &Texts, code: &str) -> String {
    match code {
        "new_evidence" => texts.text("reconsideration-ground-new-evidence"),
        "not_in_line_with_guidance" => texts.text("reconsideration-ground-guidance"),
        other => other.replace('_', " "),
    }
}
