//! Committing a batch: everything is prepared here, on the submitter's task, so that the writer only writes.

use std::collections::BTreeSet;

use manumit_domain::journal::StreamId;

use super::{Append, Batch, Columns, Committed, NewEvent, Provenance, Recorded, chain, lane, receipt};
use crate::{
    encoding::Digest,
    engine::{Entry, Site, Write, WriteFailure},
    error::{CommitError, StoreError},
    instant,
    seal::{Place, StreamKey},
    store::Store,
    value::Statement,
    view,
};

/// What every event of a batch has in common, as it is stored.
struct Common<'a> {
    provenance: &'a Provenance,
    recorded_at: String,
    idempotency_key: Option<&'a str>,
}

/// A batch, hashed and sealed.
#[derive(Default)]
struct Prepared {
    events: Vec<Recorded>,
    write: Write,
}

impl Store {
    /// Records a batch: events, keys, tokens, receipt and view rows together, durably, or nothing at all.
    ///
    /// # Errors
    /// [`CommitError::Conflict`] if a stream has moved on, [`CommitError::AlreadyDone`] with the first outcome if the
    /// same request was recorded before, [`CommitError::KeyReused`] if its key belongs to another request, and
    /// [`CommitError::Broken`] if something broke.
    pub async fn commit(&self, batch: Batch) -> Result<Committed, CommitError> {
        self.commit_with(batch, Vec::new()).await
    }

    /// Records a batch together with statements of the store's own.
    pub(super) async fn commit_with(&self, batch: Batch, also: Vec<Statement>) -> Result<Committed, CommitError> {
        let request = batch.provenance.idempotency.as_ref();
        let outcome = match self.prepare(&batch).await {
            Ok(mut prepared) => {
                prepared.write.rest.extend(also);
                self.record(prepared).await
            }
            Err(error) => Err(error),
        };
        match (outcome, request) {
            (Err(error @ (CommitError::Conflict { .. } | CommitError::KeyReused)), Some(request)) => {
                Err(receipt::known(self.engine(), request).await?.unwrap_or(error))
            }
            (outcome, _) => outcome,
        }
    }

    async fn record(&self, prepared: Prepared) -> Result<Committed, CommitError> {
        let Prepared { events, write } = prepared;
        match self.engine().write(write).await {
            Ok(()) => Ok(Committed { events }),
            Err(WriteFailure { site: Site::First, error: StoreError::Duplicate(_) }) => Err(CommitError::KeyReused),
            Err(WriteFailure { site: Site::Event(index), error: StoreError::Duplicate(cause) }) => {
                let stream = events.get(index).map(|event| event.stream).ok_or(StoreError::Duplicate(cause))?;
                Err(CommitError::Conflict { stream })
            }
            Err(WriteFailure { error, .. }) => Err(error.into()),
        }
    }

