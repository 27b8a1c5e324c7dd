//! Receipts: a repeated request gets the outcome of the first.

use jiff::Timestamp;
use manumit_domain::journal::StreamId;

use super::{Batch, Recorded};
use crate::{
    engine::Engine,
    error::{CommitError, StoreError},
    instant,
    store::Store,
    value::{Row, Statement},
};

/// How a request is known again: its key, and a fingerprint of what it asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// The key the sender chose. Keys of different senders must differ: put the sender in it.
    pub key: String,
    /// A fingerprint of the request: the same key with another fingerprint is a mistake of the sender.
    pub fingerprint: String,
}

/// The outcome of a request that was recorded before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The key of the request.
    pub key: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The streams it appended to, with the version each reached.
    pub streams: Vec<(StreamId, u64)>,
    /// The text the batch asked to keep.
    pub result: String,
}

/// The row that claims the key, written before anything else of the batch.
pub(super) fn claim(batch: &Batch, events: &[Recorded]) -> Option<Statement> {
    let request = batch.provenance.idempotency.as_ref()?;
    let mut streams = String::new();
    for append in &batch.appends {
        let version = events.iter().rfind(|event| event.stream == append.stream).map_or(0, |event| event.version);
        streams.push_str(&format!("{} {version}\n", append.stream));
    }
    Some(Statement::new(
        "insert into receipt (idempotency_key, fingerprint, recorded_at, streams, result) values ($1, $2, $3, $4, $5)",
        vec![
            request.key.as_str().into(),
            request.fingerprint.as_str().into(),
            instant::written(batch.provenance.recorded_at).into(),
            streams.into(),
            batch.result.as_str().into(),
        ],
    ))
}

/// What to answer when a key, or a version, was taken: the first outcome, if this request was recorded before.
pub(super) async fn known(engine: &Engine, request: &Idempotency) -> Result<Option<CommitError>, StoreError> {
    let sql = "select idempotency_key, fingerprint, recorded_at, streams, result from receipt \
               where idempotency_key = $1";
    let rows = engine.query(sql, vec![request.key.as_str().into()]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    if row.text("fingerprint")? != request.fingerprint {
        return Ok(Some(CommitError::KeyReused));
    }
    Ok(Some(CommitError::AlreadyDone { receipt: Box::new(read(row)?) }))
}

impl Store {
    /// Which of these requests carry a key that was used before, for something else: their places in the list.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn reused_keys(&self, requests: &[Idempotency]) -> Result<Vec<usize>, StoreError> {
        let places = (1..=requests.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
        let sql = format!("select idempotency_key, fingerprint from receipt where idempotency_key in ({places})");
        let keys = requests.iter().map(|request| request.key.as_str().into()).collect();
        let mut reused = Vec::new();
        for row in &self.engine().query(sql, keys).await? {
            let (key, fingerprint) = (row.text("idempotency_key")?, row.text("fingerprint")?);
            let clashes = |request: &Idempotency| request.key == key && request.fingerprint != fingerprint;
            reused.extend(requests.iter().enumerate().filter(|(_, request)| clashes(request)).map(|(place, _)| place));
        }
        Ok(reused)
    }
}

fn read(row: &Row) -> Result<Receipt, StoreError> {
    let wrong = |column, expected| StoreError::Column { column, expected, found: "something else" };
    let streams = row
        .text("streams")?
        .lines()
        .map(|line| {
            let (stream, version) = line.split_once(' ')?;
            Some((stream.parse().ok()?, version.parse().ok()?))
        })
        .collect::<Option<Vec<_>>>();
    Ok(Receipt {
        key: row.text("idempotency_key")?.to_owned(),
        recorded_at: instant::read(row.text("recorded_at")?).ok_or_else(|| wrong("recorded_at", "a time"))?,
        streams: streams.ok_or_else(|| wrong("streams", "streams and versions"))?,
        result: row.text("result")?.to_owned(),
    })
}
