//! The writer: one thread, one connection, one transaction for everything that is waiting.
//!
//! A durable write waits for the disk once, however much it carries. So the thread takes all batches that are waiting
//! into one transaction, and none is acknowledged before the disk has all of them. At first it hopes that none fails. If
//! one does, it starts again and puts each batch into a savepoint, so that the failing one is undone alone.

use std::{
    borrow::Cow,
    collections::HashMap,
    io,
    sync::{Arc, OnceLock},
};

use rusqlite::{
    CachedStatement, Connection,
    types::{ToSqlOutput, ValueRef},
};
use tokio::sync::{mpsc, oneshot};

use super::{broken, checkpointer::Checkpointer, classify, placeholder};
use crate::{
    engine::{Site, Write, WriteFailure},
    error::StoreError,
    journal::lane::{Head, LaneKey},
    value::{Statement, Value},
};

/// How many batches share one transaction at most.
const GROUP: usize = 2_048;

/// The answer, with the batch itself, so that its memory is freed by the submitter and not on the writer's thread.
type Reply = oneshot::Sender<(Write, Result<(), WriteFailure>)>;

/// What the writer is asked to do.
pub(super) enum Job {
    Write(Write, Reply),
    Run(Box<dyn FnOnce(&mut Connection) + Send>),
    Close(oneshot::Sender<()>),
}

/// How a group is applied.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Without savepoints: the first batch that fails fails the attempt.
    Hopeful,
    /// With a savepoint for each batch.
    Careful,
}

pub(super) struct Writer {
    connection: Connection,
    checkpointer: Checkpointer,
    key: Arc<OnceLock<LaneKey>>,
    numbered: HashMap<&'static str, String>,
}

pub(super) fn start(mut writer: Writer, mut waiting: mpsc::Receiver<Job>) -> io::Result<()> {
    std::thread::Builder::new().name("journal-writer".to_owned()).spawn(move || {
        let mut next = waiting.blocking_recv();
        while let Some(job) = next.take() {
            match job {
                Job::Run(run) => run(&mut writer.connection),
                Job::Close(done) => {
                    drop(writer);
                    let _gone = done.send(());
                    return;
                }
                Job::Write(write, reply) => {
                    let mut group = vec![(write, reply)];
                    while group.len() < GROUP && next.is_none() {
                        match waiting.try_recv() {
                            Ok(Job::Write(write, reply)) => group.push((write, reply)),
                            Ok(other) => next = Some(other),
                            Err(_) => break,
                        }
                    }
                    writer.commit(group);
                }
            }
            if next.is_none() {
                next = waiting.blocking_recv();
            }
        }
    })?;
    Ok(())
}

impl Writer {
    pub(super) fn new(connection: Connection, checkpointer: Checkpointer, key: Arc<OnceLock<LaneKey>>) -> Self {
        Self { connection, checkpointer, key, numbered: HashMap::new() }
    }

    /// Commits a group and answers every submitter.
    fn commit(&mut self, group: Vec<(Write, Reply)>) {
        let mut outcomes = Vec::with_capacity(group.len());
        let mut committed = self.transact(&group, Mode::Hopeful, &mut outcomes);
        if group.len() > 1 && matches!(committed, Err(Failure::Batch(_))) {
            outcomes.clear();
            committed = self.transact(&group, Mode::Careful, &mut outcomes);
        }
        let shared = committed.map_err(Arc::new);
        let mut outcomes = outcomes.into_iter();
        let mut statements = 0;
        for (write, reply) in group {
            statements +=
                write.first.len() + write.rest.len() + write.entry.as_ref().map_or(0, |entry| entry.events.len());
            let outcome = match (&shared, outcomes.next()) {
                (Ok(()), Some(outcome)) => outcome,
                (Ok(()), None) => Err(StoreError::Closed.into()),
                (Err(failure), _) => Err(failure.tell()),
            };
            let _gone = reply.send((write, outcome));
        }
        self.checkpointer.wrote(statements);
    }

    /// Applies the group in one transaction. A failure here is everyone's: the disk has nothing of it.
    fn transact(
        &mut self,
        group: &[(Write, Reply)],
        mode: Mode,
        outcomes: &mut Vec<Result<(), WriteFailure>>,
    ) -> Result<(), Failure> {
        let applied = self.apply_all(group, mode, outcomes);
        if !self.connection.is_autocommit() {
            let _undone = self.connection.execute_batch("rollback");
        }
        applied
    }

    fn apply_all(
        &mut self,
        group: &[(Write, Reply)],
        mode: Mode,
        outcomes: &mut Vec<Result<(), WriteFailure>>,
    ) -> Result<(), Failure> {
        self.plain("begin immediate", "beginning to write")?;
        let journals = group.iter().any(|(write, _)| write.entry.is_some());
        let mut lane = if journals { self.head() } else { Err(StoreError::Closed) };
        let begun_at = lane.as_ref().map_or(0, |head| head.sequence);
        for (write, _) in group {
            match mode {
                Mode::Hopeful => self.apply(write, &mut lane).map_err(Failure::Batch)?,
                Mode::Careful => outcomes.push(self.apply_carefully(write, &mut lane)?),
            }
        }
        if let (Ok(head), Some(key)) = (&lane, self.key.get().cloned())
            && begun_at != head.sequence
        {
            self.execute(&key.record(head), None).map_err(|error| Failure::Batch(error.into()))?;
        }
        self.plain("commit", "committing")?;
        outcomes.resize_with(group.len(), || Ok(()));
        Ok(())
    }

