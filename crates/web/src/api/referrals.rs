//! Referrals: check, send, list, and what became of one.
#![expect(unused_qualifications, reason = "what the macro that describes a route writes for a type of this file")]

use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use manumit_app::kept::{Beginning, Idempotency};
use manumit_app::{
    AppError,
    form::{self, Body, Sent},
    listing::{self, Records},
    referral,
};
use manumit_domain::{journal::StreamKind, reference::Reference};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    bearer::Bearer,
    problem::{self, Found, Problem},
};
use crate::Site;

/// How many records a page holds when nothing is said.
const USUAL: u32 = 50;
/// How many it holds at most.
const MOST: u32 = 200;

/// Where in a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Place {
    /// What the page before gave as `next`. It holds its place when something is added meanwhile.
    #[param(pattern = "^[0-9a-z_/.-]{1,300}$")]
    cursor: Option<String>,
    /// How many records at most.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

impl Place {
    /// Where to begin, and how many to take.
    #[expect(clippy::result_large_err, reason = "an answer is what a handler gives back")]
    pub(crate) fn read<T>(
        place: Result<Query<Self>, QueryRejection>,
        after: impl FnOnce(&str) -> Option<T>,
    ) -> Result<(Beginning<T>, u32), Response> {
        let wrong = || {
            let title = "The place in the list cannot be read.";
            let detail = "Use `next` of the page before as `cursor`, and a `limit` from 1 to 200.";
            problem::answer(StatusCode::UNPROCESSABLE_ENTITY, "list.place", title, detail)
        };
        let Ok(Query(Self { cursor, limit })) = place else { return Err(wrong()) };
        let limit = limit.unwrap_or(USUAL);
        if limit == 0 || limit > MOST {
            return Err(wrong());
        }
        let from = match cursor {
            None => Beginning::Skip(0),
            Some(cursor) => Beginning::After(after(&cursor).ok_or_else(wrong)?),
        };
        Ok((from, limit))
    }
}

/// The records of a page, one more of which was asked for, and the cursor of the last if there is another page.
pub(crate) fn page<T>(mut listed: Vec<T>, limit: u32, cursor: impl FnOnce(&T) -> String) -> (Vec<T>, Option<String>) {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = listed.len() > limit;
    listed.truncate(limit);
    let next = listed.last().filter(|_| more).map(cursor);
    (listed, next)
}

/// What is wrong with answers; nothing, if they can be sent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Checked {
    /// Everything that is wrong.
    findings: Vec<Found>,
}

/// What was made of answers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Receipt {
    /// The reference to quote. It names nobody.
    reference: String,
    /// `referral`, or `notification` for an adult who does not agree to be referred.
    kind: &'static str,
    /// Whether it had been received before under the same key.
    repeated: bool,
}

/// A page of references.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReferralPage {
    /// The references, the latest first.
    references: Vec<String>,
    /// How many there are in all.
    count: u64,
    /// Whether there are more than `count`.
    more: bool,
    /// The cursor of the next page, if there is one.
    next: Option<String>,
}

/// How far a referral has come.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Status {
    /// The reference.
    reference: String,
    /// The day on which the competent authority received it.
    received_on: String,
    /// What has happened, the first first.
    steps: Vec<Step>,
    /// The enquiries that this organisation owes an answer to.
    asked: u64,
}

/// One thing that happened.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Step {
    /// The day.
    on: String,
    /// What happened: outcomes, never reasons.
    what: &'static str,
}

