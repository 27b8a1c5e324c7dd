//! Verification: a sound journal has no findings, and any change to it is found.

use manumit_store::{
    Location, Store,
    journal::{Batch, Checkpoint, FindingKind, Report},
};
use manumit_testkit::{Bench, on_both_engines, on_postgres, on_sqlite};
use tokio_postgres::NoTls;

use crate::{
    sample::{noted, noted_sealed, opened, provenance, screened, submitted},
    tamper::{Cell, TABLES, Tamperer},
};

/// A small journal with everything in it: four kinds of stream, a stream of four events, keys, checkpoints.
async fn small(bench: &Bench) -> Checkpoint {
    bench.store.commit(submitted(bench)).await.unwrap();
    bench.store.checkpoint(bench.clock.tick()).await.unwrap();
    let (case, opening) = opened(bench);
    bench.store.commit(Batch::new(provenance(bench)).append(case, 0, vec![opening, screened()])).await.unwrap();
    let more = Batch::new(provenance(bench)).append(case, 2, vec![noted_sealed(1, "x"), noted(2)]);
    bench.store.commit(more).await.unwrap();
    bench.store.checkpoint(bench.clock.tick()).await.unwrap()
}

async fn report(store: &Store) -> Report {
    store.verify(None).await.unwrap()
}

#[test]
fn a_sound_journal_has_no_findings() {
    on_both_engines(|bench| async move {
        assert_eq!(report(&bench.store).await.findings, []);
        let checkpoint = small(&bench).await;
        let report = bench.store.verify(Some(&checkpoint)).await.unwrap();
        assert_eq!(report.findings, []);
        let tally = report.tally;
        assert_eq!((tally.streams, tally.events, tally.commits), (5, 8, 3));
        assert_eq!((tally.checkpoints, checkpoint.events(), checkpoint.number()), (2, 8, 2));
        assert!(tally.keys >= 2);
    });
}

#[test]
fn every_changed_byte_is_found() {
    on_sqlite(|bench| async move {
        small(&bench).await;
        let tamperer = Tamperer::new(&bench);
        let (mut tried, mut refused) = (0, 0);
        for table in TABLES {
            for row in tamperer.rows(table) {
                for (column, cell) in row.iter().enumerate() {
                    for change in cell.changes() {
                        let mut changed = row.clone();
                        changed[column] = change;
                        if !tamperer.replace(table, &row, &changed) {
                            refused += 1;
                            continue;
                        }
                        tried += 1;
                        let tally = report(&bench.store).await.tally;
                        assert!(tally.findings > 0, "{table}: {:?} of {row:?}", changed[column]);
                        assert!(tamperer.replace(table, &changed, &row));
                    }
                }
            }
        }
        assert_eq!(report(&bench.store).await.findings, [], "the journal is as it was");
        eprintln!("{tried} changes were made and found; the database itself refused {refused}");
        assert!(tried > 5_000);
    });
}

#[test]
fn every_removed_row_is_found() {
    on_sqlite(|bench| async move {
        small(&bench).await;
        let tamperer = Tamperer::new(&bench);
        for table in TABLES {
            let rows = tamperer.rows(table);
            for (index, row) in rows.iter().enumerate() {
                if table == "checkpoint" && index + 1 == rows.len() {
                    continue; // The last checkpoint is missed only by whoever holds a copy of it.
                }
                tamperer.remove(table, row);
                assert!(!report(&bench.store).await.findings.is_empty(), "{table}: {row:?}");
                assert!(tamperer.add(table, row));
            }
        }
        assert_eq!(report(&bench.store).await.findings, []);
    });
}

#[test]
fn a_removed_stream_and_a_removed_tail_are_found() {
    on_sqlite(|bench| async move {
        let checkpoint = small(&bench).await;
        let tamperer = Tamperer::new(&bench);
        for table in ["event", "stream_key"] {
            tamperer.raw.execute(&format!("delete from {table} where stream like '%/police_notice'"), []).unwrap();
        }
        let findings = report(&bench.store).await.findings;
        assert!(findings.iter().any(|finding| finding.kind == FindingKind::Missing), "{findings:?}");
        let tail = "delete from event where sequence = 3; delete from journal_commit where sequence = 3; \
                    delete from checkpoint where number = 2;";
        tamperer.raw.execute_batch(tail).unwrap();
        let findings = bench.store.verify(Some(&checkpoint)).await.unwrap().findings;
        assert!(findings.iter().any(|finding| finding.place == "the end of lane 0"), "{findings:?}");
        assert!(findings.iter().any(|finding| finding.kind == FindingKind::CheckpointMismatch), "{findings:?}");
    });
}

