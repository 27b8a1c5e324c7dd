//! Linking beside its own barest comparator: made-up people from 10 thousand to a million, and pairs a core-second.

use std::{fmt::Write as _, hint::black_box, path::Path, time::Instant};

use anyhow::Context as _;
use manumit_linkage::{
    block::Plan,
    cluster::{Clusterer, Constraints},
    compare::Comparer,
    link,
    random::Random,
    read,
    records::Records,
    scan::Scan,
    score::{FLOOR, Frequencies, Scorer},
    settings::Settings,
    settle::Settled,
    similarity::Short,
    train,
};

const SETTINGS: &str = include_str!("linkage.toml");
const SYLLABLES: [&str; 16] =
    ["an", "ber", "co", "da", "el", "fen", "gor", "hu", "is", "jan", "ko", "lin", "mar", "ne", "os", "vi"];

/// The blocking rules of `bench/splink_linkage.py`, so that both compare the same pairs.
const RULES: [&[&str]; 5] = [
    &["phone"],
    &["given_name", "surname"],
    &["surname", "year(dob)"],
    &["dob", "first1(given_name)"],
    &["town", "given_name"],
];

/// Measures end to end at each size, then the comparator alone. `manumit-bench linkage [MOST]`.
pub fn measure() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let settings = Settings::parse(SETTINGS)?;
    let most = std::env::args().nth(2).map_or(Ok(1_000_000), |most| most.parse())?;
    println!(
        "{:>9} {:>11} {:>8} {:>8} {:>8} | million pairs a core-second: {:>9} {:>9} {:>9}",
        "records", "pairs", "wall s", "core s", "peak MB", "in all", "scored", "compared"
    );
    for records in [10_000, 100_000, 1_000_000, 10_000_000].into_iter().filter(|records| *records <= most) {
        let path = folder.path().join(format!("{records}.csv"));
        std::fs::write(&path, people(records)).context("writing made-up people")?;
        let (start, before) = (Instant::now(), core_seconds());
        let run = Run::of(&settings, &path)?;
        let (wall, core) = (start.elapsed().as_secs_f64(), core_seconds() - before);
        let [all, scored, compared] = [core, run.scored, run.compared()?].map(|seconds| run.rate(seconds));
        println!(
            "{records:>9} {:>11} {wall:>8.2} {core:>8.2} {:>8} | {:>29} {all:>9.2} {scored:>9.2} {compared:>9.2}",
            run.scan.pairs,
            peak(),
            ""
        );
    }
    bare();
    Ok(())
}

/// The same pairs as Splink: `manumit-bench pairs FILE`. The last line is read by `bench/splink_linkage.py`.
pub fn same_pairs() -> anyhow::Result<()> {
    let path = std::env::args().nth(2).context("name the file")?;
    let mut settings = Settings::parse(SETTINGS)?;
    settings.blocking.rules = RULES.iter().map(|rule| rule.iter().map(|key| (*key).to_owned()).collect()).collect();
    settings.blocking.pairs_per_rule = 1_000_000_000;
    let before = core_seconds();
    let run = Run::of(&settings, Path::new(&path))?;
    println!("{} {:.2} {:.2}", run.scan.pairs, run.scored, core_seconds() - before);
    Ok(())
}

/// A link, its steps timed.
struct Run {
    records: Records,
    comparer: Comparer,
    scan: Scan,
    /// Core-seconds in which candidates were made, compared and scored.
    scored: f64,
}

