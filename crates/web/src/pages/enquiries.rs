//! Enquiries: the question another body was asked, and its answer.

use axum::Router;

use crate::Site;

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
}
