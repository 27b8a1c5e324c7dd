//! The store: a journal, its keys, its views and its engine, opened together.

use std::{fmt, sync::Arc};

use crate::{
    encoding::{same, to_hex},
    engine::{Engine, Postgres, Sqlite},
    entropy::Entropy,
    error::StoreError,
    journal::lane::LaneKey,
    keyring::Keyring,
    location::Location,
    migration,
    value::{Row, Statement},
    view::Projector,
};

/// An open store. Cloning it is cheap and gives the same store.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Engine,
    keyring: Arc<Keyring>,
    entropy: Entropy,
    projector: Projector,
    lane_key: LaneKey,
    location: Location,
}

impl Store {
    /// Opens the database, makes it if it is empty, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::WrongKeyring`] if the journal was made with other keys; [`StoreError`] if the place cannot be
    /// reached or belongs to another build.
    pub async fn open(location: &Location, keyring: Arc<Keyring>, entropy: Entropy) -> Result<Self, StoreError> {
        let engine = open_engine(location).await?;
        migration::migrate(&engine).await?;
        let lane_key = match identity(&engine, &keyring).await? {
            Some(lane_key) => lane_key,
            None => found(&engine, &keyring, &entropy).await?,
        };
        engine.authenticate(lane_key.clone());
        let projector = Projector::new(&keyring);
        let location = location.clone();
        let inner = Inner { engine, keyring, entropy, projector, lane_key, location };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Finishes what is under way and lets go of the database.
    pub async fn close(self) {
        self.inner.engine.close().await;
    }

    /// Where the database is.
    pub fn location(&self) -> &Location {
        &self.inner.location
    }

    /// Makes pseudonyms for statistics.
    pub fn projector(&self) -> &Projector {
        &self.inner.projector
    }

    /// The secret of the noise in ad hoc counts, always the same for one journal. It must not come out: whoever has it and
    /// the pseudonyms can take the noise off.
    pub fn cell_keys(&self) -> zeroize::Zeroizing<[u8; 32]> {
        self.inner.keyring.cell_keys()
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    pub(crate) fn keyring(&self) -> &Keyring {
        &self.inner.keyring
    }

    pub(crate) fn entropy(&self) -> &Entropy {
        &self.inner.entropy
    }

    pub(crate) fn lane_key(&self) -> &LaneKey {
        &self.inner.lane_key
    }
}

pub(crate) async fn open_engine(location: &Location) -> Result<Engine, StoreError> {
    Ok(match location {
        Location::Sqlite(path) => Engine::Sqlite(Sqlite::open(path).await?),
        Location::Postgres(url) => Engine::Postgres(Postgres::open(url).await?),
    })
}

/// Reads the row that names the journal.
pub(crate) const IDENTITY: &str = "select id, key_id, lanes, mac from journal";

/// Reads which journal this is, and makes sure the keyring is the one it was made with.
async fn identity(engine: &Engine, keyring: &Keyring) -> Result<Option<LaneKey>, StoreError> {
    let rows = engine.query(IDENTITY, Vec::new()).await?;
    rows.first().map(|row| recognise(row, keyring)).transpose()
}

/// What authenticates the journal that a row names.
pub(crate) fn recognise(row: &Row, keyring: &Keyring) -> Result<LaneKey, StoreError> {
    let expected = row.text("key_id")?;
    if expected != keyring.id() {
        return Err(StoreError::WrongKeyring { expected: expected.to_owned(), given: keyring.id().to_owned() });
    }
    let lane_key = LaneKey::new(keyring, row.text("id")?);
    if same(&lane_key.identity(expected, row.integer("lanes")?), &row.digest("mac")?) {
        Ok(lane_key)
    } else {
        Err(StoreError::Tampered("the row that names it was changed".to_owned()))
    }
}

/// Writes the row that names the journal.
pub(crate) const FOUND: &str = "insert into journal (id, key_id, lanes, mac) values ($1, $2, $3, $4)";

/// Founds a new journal. Where two processes do it at once, the first wins and both go on with its journal.
async fn found(engine: &Engine, keyring: &Keyring, entropy: &Entropy) -> Result<LaneKey, StoreError> {
    let id = to_hex(&entropy.bytes::<16>()?);
    let lane_key = LaneKey::new(keyring, &id);
    let lanes = engine.lanes();
    let mac = lane_key.identity(keyring.id(), lanes);
    let mut statements = vec![Statement::new(FOUND, vec![id.into(), keyring.id().into(), lanes.into(), mac.into()])];
    statements.extend((0..lanes).map(|lane| lane_key.empty(lane)));
    match engine.apply(statements).await {
        Ok(()) => Ok(lane_key),
        Err(StoreError::Duplicate(_)) => identity(engine, keyring)
            .await?
            .ok_or_else(|| StoreError::Tampered("it has lanes and no row that names it".to_owned())),
        Err(error) => Err(error),
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("location", &self.inner.location.to_string()).finish_non_exhaustive()
    }
}