/// Say what is wrong with answers, and record nothing.
#[utoipa::path(
    post, path = "/api/v1/referrals/check", tag = "referrals", security(("token" = [])),
    responses(
        (status = 200, description = "What is wrong; nothing, if the answers can be sent", body = Checked),
        (status = 401, description = "No token that holds", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The body cannot be read as answers", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn check(State(site): State<Site>, Bearer(caller): Bearer, body: Bytes) -> Response {
    let body = match read(&body) {
        Ok(body) => body,
        Err(answer) => return answer,
    };
    match form::check(site.office.law(), &caller, &body) {
        Ok(findings) => Json(Checked { findings: findings.into_iter().map(Found::from).collect() }).into_response(),
        Err(refusal) => problem::of(refusal.into()),
    }
}

/// Send answers: a referral, or the notification of an adult who does not agree to one.
///
/// With the same `Idempotency-Key`, sending again gives the first receipt and records nothing.
#[utoipa::path(
    post, path = "/api/v1/referrals", tag = "referrals", security(("token" = [])),
    params(("Idempotency-Key" = String, Header, description = "Your own key for this request: 8 to 100 letters, figures and hyphens", min_length = 8, max_length = 100, pattern = "^[A-Za-z0-9-]{8,100}$")),
    responses(
        (status = 201, description = "Recorded", body = Receipt),
        (status = 200, description = "Recorded before, under the same key", body = Receipt),
        (status = 401, description = "No token that holds", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The post may not refer", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The key was used for something else", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Refused: which rule, which field, and what to do", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn submit(
    State(site): State<Site>,
    Bearer(caller): Bearer,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(key) = key(&headers) else {
        let title = "The request has no idempotency key that can be used.";
        let detail = "Send `Idempotency-Key` with 8 to 100 letters, figures and hyphens, new for each referral.";
        return problem::answer(StatusCode::UNPROCESSABLE_ENTITY, "request.no_key", title, detail);
    };
    let body = match read(&body) {
        Ok(body) => body,
        Err(answer) => return answer,
    };
    let about = manumit_app::access::Resource::Desk;
    if let Err(error) = site.office.require(&caller, manumit_app::access::Action::BeginDraft, &about).await {
        return problem::of(error);
    }
    let projector = site.office.store().projector();
    let written = serde_json::to_string(&body).unwrap_or_default();
    let request = Idempotency {
        key: projector.pseudonym(&format!("api/{}/{key}", caller.actor.organisation)),
        fingerprint: projector.pseudonym(&written),
    };
    match form::send(&site.office, &caller, &body, Some(request)).await {
        Ok(Sent::Referral(receipt)) => received(&receipt.referral, "referral", receipt.repeated),
        Ok(Sent::Notification(reference)) => received(&reference, "notification", false),
        Err(error) => problem::of(error),
    }
}

fn received(reference: &Reference, kind: &'static str, repeated: bool) -> Response {
    let status = if repeated { StatusCode::OK } else { StatusCode::CREATED };
    (status, Json(Receipt { reference: reference.to_string(), kind, repeated })).into_response()
}

fn key(headers: &HeaderMap) -> Option<&str> {
    let key = headers.get("idempotency-key")?.to_str().ok()?;
    let usable = (8..=100).contains(&key.len()) && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    usable.then_some(key)
}

#[expect(clippy::result_large_err, reason = "an answer is what a handler gives back")]
fn read(body: &[u8]) -> Result<Body, Response> {
    serde_json::from_slice(body).map_err(|error| {
        let title = format!("The body cannot be read as answers, at line {} column {}.", error.line(), error.column());
        let detail = "Send JSON as the schema `Answers` of openapi.json describes it.";
        problem::answer(StatusCode::UNPROCESSABLE_ENTITY, "body.unreadable", &title, detail)
    })
}

/// The referrals that the post has made.
#[utoipa::path(
    get, path = "/api/v1/referrals", tag = "referrals", security(("token" = [])), params(Place),
    responses(
        (status = 200, description = "A page of references", body = ReferralPage),
        (status = 401, description = "No token that holds", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The place in the list cannot be read", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(site): State<Site>,
    Bearer(caller): Bearer,
    place: Result<Query<Place>, QueryRejection>,
) -> Response {
    let (from, limit) = match Place::read(place, |cursor| cursor.parse().ok()) {
        Ok(place) => place,
        Err(answer) => return answer,
    };
    match listing::part(&site.office, &caller, StreamKind::Referral, (from, limit + 1)).await {
        Ok(Records { listed, count }) => {
            let (listed, next) = page(listed, limit, |last| last.stream.to_string());
            let references = listed.into_iter().map(|record| record.reference).collect();
            Json(ReferralPage { references, count: count.number(), more: count.is_more(), next }).into_response()
        }
        Err(error) => problem::of(error),
    }
}

/// What became of a referral.
#[utoipa::path(
    get, path = "/api/v1/referrals/{reference}", tag = "referrals", security(("token" = [])),
    params(("reference" = String, Path, description = "The reference of the receipt")),
    responses(
        (status = 200, description = "How far it has come", body = Status),
        (status = 401, description = "No token that holds", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is none, or it is not for this post", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(State(site): State<Site>, Bearer(caller): Bearer, Path(reference): Path<String>) -> Response {
    let Ok(parsed) = reference.parse::<Reference>() else {
        return problem::of(AppError::NotFound { reference });
    };
    match referral::status(&site.office, &caller, &parsed).await {
        Ok(status) => Json(Status {
            reference: status.reference.to_string(),
            received_on: status.received_on.to_string(),
            steps: status.steps.iter().map(|step| Step { on: step.on.to_string(), what: step.what }).collect(),
            asked: u64::try_from(status.asked.len()).unwrap_or_default(),
        })
        .into_response(),
        Err(error) => problem::of(error),
    }
}
