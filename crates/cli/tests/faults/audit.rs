//! What must hold of a journal after a fault.

use std::collections::{BTreeMap, BTreeSet};

use manumit_domain::{
    journal::{StreamId, StreamKind},
    referral::{Fact, Particulars},
};
use manumit_store::{Store, Unsealed, journal::Checkpoint};

use crate::told::Told;

/// What every commit of a referral holds, beside the request for support if support is wanted.
const WHOLE: [&str; 3] = ["case", "police_notice", "referral"];

/// Every reference that was told leads to the referral of the sender's reference, which opens with its keys.
pub async fn holds_what_was_told(store: &Store, told: &Told, source_references: impl Iterator<Item = &String>) {
    for source_reference in source_references {
        let reference = &told.references[source_reference];
        let stream = store.find_reference(reference).await.unwrap();
        let stream = stream.unwrap_or_else(|| panic!("{source_reference} was told {reference}, which is lost"));
        assert_eq!(stream.kind, StreamKind::Referral);
        let events = store.load(stream).await.unwrap();
        assert_eq!(events.len(), 1, "{reference}");
        let Unsealed::Content(Particulars { source_reference: sealed, .. }) =
            store.unseal::<Fact>(&events[0]).await.unwrap()
        else {
            panic!("{reference} has no sealed part");
        };
        assert_eq!(sealed.as_ref(), Some(source_reference), "{reference} is the referral of another row");
    }
}

/// Counts the referrals: there is a case and a police notice for each.
pub async fn count_referrals(store: &Store) -> usize {
    let status = store.status().await.unwrap();
    let streams: BTreeMap<&str, u64> = status.streams.iter().map(|(kind, count)| (kind.as_str(), *count)).collect();
    let count = |kind: &str| streams.get(kind).copied().unwrap_or(0);
    assert!(WHOLE.iter().all(|kind| count(kind) == count("referral")), "half a commit: {streams:?}");
    assert!(count("support_request") <= count("referral"), "half a commit: {streams:?}");
    let events: u64 = status.events.iter().map(|(_, count)| count).sum();
    assert_eq!(events, streams.values().sum::<u64>(), "one event a stream: {:?}", status.events);
    usize::try_from(count("referral")).unwrap()
}

/// Every hash, code and key of the journal is as it was recorded, and all that a checkpoint says was there is there.
pub async fn verifies(store: &Store, against: Option<&Checkpoint>) {
    let report = store.verify(against).await.unwrap();
    assert_eq!(report.findings, []);
}

/// The events of one commit: the requests they belong to, and the kinds of their streams.
#[derive(Default)]
struct Commit {
    requests: BTreeSet<String>,
    kinds: Vec<&'static str>,
}

/// Every commit holds one referral, its case, its police notice and no more than one request for support, all under one
/// idempotency key that no other commit has. Gives the number of commits.
pub async fn has_whole_commits_only(store: &Store) -> usize {
    let mut export = Vec::new();
    store.export(&mut export).await.unwrap();
    let mut commits: BTreeMap<(i64, i64), Commit> = BTreeMap::new();
    for line in export.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let row: serde_json::Value = serde_json::from_slice(line).unwrap();
        let Some(stream) = row["stream"].as_str() else { continue };
        let turn = (row["lane"].as_i64().unwrap(), row["sequence"].as_i64().unwrap());
        let commit = commits.entry(turn).or_default();
        commit.requests.insert(row["idempotency_key"].as_str().unwrap().to_owned());
        commit.kinds.push(stream.parse::<StreamId>().unwrap().kind.code());
    }
    let mut requests = BTreeSet::new();
    for (turn, commit) in &mut commits {
        commit.kinds.sort();
        commit.kinds.pop_if(|kind| *kind == "support_request");
        assert_eq!(commit.kinds, WHOLE, "commit {turn:?}");
        assert_eq!(commit.requests.len(), 1, "commit {turn:?}");
        requests.append(&mut commit.requests);
    }
    assert_eq!(requests.len(), commits.len(), "a request was recorded in two commits");
    commits.len()
}

/// Exactly so many rows were told and recorded, each once and whole.
pub async fn has_exactly(store: &Store, told: &Told, rows: usize) {
    assert_eq!(told.references.len(), rows, "rows that were told");
    let distinct: BTreeSet<_> = told.references.values().collect();
    assert_eq!(distinct.len(), rows, "references that were told");
    assert_eq!(count_referrals(store).await, rows, "referrals recorded");
    assert_eq!(has_whole_commits_only(store).await, rows, "commits");
    holds_what_was_told(store, told, told.references.keys()).await;
}
