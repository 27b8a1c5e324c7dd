//! A data directory of a test's own, and the command run on it.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use tempfile::TempDir;

/// A folder of this test's own, in which the command is run; its data directory is `data`.
pub struct Place(TempDir);

/// What a run of the command gave.
#[derive(Debug)]
pub struct Answer {
    pub status: i32,
    pub out: String,
    pub complaint: String,
}

/// The demonstration caseload, loaded once for all tests, then copied. It stays in the build folder until the next run.
static DEMONSTRATION: OnceLock<PathBuf> = OnceLock::new();

impl Place {
    /// A folder without data.
    pub fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder with an empty journal.
    pub fn begun() -> Self {
        let place = Self::empty();
        place.done(&["init"]);
        place
    }

    /// A folder with the demonstration caseload of 2012.
    pub fn with_demonstration() -> Self {
        let loaded = DEMONSTRATION.get_or_init(|| {
            let place = Self::empty();
            place.done(&["demo", "load", "idmg-2012"]);
            let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("demonstration");
            let _not_there_yet = fs::remove_dir_all(&kept);
            copy(&place.path("data"), &kept);
            kept
        });
        let place = Self::empty();
        copy(loaded, &place.path("data"));
        place
    }

    /// A path inside the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file into the folder.
    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Reads a file of the folder.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs the command.
    pub fn run(&self, arguments: &[&str]) -> Answer {
        self.run_with(arguments, "")
    }

    /// Runs the command with something on its standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Answer {
        let output = self.command().args(arguments).write_stdin(input).output().unwrap();
        Answer {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            complaint: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The command, in this folder, untouched by the settings of whoever runs the tests.
    pub fn command(&self) -> assert_cmd::Command {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_manumit"));
        command.current_dir(self.0.path()).env("MANUMIT_DATA", "data");
        for variable in ["MANUMIT_AS", "MANUMIT_DATABASE", "MANUMIT_LOG", "COLUMNS", "NO_COLOR", "CLICOLOR_FORCE"] {
            command.env_remove(variable);
        }
        command
    }

    /// Runs the command, which must succeed; gives what it printed.
    pub fn done(&self, arguments: &[&str]) -> String {
        let answer = self.run(arguments);
        assert_eq!(answer.status, 0, "{arguments:?}: {answer:?}");
        answer.out
    }

    /// Runs the command as a post.
    pub fn run_as(&self, actor: &str, arguments: &[&str]) -> Answer {
        self.run(&[arguments, &["--as", actor]].concat())
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// The rows of a CSV text, each cell under its heading's name.
pub fn rows(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}
