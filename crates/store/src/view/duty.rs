//! The view of duties: what is owed, by whom, until when, by which rule, and how it ended.

use jiff::civil::Date;
use manumit_domain::{
    duty::{DutyChange, FIRST_DAY_RULE},
    journal::StreamId,
};

use super::{Content, Projector, Shown, View, stream::stream_of};
use crate::{
    error::StoreError,
    journal::Recorded,
    store::Store,
    value::{Row, Statement},
};

pub(super) const VIEW: View = View { name: "duty", tables: &["duty"], project };

const OPEN: &str = "insert into duty (stream, opened_version, kind, subject, owner, opened_on, due_on, rule) \
     values ($1, $2, $3, $4, $5, $6, $7, $8)";
const CLOSE: &str = "update duty set closed_on = $4, closing_reason = $5 \
     where stream = $1 and kind = $2 and subject = $3 and closed_on is null";

fn project(shown: &Shown<'_>, _projector: &Projector) -> Vec<Statement> {
    let duties = match &shown.content {
        Content::Referral(_) | Content::Tombstone => return Vec::new(),
        Content::Notification(event) => &event.duties,
        Content::Case(event) => &event.duties,
        Content::PoliceNotice(event) => &event.duties,
        Content::SupportRequest(event) => &event.duties,
        Content::PublicReport(event) => &event.duties,
    };
    duties.iter().map(|duty| change(shown.recorded, duty)).collect()
}

fn change(event: &Recorded, duty: &DutyChange) -> Statement {
    let stream = event.stream.to_string();
    let on = event.occurred_on.to_string();
    match duty {
        DutyChange::Opened { key, owner, due_on, rule } => Statement::new(
            OPEN,
            vec![
                stream.into(),
                event.version.into(),
                key.kind.code().into(),
                key.subject.as_str().into(),
                owner.as_str().into(),
                on.into(),
                due_on.map(|date| date.to_string()).into(),
                rule.as_str().into(),
            ],
        ),
        DutyChange::Closed { key, reason } => Statement::new(
            CLOSE,
            vec![stream.into(), key.kind.code().into(), key.subject.as_str().into(), on.into(), reason.as_str().into()],
        ),
    }
}

/// An open duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDuty {
    /// The record it belongs to.
    pub stream: StreamId,
    /// The record's public reference.
    pub reference: Option<String>,
    /// What has to be done, by its code.
    pub kind: String,
    /// About what, where one record holds several of a kind.
    pub subject: String,
    /// Code of the organisation that owes it.
    pub owner: String,
    /// Since when.
    pub opened_on: String,
    /// Until when; none means as soon as possible.
    pub due_on: Option<String>,
    /// The rule that set it.
    pub rule: String,
}

/// Open duties of one owner and kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyCount {
    /// Code of the organisation that owes them.
    pub owner: String,
    /// What has to be done.
    pub kind: String,
    /// How many are open.
    pub open: u64,
    /// How many of them are past their day.
    pub overdue: u64,
    /// The earliest due date.
    pub earliest: Option<String>,
}

/// Open duties of one kind in the records that were given to one post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostCount {
    /// The post.
    pub post: String,
    /// What has to be done.
    pub kind: String,
    /// How many are open.
    pub open: u64,
    /// How many of them are past their day.
    pub overdue: u64,
    /// The earliest due date.
    pub earliest: Option<String>,
}

/// Which open duties to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DutyFilter {
    /// Only those of this organisation.
    pub owner: Option<String>,
    /// Only those whose day is past on this one.
    pub due_before: Option<Date>,
    /// At most so many.
    pub limit: u32,
}