#[test]
fn events_that_changed_places_are_found() {
    on_sqlite(|bench| async move {
        small(&bench).await;
        let tamperer = Tamperer::new(&bench);
        let columns = tamperer.columns("event");
        let rows = tamperer.rows("event");
        let at = |name: &str| columns.iter().position(|column| column == name).unwrap();
        for names in [&["version"][..], &["stream"], &["position"], &["sequence"], &["stream", "version"], &["sealed"]]
        {
            for (i, one) in rows.iter().enumerate() {
                for two in &rows[i + 1..] {
                    let (mut first, mut second) = (one.clone(), two.clone());
                    for name in names {
                        let column = at(name);
                        std::mem::swap(&mut first[column], &mut second[column]);
                    }
                    if first == *one {
                        continue;
                    }
                    tamperer.remove("event", one);
                    tamperer.remove("event", two);
                    let taken = [&first, &second].map(|row| tamperer.add("event", row));
                    assert!(report(&bench.store).await.tally.findings > 0, "{names:?} of {one:?} and {two:?}");
                    for (row, taken) in [&first, &second].iter().zip(taken) {
                        if taken {
                            tamperer.remove("event", row);
                        }
                    }
                    assert!(tamperer.add("event", one) && tamperer.add("event", two));
                }
            }
        }
        assert_eq!(report(&bench.store).await.findings, []);
    });
}

#[test]
fn an_added_event_is_found_even_with_a_fitting_hash() {
    on_sqlite(|bench| async move {
        small(&bench).await;
        let other = small_elsewhere(&bench).await;
        let tamperer = Tamperer::new(&bench);
        let last = |table: &str| tamperer.rows(table).pop().unwrap();
        // Events, commits and heads that are genuine, but of another journal with the same keys.
        for (table, row) in &other {
            if tamperer.add(table, row) {
                assert!(!report(&bench.store).await.findings.is_empty(), "{table}: {row:?}");
                tamperer.remove(table, row);
            }
        }
        // A whole commit of the other journal, put behind the last one.
        let behind = |row: &[Cell], column: usize, number: i64| {
            let mut moved = row.to_vec();
            moved[column] = Cell::Integer(number);
            moved
        };
        let event = other.iter().find(|(table, _)| table == "event").map(|(_, row)| row.clone()).unwrap();
        let columns = tamperer.columns("event");
        let sequence = columns.iter().position(|column| column == "sequence").unwrap();
        let commit = behind(&last("journal_commit"), 1, 4);
        assert!(tamperer.add("event", &behind(&event, sequence, 4)) && tamperer.add("journal_commit", &commit));
        let findings = report(&bench.store).await.findings;
        assert!(findings.iter().any(|finding| finding.place == "the end of lane 0"), "{findings:?}");
    });
}

/// The rows of another journal made with the same keyring.
async fn small_elsewhere(bench: &Bench) -> Vec<(String, Vec<Cell>)> {
    let location = Location::Sqlite(bench.folder().join("elsewhere.db"));
    let entropy = manumit_store::Entropy::System;
    let store = Store::open(&location, std::sync::Arc::clone(&bench.keyring), entropy).await.unwrap();
    store.commit(submitted(bench)).await.unwrap();
    store.close().await;
    let Location::Sqlite(path) = &location else { panic!("not SQLite") };
    let elsewhere = Tamperer { raw: rusqlite::Connection::open(path).unwrap() };
    TABLES.iter().flat_map(|table| elsewhere.rows(table).into_iter().map(|row| ((*table).to_owned(), row))).collect()
}

