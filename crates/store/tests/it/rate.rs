//! How fast it commits, against a bare loop of single inserts on the same disk. A measurement, not a test:
//! `cargo test --release -p manumit-store --test it rate -- --ignored --nocapture`.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use manumit_store::{Location, Store, journal::Batch};
use manumit_testkit::{Bench, on_postgres, on_sqlite};

use tokio_postgres::NoTls;

use crate::sample::submitted;

const ONE_BY_ONE: usize = 1_000;
const TOGETHER: usize = 20_000;
const SUBMITTERS: usize = 64;

/// Durable inserts of one row, each in a transaction of its own: rows a second.
async fn bare(bench: &Bench) -> f64 {
    let body = "x".repeat(900);
    match bench.store.location() {
        Location::Sqlite(_) => {
            let raw = rusqlite::Connection::open(bench.folder().join("bare.db")).unwrap();
            raw.execute_batch(
                "pragma journal_mode = wal; pragma synchronous = full; \
                 create table if not exists bare (id integer primary key, body text not null) strict;",
            )
            .unwrap();
            let begun = Instant::now();
            for _ in 0..ONE_BY_ONE {
                raw.prepare_cached("insert into bare (body) values (?1)").unwrap().execute([&body]).unwrap();
            }
            ONE_BY_ONE as f64 / begun.elapsed().as_secs_f64()
        }
        Location::Postgres(url) => {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
            tokio::spawn(connection);
            let table =
                "create table if not exists bare (id bigint generated always as identity primary key, body text)";
            client.batch_execute(table).await.unwrap();
            let insert = client.prepare("insert into bare (body) values ($1)").await.unwrap();
            let begun = Instant::now();
            for _ in 0..ONE_BY_ONE {
                client.execute(&insert, &[&body]).await.unwrap();
            }
            ONE_BY_ONE as f64 / begun.elapsed().as_secs_f64()
        }
    }
}

async fn one_by_one(bench: &Bench) -> (f64, Duration) {
    let batches: Vec<Batch> = (0..ONE_BY_ONE).map(|_| submitted(bench)).collect();
    let mut slowest = Duration::ZERO;
    let begun = Instant::now();
    for batch in batches {
        let one = Instant::now();
        bench.store.commit(batch).await.unwrap();
        slowest = slowest.max(one.elapsed());
    }
    (ONE_BY_ONE as f64 / begun.elapsed().as_secs_f64(), slowest)
}

async fn together(bench: &Bench, total: usize) -> f64 {
    // Dealt out in turn, so that identifiers reach the store about in the order of time, as they do in life.
    let mut shares: Vec<Vec<Batch>> = vec![Vec::new(); SUBMITTERS];
    for number in 0..total {
        shares[number % SUBMITTERS].push(submitted(bench));
    }
    let store = Arc::new(bench.store.clone());
    let (process, writer) = (processor(None), processor(Some("journal-writer")));
    let begun = Instant::now();
    let mut submitters = tokio::task::JoinSet::new();
    for share in shares.drain(..) {
        let store: Arc<Store> = Arc::clone(&store);
        submitters.spawn(async move {
            for batch in share {
                store.commit(batch).await.unwrap();
            }
        });
    }
    while let Some(submitter) = submitters.join_next().await {
        submitter.unwrap();
    }
    let took = begun.elapsed().as_secs_f64();
    let each = |before: f64, after: f64| (after - before) * 1e6 / total as f64;
    println!(
        "processor:     {:8.0} µs for each submit, {:.0} µs of it in the writer",
        each(process, processor(None)),
        each(writer, processor(Some("journal-writer")))
    );
    total as f64 / took
}

/// The processor time of a thread by its name, or of the whole process, in seconds, where the system tells it.
fn processor(thread: Option<&str>) -> f64 {
    let read = |place: &str| {
        let stat = std::fs::read_to_string(place).unwrap_or_default();
        let fields: Vec<i64> =
            stat.rsplit(')').next().unwrap_or("").split(' ').filter_map(|f| f.parse().ok()).collect();
        // After the name and the state: user time is field 14 and system time field 15, in hundredths of a second.
        (fields.get(10).unwrap_or(&0) + fields.get(11).unwrap_or(&0)) as f64 / 100.0
    };
    let Some(name) = thread else { return read("/proc/self/stat") };
    std::fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten()
        .map(|task| task.path())
        .filter(|task| std::fs::read_to_string(task.join("comm")).is_ok_and(|comm| comm.trim() == name))
        .map(|task| read(&task.join("stat").to_string_lossy()))
        .sum()
}

async fn measure(bench: Bench, total: usize) {
    // The disk is not equally fast all the time: the bare loop runs before and after.
    let before = bare(&bench).await;
    let (alone, slowest) = one_by_one(&bench).await;
    let after = bare(&bench).await;
    println!("bare loop:     {before:8.0} inserts/s before, {after:.0} after");
    let ratio = alone * 2.0 / (before + after);
    println!("one by one:    {alone:8.0} submits/s, {ratio:.2} of the bare loop, slowest {slowest:?}");
    let rate = together(&bench, total).await;
    println!("{SUBMITTERS} submitters: {rate:8.0} submits/s");
    let begun = Instant::now();
    let report = bench.store.verify(None).await.unwrap();
    assert_eq!(report.findings, []);
    let seconds = begun.elapsed().as_secs_f64();
    println!("verify:        {:8.0} events/s ({} events)", report.tally.events as f64 / seconds, report.tally.events);
    let begun = Instant::now();
    let done = bench.store.rebuild(|_| ()).await.unwrap();
    println!("rebuild:       {:8.0} events/s", done.events as f64 / begun.elapsed().as_secs_f64());
    let bytes = bench.store.status().await.unwrap().bytes;
    println!("size:          {:8} bytes for each event", bytes / report.tally.events);
}

#[test]
#[ignore = "a measurement"]
fn rate_of_commits() {
    on_sqlite(|bench| measure(bench, TOGETHER));
    on_postgres(|bench| measure(bench, TOGETHER / 4));
}
