//! `manumit case`.
use crate::output::Format;
use clap::Subcommand;
use manumit_app::Office;

/// Look at a case, and take its steps.
#[derive(Debug, Subcommand)]
pub enum CaseCommand {}

/// Runs it.
pub async fn run(_office: &Office, command: CaseCommand, _format: Format) -> anyhow::Result<()> {
    match command {}
}
