//! The embedded engine: one file, one writer, a few readers.
//!
//! The writer connection lives on its own thread and takes every waiting batch into one transaction, so many
//! submitters share one durable write (see [`writer`]). Readers never wait for it: the file is in WAL mode.

mod checkpointer;
mod reading;
mod writer;

use std::{
    borrow::Cow,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags, backup::Backup, config::DbConfig};
use tokio::sync::{Semaphore, mpsc, oneshot};

pub(crate) use self::reading::{Pages, Snapshot};
use self::{
    checkpointer::Checkpointer,
    reading::Lease,
    writer::{Job, Writer},
};
use super::{Write, WriteFailure, placeholder};
use crate::{
    error::{Cause, StoreError},
    journal::lane::LaneKey,
    value::{Row, Value},
};

const READERS: usize = 4;
const WAITING: usize = 4_096;
const BUSY: Duration = Duration::from_secs(10);

/// A SQLite database.
#[derive(Clone)]
pub(crate) struct Sqlite {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    jobs: mpsc::Sender<Job>,
    key: Arc<OnceLock<LaneKey>>,
    idle: Mutex<Vec<Connection>>,
    readers: Arc<Semaphore>,
}

impl Sqlite {
    /// Opens the file, and makes it, readable by its owner alone, if it is not there.
    pub(crate) async fn open(path: &Path) -> Result<Self, StoreError> {
        let place = path.to_owned();
        let (connection, checkpointer) = blocking(move || {
            prepare_file(&place)?;
            Ok((connect_writer(&place)?, Checkpointer::start(&place)?))
        })
        .await?;
        let (jobs, waiting) = mpsc::channel(WAITING);
        let key = Arc::new(OnceLock::new());
        writer::start(Writer::new(connection, checkpointer, Arc::clone(&key)), waiting)
            .map_err(|source| StoreError::File { path: path.to_owned(), doing: "start the writer thread", source })?;
        let inner = Inner {
            path: path.to_owned(),
            jobs,
            key,
            idle: Mutex::new(Vec::new()),
            readers: Arc::new(Semaphore::new(READERS)),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    pub(crate) fn authenticate(&self, key: LaneKey) {
        let _already = self.inner.key.set(key);
    }

    pub(crate) async fn write(&self, write: Write) -> Result<(), WriteFailure> {
        let (reply, outcome) = oneshot::channel();
        self.inner.jobs.send(Job::Write(write, reply)).await.map_err(|_| StoreError::Closed)?;
        let (_batch, outcome) = outcome.await.map_err(|_| StoreError::Closed)?;
        outcome
    }

    /// Runs something on the writer's thread, between two groups of batches.
    async fn on_writer<T: Send + 'static>(
        &self,
        run: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, outcome) = oneshot::channel();
        let job = Job::Run(Box::new(move |connection| {
            let _gone = reply.send(run(connection));
        }));
        self.inner.jobs.send(job).await.map_err(|_| StoreError::Closed)?;
        outcome.await.map_err(|_| StoreError::Closed)?
    }

    pub(crate) async fn script(&self, sql: String) -> Result<(), StoreError> {
        self.on_writer(move |connection| {
            let transaction = connection.transaction().map_err(|error| broken("beginning a migration", error))?;
            transaction.execute_batch(&sql).map_err(|error| broken("applying a migration", error))?;
            transaction.commit().map_err(|error| broken("committing a migration", error))
        })
        .await
    }

    /// Makes the disk look full after so many pages.
    #[cfg(test)]
    pub(crate) async fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        self.on_writer(move |connection| {
            let limit = format!("pragma max_page_count = {pages}");
            connection.query_row(&limit, [], |_| Ok(())).map_err(|error| broken("limiting its size", error))
        })
        .await
    }

    /// How long a write waits for another process.
    #[cfg(test)]
    pub(crate) async fn wait_at_most(&self, time: Duration) -> Result<(), StoreError> {
        self.on_writer(move |connection| connection.busy_timeout(time).map_err(|error| broken("waiting", error))).await
    }

    pub(crate) async fn truncate_log(&self) -> Result<bool, StoreError> {
        self.on_writer(|connection| {
            connection
                .query_row("pragma wal_checkpoint(truncate)", [], |row| row.get::<_, i64>("busy").map(|busy| busy == 0))
                .map_err(|error| broken("truncating the write-ahead log", error))
        })
        .await
    }

    pub(crate) async fn measure(&self) -> Result<(String, u64), StoreError> {
        let log = self
            .inner
            .path
            .with_file_name(format!("{}-wal", self.inner.path.file_name().unwrap_or_default().to_string_lossy()));
        let size = |path: &Path| fs::metadata(path).map_or(0, |metadata| metadata.len());
        Ok((rusqlite::version().to_owned(), size(&self.inner.path) + size(&log)))
    }

    /// Copies the database into a new file that stands alone.
    pub(crate) async fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        let lease = self.lease().await?;
        let path = path.to_owned();
        blocking(move || {
            create_private(&path)?;
            let doing = "copying the database";
            let mut target = Connection::open(&path).map_err(|error| broken(doing, error))?;
            {
                let copy = Backup::new(lease.connection()?, &mut target).map_err(|error| broken(doing, error))?;
                copy.step(-1).map_err(|error| broken(doing, error))?;
            }
            target.pragma_update(None, "journal_mode", "delete").map_err(|error| broken(doing, error))
        })
        .await
    }

    pub(crate) async fn query(&self, sql: Cow<'static, str>, arguments: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let lease = self.lease().await?;
        blocking(move || reading::collect(lease.connection()?, &placeholder::numbered(&sql), &arguments)).await
    }

    pub(crate) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let lease = self.lease().await?;
        blocking(move || Snapshot::begin(lease)).await
    }

    async fn lease(&self) -> Result<Lease, StoreError> {
        let permit = Arc::clone(&self.inner.readers).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let idle = self.inner.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => {
                let path = self.inner.path.clone();
                blocking(move || connect_reader(&path)).await?
            }
        };
        Ok(Lease::new(connection, Arc::clone(&self.inner), permit))
    }

    /// Finishes what is waiting and lets go of the file.
    pub(crate) async fn close(&self) {
        let (reply, done) = oneshot::channel();
        self.inner.readers.close();
        self.inner.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        if self.inner.jobs.send(Job::Close(reply)).await.is_ok() {
            let _ended = done.await;
        }
    }
}

