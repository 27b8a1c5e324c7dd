//! Trouble: full disks, read-only places, a database that goes away. Nothing acknowledged is lost, the message says what
//! to do, and the store goes on when the trouble ends.

use std::{net::TcpListener, path::PathBuf, process::Command, sync::Arc, time::Duration};

use manumit_store::{CommitError, Entropy, Keyring, Location, Store, StoreError, journal::Batch};
use manumit_testkit::{
    Clock, Identifiers, on_both_engines, on_postgres,
    postgres::{Cluster, Database},
};

use crate::sample::{actor, submission};

fn batch(clock: &Clock, ids: &Identifiers) -> Batch {
    let provenance = manumit_store::journal::Provenance {
        recorded_at: clock.tick(),
        actor: actor(),
        controller: "competent-authority".to_owned(),
        purpose: "decide".to_owned(),
        cause: None,
        idempotency: None,
    };
    submission(ids)
        .into_iter()
        .fold(Batch::new(provenance), |batch, (stream, event)| batch.append(stream, 0, vec![event]))
}

fn keyring() -> Arc<Keyring> {
    Arc::new(Keyring::generate(&Entropy::seeded(1)).unwrap())
}

fn run<F: Future<Output = ()>>(test: F) {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test);
}

async fn events(store: &Store) -> u64 {
    store.status().await.unwrap().events.iter().map(|(_, number)| number).sum()
}

/// A small file system of its own, where this process may mount one.
struct Mounted {
    place: tempfile::TempDir,
}

impl Mounted {
    fn new(size: &str) -> Option<Self> {
        let place = tempfile::tempdir().unwrap();
        let options = format!("size={size},mode=0700");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(place.path()).output();
        mount.is_ok_and(|output| output.status.success()).then_some(Self { place })
    }

    fn remount(&self, options: &str) {
        let done = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(self.place.path()).status();
        assert!(done.unwrap().success());
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _left = Command::new("umount").arg("-l").arg(self.place.path()).status();
    }
}

#[test]
fn a_full_disk_loses_nothing_and_is_survived() {
    let Some(disk) = Mounted::new("3m") else {
        eprintln!("NOT RUN: this user may not mount a tmpfs; engine::tests holds the same with a limit of pages");
        return;
    };
    run(async {
        let (clock, ids) = (Clock::default(), Identifiers::default());
        let location = Location::Sqlite(disk.path("journal.db"));
        let store = Store::open(&location, keyring(), Entropy::System).await.unwrap();
        let mut recorded = 0;
        let full = loop {
            match store.commit(batch(&clock, &ids)).await {
                Ok(_) => recorded += 4,
                Err(CommitError::Broken(error)) => break error,
                Err(error) => panic!("{error}"),
            }
            assert!(recorded < 100_000, "the disk never filled");
        };
        assert!(matches!(full, StoreError::DiskFull(_)), "{full:?}");
        assert!(full.to_string().contains("make room"), "{full}");
        assert_eq!(events(&store).await, recorded);
        assert!(store.commit(batch(&clock, &ids)).await.is_err(), "still full");
        disk.remount("size=20m");
        store.commit(batch(&clock, &ids)).await.unwrap();
        assert_eq!(events(&store).await, recorded + 4);
        assert_eq!(store.verify(None).await.unwrap().findings, []);
        store.close().await;
    });
}

#[test]
fn a_read_only_place_says_so_and_is_survived() {
    let Some(disk) = Mounted::new("8m") else {
        eprintln!(
            "NOT RUN: this user may not mount a tmpfs; a file system that can be made read-only is needed for this"
        );
        return;
    };
    run(async {
        let (clock, ids) = (Clock::default(), Identifiers::default());
        let location = Location::Sqlite(disk.path("journal.db"));
        let store = Store::open(&location, keyring(), Entropy::System).await.unwrap();
        store.commit(batch(&clock, &ids)).await.unwrap();
        store.close().await;
        disk.remount("ro");
        let refused = Store::open(&location, keyring(), Entropy::System).await.unwrap_err();
        assert!(matches!(refused, StoreError::ReadOnly(_)), "{refused:?}");
        assert!(refused.to_string().contains("write access"), "{refused}");
        let elsewhere = Location::Sqlite(disk.path("new/journal.db"));
        let refused = Store::open(&elsewhere, keyring(), Entropy::System).await.unwrap_err();
        assert!(matches!(refused, StoreError::ReadOnly(_) | StoreError::File { .. }), "{refused:?}");
        disk.remount("rw");
        let store = Store::open(&location, keyring(), Entropy::System).await.unwrap();
        store.commit(batch(&clock, &ids)).await.unwrap();
        assert_eq!(events(&store).await, 8);
        store.close().await;
    });
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a-file");
        std::fs::write(&file, "").unwrap();
        let location = Location::Sqlite(file.join("journal.db"));
        let refused = Store::open(&location, keyring(), Entropy::System).await.unwrap_err().to_string();
        assert!(refused.contains("a-file"), "{refused}");
    });
}

