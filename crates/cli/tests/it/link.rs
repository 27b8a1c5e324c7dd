//! Linking from the command line: made-up people, and what cannot be linked.

use std::path::Path;

use crate::place::{Place, rows};

const PEOPLE: &str = include_str!("../../../linkage/tests/data/fake_1000.csv");
const SETTINGS: &str = include_str!("../../../linkage/examples/settings/fake.toml");

fn place() -> Place {
    let place = Place::empty();
    place.write("people.csv", PEOPLE);
    place.write("people.toml", SETTINGS);
    place
}

#[test]
fn records_are_grouped_and_each_pair_is_explained() {
    let place = place();
    place.done(&["link", "people.csv", "--settings", "people.toml", "--out", "linked"]);
    let clusters = rows(&place.read("linked/clusters.csv"));
    assert_eq!(clusters.len(), 1000);
    let of = |id: &str| clusters.iter().find(|row| row["id"] == id).unwrap()["cluster"].clone();
    assert_eq!(of("1"), of("2"));
    assert_ne!(of("1"), of("500"));
    let why = place.done(&["link", "explain", "people.csv", "--settings", "people.toml", "--pair", "1", "2"]);
    assert!(why.contains("in all") && why.contains("two records drawn at random"), "{why}");
    assert!(Path::new(&place.path("linked/model.json")).exists());
}

#[test]
fn what_cannot_be_linked_is_refused_with_its_place() {
    let place = place();
    place.write("people.csv", "a,b\n1,2\n");
    let answer = place.run(&["link", "people.csv", "--settings", "people.toml", "--out", "linked"]);
    assert_eq!(answer.status, 1, "{answer:?}");
    assert!(answer.complaint.contains("people.csv, line 1: there is no column \"unique_id\""), "{answer:?}");
}
