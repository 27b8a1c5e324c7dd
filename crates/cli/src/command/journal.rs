//! `manumit journal`.
use crate::arguments::Common;
use clap::Subcommand;

/// Look after the journal.
#[derive(Debug, Subcommand)]
pub enum JournalCommand {}

/// Runs it.
pub async fn run(command: JournalCommand, _common: &Common) -> anyhow::Result<()> {
    match command {}
}
