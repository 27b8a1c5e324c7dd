//! The seam: two engines, one SQL text.
//!
//! A command loads, decides and commits one batch, so an engine needs to answer queries, to stream a consistent
//! snapshot, and to apply one batch of statements atomically. Where the engines truly differ (lane locks, size on
//! disk, truncating the log) there is a method here, and nowhere else.

mod placeholder;
mod postgres;
mod sqlite;
#[cfg(test)]
mod tests;

use std::{borrow::Cow, path::Path, time::Instant};

pub(crate) use self::{postgres::Postgres, sqlite::Sqlite};
use crate::{
    error::StoreError,
    journal::lane::LaneKey,
    value::{Row, Statement, Value},
};

/// How many rows a page of a streamed query holds at most.
pub(crate) const PAGE: usize = 512;

/// The engine behind a store.
#[derive(Clone)]
pub(crate) enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// One batch: everything in it happens, or nothing.
#[derive(Debug, Default)]
pub(crate) struct Write {
    /// Applied first: the receipt, so that a repeated request is known before anything else can fail.
    pub(crate) first: Vec<Statement>,
    /// The events, if this batch is a commit to the journal.
    pub(crate) entry: Option<Entry>,
    /// Applied last: keys, tokens and view rows.
    pub(crate) rest: Vec<Statement>,
}

/// The events of one commit. The engine completes each row with its lane and sequence, the last two arguments.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) events: Vec<Statement>,
    pub(crate) digest: crate::encoding::Digest,
}

/// Which part of a batch failed, so that a duplicate event can be told from a duplicate receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Site {
    First,
    Event(usize),
    Rest,
    Whole,
}

/// A batch that was undone.
#[derive(Debug)]
pub(crate) struct WriteFailure {
    pub(crate) site: Site,
    pub(crate) error: StoreError,
}

impl WriteFailure {
    /// The same failure once more.
    fn share(&self) -> Self {
        Self { site: self.site, error: self.error.share() }
    }
}

impl From<StoreError> for WriteFailure {
    fn from(error: StoreError) -> Self {
        Self { site: Site::Whole, error }
    }
}

impl Engine {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// How many lanes a journal made on this engine has.
    pub(crate) fn lanes(&self) -> i64 {
        match self {
            Self::Sqlite(_) => 1,
            Self::Postgres(_) => postgres::LANES,
        }
    }

    /// From now on commits to the journal are authenticated with this key.
    pub(crate) fn authenticate(&self, key: LaneKey) {
        match self {
            Self::Sqlite(engine) => engine.authenticate(key),
            Self::Postgres(engine) => engine.authenticate(key),
        }
    }

    /// Reads rows. For answers that fit in memory.
    pub(crate) async fn query(
        &self,
        sql: impl Into<Cow<'static, str>>,
        arguments: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        let sql = sql.into();
        let timed = tracing::enabled!(target: "manumit_store::query", tracing::Level::DEBUG);
        let timed = timed.then(|| (sql.clone(), Instant::now()));
        let rows = match self {
            Self::Sqlite(engine) => engine.query(sql, arguments).await,
            Self::Postgres(engine) => engine.query(sql, arguments).await,
        };
        if let Some((sql, began)) = timed {
            // The text alone: what it is asked about may be personal.
            tracing::debug!(target: "manumit_store::query", microseconds = began.elapsed().as_micros(), %sql);
        }
        rows
    }

