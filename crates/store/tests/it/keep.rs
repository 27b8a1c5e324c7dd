//! Keeping: keyrings, backups, restores, exports, the access log and the status.

use std::{fs, sync::Arc};

use manumit_domain::referral::Event as ReferralEvent;
use manumit_store::{Access, Entropy, Keyring, Location, Store, StoreError, journal::Batch};
use manumit_testkit::{Bench, on_both_engines, postgres::Database};

use crate::sample::{actor, one_case, provenance, request, sent, submitted};

async fn filled(bench: &Bench) -> Store {
    let (stream, event) = sent(bench);
    let token = bench.store.token(stream.kind.compartment(), "name", "Example Person");
    let batch = Batch::new(request(bench, "org/1", "a")).append(stream, 0, vec![event]).token(stream, token);
    bench.store.commit(batch).await.unwrap();
    one_case(bench, &bench.store).await;
    bench.store.commit(submitted(bench)).await.unwrap();
    bench.store.checkpoint(bench.clock.tick()).await.unwrap();
    bench.store.erase(one_case(bench, &bench.store).await, "asked for", provenance(bench)).await.unwrap();
    let access = Access { at: bench.clock.tick(), actor: actor(), purpose: "decide".to_owned(), record: stream };
    bench.store.record_access(&[access]).await.unwrap();
    bench.store.clone()
}

#[test]
fn the_wrong_keyring_is_named() {
    on_both_engines(|bench| async move {
        let stranger = Arc::new(Keyring::generate(&Entropy::seeded(99)).unwrap());
        let refused = Store::open(bench.store.location(), Arc::clone(&stranger), Entropy::System).await.unwrap_err();
        let said = refused.to_string();
        assert!(said.contains(bench.keyring.id()) && said.contains(stranger.id()), "{said}");
    });
}

