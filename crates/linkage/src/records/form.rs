//! The form in which each kind of text is compared.

use crate::{
    date::DateValue,
    fold::{fold, fold_code, fold_phone},
    nationality::countries,
    settings::Kind,
};

/// The forms of one text that are compared: usually one, none when nothing is there.
pub(super) fn form(kind: Kind, text: &str) -> Vec<String> {
    let text = text.trim();
    if text.is_empty() || is_blank(text) {
        return Vec::new();
    }
    match kind {
        Kind::Date => DateValue::parse(text)
            .map(|date| if date.is_full() { date.to_string() } else { text.to_lowercase() })
            .into_iter()
            .collect(),
        Kind::Postcode | Kind::Identifier | Kind::Plate | Kind::Reference => vec![fold_code(text)],
        Kind::Phone => vec![fold_phone(text)],
        Kind::Email => vec![text.to_lowercase()],
        Kind::Nationality => countries(&fold(text)),
        Kind::Documents => documents(text),
        _ => vec![fold(text)],
    }
}

/// Words that are written where nothing is known.
fn is_blank(text: &str) -> bool {
    ["null", "none", "nan", "n/a", "na", "unknown", "not known", "-", "."]
        .iter()
        .any(|blank| text.eq_ignore_ascii_case(blank))
}

/// Words of free text that look like the number of a document: five signs or more, four digits or more, not a date.
fn documents(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut before = String::new();
    for word in text.split(|sign: char| !(sign.is_alphanumeric() || sign == '-' || sign == '/')) {
        let code = fold_code(word);
        let digits = code.bytes().filter(u8::is_ascii_digit).count();
        if digits >= 5 || (digits >= 4 && code.len() > digits) {
            found.push(code.clone());
            if !before.is_empty() {
                found.push(format!("{before}{code}"));
            }
        }
        let is_prefix = !code.is_empty() && code.len() <= 3 && word.chars().all(char::is_uppercase);
        before = if is_prefix { code } else { String::new() };
    }
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_found_in_free_text() {
        assert_eq!(documents("Z050399 (Tunisian passport, issued on 9.12.2003)"), ["z050399"]);
        assert!(documents("TR-P 614 166, K 89989512").contains(&"k89989512".to_owned()));
    }
}