    /// The version of the last event of a stream; 0 if there is no such stream.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn version(&self, stream: StreamId) -> Result<u64, StoreError> {
        let sql = "select version from event where stream = $1 order by version desc limit 1";
        let rows = self.engine().query(sql, vec![stream.to_string().into()]).await?;
        rows.first().map_or(Ok(0), |row| row.count("version"))
    }

    async fn prepare(&self, batch: &Batch) -> Result<Prepared, CommitError> {
        check(batch)?;
        let common = Common {
            provenance: &batch.provenance,
            recorded_at: instant::written(batch.provenance.recorded_at),
            idempotency_key: batch.provenance.idempotency.as_ref().map(|request| request.key.as_str()),
        };
        let mut prepared = Prepared::default();
        let mut rows = Vec::new();
        for append in &batch.appends {
            let mut previous = self.previous(append).await?;
            let key = self.key_for(append, &mut prepared.write.rest).await?;
            for (event, version) in append.events.iter().zip(append.expected_version + 1..) {
                let position = i64::try_from(rows.len()).unwrap_or(i64::MAX);
                let (recorded, row) = self.event(
                    append.stream,
                    version,
                    event,
                    &Link { common: &common, previous, key: key.as_ref(), position },
                )?;
                previous = recorded.hash;
                rows.push(row);
                prepared.events.push(recorded);
            }
        }
        prepared.write.first.extend(receipt::claim(batch, &prepared.events));
        prepared.write.rest.extend(batch.tokens.iter().map(|(stream, token)| token.row(*stream)));
        prepared.write.rest.extend(view::project(&prepared.events, self.projector())?);
        let digest = lane::digest(prepared.events.iter().map(|event| event.hash));
        prepared.write.entry = Some(Entry { events: rows, digest });
        Ok(prepared)
    }

    /// The hash the first new event of a stream chains to.
    async fn previous(&self, append: &Append) -> Result<Digest, CommitError> {
        let name = append.stream.to_string();
        if append.expected_version == 0 {
            return Ok(chain::genesis(&name));
        }
        let sql = "select hash from event where stream = $1 and version = $2";
        let rows = self.engine().query(sql, vec![name.into(), append.expected_version.into()]).await?;
        match rows.first() {
            Some(row) => Ok(row.digest("hash")?),
            None => Err(CommitError::Conflict { stream: append.stream }),
        }
    }

    /// The key for the sealed parts of an append: the stream's own, or a new one whose row joins the batch.
    async fn key_for(&self, append: &Append, rest: &mut Vec<Statement>) -> Result<Option<StreamKey>, StoreError> {
        if append.events.iter().all(|event| event.sealed.is_none()) {
            return Ok(None);
        }
        if append.expected_version > 0 {
            if let Some(key) = self.stream_key(append.stream).await? {
                return Ok(Some(key));
            }
            if self.is_erased(append.stream).await? {
                return Err(StoreError::Erased(append.stream));
            }
        }
        let key = StreamKey::generate(self.entropy())?;
        rest.push(key.wrapped(append.stream, self.keyring(), self.entropy())?);
        Ok(Some(key))
    }

    fn event(
        &self,
        stream: StreamId,
        version: u64,
        event: &NewEvent,
        link: &Link<'_>,
    ) -> Result<(Recorded, Statement), StoreError> {
        let name = stream.to_string();
        let version = i64::try_from(version).unwrap_or(i64::MAX);
        let place = Place { stream: &name, version, kind: &event.kind };
        let sealed = match (&event.sealed, link.key) {
            (Some(content), Some(key)) => Some(key.seal(&place, content, self.entropy())?),
            _ => None,
        };
        let provenance = link.common.provenance;
        let columns = Columns {
            stream: &name,
            version,
            kind: &event.kind,
            compartment: stream.kind.compartment().code(),
            controller: &provenance.controller,
            recorded_at: &link.common.recorded_at,
            occurred_on: &event.occurred_on.to_string(),
            actor_organisation: &provenance.actor.organisation,
            actor_post: &provenance.actor.post,
            actor_role: provenance.actor.role.code(),
            purpose: &provenance.purpose,
            cause: provenance.cause.as_deref(),
            idempotency_key: link.common.idempotency_key,
            body: &event.body,
            sealed: sealed.as_deref(),
            previous_hash: link.previous,
        };
        let hash = columns.hash();
        let recorded = Recorded {
            stream,
            version: u64::try_from(version).unwrap_or(0),
            kind: event.kind.clone(),
            compartment: stream.kind.compartment(),
            controller: provenance.controller.clone(),
            recorded_at: instant::kept(provenance.recorded_at),
            occurred_on: event.occurred_on,
            actor: provenance.actor.clone(),
            purpose: provenance.purpose.clone(),
            cause: provenance.cause.clone(),
            idempotency_key: link.common.idempotency_key.map(str::to_owned),
            body: event.body.clone(),
            sealed: sealed.clone(),
            previous_hash: link.previous,
            hash,
        };
        Ok((recorded, columns.row(hash, link.position)))
    }
}

/// How one event hangs together with its batch and its stream.
struct Link<'a> {
    common: &'a Common<'a>,
    previous: Digest,
    key: Option<&'a StreamKey>,
    position: i64,
}

fn check(batch: &Batch) -> Result<(), StoreError> {
    let wrong = |problem: String| Err(StoreError::Batch(problem));
    if batch.appends.is_empty() {
        return wrong("it has no events".to_owned());
    }
    let mut seen = BTreeSet::new();
    for append in &batch.appends {
        if append.events.is_empty() {
            return wrong(format!("there is nothing to append to {}", append.stream));
        }
        if !seen.insert(append.stream) {
            return wrong(format!("{} stands in it twice; put its events into one append", append.stream));
        }
        if let Some(event) = append.events.iter().find(|event| event.stream_kind != append.stream.kind) {
            return wrong(format!("{} is no event of {}", event.kind, append.stream));
        }
    }
    match batch.tokens.iter().find(|(stream, token)| token.compartment() != stream.kind.compartment()) {
        Some((stream, token)) => {
            wrong(format!("a search token of {} cannot point at {stream}", token.compartment().code()))
        }
        None => Ok(()),
    }
}
