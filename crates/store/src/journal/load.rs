//! Loading one stream.

use std::collections::BTreeMap;

use manumit_domain::journal::{StreamId, StreamKind};

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

const SEVERAL_STREAMS: &str = events!("where stream in");

const ONE_KIND: &str = events!("where stream in (select stream from stream where kind = $1) order by stream, version");

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

    /// The events of several streams, each named once: those of each in order, none where there is no such stream.
    /// Asked for at once, as a page that lists records does.
    ///
    /// # Errors
    /// As [`Store::load`].
    pub async fn load_each(&self, streams: &[StreamId]) -> Result<Vec<Vec<Recorded>>, StoreError> {
        if streams.is_empty() {
            return Ok(Vec::new());
        }
        let places: Vec<String> = (1..=streams.len()).map(|place| format!("${place}")).collect();
        // To ask for an order would make PostgreSQL walk the whole index in it.
        let sql = format!("{SEVERAL_STREAMS} ({})", places.join(", "));
        let names = streams.iter().map(|stream| stream.to_string().into()).collect();
        let mut found: BTreeMap<StreamId, Vec<Recorded>> = BTreeMap::new();
        for row in &self.engine().query(sql, names).await? {
            let recorded = recorded(row)?;
            found.entry(recorded.stream).or_default().push(recorded);
        }
        found.values_mut().for_each(|events| events.sort_by_key(|event| event.version));
        Ok(streams.iter().map(|stream| found.remove(stream).unwrap_or_default()).collect())
    }

    /// Shows every event of the records of one kind, record by record. Sealed parts stay sealed.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or an event does not read, or what `show` returns.
    pub async fn each_of_kind(
        &self,
        kind: StreamKind,
        mut show: impl FnMut(&Recorded) -> Result<(), StoreError> + Send,
    ) -> Result<(), StoreError> {
        self.engine().each(ONE_KIND, vec![kind.code().into()], |row| show(&recorded(&row)?)).await
    }

    /// Whether anything here is a demonstration's: its purpose begins with that word. An index holds those alone, so that
    /// a journal without any answers at once.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn has_demonstration(&self) -> Result<bool, StoreError> {
        let sql = "select 1 as found from event where substr(purpose, 1, 13) = 'demonstration' limit 1";
        Ok(!self.engine().query(sql, Vec::new()).await?.is_empty())
    }
}
