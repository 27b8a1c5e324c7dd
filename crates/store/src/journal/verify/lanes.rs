//! The second walk: every lane of the commit log, against its events and against its end.

use std::collections::BTreeMap;

use super::{FindingKind, Search};
use crate::{
    encoding::{Digest, same},
    engine::Snapshot,
    error::StoreError,
    journal::lane::{self, Head, LaneKey, Link},
    value::Row,
};

/// No journal has more lanes; more heads than this are findings, and are not kept in memory.
const MOST_LANES: i64 = 4_096;

const EVENTS: &str = "select e.lane, e.sequence, e.position, e.hash, c.events, c.digest from event e \
     left join journal_commit c on c.lane = e.lane and c.sequence = e.sequence \
     order by e.lane, e.sequence, e.position";

const COMMITS: &str = "select c.lane, c.sequence, c.events, c.digest, c.previous_mac, c.mac, \
     (select count(*) from event e where e.lane = c.lane and e.sequence = c.sequence) as present \
     from journal_commit c order by c.lane, c.sequence";

/// The events of one commit, as far as they have been seen.
struct Group {
    lane: i64,
    sequence: i64,
    hashes: Vec<Digest>,
    in_order: bool,
    /// What the commit's row says: how many, and their digest.
    said: Option<(i64, Digest)>,
}

/// Compares the events of every commit with the digest in the commit's row.
pub(super) async fn walk_events(snapshot: &mut Snapshot, search: &mut Search<'_>) -> Result<(), StoreError> {
    let mut group: Option<Group> = None;
    let mut pages = snapshot.pages(EVENTS, Vec::new()).await?;
    while let Some(page) = pages.next().await? {
        for row in &page {
            let (lane, sequence) = (row.integer("lane")?, row.integer("sequence")?);
            if group.as_ref().is_none_or(|group| (group.lane, group.sequence) != (lane, sequence)) {
                judge(group.take(), search);
                group = Some(Group { lane, sequence, hashes: Vec::new(), in_order: true, said: said(row) });
            }
            if let Some(group) = &mut group {
                let place = i64::try_from(group.hashes.len()).unwrap_or(i64::MAX);
                group.in_order &= row.integer("position")? == place;
                group.hashes.push(row.digest("hash").unwrap_or_default());
            }
        }
    }
    judge(group, search);
    Ok(())
}

fn said(row: &Row) -> Option<(i64, Digest)> {
    Some((row.maybe_integer("events").ok()??, row.digest("digest").ok()?))
}

fn judge(group: Option<Group>, search: &mut Search<'_>) {
    let Some(group) = group else { return };
    let place = format!("commit {} of lane {}", group.sequence, group.lane);
    let count = i64::try_from(group.hashes.len()).unwrap_or(i64::MAX);
    let Some((events, digest)) = group.said else {
        let sentence = format!("{count} events say they belong to it, and it is not there");
        return search.report(FindingKind::Added, place, sentence);
    };
    if events != count {
        let kind = if count < events { FindingKind::Missing } else { FindingKind::Added };
        search.report(kind, place, format!("it recorded {events} events and {count} are there"));
    } else if !group.in_order {
        search.report(FindingKind::Reordered, place, "its events do not stand in the order of their positions");
    } else if !same(&lane::digest(group.hashes), &digest) {
        search.report(FindingKind::Reordered, place, "its events are not those it recorded, or not in that order");
    }
}

/// Where the walk is in a lane.
struct Position {
    sequence: i64,
    events: i64,
    last: Digest,
}

