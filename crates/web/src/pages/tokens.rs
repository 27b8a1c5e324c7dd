//! Tokens of other systems: which an account has, a new one, and the end of one.

use axum::{
    Router,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use jiff::SignedDuration;
use manumit_app::{
    account::{self, Issue, Issued},
    kept::ApiToken,
};
use manumit_domain::refusal::Refusal;
use minijinja::{Value, context};

use crate::{
    Site, Texts,
    failure::Failure,
    filled::{Filled, Sent},
    visitor::Visitor,
};

/// So many days a token holds if nobody says otherwise.
const USUAL_DAYS: &str = "90";

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/accounts/{id}/tokens", get(list).post(issue))
        .route("/accounts/{id}/tokens/{token}/end", post(end))
}

async fn list(site: Site, visitor: Visitor, Path(id): Path<String>) -> Response {
    let made = page(&site, &visitor, &id, (None, &Filled::default())).await;
    made.unwrap_or_else(|failure| failure.answer(&site, Some(&visitor)))
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    id: &str,
    (refusal, form): (Option<&Refusal>, &Filled),
) -> Result<Response, Failure> {
    let caller = visitor.caller("tokens of other systems");
    let tokens = account::list_tokens(&site.office, &caller, id).await?;
    let texts = site.texts();
    let with = context! {
        id,
        tokens => tokens.iter().map(|token| row(texts, token, visitor)).collect::<Vec<_>>(),
        purpose => form.text("purpose"),
        days => form.given("days").unwrap_or(USUAL_DAYS),
        refused => texts.told(refusal),
    };
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(site.page(status, "tokens.html", Some(visitor), with))
}

fn row(texts: &Texts, token: &ApiToken, visitor: &Visitor) -> Value {
    let holds = token.ended_at.is_none() && visitor.at < token.until;
    context! {
        id => token.id.as_str(),
        purpose => token.purpose.as_str(),
        made => texts.day_of(token.made_at),
        until => texts.day_of(token.until),
        ended => token.ended_at.map(|at| texts.day_of(at)),
        holds,
    }
}

async fn issue(site: Site, Path(id): Path<String>, Sent { visitor, form }: Sent) -> Response {
    match issued(&site, &visitor, &id, &form).await.map_err(Failure::refusal) {
        // The secret is in this answer and nowhere else: no address, no log and no list holds it.
        Ok(issued) => {
            let with = context! { id, secret => issued.secret, purpose => form.text("purpose") };
            site.show("token_issued.html", &visitor, with)
        }
        Err(Ok(refusal)) if refusal.code == "access.not_yours" => Failure::from(refusal).answer(&site, Some(&visitor)),
        Err(Ok(refusal)) => {
            let made = page(&site, &visitor, &id, (Some(&refusal), &form)).await;
            made.unwrap_or_else(|failure| failure.answer(&site, Some(&visitor)))
        }
        Err(Err(failure)) => failure.answer(&site, Some(&visitor)),
    }
}

async fn issued(site: &Site, visitor: &Visitor, id: &str, form: &Filled) -> Result<Issued, Failure> {
    let caller = visitor.caller("tokens of other systems");
    // What is no number of days is too long a time: the rule says what to write.
    let days = form.text("days").parse::<u16>().map_or(i64::from(u16::MAX), i64::from);
    let wanted = Issue {
        account: id.to_owned(),
        purpose: form.text("purpose").to_owned(),
        holds: SignedDuration::from_hours(24 * days),
    };
    Ok(account::issue(&site.office, &caller, wanted).await?)
}

async fn end(site: Site, Path((id, token)): Path<(String, String)>, Sent { visitor, .. }: Sent) -> Response {
    match account::end_token(&site.office, &visitor.caller("tokens of other systems"), &id, &token).await {
        Ok(()) => Redirect::to(&format!("/accounts/{id}/tokens")).into_response(),
        Err(error) => Failure::from(error).answer(&site, Some(&visitor)),
    }
}
