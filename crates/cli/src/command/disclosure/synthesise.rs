//! Synthetic records.

use std::path::PathBuf;

use clap::Args;
use manumit_disclosure::{
    ledger::fingerprint,
    synthesis::{
        evaluate::compare,
        k_anonymous,
        noise::Secret,
        private::{Wish, synthesise},
        records::Records,
    },
};
use serde_json::json;

use super::{load, store};
use crate::{
    failure::WrongUse,
    output::{Format, Grid, say},
    progress,
};

/// Which records to make.
#[derive(Debug, Args)]
pub struct Synthesise {
    /// The records: one person a row, one attribute a column.
    file: PathBuf,
    /// Only these columns; all if none is named.
    #[arg(long, value_delimiter = ',')]
    columns: Vec<String>,
    /// Differential privacy: epsilon, for one record added or taken away.
    #[arg(long, default_value_t = 4.0, conflicts_with = "k")]
    epsilon: f64,
    /// Differential privacy: delta; without it 1 / (n ln n).
    #[arg(long, conflicts_with = "k")]
    delta: Option<f64>,
    /// k-anonymity in place of differential privacy: only combinations that so many people have.
    #[arg(long)]
    k: Option<u32>,
    /// The reporting length: combinations of up to so many values.
    #[arg(long, default_value_t = 2)]
    length: usize,
    /// The least expected count of a combination that is made; more makes up less, and loses more.
    #[arg(long)]
    least: Option<f64>,
    /// The secret of the noise: a file of 32 random bytes, made if it is not there. Keep it as the records are kept.
    #[arg(long, value_name = "FILE")]
    secret: PathBuf,
    /// Where to write the records.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Makes the records and reports what they get wrong.
pub fn run(asked: &Synthesise, format: Format) -> anyhow::Result<()> {
    let real = Records::read(&load(&asked.file)?, &asked.file.display().to_string(), &asked.columns)?;
    let secret = secret(&asked.secret)?;
    let line = progress::waiting("Making records");
    let made = match asked.k {
        Some(k) => k_anonymous::synthesise(&real, k, asked.length, 100, &secret).map(|records| (records, None)),
        None => {
            let wish = Wish {
                epsilon: asked.epsilon,
                delta: asked.delta,
                length: asked.length,
                least: asked.least,
                ..Wish::default()
            };
            synthesise(&real, &wish, &secret).map(|made| (made.records, Some(made.spent)))
        }
    };
    line.finish_and_clear();
    let (records, spent) = made?;
    let bytes = records.write()?;
    store(&asked.out, &bytes)?;
    let likeness = compare(&real, &records, 3);
    if format == Format::Json {
        let report = json!({ "records": records.count, "filled": records.filled(), "likeness": likeness, "spent": spent, "content": fingerprint(&bytes) });
        return say(&serde_json::to_string_pretty(&report)?);
    }
    let mut grid = Grid::new(["values together", "real", "synthetic", "error", "lost", "made up"]);
    let percent = |share: f64| format!("{:.1}%", 100.0 * share);
    for one in &likeness {
        grid.row([
            one.length.to_string(),
            one.real.to_string(),
            one.synthetic.to_string(),
            percent(one.error),
            percent(one.lost),
            percent(one.made_up),
        ]);
    }
    let cost = spent.map_or_else(
        || {
            format!(
                "No combination of up to {} values that fewer than {} people have is in it.",
                asked.length,
                asked.k.unwrap_or(0)
            )
        },
        |spent| {
            format!(
                "Differential privacy: epsilon {}, delta {:.2e}; rho {:.5} for the ledger.",
                spent.epsilon, spent.delta, spent.rho
            )
        },
    );
    let heading = format!(
        "{} records, {:.1} of {} columns filled. {cost}\nSHA-256 {}\nThis report compares with the real records: it is for the office.",
        records.count,
        records.filled(),
        records.columns.len(),
        fingerprint(&bytes)
    );
    grid.print(format, &heading)
}

/// Reads the secret, or makes one.
pub(super) fn secret(path: &std::path::Path) -> anyhow::Result<Secret> {
    if !path.exists() {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random bytes: {error}"))?;
        store(path, &bytes)?;
    }
    let bytes = std::fs::read(path)?;
    let bytes = <[u8; 32]>::try_from(bytes).map_err(|bytes| {
        WrongUse::new(
            format!("{} holds {} bytes.", path.display(), bytes.len()),
            "Give a file of 32 random bytes, or a name at which one can be made.",
        )
    })?;
    Ok(Secret(bytes))
}
