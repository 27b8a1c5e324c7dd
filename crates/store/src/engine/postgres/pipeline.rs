//! Many statements in one round trip.

use std::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

use futures_util::TryStreamExt as _;
use tokio_postgres::{Error, Statement as Prepared};

use super::{Attempt, broken, head, many_rows, pool::Connected, values};
use crate::{
    engine::{Site, WriteFailure},
    error::StoreError,
    journal::lane::{Head, LaneKey},
    value::{Statement, Value},
};

const BEGIN: &str = "begin isolation level read committed";

pub(super) async fn begin(connected: &Connected) -> Result<(), StoreError> {
    connected.client.batch_execute(BEGIN).await.map_err(|error| broken("beginning to write", error))
}

/// Begins, takes the lane for this transaction, and refuses while views are rebuilt: one round trip.
pub(super) async fn begin_in_lane(connected: &mut Connected, lane: i64, key: &LaneKey) -> Result<Head, StoreError> {
    let take = "select lane, sequence, events, last, mac from journal_head where lane = $1 for update";
    let take = connected.prepare(take).await?;
    let rebuilding = connected.prepare("select since from rebuild").await?;
    let client = &connected.client;
    let lane = Value::Integer(lane);
    let mut begun: Step<'_, u64> = Box::pin(async move { client.batch_execute(BEGIN).await.map(|()| 0) });
    let read = |statement: Prepared, arguments: Vec<Value>| -> Step<'_, Vec<tokio_postgres::Row>> {
        Box::pin(async move { client.query_raw(&statement, &arguments).await?.try_collect().await })
    };
    let mut taken = read(take.clone(), vec![lane]);
    let mut marked = read(rebuilding.clone(), Vec::new());
    // Each step is sent when first polled, so polling them in order puts them on the wire in order.
    let (mut first, mut second, mut third) = (None, None, None);
    poll_fn(|context| {
        let ready = advance(&mut begun, &mut first, context)
            & advance(&mut taken, &mut second, context)
            & advance(&mut marked, &mut third, context);
        if ready { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    let doing = "taking a lane";
    let ended = |step: Option<Result<Vec<tokio_postgres::Row>, Error>>| {
        step.ok_or(StoreError::Closed)?.map_err(|error| broken(doing, error))
    };
    first.ok_or(StoreError::Closed)?.map_err(|error| broken("beginning to write", error))?;
    let (heads, marks) = (ended(second)?, ended(third)?);
    if let Some(mark) = marks.first() {
        let mark = values::row(mark, &values::columns(&rebuilding))?;
        return Err(StoreError::Rebuilding { since: mark.text("since")?.to_owned() });
    }
    head(key, &heads, &values::columns(&take))
}

type Step<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// A statement under way, and what came of it once it has ended.
type Running<'a> = (Step<'a, u64>, Option<Result<u64, Error>>);

/// Polls a step that has not ended; says whether it has ended now.
fn advance<T>(step: &mut Step<'_, T>, ended: &mut Option<Result<T, Error>>, context: &mut Context<'_>) -> bool {
    if ended.is_none()
        && let Poll::Ready(outcome) = step.as_mut().poll(context)
    {
        *ended = Some(outcome);
    }
    ended.is_some()
}

/// The statements of one batch, in order.
#[derive(Default)]
pub(super) struct Pipeline<'batch> {
    items: Vec<Item<'batch>>,
}

struct Item<'batch> {
    site: Site,
    statement: &'batch Statement,
    turn: Vec<Value>,
}

/// What is sent as one statement: one item, or several rows for one table.
struct Sent<'batch> {
    site: Site,
    prepared: Prepared,
    items: Vec<Item<'batch>>,
}

/// Whether rows for one table go together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// In one statement: fewer answers to wait for, but a row that is refused is not known from its neighbours.
    Together,
    /// Each in its own.
    Apart,
}

