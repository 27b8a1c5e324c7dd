//! The pages: what people see in a browser.
//!
//! No rule of the domain lives here. A page parses what was asked, calls one verb, and renders the answer with the
//! macros of GOV.UK Frontend. Every page works without a script, asks nothing of other hosts, and is sent with headers
//! that forbid both.
#![forbid(unsafe_code)]

mod asset;
mod heading;
mod pages;
mod render;
mod template;

use std::{future::Future, io, sync::Arc};

use axum::{Router, middleware, routing::get};
use manumit_domain::law::Law;
use tokio::net::TcpListener;

pub use self::template::{TemplateError, Templates};

/// What every page is made from.
#[derive(Clone)]
pub struct Site {
    law: Arc<Law>,
    templates: Arc<Templates>,
    /// Whether everything in the journal is made up: then every page says so.
    synthetic: bool,
}

impl Site {
    /// A site under a law.
    ///
    /// # Errors
    /// [`TemplateError`] if a template that is compiled in cannot be read. A test reads them all.
    pub fn new(law: Law, synthetic: bool) -> Result<Self, TemplateError> {
        Ok(Self { law: Arc::new(law), templates: Arc::new(Templates::new()?), synthetic })
    }

    /// Every route.
    pub fn router(self) -> Router {
        Router::new()
            .route("/", get(pages::start::show))
            .route("/questions", get(pages::questions::list))
            .route("/questions/{set}/{version}", get(pages::questions::show))
            .route("/questions/{set}/{version}/template.csv", get(pages::questions::template))
            .route("/questions/{set}/{version}/schema.json", get(pages::questions::schema))
            .route("/assets/{digest}/{name}", get(asset::serve))
            .route("/health", get(pages::health::show))
            .fallback(pages::not_found::show)
            .layer(middleware::from_fn(heading::add))
            .with_state(self)
    }
}

/// Serves the site until `ended`, and then lets what is under way finish.
///
/// # Errors
/// If the listener breaks.
pub async fn serve(
    site: Site,
    listener: TcpListener,
    ended: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, site.router()).with_graceful_shutdown(ended).await
}
