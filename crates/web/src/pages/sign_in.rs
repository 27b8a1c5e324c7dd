//! Signing in and out.

use axum::{
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use manumit_app::account::{self, Credentials};
use manumit_domain::refusal::Refusal;
use minijinja::{Value, context};

use crate::{
    Site,
    failure::Failure,
    filled::{Filled, Sent},
    visitor::{Perhaps, cookie, token},
};

/// Shows the form, and the accounts of the demonstration where everything is made up.
pub(crate) async fn show(site: Site, Perhaps(visitor): Perhaps) -> Response {
    if visitor.is_some() {
        return Redirect::to("/duties").into_response();
    }
    page(&site, (StatusCode::OK, None), "").await
}

/// The form again, with what is in the way.
pub(super) async fn refused(site: &Site, refusal: &Refusal) -> Response {
    page(site, (StatusCode::UNPROCESSABLE_ENTITY, Some(refusal)), "").await
}

/// Signs in.
pub(crate) async fn sign_in(site: Site, headers: HeaderMap, form: Filled) -> Response {
    let given = Credentials {
        email: form.text("email").to_owned(),
        password: form.0.iter().find(|(name, _)| name == "password").map(|(_, text)| text.clone()).unwrap_or_default(),
        code: form.text("code").to_owned(),
    };
    let signed_in = account::sign_in(&site.office, site.now(), given).await;
    enter(&site, &headers, signed_in.map_err(Failure::from), form.text("email")).await
}

/// Signs in with an account of the demonstration.
pub(crate) async fn demonstrate(site: Site, headers: HeaderMap, form: Filled) -> Response {
    let signed_in = account::sign_in_for_demonstration(&site.office, site.now(), form.text("account")).await;
    enter(&site, &headers, signed_in.map_err(Failure::from), "").await
}

/// Signs out.
pub(crate) async fn sign_out(site: Site, headers: HeaderMap, sent: Sent) -> Response {
    if let Some(token) = token(&headers)
        && let Err(error) = account::end(&site.office, &token).await
    {
        return Failure::from(error).answer(&site, Some(&sent.visitor));
    }
    ([cookie(&site, None)], Redirect::to("/")).into_response()
}

/// Gives the new token and ends the old session: a token is never carried over a sign-in.
pub(super) async fn enter(
    site: &Site,
    headers: &HeaderMap,
    signed_in: Result<String, Failure>,
    email: &str,
) -> Response {
    let new = match signed_in.map_err(Failure::refusal) {
        Ok(new) => new,
        Err(Ok(refusal)) => return page(site, (StatusCode::UNPROCESSABLE_ENTITY, Some(&refusal)), email).await,
        Err(Err(failure)) => return failure.answer(site, None),
    };
    if let Some(old) = token(headers)
        && let Err(error) = account::end(&site.office, &old).await
    {
        return Failure::from(error).answer(site, None);
    }
    ([cookie(site, Some(&new))], Redirect::to("/duties")).into_response()
}

async fn page(site: &Site, (status, refusal): (StatusCode, Option<&Refusal>), email: &str) -> Response {
    let accounts = match demonstration_accounts(site).await {
        Ok(accounts) => accounts,
        Err(failure) => return failure.answer(site, None),
    };
    let refused = site.texts().told(refusal);
    site.page(status, "sign_in.html", None, context! { refused, email, accounts, elsewhere => site.settings.provider.as_ref().map(|provider| provider.name()) })
}

async fn demonstration_accounts(site: &Site) -> Result<Vec<Value>, Failure> {
    if !site.settings.synthetic {
        return Ok(Vec::new());
    }
    let accounts = manumit_app::demo::accounts(&site.office).await?;
    let shown = accounts.iter().map(|account| {
        context! {
            id => account.id.as_str(),
            role => site.texts().role(account.actor.role),
            organisation => site.office.law().organisation_name(&account.actor.organisation),
            post => account.actor.post.as_str(),
        }
    });
    Ok(shown.collect())
}
