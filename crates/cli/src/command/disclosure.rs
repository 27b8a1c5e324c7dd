//! `manumit disclosure`: nothing leaves that tells about one person.

mod count;
mod ledger;
mod synthesise;
mod tables;

use std::path::Path;

use anyhow::Context as _;
use clap::Subcommand;

use crate::output::Format;

/// Protect what is published.
#[derive(Debug, Subcommand)]
pub enum DisclosureCommand {
    /// Withhold what is unsafe in the tables of a release, and what more it takes that nobody can compute it.
    #[command(after_help = "Example: manumit disclosure protect release.toml --out public\n         \
        manumit disclosure protect table08.csv --across country --children --threshold 5 --out public")]
    Protect(tables::Protect),
    /// Bound every withheld cell of tables as an attacker would; refuse them if any can be computed.
    #[command(after_help = "Example: manumit disclosure audit published.csv --threshold 5")]
    Audit(tables::AuditTables),
    /// Round every count to a multiple of a base, totals included, so that the table still adds.
    #[command(after_help = "Example: manumit disclosure round table08.csv --across country --base 5 --out public")]
    Round(tables::Round),
    /// Count records by any columns, each count with noise that is always the same for the same people.
    #[command(
        after_help = "Example: manumit disclosure count records.csv --identifier case --by nationality,sex --where year=2012 --secret noise.key"
    )]
    Count(count::Count),
    /// Make synthetic case-level records, and report what they get wrong.
    #[command(
        after_help = "Example: manumit disclosure synthesise records.csv --epsilon 4 --length 2 --secret noise.key --out open.csv"
    )]
    Synthesise(synthesise::Synthesise),
    /// Show what was handed over and what it cost in all, or write a hand-over down.
    #[command(subcommand)]
    Ledger(ledger::LedgerCommand),
}

/// Runs a command.
pub fn run(command: &DisclosureCommand, format: Format) -> anyhow::Result<()> {
    match command {
        DisclosureCommand::Protect(asked) => tables::protect(asked, format),
        DisclosureCommand::Audit(asked) => tables::audit(asked, format),
        DisclosureCommand::Round(asked) => tables::round(asked, format),
        DisclosureCommand::Count(asked) => count::run(asked, format),
        DisclosureCommand::Synthesise(asked) => synthesise::run(asked, format),
        DisclosureCommand::Ledger(command) => ledger::run(command, format),
    }
}

fn load(path: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8 text; save it as UTF-8", path.display()))
}

fn store(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let failed = || format!("{} cannot be written", path.display());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(failed)?;
    }
    std::fs::write(path, bytes).with_context(failed)
}
