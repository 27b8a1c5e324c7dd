//! Erasing: the key is destroyed, the record that it was destroyed stays.

use manumit_domain::journal::StreamId;

use super::{Batch, Committed, ERASED, NewEvent, Provenance};
use crate::{
    error::{CommitError, StoreError},
    store::Store,
    value::Statement,
};

/// What an erasure did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// The tombstone.
    pub committed: Committed,
    /// Whether the write-ahead log was emptied at once. If a long reader held it, the next checkpoint of the log does
    /// it; on PostgreSQL, where the server keeps its log for recovery, it is always `false`.
    pub log_truncated: bool,
}

impl Store {
    /// Destroys the key and the search tokens of a stream and appends a tombstone. Its sealed parts can never be opened
    /// again; its clear parts, hashes and views stay. Copies of the database made earlier still hold the wrapped key:
    /// they must be destroyed on their own schedule.
    ///
    /// # Errors
    /// [`StoreError::Erased`] if this was done before, [`CommitError::Conflict`] if something was appended meanwhile,
    /// and as [`Store::commit`].
    pub async fn erase(&self, stream: StreamId, reason: &str, provenance: Provenance) -> Result<Erasure, CommitError> {
        let version = self.version(stream).await?;
        if version == 0 {
            return Err(StoreError::Batch(format!("there is no {stream} to erase")).into());
        }
        if self.is_erased(stream).await? {
            return Err(StoreError::Erased(stream).into());
        }
        let tombstone = NewEvent {
            stream_kind: stream.kind,
            kind: ERASED.to_owned(),
            occurred_on: provenance.recorded_at.to_zoned(jiff::tz::TimeZone::UTC).date(),
            body: serde_json::json!({ "reason": reason }).to_string(),
            sealed: None,
        };
        let name = stream.to_string();
        let forget = ["delete from stream_key where stream = $1", "delete from search_token where stream = $1"]
            .map(|sql| Statement::new(sql, vec![name.as_str().into()]));
        let batch = Batch::new(provenance).append(stream, version, vec![tombstone]);
        let committed = self.commit_with(batch, forget.to_vec()).await?;
        let log_truncated = self.engine().truncate_log().await?;
        if !log_truncated {
            tracing::warn!(%stream, "the key is destroyed; the write-ahead log still holds its wrapped form for now");
        }
        Ok(Erasure { committed, log_truncated })
    }
}