#[test]
fn an_older_copy_put_back_is_found_only_by_a_checkpoint_kept_elsewhere() {
    on_sqlite(|bench| async move {
        let (case, opening) = opened(&bench);
        bench.store.commit(Batch::new(provenance(&bench)).append(case, 0, vec![opening])).await.unwrap();
        let older = bench.folder().join("older.db");
        bench.store.backup(&older).await.unwrap();
        bench.store.commit(Batch::new(provenance(&bench)).append(case, 1, vec![noted(1)])).await.unwrap();
        let text = bench.store.checkpoint(bench.clock.tick()).await.unwrap().to_string();
        let checkpoint: Checkpoint = text.parse().unwrap();

        let entropy = manumit_store::Entropy::System;
        let keyring = std::sync::Arc::clone(&bench.keyring);
        let put_back = Store::open(&Location::Sqlite(older), keyring, entropy).await.unwrap();
        assert_eq!(report(&put_back).await.findings, []);
        let findings = put_back.verify(Some(&checkpoint)).await.unwrap().findings;
        assert_eq!(findings[0].kind, FindingKind::CheckpointMismatch);
        assert_eq!(bench.store.verify(Some(&checkpoint)).await.unwrap().findings, []);

        let forged: Checkpoint = text.replacen("\"events\":2", "\"events\":1", 1).parse().unwrap();
        let findings = bench.store.verify(Some(&forged)).await.unwrap().findings;
        assert!(findings[0].sentence.contains("signature"), "{findings:?}");
    });
}

#[test]
fn a_forged_head_is_never_built_upon() {
    on_sqlite(|bench| async move {
        small(&bench).await;
        let tamperer = Tamperer::new(&bench);
        tamperer.raw.execute("update journal_head set events = events - 1", []).unwrap();
        let (case, opening) = opened(&bench);
        let refused = bench.store.commit(Batch::new(provenance(&bench)).append(case, 0, vec![opening])).await;
        assert!(refused.unwrap_err().to_string().contains("not authentic"));
        assert_eq!(bench.store.version(case).await.unwrap(), 0);
    });
}

#[test]
fn a_missing_key_is_told_from_an_erased_one() {
    on_both_engines(|bench| async move {
        let committed = bench.store.commit(submitted(&bench)).await.unwrap();
        let stream = committed.events[0].stream;
        bench.store.erase(stream, "asked for", provenance(&bench)).await.unwrap();
        assert_eq!(report(&bench.store).await.findings, []);
        let other = bench.store.commit(submitted(&bench)).await.unwrap().events[0].clone();
        let sql = format!("delete from stream_key where stream = '{}'", other.stream);
        raw(&bench, &sql).await;
        let findings = report(&bench.store).await.findings;
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].kind, FindingKind::KeyMissing);
        let unsealed = bench.store.unseal::<manumit_domain::referral::Event>(&other).await;
        assert!(unsealed.unwrap_err().to_string().contains("no tombstone"));
    });
}

#[test]
fn a_change_in_any_column_is_found_on_postgresql_too() {
    on_postgres(|bench| async move {
        small(&bench).await;
        for table in TABLES {
            raw(&bench, &format!("create table kept_{table} as table {table}")).await;
            for (column, kind) in columns(&bench, table).await {
                let changed = match kind.as_str() {
                    "text" => format!("coalesce({column}, '') || 'x'"),
                    "bigint" => format!("{column} + 1000"),
                    _ => format!(
                        "case when {column} is null then 'x' else set_byte({column}, 7, get_byte({column}, 7) # 1) end"
                    ),
                };
                let one = format!("ctid = (select max(ctid) from {table})");
                raw(&bench, &format!("update {table} set {column} = {changed} where {one}")).await;
                assert!(!report(&bench.store).await.findings.is_empty(), "{table}.{column}");
                raw(&bench, &format!("delete from {table}; insert into {table} select * from kept_{table}")).await;
            }
            if table == "checkpoint" {
                continue;
            }
            raw(&bench, &format!("delete from {table} where ctid = (select max(ctid) from {table})")).await;
            assert!(!report(&bench.store).await.findings.is_empty(), "a row removed from {table}");
            raw(&bench, &format!("delete from {table}; insert into {table} select * from kept_{table}")).await;
        }
        assert_eq!(report(&bench.store).await.findings, []);
    });
}

/// Runs SQL behind the store's back, past the guards.
pub async fn raw(bench: &Bench, sql: &str) {
    match bench.store.location() {
        Location::Sqlite(path) => rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap(),
        Location::Postgres(url) => {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
            tokio::spawn(connection);
            client.batch_execute("set session_replication_role = replica").await.unwrap();
            client.batch_execute(sql).await.unwrap();
        }
    }
}

async fn columns(bench: &Bench, table: &str) -> Vec<(String, String)> {
    let Location::Postgres(url) = bench.store.location() else { panic!("not PostgreSQL") };
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    let sql = "select column_name::text, data_type::text from information_schema.columns where table_name = $1";
    let rows = client.query(sql, &[&table]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}
