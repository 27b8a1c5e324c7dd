//! Importing a file of referrals: good, bad, twice, changed, and whole or nothing.

use crate::place::{Answer, Place, rows};

const RESPONDER: &str = "POLICE-EW/referral-desk/first_responder";

/// The template's made-up row, so many times, each with a reference of its own.
fn file(place: &Place, references: &[&str]) -> String {
    let template = place.done(&["import", "template"]);
    let (headings, row) = template.split_once('\n').unwrap();
    let rows: String = references.iter().map(|reference| row.replace("A-1001", reference)).collect();
    format!("{headings}\n{rows}")
}

fn import(place: &Place, options: &[&str]) -> Answer {
    place.run_as(RESPONDER, &[&["import", "referrals", "file.csv"], options].concat())
}

fn referrals(place: &Place) -> usize {
    let status = rows(&place.done(&["status", "--format", "csv"]));
    status.iter().find(|row| row["what"] == "records: referral").map_or(0, |row| row["value"].parse().unwrap())
}

#[test]
fn a_file_imported_twice_is_received_once_and_answered_twice() {
    let place = Place::begun();
    place.write("file.csv", &file(&place, &["A-1", "A-2", "A-3"]));
    let first = import(&place, &["--receipts", "receipts.csv"]);
    assert_eq!(
        (first.status, first.out.as_str()),
        (0, "3 rows read: 3 received now, 0 received before.\n"),
        "{first:?}"
    );
    let again = import(&place, &["--receipts", "receipts.csv"]);
    assert_eq!((again.status, again.out.as_str()), (0, "3 rows read: 0 received now, 3 received before.\n"));
    assert_eq!(referrals(&place), 3);
    let receipts = rows(&place.read("receipts.csv"));
    let told = |reference: &str| -> Vec<(&str, &str)> {
        let of = receipts.iter().filter(|row| row["source_reference"] == reference);
        of.map(|row| (row["reference"].as_str(), row["repeated"].as_str())).collect()
    };
    for reference in ["A-1", "A-2", "A-3"] {
        let [(first, "no"), (again, "yes")] = told(reference)[..] else { panic!("{receipts:?}") };
        assert!(first == again && first.starts_with("REF-12-"), "{receipts:?}");
    }
}

/// A process that is killed has told no receipt that is not true, and the import is finished by running it again.
#[test]
fn the_receipts_of_a_killed_import_are_true() {
    const ROWS: usize = 400;
    let place = Place::begun();
    let references: Vec<String> = (0..ROWS).map(|number| format!("K-{number}")).collect();
    place.write("file.csv", &file(&place, &references.iter().map(String::as_str).collect::<Vec<_>>()));
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_manumit"))
        .args(["--data", "data", "import", "referrals", "file.csv", "--as", RESPONDER, "--receipts", "killed.csv"])
        .current_dir(place.path("."))
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let lines = || std::fs::read_to_string(place.path("killed.csv")).map_or(0, |text| text.lines().count());
    while lines() < 20 && child.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let killed = place.read("killed.csv");
    let whole = killed.rsplit_once('\n').unwrap().0;
    let told = rows(whole);
    assert!(told.len() >= 19 && told.len() <= referrals(&place), "{} receipts", told.len());
    let again = import(&place, &["--receipts", "again.csv"]);
    assert_eq!(again.status, 0, "{again:?}");
    assert_eq!(referrals(&place), ROWS);
    let now: std::collections::BTreeMap<String, String> = rows(&place.read("again.csv"))
        .into_iter()
        .map(|row| (row["source_reference"].clone(), row["reference"].clone()))
        .collect();
    assert_eq!(now.len(), ROWS);
    for receipt in told {
        assert_eq!(now[&receipt["source_reference"]], receipt["reference"]);
    }
}

/// Three rows: a good one, one with two wrong cells, and one without its cells.
fn bad_file(place: &Place) -> String {
    let good = file(place, &["A-1", "A-2"]);
    let (before, last) = good.trim_end().rsplit_once('\n').unwrap();
    let wrong = last.replace(",yes,", ",maybe,").replace("overseas:Vietnam", "overseas:Atlantis");
    format!("{before}\n{wrong}\nA-3,short\n")
}

