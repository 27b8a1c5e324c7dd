//! The configuration explained.

use crate::place::{Place, rows};

#[test]
fn every_setting_says_its_value_and_where_that_comes_from() {
    let place = Place::begun();
    let text = place
        .command()
        .args(["--format", "csv", "config", "explain"])
        .env("MANUMIT_AS", "HO-CA/caseworker-1/ca_decision_maker")
        .output()
        .unwrap()
        .stdout;
    let text = String::from_utf8(text).unwrap();
    let told: Vec<_> = rows(&text)
        .into_iter()
        .map(|row| format!("{}: {} [{}]", row["setting"], row["value"], row["comes from"]))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @"
    data directory (--data, MANUMIT_DATA): data [environment]
    database (--database, MANUMIT_DATABASE): the embedded one [default]
    format (--format): csv [argument]
    who acts (--as, MANUMIT_AS): HO-CA/caseworker-1/ca_decision_maker [environment]
    log (MANUMIT_LOG): warn [default]
    keys: data/keyring.toml [the data directory]
    journal: data/journal.db [the data directory]
    ");
}

#[test]
fn a_password_is_never_shown() {
    let place = Place::empty();
    let address = "postgres://nrm:hushhush@db.example/nrm?password=hushhush";
    for format in ["table", "json", "csv"] {
        let out = place.done(&["--database", address, "--format", format, "config", "explain"]);
        assert!(out.contains("postgres://nrm@db.example/nrm") && !out.contains("hushhush"), "{out}");
    }
    let help = place.command().args(["status", "--help"]).env("MANUMIT_DATABASE", address).output().unwrap();
    assert!(!String::from_utf8(help.stdout).unwrap().contains("hushhush"));
}

#[test]
fn a_filter_that_is_none_is_told() {
    let place = Place::begun();
    let output = place.command().arg("status").env("MANUMIT_LOG", "====").output().unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && complaint.starts_with("MANUMIT_LOG is not a filter"), "{complaint}");
}
