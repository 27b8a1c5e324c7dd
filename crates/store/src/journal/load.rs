//! Loading one stream.

use manumit_domain::journal::StreamId;

use super::{Columns, Recorded};
use crate::{error::StoreError, store::Store, value::Row};

/// The columns of an event that a reader needs.
pub(crate) const COLUMNS: &str = "stream, version, kind, compartment, controller, recorded_at, occurred_on, \
     actor_organisation, actor_post, actor_role, purpose, cause, idempotency_key, body, sealed, previous_hash, hash";

const LOAD: &str = "select stream, version, kind, compartment, controller, recorded_at, occurred_on, \
     actor_organisation, actor_post, actor_role, purpose, cause, idempotency_key, body, sealed, previous_hash, hash \
     from event where stream = $1 order by version";

/// The event a row of [`COLUMNS`] holds.
pub(crate) fn recorded(row: &Row) -> Result<Recorded, StoreError> {
    Columns::read(row)?.recorded(row.digest("hash")?)
}

impl Store {
    /// The events of one stream, in order; none if there is no such stream. Sealed parts stay sealed.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or an event does not read.
    pub async fn load(&self, stream: StreamId) -> Result<Vec<Recorded>, StoreError> {
        self.engine().query(LOAD, vec![stream.to_string().into()]).await?.iter().map(recorded).collect()
    }
}
