//! The duties of the post.

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
    response::{IntoResponse, Response},
};
use manumit_app::{
    duty,
    kept::{DutyPlace, OpenDuty},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    bearer::Bearer,
    problem,
    problem::Problem,
    referrals::{Place, page},
};
use crate::Site;

/// A page of duties.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DutyPage {
    /// The duties, the earliest due first.
    duties: Vec<Duty>,
    /// How many there are in all, counted up to a thousand.
    count: u64,
    /// Whether there are more than `count`.
    more: bool,
    /// The cursor of the next page, if there is one.
    next: Option<String>,
}

/// Something owed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Duty {
    /// What has to be done, by its code.
    kind: String,
    /// The record it belongs to.
    reference: Option<String>,
    /// Until when; nothing means as soon as possible.
    due_on: Option<String>,
    /// Since when.
    opened_on: String,
    /// The dated rule that set the day.
    rule: String,
}

/// What the post owes, until when, and by which rule.
#[utoipa::path(
    get, path = "/api/v1/duties", tag = "duties", security(("token" = [])), params(Place),
    responses(
        (status = 200, description = "A page of duties", body = DutyPage),
        (status = 401, description = "No token that holds", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The place in the list cannot be read", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(site): State<Site>,
    Bearer(caller): Bearer,
    place: Result<Query<Place>, QueryRejection>,
) -> Response {
    let (from, limit) = match Place::read(place, after) {
        Ok(place) => place,
        Err(answer) => return answer,
    };
    match duty::mine_from(&site.office, &caller, (from, limit + 1)).await {
        Ok(duties) => {
            let (listed, next) = page(duties.listed, limit, cursor);
            let listed = listed.into_iter().map(|duty| Duty {
                kind: duty.kind,
                reference: duty.reference,
                due_on: duty.due_on,
                opened_on: duty.opened_on,
                rule: duty.rule,
            });
            let answer =
                DutyPage { duties: listed.collect(), count: duties.count.number(), more: duties.count.is_more(), next };
            Json(answer).into_response()
        }
        Err(error) => problem::of(error),
    }
}

/// The place of a duty as a cursor: what orders it, in that order.
fn cursor(duty: &OpenDuty) -> String {
    let DutyPlace { due_by, opened_on, stream, kind, subject } = DutyPlace::of(duty);
    format!("{due_by}.{opened_on}.{stream}.{kind}.{subject}")
}

/// The place that a cursor stands for.
fn after(cursor: &str) -> Option<DutyPlace> {
    let mut parts = cursor.splitn(5, '.').map(str::to_owned);
    let (due_by, opened_on, stream) = (parts.next()?, parts.next()?, parts.next()?.parse().ok()?);
    Some(DutyPlace { due_by, opened_on, stream, kind: parts.next()?, subject: parts.next()? })
}
