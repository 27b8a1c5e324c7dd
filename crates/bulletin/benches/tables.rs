//! How long the tables of 2012 take over 10,000, 100,000 and 1,000,000 referrals.
//!
//! ```text
//! cargo bench -p manumit-bulletin --bench tables                          all three sizes
//! cargo bench -p manumit-bulletin --bench tables -- 1000000 --export DIR  one size; writes versions and tables to DIR
//! ```
//!
//! Referrals are drawn from the demonstration population with a fixed seed and given about three versions each. The
//! exported files are what `bench/duckdb_tables.py` measures DuckDB on and compares its counts with.

use std::{
    error::Error,
    fs::{self, File},
    io::{BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    time::Instant,
};

use jiff::civil::date;
use manumit_bulletin::{
    compute::{Bulletin, Sources},
    definition::Definitions,
    extract::{CURRENT, Column, Extract, ExtractBuilder, VersionRow, day_number},
    period::Period,
    published::Published,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

const YEAR: i16 = 2012;
const REPEATS: usize = 7;

/// Days of versions and decisions, drawn for one referral.
struct Drawn {
    line: usize,
    received_on: i32,
    screened_on: i32,
    reasonable_grounds_on: i32,
    conclusive_grounds_on: i32,
}

/// A linear congruential generator with Knuth's constants; the high bits are used.
struct Lcg(u64);

impl Lcg {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn days(&mut self, bound: u64) -> i32 {
        i32::try_from(self.below(bound)).unwrap_or(0)
    }
}

struct Population {
    lines: Vec<csv::StringRecord>,
    names: csv::StringRecord,
}

impl Population {
    fn read() -> Outcome<Self> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/idmg-2013/population.csv");
        let mut reader = csv::Reader::from_path(path)?;
        let names = reader.headers()?.clone();
        Ok(Self { lines: reader.records().collect::<Result<_, _>>()?, names })
    }

    fn get(&self, line: usize, name: &str) -> &str {
        let place = self.names.iter().position(|n| n == name);
        place.and_then(|place| self.lines.get(line)?.get(place)).unwrap_or_default()
    }

    fn draw(&self, random: &mut Lcg) -> Drawn {
        let line = usize::try_from(random.below(self.lines.len() as u64)).unwrap_or(0);
        let received_on = day_number(date(2012, 1, 1)) + random.days(366);
        let screened_on = received_on + 1 + random.days(3);
        let reasonable_grounds_on = screened_on + 3 + random.days(40);
        Drawn {
            line,
            received_on,
            screened_on,
            reasonable_grounds_on,
            conclusive_grounds_on: reasonable_grounds_on + 20 + random.days(30),
        }
    }

    /// Pushes the versions of one referral: being screened, awaiting, reasonable grounds, conclusive grounds.
    fn push(&self, row: u32, drawn: &Drawn, sink: &mut Sink<'_>) -> Outcome<()> {
        let get = |name| self.get(drawn.line, name);
        let last = VersionRow {
            row,
            received_on: drawn.received_on,
            age_group: get("age_group"),
            sex: get("sex"),
            nationality: get("nationality"),
            nationality_as_recorded: get("nationality_as_recorded"),
            nationality_claimed: get("nationality"),
            exploitation_type: get("exploitation_type"),
            uk_country: get("uk_country_of_referral"),
            region_of_referral: get("region_of_referral"),
            region_of_exploitation: get("region_of_exploitation"),
            first_responder_sector: get("first_responder_type"),
            competent_authority: get("competent_authority"),
            immigration_interest: get("linked_immigration_interest"),
            screening_outcome: if row.is_multiple_of(97) { "merged" } else { "accepted" },
            reasonable_grounds: get("reasonable_grounds"),
            conclusive_grounds: get("conclusive_grounds"),
            ..VersionRow::default()
        };
        let (screened, first, second) = (drawn.screened_on, drawn.reasonable_grounds_on, drawn.conclusive_grounds_on);
        let awaiting =
            VersionRow { screening_outcome: "accepted", reasonable_grounds: "Pending", conclusive_grounds: "", ..last };
        if row.is_multiple_of(2) {
            let screening = VersionRow { screening_outcome: "pending", ..awaiting };
            sink.push(VersionRow { recorded_from: drawn.received_on, recorded_to: screened, ..screening })?;
            sink.push(VersionRow { recorded_from: screened, recorded_to: first, ..awaiting })?;
        } else {
            sink.push(VersionRow { recorded_from: drawn.received_on, recorded_to: first, ..awaiting })?;
        }
        if last.conclusive_grounds.is_empty() || last.conclusive_grounds == "Pending" {
            return sink.push(VersionRow { recorded_from: first, recorded_to: CURRENT, ..last });
        }
        let decided = VersionRow { reasonable_grounds_on: Some(first), conclusive_grounds: "Pending", ..last };
        sink.push(VersionRow { recorded_from: first, recorded_to: second, ..decided })?;
        sink.push(VersionRow {
            recorded_from: second,
            recorded_to: CURRENT,
            conclusive_grounds_on: Some(second),
            reasonable_grounds_on: Some(first),
            ..last
        })
    }
}

/// Where versions go: the builder, and a CSV file if one is wanted.
struct Sink<'a> {
    builder: &'a mut ExtractBuilder,
    csv: Option<csv::Writer<BufWriter<File>>>,
}

