//! Choosing a language: it is remembered, and the same page comes back in it.

use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::not_found;
use crate::{
    Language, Site,
    language::COOKIE,
    visitor::{Perhaps, set_cookie},
};

/// A year, in seconds.
const REMEMBERED: u32 = 31_536_000;

/// The longest address that is led back to.
const LONGEST: usize = 2_048;

/// Where somebody was.
#[derive(Deserialize)]
pub(crate) struct Was {
    #[serde(default)]
    to: String,
}

/// Remembers the language, and leads back to where somebody was.
pub(crate) async fn choose(
    site: Site,
    visitor: Perhaps,
    Path(code): Path<String>,
    Query(Was { to }): Query<Was>,
) -> Response {
    let Some(language) = Language::find(&code) else { return not_found::show(site, visitor).await };
    let kept = set_cookie(&site, (COOKIE, "/"), language.code(), Some(REMEMBERED));
    ([kept], Redirect::to(if is_ours(&to) { &to } else { "/" })).into_response()
}

/// Whether an address is a page of this site, however a browser reads it: one that begins with two strokes, or that a
/// browser turns into one, names another host.
fn is_ours(to: &str) -> bool {
    let mut signs = to.chars();
    let begins = signs.next() == Some('/') && !matches!(signs.next(), Some('/' | '\\'));
    let plain = to.chars().all(|sign| sign.is_ascii_graphic() && sign != '\\');
    begins && plain && to.len() <= LONGEST && !to.starts_with("/language/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_leads_to_pages_of_ours_alone() {
        for to in ["/", "/report", "/cases?waiting=all&page=2", "/questions/uk-nrm/2026-04#part-2", "/a//b"] {
            assert!(is_ours(to), "{to}");
        }
        let long = format!("/{}", "a".repeat(LONGEST));
        for to in [
            "",
            "report",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "javascript:alert(1)",
            "/a b",
            "/caf\u{e9}",
            "/\u{202e}",
            "/%0a\0",
            "/language/en?to=/",
            &long,
        ] {
            assert!(!is_ours(to), "{to:?}");
        }
    }

    #[test]
    fn no_short_address_leads_to_another_host_however_a_browser_reads_it() {
        let signs = ['/', '\\', '.', ':', '@', '%', '?', '#', 'a', '\t', '\n', '\r', '\0', ' ', '\u{ff0f}'];
        let mut addresses = vec![String::new()];
        let mut tried = 0;
        for _ in 0..4 {
            addresses = addresses.iter().flat_map(|before| signs.map(|sign| format!("{before}{sign}"))).collect();
            for to in addresses.iter().filter(|to| is_ours(to)) {
                // As browsers do (WHATWG URL): tabs and ends of lines are left out, and a backslash is a stroke.
                let read = to.replace(['\t', '\n', '\r'], "").replace('\\', "/");
                assert!(read.starts_with('/') && !read.starts_with("//"), "{to:?}");
                tried += 1;
            }
        }
        assert!(tried > 100, "{tried}");
    }
}
