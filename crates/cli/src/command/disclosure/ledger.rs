//! The privacy ledger.

use std::{io::Write, path::PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use manumit_disclosure::ledger::{HandOver, Ledger, Protection, Receipt, fingerprint};

use super::load;
use crate::{
    failure::WrongUse,
    output::{Format, Grid, say},
};

/// What to do with the ledger.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Check the ledger against the receipts that are out, and add up what was spent.
    #[command(after_help = "Example: manumit disclosure ledger show privacy.jsonl --receipt 3:9f86d081884c...")]
    Show(Show),
    /// Write a hand-over down, and print its receipt, which goes out with it.
    #[command(
        after_help = "Example: manumit disclosure ledger add privacy.jsonl --population 'referrals 2012' --recipient public \
        --what 'open records' --content open.csv --rho 0.28872"
    )]
    Add(Add),
}

/// Which ledger.
#[derive(Debug, Args)]
pub struct Show {
    /// The ledger.
    file: PathBuf,
    /// A receipt, as NUMBER:HASH; may be given more than once.
    #[arg(long)]
    receipt: Vec<String>,
    /// The delta at which epsilon is told.
    #[arg(long, default_value_t = 1e-6)]
    delta: f64,
}

/// What was handed over.
#[derive(Debug, Args)]
pub struct Add {
    #[command(flatten)]
    ledger: Show,
    /// Whose data.
    #[arg(long)]
    population: String,
    /// Who gets it.
    #[arg(long)]
    recipient: String,
    /// What it is, and what for.
    #[arg(long)]
    what: String,
    /// The file that is handed over.
    #[arg(long, value_name = "FILE")]
    content: PathBuf,
    /// Differential privacy: rho, as the synthesis reported it.
    #[arg(long, group = "protection", required = true)]
    rho: Option<f64>,
    /// Differential privacy: delta, as the synthesis reported it.
    #[arg(long, default_value_t = 1e-6, value_name = "DELTA")]
    spent_delta: f64,
    /// k-anonymity: k.
    #[arg(long, group = "protection")]
    k: Option<u32>,
    /// Tables with cells withheld: the threshold.
    #[arg(long, group = "protection")]
    threshold: Option<u64>,
    /// Rounded tables: the base.
    #[arg(long, group = "protection")]
    base: Option<u64>,
    /// Refuse if epsilon in all would pass this.
    #[arg(long, value_name = "EPSILON")]
    most: Option<f64>,
    /// The day, as YYYY-MM-DD; today if not given.
    #[arg(long)]
    on: Option<String>,
}

/// Runs a command.
pub fn run(command: &LedgerCommand, format: Format) -> anyhow::Result<()> {
    match command {
        LedgerCommand::Show(asked) => show(&open(asked)?, asked.delta, format),
        LedgerCommand::Add(asked) => add(asked, format),
    }
}

fn open(asked: &Show) -> anyhow::Result<Ledger> {
    let receipts = asked.receipt.iter().map(|text| {
        let parts = text.split_once(':').and_then(|(number, hash)| Some((number.parse().ok()?, hash)));
        let wrong = || {
            WrongUse::new(
                format!("{text:?} is not a receipt."),
                "Write NUMBER:HASH, as printed when the hand-over was written down.",
            )
        };
        parts.map(|(number, hash)| Receipt { number, hash: hash.to_owned() }).ok_or_else(wrong)
    });
    let receipts: Vec<Receipt> = receipts.collect::<Result<_, _>>()?;
    let text = if asked.file.exists() { load(&asked.file)? } else { String::new() };
    Ok(Ledger::read(&text, &receipts)?)
}

fn show(ledger: &Ledger, delta: f64, format: Format) -> anyhow::Result<()> {
    let mut grid = Grid::new(["population", "hand-overs", "without a cost", "rho", "epsilon", "delta"]);
    for (population, total) in ledger.totals(delta) {
        grid.row([
            population,
            total.hand_overs.to_string(),
            total.without_cost.to_string(),
            format!("{:.5}", total.rho),
            format!("{:.3}", total.epsilon),
            format!("{:.2e}", total.delta),
        ]);
    }
    grid.print(format, &format!("{} entries, unbroken; the last is {}.", ledger.entries().len(), ledger.head()))
}

fn add(asked: &Add, format: Format) -> anyhow::Result<()> {
    let mut ledger = open(&asked.ledger)?;
    let bytes = std::fs::read(&asked.content).with_context(|| format!("{} cannot be read", asked.content.display()))?;
    let delta = asked.ledger.delta;
    let protection = match (asked.rho, asked.k, asked.threshold, asked.base) {
        (Some(rho), ..) => Protection::Private { rho, delta: asked.spent_delta },
        (None, Some(k), ..) => Protection::KAnonymous { k, length: 2 },
        (None, None, Some(threshold), _) => Protection::Withheld { threshold, threshold_children: threshold },
        (None, None, None, base) => Protection::Rounded { base: base.unwrap_or(0) },
    };
    let today = || jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    let hand_over = HandOver {
        on: asked.on.clone().unwrap_or_else(today),
        population: asked.population.clone(),
        recipient: asked.recipient.clone(),
        what: asked.what.clone(),
        content: fingerprint(&bytes),
        protection,
    };
    let (line, receipt) = ledger.add(hand_over, delta, asked.most)?;
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&asked.ledger.file)?;
    file.write_all(line.as_bytes())?;
    file.sync_all()?;
    if format == Format::Json {
        return say(&serde_json::to_string(&receipt)?);
    }
    say(&format!("Receipt {}:{}. Print it with what is handed over.", receipt.number, receipt.hash))
}
