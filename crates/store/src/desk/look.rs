//! What an auditor asks of the access log: who read what, by post, by organisation, by record, by time, and how much.
//!
//! Like the log itself, the answers hold no personal data: posts, purposes, references and moments.

use jiff::Timestamp;
use manumit_domain::{
    actor::Actor,
    journal::{StreamId, StreamKind},
};

use super::account::{role, wrong};
use crate::{
    error::StoreError,
    instant,
    store::Store,
    value::{Row, Value},
};

/// One look at one record, with what people call the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// When.
    pub at: Timestamp,
    /// The post that looked.
    pub actor: Actor,
    /// What for.
    pub purpose: String,
    /// What kind of record.
    pub kind: StreamKind,
    /// What people call it; none for a record without a reference.
    pub reference: Option<String>,
}

/// Which looks, or which lines of the trail.
#[derive(Clone, Debug, Default)]
pub struct LookFilter {
    /// Of posts of this organisation.
    pub organisation: Option<String>,
    /// Of this post.
    pub post: Option<String>,
    /// At this record.
    pub record: Option<StreamId>,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub before: Option<Timestamp>,
}

/// How many records one post read on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The post.
    pub actor: Actor,
    /// The day, by universal time.
    pub day: String,
    /// How many different records.
    pub records: u64,
}

impl LookFilter {
    /// The condition, and its arguments from `$1` on.
    pub(super) fn condition(&self) -> (String, Vec<Value>) {
        let mut condition = String::from("1 = 1");
        let mut arguments: Vec<Value> = Vec::new();
        let mut ask = |column: &str, value: Option<Value>| {
            if let Some(value) = value {
                arguments.push(value);
                condition.push_str(&format!(" and l.{column} ${}", arguments.len()));
            }
        };
        ask("organisation =", self.organisation.as_deref().map(Into::into));
        ask("post =", self.post.as_deref().map(Into::into));
        ask("record =", self.record.map(|record| record.to_string().into()));
        ask("at >=", self.from.map(|from| instant::written(from).into()));
        ask("at <", self.before.map(|before| instant::written(before).into()));
        (condition, arguments)
    }
}

impl Store {
    /// Looks, the latest first, from a place on, at most so many.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn list_looks(&self, filter: &LookFilter, (skip, limit): (u32, u32)) -> Result<Vec<Look>, StoreError> {
        let (condition, mut arguments) = filter.condition();
        let next = arguments.len() + 1;
        let sql = format!(
            "select l.at, l.organisation, l.post, l.role, l.purpose, l.record, s.reference from access_log l \
             left join stream s on s.stream = l.record where {condition} order by l.id desc limit ${next} offset ${}",
            next + 1
        );
        arguments.extend([i64::from(limit).into(), i64::from(skip).into()]);
        self.engine().query(sql, arguments).await?.iter().map(look).collect()
    }

    /// How many looks there are.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn count_looks(&self, filter: &LookFilter) -> Result<u64, StoreError> {
        let (condition, arguments) = filter.condition();
        let sql = format!("select count(*) as looks from access_log l where {condition}");
        self.engine().query(sql, arguments).await?.first().map_or(Ok(0), |row| row.count("looks"))
    }

    /// How many different records each post read on each day since a moment.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn list_reading(&self, since: Timestamp) -> Result<Vec<Reading>, StoreError> {
        let sql = "select organisation, post, role, substr(at, 1, 10) as day, count(distinct record) as records \
                   from access_log where at >= $1 group by organisation, post, role, substr(at, 1, 10) \
                   order by day desc, records desc, organisation, post, role";
        let rows = self.engine().query(sql, vec![instant::written(since).into()]).await?;
        rows.iter()
            .map(|row| {
                Ok(Reading {
                    actor: Actor::new(row.text("organisation")?, row.text("post")?, role(row)?),
                    day: row.text("day")?.to_owned(),
                    records: row.count("records")?,
                })
            })
            .collect()
    }
}

fn look(row: &Row) -> Result<Look, StoreError> {
    let record: StreamId = row.text("record")?.parse().map_err(|_| wrong("record", "the name of a stream"))?;
    Ok(Look {
        at: instant::read(row.text("at")?).ok_or_else(|| wrong("at", "a time"))?,
        actor: Actor::new(row.text("organisation")?, row.text("post")?, role(row)?),
        purpose: row.text("purpose")?.to_owned(),
        kind: record.kind,
        reference: row.maybe_text("reference")?.map(str::to_owned),
    })
}
