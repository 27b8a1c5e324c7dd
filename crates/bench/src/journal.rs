//! The journal under measurement: submits, verification and rebuilding.

use std::{ops::Range, path::Path, sync::Arc, time::Instant};

use anyhow::Context as _;
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use manumit_app::{Caller, Office, referral};
use manumit_domain::actor::{Actor, Role};
use manumit_store::{Entropy, Keyring, Location, Store};

use crate::referrals;

/// An office on a new embedded database.
pub async fn sqlite(folder: &Path) -> anyhow::Result<Office> {
    open(folder, Location::Sqlite(folder.join("journal.db"))).await
}

/// An office on a PostgreSQL database.
pub async fn postgres(folder: &Path, url: &str) -> anyhow::Result<Office> {
    open(folder, Location::Postgres(url.to_owned())).await
}

async fn open(folder: &Path, location: Location) -> anyhow::Result<Office> {
    let keyring = Arc::new(Keyring::create(&folder.join("keyring.toml"), &Entropy::System)?);
    Ok(Office::open(Store::open(&location, keyring, Entropy::System).await?, Entropy::System)?)
}

/// Submits referrals through the ordinary verb, so many side by side.
pub async fn submit(office: &Office, numbers: Range<u64>, side_by_side: usize) -> anyhow::Result<()> {
    let caller = Caller::new(Actor::new("POLICE-EW", "desk", Role::FirstResponder), Timestamp::now(), "measurement");
    stream::iter(numbers)
        .map(async |number| {
            referral::submit(office, &caller, referrals::referral(number)?, None).await?;
            anyhow::Ok(())
        })
        .buffer_unordered(side_by_side)
        .try_collect::<()>()
        .await
}

/// Seconds to verify and to rebuild a journal of a million events, on the embedded database.
#[expect(clippy::print_stdout, reason = "the figures are the program's output")]
pub async fn verify_and_rebuild() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let office = sqlite(folder.path()).await?;
    // Four events a submit: the referral, the case, the notice to the police, the request for support.
    let submits = 250_000;
    let start = Instant::now();
    submit(&office, 0..submits, 256).await?;
    println!("{submits} submits, 256 side by side: {:.1} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let report = office.store().verify(None).await?;
    anyhow::ensure!(report.findings.is_empty(), "the journal does not verify");
    println!("verify, {} events: {:.1} s", submits * 4, start.elapsed().as_secs_f64());
    let start = Instant::now();
    let progress = office.store().rebuild(|_| {}).await.context("while rebuilding")?;
    println!("rebuild, {} events: {:.1} s", progress.events, start.elapsed().as_secs_f64());
    let file = folder.path().join("journal.db");
    println!("database: {} MB", std::fs::metadata(file)?.len() / 1_000_000);
    office.store().clone().close().await;
    Ok(())
}
