//! Measures the prevalence engine in processor time, beside the recorded times of the R packages.
//!
//! Processor time, because the machine may be shared; each task is repeated until a second has gone by.

use std::{fs, path::Path, time::Instant};

use anyhow::Context as _;
use manumit_prevalence::{
    bootstrap::Resampling, interval::Ties, model::Model, parallel::Effort, read, search::ModelSpace, solver::Solver,
    stepwise::Stepwise, table::CaptureTable,
};

/// Clock ticks a second in `/proc/self/stat` on Linux.
const TICKS: f64 = 100.0;

/// Processor seconds of this process, threads that have ended included.
pub(crate) fn processor_seconds() -> anyhow::Result<f64> {
    let text = fs::read_to_string("/proc/self/stat").context("processor time is read from /proc, so on Linux only")?;
    let after = text.rsplit(')').next().unwrap_or_default();
    let field = |place: usize| after.split_whitespace().nth(place).and_then(|field| field.parse::<f64>().ok());
    let (user, system) = field(11).zip(field(12)).context("/proc/self/stat has no times")?;
    Ok((user + system) / TICKS)
}

/// Processor seconds of one run, over as many runs as take a second.
fn measure(mut work: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<f64> {
    work()?;
    let (start, wall) = (processor_seconds()?, Instant::now());
    let mut runs = 0.0;
    while wall.elapsed().as_secs_f64() < 1.0 || runs < 1.0 {
        work()?;
        runs += 1.0;
    }
    Ok((processor_seconds()? - start) / runs)
}

fn table(name: &str) -> anyhow::Result<CaptureTable> {
    let path = Path::new("data/prevalence").join(name);
    let text = fs::read_to_string(&path).with_context(|| format!("{} (run from the repository)", path.display()))?;
    Ok(read::table(&text)?)
}

/// Recorded processor seconds of a task of the peers, and whose.
fn peers(task: &str) -> anyhow::Result<Vec<(f64, String)>> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_path("bench/prevalence_peers.csv")?;
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record?;
        if record.get(0) == Some(task) {
            let seconds = record.get(2).unwrap_or_default().parse()?;
            found.push((seconds, record.get(1).unwrap_or_default().to_owned()));
        }
    }
    Ok(found)
}

fn report(task: &str, target: Option<f64>, seconds: f64) -> anyhow::Result<()> {
    let target =
        target.map_or(String::new(), |t| format!("   target {t} s: {}", if seconds <= t { "met" } else { "NOT met" }));
    println!("{task:<56} {seconds:>9.4} s{target}");
    for (peer, whose) in peers(task)? {
        println!("    {whose:<52} {peer:>9.2} s   {:.0} times as long", peer / seconds);
    }
    Ok(())
}

/// All tasks; `big` adds the 3.7 million models of six lists.
pub fn measure_all(big: bool) -> anyhow::Result<()> {
    let (five, six) = (table("uk-2013-five-lists.csv")?, table("uk-2013.csv")?);
    println!("Processor seconds on one thread; the peers' as recorded (bench/prevalence_peers.csv).\n");
    let single = Effort::single();
    let stepwise = |table: &CaptureTable| {
        let replicates = Stepwise::default().resample(table, Resampling::default(), &single);
        let intervals = replicates.as_ref().and_then(|replicates| replicates.intervals(Ties::Half));
        intervals.map(|_| ()).context("no interval")
    };
    report("five lists: stepwise, 1,000 re-selections, BCa", Some(0.07), measure(|| stepwise(&five))?)?;
    report("six lists: stepwise, 1,000 re-selections, BCa", Some(0.15), measure(|| stepwise(&six))?)?;
    let all = |lists, order, table: &CaptureTable| {
        let space = ModelSpace::new(lists, order).context("no such space")?;
        anyhow::ensure!(!space.fit_all(table, &single).is_empty());
        Ok(())
    };
    report("five lists: all 6,893 models, fitted and checked", Some(0.1), measure(|| all(5, 4, &five))?)?;
    report("six lists: all 32,768 models of pairs", Some(0.5), measure(|| all(6, 2, &six))?)?;
    fits("five lists", &five, "[12,13,24,25,35,45]")?;
    fits("six lists", &six, "[12,13,24,25,35,36,45]")?;
    for threads in [1, 2, 4] {
        let wall = Instant::now();
        let effort = Effort::threads(threads);
        let many = Resampling { replicates: 20_000, seed: 1 };
        Stepwise::default().resample(&five, many, &effort).context("no replicates")?;
        println!("20,000 replicates on {threads} threads: {:.2} s on the clock", wall.elapsed().as_secs_f64());
    }
    if big {
        let (start, wall) = (processor_seconds()?, Instant::now());
        let space = ModelSpace::new(6, 3).context("no such space")?;
        let found = space.fit_all(&six, &Effort::threads(2));
        println!(
            "six lists: all {} models with three-list terms, two threads: {:.1} s on the clock (target 120), {:.1} s of \
             processor",
            found.len(),
            wall.elapsed().as_secs_f64(),
            processor_seconds()? - start
        );
    }
    Ok(())
}

/// Fits a second of one model, and what the floating-point work alone would allow at the rate of a plain loop.
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn fits(name: &str, table: &CaptureTable, model: &str) -> anyhow::Result<()> {
    let model = Model::parse(model, table.width())?;
    let mut solver = Solver::new(table.width());
    solver.load(table.counts());
    let steps = solver.fit(model.terms()).context("no fit")?.steps as f64;
    let seconds = measure(|| {
        for _ in 0..10_000 {
            solver.fit(model.terms()).context("no fit")?;
        }
        Ok(())
    })? / 10_000.0;
    let (p, cells, lists) = (model.terms().len() as f64, table.counts().len() as f64, table.width() as f64);
    // Each step: elimination p³/3, two substitutions 2p², two transforms, an exponential (some 20) for each term.
    let each = p * p * p / 3.0 + 2.0 * p * p + lists * cells + 20.0 * p;
    let work = (steps + 1.0) * each;
    let rate = plain_rate();
    println!(
        "{name}: {model} {:.0} fits/s ({steps} steps of {p} terms); {work:.0} floating-point operations at {:.1} Gflop/s \
         would allow {:.0} fits/s",
        1.0 / seconds,
        rate / 1e9,
        rate / work
    );
    Ok(())
}

/// Multiply-subtracts of a plain loop over vectors of 32 numbers, in operations a second.
fn plain_rate() -> f64 {
    let (mut a, b) = ([1.0_f64; 32], [1e-9_f64; 32]);
    let start = Instant::now();
    let rounds = 20_000_000;
    for _ in 0..rounds {
        for (x, y) in a.iter_mut().zip(&b) {
            *x -= 0.5 * y;
        }
        std::hint::black_box(&mut a);
    }
    f64::from(rounds) * 64.0 / start.elapsed().as_secs_f64()
}
