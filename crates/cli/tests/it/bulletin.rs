//! The bulletin on the demonstration caseload: tables as they stood, and what later decisions change.

use crate::place::{Place, rows};

#[test]
fn a_table_as_it_stood_differs_from_the_table_as_it_stands() {
    let place = Place::with_demonstration();
    let show = |as_at: &[&str]| place.done(&[&["bulletin", "show", "table05", "--year", "2012"], as_at].concat());
    insta::assert_snapshot!(show(&[]));
    assert_ne!(show(&["--as-at", "2013-03-31"]), show(&[]));
    insta::assert_snapshot!(place.done(&["bulletin", "show", "table04", "--year", "2012", "--as-at", "2013-10-15"]));
}

#[test]
fn a_later_decision_shows_in_the_revisions() {
    let place = Place::with_demonstration();
    let revisions = ["bulletin", "revisions", "--year", "2012", "--from", "2013-10-15", "--format", "csv"];
    assert!(rows(&place.done(&revisions)).is_empty());
    let waiting =
        "backlog --frozen-on 2013-10-01 --until 2013-10-15 --authority HO-CA --hosted-by none --list --format csv";
    let waiting = rows(&place.done(&waiting.split(' ').collect::<Vec<_>>()));
    let case = waiting.iter().find(|row| row["blocked by"] == "nothing but the decision").unwrap()["case"].clone();
    let decide = "--stage conclusive-grounds --outcome positive --reasons synthetic --on 2013-10-21";
    let arguments = [&["case", "decide", &case][..], &decide.split(' ').collect::<Vec<_>>()].concat();
    let answer = place.run_as("HO-CA/caseworker-1/ca_decision_maker", &arguments);
    assert_eq!(answer.status, 0, "{answer:?}");
    let revised = rows(&place.done(&revisions));
    let decisions: Vec<_> = revised
        .iter()
        .filter(|row| row["table"] == "table05")
        .map(|row| format!("{}: {} → {}", row["row"], row["was"], row["is"]))
        .collect();
    assert_eq!(decisions, ["Positive: 481 → 482", "Pending: 105 → 104"]);
}

#[test]
fn an_unknown_table_is_told_with_those_there_are() {
    let place = Place::with_demonstration();
    let answer = place.run(&["bulletin", "show", "table99", "--year", "2012"]);
    assert_eq!(answer.status, 2, "{answer:?}");
    assert!(answer.complaint.starts_with("There is no table table99. Use one of: "), "{answer:?}");
}

/// What is left on our own release is what the report's form brings with it: its labels, its ranks, its numbering.
#[test]
fn the_figures_of_our_own_release_follow_from_one_another() {
    let place = Place::with_demonstration();
    place.done(&["bulletin", "build", "--year", "2012", "--out", "release"]);
    let checked = place.run(&["check", "tables", "release", "--format", "csv"]);
    assert_eq!(checked.status, 1, "{checked:?}");
    let findings = rows(&checked.out);
    assert!(!findings.is_empty());
    for finding in findings {
        assert!(["label", "rank", "reference"].contains(&finding["class"].as_str()), "{finding:?}");
    }
}