#[test]
fn a_server_killed_under_load_loses_nothing_it_acknowledged() {
    run(async {
        let cluster = Cluster::private();
        let database = Database::fresh_in(&cluster).await;
        let location = Location::Postgres(database.url().to_owned());
        let (clock, ids) = (Clock::default(), Identifiers::default());
        let store = Store::open(&location, keyring(), Entropy::System).await.unwrap();
        let mut submitters = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (store, clock, ids) = (store.clone(), clock.clone(), ids.clone());
            submitters.spawn(async move {
                let mut recorded = Vec::new();
                loop {
                    let batch = batch(&clock, &ids);
                    let stream = batch.appends[0].stream;
                    match store.commit(batch).await {
                        Ok(_) => recorded.push(stream),
                        Err(CommitError::Broken(error)) => return (recorded, error),
                        Err(error) => panic!("{error}"),
                    }
                }
            });
        }
        tokio::time::sleep(Duration::from_millis(700)).await;
        cluster.kill();
        let mut acknowledged = Vec::new();
        while let Some(submitter) = submitters.join_next().await {
            let (recorded, error) = submitter.unwrap();
            acknowledged.extend(recorded);
            assert!(matches!(error, StoreError::Unavailable(_) | StoreError::Unknown(_)), "{error:?}");
        }
        assert!(!acknowledged.is_empty());
        let away = store.load(acknowledged[0]).await.unwrap_err();
        assert!(
            matches!(away, StoreError::Unavailable(_)) && away.to_string().contains("cannot be reached"),
            "{away:?}"
        );
        cluster.revive();
        for stream in &acknowledged {
            assert_eq!(store.version(*stream).await.unwrap(), 1, "{stream} was acknowledged and is lost");
        }
        store.commit(batch(&clock, &ids)).await.unwrap();
        assert_eq!(store.verify(None).await.unwrap().findings, []);
        assert_eq!(store.compare_views().await.unwrap(), []);
        store.close().await;
        drop(database);
    });
}

#[test]
fn cut_connections_are_made_again() {
    on_postgres(|bench| async move {
        let (clock, ids) = (bench.clock.clone(), bench.ids.clone());
        bench.store.commit(batch(&clock, &ids)).await.unwrap();
        let cut = "select pg_terminate_backend(pid) from pg_stat_activity \
                   where datname = current_database() and application_name = 'manumit'";
        crate::verify::raw(&bench, cut).await;
        assert_eq!(events(&bench.store).await, 4);
        bench.store.commit(batch(&clock, &ids)).await.unwrap();
    });
}

/// A certificate for 127.0.0.1, its key, and the authority that vouches for it.
fn certificate() -> (String, String, String) {
    let authority = rcgen::KeyPair::generate().unwrap();
    let mut asked = rcgen::CertificateParams::new(Vec::new()).unwrap();
    asked.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let vouching = asked.self_signed(&authority).unwrap();
    let issuer = rcgen::Issuer::from_params(&asked, &authority);
    let key = rcgen::KeyPair::generate().unwrap();
    let server = rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    (server.signed_by(&key, &issuer).unwrap().pem(), key.serialize_pem(), vouching.pem())
}

#[test]
fn a_connection_over_a_network_is_secured_and_the_server_is_who_it_says() {
    run(async {
        let cluster = Cluster::private();
        let database = Database::fresh_in(&cluster).await;
        let (theirs, key, authority) = certificate();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        cluster.secure(port, (&theirs, &key));
        let folder = tempfile::tempdir().unwrap();
        let pem = |name: &str, text: &str| {
            std::fs::write(folder.path().join(name), text).unwrap();
            format!("sslmode=require&sslrootcert={}", folder.path().join(name).display())
        };
        let (known, another) = (pem("known.pem", &authority), pem("another.pem", &certificate().2));
        let name = database.url().rsplit('/').next().unwrap();
        let open = async |host: &str, demanded: &str| {
            let url = format!("postgres://manumit@{host}:{port}/{name}?{demanded}");
            Store::open(&Location::Postgres(url), keyring(), Entropy::System).await
        };
        let store = open("127.0.0.1", &known).await.unwrap();
        let sealed = "select count(*) as n from pg_stat_ssl join pg_stat_activity using (pid) \
                      where ssl and application_name = 'manumit'";
        let url = format!("postgres://manumit@127.0.0.1:{port}/{name}");
        let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        let connections: i64 = client.query_one(sealed, &[]).await.unwrap().get("n");
        assert!(connections > 0, "the server says that it is asked over TLS");
        store.close().await;
        for (host, demanded) in
            [("127.0.0.1", another.as_str()), ("localhost", &known), ("127.0.0.1", "sslmode=require")]
        {
            let refused = open(host, demanded).await.unwrap_err();
            assert!(matches!(refused, StoreError::Unavailable(_)), "{host} {demanded}: {refused:?}");
            let mut said = refused.to_string();
            let mut cause = std::error::Error::source(&refused);
            while let Some(error) = cause {
                said = format!("{said}: {error}");
                cause = error.source();
            }
            assert!(said.contains("certificate"), "{said}");
        }
    });
}

#[test]
fn a_submitter_that_stops_waiting_leaves_nothing_half_done() {
    on_both_engines(|bench| async move {
        for wait in 0..20 {
            let commit = bench.store.commit(batch(&bench.clock, &bench.ids));
            let _gone = tokio::time::timeout(Duration::from_micros(wait * 200), commit).await;
        }
        bench.store.commit(batch(&bench.clock, &bench.ids)).await.unwrap();
        assert_eq!(events(&bench.store).await % 4, 0);
        assert_eq!(bench.store.verify(None).await.unwrap().findings, []);
        assert_eq!(bench.store.compare_views().await.unwrap(), []);
    });
}