    /// Opens a consistent view of the whole database, for answers that do not fit in memory.
    pub(crate) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        match self {
            Self::Sqlite(engine) => engine.snapshot().await.map(Snapshot::Sqlite),
            Self::Postgres(engine) => engine.snapshot().await.map(Snapshot::Postgres),
        }
    }

    /// Shows rows one by one, however many there are.
    pub(crate) async fn each(
        &self,
        sql: impl Into<Cow<'static, str>>,
        arguments: Vec<Value>,
        mut show: impl FnMut(Row) -> Result<(), StoreError> + Send,
    ) -> Result<(), StoreError> {
        let mut snapshot = self.snapshot().await?;
        let mut pages = snapshot.pages(sql, arguments).await?;
        while let Some(page) = pages.next().await? {
            page.into_iter().try_for_each(&mut show)?;
        }
        Ok(())
    }

    /// Applies a batch durably, or not at all.
    pub(crate) async fn write(&self, write: Write) -> Result<(), WriteFailure> {
        match self {
            Self::Sqlite(engine) => engine.write(write).await,
            Self::Postgres(engine) => engine.write(write).await,
        }
    }

    /// Applies statements that are not a commit to the journal.
    pub(crate) async fn apply(&self, statements: Vec<Statement>) -> Result<(), StoreError> {
        self.write(Write { rest: statements, ..Write::default() }).await.map_err(|failure| failure.error)
    }

    /// Runs a script of several statements in one transaction: migrations.
    pub(crate) async fn script(&self, sql: String) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(engine) => engine.script(sql).await,
            Self::Postgres(engine) => engine.script(sql).await,
        }
    }

    /// Waits until no commit is under way and marks that the views are being made again.
    pub(crate) async fn begin_rebuild(&self, since: String) -> Result<(), StoreError> {
        let mark = Statement::new("insert into rebuild (since) values ($1) on conflict do nothing", vec![since.into()]);
        match self {
            Self::Sqlite(_) => self.apply(vec![mark]).await,
            Self::Postgres(engine) => engine.begin_rebuild(mark).await,
        }
    }

    /// Empties the write-ahead log, where it is ours to empty, and says whether it is empty now.
    pub(crate) async fn truncate_log(&self) -> Result<bool, StoreError> {
        match self {
            Self::Sqlite(engine) => engine.truncate_log().await,
            Self::Postgres(_) => Ok(false),
        }
    }

    /// Finishes what is waiting and lets go of the database.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(engine) => engine.close().await,
            Self::Postgres(engine) => engine.close().await,
        }
    }

    /// The version of the engine, and the bytes the database takes.
    pub(crate) async fn measure(&self) -> Result<(String, u64), StoreError> {
        match self {
            Self::Sqlite(engine) => engine.measure().await,
            Self::Postgres(engine) => engine.measure().await,
        }
    }

    /// Copies the whole database into a file, where the engine can do that itself.
    pub(crate) async fn copy_to(&self, path: &Path) -> Option<Result<(), StoreError>> {
        match self {
            Self::Sqlite(engine) => Some(engine.copy_to(path).await),
            Self::Postgres(_) => None,
        }
    }
}

/// A consistent view of the whole database.
pub(crate) enum Snapshot {
    Sqlite(sqlite::Snapshot),
    Postgres(postgres::Snapshot),
}

impl Snapshot {
    /// Starts reading rows page by page. One query at a time.
    pub(crate) async fn pages(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        arguments: Vec<Value>,
    ) -> Result<Pages<'_>, StoreError> {
        match self {
            Self::Sqlite(snapshot) => Ok(Pages::Sqlite(snapshot.pages(sql.into(), arguments))),
            Self::Postgres(snapshot) => snapshot.pages(sql.into(), arguments).await.map(Pages::Postgres),
        }
    }

    /// Reads rows that fit in memory.
    pub(crate) async fn query(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        arguments: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        let mut pages = self.pages(sql, arguments).await?;
        let mut rows = Vec::new();
        while let Some(page) = pages.next().await? {
            rows.extend(page);
        }
        Ok(rows)
    }
}

/// The pages of one streamed query: memory holds a few of them, however many rows there are.
pub(crate) enum Pages<'snapshot> {
    Sqlite(sqlite::Pages<'snapshot>),
    Postgres(postgres::Pages<'snapshot>),
}

impl Pages<'_> {
    /// The next page, or nothing at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Row>>, StoreError> {
        match self {
            Self::Sqlite(pages) => pages.next().await,
            Self::Postgres(pages) => pages.next().await,
        }
    }
}
