//! Which crate may use which: the direction of the house.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

const OURS: &str = "manumit-";

/// What each crate may use of ours.
const MAY_USE: [(&str, &[&str]); 12] = [
    ("manumit-domain", &[]),
    ("manumit-bulletin", &["manumit-disclosure"]),
    ("manumit-prevalence", &[]),
    ("manumit-trends", &[]),
    ("manumit-disclosure", &[]),
    ("manumit-linkage", &[]),
    ("manumit-store", &["manumit-domain"]),
    ("manumit-app", &["manumit-domain", "manumit-store", "manumit-bulletin", "manumit-disclosure"]),
    ("manumit-web", &["manumit-domain", "manumit-app"]),
    (
        "manumit",
        &[
            "manumit-domain",
            "manumit-store",
            "manumit-bulletin",
            "manumit-prevalence",
            "manumit-trends",
            "manumit-disclosure",
            "manumit-linkage",
            "manumit-app",
            "manumit-web",
        ],
    ),
    ("manumit-testkit", &["manumit-domain", "manumit-store"]),
    (
        "manumit-bench",
        &[
            "manumit-domain",
            "manumit-store",
            "manumit-bulletin",
            "manumit-prevalence",
            "manumit-trends",
            "manumit-disclosure",
            "manumit-linkage",
            "manumit-app",
            "manumit-testkit",
        ],
    ),
];

/// What tests and measures and is no part of what runs: nothing that runs may use it.
const TESTS_AND_MEASURES: [&str; 2] = ["manumit-testkit", "manumit-bench"];

/// What talks to databases: the store's alone.
const DATABASES: [&str; 2] = ["rusqlite", "tokio-postgres"];

type Uses = BTreeMap<String, BTreeSet<String>>;

/// The direct dependencies of every crate: those of the code, and those of tests and benches alone.
fn dependencies() -> (Uses, Uses) {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let metadata = MetadataCommand::new().manifest_path(manifest).no_deps().exec().unwrap();
    let of_kind = |in_tests: bool| {
        let uses = metadata.packages.iter().map(|package| {
            let used = package
                .dependencies
                .iter()
                .filter(|dependency| (dependency.kind == DependencyKind::Development) == in_tests)
                .map(|dependency| dependency.name.clone());
            (package.name.to_string(), used.collect())
        });
        uses.collect()
    };
    (of_kind(false), of_kind(true))
}

#[test]
fn every_crate_uses_only_what_stands_below_it() {
    let (in_code, _) = dependencies();
    let known: BTreeSet<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    let found: BTreeSet<&str> = in_code.keys().map(String::as_str).collect();
    assert_eq!(found, known, "a new crate is given its place here");
    for (name, may_use) in MAY_USE {
        let wrong: Vec<_> =
            in_code[name].iter().filter(|used| used.starts_with(OURS) && !may_use.contains(&used.as_str())).collect();
        assert!(wrong.is_empty(), "{name} may not use {wrong:?}");
    }
}

#[test]
fn of_what_runs_the_store_alone_talks_to_databases_and_the_testkit_stays_in_tests() {
    let (in_code, in_tests) = dependencies();
    for (name, used) in in_code.iter().filter(|(name, _)| !TESTS_AND_MEASURES.contains(&name.as_str())) {
        let tools: Vec<_> = TESTS_AND_MEASURES.iter().filter(|tool| used.contains(**tool)).collect();
        assert!(tools.is_empty(), "{name} uses {tools:?} outside its tests");
        let databases: Vec<_> = DATABASES.iter().filter(|database| used.contains(**database)).collect();
        assert!(databases.is_empty() || name == "manumit-store", "{name} talks to a database by itself: {databases:?}");
    }
    assert!(DATABASES.iter().all(|database| in_code["manumit-store"].contains(*database)), "this test sees nothing");
    assert!(in_tests.values().any(|used| used.contains("manumit-testkit")), "this test sees nothing");
}
