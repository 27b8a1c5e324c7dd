//! The state of a store, for its operator.

use jiff::Timestamp;

use crate::{error::StoreError, instant, store::Store, value::Row};

/// What an operator wants to know at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The name of the engine.
    pub engine: &'static str,
    /// Its version.
    pub engine_version: String,
    /// Where the database is, without a password.
    pub location: String,
    /// The identifier of the journal.
    pub journal: String,
    /// The id of the keyring it needs.
    pub key_id: String,
    /// How many streams there are of each kind.
    pub streams: Vec<(String, u64)>,
    /// How many events there are of each kind.
    pub events: Vec<(String, u64)>,
    /// When the last event was recorded.
    pub last_recorded_at: Option<Timestamp>,
    /// Since when the views are being rebuilt, if they are.
    pub rebuilding_since: Option<String>,
    /// The bytes the database takes.
    pub bytes: u64,
}

impl Store {
    /// Counts and measures. Reads every event once, so it takes a while on a large journal.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn status(&self) -> Result<Status, StoreError> {
        let mut snapshot = self.engine().snapshot().await?;
        let streams = "select kind, count(*) as number from stream group by kind order by kind";
        let events = "select kind, count(*) as number, max(recorded_at) as last from event group by kind order by kind";
        let rebuild = "select since from rebuild";
        let streams = snapshot.query(streams, Vec::new()).await?;
        let events = snapshot.query(events, Vec::new()).await?;
        let rebuilding = snapshot.query(rebuild, Vec::new()).await?;
        drop(snapshot);
        let mut last_recorded_at = None;
        for row in &events {
            last_recorded_at = last_recorded_at.max(instant::read(row.text("last")?));
        }
        let (engine_version, bytes) = self.engine().measure().await?;
        Ok(Status {
            engine: self.engine().name(),
            engine_version,
            location: self.location().to_string(),
            journal: self.lane_key().journal().to_owned(),
            key_id: self.keyring().id().to_owned(),
            streams: counts(&streams)?,
            events: counts(&events)?,
            last_recorded_at,
            rebuilding_since: rebuilding.first().map(|row| row.text("since").map(str::to_owned)).transpose()?,
            bytes,
        })
    }
}

fn counts(rows: &[Row]) -> Result<Vec<(String, u64)>, StoreError> {
    rows.iter().map(|row| Ok((row.text("kind")?.to_owned(), row.count("number")?))).collect()
}
