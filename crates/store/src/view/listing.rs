//! Lists of what a post may open: grants compiled to SQL.
//!
//! What is not in reach is not in the list, not in its count, and not between two pages of it.

use manumit_domain::{
    actor::Actor,
    journal::{StreamId, StreamKind},
};

use super::{duty::OpenDuty, grant::Grant, stream::stream_of};
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

/// Which duties are listed.
#[derive(Clone, Debug)]
pub struct Owed<'a> {
    /// Whose: the post, and in which organisation.
    pub actor: &'a Actor,
    /// Of these kinds.
    pub kinds: &'a [&'a str],
    /// Whether only of records given to the post.
    pub allocated: bool,
    /// Only those due before a day.
    pub before: Option<String>,
    /// How many to pass over, and how many to list at most.
    pub page: (u32, u32),
}

/// In reach: granted, and not kept away from. Arguments: organisation, post, standing, whether the whole organisation.
const IN_REACH: &str = "exists (select 1 from access_grant g where g.stream = s.stream and g.organisation = $1 \
     and g.standing = $3 and (g.post = $2 or g.post = '' or $4 = 1)) \
     and not exists (select 1 from access_grant x where x.stream = s.stream and x.organisation = $1 \
     and x.post = $2 and x.standing = 'excluded')";

impl Store {
    /// The records of a kind in reach, the latest first, from a place on, at most so many.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn list_reached(
        &self,
        kind: StreamKind,
        reach: Reach<'_>,
        (skip, limit): (u32, u32),
    ) -> Result<Vec<Listed>, StoreError> {
        let sql = format!(
            "select s.stream, s.reference, s.first_recorded_at, s.last_recorded_at from stream s \
             where s.kind = $5 and s.reference is not null and {IN_REACH} \
             order by s.last_recorded_at desc, s.stream limit $6 offset $7"
        );
        let mut arguments = arguments(kind, reach);
        arguments.extend([i64::from(limit).into(), i64::from(skip).into()]);
        self.engine().query(sql, arguments).await?.iter().map(listed).collect()
    }

    /// How many records of a kind are in reach.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn count_reached(&self, kind: StreamKind, reach: Reach<'_>) -> Result<u64, StoreError> {
        let sql = format!("select count(*) as records from stream s where s.kind = $5 and {IN_REACH}");
        self.engine().query(sql, arguments(kind, reach)).await?.first().map_or(Ok(0), |row| row.count("records"))
    }

    /// Open duties of a post, the earliest due first.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn list_owed(&self, owed: &Owed<'_>) -> Result<Vec<OpenDuty>, StoreError> {
        if owed.kinds.is_empty() {
            return Ok(Vec::new());
        }
        let (condition, mut arguments) = owed.condition();
        let next = arguments.len() + 1;
        let sql = format!(
            "select d.stream, r.reference, d.kind, d.subject, d.owner, d.opened_on, d.due_on, d.rule \
             from duty d left join stream r on r.stream = d.stream where {condition} \
             order by d.due_on is null, d.due_on, d.opened_on, r.reference, d.kind, d.subject \
             limit ${next} offset ${}",
            next + 1
        );
        let (skip, limit) = owed.page;
        arguments.extend([i64::from(limit).into(), i64::from(skip).into()]);
        self.engine().query(sql, arguments).await?.iter().map(super::duty::open_duty).collect()
    }

    /// How many open duties a post has.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn count_owed(&self, owed: &Owed<'_>) -> Result<u64, StoreError> {
        if owed.kinds.is_empty() {
            return Ok(0);
        }
        let (condition, arguments) = owed.condition();
        let sql = format!("select count(*) as duties from duty d where {condition}");
        self.engine().query(sql, arguments).await?.first().map_or(Ok(0), |row| row.count("duties"))
    }
}

impl Owed<'_> {
    fn condition(&self) -> (String, Vec<Value>) {
        let mut arguments: Vec<Value> = vec![
            self.actor.organisation.as_str().into(),
            self.before.clone().unwrap_or_default().into(),
            self.actor.post.as_str().into(),
        ];
        // A post that is kept away from a record does not learn of its duties either (V-38).
        let mut condition = String::from(
            "d.closed_on is null and ($2 = '' or d.due_on < $2) and not exists (select 1 from access_grant x \
             where x.stream = d.stream and x.organisation = $1 and x.post = $3 and x.standing = 'excluded')",
        );
        if self.allocated {
            condition.push_str(
                " and exists (select 1 from access_grant g where g.stream = d.stream and g.organisation = $1 \
                 and g.post = $3 and g.standing = 'allocated')",
            );
        } else {
            condition.push_str(" and d.owner = $1");
        }
        let places = self.kinds.iter().map(|kind| {
            arguments.push((*kind).into());
            format!("${}", arguments.len())
        });
        let places: Vec<String> = places.collect();
        condition.push_str(&format!(" and d.kind in ({})", places.join(", ")));
        (condition, arguments)
    }
}

fn arguments(kind: StreamKind, reach: Reach<'_>) -> Vec<Value> {
    vec![
        reach.actor.organisation.as_str().into(),
        reach.actor.post.as_str().into(),
        reach.grant.code().into(),
        reach.whole_organisation.into(),
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
