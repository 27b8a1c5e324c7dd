//! Exports, backups, and what restores them.

use std::{
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use manumit_store::{Entropy, Keyring, Location, Store, StoreError};

use crate::{
    failure::WrongUse,
    output::{Out, say},
    place::{KEYRING, Place},
    progress,
};

/// Writes every event as a line of JSON.
pub async fn export(store: &Store, out: Option<&Path>) -> anyhow::Result<()> {
    let Some(path) = out else {
        store.export(&mut Out).await?;
        return Ok(());
    };
    let mut file = BufWriter::new(super::create(path)?);
    let waiting = progress::waiting("Exporting the journal");
    let events = store.export(&mut file).await;
    waiting.finish_and_clear();
    file.flush()?;
    say(&format!("Wrote {} events to {}. What is sealed stays sealed.", events?, path.display()))
}

/// Makes a backup, and reminds of the keys.
pub async fn backup(store: &Store, place: &Place, to: &Path) -> anyhow::Result<()> {
    let path = if to.is_dir() { to.join(name(place)) } else { to.to_owned() };
    if path.exists() {
        return Err(super::exists(&path).into());
    }
    let waiting = progress::waiting("Making a backup");
    let backup = store.backup(&path).await;
    waiting.finish_and_clear();
    let backup = backup?;
    say(&format!(
        "Wrote a backup to {} ({} bytes).\nIt opens only with the keys {}, which are in {} and not in the backup. \
         Keep a copy of that file too, in another place: without it nothing sealed can ever be read.",
        backup.path.display(),
        backup.bytes,
        backup.key_id,
        place.keyring().display()
    ))
}

/// A name for a backup made now.
fn name(place: &Place) -> String {
    let extension = if place.database.is_none() { "db" } else { "jsonl" };
    format!("manumit-{}.{extension}", Timestamp::now().strftime("%Y%m%dT%H%M%SZ"))
}

/// Restores a backup into an empty place.
pub async fn restore(place: &Place, from: &Path) -> anyhow::Result<()> {
    if !from.is_file() {
        return Err(
            WrongUse::new(format!("There is no backup at {}.", from.display()), "Name the file of a backup.").into()
        );
    }
    if !place.keyring().exists() {
        return Err(WrongUse::new(
            format!("The keys of the backup are not in {}.", place.data.display()),
            format!("Put the {KEYRING} that belongs to the backup there, readable by its owner alone, and try again."),
        )
        .into());
    }
    let location = place.location()?;
    if let Location::Sqlite(path) = &location
        && path.exists()
    {
        return Err(not_empty(&path.display().to_string()).into());
    }
    let keyring = Arc::new(Keyring::open(&place.keyring())?);
    let waiting = progress::waiting("Restoring, verifying, and making every view");
    let restored = Store::restore(from, &location, keyring, Entropy::System).await;
    waiting.finish_and_clear();
    match restored {
        Ok((store, report)) => {
            store.close().await;
            say(&format!(
                "Restored {} records with {} events from {} to {location}, and verified them: everything is as it was \
                 recorded.",
                report.tally.streams,
                report.tally.events,
                from.display()
            ))
        }
        Err(StoreError::NotEmpty(what)) => Err(not_empty(&what).into()),
        Err(error) => Err(set_aside(&location, error)),
    }
}

fn not_empty(what: &str) -> WrongUse {
    WrongUse::new(
        format!("{what} holds a journal already."),
        "Restore into another data directory, or another database.",
    )
}

/// Puts what a failed restore left behind out of the way, so that nobody takes it for a journal.
fn set_aside(location: &Location, error: StoreError) -> anyhow::Error {
    let error = anyhow::Error::new(error);
    let Location::Sqlite(path) = location else { return error };
    let beside = |ending: &str| {
        let mut name = path.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    };
    for ending in ["-wal", "-shm"] {
        let _ = std::fs::rename(beside(ending), beside(&format!(".not-restored{ending}")));
    }
    let aside = beside(".not-restored");
    match std::fs::rename(path, &aside) {
        Ok(()) => error.context(format!("nothing was restored; what was copied so far is in {}", aside.display())),
        Err(_) => error,
    }
}
