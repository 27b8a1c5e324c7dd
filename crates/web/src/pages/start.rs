//! The first page.

use axum::{http::StatusCode, response::Response};
use minijinja::context;

use crate::{Site, visitor::Perhaps};

/// Shows it.
pub(crate) async fn show(site: Site, Perhaps(visitor): Perhaps) -> Response {
    site.page(StatusCode::OK, "start.html", visitor.as_ref(), context! {})
}
