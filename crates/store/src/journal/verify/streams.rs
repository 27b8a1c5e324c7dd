//! The first walk: every stream, event by event.

use super::{FindingKind, Search};
use crate::{
    encoding::Digest,
    engine::Snapshot,
    error::StoreError,
    journal::{ALL_STREAMS, Columns, chain},
    value::Row,
};

/// Where the walk is in a stream.
struct Position {
    stream: String,
    next_version: i64,
    /// What the next event may chain to. Two, where the stored hash is not the computed one: one wrong hash is one
    /// finding.
    previous: [Digest; 2],
}

impl Position {
    fn before(stream: &str) -> Self {
        Self { stream: stream.to_owned(), next_version: 1, previous: [chain::genesis(stream); 2] }
    }
}

pub(super) async fn walk(snapshot: &mut Snapshot, search: &mut Search<'_>) -> Result<(), StoreError> {
    let mut position = None;
    let mut pages = snapshot.pages(ALL_STREAMS, Vec::new()).await?;
    while let Some(page) = pages.next().await? {
        for row in &page {
            search.tally.events += 1;
            if let Err(error) = event(row, &mut position, search) {
                let stream = row.text("stream").unwrap_or("a stream whose name is not a text");
                search.report(FindingKind::Changed, stream, error.to_string());
            }
        }
    }
    Ok(())
}

fn event(row: &Row, position: &mut Option<Position>, search: &mut Search<'_>) -> Result<(), StoreError> {
    let stream = row.text("stream")?;
    let position = match position {
        Some(position) if position.stream == stream => position,
        other => {
            search.tally.streams += 1;
            other.insert(Position::before(stream))
        }
    };
    let version = row.integer("version")?;
    let place = format!("{stream} version {version}");
    if version > position.next_version {
        let sentence = format!("version {} should stand before it", position.next_version);
        search.report(FindingKind::Missing, place.as_str(), sentence);
    } else if version < position.next_version {
        search.report(FindingKind::Added, place.as_str(), "versions begin at 1");
    }
    let in_sequence = version == position.next_version;
    position.next_version = version.saturating_add(1);
    let hash = row.digest("hash")?;
    let columns = Columns::read(row)?;
    let computed = columns.hash();
    if computed != hash {
        search.report(FindingKind::Changed, place, "its content or its hash was changed");
    } else if in_sequence && !position.previous.contains(&columns.previous_hash) {
        search.report(FindingKind::Reordered, place, "it does not follow from the event before it");
    }
    position.previous = [hash, computed];
    Ok(())
}
