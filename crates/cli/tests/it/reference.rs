//! The pages under `docs/reference` are what the program says. With `MANUMIT_WRITE_DOCS=1` they are written again.

use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::place::Place;

const CORPUS: &str = include_str!("../../../domain/tests/corpus/events.jsonl");

#[test]
fn the_reference_pages_are_what_the_program_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference");
    let place = Place::empty();
    let mut pages: BTreeMap<&str, String> = ["cli", "referral-file", "states", "rules"]
        .into_iter()
        .map(|name| (name, place.done(&["reference", name])))
        .collect();
    pages.insert("events", events());
    let stale: Vec<PathBuf> =
        pages.iter().filter_map(|(name, text)| stale(&folder.join(format!("{name}.md")), text)).collect();
    assert!(stale.is_empty(), "`make docs` writes these again: {stale:?}");
}

/// The page, if the file does not hold the text; written again instead if that is asked.
fn stale(path: &Path, text: &str) -> Option<PathBuf> {
    if fs::read_to_string(path).is_ok_and(|held| held == text) {
        return None;
    }
    if env::var_os("MANUMIT_WRITE_DOCS").is_none() {
        return Some(path.to_owned());
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    None
}

/// Every kind of event with its fields, as the corpus has them.
fn events() -> String {
    let mut kinds: BTreeMap<String, BTreeMap<String, Field>> = BTreeMap::new();
    for line in CORPUS.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let kind = line["kind"].as_str().unwrap().to_owned();
        let seen = kinds.entry(kind).or_default();
        for (part, sealed) in [("body", false), ("sealed", true)] {
            for (name, value) in line[part].as_object().into_iter().flatten() {
                seen.entry(name.clone()).or_insert_with(|| Field { sealed, example: value.clone() });
            }
        }
    }
    let mut page = String::from(
        "# The events\n\nMade from `crates/domain/tests/corpus/events.jsonl`, which holds every kind of event ever written, in \
         every form. Kinds are never renamed and never change meaning. What is sealed is encrypted under the key of its \
         record; all else is in clear, and names or narrates nothing.\n",
    );
    for (kind, fields) in kinds {
        let _ = write!(page, "\n## {kind}\n\n| field | sealed | example |\n| --- | --- | --- |\n");
        for (name, field) in fields {
            let sealed = if field.sealed { "sealed" } else { "" };
            let _ = writeln!(page, "| `{name}` | {sealed} | `{}` |", field.example.to_string().replace('|', "\\|"));
        }
    }
    page
}

struct Field {
    sealed: bool,
    example: Value,
}
