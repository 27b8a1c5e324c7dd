//! The access log: who looked at which record, for what, and when.
//!
//! Reads are kept out of the streams, so that looking changes nothing, and are append-only all the same: the person
//! can be told who looked.

use jiff::Timestamp;
use manumit_domain::{actor::Actor, journal::StreamId};
use serde::{Deserialize as _, de::IntoDeserializer as _};

use crate::{
    error::StoreError,
    instant,
    store::Store,
    value::{Row, Statement},
};

/// One look at one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// When.
    pub at: Timestamp,
    /// The post that looked.
    pub actor: Actor,
    /// What for.
    pub purpose: String,
    /// At which record.
    pub record: StreamId,
}

impl Store {
    /// Records looks at records, all of them or none. Show nothing before this has returned.
    ///
    /// # Errors
    /// [`StoreError`] if they cannot be recorded.
    pub async fn record_access(&self, accesses: &[Access]) -> Result<(), StoreError> {
        let sql = "insert into access_log (at, organisation, post, role, purpose, record) \
                   values ($1, $2, $3, $4, $5, $6)";
        let row = |access: &Access| {
            Statement::new(
                sql,
                vec![
                    instant::written(access.at).into(),
                    access.actor.organisation.as_str().into(),
                    access.actor.post.as_str().into(),
                    access.actor.role.code().into(),
                    access.purpose.as_str().into(),
                    access.record.to_string().into(),
                ],
            )
        };
        self.engine().apply(accesses.iter().map(row).collect()).await
    }

    /// Who looked at a record, the latest first, at most so many.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn list_access(&self, record: StreamId, limit: u32) -> Result<Vec<Access>, StoreError> {
        let sql = "select at, organisation, post, role, purpose, record from access_log where record = $1 \
                   order by id desc limit $2";
        let arguments = vec![record.to_string().into(), i64::from(limit).into()];
        self.engine().query(sql, arguments).await?.iter().map(access).collect()
    }
}

fn access(row: &Row) -> Result<Access, StoreError> {
    let wrong = |column, expected| StoreError::Column { column, expected, found: "another text" };
    let role: Result<_, serde::de::value::Error> =
        manumit_domain::actor::Role::deserialize(row.text("role")?.into_deserializer());
    Ok(Access {
        at: instant::read(row.text("at")?).ok_or_else(|| wrong("at", "a time"))?,
        actor: Actor {
            organisation: row.text("organisation")?.to_owned(),
            post: row.text("post")?.to_owned(),
            role: role.map_err(|_| wrong("role", "a role"))?,
        },
        purpose: row.text("purpose")?.to_owned(),
        record: row.text("record")?.parse().map_err(|_| wrong("record", "the name of a stream"))?,
    })
}
