//! A fixed number of connections, each with its lane, made when first needed and made again when they die.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_postgres::{Client, Statement};

use super::{LANES, broken, transport::Transport};
use crate::error::StoreError;

const CONNECTIONS: i64 = 12;
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Pool {
    transport: Transport,
    idle: Mutex<Vec<Slot>>,
    permits: Arc<Semaphore>,
}

struct Slot {
    lane: i64,
    connected: Option<Box<Connected>>,
}

/// A list of duties is a dozen parts, and to plan it takes longer than to run it: a connection plans a statement once.
/// No statement may need the values of its arguments to find its index.
const PLANNED_ONCE: &str = "set plan_cache_mode = force_generic_plan";

/// So many prepared statements a connection keeps.
const MOST_PREPARED: usize = 512;

/// An open connection and the statements it has prepared.
pub(super) struct Connected {
    pub(super) client: Client,
    prepared: HashMap<String, Statement>,
}

impl Pool {
    pub(super) fn new(url: &str) -> Result<Self, StoreError> {
        let mut transport = Transport::new(url)?;
        let config = transport.config();
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        if config.get_application_name().is_none() {
            config.application_name("manumit");
        }
        // Processes that share a database start at different lanes, so that they rarely wait for one another.
        let first = i64::from(std::process::id()) * CONNECTIONS;
        let idle = (0..CONNECTIONS).rev().map(|n| Slot { lane: (first + n) % LANES, connected: None }).collect();
        let permits = Arc::new(Semaphore::new(usize::try_from(CONNECTIONS).unwrap_or(1)));
        Ok(Self { transport, idle: Mutex::new(idle), permits })
    }

    pub(super) async fn lease(self: &Arc<Self>) -> Result<Lease, StoreError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let slot = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let slot = slot.ok_or(StoreError::Closed)?;
        Ok(Lease { slot: Some(slot), home: Arc::clone(self), spent: false, _permit: permit })
    }

    /// Lets go of every connection that is not in use: where one turned out to be dead, the others are likely to be.
    pub(super) fn forget_idle(&self) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.iter_mut().for_each(|slot| slot.connected = None);
    }

    pub(super) fn close(&self) {
        self.permits.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// One connection, for as long as it is held.
pub(super) struct Lease {
    slot: Option<Slot>,
    home: Arc<Pool>,
    spent: bool,
    _permit: OwnedSemaphorePermit,
}

impl Lease {
    pub(super) fn lane(&self) -> i64 {
        self.slot.as_ref().map_or(0, |slot| slot.lane)
    }

    /// The connection must not be used by anyone else after this lease.
    pub(super) fn spend(&mut self) {
        self.spent = true;
    }

    /// The connection, made anew if there is none or it is dead.
    pub(super) async fn connected(&mut self) -> Result<&mut Connected, StoreError> {
        let slot = self.slot.as_mut().ok_or(StoreError::Closed)?;
        if slot.connected.as_ref().is_some_and(|connected| connected.client.is_closed()) {
            slot.connected = None;
        }
        match &mut slot.connected {
            Some(connected) => Ok(connected),
            empty => {
                let client =
                    self.home.transport.connect().await.map_err(|error| match broken("connecting", error) {
                        StoreError::Database { source, .. } => StoreError::Unavailable(source),
                        other => other,
                    })?;
                client.batch_execute(PLANNED_ONCE).await.map_err(|error| broken("connecting", error))?;
                Ok(empty.insert(Box::new(Connected { client, prepared: HashMap::new() })))
            }
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(mut slot) = self.slot.take() {
            if self.spent || self.home.permits.is_closed() {
                slot.connected = None;
            }
            self.home.idle.lock().unwrap_or_else(PoisonError::into_inner).push(slot);
        }
    }
}

impl Connected {
    /// The statement, prepared once for each connection. Some name a page of a list, and there is no end of pages: what is
    /// kept has one.
    pub(super) async fn prepare(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(prepared) = self.prepared.get(sql) {
            return Ok(prepared.clone());
        }
        let prepared = self.client.prepare(sql).await.map_err(|error| broken("preparing a statement", error))?;
        if self.prepared.len() >= MOST_PREPARED {
            self.prepared.clear();
        }
        self.prepared.insert(sql.to_owned(), prepared.clone());
        Ok(prepared)
    }
}
