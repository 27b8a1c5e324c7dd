//! `manumit config`: what is set, to what, and by whom.

use std::env;

use clap::{CommandFactory, Subcommand, parser::ValueSource};

use crate::{
    LOG, LOG_DEFAULT,
    arguments::Manumit,
    common::Common,
    output::{Format, Grid},
    place::{JOURNAL, KEYRING},
};

/// Explain the configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// List every setting: its value now, where that comes from, and what it does. A password is never shown.
    #[command(after_help = "Example: MANUMIT_DATA=/var/lib/manumit manumit config explain")]
    Explain,
}

/// Runs it.
pub fn run(command: &ConfigCommand, common: &Common) -> anyhow::Result<()> {
    let ConfigCommand::Explain = command;
    let sources = Sources::of_this_process();
    let place = common.place();
    let mut grid = Grid::new(["setting", "value", "comes from", "what it does"]);
    let mut row = |setting: &str, value: String, source: &str, what: &str| {
        grid.row([setting.to_owned(), value, source.to_owned(), what.to_owned()]);
    };
    row(
        "data directory (--data, MANUMIT_DATA)",
        common.data.display().to_string(),
        sources.of("data"),
        "where the keys, the embedded database and cached extracts are",
    );
    row(
        "database (--database, MANUMIT_DATABASE)",
        common.database.as_deref().map_or_else(|| "the embedded one".to_owned(), without_password),
        sources.of("database"),
        "a PostgreSQL database instead of the embedded one",
    );
    row("format (--format)", word(common.format).to_owned(), sources.of("format"), "in which form data is printed");
    row(
        "who acts (--as, MANUMIT_AS)",
        set("MANUMIT_AS").unwrap_or_else(|| "nobody".to_owned()),
        environment("MANUMIT_AS"),
        "the organisation, post and role with which steps and looks are recorded",
    );
    row(
        "log (MANUMIT_LOG)",
        set(LOG).unwrap_or_else(|| LOG_DEFAULT.to_owned()),
        environment(LOG),
        "what is logged to standard error: error, warn, info, debug, or a filter by module",
    );
    row(
        "keys",
        place.keyring().display().to_string(),
        "the data directory",
        "opens what is sealed; keep a copy apart from the backups",
    );
    let journal = match &common.database {
        None => place.data.join(JOURNAL).display().to_string(),
        Some(_) => "in the database".to_owned(),
    };
    let from = if common.database.is_none() { "the data directory" } else { "the database" };
    row("journal", journal, from, "every event, and the views made from them");
    let there = |name: &str| if place.data.join(name).exists() { "is there" } else { "is not there" };
    let mut heading = format!("The file of keys {}", there(KEYRING));
    if common.database.is_none() {
        heading.push_str(&format!("; the journal {}", there(JOURNAL)));
    }
    grid.print(common.format, &(heading + "."))
}

/// Where the values of options come from.
struct Sources(Option<clap::ArgMatches>);

impl Sources {
    /// The arguments of this process, read once more down to the command that was asked.
    fn of_this_process() -> Self {
        let mut matches = Manumit::command().try_get_matches().ok();
        while let Some((_, below)) = matches.as_mut().and_then(clap::ArgMatches::remove_subcommand) {
            matches = Some(below);
        }
        Self(matches)
    }

    fn of(&self, option: &str) -> &'static str {
        match self.0.as_ref().and_then(|matches| matches.value_source(option)) {
            Some(ValueSource::CommandLine) => "argument",
            Some(ValueSource::EnvVariable) => "environment",
            _ => "default",
        }
    }
}

fn set(variable: &str) -> Option<String> {
    env::var_os(variable).map(|value| value.to_string_lossy().into_owned())
}

fn environment(variable: &str) -> &'static str {
    if env::var_os(variable).is_some() { "environment" } else { "default" }
}

fn word(format: Format) -> &'static str {
    match format {
        Format::Table => "table",
        Format::Json => "json",
        Format::Csv => "csv",
    }
}

/// The address of a database without anything that could be a password: not what follows the name of the user, and no
/// parameters.
fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return "not an address of a database".to_owned() };
    let (user, place) = match rest.rsplit_once('@') {
        Some((user, place)) => (user.split(':').next().unwrap_or_default(), place),
        None => ("", rest),
    };
    let (place, parameters) = match place.split_once('?') {
        Some((place, _)) => (place, " (its parameters are not shown)"),
        None => (place, ""),
    };
    let at = if user.is_empty() { "" } else { "@" };
    format!("{scheme}://{user}{at}{place}{parameters}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown_wherever_it_stands() {
        let addresses = [
            "postgres://nrm:secret@db.example/nrm",
            "postgres://nrm:sec@ret@db.example/nrm",
            "postgres://nrm:sec/ret@db.example/nrm",
            "postgres://nrm:sec?ret@db.example/nrm",
            "postgres://db.example/nrm?user=nrm&password=secret",
            "host=db.example password=secret",
        ];
        for address in addresses {
            let shown = without_password(address);
            assert!(!shown.contains("sec") && !shown.contains("ret"), "{address}: {shown}");
        }
        assert_eq!(without_password("postgres://nrm:secret@db.example/nrm"), "postgres://nrm@db.example/nrm");
        assert_eq!(without_password("postgres:///nrm"), "postgres:///nrm");
    }
}
