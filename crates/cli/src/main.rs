//! `manumit`: the one command.
#![forbid(unsafe_code)]

mod acting;
mod arguments;
mod command;
mod common;
mod failure;
mod output;
mod place;
mod progress;
mod words;

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

/// Recording is many small texts made on one thread and let go on another, which the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The environment variable that says what is logged.
const LOG: &str = "MANUMIT_LOG";
/// What is logged unless it says otherwise: only what is wrong.
const LOG_DEFAULT: &str = "warn";

fn main() -> ExitCode {
    let arguments = match arguments::Manumit::try_parse() {
        Ok(arguments) => arguments,
        Err(answer) => {
            let _ = answer.print();
            return if answer.use_stderr() { failure::Status::WrongUse.into() } else { ExitCode::SUCCESS };
        }
    };
    start_log();
    match command::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failure::report(&error).into(),
    }
}

/// Logs go to standard error. They never hold personal data.
fn start_log() {
    let asked = std::env::var(LOG).unwrap_or_else(|_| LOG_DEFAULT.to_owned());
    let filter = tracing_subscriber::EnvFilter::try_new(&asked).unwrap_or_else(|error| {
        output::complain(&format!("{LOG} is not a filter ({error}); it is taken for {LOG_DEFAULT}."));
        tracing_subscriber::EnvFilter::new(LOG_DEFAULT)
    });
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
