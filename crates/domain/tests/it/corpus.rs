//! Every kind of event ever written is in `tests/corpus/events.jsonl`, and is read for ever.
//!
//! A line is added whenever an event can be written in a new form; none is ever changed or taken out, because journals
//! hold events of those forms.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use manumit_domain::{
    case,
    journal::{Event, StreamKind},
    notification, police_notice, public_report, referral, support_request,
};
use serde::Deserialize;
use serde_json::Value;

const CORPUS: &str = include_str!("../corpus/events.jsonl");

/// Kinds that begin so belong to the store: no record kind decodes them.
const OF_THE_STORE: &str = "stream.";

#[derive(Deserialize)]
struct Line {
    kind: String,
    body: Value,
    sealed: Option<Value>,
}

fn lines() -> Vec<(usize, Line)> {
    let lines: Vec<_> = CORPUS.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (1..).zip(lines).collect()
}

/// Decodes a line as an event of one record kind; tells whether it is one, and then holds it to its form.
fn read_again<E: Event>(number: usize, line: &Line) -> bool {
    let Ok(event) = serde_json::from_value::<E>(line.body.clone()) else { return false };
    if event.kind() != line.kind {
        return false;
    }
    assert_eq!(serde_json::to_value(&event).unwrap(), line.body, "line {number}: {}", line.kind);
    if let Some(sealed) = &line.sealed {
        let read: E::Sealed = serde_json::from_value(sealed.clone())
            .unwrap_or_else(|error| panic!("line {number}: the sealed part of {}: {error}", line.kind));
        assert_eq!(serde_json::to_value(&read).unwrap(), *sealed, "line {number}: the sealed part of {}", line.kind);
    }
    true
}

#[test]
fn every_line_decodes_as_one_record_kind_and_encodes_to_the_same() {
    for (number, line) in lines() {
        if line.kind.starts_with(OF_THE_STORE) {
            assert!(line.sealed.is_none(), "line {number}");
            continue;
        }
        let owners = [
            (StreamKind::Referral, read_again::<referral::Event>(number, &line)),
            (StreamKind::Notification, read_again::<notification::Event>(number, &line)),
            (StreamKind::Case, read_again::<case::Event>(number, &line)),
            (StreamKind::SupportRequest, read_again::<support_request::Event>(number, &line)),
            (StreamKind::PoliceNotice, read_again::<police_notice::Event>(number, &line)),
            (StreamKind::PublicReport, read_again::<public_report::Event>(number, &line)),
        ];
        let owners: Vec<StreamKind> = owners.into_iter().filter(|(_, reads)| *reads).map(|(kind, _)| kind).collect();
        assert_eq!(owners.len(), 1, "line {number}: {} is read by {owners:?}", line.kind);
    }
}

#[test]
fn every_kind_in_the_code_is_in_the_corpus_and_none_is_lost() {
    let mut in_code = BTreeMap::new();
    kinds_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut in_code);
    let in_corpus: BTreeSet<String> =
        lines().into_iter().map(|(_, line)| line.kind).filter(|kind| !kind.starts_with(OF_THE_STORE)).collect();
    let missing: Vec<_> = in_code.iter().filter(|(kind, _)| !in_corpus.contains(*kind)).collect();
    assert!(missing.is_empty(), "add a line to tests/corpus/events.jsonl for each of: {missing:?}");
    let lost: Vec<_> = in_corpus.iter().filter(|kind| !in_code.contains_key(*kind)).collect();
    assert!(lost.is_empty(), "journals hold these kinds, and the code no longer names them: {lost:?}");
    assert_eq!(in_code.len(), 50, "a kind is never taken out; count a new one here");
}

/// Collects every literal that is the kind of an event, with the file it stands in.
fn kinds_in(folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            kinds_in(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            for literal in text.split('"').filter(|literal| is_kind(literal)) {
                found.insert(literal.to_owned(), path.display().to_string());
            }
        }
    }
}

fn is_kind(literal: &str) -> bool {
    let mut parts = literal.rsplitn(2, ".v");
    let (Some(version), Some(name)) = (parts.next(), parts.next()) else { return false };
    let word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    version.parse::<u32>().is_ok() && name.split('.').count() == 2 && name.split('.').all(word)
}
