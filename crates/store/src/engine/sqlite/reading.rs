//! Reading: leased connections, whole answers, and pages of a snapshot.

use std::{
    borrow::Cow,
    marker::PhantomData,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::{Connection, types::ValueRef};
use tokio::sync::{OwnedSemaphorePermit, mpsc};

use super::{Inner, broken, placeholder};
use crate::{
    engine::PAGE,
    error::StoreError,
    value::{Row, Value},
};

/// A reader's connection, given back when dropped.
pub(super) struct Lease {
    connection: Option<Connection>,
    home: Arc<Inner>,
    _permit: OwnedSemaphorePermit,
}

impl Lease {
    pub(super) fn new(connection: Connection, home: Arc<Inner>, permit: OwnedSemaphorePermit) -> Self {
        Self { connection: Some(connection), home, _permit: permit }
    }

    pub(super) fn connection(&self) -> Result<&Connection, StoreError> {
        self.connection.as_ref().ok_or(StoreError::Closed)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        let clean = connection.is_autocommit() || connection.execute_batch("rollback").is_ok();
        if clean && !self.home.readers.is_closed() {
            self.home.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}

/// A read transaction: every query in it sees the same state.
pub(crate) struct Snapshot {
    lease: Arc<Mutex<Lease>>,
}

impl Snapshot {
    pub(super) fn begin(lease: Lease) -> Result<Self, StoreError> {
        let begun = lease.connection()?.execute_batch("begin; select 1 from sqlite_schema limit 1");
        begun.map_err(|error| broken("beginning to read", error))?;
        Ok(Self { lease: Arc::new(Mutex::new(lease)) })
    }

    pub(crate) fn pages(&mut self, sql: Cow<'static, str>, arguments: Vec<Value>) -> Pages<'_> {
        let (send, pages) = mpsc::channel(2);
        let lease = Arc::clone(&self.lease);
        tokio::task::spawn_blocking(move || {
            let lease = lease.lock().unwrap_or_else(PoisonError::into_inner);
            let mut page = Vec::with_capacity(PAGE);
            let read = lease.connection().and_then(|connection| {
                each(connection, &placeholder::numbered(&sql), &arguments, |row| {
                    page.push(row);
                    if page.len() < PAGE {
                        return true;
                    }
                    let full = std::mem::replace(&mut page, Vec::with_capacity(PAGE));
                    send.blocking_send(Ok(full)).is_ok()
                })
            });
            let last = match read {
                Ok(()) if page.is_empty() => return,
                Ok(()) => Ok(page),
                Err(error) => Err(error),
            };
            let _reader_left = send.blocking_send(last);
        });
        Pages { pages, snapshot: PhantomData }
    }
}

/// The pages of one query inside a snapshot.
pub(crate) struct Pages<'snapshot> {
    pages: mpsc::Receiver<Result<Vec<Row>, StoreError>>,
    snapshot: PhantomData<&'snapshot mut Snapshot>,
}

impl Pages<'_> {
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Row>>, StoreError> {
        self.pages.recv().await.transpose()
    }
}

/// Reads a whole answer.
pub(super) fn collect(connection: &Connection, sql: &str, arguments: &[Value]) -> Result<Vec<Row>, StoreError> {
    let mut rows = Vec::new();
    each(connection, sql, arguments, |row| {
        rows.push(row);
        true
    })?;
    Ok(rows)
}

/// Reads row by row for as long as the taker wants more.
fn each(
    connection: &Connection,
    sql: &str,
    arguments: &[Value],
    mut take: impl FnMut(Row) -> bool,
) -> Result<(), StoreError> {
    let doing = "reading";
    let mut statement = connection.prepare_cached(sql).map_err(|error| broken(doing, error))?;
    let columns: Arc<[Box<str>]> = statement.column_names().map(Box::from).collect();
    super::writer::bind(&mut statement, arguments).map_err(|error| broken(doing, error))?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(|error| broken(doing, error))? {
        let values = (0..columns.len())
            .map(|index| row.get_ref(index).map_err(|error| broken(doing, error)).and_then(value))
            .collect::<Result<Vec<_>, _>>()?;
        if !take(Row::new(Arc::clone(&columns), values)) {
            break;
        }
    }
    Ok(())
}

/// A text that is not UTF-8 is read as bytes, so that verification reports it instead of stumbling over it.
fn value(value: ValueRef<'_>) -> Result<Value, StoreError> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => Value::Text(text.to_owned()),
            Err(_) => Value::Blob(text.to_vec()),
        },
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
        ValueRef::Real(_) => {
            let (expected, found) = ("an integer, a text or bytes", "a real number");
            return Err(StoreError::Column { column: "of a query", expected, found });
        }
    })
}
