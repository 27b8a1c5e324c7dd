//! `manumit serve`: the pages.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use anyhow::Context as _;
use clap::Args;
use jiff::Timestamp;
use manumit_web::{Provider, ProviderSettings, Settings, Site};
use tokio::net::TcpListener;

use crate::{failure::WrongUse, output::say, place::Place};

/// Serve the pages, until the process is told to end.
#[derive(Debug, Args)]
#[command(after_help = "Example: manumit serve --listen 127.0.0.1:8080")]
pub struct Serve {
    /// Where to listen. Put a server that speaks TLS in front of anything but this machine itself.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Say on every page that all data is made up, and offer the demonstration accounts.
    #[arg(long)]
    synthetic: bool,
    /// A server that speaks TLS stands in front: send cookies over TLS alone.
    #[arg(long)]
    behind_tls: bool,
    /// Let people sign in with the accounts of another body, by OpenID Connect: a file of TOML with `name`, `issuer`,
    /// `client_id`, `our_address`, and, if wanted, `methods` of which it must have used one, such as "mfa".
    #[arg(long, value_name = "FILE")]
    openid_connect: Option<PathBuf>,
    /// The file that holds the secret by which the other body knows this service.
    #[arg(long, value_name = "FILE", requires = "openid_connect")]
    openid_connect_secret: Option<PathBuf>,
}

/// Runs it.
pub async fn run(command: &Serve, place: &Place) -> anyhow::Result<()> {
    let office = place.office().await?;
    let store = office.store().clone();
    let provider = command.provider()?.map(Arc::new);
    let settings = Settings {
        synthetic: command.synthetic,
        behind_tls: command.behind_tls,
        provider,
        ..Settings::new(Timestamp::now)
    };
    let site = Site::new(office, settings)?;
    let cannot_listen = || format!("cannot listen on {}", command.listen);
    let listener = TcpListener::bind(command.listen).await.with_context(cannot_listen)?;
    let address = listener.local_addr().with_context(cannot_listen)?;
    say(&format!("Serving on http://{address}/ until this process ends (Ctrl+C)."))?;
    manumit_web::serve(site, listener, ended()).await.with_context(cannot_listen)?;
    store.close().await;
    Ok(())
}

impl Serve {
    /// The other body with whose accounts people sign in, if one is named.
    fn provider(&self) -> anyhow::Result<Option<Provider>> {
        let Some(path) = &self.openid_connect else { return Ok(None) };
        let read = |path: &PathBuf| {
            std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
        };
        let settings: ProviderSettings = toml::from_str(&read(path)?).map_err(|error| {
            WrongUse::new(
                format!("{} cannot be used: {}", path.display(), error.message()),
                "Give `name`, `issuer`, `client_id` and `our_address`, each a text in quotation marks.",
            )
        })?;
        let secret = self.openid_connect_secret.as_ref().map(read).transpose()?;
        Ok(Some(Provider::new(settings, secret.map(|secret| secret.trim().to_owned()))?))
    }
}

/// Waits until the process is told to end, by a person or by a supervisor.
async fn ended() {
    let interrupted = async {
        let _cannot_be_told = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
