//! How a page is read: in which language, and at which address it can be read again.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{Method, StatusCode, request::Parts},
};
use minijinja::{Value, context};

use crate::{Language, Provider, Site, Texts, language};

/// The last part of an address to which forms are sent and which shows nothing by itself: the page is one step up.
const SENT_TO: [&str; 16] = [
    "acknowledge",
    "agree",
    "another",
    "ask-for-check",
    "close",
    "demonstration",
    "evidence",
    "pass",
    "pass-on",
    "remove",
    "reopen",
    "search",
    "sent",
    "suspend",
    "triage",
    "verify",
];

/// How somebody reads a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    pub(crate) language: Language,
    /// Where the same page can be read again; none if the page does not know.
    here: Option<String>,
}

/// The site as one request sees it: a page is made in the language of whoever asks.
impl FromRequestParts<Site> for Site {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        Ok(site.read_by(parts))
    }
}

impl Site {
    /// The site as a request sees it.
    pub(crate) fn read_by(&self, parts: &Parts) -> Self {
        let reading = Reading { language: language::asked(&parts.headers), here: Some(here(parts)) };
        Self { reading, ..self.clone() }
    }

    /// The texts in the language of whoever asks.
    pub(crate) fn texts(&self) -> &Texts {
        self.templates.texts(self.reading.language)
    }

    /// The languages in which the page can be read: each with where it leads, but for the one it is in. A page that is not
    /// there leads to the start: it must be the same page whatever was asked for (V-04).
    pub(crate) fn languages(&self, status: StatusCode) -> Option<Vec<Value>> {
        let here = self.reading.here.as_deref()?;
        let here = if status == StatusCode::NOT_FOUND { "/" } else { here };
        let languages = Language::ALL.map(|language| {
            let to: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
            let href = (language != self.reading.language).then(|| format!("/language/{}?to={to}", language.code()));
            context! { code => language.code(), name => language.name(), href => href.map(Value::from_safe_string) }
        });
        Some(languages.to_vec())
    }
}

/// The address at which the page of a request can be read again. A form that was refused is shown at the address it was
/// sent to; the page it came from may be another.
fn here(parts: &Parts) -> String {
    let uri = &parts.uri;
    if uri.path() == Provider::RETURN {
        return "/sign-in".to_owned();
    }
    if parts.method == Method::GET || parts.method == Method::HEAD {
        return uri.path_and_query().map_or_else(|| uri.path().to_owned(), ToString::to_string);
    }
    let path = uri.path();
    let (before, last) = path.rsplit_once('/').unwrap_or_default();
    let is_step_of_support = before.strip_prefix("/support/").is_some_and(|rest| !rest.contains('/'));
    match last {
        "sign-out" => "/".to_owned(),
        "send" => format!("{before}/check"),
        "suspend" | "reopen" | "close" if before.starts_with("/accounts/") => "/accounts".to_owned(),
        "remove" => before.split_once("/rows/").map_or(before, |(page, _)| page).to_owned(),
        "end" if before.contains("/tokens/") => before.rsplit_once('/').map_or(before, |(list, _)| list).to_owned(),
        _ if is_step_of_support && !["contact", "reconsideration"].contains(&last) => before.to_owned(),
        _ if SENT_TO.contains(&last) => before.to_owned(),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn read_at(method: Method, uri: &str) -> String {
        here(&Request::builder().method(method).uri(uri).body(()).unwrap().into_parts().0)
    }

    #[test]
    fn a_page_is_read_again_where_it_was_got() {
        assert_eq!(read_at(Method::GET, "/cases?waiting=all&page=2"), "/cases?waiting=all&page=2");
        assert_eq!(read_at(Method::GET, "/"), "/");
    }

    #[test]
    fn a_form_that_was_refused_is_read_again_where_it_can_be_got() {
        let cases = [
            ("/report", "/report"),
            ("/sign-in/demonstration", "/sign-in"),
            ("/notices/NOT-26-1/pass", "/notices/NOT-26-1"),
            ("/support/SUP-26-1/exit", "/support/SUP-26-1"),
            ("/support/SUP-26-1/contact", "/support/SUP-26-1/contact"),
            ("/drafts/1/send", "/drafts/1/check"),
            ("/drafts/1/pages/files/rows/2/remove", "/drafts/1/pages/files"),
            ("/drafts/1/pages/files/rows/2", "/drafts/1/pages/files/rows/2"),
            ("/support/SUP-26-1/reconsideration", "/support/SUP-26-1/reconsideration"),
            ("/cases/CAS-26-1/letters/9/sent", "/cases/CAS-26-1/letters/9"),
            ("/accounts/7/tokens/8/end", "/accounts/7/tokens"),
            ("/accounts/7/close", "/accounts"),
            ("/cases/CAS-26-1/steps/withdraw", "/cases/CAS-26-1/steps/withdraw"),
            ("/cases/search", "/cases"),
        ];
        for (sent_to, expected) in cases {
            assert_eq!(read_at(Method::POST, sent_to), expected, "{sent_to}");
        }
    }
}
