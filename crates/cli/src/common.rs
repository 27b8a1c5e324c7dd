//! What every command understands: where the data is, and how it is printed.

use std::path::PathBuf;

use clap::Args;

use crate::{output::Format, place::Place};

/// What every command understands.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Common {
    /// The data directory: keys, the embedded database, cached extracts.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "MANUMIT_DATA",
        hide_env_values = true,
        default_value = "manumit-data"
    )]
    pub data: PathBuf,
    /// A PostgreSQL database instead of the embedded one; the keys stay in the data directory.
    #[arg(long, global = true, value_name = "URL", env = "MANUMIT_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// In which form data is printed.
    #[arg(long, global = true, value_enum, default_value_t)]
    pub format: Format,
}

impl Common {
    /// Where the data is.
    pub fn place(&self) -> Place {
        Place { data: self.data.clone(), database: self.database.clone() }
    }
}
