//! The journal as text: exports, backups, and what restores them.
//!
//! One line of JSON for every row, sealed parts as they are, in hexadecimal. The form belongs to no engine: a journal
//! that began on one machine can be restored into the database of a nation. Views are not in it; they are folded again.

mod restore;
mod table;

use std::{
    fmt,
    fs::{self, OpenOptions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use serde_json::json;

use self::table::{TABLES, Table};
use crate::{encoding::to_hex, engine::Snapshot, error::StoreError, store, store::Store};

/// The format of the lines.
const FORMAT: u64 = 1;

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// The keyring without which it opens nothing.
    pub key_id: String,
}

impl fmt::Display for Backup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} ({} bytes). It cannot be read without the keyring {}: keep a copy of that too, in another place",
            self.path.display(),
            self.bytes,
            self.key_id
        )
    }
}

impl Store {
    /// Writes every event as one line of JSON, in the order of streams and versions; gives their number.
    ///
    /// # Errors
    /// [`StoreError::Export`] if the writer fails; [`StoreError`] if the database does not answer.
    pub async fn export(&self, out: &mut (dyn Write + Send)) -> Result<u64, StoreError> {
        let mut snapshot = self.engine().snapshot().await?;
        self.write_out(&mut snapshot, TABLES.get(..1).unwrap_or_default(), out).await
    }

    /// Writes everything that cannot be folded again: what a restore needs.
    ///
    /// # Errors
    /// As [`Store::export`].
    pub async fn dump(&self, out: &mut (dyn Write + Send)) -> Result<u64, StoreError> {
        let mut snapshot = self.engine().snapshot().await?;
        self.write_out(&mut snapshot, TABLES, out).await
    }

    async fn write_out(
        &self,
        snapshot: &mut Snapshot,
        tables: &[Table],
        out: &mut (dyn Write + Send),
    ) -> Result<u64, StoreError> {
        let identity = snapshot.query(store::IDENTITY, Vec::new()).await?;
        let identity = identity.first().ok_or_else(|| StoreError::Tampered("no row names it".to_owned()))?;
        let header = json!({
            "manumit": "journal",
            "format": FORMAT,
            "journal": identity.text("id")?,
            "key_id": identity.text("key_id")?,
            "lanes": identity.integer("lanes")?,
            "mac": to_hex(identity.blob("mac")?),
        });
        line(out, &header)?;
        let mut rows = 0;
        for table in tables {
            let mut pages = snapshot.pages(table.select(), Vec::new()).await?;
            while let Some(page) = pages.next().await? {
                for row in &page {
                    line(out, &table.to_json(row)?)?;
                    rows += 1;
                }
            }
        }
        line(out, &json!({ "end": rows }))?;
        out.flush().map_err(StoreError::Export)?;
        Ok(rows)
    }

    /// Makes a backup in a new file that only its owner can read: on SQLite a copy of the database, on PostgreSQL a
    /// dump. The keyring is not in it.
    ///
    /// # Errors
    /// [`StoreError::File`] if the file exists or cannot be written; [`StoreError`] if the database does not answer.
    pub async fn backup(&self, to: &Path) -> Result<Backup, StoreError> {
        if let Some(copied) = self.engine().copy_to(to).await {
            copied?;
        } else {
            let failed = |source| StoreError::File { path: to.to_owned(), doing: "write the backup", source };
            let mut out = BufWriter::new(create_private(to).map_err(failed)?);
            self.dump(&mut out).await?;
            out.into_inner().map_err(io::Error::from).and_then(|file| file.sync_all()).map_err(failed)?;
        }
        let bytes = fs::metadata(to).map_or(0, |metadata| metadata.len());
        Ok(Backup { path: to.to_owned(), bytes, key_id: self.keyring().id().to_owned() })
    }
}

fn create_private(path: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn line(out: &mut (dyn Write + Send), value: &serde_json::Value) -> Result<(), StoreError> {
    writeln!(out, "{value}").map_err(StoreError::Export)
}
