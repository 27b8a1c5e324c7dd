//! `manumit journal`: look after the journal.

mod check;
mod copy;
mod erase;

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use manumit_domain::reference::Reference;

use crate::{acting::Acting, common::Common, failure::WrongUse, words::Text};

/// Look after the journal.
#[derive(Debug, Subcommand)]
pub enum JournalCommand {
    /// Verify every hash, code and key of the journal. Exit status 1 when anything is not as it was recorded.
    ///
    /// Finds any changed byte, and any event that was removed, moved or added. A whole older copy put back shows only
    /// against a checkpoint that was kept elsewhere.
    #[command(after_help = "Example: manumit --data demo-data journal verify --against checkpoint-1.txt")]
    Verify {
        /// A checkpoint that was kept elsewhere.
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
    },
    /// Make every view again from the journal. Nothing can be recorded meanwhile.
    #[command(after_help = "Example: manumit --data demo-data journal rebuild --compare")]
    Rebuild {
        /// Say whether any view came out otherwise than it was. Exit status 1 when one did.
        #[arg(long)]
        compare: bool,
    },
    /// Write every event as a line of JSON. What is sealed stays sealed.
    #[command(after_help = "Example: manumit --data demo-data journal export --out events.jsonl")]
    Export {
        /// A new file; without it, standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Sign where the journal stands now. Keep the result away from the database.
    #[command(after_help = "Example: manumit --data demo-data journal checkpoint --out checkpoint-1.txt")]
    Checkpoint {
        /// A new file; without it, standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Make a backup. The keys are not in it.
    #[command(after_help = "Example: manumit --data demo-data journal backup --to /backup")]
    Backup {
        /// A folder, or a new file.
        #[arg(long, value_name = "PATH")]
        to: PathBuf,
    },
    /// Restore a backup into an empty place, and verify it before anyone may use it.
    ///
    /// The data directory holds the keys of the backup, and no journal yet; with --database, the database is empty.
    #[command(after_help = "Example: manumit --data restored journal restore --from /backup/journal.db")]
    Restore {
        /// The backup.
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
    },
    /// Erase what one record seals, by destroying its key. This cannot be undone.
    ///
    /// The coarse facts, the hashes and a tombstone stay. Earlier backups still hold the key: they end on their own
    /// schedule.
    #[command(after_help = "Example: manumit --data demo-data journal erase CAS-12-2345678-K --reason \"retention \
        period over\" --as UKHTC/data-protection/dpo --yes")]
    Erase(Erase),
}

/// What is erased, why, and by whom.
#[derive(Debug, Args)]
pub struct Erase {
    /// The record's reference.
    #[arg(value_name = "REF")]
    reference: Reference,
    /// Why. It stays readable for ever: name nobody. The text, @FILE, or - for standard input.
    #[arg(long, value_name = "TEXT")]
    reason: Text,
    #[command(flatten)]
    acting: Acting,
    /// Do it.
    #[arg(long)]
    yes: bool,
}

/// Runs it.
pub async fn run(command: JournalCommand, common: &Common) -> anyhow::Result<()> {
    let place = common.place();
    if let JournalCommand::Restore { from } = command {
        return copy::restore(&place, &from).await;
    }
    let store = place.store().await?;
    let answer = match command {
        JournalCommand::Verify { against } => check::verify(&store, against.as_deref(), common.format).await,
        JournalCommand::Rebuild { compare: true } => check::compare(&store, common.format).await,
        JournalCommand::Rebuild { compare: false } => check::rebuild(&store).await,
        JournalCommand::Export { out } => copy::export(&store, out.as_deref()).await,
        JournalCommand::Checkpoint { out } => check::checkpoint(&store, out.as_deref()).await,
        JournalCommand::Backup { to } => copy::backup(&store, &place, &to).await,
        JournalCommand::Erase(asked) => erase::erase(&store, &asked).await,
        JournalCommand::Restore { .. } => Ok(()),
    };
    store.close().await;
    answer
}

/// Makes a new file that only its owner can read; one that is there already is never overwritten.
fn create(path: &Path) -> anyhow::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(exists(path).into()),
        opened => opened.with_context(|| format!("{} cannot be written", path.display())),
    }
}

fn exists(path: &Path) -> WrongUse {
    WrongUse::new(format!("{} exists already.", path.display()), "Name a new file: nothing is overwritten.")
}

/// Writes a text into a new file.
fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut file = create(path)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .with_context(|| format!("{} cannot be written", path.display()))
}
