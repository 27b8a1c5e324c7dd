//! The seam itself, on both engines.

use std::sync::Arc;

use manumit_testkit::postgres::Database;

use super::{Engine, Entry, Postgres, Site, Sqlite, Write};
use crate::{
    entropy::Entropy,
    error::StoreError,
    journal::lane::LaneKey,
    keyring::Keyring,
    migration,
    value::{Statement, Value},
};

fn run<Fut: Future<Output = ()>>(test: Fut) {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test);
}

fn on_both<Fut: Future<Output = ()>>(test: impl Fn(Engine) -> Fut) {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        test(Engine::Sqlite(sqlite(&folder).await)).await;
        let database = Database::fresh().await;
        test(Engine::Postgres(Postgres::open(database.url()).await.unwrap())).await;
    });
}

async fn sqlite(folder: &tempfile::TempDir) -> Sqlite {
    Sqlite::open(&folder.path().join("journal.db")).await.unwrap()
}

async fn table(engine: &Engine) {
    engine.script("create table item (name text not null primary key, size bigint not null)".to_owned()).await.unwrap();
}

fn insert(name: &str, size: i64) -> Statement {
    Statement::new("insert into item (name, size) values ($1, $2)", vec![name.into(), size.into()])
}

async fn names(engine: &Engine) -> String {
    let rows = engine.query("select name from item order by name", Vec::new()).await.unwrap();
    rows.iter().map(|row| row.text("name").unwrap().to_owned()).collect::<Vec<_>>().join(" ")
}

#[test]
fn arguments_go_by_number_not_by_first_appearance() {
    on_both(|engine| async move {
        let sql = "select cast($2 as text) || '-' || cast($1 as text) as joined";
        let rows = engine.query(sql, vec!["a".into(), "b".into()]).await.unwrap();
        assert_eq!(rows[0].text("joined").unwrap(), "b-a");
    });
}

#[test]
fn values_come_back_as_they_were() {
    on_both(|engine| async move {
        let sql = "create table kept (number bigint, words text, bytes bytea)";
        let sql = if matches!(engine, Engine::Sqlite(_)) { sql.replace("bytea", "blob") } else { sql.to_owned() };
        engine.script(sql).await.unwrap();
        let rows = [
            vec![Value::Integer(i64::MIN), "Thảo 'n\"$1".into(), Value::Blob(vec![0, 255, 7])],
            vec![Value::Null, Value::Null, Value::Null],
        ];
        let insert = "insert into kept (number, words, bytes) values ($1, $2, $3)";
        engine.apply(rows.iter().map(|row| Statement::new(insert, row.clone())).collect()).await.unwrap();
        let read = engine.query("select number, words, bytes from kept order by number is null", vec![]).await;
        let read: Vec<_> = read.unwrap().iter().map(|row| row.values().to_vec()).collect();
        assert_eq!(read, rows);
    });
}

#[test]
fn a_batch_happens_whole_or_not_at_all() {
    on_both(|engine| async move {
        table(&engine).await;
        engine.apply(vec![insert("a", 1), insert("b", 2)]).await.unwrap();
        let twice = engine.apply(vec![insert("c", 3), insert("a", 4)]).await.unwrap_err();
        assert!(matches!(twice, StoreError::Duplicate(_)), "{twice:?}");
        let grown =
            |rows| Statement::new("update item set size = size + 1 where size > $1", vec![0i64.into()]).expecting(rows);
        let counted = engine.apply(vec![insert("d", 4), grown(2)]).await.unwrap_err();
        assert!(matches!(counted, StoreError::Expectation { expected: 2, changed: 3, .. }), "{counted:?}");
        let wrong = engine.apply(vec![insert("e", 5), Statement::new("insert into nothing values (1)", vec![])]);
        assert!(matches!(wrong.await.unwrap_err(), StoreError::Database { .. }));
        assert_eq!(names(&engine).await, "a b");
        engine.apply(vec![insert("f", 6), grown(3)]).await.unwrap();
        assert_eq!(names(&engine).await, "a b f");
    });
}

#[test]
fn a_failing_batch_is_undone_alone_among_many() {
    on_both(|engine| async move {
        table(&engine).await;
        let mut waiting = tokio::task::JoinSet::new();
        for number in 0..60i64 {
            let engine = engine.clone();
            let first = insert(&format!("n{number:02}"), number);
            let second = insert(if number % 3 == 0 { "same" } else { "" }, number);
            let batch = if number % 3 == 0 { vec![first, second] } else { vec![first] };
            waiting.spawn(async move { (number, engine.apply(batch).await) });
        }
        let mut done = Vec::new();
        while let Some(outcome) = waiting.join_next().await {
            match outcome.unwrap() {
                (number, Ok(())) => done.push(number),
                (number, Err(error)) => {
                    assert!(number % 3 == 0 && matches!(error, StoreError::Duplicate(_)), "{number}: {error:?}");
                }
            }
        }
        assert_eq!(done.len(), 41, "forty without the shared name, and the one that had it first");
        let mut expected: Vec<String> = done.iter().map(|number| format!("n{number:02}")).collect();
        expected.push("same".to_owned());
        expected.sort();
        assert_eq!(names(&engine).await, expected.join(" "));
    });
}

