//! There is no such page, or the reader may not know of it: the two look alike (V-04).

use axum::{http::StatusCode, response::Response};
use minijinja::context;

use crate::{Site, visitor::Perhaps};

/// Says so.
pub(crate) async fn show(site: Site, Perhaps(visitor): Perhaps) -> Response {
    site.page(StatusCode::NOT_FOUND, "not_found.html", visitor.as_ref(), context! {})
}
