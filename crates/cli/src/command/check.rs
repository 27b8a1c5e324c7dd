//! `manumit check`: printed figures, recomputed.

use std::path::PathBuf;

use clap::Subcommand;
use manumit_bulletin::check::check_folder;

use crate::{
    failure::Found,
    output::{Format, counted, pour, say},
};

/// Check printed figures.
#[derive(Debug, Subcommand)]
pub enum CheckCommand {
    /// Recompute a set of printed tables: sums, shares, changes, ranks, margins between tables, numbers.
    ///
    /// The folder holds one CSV a table. What is to be checked is read from its checks.toml, from --rules, from the
    /// rules shipped for the report of 2013, or inferred from the headings. Exit status 1 when there are findings.
    #[command(after_help = "Example: manumit check tables data/idmg-2013/printed")]
    Tables {
        /// The folder.
        folder: PathBuf,
        /// A file of rules, instead of those that belong to the folder.
        #[arg(long, value_name = "FILE")]
        rules: Option<PathBuf>,
    },
}

/// Runs it.
pub fn run(command: &CheckCommand, format: Format) -> anyhow::Result<()> {
    let CheckCommand::Tables { folder, rules } = command;
    let report = check_folder(folder, rules.as_deref())?;
    match format {
        Format::Table => say(&report.to_text())?,
        Format::Json => say(&serde_json::to_string_pretty(&report)?)?,
        Format::Csv => pour(report.to_csv()?.as_bytes())?,
    }
    match u64::try_from(report.findings.len()).unwrap_or(u64::MAX) {
        0 => Ok(()),
        findings => Err(Found(format!("{}.", counted(findings, "finding"))).into()),
    }
}