#[test]
fn pages_show_one_state_however_long_they_take() {
    on_both(|engine| async move {
        table(&engine).await;
        let all = (0..2_000).map(|number| insert(&format!("{number:05}"), number)).collect();
        engine.apply(all).await.unwrap();
        let mut snapshot = engine.snapshot().await.unwrap();
        assert_eq!(snapshot.query("select name from item limit 1", Vec::new()).await.unwrap().len(), 1);
        engine.apply(vec![insert("later", 1)]).await.unwrap();
        let mut pages = snapshot.pages("select name from item order by name", Vec::new()).await.unwrap();
        let mut sizes = Vec::new();
        while let Some(page) = pages.next().await.unwrap() {
            sizes.push(page.len());
        }
        assert!(pages.next().await.unwrap().is_none(), "the end stays the end");
        assert_eq!(sizes, [512, 512, 512, 464]);
        drop(pages);
        let mut left = snapshot.pages("select name from item", Vec::new()).await.unwrap();
        left.next().await.unwrap();
        drop(left);
        let counted = snapshot.query("select count(*) as number from item", Vec::new()).await.unwrap();
        assert_eq!(counted[0].count("number").unwrap(), 2_000);
        drop(snapshot);
        assert_eq!(names(&engine).await.split(' ').count(), 2_001);
    });
}

async fn journal(engine: &Engine) -> LaneKey {
    migration::migrate(engine).await.unwrap();
    let key = LaneKey::new(&Keyring::generate(&Entropy::seeded(5)).unwrap(), "a journal");
    engine.apply((0..engine.lanes()).map(|lane| key.empty(lane)).collect()).await.unwrap();
    engine.authenticate(key.clone());
    key
}

fn event(stream: &str) -> Write {
    let texts = "kind, compartment, controller, recorded_at, occurred_on, actor_organisation, actor_post, actor_role, purpose, body";
    let sql = format!(
        "insert into event (stream, version, {texts}, previous_hash, hash, position, lane, sequence) \
         values ($1, 1, '', '', '', '', '', '', '', '', '', '', $2, $2, 0, $3, $4)"
    );
    let row = Statement::new(sql, vec![stream.into(), [7; 32].into()]);
    Write { entry: Some(Entry { events: vec![row], digest: [1; 32] }), ..Write::default() }
}

#[test]
fn commits_take_the_places_of_their_lanes_without_gaps() {
    on_both(|engine| async move {
        let key = Arc::new(journal(&engine).await);
        let mut waiting = tokio::task::JoinSet::new();
        for number in 0..120 {
            let engine = engine.clone();
            waiting.spawn(async move { engine.write(event(&format!("s{}", number % 100))).await });
        }
        let mut failed = 0;
        while let Some(outcome) = waiting.join_next().await {
            if let Err(failure) = outcome.unwrap() {
                assert_eq!(failure.site, Site::Event(0));
                failed += 1;
            }
        }
        assert_eq!(failed, 20, "a stream begins once");
        let heads = engine.query("select lane, sequence, events, last, mac from journal_head", vec![]).await;
        let heads: Vec<_> = heads.unwrap().iter().map(|row| key.trust(row).unwrap()).collect();
        assert_eq!(heads.iter().map(|head| head.events).sum::<i64>(), 100);
        for head in heads {
            let sql = "select count(*) as number, max(sequence) as last from journal_commit where lane = $1";
            let rows = engine.query(sql, vec![head.lane.into()]).await.unwrap();
            assert_eq!(rows[0].integer("number").unwrap(), head.sequence);
            assert_eq!(rows[0].maybe_integer("last").unwrap().unwrap_or(0), head.sequence);
        }
    });
}

#[test]
fn a_full_sqlite_undoes_the_batch_and_goes_on_when_there_is_room() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = sqlite(&folder).await;
        let engine = Engine::Sqlite(sqlite.clone());
        table(&engine).await;
        sqlite.limit_pages(12).await.unwrap();
        let big = |number: usize| {
            vec![insert(&format!("{number}-{}", "x".repeat(3_000)), 1), insert(&format!("{number}"), 2)]
        };
        let mut done = 0;
        let full = loop {
            match engine.apply(big(done)).await {
                Ok(()) => done += 1,
                Err(error) => break error,
            }
        };
        assert!(matches!(full, StoreError::DiskFull(_)), "{full:?}");
        let count = async || names(&engine).await.split(' ').count();
        assert_eq!(count().await, done * 2);
        sqlite.limit_pages(10_000).await.unwrap();
        engine.apply(big(done)).await.unwrap();
        assert_eq!(count().await, done * 2 + 2);
    });
}

#[test]
fn a_sqlite_that_another_holds_is_busy_and_then_goes_on() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = sqlite(&folder).await;
        let engine = Engine::Sqlite(sqlite.clone());
        table(&engine).await;
        sqlite.wait_at_most(std::time::Duration::from_millis(50)).await.unwrap();
        let other = rusqlite::Connection::open(folder.path().join("journal.db")).unwrap();
        other.execute_batch("begin immediate").unwrap();
        let busy = engine.apply(vec![insert("a", 1)]).await.unwrap_err();
        assert!(matches!(busy, StoreError::Busy(_)), "{busy:?}");
        other.execute_batch("rollback").unwrap();
        engine.apply(vec![insert("a", 1)]).await.unwrap();
    });
}
