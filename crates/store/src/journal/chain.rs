//! The columns of an event, their hash, and the row they make.

use manumit_domain::journal::StreamId;
use serde::{Deserialize as _, de::IntoDeserializer as _};

use super::Recorded;
use crate::{
    encoding::{Digest, Encoding},
    error::StoreError,
    instant,
    value::{Row, Statement},
};

/// The columns that the hash covers, as they are stored.
pub(crate) struct Columns<'a> {
    pub(crate) stream: &'a str,
    pub(crate) version: i64,
    pub(crate) kind: &'a str,
    pub(crate) compartment: &'a str,
    pub(crate) controller: &'a str,
    pub(crate) recorded_at: &'a str,
    pub(crate) occurred_on: &'a str,
    pub(crate) actor_organisation: &'a str,
    pub(crate) actor_post: &'a str,
    pub(crate) actor_role: &'a str,
    pub(crate) purpose: &'a str,
    pub(crate) cause: Option<&'a str>,
    pub(crate) idempotency_key: Option<&'a str>,
    pub(crate) body: &'a str,
    pub(crate) sealed: Option<&'a [u8]>,
    pub(crate) previous_hash: Digest,
}

/// What stands before the first event of a stream.
pub(crate) fn genesis(stream: &str) -> Digest {
    Encoding::new("manumit.stream.v1").text(stream).sha256()
}

impl<'a> Columns<'a> {
    pub(crate) fn read(row: &'a Row) -> Result<Self, StoreError> {
        Ok(Self {
            stream: row.text("stream")?,
            version: row.integer("version")?,
            kind: row.text("kind")?,
            compartment: row.text("compartment")?,
            controller: row.text("controller")?,
            recorded_at: row.text("recorded_at")?,
            occurred_on: row.text("occurred_on")?,
            actor_organisation: row.text("actor_organisation")?,
            actor_post: row.text("actor_post")?,
            actor_role: row.text("actor_role")?,
            purpose: row.text("purpose")?,
            cause: row.maybe_text("cause")?,
            idempotency_key: row.maybe_text("idempotency_key")?,
            body: row.text("body")?,
            sealed: row.maybe_blob("sealed")?,
            previous_hash: row.digest("previous_hash")?,
        })
    }

    /// The hash of the event: over every column and the hash before it.
    pub(crate) fn hash(&self) -> Digest {
        Encoding::new("manumit.event.v1")
            .text(self.stream)
            .integer(self.version)
            .text(self.kind)
            .text(self.compartment)
            .text(self.controller)
            .text(self.recorded_at)
            .text(self.occurred_on)
            .text(self.actor_organisation)
            .text(self.actor_post)
            .text(self.actor_role)
            .text(self.purpose)
            .maybe_text(self.cause)
            .maybe_text(self.idempotency_key)
            .text(self.body)
            .maybe_blob(self.sealed)
            .blob(&self.previous_hash)
            .sha256()
    }

    /// The event in the words of the domain.
    pub(crate) fn recorded(&self, hash: Digest) -> Result<Recorded, StoreError> {
        let version = u64::try_from(self.version).unwrap_or(0);
        let unreadable =
            |column, expected| StoreError::Unreadable { stream: self.stream.to_owned(), version, column, expected };
        let stream: StreamId = self.stream.parse().map_err(|_| unreadable("stream", "the name of a stream"))?;
        let compartment = stream.kind.compartment();
        if compartment.code() != self.compartment {
            return Err(unreadable("compartment", "the compartment of its kind of record"));
        }
        let role: Result<_, serde::de::value::Error> =
            manumit_domain::actor::Role::deserialize(self.actor_role.into_deserializer());
        Ok(Recorded {
            stream,
            version,
            kind: self.kind.to_owned(),
            compartment,
            controller: self.controller.to_owned(),
            recorded_at: instant::read(self.recorded_at).ok_or_else(|| unreadable("recorded_at", "a time"))?,
            occurred_on: self.occurred_on.parse().map_err(|_| unreadable("occurred_on", "a day"))?,
            actor: manumit_domain::actor::Actor {
                organisation: self.actor_organisation.to_owned(),
                post: self.actor_post.to_owned(),
                role: role.map_err(|_| unreadable("actor_role", "a role"))?,
            },
            purpose: self.purpose.to_owned(),
            cause: self.cause.map(str::to_owned),
            idempotency_key: self.idempotency_key.map(str::to_owned),
            body: self.body.to_owned(),
            sealed: self.sealed.map(<[u8]>::to_vec),
            previous_hash: self.previous_hash,
            hash,
        })
    }

    /// The row of the event, but for its lane and sequence, which the engine adds.
    pub(crate) fn row(&self, hash: Digest, position: i64) -> Statement {
        let mut arguments = Vec::with_capacity(20);
        arguments.extend([
            self.stream.into(),
            self.version.into(),
            self.kind.into(),
            self.compartment.into(),
            self.controller.into(),
            self.recorded_at.into(),
            self.occurred_on.into(),
            self.actor_organisation.into(),
            self.actor_post.into(),
            self.actor_role.into(),
            self.purpose.into(),
            self.cause.into(),
            self.idempotency_key.into(),
            self.body.into(),
            self.sealed.into(),
            self.previous_hash.into(),
            hash.into(),
            position.into(),
        ]);
        Statement::new(INSERT, arguments)
    }
}

pub(crate) const INSERT: &str = "insert into event (stream, version, kind, compartment, controller, recorded_at, \
     occurred_on, actor_organisation, actor_post, actor_role, purpose, cause, idempotency_key, body, sealed, \
     previous_hash, hash, position, lane, sequence) \
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
