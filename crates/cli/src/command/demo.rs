//! `manumit demo`: demonstration data.

use clap::{Subcommand, ValueEnum};

use crate::{output::say, place::Place, progress};

/// Demonstration data.
#[derive(Debug, Subcommand)]
pub enum DemoCommand {
    /// Load a synthetic caseload through the ordinary verbs. Loading it again changes nothing.
    #[command(after_help = "Example: manumit --data demo-data demo load idmg-2012")]
    Load {
        /// Which caseload.
        caseload: Caseload,
    },
}

/// The caseloads shipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Caseload {
    /// The 1,186 referrals of 2012 behind the report of October 2013, made up to give its tables.
    #[value(name = "idmg-2012")]
    Idmg2012,
}

/// Runs it.
pub async fn run(command: &DemoCommand, place: &Place) -> anyhow::Result<()> {
    let DemoCommand::Load { caseload: Caseload::Idmg2012 } = command;
    place.make()?;
    let office = place.office().await?;
    let bar = progress::of(0, "Referrals of 2012");
    let loaded = manumit_app::demo::load_idmg_2012(&office, |done, total| {
        bar.set_length(total.try_into().unwrap_or(u64::MAX));
        bar.set_position(done.try_into().unwrap_or(u64::MAX));
    })
    .await;
    bar.finish_and_clear();
    let loaded = match loaded {
        Ok(loaded) => loaded,
        Err(error) => {
            office.store().clone().close().await;
            return Err(error.into());
        }
    };
    manumit_app::demo::open_desks(&office, jiff::Timestamp::now()).await?;
    let status = office.store().status().await?;
    office.store().clone().close().await;
    say(&format!(
        "Loaded {} synthetic referrals through the ordinary verbs; {} were complete already. \
         The journal holds {} events, to {}.",
        loaded.loaded,
        loaded.already_there,
        status.events.iter().map(|(_, count)| count).sum::<u64>(),
        manumit_app::demo::RECORD_ENDS,
    ))
}