    /// Applies a batch inside a savepoint; the outer result is the transaction's, the inner one the batch's.
    fn apply_carefully(
        &mut self,
        write: &Write,
        lane: &mut Result<Head, StoreError>,
    ) -> Result<Result<(), WriteFailure>, Failure> {
        let before = lane.as_ref().ok().cloned();
        self.plain("savepoint batch", "beginning a batch")?;
        let outcome = self.apply(write, lane);
        if let Err(failure) = &outcome {
            if self.connection.is_autocommit() {
                return Err(Failure::Batch(failure.share()));
            }
            self.plain("rollback to batch", "undoing a batch")?;
            if let Some(head) = before {
                *lane = Ok(head);
            }
        }
        self.plain("release batch", "ending a batch")?;
        Ok(outcome)
    }

    fn plain(&self, sql: &'static str, doing: &'static str) -> Result<(), Failure> {
        let run = || self.connection.prepare_cached(sql)?.raw_execute();
        run().map(|_| ()).map_err(|error| Failure::Said(doing, Arc::new(error)))
    }

    /// Reads where the lane ends, and refuses while views are rebuilt.
    fn head(&self) -> Result<Head, StoreError> {
        let key = self.key.get().ok_or(StoreError::Closed)?;
        let rebuilding = super::reading::collect(&self.connection, "select since from rebuild", &[])?;
        if let Some(row) = rebuilding.first() {
            return Err(StoreError::Rebuilding { since: row.text("since")?.to_owned() });
        }
        let sql = "select lane, sequence, events, last, mac from journal_head where lane = 0";
        let rows = super::reading::collect(&self.connection, sql, &[])?;
        let row = rows.first().ok_or_else(|| StoreError::Tampered("the head of lane 0 is missing".to_owned()))?;
        key.trust(row)
    }

    fn apply(&mut self, write: &Write, lane: &mut Result<Head, StoreError>) -> Result<(), WriteFailure> {
        for statement in &write.first {
            self.execute(statement, None).map_err(|error| WriteFailure { site: Site::First, error })?;
        }
        if let Some(entry) = &write.entry {
            let head = lane.as_mut().map_err(|error| error.share())?;
            let key = self.key.get().cloned().ok_or(StoreError::Closed)?;
            let turn = (head.lane, head.sequence + 1);
            for (index, event) in entry.events.iter().enumerate() {
                self.execute(event, Some(turn)).map_err(|error| WriteFailure { site: Site::Event(index), error })?;
            }
            let events = i64::try_from(entry.events.len()).unwrap_or(i64::MAX);
            let link = key.advance(head, entry.digest, events);
            self.execute(&link, None)?;
        }
        for statement in &write.rest {
            self.execute(statement, None).map_err(|error| WriteFailure { site: Site::Rest, error })?;
        }
        Ok(())
    }

    fn execute(&mut self, statement: &Statement, turn: Option<(i64, i64)>) -> Result<(), StoreError> {
        let doing = "writing";
        let changed = {
            let sql = match &statement.sql {
                Cow::Borrowed(sql) => self.numbered.entry(sql).or_insert_with(|| placeholder::numbered(sql)),
                Cow::Owned(sql) => &mut placeholder::numbered(sql),
            };
            let run = || {
                let mut prepared = self.connection.prepare_cached(sql)?;
                bind(&mut prepared, &statement.arguments)?;
                if let Some((lane, sequence)) = turn {
                    let next = statement.arguments.len() + 1;
                    prepared.raw_bind_parameter(next, lane)?;
                    prepared.raw_bind_parameter(next + 1, sequence)?;
                }
                prepared.raw_execute()
            };
            run().map_err(|error| broken(doing, error))? as u64
        };
        match statement.expect {
            Some(expected) if expected != changed => {
                Err(StoreError::Expectation { sql: statement.sql.clone().into_owned(), expected, changed })
            }
            _ => Ok(()),
        }
    }
}

pub(super) fn bind(statement: &mut CachedStatement<'_>, arguments: &[Value]) -> rusqlite::Result<()> {
    for (index, argument) in arguments.iter().enumerate() {
        let value = match argument {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        };
        statement.raw_bind_parameter(index + 1, ToSqlOutput::Borrowed(value))?;
    }
    Ok(())
}

/// A failure that every submitter of the group is told.
enum Failure {
    Said(&'static str, Arc<rusqlite::Error>),
    Batch(WriteFailure),
}

impl Failure {
    fn tell(&self) -> WriteFailure {
        match self {
            Self::Said(doing, error) => classify(doing, error).into(),
            Self::Batch(failure) => failure.share(),
        }
    }
}
