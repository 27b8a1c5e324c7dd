//! The same command on PostgreSQL, and a journal that moves from one engine to the other.

use manumit_testkit::postgres::Database;

use crate::place::{Place, rows};

const RESPONDER: &str = "POLICE-EW/referral-desk/first_responder";

#[test]
fn a_journal_on_postgresql_is_backed_up_and_restored_into_the_embedded_database() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let database = runtime.block_on(Database::fresh());
    let place = Place::empty();
    let on = ["--database", database.url()];
    place.done(&[&on[..], &["init"]].concat());
    place.write("referral.csv", &place.done(&["import", "template"]));
    let import = place.run_as(RESPONDER, &[&on[..], &["import", "referrals", "referral.csv"]].concat());
    assert_eq!(import.status, 0, "{import:?}");
    let again = place.run_as(RESPONDER, &[&on[..], &["import", "referrals", "referral.csv"]].concat());
    assert_eq!(again.out, "1 row read: 0 received now, 1 received before.\n", "{again:?}");
    assert!(place.done(&[&on[..], &["journal", "verify"]].concat()).contains("everything is as it was recorded"));
    assert_eq!(place.run(&[&on[..], &["journal", "rebuild", "--compare"]].concat()).status, 0);
    place.done(&[&on[..], &["journal", "backup", "--to", "backup.jsonl"]].concat());

    let restored = place.done(&["journal", "restore", "--from", "backup.jsonl"]);
    assert!(
        restored.starts_with("Restored 4 records with 4 events from backup.jsonl to data/journal.db"),
        "{restored}"
    );
    let counts = |options: &[&str]| {
        let status = rows(&place.done(&[options, &["status", "--format", "csv"]].concat()));
        let counted = status.into_iter().filter(|row| row["what"].starts_with("records") || row["what"] == "events");
        counted.map(|row| (row["what"].clone(), row["value"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(counts(&[]), counts(&on));
    let full = place.run(&[&on[..], &["journal", "restore", "--from", "backup.jsonl"]].concat());
    assert!(full.status == 2 && full.complaint.contains("holds a journal already"), "{full:?}");
    drop(database);
}

#[test]
fn a_database_that_does_not_answer_is_told_without_its_password() {
    let place = Place::begun();
    let gone = place.run(&["--database", "postgres://nrm:hushhush@localhost:1/nrm", "status"]);
    assert_eq!(gone.status, 3, "{gone:?}");
    assert!(gone.complaint.contains("cannot be reached") && !gone.complaint.contains("hushhush"), "{gone:?}");
    let file = place.run(&["--database", "journal.db", "status"]);
    assert!(file.status == 2 && file.complaint.starts_with("--database takes a PostgreSQL address."), "{file:?}");
}
