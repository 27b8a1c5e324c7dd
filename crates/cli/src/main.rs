//! `manumit`: the one command.
#![forbid(unsafe_code)]

mod arguments;
mod command;
mod failure;
mod output;
mod place;
mod progress;

use std::process::ExitCode;

use clap::Parser;

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

/// Logs go to standard error, by default only what is wrong. They never hold personal data.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("MANUMIT_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
