//! What can break in the store, in words an operator can act on.

use std::{io, path::PathBuf, sync::Arc};

use manumit_domain::journal::StreamId;

/// Something broke. Nothing that was acknowledged is lost; what was not acknowledged was not recorded, except where
/// [`StoreError::Unknown`] says so.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No room left. The batch was undone; the store works again as soon as there is room.
    #[error("the disk is full: the batch was undone and nothing recorded before is lost; make room and try again")]
    DiskFull(#[source] Cause),
    /// The data directory or the file cannot be written.
    #[error(
        "the database is read-only: nothing was recorded; give this user write access to the file and its directory"
    )]
    ReadOnly(#[source] Cause),
    /// Another process holds the write lock for longer than the store waits.
    #[error("the database is busy: another process held the write lock too long; try again")]
    Busy(#[source] Cause),
    /// The database could not be reached. Nothing was recorded.
    #[error("the database cannot be reached: nothing was recorded; try again when it is back")]
    Unavailable(#[source] Cause),
    /// The connection broke while a commit was under way.
    #[error(
        "the database went away during the commit: it may or may not have been recorded; send it again with the same \
         idempotency key, which answers with the first outcome if there was one"
    )]
    Unknown(#[source] Cause),
    /// A row with this key is already there.
    #[error("a row with this key is already there")]
    Duplicate(#[source] Cause),
    /// A statement changed another number of rows than it must.
    #[error("a statement had to change {expected} rows and changed {changed}; the batch was undone: {sql}")]
    Expectation {
        /// The statement.
        sql: String,
        /// The rows it had to change.
        expected: u64,
        /// The rows it changed.
        changed: u64,
    },
    /// The engine refused a statement for any other reason.
    #[error("the database refused while {doing}")]
    Database {
        /// What the store was doing.
        doing: &'static str,
        /// What the engine said.
        #[source]
        source: Cause,
    },
    /// The store was closed, or its writer ended.
    #[error("the store is closed")]
    Closed,
    /// A column does not hold what it must.
    #[error("column `{column}`: expected {expected}, found {found}")]
    Column {
        /// The column.
        column: &'static str,
        /// What it must hold.
        expected: &'static str,
        /// What it holds.
        found: &'static str,
    },
    /// A recorded text does not read as what it must be.
    #[error("{stream} version {version}: `{column}` does not read as {expected}")]
    Unreadable {
        /// The stream, as stored.
        stream: String,
        /// The version, as stored.
        version: u64,
        /// The column.
        column: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// An event could not be written as text or read back.
    #[error("the event `{kind}` cannot be read or written as JSON")]
    Json {
        /// The kind of event.
        kind: String,
        /// What the reader said.
        #[source]
        source: serde_json::Error,
    },
    /// A batch that breaks a rule of the journal.
    #[error("not a batch the journal takes: {0}")]
    Batch(String),
    /// The keys file cannot be used.
    #[error(transparent)]
    Keyring(#[from] crate::keyring::KeyringError),
    /// The journal was made with another keyring.
    #[error("wrong keyring: this journal needs the keyring `{expected}`, and the one given is `{given}`")]
    WrongKeyring {
        /// The key id the journal names.
        expected: String,
        /// The key id that was given.
        given: String,
    },
    /// A part of the journal that the store must trust before writing is not authentic.
    #[error("the journal is not authentic: {0}; nothing was recorded; verify the journal before anything else")]
    Tampered(String),
    /// The stream's key was destroyed.
    #[error("{0} was erased: its sealed parts cannot be opened and no more can be added")]
    Erased(StreamId),
    /// The stream has sealed parts, no key and no tombstone.
    #[error("{0} has sealed parts but its key is missing, and no tombstone says why; verify the journal")]
    KeyMissing(StreamId),
    /// A sealed part or a key does not open: it was changed, or belongs elsewhere.
    #[error("{what} of {stream} does not open: it was changed, or belongs elsewhere; verify the journal")]
    Sealed {
        /// The stream.
        stream: String,
        /// What did not open.
        what: &'static str,
    },
    /// The views are being made again.
    #[error(
        "the views are being rebuilt since {since} and nothing can be recorded meanwhile; if that rebuild was \
         interrupted, run it again"
    )]
    Rebuilding {
        /// When it began.
        since: String,
    },
    /// A migration that was applied differs from the one this program carries.
    #[error("migration {name} was applied with another content; this database belongs to another build")]
    MigrationChanged {
        /// The migration.
        name: String,
    },
    /// The database has a migration that this program does not know.
    #[error("migration {name} is unknown here; this database belongs to a newer build: use that one")]
    MigrationUnknown {
        /// The migration.
        name: String,
    },
    /// The place of a database cannot be read.
    #[error("`{given}` names no database: write postgres://user@host/name, or the path of a file")]
    Location {
        /// What was given.
        given: String,
    },
    /// The authorities that vouch for the database's certificate cannot be read.
    #[error("`{path}` (sslrootcert) holds no certificate of an authority: give a file in PEM with one or more")]
    Authorities {
        /// The file.
        path: String,
        /// Why.
        source: Cause,
    },
    /// The target of a restore holds something already.
    #[error("{0} is not empty: restore only into a new place")]
    NotEmpty(String),
    /// A backup cannot be read.
    #[error("line {line} of the backup: {problem}")]
    Backup {
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        problem: String,
    },
    /// A restored journal does not verify.
    #[error("the restored journal does not verify ({findings} findings, first: {first}); it must not be used")]
    NotVerified {
        /// How many findings there were.
        findings: u64,
        /// The first.
        first: String,
    },
    /// A file cannot be read or written.
    #[error("{}: cannot {doing}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the store wanted to do.
        doing: &'static str,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Writing out failed.
    #[error("cannot write the export")]
    Export(#[source] io::Error),
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    Entropy(#[source] getrandom::Error),
}

impl StoreError {
    /// The same error once more, for each submitter of a group that failed together.
    pub(crate) fn share(&self) -> Self {
        match self {
            Self::DiskFull(cause) => Self::DiskFull(Arc::clone(cause)),
            Self::ReadOnly(cause) => Self::ReadOnly(Arc::clone(cause)),
            Self::Busy(cause) => Self::Busy(Arc::clone(cause)),
            Self::Unavailable(cause) => Self::Unavailable(Arc::clone(cause)),
            Self::Duplicate(cause) => Self::Duplicate(Arc::clone(cause)),
            Self::Database { doing, source } => Self::Database { doing, source: Arc::clone(source) },
            Self::Expectation { sql, expected, changed } => {
                Self::Expectation { sql: sql.clone(), expected: *expected, changed: *changed }
            }
            Self::Tampered(what) => Self::Tampered(what.clone()),
            Self::Rebuilding { since } => Self::Rebuilding { since: since.clone() },
            Self::Closed => Self::Closed,
            other => {
                Self::Database { doing: "writing a group of batches", source: Arc::from(Box::from(other.to_string())) }
            }
        }
    }
}

/// What an engine or the system said, shared because one failed commit answers many submitters.
pub type Cause = Arc<dyn std::error::Error + Send + Sync>;

/// A commit that did not happen, or had happened before.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Someone else appended first: load again and decide once more.
    #[error("{stream} has changed since it was loaded")]
    Conflict {
        /// The stream that changed.
        stream: StreamId,
    },
    /// The same request was recorded before: here is its outcome.
    #[error("this request was recorded before, at {}", receipt.recorded_at)]
    AlreadyDone {
        /// The first outcome.
        receipt: Box<crate::journal::Receipt>,
    },
    /// The idempotency key was used for another request.
    #[error("the idempotency key was used before for another request; use a new key")]
    KeyReused,
    /// Something broke.
    #[error(transparent)]
    Broken(#[from] StoreError),
}