impl Store {
    /// The organisations that owe a duty of one kind on a record.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn list_owners(&self, stream: StreamId, kind: &str) -> Result<Vec<String>, StoreError> {
        let sql =
            "select distinct owner from duty where stream = $1 and kind = $2 and closed_on is null order by owner";
        let rows = self.engine().query(sql, vec![stream.to_string().into(), kind.into()]).await?;
        rows.iter().map(|row| Ok(row.text("owner")?.to_owned())).collect()
    }

    /// Lists open duties, the earliest due first.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn list_open_duties(&self, filter: &DutyFilter) -> Result<Vec<OpenDuty>, StoreError> {
        let mut arguments = Vec::new();
        let mut wanted = "d.closed_on is null".to_owned();
        if let Some(owner) = &filter.owner {
            arguments.push(owner.as_str().into());
            wanted.push_str(" and d.owner = $1");
        }
        if let Some(date) = filter.due_before {
            arguments.push(date.to_string().into());
            wanted = format!("{wanted} and {}", past_on(arguments.len()));
        }
        let sql = format!(
            "select d.stream, r.reference, d.kind, d.subject, d.owner, d.opened_on, d.due_on, d.rule \
             from duty d left join stream r on r.stream = d.stream where {wanted} \
             order by d.due_on is null, d.due_on, d.opened_on, r.reference, d.kind, d.subject limit {}",
            filter.limit
        );
        self.engine().query(sql, arguments).await?.iter().map(open_duty).collect()
    }

    /// Counts the open duties of an organisation by kind, and those past their day.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn count_duties_of(&self, owner: &str, on: Date) -> Result<Vec<DutyCount>, StoreError> {
        let arguments = vec![on.to_string().into(), owner.into()];
        let sql = format!(
            "select d.owner, {} from duty d where d.closed_on is null and d.owner = $2 \
             group by d.owner, d.kind order by d.kind",
            counted()
        );
        self.engine().query(sql, arguments).await?.iter().map(count).collect()
    }

    /// Counts the open duties in records that were given to posts of an organisation, by post and kind.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn count_duties_by_post(&self, organisation: &str, on: Date) -> Result<Vec<PostCount>, StoreError> {
        let arguments = vec![on.to_string().into(), organisation.into()];
        let sql = format!(
            "select g.post as owner, {} from access_grant g join duty d on d.stream = g.stream \
             where g.organisation = $2 and g.standing = 'allocated' and d.closed_on is null \
             group by g.post, d.kind order by g.post, d.kind",
            counted()
        );
        let rows = self.engine().query(sql, arguments).await?;
        rows.iter()
            .map(|row| {
                let DutyCount { owner: post, kind, open, overdue, earliest } = count(row)?;
                Ok(PostCount { post, kind, open, overdue, earliest })
            })
            .collect()
    }

    /// Counts open duties by owner and kind, and those past their day.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn count_open_duties(&self, on: Date) -> Result<Vec<DutyCount>, StoreError> {
        let sql = format!(
            "select d.owner, {} from duty d where d.closed_on is null \
             group by d.owner, d.kind order by d.owner, d.kind",
            counted()
        );
        let rows = self.engine().query(sql, vec![on.to_string().into()]).await?;
        rows.iter().map(count).collect()
    }
}

/// Whether a duty is past its day, the day being an argument. One that waits from its day on never is.
fn past_on(argument: usize) -> String {
    format!("(d.due_on < ${argument} and d.rule <> '{FIRST_DAY_RULE}')")
}

/// What is counted of the duties of a kind, the day being the first argument.
fn counted() -> String {
    let past = past_on(1);
    format!(
        "d.kind, count(*) as open, cast(sum(case when {past} then 1 else 0 end) as bigint) as overdue, \
         min(d.due_on) as earliest"
    )
}

fn count(row: &Row) -> Result<DutyCount, StoreError> {
    Ok(DutyCount {
        owner: row.text("owner")?.to_owned(),
        kind: row.text("kind")?.to_owned(),
        open: row.count("open")?,
        overdue: row.count("overdue")?,
        earliest: row.maybe_text("earliest")?.map(str::to_owned),
    })
}

pub(super) fn open_duty(row: &Row) -> Result<OpenDuty, StoreError> {
    Ok(OpenDuty {
        stream: stream_of(row)?,
        reference: row.maybe_text("reference")?.map(str::to_owned),
        kind: row.text("kind")?.to_owned(),
        subject: row.text("subject")?.to_owned(),
        owner: row.text("owner")?.to_owned(),
        opened_on: row.text("opened_on")?.to_owned(),
        due_on: row.maybe_text("due_on")?.map(str::to_owned),
        rule: row.text("rule")?.to_owned(),
    })
}
