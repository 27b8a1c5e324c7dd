//! `manumit status`: how much is recorded, and where.

use crate::{
    output::{Format, Grid},
    place::Place,
};

/// Runs it.
pub async fn run(place: &Place, format: Format) -> anyhow::Result<()> {
    let store = place.store().await?;
    let status = store.status().await;
    let stages = store.count_stages().await;
    store.close().await;
    let (status, stages) = (status?, stages?);
    let mut grid = Grid::new(["what", "value"]);
    let mut row = |what: String, value: String| grid.row([what, value]);
    row("database".to_owned(), status.location);
    row("engine".to_owned(), format!("{} {}", status.engine, status.engine_version));
    row("size in bytes".to_owned(), status.bytes.to_string());
    row("journal".to_owned(), status.journal);
    row("keys".to_owned(), status.key_id);
    row(
        "last recorded".to_owned(),
        status.last_recorded_at.map_or_else(|| "nothing yet".to_owned(), |at| at.to_string()),
    );
    row("events".to_owned(), status.events.iter().map(|(_, count)| count).sum::<u64>().to_string());
    for (kind, count) in status.streams {
        row(format!("records: {kind}"), count.to_string());
    }
    for stage in stages {
        let host = if stage.hosted_by.is_empty() { String::new() } else { format!(" hosted by {}", stage.hosted_by) };
        row(format!("cases: {}, {}{host}", stage.stage, stage.authority), stage.cases.to_string());
    }
    if let Some(since) = status.rebuilding_since {
        row("views are being rebuilt since".to_owned(), since);
    }
    grid.print(format, "")
}
