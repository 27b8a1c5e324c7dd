//! Taking an invitation up: a password, an app for codes, and the first sign-in.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use manumit_app::account::{self, TakeUp};
use manumit_domain::refusal::Refusal;
use minijinja::context;

use crate::{Site, failure::Failure, filled::Filled, visitor::cookie};

/// Shows what the invitation is for.
pub(crate) async fn show(site: Site, Path(token): Path<String>) -> Response {
    page(&site, &token, (StatusCode::OK, None)).await
}

/// Takes it up.
pub(crate) async fn take_up(site: Site, Path(token): Path<String>, form: Filled) -> Response {
    let password = form.0.iter().find(|(name, _)| name == "password").map(|(_, text)| text.clone()).unwrap_or_default();
    let given = TakeUp { password, code: form.text("code").to_owned() };
    match account::take_up(&site.office, site.now(), &token, given).await {
        Ok(session) => ([cookie(&site, Some(&session))], Redirect::to("/duties")).into_response(),
        Err(error) => match Failure::from(error).refusal() {
            Ok(refusal) if refusal.field.is_some() => {
                page(&site, &token, (StatusCode::UNPROCESSABLE_ENTITY, Some(&refusal))).await
            }
            Ok(refusal) => Failure::from(refusal).answer(&site, None),
            Err(failure) => failure.answer(&site, None),
        },
    }
}

async fn page(site: &Site, token: &str, (status, refusal): (StatusCode, Option<&Refusal>)) -> Response {
    let (invited, secret) = match account::open_invitation(&site.office, site.now(), token).await {
        Ok(opened) => opened,
        Err(error) => return Failure::from(error).answer(site, None),
    };
    let refused = site.texts().told(refusal);
    let with = context! {
        token, refused, secret,
        role => site.texts().role(invited.actor.role),
        organisation => site.office.law().organisation_name(&invited.actor.organisation),
    };
    site.page(status, "invitation.html", None, with)
}
