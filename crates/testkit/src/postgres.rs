//! A throw-away PostgreSQL for tests.
//!
//! The first test that needs it makes a cluster in a temporary folder, reached over a socket in that folder alone; every
//! other test process on the machine shares it. A small watching process stops and removes the cluster when the last
//! test process is gone, however it ended.

mod cluster;

use std::sync::atomic::{AtomicU64, Ordering};

use tokio_postgres::NoTls;

pub use self::cluster::Cluster;

/// A fresh, empty database, dropped with this value.
pub struct Database {
    url: String,
    name: String,
    maintenance: String,
}

static MADE: AtomicU64 = AtomicU64::new(0);

impl Database {
    /// Makes a database in the shared cluster.
    ///
    /// # Panics
    /// If PostgreSQL is not installed or does not start: a test must then fail, not pass.
    pub async fn fresh() -> Self {
        Self::fresh_in(Cluster::shared()).await
    }

    /// Makes a database in a given cluster.
    ///
    /// # Panics
    /// As [`Database::fresh`].
    #[expect(clippy::panic, reason = "a test that cannot have its database must fail")]
    pub async fn fresh_in(cluster: &Cluster) -> Self {
        let count = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{count}", std::process::id());
        let maintenance = cluster.url("postgres");
        if let Err(error) = run(&maintenance, &format!("create database {name}")).await {
            panic!("no database for this test: {error}");
        }
        Self { url: cluster.url(&name), name, maintenance }
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (maintenance, name) = (self.maintenance.clone(), self.name.clone());
        // The runtime of the test may be ending: drop the database from a thread of its own.
        let dropped = std::thread::spawn(move || {
            if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() {
                let _left_to_the_watcher =
                    runtime.block_on(run(&maintenance, &format!("drop database if exists {name} with (force)")));
            }
        });
        let _ended = dropped.join();
    }
}

/// Runs statements on a database, over a connection of their own.
///
/// # Errors
/// What PostgreSQL says.
pub async fn run(url: &str, sql: &str) -> Result<(), tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    let driver = tokio::spawn(connection);
    let done = client.batch_execute(sql).await;
    drop(client);
    let _ended = driver.await;
    done
}
