//! Is the journal as it was recorded, and are the views as the journal has them?

use std::path::Path;

use jiff::Timestamp;
use manumit_store::{Store, journal::Checkpoint};

use crate::{
    failure::{Found, WrongUse},
    output::{Format, Grid, counted, say},
    progress,
};

/// Verifies the journal, and that it holds all that a checkpoint says it held.
pub async fn verify(store: &Store, against: Option<&Path>, format: Format) -> anyhow::Result<()> {
    let checkpoint = against.map(read).transpose()?;
    let waiting = progress::waiting("Verifying the journal");
    let report = store.verify(checkpoint.as_ref()).await;
    waiting.finish_and_clear();
    let report = report?;
    let tally = report.tally;
    let mut grid = Grid::new(["place", "finding", "what is wrong"]);
    for finding in &report.findings {
        grid.row([finding.place.clone(), finding.kind.code().to_owned(), finding.sentence.clone()]);
    }
    let mut heading = format!(
        "Verified {} records, {} events, {} commits, {} keys and {} checkpoints",
        tally.streams, tally.events, tally.commits, tally.keys, tally.checkpoints
    );
    if let Some(checkpoint) = &checkpoint {
        heading.push_str(&format!(", against checkpoint {} of {}", checkpoint.number(), checkpoint.taken_at()));
    }
    match (tally.findings, format) {
        (0, Format::Table) => say(&format!("{heading}: everything is as it was recorded."))?,
        (_, Format::Json) => say(&serde_json::to_string_pretty(&serde_json::json!({
            "streams": tally.streams,
            "events": tally.events,
            "commits": tally.commits,
            "keys": tally.keys,
            "checkpoints": tally.checkpoints,
            "findings": tally.findings,
            "listed": grid.objects(),
        }))?)?,
        _ => grid.print(format, &format!("{heading}."))?,
    }
    match tally.findings {
        0 => Ok(()),
        findings => Err(Found(format!(
            "{}. Keep this database as it is, restore a backup elsewhere, and find out who could write.",
            counted(findings, "finding")
        ))
        .into()),
    }
}

fn read(path: &Path) -> anyhow::Result<Checkpoint> {
    let remedy = "Give the file that `manumit journal checkpoint --out` wrote.";
    let text = std::fs::read_to_string(path)
        .map_err(|error| WrongUse::new(format!("{} cannot be read: {error}.", path.display()), remedy))?;
    let checkpoint = text.parse().map_err(|error| WrongUse::new(format!("{}: {error}.", path.display()), remedy))?;
    Ok(checkpoint)
}

/// Makes every view again.
pub async fn rebuild(store: &Store) -> anyhow::Result<()> {
    let bar = progress::counting("Events folded:");
    let done = store.rebuild(|progress| bar.set_position(progress.events)).await;
    bar.finish_and_clear();
    say(&format!("Made every view again from {} events.", done?.events))
}

/// Makes every view again and says which came out otherwise.
pub async fn compare(store: &Store, format: Format) -> anyhow::Result<()> {
    let waiting = progress::waiting("Making every view again, and comparing");
    let differences = store.compare_views().await;
    waiting.finish_and_clear();
    let differences = differences?;
    if differences.is_empty() && format == Format::Table {
        return say("Every view came out as it was.");
    }
    let mut grid = Grid::new(["table", "rows before", "rows made again"]);
    for difference in &differences {
        grid.row([difference.table.to_owned(), difference.live_rows.to_string(), difference.rebuilt_rows.to_string()]);
    }
    grid.print(format, "These views came out otherwise; they are now as the journal has them.")?;
    match differences.len() {
        0 => Ok(()),
        _ => Err(Found("Some views were not as the journal has them.".to_owned()).into()),
    }
}

/// Signs where the journal stands.
pub async fn checkpoint(store: &Store, out: Option<&Path>) -> anyhow::Result<()> {
    let checkpoint = store.checkpoint(Timestamp::now()).await?;
    let Some(out) = out else { return say(&checkpoint.to_string()) };
    super::write(out, &checkpoint.to_string())?;
    say(&format!(
        "Wrote checkpoint {} over {} events to {}. Keep it away from the database: it shows whether the journal was ever \
         put back to an older state.",
        checkpoint.number(),
        checkpoint.events(),
        out.display()
    ))
}
