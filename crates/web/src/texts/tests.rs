//! The files of texts, the templates and the code fit together: nothing is missing, nothing is left over, and no template
//! says anything by itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::*;

/// What one text says, as it stands in its file, by its key.
fn texts(language: Language) -> BTreeMap<&'static str, String> {
    let mut texts = BTreeMap::new();
    let files = TEXTS.iter().filter(|(name, _)| name.starts_with(language.code()));
    for (name, file) in files {
        let mut key = "";
        for line in file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            match line.split_once(" = ") {
                Some((begun, text))
                    if begun.bytes().all(|sign| matches!(sign, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_')) =>
                {
                    key = begun;
                    assert!(texts.insert(key, text.to_owned()).is_none(), "{key} stands twice");
                    let subject = name.trim_end_matches(".ftl").rsplit('/').next().unwrap();
                    assert!(key.starts_with(&format!("{subject}-")), "{key} stands in {name}");
                }
                _ => texts.get_mut(key).unwrap_or_else(|| panic!("{name}: {line}")).push_str(line),
            }
        }
    }
    texts
}

pub(crate) fn keys(language: Language) -> impl Iterator<Item = &'static str> {
    texts(language).into_keys()
}

/// The names of the values in a text.
fn variables(text: &str) -> BTreeSet<&str> {
    let named = text.split('$').skip(1);
    named.map(|rest| rest.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_').next().unwrap()).collect()
}

/// The markup in a text, in order of signs: a language may turn a sentence round.
fn markup(text: &str) -> Vec<&str> {
    let mut tags: Vec<&str> = text.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()).collect();
    tags.sort_unstable();
    tags
}

fn here(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// Every file under a folder with its text.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
    found
}

/// Every text between quotation marks in a template or in code, with what stands before it.
fn quoted(source: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = source;
    let mut at = 0;
    while let Some(open) = rest.find('"') {
        let after = &rest[open + 1..];
        let Some(close) = end_of_quoted(after) else { break };
        found.push((&source[..at + open], &after[..close]));
        rest = &after[close + 1..];
        at = source.len() - rest.len();
    }
    found
}

fn end_of_quoted(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|sign| {
        let ends = sign == b'"' && !escaped;
        escaped = sign == b'\\' && !escaped;
        ends
    })
}

