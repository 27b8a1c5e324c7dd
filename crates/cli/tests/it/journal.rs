//! Looking after the journal: verify, rebuild, export, checkpoint, back up, restore, erase.

use std::fs;

use crate::place::{Place, rows};

const OFFICER: &str = "UKHTC/data-protection/dpo";

/// A case of the demonstration that has enquiries and reasons sealed in it.
fn some_case(place: &Place) -> String {
    let duties = rows(&place.done(&["duties", "--owner", "HO-CA", "--limit", "500", "--format", "csv"]));
    duties.into_iter().map(|duty| duty["record"].clone()).find(|record| record.starts_with("CAS")).unwrap()
}

#[test]
fn a_journal_as_recorded_verifies_and_its_views_are_those_of_its_events() {
    let place = Place::with_demonstration();
    insta::assert_snapshot!(place.done(&["journal", "verify"]), @"Verified 3558 records, 10661 events, 8289 commits, 2372 keys and 0 checkpoints: everything is as it was recorded.");
    insta::assert_snapshot!(place.done(&["journal", "rebuild"]), @"Made every view again from 10661 events.");
    insta::assert_snapshot!(place.done(&["journal", "rebuild", "--compare"]), @"Every view came out as it was.");
}

#[test]
fn a_changed_byte_is_found() {
    let place = Place::with_demonstration();
    let file = place.path("data/journal.db");
    let mut bytes = fs::read(&file).unwrap();
    let (was, is) = (br#""outcome":"positive""#, br#""outcome":"negative""#);
    let at = bytes.windows(was.len()).position(|window| window == was).unwrap();
    bytes[at..at + is.len()].copy_from_slice(is);
    fs::write(&file, bytes).unwrap();
    let answer = place.run(&["journal", "verify", "--format", "csv"]);
    assert_eq!(answer.status, 1, "{answer:?}");
    let findings = rows(&answer.out);
    assert!(findings.iter().any(|row| row["place"].contains("/case") && row["finding"] == "changed"), "{findings:?}");
    assert!(answer.complaint.contains("Keep this database as it is"), "{answer:?}");
    let table = place.run(&["journal", "verify"]);
    assert!(table.status == 1 && table.out.contains("what is wrong"), "{table:?}");
}

#[test]
fn an_older_copy_put_back_shows_only_against_a_checkpoint() {
    let place = Place::with_demonstration();
    let older = fs::read(place.path("data/journal.db")).unwrap();
    let case = some_case(&place);
    let ask = "--body other --organisation GLA --due 2014-01-01 --question synthetic --on 2013-10-21";
    let arguments = [&["case", "ask", &case][..], &ask.split(' ').collect::<Vec<_>>()].concat();
    assert_eq!(place.run_as("HO-CA/caseworker-1/ca_decision_maker", &arguments).status, 0);
    let written = place.done(&["journal", "checkpoint", "--out", "checkpoint.txt"]);
    assert!(written.starts_with("Wrote checkpoint 1 over 10"), "{written}");
    assert!(place.done(&["journal", "verify", "--against", "checkpoint.txt"]).contains("against checkpoint 1 of "));
    for name in ["journal.db-wal", "journal.db-shm"] {
        let _ = fs::remove_file(place.path("data").join(name));
    }
    fs::write(place.path("data/journal.db"), older).unwrap();
    assert_eq!(place.run(&["journal", "verify"]).status, 0);
    let against = place.run(&["journal", "verify", "--against", "checkpoint.txt"]);
    assert!(against.status == 1 && against.out.contains("checkpoint_mismatch"), "{against:?}");
    place.write("changed.txt", &place.read("checkpoint.txt").replacen("\"events\":10", "\"events\":20", 1));
    let changed = place.run(&["journal", "verify", "--against", "changed.txt"]);
    assert_ne!(changed.status, 0, "{changed:?}");
    let none = place.run(&["journal", "verify", "--against", "data/keyring.toml"]);
    assert!(none.status == 2 && none.complaint.contains("not a checkpoint"), "{none:?}");
    let again = place.run(&["journal", "checkpoint", "--out", "checkpoint.txt"]);
    assert!(again.status == 2 && again.complaint.contains("nothing is overwritten"), "{again:?}");
}

#[test]
fn an_export_holds_every_event_and_opens_nothing() {
    let place = Place::with_demonstration();
    let told = place.done(&["journal", "export", "--out", "events.jsonl"]);
    assert!(told.contains(" events to events.jsonl"), "{told}");
    let text = place.read("events.jsonl");
    assert!(
        text.lines().count() > 10_000
            && text.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok())
    );
    assert!(!text.contains("Synthetic "), "a sealed part was written in clear");
    assert_eq!(place.done(&["journal", "export"]), text);
    assert_eq!(place.run(&["journal", "export", "--out", "events.jsonl"]).status, 2);
}

