//! From a template to an answer.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use minijinja::{Value, context};

use crate::{Site, asset, heading};

impl Site {
    /// A page: a template of ours, filled in, with what every page has.
    pub(crate) fn page(&self, status: StatusCode, template: &str, with: Value) -> Response {
        let Some(nonce) = nonce() else { return broken("there is no randomness for a nonce") };
        let all = context! {
            cspNonce => nonce.as_str(),
            style => Value::from_safe_string(asset::STYLE.path()),
            script => Value::from_safe_string(asset::SCRIPT.path()),
            synthetic => self.synthetic,
            ..with
        };
        let filled = match self.templates.fill(template, all) {
            Ok(filled) => filled,
            Err(error) => return broken(&error),
        };
        let mut response = (status, Html(filled)).into_response();
        if let Ok(policy) = HeaderValue::from_str(&heading::page_policy(&nonce)) {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }
}

/// Something broke: it is logged once, here, and the reader is told no more than that.
pub(crate) fn broken(error: &(impl std::fmt::Debug + ?Sized)) -> Response {
    tracing::error!(?error, "a page could not be made");
    let said = "Sorry, there is a problem with the service. Nothing was lost. Try again later.\n";
    (StatusCode::INTERNAL_SERVER_ERROR, said).into_response()
}

fn nonce() -> Option<String> {
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random).ok()?;
    Some(random.iter().map(|byte| format!("{byte:02x}")).collect())
}
