//! Lists of what a post may open: grants compiled to SQL.
//!
//! What is not in reach is not in the list, not in its count, and not between two pages of it.

use manumit_domain::{
    actor::Actor,
    journal::{StreamId, StreamKind},
};

use super::{
    count::Count,
    grant::{Grant, not_excluded},
    stream::stream_of,
};
use crate::{
    error::StoreError,
    store::Store,
    value::{Row, Value},
};

/// What of the records of a kind a post may open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach<'a> {
    /// The post.
    pub actor: &'a Actor,
    /// In which standing.
    pub grant: Grant,
    /// Whether what was granted to other posts of the organisation is in reach too.
    pub whole_organisation: bool,
}

/// Where a part of a list begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beginning<T> {
    /// After so many: for people, who leaf through pages.
    Skip(u32),
    /// After this one, wherever it stands by now: for systems, which must miss nothing when something is added meanwhile.
    After(T),
}

impl<T> Beginning<T> {
    /// How many are passed over.
    pub(super) fn skipped(&self) -> u32 {
        match self {
            Self::Skip(skip) => *skip,
            Self::After(_) => 0,
        }
    }
}

/// A record in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The record.
    pub stream: StreamId,
    /// What people call it.
    pub reference: String,
    /// When it was first recorded.
    pub first_recorded_at: String,
    /// When it was last added to.
    pub last_recorded_at: String,
}

impl Store {
    /// The records of a kind in reach, the latest first, from a place on, at most so many.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn list_reached(
        &self,
        kind: StreamKind,
        reach: Reach<'_>,
        (from, limit): (Beginning<StreamId>, u32),
    ) -> Result<Vec<Listed>, StoreError> {
        // Every part is read only as far as the page goes: each is an index of its own, already in order.
        let skip = from.skipped();
        let most = skip.saturating_add(limit);
        let mut arguments = arguments(kind, reach);
        arguments.extend([i64::from(limit).into(), i64::from(skip).into()]);
        let after = match from {
            Beginning::Skip(_) => "",
            Beginning::After(stream) => {
                arguments.push(stream.to_string().into());
                "and g.stream < $7 "
            }
        };
        let parts = reach.parts(&format!("{after}order by g.stream desc limit {most}"));
        let sql = format!(
            "select s.stream, s.reference, s.first_recorded_at, s.last_recorded_at from \
             (select stream from ({parts}) reached order by stream desc limit $5 offset $6) shown \
             join stream s on s.stream = shown.stream order by shown.stream desc"
        );
        self.engine().query(sql, arguments).await?.iter().map(listed).collect()
    }

    /// How many records of a kind are in reach.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn count_reached(&self, kind: StreamKind, reach: Reach<'_>) -> Result<Count, StoreError> {
        let parts = reach.parts(&format!("limit {}", Count::MOST + 1));
        let sql = Count::query(&format!("select stream from ({parts}) reached"));
        Count::read(&self.engine().query(sql, arguments(kind, reach)).await?)
    }
}

impl Reach<'_> {
    /// The names of what is in reach, in one or two parts that each follow one index, each read as far as asked.
    fn parts(&self, asked: &str) -> String {
        let posts: &[&str] = if self.whole_organisation { &[""] } else { &["and g.post = $2", "and g.post = ''"] };
        let parts = posts.iter().map(|posts| {
            format!(
                "select stream from (select distinct g.stream from access_grant g where g.organisation = $1 \
                 and g.standing = $3 and g.kind = $4 {posts} and {} {asked}) part",
                not_excluded("g.stream")
            )
        });
        parts.collect::<Vec<_>>().join(" union ")
    }
}

fn arguments(kind: StreamKind, reach: Reach<'_>) -> Vec<Value> {
    vec![
        reach.actor.organisation.as_str().into(),
        reach.actor.post.as_str().into(),
        reach.grant.code().into(),
        kind.code().into(),
    ]
}

fn listed(row: &Row) -> Result<Listed, StoreError> {
    Ok(Listed {
        stream: stream_of(row)?,
        reference: row.text("reference")?.to_owned(),
        first_recorded_at: row.text("first_recorded_at")?.to_owned(),
        last_recorded_at: row.text("last_recorded_at")?.to_owned(),
    })
}
