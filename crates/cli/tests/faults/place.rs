//! A data directory with a journal, on one engine, and the command run on it.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use manumit_store::{Entropy, Keyring, Location, Store};

use crate::referrals::Sent;

/// Who sends the referrals.
const RESPONDER: &str = "POLICE-EW/referral-desk/first_responder";

/// A data directory, and the database if it is not inside it.
pub struct Place {
    data: PathBuf,
    database: Option<String>,
}

/// What a run of the command gave.
#[derive(Debug)]
pub struct Answer {
    pub status: Option<i32>,
    pub out: String,
    pub complaint: String,
}

impl Place {
    /// A place where no journal was begun yet.
    pub fn new(data: impl Into<PathBuf>, database: Option<&str>) -> Self {
        Self { data: data.into(), database: database.map(str::to_owned) }
    }

    /// A place with an empty journal.
    pub fn begun(data: impl Into<PathBuf>, database: Option<&str>) -> Self {
        let place = Self::new(data, database);
        place.done(&["init"]);
        place
    }

    /// The file of keys.
    pub fn keyring(&self) -> PathBuf {
        self.data.join("keyring.toml")
    }

    /// The command on this place, untouched by the settings of whoever runs the tests.
    pub fn command(&self) -> Command {
        self.through(Command::new(env!("CARGO_BIN_EXE_manumit")))
    }

    /// The command on this place, where no file may grow beyond so many blocks of 512 bytes.
    pub fn command_with_small_files(&self, blocks: u32) -> Command {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut shell = Command::new("sh");
        shell.args(["-c", &script, env!("CARGO_BIN_EXE_manumit")]);
        self.through(shell)
    }

    fn through(&self, mut command: Command) -> Command {
        command.env("MANUMIT_DATA", &self.data).stdin(Stdio::null());
        for variable in ["MANUMIT_AS", "MANUMIT_DATABASE", "MANUMIT_LOG", "COLUMNS", "NO_COLOR", "CLICOLOR_FORCE"] {
            command.env_remove(variable);
        }
        if let Some(database) = &self.database {
            command.env("MANUMIT_DATABASE", database);
        }
        command
    }

    /// Runs the command.
    pub fn run(&self, arguments: &[&str]) -> Answer {
        let mut command = self.command();
        command.args(arguments);
        run(command)
    }

    /// Runs the command, which must succeed; gives what it printed.
    pub fn done(&self, arguments: &[&str]) -> String {
        let answer = self.run(arguments);
        assert_eq!(answer.status, Some(0), "{arguments:?}: {answer:?}");
        answer.out
    }

    /// The import of a file, not yet started.
    pub fn importing(&self, sent: &Sent) -> Command {
        with_import(self.command(), sent)
    }

    /// Imports a file.
    pub fn import(&self, sent: &Sent) -> Answer {
        run(self.importing(sent))
    }

    /// What shows that the command has committed something.
    pub async fn witness(&self) -> Witness {
        match self.database {
            Some(_) => Witness::Cases(self.store().await),
            None => Witness::Log(self.data.join("journal.db-wal")),
        }
    }

    /// Opens the store, as the command does.
    pub async fn store(&self) -> Store {
        let keyring = Arc::new(Keyring::open(&self.keyring()).unwrap());
        let location = match &self.database {
            Some(url) => Location::Postgres(url.clone()),
            None => Location::Sqlite(self.data.join("journal.db")),
        };
        Store::open(&location, keyring, Entropy::System).await.unwrap()
    }
}

/// What grows when the command commits. On the embedded database it may not be a store, because an open store keeps the
/// log from being recovered by the command.
pub enum Witness {
    /// The log of the embedded database.
    Log(PathBuf),
    /// The cases in the other.
    Cases(Store),
}

impl Witness {
    /// How much there is now.
    pub async fn look(&self) -> u64 {
        match self {
            Self::Log(path) => std::fs::metadata(path).map_or(0, |log| log.len()),
            Self::Cases(store) => store.count_stages().await.unwrap().iter().map(|count| count.cases).sum(),
        }
    }
}

/// Adds the arguments of an import.
pub fn with_import(mut command: Command, sent: &Sent) -> Command {
    let path = |path: &Path| path.as_os_str().to_owned();
    command.args(["import", "referrals", "--as", RESPONDER, "--format", "json"]);
    command.arg(path(&sent.path)).arg("--receipts").arg(path(&sent.receipts));
    command
}

/// Runs a command to its end.
pub fn run(mut command: Command) -> Answer {
    let output = command.output().unwrap();
    Answer {
        status: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        complaint: String::from_utf8(output.stderr).unwrap(),
    }
}
