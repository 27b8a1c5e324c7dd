//! The pages: what people see in a browser.
//!
//! No rule of the domain lives here. A page parses what was asked, calls one verb, and renders the answer with the
//! macros of GOV.UK Frontend. Every page works without a script, asks nothing of other hosts, and is sent with headers
//! that forbid both.
#![forbid(unsafe_code)]

mod api;
mod asked;
mod asset;
mod connection;
mod editions;
mod failure;
mod filled;
mod heading;
mod language;
mod memory;
mod openid_connect;
mod pages;
mod reading;
mod render;
mod routes;
mod spreadsheet;
mod template;
mod terms;
mod texts;
mod visitor;
mod words;
mod written;

use std::{fmt, future::Future, io, sync::Arc};

use axum::Router;
use jiff::Timestamp;
use manumit_app::Office;
use tokio::net::TcpListener;

pub use manumit_domain::language::Language;

pub use self::{
    connection::Patience,
    openid_connect::{Provider, ProviderError, ProviderSettings},
    template::{TemplateError, Templates},
    texts::{TextError, Texts},
};

/// What every page is made from, as whoever asks reads it.
#[derive(Clone)]
pub struct Site {
    office: Office,
    templates: Arc<Templates>,
    settings: Settings,
    memory: Arc<memory::Memory>,
    reading: reading::Reading,
}

/// How a site is run.
#[derive(Clone)]
pub struct Settings {
    /// Whether everything in the journal is made up: then every page says so, and demonstration accounts sign in
    /// without a password.
    pub synthetic: bool,
    /// Whether a server that speaks TLS stands in front: then cookies are sent over TLS alone.
    pub behind_tls: bool,
    /// Another body with whose accounts people sign in too.
    pub provider: Option<Arc<Provider>>,
    /// How long a connection may take.
    pub patience: Patience,
    /// What time it is.
    pub clock: fn() -> Timestamp,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("synthetic", &self.synthetic).finish_non_exhaustive()
    }
}

impl Settings {
    /// The settings of a site with nothing special about it.
    pub fn new(clock: fn() -> Timestamp) -> Self {
        Self { synthetic: false, behind_tls: false, provider: None, patience: Patience::default(), clock }
    }
}

impl Site {
    /// A site on an office.
    ///
    /// # Errors
    /// [`TemplateError`] if a template that is compiled in cannot be read. A test reads them all.
    pub fn new(office: Office, settings: Settings) -> Result<Self, TemplateError> {
        let templates = Arc::new(Templates::new()?);
        Ok(Self { office, templates, settings, memory: Arc::default(), reading: reading::Reading::default() })
    }

    /// Every route.
    pub fn router(self) -> Router {
        routes::all(self)
    }

    fn now(&self) -> Timestamp {
        (self.settings.clock)()
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
    let patience = site.settings.patience;
    connection::serve(site.router(), listener, patience, ended).await
}
