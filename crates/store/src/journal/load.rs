//! Loading one stream.

use manumit_domain::journal::StreamId;

use super::{Columns, Recorded};
use crate::{error::StoreError, store::Store, value::Row};

macro_rules! events {
    ($which:literal) => {
        concat!(
            "select stream, version, kind, compartment, controller, recorded_at, occurred_on, actor_organisation, \
             actor_post, actor_role, purpose, cause, idempotency_key, body, sealed, previous_hash, hash from event ",
            $which
        )
    };
}

const ONE_STREAM: &str = events!("where stream = $1 order by version");

/// Reads the whole journal, stream by stream.
pub(crate) const ALL_STREAMS: &str = events!("order by stream, version");

/// The event that a row of the journal holds.
pub(crate) fn recorded(row: &Row) -> Result<Recorded, StoreError> {
    Columns::read(row)?.recorded(row.digest("hash")?)
}

impl Store {
    /// The events of one stream, in order; none if there is no such stream. Sealed parts stay sealed.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or an event does not read.
    pub async fn load(&self, stream: StreamId) -> Result<Vec<Recorded>, StoreError> {
        self.engine().query(ONE_STREAM, vec![stream.to_string().into()]).await?.iter().map(recorded).collect()
    }
}
