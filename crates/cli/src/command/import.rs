//! `manumit import`.
use crate::output::Format;
use clap::Subcommand;
use manumit_app::Office;

/// Bring referrals in from a file.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {}

/// Runs it.
pub async fn run(_office: &Office, command: &ImportCommand, _format: Format) -> anyhow::Result<()> {
    match *command {}
}
