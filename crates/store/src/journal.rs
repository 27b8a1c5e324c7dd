//! The journal: what is appended, who appended it, and what comes back.

mod chain;
mod checkpoint;
mod commit;
mod erase;
pub(crate) mod lane;
mod load;
mod receipt;
mod verify;

use std::fmt;

use jiff::{Timestamp, civil::Date};
use manumit_domain::{
    actor::Actor,
    journal::{Compartment, Draft, Event, StreamId, StreamKind},
};
use zeroize::Zeroizing;

pub(crate) use self::{
    chain::Columns,
    load::{ALL_STREAMS, recorded},
};
pub use self::{
    checkpoint::{Checkpoint, CheckpointError, LaneEnd},
    erase::Erasure,
    receipt::{Idempotency, Receipt},
    verify::{Finding, FindingKind, Report, Tally},
};
use crate::{encoding::Digest, error::StoreError, search::Token};

/// The kind of the event that says a stream's sealed parts were erased. Kinds that begin with `stream.` are the
/// store's own.
pub const ERASED: &str = "stream.erased.v1";

/// Who records something, for whom, why and when. It stands on every event of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// When it is recorded; kept to the microsecond.
    pub recorded_at: Timestamp,
    /// The post that acts.
    pub actor: Actor,
    /// The organisation that controls the data.
    pub controller: String,
    /// What the data is processed for.
    pub purpose: String,
    /// What brought this about: a stream and version, a job, an import line.
    pub cause: Option<String>,
    /// The key under which a repeated request gets the first outcome.
    pub idempotency: Option<Idempotency>,
}

/// Events to append to one stream, if it still is where it was when it was loaded.
#[derive(Clone, Debug)]
pub struct Append {
    /// The stream.
    pub stream: StreamId,
    /// The version of its last event when it was loaded; 0 for a new stream.
    pub expected_version: u64,
    /// What to append, in order.
    pub events: Vec<NewEvent>,
}

/// Everything one verb records: all of it happens, or nothing.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Who, for whom, why and when.
    pub provenance: Provenance,
    /// The events, by stream. A stream may stand here once.
    pub appends: Vec<Append>,
    /// Search tokens to keep for a stream of the same compartment.
    pub tokens: Vec<(StreamId, Token)>,
    /// A short text kept with the idempotency key and returned to whoever repeats the request.
    pub result: String,
}

impl Batch {
    /// A batch with nothing in it yet.
    pub fn new(provenance: Provenance) -> Self {
        Self { provenance, appends: Vec::new(), tokens: Vec::new(), result: String::new() }
    }

    /// Adds events to append to a stream.
    #[must_use]
    pub fn append(mut self, stream: StreamId, expected_version: u64, events: Vec<NewEvent>) -> Self {
        self.appends.push(Append { stream, expected_version, events });
        self
    }

    /// Adds a search token for a stream.
    #[must_use]
    pub fn token(mut self, stream: StreamId, token: Token) -> Self {
        self.tokens.push((stream, token));
        self
    }

    /// Sets the text that a repeated request gets back.
    #[must_use]
    pub fn result(mut self, result: impl Into<String>) -> Self {
        self.result = result.into();
        self
    }
}

/// An event on its way into the journal.
#[derive(Clone, PartialEq, Eq)]
pub struct NewEvent {
    pub(crate) stream_kind: StreamKind,
    pub(crate) kind: String,
    pub(crate) occurred_on: Date,
    pub(crate) body: String,
    pub(crate) sealed: Option<Zeroizing<Vec<u8>>>,
}

/// Leaves the sealed part out: it may name a person.
impl fmt::Debug for NewEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewEvent").field("kind", &self.kind).field("body", &self.body).finish_non_exhaustive()
    }
}

impl NewEvent {
    /// Writes a decided event as text, and what is to be sealed as bytes.
    ///
    /// # Errors
    /// [`StoreError::Json`] if either part cannot be written; [`StoreError::Batch`] if the kind is one of the store's
    /// own.
    pub fn from_draft<E: Event>(draft: Draft<E>) -> Result<Self, StoreError> {
        let kind = draft.event.kind();
        if kind.starts_with("stream.") {
            return Err(StoreError::Batch(format!("kinds that begin with `stream.` are the store's own: {kind}")));
        }
        let failed = |source| StoreError::Json { kind: kind.to_owned(), source };
        let body = serde_json::to_string(&draft.event).map_err(failed)?;
        let sealed = draft.sealed.as_ref().map(serde_json::to_vec).transpose().map_err(failed)?.map(Zeroizing::new);
        Ok(Self { stream_kind: E::STREAM, kind: kind.to_owned(), occurred_on: draft.occurred_on, body, sealed })
    }
}

/// An event as the journal holds it: the part in clear, and the sealed part unopened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The stream.
    pub stream: StreamId,
    /// Its place in the stream, from 1.
    pub version: u64,
    /// The stable kind.
    pub kind: String,
    /// The compartment it lives in.
    pub compartment: Compartment,
    /// The organisation that controls the data.
    pub controller: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The day on which it was true in the world.
    pub occurred_on: Date,
    /// The post that acted.
    pub actor: Actor,
    /// What the data is processed for.
    pub purpose: String,
    /// What brought it about.
    pub cause: Option<String>,
    /// The idempotency key of the request.
    pub idempotency_key: Option<String>,
    /// The part in clear, as JSON.
    pub body: String,
    /// The sealed part: nonce and ciphertext.
    pub sealed: Option<Vec<u8>>,
    /// The hash of the event before it in the stream.
    pub previous_hash: Digest,
    /// The hash of this event.
    pub hash: Digest,
}

impl Recorded {
    /// Reads the part in clear as an event of its record kind.
    ///
    /// # Errors
    /// [`StoreError::Json`] if it does not read as one; [`StoreError::Unreadable`] if it reads as another kind than
    /// the one recorded.
    pub fn decode<E: Event>(&self) -> Result<E, StoreError> {
        let event: E =
            serde_json::from_str(&self.body).map_err(|source| StoreError::Json { kind: self.kind.clone(), source })?;
        if event.kind() == self.kind {
            Ok(event)
        } else {
            Err(self.unreadable("body", "an event of the kind recorded beside it"))
        }
    }

    /// Says whether this is the tombstone of an erasure, which belongs to the store and to no record kind.
    pub fn is_tombstone(&self) -> bool {
        self.kind == ERASED
    }

    fn unreadable(&self, column: &'static str, expected: &'static str) -> StoreError {
        StoreError::Unreadable { stream: self.stream.to_string(), version: self.version, column, expected }
    }
}

/// What a commit recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The new events, in the order of the batch.
    pub events: Vec<Recorded>,
}

impl Committed {
    /// The version a stream has reached by this commit.
    pub fn version(&self, stream: StreamId) -> Option<u64> {
        self.events.iter().filter(|event| event.stream == stream).map(|event| event.version).max()
    }
}