impl Sink<'_> {
    fn push(&mut self, version: VersionRow<'_>) -> Outcome<()> {
        self.builder.push(version)?;
        if let Some(csv) = &mut self.csv {
            let days = [version.recorded_from, version.recorded_to, version.received_on].map(|day| day.to_string());
            let day = |day: Option<i32>| day.map(|day| day.to_string()).unwrap_or_default();
            let row = version.row.to_string();
            let [from, to, received] = &days;
            let (first, second) = (day(version.reasonable_grounds_on), day(version.conclusive_grounds_on));
            csv.write_record([
                &row,
                from,
                to,
                received,
                &first,
                &second,
                version.age_group,
                version.sex,
                version.nationality,
                version.nationality_as_recorded,
                version.nationality_claimed,
                version.nationality_suspected,
                version.exploitation_type,
                version.uk_country,
                version.region_of_referral,
                version.region_of_exploitation,
                version.first_responder_sector,
                version.competent_authority,
                version.immigration_interest,
                version.screening_outcome,
                version.reasonable_grounds,
                version.conclusive_grounds,
            ])?;
        }
        Ok(())
    }
}

fn build(referrals: u32, export: Option<&Path>) -> Outcome<Extract> {
    let population = Population::read()?;
    let mut random = Lcg(2012);
    let mut builder = ExtractBuilder::new();
    let csv = match export {
        Some(folder) => {
            let mut csv = csv::Writer::from_writer(BufWriter::new(File::create(folder.join("versions.csv"))?));
            let days = [
                "row",
                "recorded_from",
                "recorded_to",
                "received_on",
                "reasonable_grounds_on",
                "conclusive_grounds_on",
            ];
            csv.write_record(days.into_iter().chain(Column::ALL.map(Column::name)))?;
            Some(csv)
        }
        None => None,
    };
    let mut sink = Sink { builder: &mut builder, csv };
    for row in 0..referrals {
        let drawn = population.draw(&mut random);
        population.push(row, &drawn, &mut sink)?;
    }
    if let Some(csv) = &mut sink.csv {
        csv.flush()?;
    }
    Ok(builder.finish()?)
}

/// The least of several times, in milliseconds: what the work takes when nothing else disturbs it.
fn least<T>(mut work: impl FnMut() -> Outcome<T>) -> Outcome<f64> {
    let mut least = f64::INFINITY;
    for _ in 0..REPEATS {
        let start = Instant::now();
        std::hint::black_box(work()?);
        least = least.min(start.elapsed().as_secs_f64() * 1e3);
    }
    Ok(least)
}

fn measure(referrals: u32, export: Option<&Path>, out: &mut impl Write) -> Outcome<()> {
    let start = Instant::now();
    let extract = build(referrals, export)?;
    let built = start.elapsed().as_secs_f64() * 1e3;
    let path = export.map_or_else(std::env::temp_dir, Path::to_owned).join(format!("manumit-bench-{referrals}.arrow"));
    let start = Instant::now();
    extract.write(BufWriter::new(File::create(&path)?))?;
    let written = start.elapsed().as_secs_f64() * 1e3;
    let (versions, bytes) = (extract.versions(), fs::metadata(&path)?.len());
    writeln!(out, "\n{referrals} referrals, {versions} versions, {:.1} MB on disk", bytes as f64 / 1e6)?;
    writeln!(out, "build {built:.0} ms, write {written:.0} ms")?;
    drop(extract);

    let definitions = Definitions::idmg_2012()?;
    let published = Published::shipped()?;
    let bulletin = Bulletin { definitions: &definitions, published: &published };
    let day = day_number(date(2013, 3, 31));
    let open = || -> Outcome<Extract> { Ok(Extract::read(BufReader::new(File::open(&path)?))?) };
    let opened = least(open)?;
    let extract = open()?;
    let all = least(|| Ok(bulletin.compute(Sources::referrals(extract.as_at(day)), Period::year(YEAR))?))?;
    let release = bulletin.compute(Sources::referrals(extract.as_at(day)), Period::year(YEAR))?;
    writeln!(
        out,
        "open {opened:.1} ms; all {} tables {all:.1} ms; open and all tables {:.1} ms",
        release.tables.len(),
        opened + all
    )?;
    writeln!(out, "as-at selection alone {:.2} ms", least(|| Ok(extract.as_at(day).len()))?)?;
    writeln!(out, "table, ms alone with its own as-at selection")?;
    let mut times = String::from("table,ms\n");
    for table in &definitions.tables {
        let alone = least(|| {
            Ok(bulletin.compute_table(&table.id, Sources::referrals(extract.as_at(day)), Period::year(YEAR))?)
        })?;
        writeln!(out, "{:<10} {alone:>8.2}", table.id)?;
        times.push_str(&format!("{},{alone:.3}\n", table.id));
    }
    if let Some(folder) = export {
        fs::write(folder.join("times.csv"), times)?;
        for file in release.files()? {
            fs::write(folder.join(file.name), file.bytes)?;
        }
    }
    fs::remove_file(&path)?;
    Ok(())
}

fn main() -> Outcome<()> {
    let mut sizes = Vec::new();
    let mut export = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--export" => export = arguments.next().map(PathBuf::from),
            "--bench" => {}
            size => sizes.push(size.parse()?),
        }
    }
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000, 1_000_000];
    }
    if let Some(folder) = &export {
        fs::create_dir_all(folder)?;
    }
    for size in sizes {
        measure(size, export.as_deref(), &mut std::io::stdout().lock())?;
    }
    Ok(())
}