impl<'batch> Pipeline<'batch> {
    /// Adds a statement; an event also gets its place in the lane.
    pub(super) fn add(&mut self, site: Site, statement: &'batch Statement, turn: Option<(i64, i64)>) {
        let turn = turn.map_or_else(Vec::new, |(lane, sequence)| vec![lane.into(), sequence.into()]);
        self.items.push(Item { site, statement, turn });
    }

    async fn prepare(self, connected: &mut Connected, rows: Rows) -> Result<Vec<Sent<'batch>>, StoreError> {
        let mut groups: Vec<Vec<Item<'batch>>> = Vec::with_capacity(self.items.len());
        for item in self.items {
            match groups.last_mut() {
                Some(group) if rows == Rows::Together && group.last().is_some_and(|last| go_together(last, &item)) => {
                    group.push(item);
                }
                _ => groups.push(vec![item]),
            }
        }
        let mut sent = Vec::with_capacity(groups.len());
        for items in groups {
            let Some(first) = items.first() else { continue };
            let sql = many_rows::of(&first.statement.sql, items.len());
            let (site, prepared) = (first.site, connected.prepare(&sql).await?);
            sent.push(Sent { site, prepared, items });
        }
        Ok(sent)
    }

    /// Sends everything, commits, and reports the first failure in the order of the batch.
    pub(super) async fn run(self, connected: &mut Connected, rows: Rows) -> Result<(), Attempt> {
        // A failed statement turns the commit behind it into a rollback; only a wrong row count must be seen first.
        let counted = self.items.iter().any(|item| item.statement.expect.is_some() && item.site != Site::Whole);
        let sent = self.prepare(connected, rows).await?;
        let client = &connected.client;
        let mut steps: Vec<Running<'_>> = Vec::with_capacity(sent.len() + 1);
        for Sent { prepared, items, .. } in &sent {
            let arguments: Vec<&Value> =
                items.iter().flat_map(|item| item.statement.arguments.iter().chain(&item.turn)).collect();
            let step: Step<'_, u64> = Box::pin(client.execute_raw(prepared, arguments));
            steps.push((step, None));
        }
        if !counted {
            steps.push((Box::pin(async { client.batch_execute("commit").await.map(|()| 0) }), None));
        }
        poll_fn(|context| {
            let mut ready = true;
            for (step, ended) in &mut steps {
                ready &= advance(step, ended, context);
            }
            if ready { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        let mut outcomes = steps.into_iter().filter_map(|(_, ended)| ended);
        for (Sent { site, items, .. }, outcome) in sent.iter().zip(outcomes.by_ref()) {
            let changed = outcome.map_err(|error| lost_in_commit(Attempt::new(*site, error), counted))?;
            let Some(statement) = items.first().map(|item| item.statement) else { continue };
            if let Some(expected) = statement.expect.filter(|expected| *expected != changed) {
                let sql = statement.sql.clone().into_owned();
                return Err(StoreError::Expectation { sql, expected, changed }.into());
            }
        }
        let committed = match outcomes.next() {
            Some(outcome) => outcome.map(|_| ()),
            None => client.batch_execute("commit").await,
        };
        committed.map_err(|error| lost_in_commit(Attempt::new(Site::Whole, error), false))
    }
}

/// Rows of one kind for one table, none of which has to change a certain number of rows.
fn go_together(one: &Item<'_>, other: &Item<'_>) -> bool {
    one.statement.sql == other.statement.sql
        && one.statement.expect.is_none()
        && other.statement.expect.is_none()
        && many_rows::can_be(&one.statement.sql)
}

/// When the connection breaks after the commit was sent, nobody here can know whether it arrived.
fn lost_in_commit(attempt: Attempt, commit_not_sent: bool) -> Attempt {
    match attempt {
        Attempt::Failed(WriteFailure { site, error: StoreError::Unavailable(cause) }) if !commit_not_sent => {
            Attempt::Failed(WriteFailure { site, error: StoreError::Unknown(cause) })
        }
        other => other,
    }
}
