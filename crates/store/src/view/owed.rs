//! What a post owes, the earliest due first: of its organisation, or in the records that were given to it.

use manumit_domain::{actor::Actor, duty::FIRST_DAY_RULE, journal::StreamId};

use super::{
    count::Count,
    duty::{OpenDuty, open_duty},
    grant::not_excluded,
    listing::Beginning,
};
use crate::{error::StoreError, store::Store, value::Value};

/// Which duties are listed.
#[derive(Clone, Debug)]
pub struct Owed<'a> {
    /// Whose: the post, and in which organisation.
    pub actor: &'a Actor,
    /// Of these kinds.
    pub kinds: &'a [&'a str],
    /// Whether only of records given to the post.
    pub allocated: bool,
    /// Only those whose day is past on this one.
    pub before: Option<String>,
    /// Where to begin, and how many to list at most.
    pub page: (Beginning<DutyPlace>, u32),
}

/// The place of a duty in the order of what is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyPlace {
    /// When it is due, as the order has it: 9999-12-31 where there is no day.
    pub due_by: String,
    /// Since when it is owed.
    pub opened_on: String,
    /// The record it belongs to.
    pub stream: StreamId,
    /// What has to be done, by its code.
    pub kind: String,
    /// About what.
    pub subject: String,
}

impl DutyPlace {
    /// The place of a duty.
    pub fn of(duty: &OpenDuty) -> Self {
        Self {
            due_by: duty.due_on.clone().unwrap_or_else(|| NO_DAY.to_owned()),
            opened_on: duty.opened_on.clone(),
            stream: duty.stream,
            kind: duty.kind.clone(),
            subject: duty.subject.clone(),
        }
    }
}

/// When a duty without a day counts as due.
const NO_DAY: &str = "9999-12-31";

/// When a duty is due: what has no day comes last. As the index of duties has it.
const DUE_BY: &str = "coalesce(d.due_on, '9999-12-31')";

/// The order of the index of duties; what has no day comes last. No two duties have the same place.
const ORDER: &str = "due_by, opened_on, stream, kind, subject";

impl Store {
    /// Open duties of a post, the earliest due first.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn list_owed(&self, owed: &Owed<'_>) -> Result<Vec<OpenDuty>, StoreError> {
        if owed.kinds.is_empty() {
            return Ok(Vec::new());
        }
        let (skip, limit) = (owed.page.0.skipped(), owed.page.1);
        let columns = format!(
            "d.stream as stream, d.kind as kind, d.subject, d.owner, d.opened_on, d.due_on, d.rule, {DUE_BY} as due_by"
        );
        let most = format!("order by {ORDER} limit {}", u64::from(skip) + u64::from(limit));
        let (rows, arguments) = owed.rows(&columns, &most);
        let sql = format!(
            "select o.stream, r.reference, o.kind, o.subject, o.owner, o.opened_on, o.due_on, o.rule \
             from (select * from ({rows}) owed order by {ORDER} limit {limit} offset {skip}) o \
             left join stream r on r.stream = o.stream order by {}",
            ORDER.split(", ").map(|column| format!("o.{column}")).collect::<Vec<_>>().join(", ")
        );
        self.engine().query(sql, arguments).await?.iter().map(open_duty).collect()
    }

    /// How many open duties a post has.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn count_owed(&self, owed: &Owed<'_>) -> Result<Count, StoreError> {
        if owed.kinds.is_empty() {
            return Ok(Count::default());
        }
        // In what order they stand does not change how many there are: without it the index alone is read.
        let (rows, arguments) = owed.rows("1 as one", &format!("limit {}", Count::MOST + 1));
        Count::read(&self.engine().query(Count::query(&rows), arguments).await?)
    }
}

impl Owed<'_> {
    /// Some columns of the duties as rows, and what the query is given.
    ///
    /// Each kind is a part of its own and read only as far as asked: the index of duties holds them in order.
    fn rows(&self, columns: &str, asked: &str) -> (String, Vec<Value>) {
        let mut arguments: Vec<Value> = vec![self.actor.organisation.as_str().into(), self.actor.post.as_str().into()];
        let before = self.before.as_ref().map_or_else(String::new, |before| {
            arguments.push(before.as_str().into());
            format!(" and {DUE_BY} < $3 and d.rule <> '{FIRST_DAY_RULE}'")
        });
        let after = match &self.page.0 {
            Beginning::Skip(_) => String::new(),
            Beginning::After(place) => {
                let DutyPlace { due_by, opened_on, stream, kind, subject } = place.clone();
                let first = arguments.len() + 1;
                arguments.extend([due_by, opened_on, stream.to_string(), kind, subject].map(Value::from));
                let places = (first..first + 5).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
                format!(" and ({DUE_BY}, d.opened_on, d.stream, d.kind, d.subject) > ({places})")
            }
        };
        // A post that is kept away from a record does not learn of its duties either (V-38).
        let rest = format!("d.closed_on is null{before}{after} and {}", not_excluded("d.stream"));
        let parts = self.kinds.iter().enumerate().map(|(at, kind)| {
            arguments.push((*kind).into());
            let kind = format!("d.kind = ${}", arguments.len());
            let part = if self.allocated {
                format!(
                    "select {columns} from access_grant g cross join duty d where g.organisation = $1 and g.post = $2 \
                     and g.standing = 'allocated' and g.kind = 'case' and d.stream = g.stream and {kind} and {rest}"
                )
            } else {
                format!("select {columns} from duty d where d.owner = $1 and {kind} and {rest}")
            };
            format!("select * from ({part} {asked}) part_{at}")
        });
        let parts = parts.collect::<Vec<_>>().join(" union all ");
        (parts, arguments)
    }
}
