//! The fourth walk: the checkpoints, and whether the journal still holds all they say.

use super::{FindingKind, Search};
use crate::{
    encoding::same,
    engine::Snapshot,
    error::StoreError,
    journal::{Checkpoint, LaneEnd},
    store::Store,
};

const CHECKPOINTS: &str = "select number, body, signature from checkpoint order by number";

pub(super) async fn walk(store: &Store, snapshot: &mut Snapshot, search: &mut Search<'_>) -> Result<(), StoreError> {
    let mut next = 1;
    let mut pages = snapshot.pages(CHECKPOINTS, Vec::new()).await?;
    while let Some(page) = pages.next().await? {
        for row in &page {
            search.tally.checkpoints += 1;
            let number = row.integer("number")?;
            let place = format!("checkpoint {number}");
            if number != next {
                search.report(FindingKind::Missing, place.as_str(), format!("checkpoint {next} should stand here"));
            }
            next = number.saturating_add(1);
            match Checkpoint::read(row) {
                Ok(checkpoint) => compare(store, &checkpoint, &place, search).await?,
                Err(error) => search.report(FindingKind::Changed, place, error.to_string()),
            }
        }
    }
    Ok(())
}

/// Makes sure that a checkpoint is genuine and that every commit it names still stands.
pub(super) async fn compare(
    store: &Store,
    checkpoint: &Checkpoint,
    place: &str,
    search: &mut Search<'_>,
) -> Result<(), StoreError> {
    if let Err(error) = checkpoint.check(&store.keyring().verifying_key()) {
        search.report(FindingKind::Changed, place, error.to_string());
        return Ok(());
    }
    if checkpoint.journal() != store.lane_key().journal() {
        search.report(FindingKind::CheckpointMismatch, place, "it was taken of another journal");
        return Ok(());
    }
    for lane in checkpoint.lanes() {
        if !stands(store, lane).await? {
            let sentence = format!("commit {} of lane {} is gone or another", lane.sequence, lane.lane);
            search.report(FindingKind::CheckpointMismatch, place, sentence);
        }
    }
    Ok(())
}

async fn stands(store: &Store, lane: &LaneEnd) -> Result<bool, StoreError> {
    if lane.sequence == 0 {
        return Ok(true);
    }
    let sql = "select mac from journal_commit where lane = $1 and sequence = $2";
    let rows = store.engine().query(sql, vec![lane.lane.into(), lane.sequence.into()]).await?;
    Ok(match (rows.first().map(|row| row.digest("mac")), lane.last()) {
        (Some(Ok(mac)), Some(last)) => same(&mac, &last),
        _ => false,
    })
}
