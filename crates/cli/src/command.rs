//! The commands, one file each: parse, call one verb, render.

pub mod account;
pub mod assess;
pub mod backlog;
pub mod bulletin;
pub mod case;
pub mod check;
pub mod config;
pub mod demo;
pub mod disclosure;
pub mod duties;
pub mod estimate;
pub mod form;
pub mod funnel;
pub mod import;
pub mod journal;
pub mod link;
mod manual;
pub mod reference;
pub mod rules;
pub mod serve;
mod status;
mod tree;
pub mod trends;

use clap::CommandFactory;
use manumit_app::Office;

use crate::{
    arguments::{Command, Manumit},
    common::Common,
    output::{pour, say},
};

/// Runs what was asked.
pub fn run(arguments: Manumit) -> anyhow::Result<()> {
    let Manumit { common, command } = arguments;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match command {
        Command::Check(command) => check::run(&command, common.format),
        Command::Estimate(command) => estimate::run(&command, common.format),
        Command::Simulate(command) => estimate::run_simulate(&command, common.format),
        Command::Disclosure(command) => disclosure::run(&command, common.format),
        Command::Link(command) => link::run(&command, common.format),
        Command::Assess(command) => assess::run(&command, common.format),
        Command::Bulletin(command) if command.frozen().is_some() => bulletin::run_frozen(&command, common.format),
        Command::Rules(rules) => rules::run(&rules, common.format),
        Command::Trends(trends::TrendsCommand::Series(asked)) => trends::series::run(&asked, common.format),
        Command::Trends(trends::TrendsCommand::Compare(asked)) => trends::compare::run(&asked, common.format),
        Command::Trends(trends::TrendsCommand::Review(asked)) => trends::review::run(&asked, common.format),
        Command::Config(command) => config::run(&command, &common),
        Command::Form(command) => runtime.block_on(form::run(&command, &common.place(), common.format)),
        Command::Serve(command) => runtime.block_on(serve::run(&command, &common.place())),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Manumit::command(), "manumit", &mut script);
            pour(&script)
        }
        Command::Man => pour(&manual::page(Manumit::command())?),
        Command::Reference { page } => say(&reference::text(page)?),
        command => runtime.block_on(with_journal(common, command)),
    }
}

async fn with_journal(common: Common, command: Command) -> anyhow::Result<()> {
    let place = common.place();
    match command {
        Command::Init => {
            let made = place.make()?;
            let store = place.store().await?;
            store.close().await;
            let data = place.data.display();
            say(&if made {
                format!("Began a journal in {data}. Keep {} safe, and apart from backups.", place.keyring().display())
            } else {
                format!("There is a journal in {data} already; nothing was changed.")
            })
        }
        Command::Demo(command) => demo::run(&command, &place).await,
        Command::Journal(command) => journal::run(command, &common).await,
        Command::Import(command) => import::run(&command, &place, common.format).await,
        Command::Status => status::run(&place, common.format).await,
        command => {
            let office = place.office().await?;
            let answer = with_office(&office, &common, command).await;
            office.store().clone().close().await;
            answer
        }
    }
}

async fn with_office(office: &Office, common: &Common, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Bulletin(command) => bulletin::run(office, common, &command).await,
        Command::Trends(trends::TrendsCommand::Scan(asked)) => trends::scan::run(office, common, &asked).await,
        Command::Backlog(backlog) => backlog::run(office, &backlog, common.format).await,
        Command::Funnel(funnel) => funnel::run(office, common, &funnel).await,
        Command::Duties(duties) => duties::run(office, &duties, common.format).await,
        Command::Account(command) => account::run(office, command, common.format).await,
        Command::Case(command) => case::run(office, command, common.format).await,
        _ => Ok(()),
    }
}
