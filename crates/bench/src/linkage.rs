//! Linking beside its own barest comparator: made-up people from 10 thousand to a million, and pairs a core-second.

use std::{fmt::Write as _, hint::black_box, path::Path, time::Instant};

use anyhow::Context as _;
use manumit_linkage::{
    cluster::Constraints,
    link::link,
    random::Random,
    read,
    settings::Settings,
    similarity::{Short, jaro_winkler},
};

const SETTINGS: &str = include_str!("linkage.toml");
const SYLLABLES: [&str; 16] =
    ["an", "ber", "co", "da", "el", "fen", "gor", "hu", "is", "jan", "ko", "lin", "mar", "ne", "os", "vi"];

/// Measures end to end at each size, then the comparator alone.
pub fn measure() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let settings = Settings::parse(SETTINGS)?;
    println!("{:>9} {:>11} {:>8} {:>8} {:>20}", "records", "pairs", "wall s", "core s", "M pairs/core-second");
    for records in [10_000, 100_000, 1_000_000] {
        let path = folder.path().join(format!("{records}.csv"));
        std::fs::write(&path, people(records)).context("writing made-up people")?;
        one(&settings, &path)?;
    }
    let names: Vec<Short> = (0..4_096).map(|number| Short::new(&name(&mut Random::new(number), 3))).collect();
    let start = Instant::now();
    let mut pairs = 0_u32;
    for a in &names {
        for b in &names {
            black_box(jaro_winkler(a.bytes(), b.bytes()));
            pairs += 1;
        }
    }
    println!("bare Jaro-Winkler: {:.1} M pairs/core-second", f64::from(pairs) / start.elapsed().as_secs_f64() / 1e6);
    Ok(())
}

/// Writes made-up people to a file: `manumit-bench people FILE RECORDS`.
pub fn write_file() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(2);
    let path = arguments.next().context("name the file")?;
    let records = arguments.next().context("say how many records")?.parse()?;
    std::fs::write(&path, people(records)).with_context(|| format!("could not write {path}"))
}

fn one(settings: &Settings, path: &Path) -> anyhow::Result<()> {
    let (start, before) = (Instant::now(), core_seconds());
    let records = read::files(settings, &[path], &|_| {})?;
    let linked = link(settings, &records, None, &Constraints::default(), &|_| {})?;
    let (wall, core) = (start.elapsed().as_secs_f64(), core_seconds() - before);
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let rate = linked.scan.pairs as f64 / core.max(0.01) / 1e6;
    println!("{:>9} {:>11} {wall:>8.2} {core:>8.2} {rate:>20.2}", records.len(), linked.scan.pairs);
    Ok(())
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
