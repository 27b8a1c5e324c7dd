//! `manumit demo`: demonstration data.

use std::{
    fs::File,
    io::BufWriter,
    path::{Path, PathBuf},
};

use clap::{Subcommand, ValueEnum};
use manumit_app::Office;
use manumit_bulletin::demonstration::{Demonstration, RECORD_ENDS};

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
    /// Write the extracts of a made-up present: what today's quarterly bulletin is demonstrated with.
    #[command(after_help = "Example: manumit demo extract --out present")]
    Extract {
        /// The folder to write.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

/// The caseloads shipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Caseload {
    /// The 1,186 referrals of 2012 behind the report of October 2013, made up to give its tables.
    #[value(name = "idmg-2012")]
    Idmg2012,
    /// Thirty-four records of the last months, at every stage, so that every desk of the pages has something on it.
    PresentDay,
}

/// Writes the extracts of a made-up present.
pub fn extract(out: &Path) -> anyhow::Result<()> {
    let Demonstration { referrals, notifications } = Demonstration::draw()?;
    let failed = |error| anyhow::Error::new(error).context(format!("{} cannot be written", out.display()));
    std::fs::create_dir_all(out).map_err(failed)?;
    for (name, extract) in [("referrals.arrow", &referrals), ("notifications.arrow", &notifications)] {
        extract.write(BufWriter::new(File::create(out.join(name)).map_err(failed)?))?;
    }
    say(&format!(
        "Wrote {} synthetic referrals and {} synthetic notifications of fifteen quarters to {}, recorded to {RECORD_ENDS}.",
        referrals.referrals(),
        notifications.referrals(),
        out.display(),
    ))
}

/// Runs it.
pub async fn run(command: &DemoCommand, place: &Place) -> anyhow::Result<()> {
    let caseload = match command {
        DemoCommand::Extract { out } => return extract(out),
        DemoCommand::Load { caseload } => caseload,
    };
    place.make()?;
    let office = place.office().await?;
    let loaded = match caseload {
        Caseload::Idmg2012 => load_2012(&office).await,
        Caseload::PresentDay => load_present_day(&office).await,
    };
    office.store().clone().close().await;
    say(&loaded?)
}

/// The caseload of today, and the desks.
async fn load_present_day(office: &Office) -> anyhow::Result<String> {
    let now = jiff::Timestamp::now();
    let made = manumit_app::demo::load_present_day(office, now).await?;
    manumit_app::demo::open_desks(office, now).await?;
    Ok(format!("Loaded {made} synthetic referrals of the last months, and opened a desk for every role."))
}

/// The caseload of 2012.
async fn load_2012(office: &Office) -> anyhow::Result<String> {
    let bar = progress::of(0, "Referrals of 2012");
    let loaded = manumit_app::demo::load_idmg_2012(office, |done, total| {
        bar.set_length(total.try_into().unwrap_or(u64::MAX));
        bar.set_position(done.try_into().unwrap_or(u64::MAX));
    })
    .await;
    bar.finish_and_clear();
    let loaded = loaded?;
    let status = office.store().status().await?;
    Ok(format!(
        "Loaded {} synthetic referrals through the ordinary verbs; {} were complete already. \
         The journal holds {} events, to {}.",
        loaded.loaded,
        loaded.already_there,
        status.events.iter().map(|(_, count)| count).sum::<u64>(),
        manumit_app::demo::RECORD_ENDS,
    ))
}
