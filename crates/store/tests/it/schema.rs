//! The schema: the same tables on both engines, and guards against changing the journal.

use std::collections::{BTreeMap, BTreeSet};

use manumit_store::Location;
use manumit_testkit::{Bench, on_both_engines, on_postgres, on_sqlite};
use tokio_postgres::NoTls;

use crate::sample::{one_case, provenance, request, submitted};

/// Of each table: its columns with type and nullability, and its unique keys.
type Schema = BTreeMap<String, (Vec<(String, String, bool)>, BTreeSet<String>)>;

fn sqlite(bench: &Bench) -> Schema {
    let Location::Sqlite(path) = bench.store.location() else { panic!("not SQLite") };
    let raw = rusqlite::Connection::open(path).unwrap();
    let list = |sql: &str, of: &str| -> Vec<(String, String, bool)> {
        let mut statement = raw.prepare(sql).unwrap();
        let rows = statement.query_map([of], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    let tables = list("select name, '', 0 from sqlite_schema where type = 'table' and name not like ?1", "sqlite_%");
    let kind = |kind: String| match kind.as_str() {
        "INTEGER" => "bigint".to_owned(),
        "BLOB" => "bytea".to_owned(),
        other => other.to_lowercase(),
    };
    tables
        .into_iter()
        .map(|(table, _, _)| {
            let columns =
                list("select name, type, \"notnull\" = 0 and pk = 0 from pragma_table_info(?1) order by cid", &table);
            let columns = columns.into_iter().map(|(name, k, null)| (name, kind(k), null)).collect();
            let mut keys: BTreeSet<String> =
                list("select name, '', 0 from pragma_index_list(?1) where \"unique\"", &table)
                    .into_iter()
                    .map(|(index, _, _)| {
                        let columns = list("select name, '', 0 from pragma_index_info(?1) order by seqno", &index);
                        columns.into_iter().map(|(name, _, _)| name).collect::<Vec<_>>().join(", ")
                    })
                    .collect();
            let primary = list("select name, '', 0 from pragma_table_info(?1) where pk > 0 order by pk", &table);
            keys.insert(primary.into_iter().map(|(name, _, _)| name).collect::<Vec<_>>().join(", "));
            (table, (columns, keys))
        })
        .collect()
}

async fn postgres(bench: &Bench) -> Schema {
    let Location::Postgres(url) = bench.store.location() else { panic!("not PostgreSQL") };
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    let mut schema = Schema::new();
    let columns = "select table_name::text, column_name::text, data_type::text, is_nullable = 'YES' \
                   from information_schema.columns where table_schema = 'public' order by table_name, ordinal_position";
    for row in client.query(columns, &[]).await.unwrap() {
        let columns = &mut schema.entry(row.get(0)).or_default().0;
        columns.push((row.get(1), row.get(2), row.get(3)));
    }
    let keys = "select t.relname::text, string_agg(a.attname::text, ', ' order by k.place) from pg_index i \
                join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace \
                cross join lateral unnest(i.indkey::int2[]) with ordinality as k(number, place) \
                join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number \
                where n.nspname = 'public' and i.indisunique group by t.relname, i.indexrelid";
    for row in client.query(keys, &[]).await.unwrap() {
        schema.entry(row.get(0)).or_default().1.insert(row.get(1));
    }
    schema
}

#[test]
fn both_engines_have_the_same_tables_columns_and_unique_keys() {
    let (send, schemas) = std::sync::mpsc::channel();
    on_sqlite(|bench| {
        let send = send.clone();
        async move { send.send(sqlite(&bench)).unwrap() }
    });
    on_postgres(|bench| {
        let send = send.clone();
        async move { send.send(postgres(&bench).await).unwrap() }
    });
    let (on_sqlite, on_postgres) = (schemas.recv().unwrap(), schemas.recv().unwrap());
    assert!(on_sqlite.len() >= 15, "{:?}", on_sqlite.keys());
    assert_eq!(on_sqlite.keys().collect::<Vec<_>>(), on_postgres.keys().collect::<Vec<_>>());
    for (table, expected) in &on_sqlite {
        assert_eq!(expected, &on_postgres[table], "{table}");
    }
}

#[test]
fn the_journal_cannot_be_changed_by_mistake() {
    on_both_engines(|bench| async move {
        one_case(&bench, &bench.store).await;
        bench.store.commit(submitted(&bench)).await.unwrap();
        bench.store.checkpoint(bench.clock.tick()).await.unwrap();
        let stream = crate::sample::sent(&bench);
        let batch = manumit_store::journal::Batch::new(request(&bench, "k", "f")).append(stream.0, 0, vec![stream.1]);
        bench.store.commit(batch).await.unwrap();
        let access = manumit_store::Access {
            at: bench.clock.tick(),
            actor: provenance(&bench).actor,
            purpose: "decide".to_owned(),
            record: stream.0,
        };
        bench.store.record_access(&[access]).await.unwrap();
        for (table, column, deleted) in [
            ("journal", "key_id", true),
            ("event", "body", true),
            ("journal_commit", "digest", true),
            ("journal_head", "mac", true),
            ("stream_key", "compartment", false),
            ("checkpoint", "body", true),
            ("receipt", "result", true),
            ("access_log", "purpose", true),
        ] {
            if table != "journal_head" {
                let said = refused(&bench, &format!("update {table} set {column} = {column}")).await;
                assert!(said.contains("append-only") || said.contains("never changed"), "{table}: {said}");
            }
            if deleted {
                let said = refused(&bench, &format!("delete from {table}")).await;
                assert!(said.contains("append-only"), "{table}: {said}");
            }
        }
    });
}

async fn refused(bench: &Bench, sql: &str) -> String {
    match bench.store.location() {
        Location::Sqlite(path) => rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap_err().to_string(),
        Location::Postgres(url) => {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
            tokio::spawn(connection);
            let error = client.batch_execute(sql).await.unwrap_err();
            error.as_db_error().map(|said| said.message().to_owned()).unwrap_or_default()
        }
    }
}
