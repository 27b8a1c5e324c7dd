//! Where the data is, and opening the office on it.

use std::{path::PathBuf, sync::Arc};

use anyhow::Context as _;
use manumit_app::Office;
use manumit_store::{Entropy, Keyring, Location, Store};

use crate::failure::WrongUse;

/// The file of keys inside the data directory.
pub const KEYRING: &str = "keyring.toml";
/// The embedded database inside the data directory.
pub const JOURNAL: &str = "journal.db";

/// Where the data is.
#[derive(Clone, Debug)]
pub struct Place {
    /// The data directory: keys, the embedded database, cached extracts.
    pub data: PathBuf,
    /// PostgreSQL, if it is not the embedded database.
    pub database: Option<String>,
}

impl Place {
    /// The keys.
    pub fn keyring(&self) -> PathBuf {
        self.data.join(KEYRING)
    }

    /// The database.
    pub fn location(&self) -> anyhow::Result<Location> {
        match &self.database {
            Some(url) => {
                let location = url.parse::<Location>()?;
                match location {
                    Location::Postgres(_) => Ok(location),
                    Location::Sqlite(_) => Err(WrongUse::new(
                        "--database takes a PostgreSQL address.",
                        "Write postgres://user@host/name, or leave it out to use the embedded database.",
                    )
                    .into()),
                }
            }
            None => Ok(Location::Sqlite(self.data.join(JOURNAL))),
        }
    }

    /// Makes the data directory and its keys, if they are not there. Says whether they were made now.
    pub fn make(&self) -> anyhow::Result<bool> {
        let data = self.data.display();
        std::fs::create_dir_all(&self.data).with_context(|| format!("the data directory {data} cannot be made"))?;
        if self.keyring().exists() {
            return Ok(false);
        }
        if self.database.is_none() && self.data.join(JOURNAL).exists() {
            return Err(WrongUse::new(
                format!("{data} holds a journal and not its keys."),
                format!("Put its {KEYRING} back; without it nothing sealed can be read."),
            )
            .into());
        }
        Keyring::create(&self.keyring(), &Entropy::System)?;
        Ok(true)
    }

    /// Opens the store.
    pub async fn store(&self) -> anyhow::Result<Store> {
        if !self.keyring().exists() {
            return Err(WrongUse::new(
                format!("There is no journal in {}.", self.data.display()),
                "Name its directory with --data, begin one with `manumit init`, or try `manumit demo load idmg-2012`.",
            )
            .into());
        }
        let keyring = Arc::new(Keyring::open(&self.keyring())?);
        Ok(Store::open(&self.location()?, keyring, Entropy::System).await?)
    }

    /// Opens the office.
    pub async fn office(&self) -> anyhow::Result<Office> {
        Ok(Office::open(self.store().await?, Entropy::System)?)
    }
}
