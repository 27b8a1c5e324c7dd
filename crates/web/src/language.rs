//! In which language somebody reads the pages, and what is marked as being in another.

use axum::http::{HeaderMap, header};
use manumit_domain::language::Language;
use minijinja::{HtmlEscape, Value};

use crate::visitor::read_cookie;

/// The name of the cookie that remembers a choice. It holds the code of a language and nothing of a person.
pub(crate) const COOKIE: &str = "manumit_language";

/// A text in a language on a page in another, marked so that it is read out rightly.
pub(crate) fn mark(language: Language, text: &str) -> Value {
    Value::from_safe_string(format!("<span lang=\"{}\">{}</span>", language.code(), HtmlEscape(text)))
}

/// The language of a request: the one that was chosen; else the one that the browser would rather have; else English.
pub(crate) fn asked(headers: &HeaderMap) -> Language {
    let chosen = read_cookie(headers, COOKIE).and_then(|code| Language::find(&code));
    let rather = || headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok().and_then(preferred);
    chosen.or_else(rather).unwrap_or_default()
}

/// The best of what `Accept-Language` lists (RFC 9110, 12.5.4); the one that stands first where two weigh the same.
fn preferred(accepted: &str) -> Option<Language> {
    let mut best: Option<(Language, f32)> = None;
    for range in accepted.split(',') {
        let mut parts = range.split(';');
        let code = parts.next().unwrap_or_default().trim().split('-').next().unwrap_or_default();
        let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok());
        let (Some(language), Some(weight)) = (Language::find(&code.to_ascii_lowercase()), weight) else { continue };
        if weight > 0.0 && best.is_none_or(|(_, before)| weight > before) {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(name: header::HeaderName, value: &str) -> Language {
        let headers = HeaderMap::from_iter([(name, value.parse().unwrap())]);
        asked(&headers)
    }

    #[test]
    fn a_browser_is_answered_in_the_language_it_would_rather_have() {
        let cases = [
            ("cy", Language::Welsh),
            ("cy-GB,en;q=0.8", Language::Welsh),
            ("en-GB,cy;q=0.9", Language::English),
            ("fr, cy;q=0.2", Language::Welsh),
            ("fr", Language::English),
            ("en;q=0.5, CY;q=0.7", Language::Welsh),
            ("cy;q=0", Language::English),
            ("cy;q=x, *;q", Language::English),
            ("", Language::English),
        ];
        for (accepted, expected) in cases {
            assert_eq!(asking(header::ACCEPT_LANGUAGE, accepted), expected, "{accepted}");
        }
    }

    #[test]
    fn a_choice_stands_before_what_the_browser_asks() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, "en".parse().unwrap());
        headers.insert(header::COOKIE, "other=1; manumit_language=cy".parse().unwrap());
        assert_eq!(asked(&headers), Language::Welsh);
        headers.insert(header::COOKIE, "manumit_language=../../cy".parse().unwrap());
        assert_eq!(asked(&headers), Language::English);
    }
}
