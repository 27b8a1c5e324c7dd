//! The first page.

use axum::{extract::State, http::StatusCode, response::Response};
use minijinja::context;

use crate::Site;

/// Shows it.
pub async fn show(State(site): State<Site>) -> Response {
    site.page(StatusCode::OK, "start.html", context! {})
}
