//! The engine for a nation: PostgreSQL over a small pool of connections.
//!
//! Every connection writes its own lane of the commit log, so commits wait for one another only where they touch the
//! same rows. A batch takes two round trips: one to begin and take the lane, one for everything else together with the
//! commit.

mod many_rows;
mod pipeline;
mod pool;
mod transport;
mod values;

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

use futures_util::{Stream, StreamExt as _};
use tokio_postgres::{RowStream, error::SqlState};

use self::{
    pipeline::Rows,
    pool::{Lease, Pool},
};
use super::{PAGE, Site, Write, WriteFailure};
use crate::{
    error::{Cause, StoreError},
    journal::lane::{Head, LaneKey},
    value::{Row, Statement, Value},
};

/// How many lanes the commit log of a journal on PostgreSQL has.
pub(super) const LANES: i64 = 16;

const ATTEMPTS: usize = 4;

/// A PostgreSQL database.
#[derive(Clone)]
pub(crate) struct Postgres {
    pool: Arc<Pool>,
    key: Arc<OnceLock<LaneKey>>,
}

impl Postgres {
    /// Reads the URL and makes sure the database answers.
    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        let engine = Self { pool: Arc::new(Pool::new(url)?), key: Arc::default() };
        engine.query("select 1 as one".into(), Vec::new()).await?;
        Ok(engine)
    }

    pub(crate) fn authenticate(&self, key: LaneKey) {
        let _already = self.key.set(key);
    }

    pub(crate) async fn close(&self) {
        self.pool.close();
    }

    /// Reads rows; a connection that turns out to be dead is replaced once.
    pub(crate) async fn query(&self, sql: Cow<'static, str>, arguments: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        match self.read(&sql, &arguments).await {
            Err(StoreError::Unavailable(_)) => {
                self.pool.forget_idle();
                self.read(&sql, &arguments).await
            }
            answer => answer,
        }
    }

    async fn read(&self, sql: &str, arguments: &[Value]) -> Result<Vec<Row>, StoreError> {
        let mut lease = self.pool.lease().await?;
        let connected = lease.connected().await?;
        let statement = connected.prepare(sql).await?;
        let found = connected.client.query_raw(&statement, arguments).await.map_err(|e| broken("reading", e))?;
        let mut found = std::pin::pin!(found);
        let columns = values::columns(&statement);
        let mut rows = Vec::new();
        while let Some(row) = found.next().await {
            rows.push(values::row(&row.map_err(|e| broken("reading", e))?, &columns)?);
        }
        Ok(rows)
    }

    /// Opens a snapshot; a connection that turns out to be dead is replaced once.
    pub(crate) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        match self.begin_to_read().await {
            Err(StoreError::Unavailable(_)) => {
                self.pool.forget_idle();
                self.begin_to_read().await
            }
            begun => begun,
        }
    }

    async fn begin_to_read(&self) -> Result<Snapshot, StoreError> {
        let mut lease = self.pool.lease().await?;
        let connected = lease.connected().await?;
        connected
            .client
            .batch_execute("begin isolation level repeatable read read only")
            .await
            .map_err(|error| broken("beginning to read", error))?;
        lease.spend();
        Ok(Snapshot { lease })
    }

    pub(crate) async fn script(&self, sql: String) -> Result<(), StoreError> {
        let mut lease = self.pool.lease().await?;
        let connected = lease.connected().await?;
        let doing = "applying a migration";
        let locked = format!("begin; select pg_advisory_xact_lock(7236457); {sql}; commit");
        let applied = connected.client.batch_execute(&locked).await.map_err(|error| broken(doing, error));
        if applied.is_err() {
            let _undone = connected.client.batch_execute("rollback").await;
        }
        applied
    }

    /// Holds every lane, so that no commit is under way when the mark is set.
    pub(crate) async fn begin_rebuild(&self, mark: Statement) -> Result<(), StoreError> {
        let hold = Statement::new("update journal_head set lane = lane", Vec::new());
        let write = Write { first: vec![hold], rest: vec![mark], ..Write::default() };
        self.write(write).await.map_err(|failure| failure.error)
    }

    pub(crate) async fn measure(&self) -> Result<(String, u64), StoreError> {
        let sql = "select current_setting('server_version') as version, pg_database_size(current_database()) as bytes";
        let rows = self.query(sql.into(), Vec::new()).await?;
        let row = rows.first().ok_or(StoreError::Closed)?;
        Ok((row.text("version")?.to_owned(), row.count("bytes")?))
    }

    /// Applies a batch. It runs to its end even if the submitter stops waiting.
    pub(crate) async fn write(&self, write: Write) -> Result<(), WriteFailure> {
        let engine = self.clone();
        let run = async move {
            let mut attempt = 1;
            let mut rows = Rows::Together;
            loop {
                match engine.attempt(&write, rows).await {
                    // Of rows that go together it is not known which is there already: sent apart, it is.
                    Err(Attempt::Failed(failure))
                        if rows == Rows::Together
                            && failure.site != Site::First
                            && matches!(failure.error, StoreError::Duplicate(_)) =>
                    {
                        rows = Rows::Apart;
                    }
                    Err(Attempt::Again(failure)) if attempt < ATTEMPTS => {
                        attempt += 1;
                        if matches!(failure.error, StoreError::Unavailable(_)) {
                            engine.pool.forget_idle();
                        }
                    }
                    Err(Attempt::Again(failure) | Attempt::Failed(failure)) => return Err(failure),
                    Ok(()) => return Ok(()),
                }
            }
        };
        tokio::spawn(run).await.map_err(|_| StoreError::Closed)?
    }

    async fn attempt(&self, write: &Write, rows: Rows) -> Result<(), Attempt> {
        let mut lease = self.pool.lease().await?;
        let lane = lease.lane();
        let connected = match lease.connected().await {
            Ok(connected) => connected,
            Err(error) => return Err(error.into()),
        };
        let outcome = self.transact(connected, lane, (write, rows)).await;
        if outcome.is_err() && connected.client.batch_execute("rollback").await.is_err() {
            lease.spend();
        }
        outcome
    }

    async fn transact(
        &self,
        connected: &mut pool::Connected,
        lane: i64,
        (write, rows): (&Write, Rows),
    ) -> Result<(), Attempt> {
        let mut batch = pipeline::Pipeline::default();
        for statement in &write.first {
            batch.add(Site::First, statement, None);
        }
        let mut log = Vec::new();
        let key = self.key.get();
        let head = match (&write.entry, key) {
            (None, _) => {
                pipeline::begin(connected).await.map_err(Attempt::beginning)?;
                None
            }
            (Some(_), None) => return Err(StoreError::Closed.into()),
            (Some(_), Some(key)) => {
                let head = pipeline::begin_in_lane(connected, lane, key).await.map_err(Attempt::beginning)?;
                Some((head, key))
            }
        };
        if let (Some(entry), Some((mut head, key))) = (&write.entry, head) {
            let turn = (head.lane, head.sequence + 1);
            for (index, event) in entry.events.iter().enumerate() {
                batch.add(Site::Event(index), event, Some(turn));
            }
            let events = i64::try_from(entry.events.len()).unwrap_or(i64::MAX);
            log.push(key.advance(&mut head, entry.digest, events));
            log.push(key.record(&head));
        }
        for statement in &log {
            batch.add(Site::Whole, statement, None);
        }
        for statement in &write.rest {
            batch.add(Site::Rest, statement, None);
        }
        batch.run(connected, rows).await
    }
}