#[test]
fn a_backup_is_restored_only_with_its_keys_and_only_into_an_empty_place() {
    let place = Place::with_demonstration();
    let told = place.done(&["journal", "backup", "--to", "backup.db"]);
    assert!(told.contains("data/keyring.toml and not in the backup"), "{told}");
    assert_eq!(place.run(&["journal", "backup", "--to", "backup.db"]).status, 2);
    let restore = ["--data", "new", "journal", "restore", "--from", "backup.db"];
    let without = place.run(&restore);
    assert!(without.status == 2 && without.complaint.contains("The keys of the backup are not in new."), "{without:?}");

    place.done(&["--data", "other", "init"]);
    fs::create_dir(place.path("new")).unwrap();
    fs::copy(place.path("other/keyring.toml"), place.path("new/keyring.toml")).unwrap();
    let wrong = place.run(&restore);
    assert!(wrong.status == 3 && wrong.complaint.contains("wrong keyring"), "{wrong:?}");
    assert!(!place.path("new/journal.db").exists(), "what a failed restore copied is out of the way");

    fs::copy(place.path("data/keyring.toml"), place.path("new/keyring.toml")).unwrap();
    let restored = place.done(&restore);
    assert!(restored.starts_with("Restored 3558 records with "), "{restored}");
    let again = place.run(&restore);
    assert!(again.status == 2 && again.complaint.contains("holds a journal already"), "{again:?}");
    let tables = |data: &str| place.done(&["--data", data, "bulletin", "show", "table01", "--year", "2012"]);
    assert_eq!(tables("new"), tables("data"));
    assert_eq!(place.run(&["journal", "restore", "--from", "nothing.db"]).status, 2);
}

#[test]
fn a_journal_does_not_open_with_the_keys_of_another() {
    let place = Place::with_demonstration();
    place.done(&["--data", "other", "init"]);
    fs::copy(place.path("other/keyring.toml"), place.path("data/keyring.toml")).unwrap();
    let wrong = place.run(&["status"]);
    assert!(wrong.status == 3 && wrong.complaint.starts_with("Error: wrong keyring: this journal needs"), "{wrong:?}");
    fs::remove_file(place.path("data/keyring.toml")).unwrap();
    let missing = place.run(&["init"]);
    assert!(missing.status == 2 && missing.complaint.contains("holds a journal and not its keys"), "{missing:?}");
}

#[test]
fn erasing_asks_first_and_leaves_a_record_that_takes_nothing_more() {
    let place = Place::with_demonstration();
    let case = some_case(&place);
    let erase = ["journal", "erase", &case, "--reason", "retention period over"];
    let other = place.run_as("HO-CA/caseworker-1/ca_decision_maker", &[&erase[..], &["--yes"]].concat());
    assert!(other.status == 1 && other.complaint.contains("may not erase a record"), "{other:?}");
    let asked = place.run_as(OFFICER, &erase);
    assert!(asked.status == 2 && asked.complaint.contains("Add --yes to do it. Nothing was changed."), "{asked:?}");
    let erased = place.run_as(OFFICER, &[&erase[..], &["--yes"]].concat());
    assert_eq!(erased.status, 0, "{erased:?}");
    insta::assert_snapshot!(erased.out.replace(&case, "CASE"), @"
    Erased CASE: its key is destroyed, and a tombstone says so. Its coarse facts stay.
    The referral, the case and the request for support are sealed each under its own key: CASE was one of them, erase the others too.
    Backups made earlier still hold the key: end them on their schedule.
    ");
    let again = place.run_as(OFFICER, &[&erase[..], &["--yes"]].concat());
    assert_eq!(again.status, 1, "{again:?}");
    insta::assert_snapshot!(again.complaint, @"Refused: The record was erased: what it sealed cannot be read, and nothing more can be added to it.");
    let shown = place.run_as(OFFICER, &["case", "show", &case, "--format", "csv"]).out;
    let shown = rows(&shown).into_iter().find(|row| row["what"] == "erased on").unwrap();
    assert_eq!(shown["note"], "retention period over");
    assert_eq!(place.run(&["journal", "verify"]).status, 0);
    assert_eq!(place.run(&["journal", "rebuild", "--compare"]).status, 0);
    let unknown = place.run_as(OFFICER, &["journal", "erase", "CAS-12-2345678-K", "--reason", "x", "--yes"]);
    assert!(unknown.status == 1 && unknown.complaint.contains("There is no record"), "{unknown:?}");
}
