//! What an answer says when something was not done: `application/problem+json` (RFC 9457).

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use manumit_app::AppError;
use manumit_domain::{question_set::Finding, refusal::Refusal};
use serde::Serialize;
use utoipa::ToSchema;

/// What was not done, and why.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// A stable code for the rule, as a reference.
    #[serde(rename = "type")]
    kind: String,
    /// What is the matter, in a sentence.
    title: String,
    /// The status of the answer.
    status: u16,
    /// What to do instead.
    detail: String,
    /// The field it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// Everything that is wrong with the answers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Found>,
}

/// One thing that is wrong with the answers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Found {
    /// The code of the question, or of the group of rows.
    pub(crate) question: String,
    /// The row, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) row: Option<usize>,
    /// What is wrong.
    pub(crate) problem: String,
    /// What to do instead.
    pub(crate) instead: String,
}

impl From<Finding> for Found {
    fn from(finding: Finding) -> Self {
        let Finding { question, row, problem, instead } = finding;
        Self { question, row, problem, instead }
    }
}

/// An answer that says what was not done.
pub(crate) fn answer(status: StatusCode, code: &str, title: &str, detail: &str) -> Response {
    let problem = Problem {
        kind: format!("urn:manumit:{code}"),
        title: title.to_owned(),
        status: status.as_u16(),
        detail: detail.to_owned(),
        field: None,
        findings: Vec::new(),
    };
    problem.into_response()
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(self)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}

/// What a verb that did not do what was asked says to another system.
pub(crate) fn of(error: AppError) -> Response {
    match error {
        AppError::NotFound { .. } => {
            let detail = "Check the reference, or ask the organisation that holds the record.";
            answer(StatusCode::NOT_FOUND, "not_found", "There is no such record.", detail)
        }
        AppError::Refused(refusal) => refused(&refusal),
        AppError::Contended => {
            let title = "Somebody else changed the record meanwhile.";
            answer(StatusCode::CONFLICT, "record.changed", title, "Read it again, and repeat.")
        }
        AppError::Answers(findings) => Problem {
            kind: "urn:manumit:answers".to_owned(),
            title: "Something is wrong with the answers.".to_owned(),
            status: StatusCode::UNPROCESSABLE_ENTITY.as_u16(),
            detail: "Correct what is listed, and send again.".to_owned(),
            field: None,
            findings: findings.into_iter().map(Found::from).collect(),
        }
        .into_response(),
        error => {
            tracing::error!(?error, "a request could not be answered");
            let title = "Something broke. Nothing was recorded.";
            answer(StatusCode::INTERNAL_SERVER_ERROR, "broken", title, "Try again later.")
        }
    }
}

fn refused(refusal: &Refusal) -> Response {
    let status = match refusal.code {
        "access.not_yours" => StatusCode::FORBIDDEN,
        "request.key_reused" => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Problem {
        kind: format!("urn:manumit:{}", refusal.code),
        title: refusal.sentence.clone(),
        status: status.as_u16(),
        detail: refusal.remedy.clone(),
        field: refusal.field.map(str::to_owned),
        findings: Vec::new(),
    }
    .into_response()
}
