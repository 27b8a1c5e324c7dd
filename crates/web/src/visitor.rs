//! Who visits: read from the session's cookie before a page is made.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use manumit_app::{
    Caller,
    account::{self, SignedIn},
};

use crate::{Site, failure::Failure};

/// The name of the cookie. It holds a random token and nothing else.
const COOKIE: &str = "manumit_session";

/// Somebody who is signed in, at a moment.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub(crate) signed_in: SignedIn,
    pub(crate) at: Timestamp,
}

impl Visitor {
    /// The caller of a verb, for a task.
    pub(crate) fn caller(&self, purpose: &str) -> Caller {
        self.signed_in.caller(self.at, purpose)
    }
}

impl FromRequestParts<Site> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let at = site.now();
        let Some(token) = token(&parts.headers) else { return Err(to_sign_in()) };
        match account::signed_in(&site.office, &token, at).await {
            Ok(Some(signed_in)) => Ok(Self { signed_in, at }),
            Ok(None) => Err(to_sign_in()),
            Err(error) => Err(Failure::from(error).answer(&site.read_by(parts), None)),
        }
    }
}

/// A visitor, or nobody: for pages that everybody may see.
pub(crate) struct Perhaps(pub(crate) Option<Visitor>);

impl FromRequestParts<Site> for Perhaps {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        Ok(Self(Visitor::from_request_parts(parts, site).await.ok()))
    }
}

fn to_sign_in() -> Response {
    Redirect::to("/sign-in").into_response()
}

/// The token in a request.
pub(crate) fn token(headers: &HeaderMap) -> Option<String> {
    read_cookie(headers, COOKIE)
}

/// What a browser keeps of us under a name.
pub(crate) fn read_cookie(headers: &HeaderMap, wanted: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == wanted).map(|(_, token)| token.to_owned())
}

/// The header that gives a browser a token, or takes it away.
pub(crate) fn cookie(site: &Site, token: Option<&str>) -> (header::HeaderName, String) {
    set_cookie(site, (COOKIE, "/"), token.unwrap_or_default(), token.is_none().then_some(0))
}

/// The header that has a browser keep a value under a name, for the addresses below a path: for so many seconds, or until
/// it is closed. No script can read it.
pub(crate) fn set_cookie(
    site: &Site,
    (name, path): (&str, &str),
    value: &str,
    seconds: Option<u32>,
) -> (header::HeaderName, String) {
    let secure = if site.settings.behind_tls { "; Secure" } else { "" };
    let age = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    (header::SET_COOKIE, format!("{name}={value}; Path={path}; HttpOnly; SameSite=Lax{secure}{age}"))
}
