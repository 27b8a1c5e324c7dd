//! The database server goes away.

use std::{process::Stdio, time::Duration};

use manumit_testkit::postgres::{Cluster, Database};

use crate::{
    audit,
    place::Place,
    referrals::{Chance, Sent},
    told::{self, Told},
};

const ROWS: usize = 2_600;

/// When the server is stopped.
#[derive(Clone, Copy, Debug)]
enum Stop {
    /// When some rows have been recorded.
    AmongCommits,
    /// When some rows have been told.
    AmongReceipts,
}

#[test]
fn a_server_stopped_during_a_load_is_told_and_survived() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let cluster = Cluster::private();
        let database = Database::fresh_in(&cluster).await;
        let place = Place::begun(folder.path().join("data"), Some(database.url()));
        let sent = Sent::write(folder.path(), 1, ROWS, &mut Chance::new(9));
        let mut told = Told::default();
        let witness = place.witness().await;
        for stop in [Stop::AmongCommits, Stop::AmongReceipts] {
            let (receipts, cases) = (told::count(&sent.receipts) + told.of(&sent), witness.look().await);
            let mut command = place.importing(&sent);
            let mut load = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
            while match stop {
                Stop::AmongCommits => witness.look().await < cases + 50,
                Stop::AmongReceipts => told::count(&sent.receipts) <= receipts,
            } {
                assert!(load.try_wait().unwrap().is_none(), "the load ended too soon");
                std::thread::sleep(Duration::from_millis(1));
            }
            cluster.kill();
            let ended = load.wait_with_output().unwrap();
            let complaint = String::from_utf8(ended.stderr).unwrap();
            eprintln!("stopped {stop:?}: {complaint}");
            assert_eq!(ended.status.code(), Some(3), "{complaint}");
            assert!(complaint.contains("Error: the database"), "{complaint}");
            told.read(&sent);
            let away = place.import(&sent);
            assert_eq!(away.status, Some(3), "{away:?}");
            assert!(
                away.complaint.starts_with("Error: the database cannot be reached: nothing was recorded"),
                "{away:?}"
            );
            cluster.revive();
            let store = place.store().await;
            audit::holds_what_was_told(&store, &told, told.references.keys()).await;
            audit::count_referrals(&store).await;
            audit::has_whole_commits_only(&store).await;
            audit::verifies(&store, None).await;
            store.close().await;
        }
        assert!((1..ROWS).contains(&told.of(&sent)), "{} rows were told", told.of(&sent));
        let answer = place.import(&sent);
        assert_eq!(answer.status, Some(0), "{answer:?}");
        told.read(&sent);
        let store = place.store().await;
        audit::has_exactly(&store, &told, ROWS).await;
        audit::verifies(&store, None).await;
        assert_eq!(store.compare_views().await.unwrap(), []);
        store.close().await;
        drop(database);
    });
}
