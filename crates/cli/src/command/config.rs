//! `manumit config`.
use crate::arguments::Common;
use clap::Subcommand;

/// Explain the configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {}

/// Runs it.
pub fn run(command: &ConfigCommand, _common: &Common) -> anyhow::Result<()> {
    match *command {}
}
