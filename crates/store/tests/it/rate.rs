//! How fast it commits, against a bare loop of single inserts on the same disk. A measurement, not a test:
//! `cargo test --release -p manumit-store --test it rate -- --ignored --nocapture`.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use manumit_store::{Store, journal::Batch};
use manumit_testkit::{Bench, on_postgres, on_sqlite};

use crate::sample::submitted;

const ONE_BY_ONE: usize = 1_000;
const TOGETHER: usize = 40_000;
const SUBMITTERS: usize = 64;

fn bare(bench: &Bench) -> f64 {
    let raw = rusqlite::Connection::open(bench.folder().join("bare.db")).unwrap();
    raw.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; \
         create table event (id integer primary key, body text not null) strict;",
    )
    .unwrap();
    let body = "x".repeat(900);
    let begun = Instant::now();
    for _ in 0..ONE_BY_ONE {
        raw.prepare_cached("insert into event (body) values (?1)").unwrap().execute([&body]).unwrap();
    }
    ONE_BY_ONE as f64 / begun.elapsed().as_secs_f64()
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
    let mut shares: Vec<Vec<Batch>> =
        (0..SUBMITTERS).map(|_| (0..total / SUBMITTERS).map(|_| submitted(bench)).collect()).collect();
    let store = Arc::new(bench.store.clone());
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
    total as f64 / begun.elapsed().as_secs_f64()
}

async fn measure(bench: Bench, bare: f64, total: usize) {
    let (alone, slowest) = one_by_one(&bench).await;
    println!("one by one:    {alone:8.0} submits/s, {:.2} of the bare loop, slowest {slowest:?}", alone / bare);
    println!("{SUBMITTERS} submitters: {:8.0} submits/s", together(&bench, total).await);
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
    on_sqlite(|bench| async move {
        let bare = bare(&bench);
        println!("bare loop:     {bare:8.0} inserts/s");
        measure(bench, bare, TOGETHER).await;
    });
    on_postgres(|bench| async move {
        let bare = bare(&bench);
        measure(bench, bare, TOGETHER / 4).await;
    });
}
