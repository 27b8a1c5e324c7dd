//! Views: tables folded from the journal, for lists, queues and counts.
//!
//! A view is changed in the same commit as the events it is folded from, so there is nothing to wait for and nothing
//! to reconcile. Because it is only ever folded, it can be thrown away and made again.
//!
//! To add one: write `view/<name>.rs` with a `VIEW`, add a line to `view/all.rs`, and create its tables in a migration
//! for both engines. A view sees events of one stream in the order of their versions, and streams in any order; it must
//! come out the same whichever stream is folded first.

mod all;
mod case_stage;
mod duty;
mod rebuild;
mod reference;
mod statistics;
mod stream;

use std::sync::Arc;

pub use self::{
    case_stage::{StageCount, Stay, StayFilter},
    duty::{DutyCount, DutyFilter, OpenDuty},
    rebuild::{Difference, Progress},
    statistics::StatisticsRow,
};
use crate::{
    encoding::{Encoding, to_hex},
    error::StoreError,
    journal::Recorded,
    keyring::{Keyring, Secret},
    value::Statement,
};

/// One view: its tables, and how an event changes them.
pub struct View {
    /// Its name, for messages.
    pub name: &'static str,
    /// The tables that belong to it and to no other view.
    pub tables: &'static [&'static str],
    /// What an event changes. It may depend on the event and the pseudonym alone.
    pub project: fn(&Recorded, &Projector) -> Result<Vec<Statement>, StoreError>,
}

/// What a view may know beside the event: how to make a pseudonym.
#[derive(Clone)]
pub struct Projector {
    key: Arc<Secret>,
}

impl Projector {
    pub(crate) fn new(keyring: &Keyring) -> Self {
        Self { key: Arc::new(zeroize::Zeroizing::new(*keyring.pseudonym())) }
    }

    /// The pseudonym of something for statistics: stable, and not to be undone without the statistics key.
    pub fn pseudonym(&self, of: &str) -> String {
        let code = Encoding::new("manumit.pseudonym.v1").text(of).hmac(&self.key);
        code.first_chunk::<16>().map(|half| to_hex(half)).unwrap_or_default()
    }
}

/// What an event changes in all views. A tombstone belongs to no record kind; a view that has nothing to do with it
/// must pass over it.
pub(crate) fn project(event: &Recorded, projector: &Projector) -> Result<Vec<Statement>, StoreError> {
    let mut statements = Vec::new();
    for view in all::VIEWS {
        statements.extend((view.project)(event, projector)?);
    }
    Ok(statements)
}
