//! Cases, as the competent authority works on them.

mod command;
mod field;
mod file;
mod form;
mod glass;
mod letter;
mod queue;
mod step;
mod wording;

use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use manumit_app::AppError;
use manumit_domain::reference::Reference;

use crate::{Site, failure::Failure, visitor::Visitor};

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/cases", get(queue::show))
        .route("/cases/find", get(queue::find))
        .route("/cases/search", post(queue::search))
        .route("/cases/break-glass", get(glass::show).post(glass::send))
        .route("/cases/{reference}", get(file::show))
        .route("/cases/{reference}/words/{version}", get(file::words))
        .route("/cases/{reference}/letters/{version}", get(letter::show))
        .route("/cases/{reference}/letters/{version}/sent", post(letter::sent))
        .route("/cases/{reference}/steps/{step}", get(step::show).post(step::send))
}

/// The reference in an address. What is no reference names nothing, like one that nobody drew (V-04).
pub(crate) fn reference(text: &str) -> Result<Reference, Failure> {
    text.trim().parse().map_err(|_| AppError::NotFound { reference: String::new() }.into())
}

/// An answer, or the page that says why there is none.
fn or_failure(site: &Site, visitor: &Visitor, made: Result<Response, Failure>) -> Response {
    made.unwrap_or_else(|failure| failure.answer(site, Some(visitor)))
}
