//! Signing in with the accounts of another body: there, and back.

use axum::{
    Router,
    extract::Query,
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use manumit_app::account;
use manumit_domain::refusal::Refusal;
use serde::Deserialize;

use super::{not_found, sign_in};
use crate::{
    Site,
    failure::Failure,
    openid_connect::{Provider, ProviderError},
    visitor::{Perhaps, read_cookie, set_cookie},
};

/// The cookie that ties the way back to the browser that set out: nobody else can be sent back with it.
const COOKIE: &str = "manumit_sign_in";

pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/sign-in/elsewhere", get(leave)).route(Provider::RETURN, get(come_back))
}

/// Sends somebody to the other body.
async fn leave(site: Site) -> Response {
    let Some(provider) = site.settings.provider.clone() else {
        return not_found::show(site, Perhaps(None)).await;
    };
    let at = site.now();
    match provider.begin(at).await {
        Ok(begun) => {
            let keep = kept(&site, &begun.state, 600);
            site.memory.expect(begun.state, begun.pending, at);
            ([keep], Redirect::to(&begun.address)).into_response()
        }
        Err(error) => not_vouched(&site, &provider, &error).await,
    }
}

/// What the other body sends back.
#[derive(Deserialize)]
struct Back {
    state: Option<String>,
    code: Option<String>,
}

/// Lets in whom the other body vouches for.
async fn come_back(site: Site, headers: HeaderMap, Query(back): Query<Back>) -> Response {
    let Some(provider) = site.settings.provider.clone() else {
        return not_found::show(site, Perhaps(None)).await;
    };
    let at = site.now();
    let ours = back.state.filter(|state| read_cookie(&headers, COOKIE).as_ref() == Some(state));
    let pending = ours.and_then(|state| site.memory.came_back(&state, at));
    let (Some(pending), Some(code)) = (pending, back.code) else {
        let refusal = Refusal::new(
            "sign_in.not_finished",
            format!("Signing in with {} was not finished.", provider.name()),
            "Begin again here. It is open for ten minutes, in the browser in which it was begun.",
        );
        return sign_in::refused(&site, &refusal).await;
    };
    let vouched = match provider.finish(code, pending).await {
        Ok(vouched) => vouched,
        Err(error) => return not_vouched(&site, &provider, &error).await,
    };
    let signed_in = account::sign_in_vouched(&site.office, at, vouched).await;
    let mut answer = sign_in::enter(&site, &headers, signed_in.map_err(Failure::from), "").await;
    if let Ok(gone) = kept(&site, "", 0).1.parse() {
        answer.headers_mut().append(header::SET_COOKIE, gone);
    }
    answer
}

/// The other body did not answer, or not so that it can be believed: it is logged, and the reader told which body.
async fn not_vouched(site: &Site, provider: &Provider, error: &ProviderError) -> Response {
    tracing::error!(?error, "another body did not sign somebody in");
    let refusal = Refusal::new(
        "sign_in.provider",
        format!("{} could not tell us who you are.", provider.name()),
        "Try again in a minute, or sign in with a password if you have one.",
    );
    sign_in::refused(site, &refusal).await
}

fn kept(site: &Site, state: &str, seconds: u32) -> (header::HeaderName, String) {
    set_cookie(site, (COOKIE, "/sign-in"), state, Some(seconds))
}
