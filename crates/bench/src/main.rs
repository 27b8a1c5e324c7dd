//! Measures the journal side by side with the physical limit, in one run: `make bench`.
//!
//! The limit is the barest durable write there is: a loop of single-row inserts, each its own transaction, into one
//! table of the same engine on the same disk. Everything is printed as a rate and as a ratio to that loop.
#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "the figures are the program's output")]

mod bare;
mod disclosure;
mod journal;
mod linkage;
mod pages;
mod prevalence;
mod referrals;
mod trends;

use std::time::Instant;

use anyhow::Context as _;

/// The allocator of the command that is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    let what = std::env::args().nth(1).unwrap_or_else(|| "all".to_owned());
    if what == "prevalence" {
        return prevalence::measure_all(std::env::args().any(|word| word == "big"));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match what.as_str() {
            "submit" => submit().await,
            "pages" => pages::measure().await,
            "journal" => journal::verify_and_rebuild().await,
            "referrals" => referrals::write_file(),
            "trends" => {
                trends::measure();
                Ok(())
            }
            "linkage" => linkage::measure(),
            "disclosure" => disclosure::measure(),
            "people" => linkage::write_file(),
            "pairs" => linkage::same_pairs(),
            "all" => {
                submit().await?;
                journal::verify_and_rebuild().await?;
                linkage::measure()
            }
            other => anyhow::bail!(
                "nothing to measure is called {other:?}; use submit, journal, pages, referrals, trends, prevalence, linkage, disclosure, people, pairs or all"
            ),
        }
    })
}

/// Rates of the bare loop and of durable submits, on both engines. Pairs of runs, so that drift hits both.
async fn submit() -> anyhow::Result<()> {
    println!(
        "{:<26} {:>14} {:>10} {:>7} {:>18} {:>7}",
        "the bare loop", "bare insert/s", "submit/s", "ratio", "64 side by side/s", "ratio"
    );
    for _ in 0..3 {
        let folder = tempfile::tempdir()?;
        let plain = bare::sqlite(folder.path(), "delete", 1_000)?;
        let fastest = bare::sqlite(folder.path(), "wal", 2_000)?;
        let office = journal::sqlite(folder.path()).await?;
        report(&[("SQLite as it comes", plain), ("SQLite, write-ahead log", fastest)], &office).await?;
    }
    for _ in 0..3 {
        let database = manumit_testkit::postgres::Database::fresh().await;
        let folder = tempfile::tempdir()?;
        let bare = bare::postgres(database.url(), 2_000).await?;
        let office = journal::postgres(folder.path(), database.url()).await?;
        report(&[("PostgreSQL", bare)], &office).await?;
    }
    Ok(())
}

async fn report(loops: &[(&str, f64)], office: &manumit_app::Office) -> anyhow::Result<()> {
    let alone = rate(1_500, journal::submit(office, 0..1_500, 1)).await?;
    let together = rate(6_000, journal::submit(office, 1_500..7_500, 64)).await?;
    for (name, bare) in loops {
        println!(
            "{name:<26} {bare:>14.0} {alone:>10.0} {:>7.2} {together:>18.0} {:>7.2}",
            alone / bare,
            together / bare
        );
    }
    office.store().clone().close().await;
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
async fn rate(count: u64, work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<f64> {
    let start = Instant::now();
    work.await.context("while measuring")?;
    Ok(count as f64 / start.elapsed().as_secs_f64())
}