/// An attempt that did not succeed.
enum Attempt {
    /// The database chose this transaction to give way to another: the same batch may well succeed now.
    Again(WriteFailure),
    Failed(WriteFailure),
}

impl From<StoreError> for Attempt {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl Attempt {
    /// Nothing was sent yet but the beginning: on a connection that turns out to be dead, try another.
    fn beginning(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::Again(error.into()),
            _ => Self::Failed(error.into()),
        }
    }

    fn new(site: Site, error: tokio_postgres::Error) -> Self {
        let again = matches!(error.code(), Some(code) if *code == SqlState::T_R_DEADLOCK_DETECTED
            || *code == SqlState::T_R_SERIALIZATION_FAILURE);
        let failure = WriteFailure { site, error: broken("writing", error) };
        if again { Self::Again(failure) } else { Self::Failed(failure) }
    }
}

/// A read transaction on one connection, which is given up with it.
pub(crate) struct Snapshot {
    lease: Lease,
}

impl Snapshot {
    pub(crate) async fn pages(
        &mut self,
        sql: Cow<'static, str>,
        arguments: Vec<Value>,
    ) -> Result<Pages<'_>, StoreError> {
        let connected = self.lease.connected().await?;
        let statement = connected.prepare(&sql).await?;
        let rows = connected.client.query_raw(&statement, &arguments).await.map_err(|e| broken("reading", e))?;
        Ok(Pages {
            rows: Box::pin(rows),
            columns: values::columns(&statement),
            ended: false,
            snapshot: std::marker::PhantomData,
        })
    }
}

