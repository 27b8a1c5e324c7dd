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

/// `fake_1000` as three lists, each record in one of them.
fn three_lists(place: &Place) {
    let (head, rows) = PEOPLE.split_once('\n').unwrap();
    for (list, name) in ["police", "charity", "council"].into_iter().enumerate() {
        let rows: Vec<&str> = rows.lines().skip(list).step_by(3).collect();
        place.write(&format!("{name}.csv"), &format!("{head}\n{}\n", rows.join("\n")));
    }
    place.write("lists.toml", &format!("{SETTINGS}\n[tiers]\npolice = \"A\"\ncharity = \"B\"\n"));
}

#[test]
fn an_arrow_file_links_as_its_csv_file_does() {
    let place = place();
    let mut reader = csv::Reader::from_reader(PEOPLE.as_bytes());
    let headings = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let columns = headings.iter().enumerate().map(|(at, heading)| {
        let column: arrow_array::StringArray = rows.iter().map(|row| Some(&row[at])).collect();
        (heading, std::sync::Arc::new(column) as arrow_array::ArrayRef)
    });
    let batch = arrow_array::RecordBatch::try_from_iter(columns).unwrap();
    let file = std::fs::File::create(place.path("people.arrow")).unwrap();
    let mut writer = arrow_ipc::writer::FileWriter::try_new(file, &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    for ending in ["csv", "arrow"] {
        let file = format!("people.{ending}");
        place.done(&["link", &file, "--settings", "people.toml", "--out", ending]);
    }
    assert_eq!(place.read("csv/pairs.csv"), place.read("arrow/pairs.csv"));
    assert_eq!(place.read("csv/clusters.csv"), place.read("arrow/clusters.csv"));
    place.write("people.arrow", "not an Arrow file");
    let answer = place.run(&["link", "people.arrow", "--settings", "people.toml"]);
    assert_eq!(answer.status, 1, "{answer:?}");
    assert!(answer.complaint.contains("it is not an Arrow file that can be read"), "{answer:?}");
}

#[test]
fn a_pair_said_to_be_one_person_is_in_one_cluster_and_its_parts_sum() {
    let place = place();
    place.done(&["link", "people.csv", "--settings", "people.toml", "--out", "linked"]);
    let clusters = rows(&place.read("linked/clusters.csv"));
    let of = |id: &str| clusters.iter().find(|row| row["id"] == id).unwrap()["cluster"].clone();
    let pairs = rows(&place.read("linked/pairs.csv"));
    for pair in &pairs {
        let same = of(&pair["id_a"]) == of(&pair["id_b"]);
        assert_eq!(same, pair["score"].parse::<f64>().unwrap() >= 0.5, "{pair:?}");
    }
    let moved = |pair: &&std::collections::BTreeMap<String, String>| {
        let bits = |name: &str| pair[name].parse::<f64>().unwrap_or(0.0);
        !pair["bits_alone"].is_empty() && (bits("bits") > 0.0) != (bits("bits_alone") > 0.0)
    };
    let pair = pairs.iter().find(moved).unwrap();
    let (a, b) = (&pair["id_a"], &pair["id_b"]);
    let words = ["link", "explain", "people.csv", "--settings", "people.toml", "--pair", a, b];
    assert!(place.done(&words).contains("what the other records of their groups say"));
    let told: serde_json::Value =
        serde_json::from_str(&place.done(&[words.as_slice(), &["--format", "json"]].concat())).unwrap();
    let number = |value: &serde_json::Value| value.as_f64().unwrap();
    let parts: f64 = told["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| number(&part["agreement_weight"]) + number(&part["rarity_weight"]))
        .sum();
    let sum = number(&told["prior"]) + parts + number(&told["others"]);
    assert!((sum - number(&told["weight"])).abs() < 1e-9);
}

#[test]
fn the_union_of_lists_is_what_the_estimate_reads() {
    let place = place();
    three_lists(&place);
    let files = ["police.csv", "charity.csv", "council.csv", "--settings", "lists.toml"];
    let told = place.done(&[&["assess", "union"], files.as_slice(), &["--draws", "20", "--by", "city"]].concat());
    assert!(told.contains(" people on 3 lists ("), "{told}");
    let overlap = rows(&place.read("union/overlap.csv"));
    let people: u64 = overlap.iter().map(|row| row["count"].parse::<u64>().unwrap()).sum();
    assert!((240..280).contains(&people), "{people} people; there are 251");
    assert_eq!(rows(&place.read("union/entities.csv")).len() as u64, people);
    assert_eq!(rows(&place.read("union/records.csv")).len(), 1_000);
    let json: serde_json::Value = serde_json::from_str(&place.read("union/union.json")).unwrap();
    assert_eq!(json["total"]["people"].as_u64(), Some(people));
    assert!(place.read("union/union.txt").contains("In doubt: the records of one person may be those of several."));
    for table in ["union/overlap.csv", "union/draws.csv"] {
        let told = place.done(&["estimate", table, "--quick", "--replicates", "100", "--seed", "1"]);
        assert!(told.contains("Between ") || told.contains("draw"), "{table}: {told}");
    }
}

#[test]
fn answers_of_reviewers_estimate_precision_and_recall() {
    let place = place();
    place.done(&["link", "review", "people.csv", "--settings", "people.toml", "--looks", "150", "--out", "queue.csv"]);
    let truth = rows(PEOPLE);
    let person = |id: &str| truth.iter().find(|row| row["unique_id"] == id).unwrap()["cluster"].clone();
    let mut answers = "source_a,id_a,source_b,id_b,verdict,by,on,reason\n".to_owned();
    for row in rows(&place.read("queue.csv")) {
        let verdict = if person(&row["id_a"]) == person(&row["id_b"]) { "same" } else { "different" };
        answers += &format!("people,{},people,{},{verdict},reviewer,2026-01-01,\n", row["id_a"], row["id_b"]);
    }
    place.write("answers.csv", &answers);
    let words = ["link", "review", "people.csv", "--settings", "people.toml", "--looks", "150", "--format", "csv"];
    let told =
        rows(&place.done(&[words.as_slice(), &["--answers", "answers.csv", "--answers", "answers.csv"]].concat()));
    let of =
        |what: &str| told.iter().find(|row| row["what"].starts_with(what)).unwrap()["value"].parse::<f64>().unwrap();
    assert!(of("precision") > 0.95 && of("recall") > 0.9, "{told:?}");
    assert!((of("agreement") - 1.0).abs() < 1e-9, "{told:?}");
}
