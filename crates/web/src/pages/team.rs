//! The team: the backlog, and who has what.

use axum::Router;

use crate::Site;

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
}