/// Follows the codes of every lane to its end.
pub(super) async fn walk_commits(
    key: &LaneKey,
    lanes: i64,
    snapshot: &mut Snapshot,
    search: &mut Search<'_>,
) -> Result<(), StoreError> {
    let mut ends = read_heads(key, lanes, snapshot, search).await?;
    let mut walked: Option<(i64, Position)> = None;
    let mut pages = snapshot.pages(COMMITS, Vec::new()).await?;
    while let Some(page) = pages.next().await? {
        for row in &page {
            search.tally.commits += 1;
            let lane = row.integer("lane")?;
            if walked.as_ref().is_none_or(|(current, _)| *current != lane) {
                end(walked.take(), &mut ends, search);
                walked = Some((lane, Position { sequence: 0, events: 0, last: key.genesis(lane) }));
            }
            if let Some((_, position)) = &mut walked
                && let Err(error) = commit(key, row, position, search)
            {
                let place = format!("commit {} of lane {lane}", position.sequence + 1);
                search.report(FindingKind::Changed, place, error.to_string());
                position.sequence = row.integer("sequence").unwrap_or(position.sequence);
            }
        }
    }
    end(walked, &mut ends, search);
    for (lane, head) in ends {
        compare_end(&head, &Position { sequence: 0, events: 0, last: key.genesis(lane) }, search);
    }
    Ok(())
}

async fn read_heads(
    key: &LaneKey,
    lanes: i64,
    snapshot: &mut Snapshot,
    search: &mut Search<'_>,
) -> Result<BTreeMap<i64, Head>, StoreError> {
    let sql = "select lane, sequence, events, last, mac from journal_head order by lane limit $1";
    let rows = snapshot.query(sql, vec![MOST_LANES.into()]).await?;
    let mut heads = BTreeMap::new();
    for row in &rows {
        match key.trust(row) {
            Ok(head) if (0..lanes).contains(&head.lane) => {
                heads.insert(head.lane, head);
            }
            Ok(head) => search.report(FindingKind::Added, lane_end(head.lane), "the journal has no such lane"),
            Err(error) => search.report(FindingKind::Changed, "the end of a lane", error.to_string()),
        }
    }
    for lane in (0..lanes.min(MOST_LANES)).filter(|lane| !heads.contains_key(lane)) {
        search.report(FindingKind::Missing, lane_end(lane), "there is none, or none that is authentic");
    }
    Ok(heads)
}

fn lane_end(lane: i64) -> String {
    format!("the end of lane {lane}")
}

fn commit(key: &LaneKey, row: &Row, position: &mut Position, search: &mut Search<'_>) -> Result<(), StoreError> {
    let link = Link {
        lane: row.integer("lane")?,
        sequence: row.integer("sequence")?,
        events: row.integer("events")?,
        digest: row.digest("digest")?,
        previous: row.digest("previous_mac")?,
    };
    let mac = row.digest("mac")?;
    let place = format!("commit {} of lane {}", link.sequence, link.lane);
    let next = position.sequence + 1;
    if link.sequence != next {
        let kind = if link.sequence > next { FindingKind::Missing } else { FindingKind::Added };
        search.report(kind, place.as_str(), format!("commit {next} should stand here"));
    } else if !same(&link.previous, &position.last) {
        search.report(FindingKind::Reordered, place.as_str(), "it does not follow from the commit before it");
    }
    if !same(&key.link(&link), &mac) {
        search.report(FindingKind::Changed, place.as_str(), "it was changed, or not written by this journal");
    }
    if row.integer("present")? == 0 {
        search.report(FindingKind::Missing, place, format!("none of its {} events are there", link.events));
    }
    *position = Position { sequence: link.sequence, events: position.events.saturating_add(link.events), last: mac };
    Ok(())
}

/// A lane was walked to its last commit.
fn end(walked: Option<(i64, Position)>, ends: &mut BTreeMap<i64, Head>, search: &mut Search<'_>) {
    let Some((lane, position)) = walked else { return };
    match ends.remove(&lane) {
        Some(head) => compare_end(&head, &position, search),
        None => search.report(FindingKind::Added, lane_end(lane), "it has commits and no authentic end"),
    }
}

/// Compares how far the walk came with where the lane says it ends.
fn compare_end(head: &Head, position: &Position, search: &mut Search<'_>) {
    let place = lane_end(head.lane);
    if head.sequence > position.sequence {
        let sentence = format!("commits {} to {} are gone", position.sequence + 1, head.sequence);
        search.report(FindingKind::Missing, place, sentence);
    } else if head.sequence < position.sequence {
        search.report(FindingKind::Added, place, "commits stand behind it");
    } else if !same(&head.last, &position.last) || head.events != position.events {
        search.report(FindingKind::Changed, place, "its last commit is not the one it names");
    }
}
