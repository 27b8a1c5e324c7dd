//! One body of a test, run on both engines.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use manumit_store::{Entropy, Keyring, Location, Store};
use tempfile::TempDir;

use crate::{
    clock::{Clock, Identifiers},
    postgres,
};

/// What a test on an engine works with.
pub struct Bench {
    /// The store, open and empty.
    pub store: Store,
    /// A clock that stands still.
    pub clock: Clock,
    /// Repeatable identifiers.
    pub ids: Identifiers,
    /// The keys of the store, to open it again.
    pub keyring: Arc<Keyring>,
    folder: PathBuf,
}

/// What must outlive the test. It is no part of [`Bench`], because a block that uses some fields of a value captures
/// those alone, and the rest would be dropped before the test began.
struct Premises {
    _folder: TempDir,
    _database: Option<postgres::Database>,
}

impl Bench {
    /// A folder of this test's own.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens the store a second time, as another process would.
    pub async fn open_again(&self) -> Store {
        open(self.store.location(), &self.keyring).await
    }

    #[expect(clippy::expect_used, reason = "a harness that cannot be set up must fail its test")]
    async fn new(database: Option<postgres::Database>) -> (Self, Premises) {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let location = match &database {
            None => Location::Sqlite(folder.path().join("journal.db")),
            Some(database) => Location::Postgres(database.url().to_owned()),
        };
        let keyring = Arc::new(Keyring::generate(&Entropy::seeded(1)).expect("a keyring"));
        let store = open(&location, &keyring).await;
        let (clock, ids) = (Clock::default(), Identifiers::default());
        let bench = Self { store, clock, ids, keyring, folder: folder.path().to_owned() };
        (bench, Premises { _folder: folder, _database: database })
    }
}

#[expect(clippy::panic, reason = "a harness that cannot be set up must fail its test")]
async fn open(location: &Location, keyring: &Arc<Keyring>) -> Store {
    // Two stores on one keyring must not draw the same nonces: the system's generator, not a seed.
    match Store::open(location, Arc::clone(keyring), Entropy::System).await {
        Ok(store) => store,
        Err(error) => panic!("the store does not open at {location}: {error}: {:?}", std::error::Error::source(&error)),
    }
}

/// Runs a test on SQLite and then on PostgreSQL, each time on a fresh store.
pub fn on_both_engines<F, Fut>(body: F)
where
    F: Fn(Bench) -> Fut,
    Fut: Future<Output = ()>,
{
    on_sqlite(&body);
    on_postgres(&body);
}

/// Runs a test on a fresh SQLite store.
pub fn on_sqlite<F, Fut>(body: F)
where
    F: Fn(Bench) -> Fut,
    Fut: Future<Output = ()>,
{
    run("SQLite", async {
        let (bench, _premises) = Bench::new(None).await;
        body(bench).await;
    });
}

/// Runs a test on a fresh PostgreSQL store.
pub fn on_postgres<F, Fut>(body: F)
where
    F: Fn(Bench) -> Fut,
    Fut: Future<Output = ()>,
{
    run("PostgreSQL", async {
        let (bench, _premises) = Bench::new(Some(postgres::Database::fresh().await)).await;
        body(bench).await;
    });
}

#[expect(clippy::expect_used, clippy::print_stderr, reason = "a harness that cannot be set up must fail its test")]
fn run(engine: &str, test: impl Future<Output = ()>) {
    eprintln!("on {engine}:");
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(test);
}