fn prepare_file(path: &Path) -> Result<(), StoreError> {
    if path.exists() {
        return Ok(());
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|source| file_error(folder, "make the data directory", source))?;
    }
    create_private(path)
}

fn create_private(path: &Path) -> Result<(), StoreError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|source| file_error(path, "create the file", source))?;
    Ok(())
}

fn file_error(path: &Path, doing: &'static str, source: std::io::Error) -> StoreError {
    match source.kind() {
        std::io::ErrorKind::StorageFull => StoreError::DiskFull(Arc::new(source)),
        std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => {
            StoreError::ReadOnly(Arc::new(source))
        }
        _ => StoreError::File { path: path.to_owned(), doing, source },
    }
}

fn connect_writer(path: &Path) -> Result<Connection, StoreError> {
    let doing = "opening the database";
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| broken(doing, error))?;
    if connection.is_readonly("main").map_err(|error| broken(doing, error))? {
        let said = std::io::Error::from(std::io::ErrorKind::ReadOnlyFilesystem);
        return Err(StoreError::ReadOnly(Arc::new(said)));
    }
    connection.busy_timeout(BUSY).map_err(|error| broken(doing, error))?;
    keep_prepared(&connection, 256).map_err(|error| broken(doing, error))?;
    connection
        .execute_batch(
            "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; \
             pragma secure_delete = on; pragma temp_store = memory; pragma wal_autocheckpoint = 32000; \
             pragma cache_size = -65536;",
        )
        .map_err(|error| broken(doing, error))?;
    Ok(connection)
}

fn connect_checkpointer(path: &Path) -> Result<Connection, StoreError> {
    let doing = "opening the database beside the writer";
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| broken(doing, error))?;
    connection.busy_timeout(BUSY).map_err(|error| broken(doing, error))?;
    connection.execute_batch("pragma synchronous = full;").map_err(|error| broken(doing, error))?;
    Ok(connection)
}

fn connect_reader(path: &Path) -> Result<Connection, StoreError> {
    let doing = "opening the database for reading";
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| broken(doing, error))?;
    connection.busy_timeout(BUSY).map_err(|error| broken(doing, error))?;
    keep_prepared(&connection, 256).map_err(|error| broken(doing, error))?;
    connection
        .execute_batch("pragma query_only = on; pragma cache_size = -16384; pragma temp_store = memory;")
        .map_err(|error| broken(doing, error))?;
    Ok(connection)
}

/// Keeps statements prepared, whatever they are asked next. Without the promise of one plan for all values SQLite prepares a
/// statement over an index of some rows again for every value: a fifth of what a page costs.
fn keep_prepared(connection: &Connection, statements: usize) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(statements);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(|_| ())
}

/// Runs something that waits for the disk away from the async threads.
async fn blocking<T: Send + 'static>(
    run: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(run).await.map_err(|_| StoreError::Closed)?
}

/// What SQLite said, in the store's words.
fn broken(doing: &'static str, error: rusqlite::Error) -> StoreError {
    classify(doing, &Arc::new(error))
}

fn classify(doing: &'static str, error: &Arc<rusqlite::Error>) -> StoreError {
    let source: Cause = Arc::clone(error) as Cause;
    let Some(said) = error.sqlite_error() else { return StoreError::Database { doing, source } };
    match (said.code, said.extended_code) {
        (ErrorCode::DiskFull, _) | (_, rusqlite::ffi::SQLITE_IOERR_SHMSIZE) => StoreError::DiskFull(source),
        (ErrorCode::ReadOnly | ErrorCode::PermissionDenied, _) => StoreError::ReadOnly(source),
        (ErrorCode::CannotOpen, _) => StoreError::Unavailable(source),
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => StoreError::Busy(source),
        (_, rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY | rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE) => {
            StoreError::Duplicate(source)
        }
        _ => StoreError::Database { doing, source },
    }
}
