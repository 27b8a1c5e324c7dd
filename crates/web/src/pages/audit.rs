//! The audit: who read what, what was refused, and the journal.

use axum::Router;

use crate::Site;

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
}
