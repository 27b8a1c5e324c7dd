//! Moving what is committed from the write-ahead log into the database file, beside the writer and not in its way.
//!
//! Left to itself, SQLite does this inside some unlucky commit. A commit is durable once it is in the log, so the move
//! can as well happen on a thread and a connection of its own. Should it fall behind, the writer's own limit on the log
//! still holds.

use std::{
    io,
    path::Path,
    sync::mpsc::{SyncSender, sync_channel},
    thread::JoinHandle,
};

use super::connect_checkpointer;
use crate::error::StoreError;

/// About how many statements go by between two moves.
///
/// A page that many commits change is moved once for all of them: moving seldom saves more than half of the writing. A
/// hundred thousand statements leave a log of some tens of megabytes.
const STATEMENTS: usize = 100_000;

/// The thread, and when to wake it.
pub(super) struct Checkpointer {
    wake: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
    since: usize,
}

impl Checkpointer {
    pub(super) fn start(path: &Path) -> Result<Self, StoreError> {
        let connection = connect_checkpointer(path)?;
        let (wake, woken) = sync_channel::<()>(1);
        let move_all = move || {
            while woken.recv().is_ok() {
                if let Err(error) = connection.query_row("pragma wal_checkpoint(passive)", [], |_| Ok(())) {
                    tracing::warn!(%error, "the write-ahead log was not moved into the database; it stays where it is");
                }
            }
        };
        let started = std::thread::Builder::new().name("journal-checkpoint".to_owned()).spawn(move_all);
        let thread = started.map_err(|source: io::Error| StoreError::File {
            path: path.to_owned(),
            doing: "start a thread beside the writer",
            source,
        })?;
        Ok(Self { wake: Some(wake), thread: Some(thread), since: 0 })
    }

    /// Counts what was written, and wakes the thread when it is worth while.
    pub(super) fn wrote(&mut self, statements: usize) {
        self.since += statements;
        if self.since >= STATEMENTS
            && let Some(wake) = &self.wake
        {
            self.since = 0;
            let _busy_already = wake.try_send(());
        }
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.wake = None;
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}
