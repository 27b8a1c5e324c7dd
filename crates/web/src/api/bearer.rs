//! Who calls: the token in the header.

use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::Response,
};
use manumit_app::{Caller, account};
use utoipa::{
    Modify,
    openapi::{
        OpenApi,
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};

use super::problem;
use crate::Site;

/// The system that calls, as the post its token acts for.
pub(crate) struct Bearer(pub(crate) Caller);

impl FromRequestParts<Site> for Bearer {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let given = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let secret =
            given.and_then(|value| value.split_once(' ')).filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"));
        let Some((_, secret)) = secret else { return Err(unknown()) };
        match account::bearer(&site.office, secret.trim(), site.now()).await {
            Ok(Some(caller)) => Ok(Self(caller)),
            Ok(None) => Err(unknown()),
            Err(error) => Err(problem::of(error)),
        }
    }
}

fn unknown() -> Response {
    let title = "The request has no token that holds.";
    let detail = "Send `Authorization: Bearer` with a token that your organisation's lead has made.";
    let mut answer = problem::answer(StatusCode::UNAUTHORIZED, "token.unknown", title, detail);
    answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    answer
}

/// Describes the token.
pub(crate) struct Scheme;

impl Modify for Scheme {
    fn modify(&self, described: &mut OpenApi) {
        let components = described.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    }
}
