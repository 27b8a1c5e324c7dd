//! `manumit serve`: the pages.

use std::net::SocketAddr;

use anyhow::Context as _;
use clap::Args;
use jiff::Timestamp;
use manumit_web::{Settings, Site};
use tokio::net::TcpListener;

use crate::{output::say, place::Place};

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
}

/// Runs it.
pub async fn run(command: &Serve, place: &Place) -> anyhow::Result<()> {
    let office = place.office().await?;
    let store = office.store().clone();
    let settings = Settings { synthetic: command.synthetic, behind_tls: command.behind_tls, clock: Timestamp::now };
    let site = Site::new(office, settings)?;
    let cannot_listen = || format!("cannot listen on {}", command.listen);
    let listener = TcpListener::bind(command.listen).await.with_context(cannot_listen)?;
    let address = listener.local_addr().with_context(cannot_listen)?;
    say(&format!("Serving on http://{address}/ until this process ends (Ctrl+C)."))?;
    manumit_web::serve(site, listener, ended()).await.with_context(cannot_listen)?;
    store.close().await;
    Ok(())
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