/// The keys that templates name in expressions, and code line by line, where a quotation mark hardly ever stands alone.
fn named() -> BTreeMap<String, BTreeSet<String>> {
    let subjects: BTreeSet<&str> =
        TEXTS.iter().map(|(name, _)| name.trim_end_matches(".ftl").rsplit('/').next().unwrap()).collect();
    let is_key = |text: &str| {
        let signs = text.bytes().all(|sign| matches!(sign, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'));
        signs
            && subjects
                .iter()
                .any(|subject| text.strip_prefix(subject).is_some_and(|rest| rest.starts_with('-') && rest.len() > 1))
    };
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let templates = files(&here("templates")).into_iter();
    let pieces =
        templates.flat_map(|(name, text)| without_expressions(&text).1.into_iter().map(move |one| (name.clone(), one)));
    let lines = files(&here("src"))
        .into_iter()
        .flat_map(|(name, text)| text.lines().map(|line| (name.clone(), line.to_owned())).collect::<Vec<_>>());
    for (name, piece) in pieces.chain(lines) {
        for (_, text) in quoted(&piece).into_iter().filter(|(_, text)| is_key(text)) {
            keys.entry(text.to_owned()).or_default().insert(name.clone());
        }
    }
    keys
}

#[test]
fn every_text_stands_in_every_language_with_the_same_values_and_the_same_markup() {
    let (english, welsh) = (texts(Language::English), texts(Language::Welsh));
    assert!(english.len() > 900, "{}", english.len());
    assert_eq!(english.keys().collect::<Vec<_>>(), welsh.keys().collect::<Vec<_>>());
    for (key, text) in &english {
        assert_eq!(variables(text), variables(&welsh[key]), "{key}");
        assert_eq!(markup(text), markup(&welsh[key]), "{key}");
    }
}

#[test]
fn every_key_that_is_named_has_a_text_and_every_text_is_named() {
    let (english, named) = (texts(Language::English), named());
    let missing: Vec<_> = named.iter().filter(|(key, _)| !english.contains_key(key.as_str())).collect();
    assert!(missing.is_empty(), "no text for {missing:?}");
    // Terms are named by their codes and sentences of the rules by what they say: tests of their own hold them to the domain.
    let by_itself = |key: &str| key.starts_with("term-") || key.starts_with("refusal-");
    let left_over: Vec<_> = english.keys().filter(|key| !named.contains_key(**key) && !by_itself(key)).collect();
    assert!(left_over.is_empty(), "nothing names {left_over:?}");
}

#[test]
fn every_text_can_be_made_with_any_number_of_things() {
    for language in Language::ALL {
        let read = Texts::read(language).unwrap();
        for (key, text) in texts(language) {
            for number in [0, 1, 2, 3, 6, 7, 1_000] {
                let values: FluentArgs<'_> = variables(&text).into_iter().map(|name| (name, number)).collect();
                let made = read.make(key, &values).unwrap();
                assert!(!made.trim().is_empty() && !made.contains('$') && !made.contains('{'), "{key}: {made}");
                assert_eq!(made, made.trim(), "{key}");
            }
            if !variables(&text).is_empty() {
                assert!(read.make(key, &FluentArgs::new()).is_err(), "{key} can be made without its values");
            }
        }
        assert!(read.make("no-such-text", &FluentArgs::new()).is_err());
        assert_eq!(read.text("no-such-text"), "[no-such-text]");
    }
}

#[test]
fn welsh_has_its_own_plurals() {
    let welsh = Texts::read(Language::Welsh).unwrap();
    let said = |count: u64| welsh.with("account-count", [("count", count)]);
    let all: Vec<String> = [0, 1, 2, 3, 4, 6, 7].map(said).to_vec();
    assert_eq!(all, ["0 cyfrif", "1 cyfrif", "2 gyfrif", "3 chyfrif", "4 cyfrif", "6 chyfrif", "7 cyfrif"],);
}

#[test]
fn every_welsh_file_says_that_no_translator_made_it() {
    let files: Vec<_> = TEXTS.iter().filter(|(name, _)| name.starts_with(Language::Welsh.code())).collect();
    assert!(files.len() > 10);
    for (name, text) in files {
        assert!(text.starts_with("# NOT MADE BY A TRANSLATOR."), "{name}");
        assert!(text.contains("DRAFFT: heb ei adolygu gan gyfieithydd"), "{name}");
    }
}

#[test]
fn what_is_welsh_is_not_the_english_again() {
    let (english, welsh) = (texts(Language::English), texts(Language::Welsh));
    for (key, text) in english {
        let words = text.split(|sign: char| !sign.is_alphabetic()).filter(|word| word.len() > 3).count();
        assert!(words == 0 || text != welsh[key], "{key} is not translated: {text}");
    }
}

/// A template without its comments, and its expressions and statements apart.
fn without_expressions(template: &str) -> (String, Vec<String>) {
    let (mut words, mut expressions) = (String::new(), Vec::new());
    let mut rest = template;
    while let Some(begin) = rest.find('{') {
        let close = match rest.as_bytes().get(begin + 1) {
            Some(b'#') => "#}",
            Some(b'%') => "%}",
            Some(b'{') => "}}",
            _ => {
                words.push_str(&rest[..=begin]);
                rest = &rest[begin + 1..];
                continue;
            }
        };
        words.push_str(&rest[..begin]);
        let inside = &rest[begin + 2..];
        let length = if close == "#}" { inside.find(close).unwrap() } else { end_of_expression(inside, close) };
        if close != "#}" {
            expressions.push(inside[..length].to_owned());
        }
        rest = &inside[length + 2..];
    }
    words.push_str(rest);
    (words, expressions)
}

/// Where an expression ends: not within a text of its own, nor within braces of its own.
fn end_of_expression(text: &str, close: &str) -> usize {
    let (mut deep, mut at) = (0, 0);
    while at < text.len() {
        match text.as_bytes()[at] {
            b'"' => at += 1 + end_of_quoted(&text[at + 1..]).unwrap(),
            b'{' | b'[' | b'(' => deep += 1,
            _ if deep == 0 && text[at..].starts_with(close) => return at,
            b'}' | b']' | b')' => deep -= 1,
            _ => {}
        }
        at += 1;
    }
    panic!("an expression without an end: {text}")
}

/// The words between tags, and those of the attributes that are read out.
fn words(markup: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = markup;
    while let Some(begin) = rest.find('<') {
        found.push(rest[..begin].to_owned());
        let tag = &rest[begin..];
        let end = if tag.starts_with("<script") { tag.find("</script>").unwrap() + 8 } else { tag.find('>').unwrap() };
        for attribute in ["aria-label=\"", "title=\"", "alt=\"", "placeholder=\""] {
            found.extend(tag[..end].split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()));
        }
        rest = &tag[end + 1..];
    }
    found.push(rest.to_owned());
    found.retain(|words| words.contains(char::is_alphabetic));
    found
}

/// Whether a text inside an expression is for the machine: the key of a text, a class, an address, a code.
fn is_technical(before: &str, text: &str) -> bool {
    let said = ["\"text\": ", "\"titleText\": ", "\"html\": ", "\"label\": ", "\"iconFallbackText\": "];
    if said.iter().any(|name| before.ends_with(name)) {
        return text.is_empty();
    }
    let code = |word: &str| !word.contains(|sign: char| sign.is_uppercase() || !sign.is_ascii());
    let classes = || text.split_whitespace().all(|word| word.starts_with("govuk-") || word.starts_with("manumit-"));
    !text.contains(char::is_alphabetic)
        || text == "Manumit"
        || is_parameter(text)
        || code(text) && (!text.contains(' ') || classes() || text.trim().len() < 2)
}

/// The name of a parameter of a macro of GOV.UK Frontend.
fn is_parameter(text: &str) -> bool {
    let mut signs = text.chars();
    signs.next().is_some_and(|sign| sign.is_ascii_lowercase()) && signs.all(|sign| sign.is_ascii_alphanumeric())
}

#[test]
fn no_template_says_anything_by_itself() {
    let mut found = Vec::new();
    let templates = files(&here("templates"));
    for (name, template) in templates {
        let (markup, expressions) = without_expressions(&template);
        let said = words(&markup).into_iter().filter(|words| words.trim() != "– Manumit");
        found.extend(said.map(|words| format!("{name}: {}", words.trim())));
        for expression in &expressions {
            let said = quoted(expression).into_iter().filter(|(before, text)| !is_technical(before, text));
            found.extend(said.map(|(_, text)| format!("{name}: \"{text}\"")));
        }
    }
    assert!(found.is_empty(), "these words belong in a file of texts:\n{}", found.join("\n"));
}

#[test]
fn what_looks_for_words_in_templates_finds_them() {
    let (markup, expressions) =
        without_expressions("<p>{{ a({\"b\": {\"c\": 1}}) }}Stop</p>{# Not this #}<i title=\"Go\">");
    assert_eq!(words(&markup), ["Stop", "Go"]);
    assert_eq!(expressions, [" a({\"b\": {\"c\": 1}}) "]);
    assert!(!is_technical("{\"text\": ", "send"));
    assert!(!is_technical("(", "Send it"));
    assert!(!is_technical("(", " waiting, the earliest due first"));
    assert!(is_technical("text(", "report-send") && is_technical("\"classes\": ", "govuk-a govuk-b"));
}

#[test]
fn what_holds_markup_is_said_as_markup() {
    let english = texts(Language::English);
    for (name, template) in files(&here("templates")) {
        for expression in without_expressions(&template).1 {
            for (before, key) in quoted(&expression) {
                let holds_markup = english.get(key).is_some_and(|text| text.contains('<'));
                assert!(!holds_markup || before.ends_with("marked("), "{name}: {key} holds markup");
            }
        }
    }
}
