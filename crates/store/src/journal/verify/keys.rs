//! The third walk: the keys of the streams.

use manumit_domain::journal::StreamId;

use super::{FindingKind, Search};
use crate::{engine::Snapshot, error::StoreError, journal::ERASED, keyring::Keyring, seal::StreamKey, value::Row};

const KEYS: &str = "select k.stream, k.compartment, k.wrapped, \
     (select count(*) from event e where e.stream = k.stream and e.sealed is not null) as sealed, \
     (select count(*) from event e where e.stream = k.stream and e.kind = $1) as erased \
     from stream_key k order by k.stream";

const MISSING: &str = "select distinct e.stream from event e where e.sealed is not null \
     and not exists (select 1 from stream_key k where k.stream = e.stream) \
     and not exists (select 1 from event t where t.stream = e.stream and t.kind = $1) order by e.stream";

pub(super) async fn walk(
    keyring: &Keyring,
    snapshot: &mut Snapshot,
    search: &mut Search<'_>,
) -> Result<(), StoreError> {
    let mut pages = snapshot.pages(KEYS, vec![ERASED.into()]).await?;
    while let Some(page) = pages.next().await? {
        for row in &page {
            search.tally.keys += 1;
            key(row, keyring, search);
        }
    }
    drop(pages);
    let mut pages = snapshot.pages(MISSING, vec![ERASED.into()]).await?;
    while let Some(page) = pages.next().await? {
        for row in &page {
            let stream = row.text("stream").unwrap_or("a stream whose name is not a text");
            let sentence = "it has sealed parts, no key, and no tombstone";
            search.report(FindingKind::KeyMissing, format!("the key of {stream}"), sentence);
        }
    }
    Ok(())
}

fn key(row: &Row, keyring: &Keyring, search: &mut Search<'_>) {
    let place = format!("the key of {}", row.text("stream").unwrap_or("a stream whose name is not a text"));
    let opened = (|| {
        let wrong = |_| StoreError::Column { column: "stream", expected: "a stream", found: "another text" };
        let stream: StreamId = row.text("stream")?.parse().map_err(wrong)?;
        if row.text("compartment")? != stream.kind.compartment().code() || row.text("stream")? != stream.to_string() {
            let (expected, found) = ("the compartment of its stream", "another text");
            return Err(StoreError::Column { column: "compartment", expected, found });
        }
        StreamKey::unwrap(stream, row.blob("wrapped")?, keyring)?;
        Ok((row.integer("sealed")?, row.integer("erased")?))
    })();
    match opened {
        Err(error) => search.report(FindingKind::Changed, place, error.to_string()),
        Ok((_, erased)) if erased > 0 => {
            search.report(FindingKind::Added, place, "the stream was erased and its key is there again");
        }
        Ok((0, _)) => search.report(FindingKind::Added, place, "nothing is sealed with it"),
        Ok(_) => {}
    }
}
