//! The command is killed at random points of a load, two hundred times on each engine.

use std::time::Instant;

use manumit_testkit::postgres::Database;

use crate::{
    campaign::{Campaign, Tally},
    place::Place,
};

/// Times the command is killed and started again on each engine, at least.
const RESTARTS: usize = 200;

fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test)
}

async fn kill(engine: &str, place: Place, seed: u64) {
    let begun = Instant::now();
    let folder = tempfile::tempdir().unwrap();
    let mut campaign = Campaign::begin(place, folder.path().to_owned(), seed);
    while campaign.tally.restarts < RESTARTS || campaign.tally.kills < RESTARTS {
        campaign.go_round().await;
    }
    let killed = begun.elapsed();
    let tally = campaign.finish().await;
    eprintln!("{engine}: {tally:?}, killing {killed:.0?}, in all {:.0?}", begun.elapsed());
    expect_a_fair_share(&tally);
}

/// A campaign that hardly ever struck a load at work would prove little.
fn expect_a_fair_share(tally: &Tally) {
    assert!(tally.kills >= RESTARTS, "{tally:?}");
    assert!(tally.among_commits * 2 > tally.kills, "too few kills while commits were under way: {tally:?}");
    assert!(tally.before_any_receipt > 0, "no kill in the start: {tally:?}");
    assert!(tally.recorded_and_not_told > 0, "no kill between a commit and its receipt: {tally:?}");
}

#[test]
fn kills_lose_nothing_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    run(kill("SQLite", Place::begun(folder.path().join("data"), None), 2012));
}

#[test]
fn kills_lose_nothing_on_postgresql() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let database = Database::fresh().await;
        kill("PostgreSQL", Place::begun(folder.path().join("data"), Some(database.url())), 2013).await;
    });
}