/// The pages of one query inside a snapshot.
pub(crate) struct Pages<'snapshot> {
    rows: std::pin::Pin<Box<RowStream>>,
    columns: Arc<[Box<str>]>,
    /// A stream that has ended must not be asked again: it would say that the connection closed.
    ended: bool,
    snapshot: std::marker::PhantomData<&'snapshot mut Snapshot>,
}

impl Pages<'_> {
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Row>>, StoreError> {
        let mut page = Vec::with_capacity(PAGE.min(self.rows.size_hint().0.max(16)));
        while page.len() < PAGE && !self.ended {
            match self.rows.next().await {
                Some(Ok(row)) => page.push(values::row(&row, &self.columns)?),
                Some(Err(error)) => return Err(broken("reading", error)),
                None => self.ended = true,
            }
        }
        Ok((!page.is_empty()).then_some(page))
    }
}

/// What PostgreSQL said, in the store's words.
fn broken(doing: &'static str, error: tokio_postgres::Error) -> StoreError {
    let code = error.code().cloned();
    let gone = error.is_closed() || error.as_db_error().is_none() && is_connection(&error);
    let source: Cause = Arc::new(error);
    match code {
        _ if gone => StoreError::Unavailable(source),
        Some(SqlState::UNIQUE_VIOLATION) => StoreError::Duplicate(source),
        Some(SqlState::DISK_FULL) => StoreError::DiskFull(source),
        Some(SqlState::READ_ONLY_SQL_TRANSACTION | SqlState::INSUFFICIENT_PRIVILEGE) => StoreError::ReadOnly(source),
        Some(SqlState::LOCK_NOT_AVAILABLE) => StoreError::Busy(source),
        Some(
            SqlState::ADMIN_SHUTDOWN
            | SqlState::CRASH_SHUTDOWN
            | SqlState::CANNOT_CONNECT_NOW
            | SqlState::TOO_MANY_CONNECTIONS
            | SqlState::CONNECTION_FAILURE
            | SqlState::CONNECTION_EXCEPTION,
        ) => StoreError::Unavailable(source),
        _ => StoreError::Database { doing, source },
    }
}

fn is_connection(error: &tokio_postgres::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if cause.is::<std::io::Error>() {
            return true;
        }
        source = cause.source();
    }
    false
}

fn head(key: &LaneKey, rows: &[tokio_postgres::Row], columns: &Arc<[Box<str>]>) -> Result<Head, StoreError> {
    let row = rows.first().ok_or_else(|| StoreError::Tampered("the head of a lane is missing".to_owned()))?;
    key.trust(&values::row(row, columns)?)
}
