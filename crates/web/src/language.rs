//! The languages of the pages, and which of them somebody reads.

use axum::http::{HeaderMap, header};
use minijinja::{HtmlEscape, Value};

use crate::visitor::read_cookie;

/// The name of the cookie that remembers a choice. It holds the code of a language and nothing of a person.
pub(crate) const COOKIE: &str = "manumit_language";

/// A language in which every page can be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English: the language in which the texts are written first.
    #[default]
    English,
    /// Welsh: an official language in Wales, where public services are offered in it.
    Welsh,
}

impl Language {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::English, Self::Welsh];

    /// Its code (BCP 47), as it stands in pages, addresses and the cookie.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Welsh => "cy",
        }
    }

    /// Its name in itself, so that whoever reads it can find it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Welsh => "Cymraeg",
        }
    }

    /// A text in this language on a page in another, marked so that it is read out rightly.
    pub(crate) fn mark(self, text: &str) -> Value {
        Value::from_safe_string(format!("<span lang=\"{}\">{}</span>", self.code(), HtmlEscape(text)))
    }

    /// The language with a code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The language of a request: the one that was chosen; else the one that the browser would rather have; else English.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let chosen = read_cookie(headers, COOKIE).and_then(|code| Self::find(&code));
        let asked = || headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok().and_then(Self::preferred);
        chosen.or_else(asked).unwrap_or_default()
    }

    /// The best of what `Accept-Language` lists (RFC 9110, 12.5.4); the one that stands first where two weigh the same.
    fn preferred(accepted: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for range in accepted.split(',') {
            let mut parts = range.split(';');
            let code = parts.next().unwrap_or_default().trim().split('-').next().unwrap_or_default();
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok());
            let (Some(language), Some(weight)) = (Self::find(&code.to_ascii_lowercase()), weight) else { continue };
            if weight > 0.0 && best.is_none_or(|(_, before)| weight > before) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(name: header::HeaderName, value: &str) -> Language {
        let headers = HeaderMap::from_iter([(name, value.parse().unwrap())]);
        Language::of(&headers)
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
        assert_eq!(Language::of(&headers), Language::Welsh);
        headers.insert(header::COOKIE, "manumit_language=../../cy".parse().unwrap());
        assert_eq!(Language::of(&headers), Language::English);
    }
}
