//! The command is killed at random points of a load, two hundred times on each engine.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use manumit_testkit::postgres::Database;

use crate::{
    campaign::{Campaign, Tally},
    place::Place,
    referrals::Chance,
};

/// Times that making a journal is killed on each engine.
const BEGINNINGS: usize = 25;
/// Times that loading the demonstration is killed.
const DEMONSTRATIONS: usize = 6;
/// Times the command is killed and started again on each engine, at least.
const KILLS: usize = 200;

fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test)
}

async fn kill(engine: &str, place: Place, rows: usize) {
    let begun = Instant::now();
    let folder = tempfile::tempdir().unwrap();
    let mut campaign = Campaign::begin(place, (folder.path().to_owned(), Chance::new(2012)), rows).await;
    while !is_a_fair_share(&campaign.tally) && campaign.tally.restarts < KILLS * 4 {
        campaign.go_round().await;
    }
    let killed = begun.elapsed();
    let tally = campaign.finish().await;
    eprintln!("{engine}: {tally:?}, killing {killed:.0?}, in all {:.0?}", begun.elapsed());
    assert!(is_a_fair_share(&tally), "too few kills at one of the moments: {tally:?}");
}

/// A campaign that hardly ever struck a load at work would prove little: a hundred kills among commits, and some at
/// every other moment. How many restarts that takes is a matter of the machine.
fn is_a_fair_share(tally: &Tally) -> bool {
    tally.kills >= KILLS
        && tally.among_commits * 2 > KILLS
        && tally.in_the_start > 0
        && tally.among_receipts > 0
        && tally.between_commit_and_receipt > 0
}

#[test]
fn kills_lose_nothing_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    run(kill("SQLite", Place::begun(folder.path().join("data"), None), 48));
}

#[test]
fn kills_lose_nothing_on_postgresql() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let database = Database::fresh().await;
        kill("PostgreSQL", Place::begun(folder.path().join("data"), Some(database.url())), 32).await;
    });
}

/// Kills the making of a journal at any time from its start to its end; it is made all the same when asked again.
fn kill_beginning(place: &Place, longest: Duration, chance: &mut Chance) -> bool {
    let mut beginning = place.command().arg("init").stdout(Stdio::null()).spawn().unwrap();
    std::thread::sleep(longest.mul_f64(chance.part()));
    let _ended_already = beginning.kill();
    let killed = !beginning.wait().unwrap().success();
    place.done(&["init"]);
    assert!(place.done(&["journal", "verify"]).contains("everything is as it was recorded"));
    killed
}

#[test]
fn a_beginning_that_is_killed_can_be_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut chance = Chance::new(2014);
    let begun = Instant::now();
    Place::begun(folder.path().join("in-peace"), None);
    let longest = begun.elapsed();
    let killed = (0..BEGINNINGS)
        .filter(|number| {
            kill_beginning(&Place::new(folder.path().join(number.to_string()), None), longest, &mut chance)
        })
        .count();
    let killed_elsewhere = run(async {
        let mut killed = 0;
        for number in 0..BEGINNINGS {
            let database = Database::fresh().await;
            let place = Place::new(folder.path().join(format!("keys-{number}")), Some(database.url()));
            killed += usize::from(kill_beginning(&place, longest * 4, &mut chance));
        }
        killed
    });
    eprintln!("beginnings killed: {killed} on SQLite, {killed_elsewhere} on PostgreSQL, of {BEGINNINGS} each");
    assert!(killed > 0 && killed_elsewhere > 0);
}

/// What the journal holds: records by kind, cases by stage, events in all.
fn contents(place: &Place) -> Vec<String> {
    let status = place.done(&["status", "--format", "csv"]);
    let counts = ["events,", "records:", "cases:"];
    let lines = status.lines().map(|line| line.trim_start_matches('"'));
    lines.filter(|line| counts.iter().any(|count| line.starts_with(count))).map(str::to_owned).collect()
}

#[test]
fn a_demonstration_that_is_killed_is_finished_by_loading_it_again() {
    let load = ["demo", "load", "idmg-2012"];
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let in_peace = Place::new(folder.path().join("in-peace"), None);
    in_peace.done(&load);
    let longest = begun.elapsed();
    let place = Place::new(folder.path().join("data"), None);
    let mut chance = Chance::new(2015);
    for _ in 0..DEMONSTRATIONS {
        let mut loading = place.command().args(load).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(longest.mul_f64(chance.part()) / 2);
        let _ended_already = loading.kill();
        loading.wait().unwrap();
    }
    let finished = place.done(&load);
    eprintln!("after {DEMONSTRATIONS} kills: {finished}");
    assert!(!finished.contains("; 0 were complete already"), "no kill found anything complete: {finished}");
    assert_eq!(contents(&place), contents(&in_peace));
    assert!(place.done(&["journal", "verify"]).contains("everything is as it was recorded"));
    assert_eq!(place.done(&["journal", "rebuild", "--compare"]), "Every view came out as it was.\n");
}