impl Run {
    fn of(settings: &Settings, path: &Path) -> anyhow::Result<Self> {
        let records = read::files(settings, &[path], &|_| {})?;
        records.check()?;
        let comparer = link::comparer(&records)?;
        let (plan, blocks, _) = Plan::new(settings, &records)?;
        let before = core_seconds();
        let scan = Scan::run(&records, &comparer, &blocks, settings.blocking.memory, &|_| {})?;
        let mut scored = core_seconds() - before;
        drop(blocks);
        let model = train::train(settings, &records, &comparer, &plan, &scan)?;
        let counted = Frequencies::of_records(&records);
        let sure = Scorer { model: &model, comparer: &comparer, frequencies: &counted }.score(&records, &scan, 3.3)?;
        let frequencies = Frequencies::of_people(&records, &sure);
        let scorer = Scorer { model: &model, comparer: &comparer, frequencies: &frequencies };
        let before = core_seconds();
        let edges = scorer.score(&records, &scan, FLOOR)?;
        scored += core_seconds() - before;
        let constraints = Constraints::default();
        let clusterer =
            Clusterer { settings: &settings.clusters, records: &records, constraints: &constraints, scorer };
        let components = clusterer.components(&edges);
        let inside = scorer.score_within(&records, &scan, &components)?;
        let labels = clusterer.cluster(&components, &inside);
        let settled =
            Settled { records: &records, settings: &settings.clusters, constraints: &constraints, labels: &labels };
        black_box(settled.weigh(&edges, &inside));
        Ok(Self { records, comparer, scan, scored })
    }

    /// Core-seconds in which the same pairs are compared and nothing else is done.
    fn compared(&self) -> anyhow::Result<f64> {
        let before = core_seconds();
        black_box(self.scan.compare_again(&self.records, &self.comparer)?);
        Ok(core_seconds() - before)
    }

    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    fn rate(&self, seconds: f64) -> f64 {
        self.scan.pairs as f64 / seconds.max(0.01) / 1e6
    }
}

/// The most memory this process has had so far, in megabytes, where the system says it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
    kilobytes.map_or_else(String::new, |kilobytes| (kilobytes / 1024).to_string())
}

fn bare() {
    let names: Vec<Short> = (0..4_096).map(|number| Short::new(&name(&mut Random::new(number), 3))).collect();
    let before = core_seconds();
    for a in &names {
        for b in &names {
            black_box(a.jaro(b));
        }
    }
    println!("bare Jaro: {:.1} million pairs a core-second", 4_096.0 * 4.096e-3 / (core_seconds() - before).max(0.01));
}

/// Writes made-up people to a file: `manumit-bench people FILE RECORDS`.
pub fn write_file() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(2);
    let path = arguments.next().context("name the file")?;
    let records = arguments.next().context("say how many records")?.parse()?;
    std::fs::write(&path, people(records)).with_context(|| format!("could not write {path}"))
}

/// Processor time of this process so far, where the system says it; else nothing.
fn core_seconds() -> f64 {
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = status.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

fn name(random: &mut Random, syllables: u64) -> String {
    let count = 1 + random.below(syllables);
    let draw = |_| SYLLABLES.get(usize::try_from(random.below(16)).unwrap_or(0)).copied().unwrap_or_default();
    (0..count).map(draw).collect()
}

/// Made-up people, one in four of them twice with a slip.
fn people(records: u32) -> String {
    let mut random = Random::new(3);
    let mut text = String::from("id,given_name,surname,dob,town,postcode,phone\n");
    let mut number = 0;
    while number < records {
        let (given, surname, town) = (name(&mut random, 3), name(&mut random, 4), name(&mut random, 3));
        let (year, month, day) = (1940 + random.below(65), 1 + random.below(12), 1 + random.below(28));
        let (postcode, phone) = (1_000 + random.below(7_000), random.below(1_000_000_000));
        let copies = if random.below(4) == 0 { 2 } else { 1 };
        for copy in 0..copies {
            let surname = if copy == 1 && random.below(3) == 0 { format!("{surname}e") } else { surname.clone() };
            let phone = if copy == 1 && random.below(3) == 0 { String::new() } else { format!("07{phone:09}") };
            let _ = writeln!(text, "{number},{given},{surname},{year}-{month:02}-{day:02},{town},{postcode},{phone}");
            number += 1;
        }
    }
    text
}
