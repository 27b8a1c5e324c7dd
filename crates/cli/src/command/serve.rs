//! `manumit serve`: the pages.

use std::net::SocketAddr;

use anyhow::Context as _;
use clap::Args;
use manumit_domain::law::Law;
use manumit_web::Site;
use tokio::net::TcpListener;

use crate::output::say;

/// Serve the pages, until the process is told to end.
#[derive(Debug, Args)]
#[command(after_help = "Example: manumit serve --listen 127.0.0.1:8080")]
pub struct Serve {
    /// Where to listen. Put a server that speaks TLS in front of anything but this machine itself.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Say on every page that all data is made up.
    #[arg(long)]
    synthetic: bool,
}

/// Runs it.
pub async fn run(command: &Serve) -> anyhow::Result<()> {
    let site = Site::new(Law::united_kingdom()?, command.synthetic)?;
    let cannot_listen = || format!("cannot listen on {}", command.listen);
    let listener = TcpListener::bind(command.listen).await.with_context(cannot_listen)?;
    let address = listener.local_addr().with_context(cannot_listen)?;
    say(&format!("Serving on http://{address}/ until this process ends (Ctrl+C)."))?;
    manumit_web::serve(site, listener, ended()).await.with_context(cannot_listen)
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