#[test]
fn wrong_rows_are_named_by_line_and_column_and_nothing_is_received() {
    let place = Place::begun();
    place.write("file.csv", &bad_file(&place));
    let answer = import(&place, &["--receipts", "receipts.csv"]);
    assert_eq!(answer.status, 1, "{answer:?}");
    insta::assert_snapshot!(format!("{}\n{}", answer.out, answer.complaint));
    assert_eq!(referrals(&place), 0);
    assert_eq!(place.read("receipts.csv"), "source_reference,reference,repeated\n");
}

#[test]
fn good_rows_are_received_where_that_is_asked() {
    let place = Place::begun();
    place.write("file.csv", &bad_file(&place));
    let answer = import(&place, &["--accept", "good-rows", "--format", "json"]);
    assert_eq!(answer.status, 1, "{answer:?}");
    let told: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!((&told["accepted"], &told["wrong"], &told["findings_in_all"]), (&1.into(), &2.into(), &3.into()));
    assert_eq!(told["findings"][0]["column"], "support_wanted");
    assert!(answer.complaint.starts_with("2 rows are wrong (3 findings); the good rows were received."), "{answer:?}");
    assert_eq!(referrals(&place), 1);
}

#[test]
fn a_check_receives_nothing() {
    let place = Place::begun();
    place.write("file.csv", &file(&place, &["A-1", "A-2"]));
    let answer = import(&place, &["--check"]);
    assert_eq!((answer.status, answer.out.as_str()), (0, "2 rows checked, 2 good.\n"), "{answer:?}");
    assert_eq!(referrals(&place), 0);
}

#[test]
fn a_reference_sent_again_with_other_content_is_told() {
    let place = Place::begun();
    let first = file(&place, &["A-1"]);
    place.write("file.csv", &first);
    assert_eq!(import(&place, &[]).status, 0);
    place.write("file.csv", &first.replace(",female,", ",male,"));
    let changed = import(&place, &["--format", "csv"]);
    assert_eq!(changed.status, 1, "{changed:?}");
    insta::assert_snapshot!(changed.out, @"
    line,column,value,problem,what to write instead
    2,source_reference,A-1,\"was imported before, with other content\",\"correct the record that is there, or use a new reference\"
    ");
    assert_eq!(referrals(&place), 1);
}

#[test]
fn a_reference_used_twice_in_a_file_is_told() {
    let place = Place::begun();
    place.write("file.csv", &file(&place, &["A-1", "A-1"]));
    let answer = import(&place, &[]);
    assert!(answer.status == 1 && answer.out.contains("is used twice in this file"), "{answer:?}");
    assert_eq!(referrals(&place), 0);
}

#[test]
fn headings_that_do_not_fit_and_files_that_are_none_are_told() {
    let place = Place::begun();
    place.write("file.csv", &file(&place, &["A-1"]).replacen(",sex,", ",gender,", 1));
    let headings = import(&place, &["--format", "csv"]);
    assert_eq!(headings.status, 1, "{headings:?}");
    insta::assert_snapshot!(headings.out, @r#"
    line,column,value,problem,what to write instead
    1,gender,gender,is not a heading of the template,"leave the column out, or name it as the template does"
    1,sex,sex,is missing,"add the column: female, male or other"
    "#);
    let missing = place.run_as(RESPONDER, &["import", "referrals", "nothing.csv"]);
    assert!(missing.status == 2 && missing.complaint.starts_with("nothing.csv cannot be read"), "{missing:?}");
    let folder = place.run_as(RESPONDER, &["import", "referrals", "data"]);
    assert!(folder.status == 2 && folder.complaint.starts_with("data is not a file"), "{folder:?}");
    let unwritable = import(&place, &["--receipts", "no-such-folder/receipts.csv"]);
    assert!(unwritable.status == 3 && unwritable.complaint.contains("no-such-folder/receipts.csv"), "{unwritable:?}");
    assert_eq!(referrals(&place), 0);
}

#[test]
fn only_a_first_responder_sends_referrals() {
    let place = Place::begun();
    place.write("file.csv", &file(&place, &["A-1"]));
    let answer = place.run_as("POLICE-EW/desk/police_receiver", &["import", "referrals", "file.csv"]);
    assert!(
        answer.status == 1 && answer.complaint.contains("The role police_receiver may not take the step submit."),
        "{answer:?}"
    );
}