async fn same(original: &Store, restored: &Store) {
    let all = async |store: &Store| {
        let mut lines = Vec::new();
        store.dump(&mut lines).await.unwrap();
        let text = String::from_utf8(lines).unwrap();
        let first = |line: &str| line.starts_with("{\"format\"") || line.starts_with("{\"manumit\"");
        let here = |line: &&str| !line.contains("\"table\":\"journal_head\"") && !first(line);
        text.lines().filter(here).filter(|line| !line.starts_with("{\"end\"")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(all(original).await, all(restored).await);
    assert_eq!(restored.status().await.unwrap().events, original.status().await.unwrap().events);
    assert_eq!(restored.status().await.unwrap().streams, original.status().await.unwrap().streams);
}

#[test]
fn a_backup_is_restored_and_goes_on() {
    on_both_engines(|bench| async move {
        let original = filled(&bench).await;
        let file = bench.folder().join("backup");
        let backup = original.backup(&file).await.unwrap();
        assert!(backup.to_string().contains(bench.keyring.id()));
        assert!(original.backup(&file).await.is_err(), "a backup never overwrites");
        let (database, to) = match bench.store.location() {
            Location::Sqlite(_) => (None, Location::Sqlite(bench.folder().join("restored/journal.db"))),
            Location::Postgres(_) => {
                let database = Database::fresh().await;
                let location = Location::Postgres(database.url().to_owned());
                (Some(database), location)
            }
        };
        let restore = async || Store::restore(&file, &to, Arc::clone(&bench.keyring), Entropy::System).await;
        let (restored, report) = restore().await.unwrap();
        assert_eq!(report.findings, []);
        same(&original, &restored).await;
        restored.commit(submitted(&bench)).await.unwrap();
        assert_eq!(restored.verify(None).await.unwrap().findings, []);
        assert!(matches!(restore().await, Err(StoreError::NotEmpty(_))), "never over what is there");
        restored.close().await;
        drop(database);
    });
}

#[test]
fn a_dump_moves_a_journal_to_the_other_engine() {
    on_both_engines(|bench| async move {
        let original = filled(&bench).await;
        let file = bench.folder().join("dump");
        original.dump(&mut fs::File::create(&file).unwrap()).await.unwrap();
        let (database, to) = match bench.store.location() {
            Location::Postgres(_) => (None, Location::Sqlite(bench.folder().join("moved.db"))),
            Location::Sqlite(_) => {
                let database = Database::fresh().await;
                let location = Location::Postgres(database.url().to_owned());
                (Some(database), location)
            }
        };
        let moved = Store::restore(&file, &to, Arc::clone(&bench.keyring), Entropy::System).await;
        let (moved, report) = moved.unwrap();
        assert_eq!(report.findings, []);
        same(&original, &moved).await;
        let committed = moved.commit(submitted(&bench)).await.unwrap();
        assert!(moved.unseal::<ReferralEvent>(&committed.events[0]).await.unwrap().content().is_some());
        assert_eq!(moved.verify(None).await.unwrap().findings, []);
        moved.close().await;
        drop(database);
    });
}

#[test]
fn a_changed_or_cut_backup_is_refused() {
    on_both_engines(|bench| async move {
        let original = filled(&bench).await;
        let mut dump = Vec::new();
        original.dump(&mut dump).await.unwrap();
        let dump = String::from_utf8(dump).unwrap();
        let file = bench.folder().join("dump");
        let mut tried = 0;
        let mut restore = async |text: String, keyring: &Arc<Keyring>| {
            tried += 1;
            fs::write(&file, text).unwrap();
            let to = Location::Sqlite(bench.folder().join(format!("restored-{tried}.db")));
            Store::restore(&file, &to, Arc::clone(keyring), Entropy::System).await.map(|_| ()).unwrap_err()
        };
        let lines: Vec<&str> = dump.lines().collect();
        let cut = restore(lines[..lines.len() - 1].join("\n"), &bench.keyring).await;
        assert!(matches!(cut, StoreError::Backup { .. }), "{cut}");
        let short = restore([&lines[..3], &lines[4..]].concat().join("\n"), &bench.keyring).await;
        assert!(matches!(short, StoreError::Backup { .. }), "{short}");
        let changed =
            restore(dump.replacen("\"purpose\":\"decide\"", "\"purpose\":\"remove\"", 1), &bench.keyring).await;
        assert!(matches!(changed, StoreError::NotVerified { .. }), "{changed}");
        let broken = restore(dump.replacen("\"version\":1", "\"version\":\"one\"", 1), &bench.keyring).await;
        assert!(broken.to_string().contains("`version` must be a whole number"), "{broken}");
        let stranger = Arc::new(Keyring::generate(&Entropy::seeded(99)).unwrap());
        let locked = restore(dump.clone(), &stranger).await;
        assert!(matches!(locked, StoreError::WrongKeyring { .. }), "{locked}");
    });
}

#[test]
fn an_export_has_every_event_and_nothing_in_clear_that_is_sealed() {
    on_both_engines(|bench| async move {
        let store = filled(&bench).await;
        let mut out = Vec::new();
        let rows = store.export(&mut out).await.unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.lines().count() as u64, rows + 2);
        assert_eq!(text.matches("\"table\":\"event\"").count() as u64, rows);
        assert!(!text.contains("stream_key") && !text.contains("synthetic") && !text.contains("Example Person"));
    });
}

#[test]
fn whoever_looked_is_listed() {
    on_both_engines(|bench| async move {
        let stream = one_case(&bench, &bench.store).await;
        let other = one_case(&bench, &bench.store).await;
        let look = |record, purpose: &str| Access {
            at: bench.clock.tick(),
            actor: actor(),
            purpose: purpose.to_owned(),
            record,
        };
        let (first, second) = (look(stream, "decide"), look(stream, "answer a complaint"));
        bench.store.record_access(std::slice::from_ref(&first)).await.unwrap();
        bench.store.record_access(&[look(other, "decide"), second.clone()]).await.unwrap();
        assert_eq!(bench.store.list_access(stream, 10).await.unwrap(), [second.clone(), first]);
        assert_eq!(bench.store.list_access(stream, 1).await.unwrap(), [second]);
    });
}

#[test]
fn the_status_counts() {
    on_both_engines(|bench| async move {
        filled(&bench).await;
        let status = bench.open_again().await.status().await.unwrap();
        assert_eq!(
            status.streams,
            [
                ("case".to_owned(), 3),
                ("police_notice".to_owned(), 1),
                ("referral".to_owned(), 2),
                ("support_request".to_owned(), 1)
            ]
        );
        assert_eq!(status.events.iter().map(|(_, number)| number).sum::<u64>(), 10);
        assert_eq!(status.key_id, bench.keyring.id());
        assert!(status.bytes > 10_000 && status.last_recorded_at.is_some() && status.rebuilding_since.is_none());
    });
}
