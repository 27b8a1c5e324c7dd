//! The API: the same verbs for other systems, described by OpenAPI 3.1 that is made from the routes themselves.

mod bearer;
mod duties;
mod problem;
mod referrals;

use axum::{Json, Router, extract::State, http::StatusCode, response::Response, routing::get};
use manumit_app::form::schema;
use manumit_domain::clock::london_date;
use serde_json::{Value, json};
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::bearer::Scheme;
use crate::{Site, render::broken};

/// The question set whose schema is the body of a referral.
const QUESTIONS: &str = "uk-nrm";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Manumit",
        description = "Referrals of potential victims of modern slavery, and the duties that follow. Every token acts for one post of an organisation and for one purpose; what it may not see answers as what does not exist.",
        license(name = "MIT OR Apache-2.0")
    ),
    components(schemas(problem::Problem)),
    modifiers(&Scheme)
)]
struct Described;

fn described() -> (Router<Site>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(Described::openapi())
        .routes(routes!(referrals::check))
        .routes(routes!(referrals::list, referrals::submit))
        .routes(routes!(referrals::show))
        .routes(routes!(duties::list))
        .split_for_parts()
}

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    let (router, _) = described();
    router.route("/api/v1/openapi.json", get(openapi)).route("/api/v1/{*rest}", get(no_such).fallback(no_such))
}

/// The description of the API, with the questions in force as the body of a referral.
async fn openapi(State(site): State<Site>) -> Response {
    match description(&site) {
        Ok(description) => axum::response::IntoResponse::into_response(Json(description)),
        Err(error) => broken(&error),
    }
}

fn description(site: &Site) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
    let (_, described) = described();
    let mut description = serde_json::to_value(described)?;
    let today = london_date(site.now())?;
    let law = site.office.law();
    let set = law.question_sets.in_force(QUESTIONS, today)?;
    let mut body = schema::schema(set, law, today);
    if let Some(body) = body.as_object_mut() {
        // In a component the dialect is that of the whole document.
        body.retain(|key, _| key != "$schema" && key != "$id");
    }
    if let Some(schemas) = description.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        schemas.insert("Answers".to_owned(), body);
    }
    for path in ["/paths/~1api~1v1~1referrals/post", "/paths/~1api~1v1~1referrals~1check/post"] {
        if let Some(operation) = description.pointer_mut(path).and_then(Value::as_object_mut) {
            operation.insert(
                "requestBody".to_owned(),
                json!({
                    "required": true,
                    "description": "Answers to the questions in force.",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answers"}}},
                }),
            );
        }
    }
    Ok(description)
}

async fn no_such() -> Response {
    problem::answer(StatusCode::NOT_FOUND, "not_found", "There is no such address in this API.", "See openapi.json.")
}
