//! `manumit trends scan`: the last whole period of every series of the record.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::PathBuf,
};

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use manumit_app::Office;
use manumit_bulletin::extract::{Column, Extract, date_of, day_number};
use manumit_trends::{
    caveat::Caveat,
    method::Method,
    scan::{Registered, Scan, ScanOptions, replay, scan},
    series::{Calendar, Series},
    signal::Signal,
};
use serde::Serialize;

use super::{file_name, picture, write};
use crate::{
    command::bulletin::{cut_off, extract},
    common::Common,
    failure::WrongUse,
    output::{Format, Grid, say},
};

/// What to scan.
#[derive(Debug, Args)]
pub struct ScanArguments {
    /// The dimensions, from the top of the hierarchy down.
    #[arg(long, value_delimiter = ',', required = true, value_name = "DIMENSIONS")]
    by: Vec<String>,
    /// The length of a period.
    #[arg(long, value_enum, default_value_t = Period::Quarter)]
    period: Period,
    /// The record as it stood at the end of this day; without it, at the end of the last day recorded.
    #[arg(long, value_name = "DATE")]
    as_at: Option<Date>,
    /// The most signals the digest holds.
    #[arg(long, default_value_t = 20)]
    budget: usize,
    /// The false-discovery rate inside a level.
    #[arg(long, default_value_t = 0.1)]
    false_discovery_rate: f64,
    /// Scan the last so many periods too, each as it was known at its end, and measure how often there was an alarm.
    #[arg(long, value_name = "PERIODS")]
    replay: Option<usize>,
    /// Write a picture (SVG) for each signal into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Period {
    Week,
    Month,
    Quarter,
}

/// Dimensions a scan may have: coded facts at referral, no place below region, nothing of decisions.
const DIMENSIONS: [Column; 8] = [
    Column::Nationality,
    Column::ExploitationType,
    Column::AgeGroup,
    Column::Sex,
    Column::UkCountry,
    Column::RegionOfReferral,
    Column::RegionOfExploitation,
    Column::FirstResponderSector,
];

/// Labels that stand for no value.
const NO_VALUE: [&str; 4] = ["Unknown", "Unknown or not recorded", "Not recorded", "Not_recorded"];

/// What is printed as JSON.
#[derive(Serialize)]
struct Printed<'a> {
    period: String,
    from: Date,
    as_at: Option<Date>,
    by: Vec<&'static str>,
    findings: &'static str,
    scan: &'a Scan,
    replay: Option<&'a manumit_trends::scan::Replay>,
}

/// How findings are told apart, said in every export.
const FINDINGS: &str = "The record holds no operations: persons of one nationality, exploitation type, region of exploitation, first \
responder sector and week are taken for one finding; a person whose region of exploitation is not recorded is a finding of one.";

/// Runs it.
pub async fn run(office: &Office, common: &Common, asked: &ScanArguments) -> anyhow::Result<()> {
    let columns = columns(&asked.by)?;
    let calendar = match asked.period {
        Period::Week => Calendar::Week,
        Period::Month => Calendar::Month,
        Period::Quarter => Calendar::Quarter,
    };
    let extract = extract(office, common).await?;
    let day = cut_off(&extract, asked.as_at);
    let list = register(&extract, &columns, calendar, day);
    let Some(last) = list.first().and_then(|total| total.persons.dates.last().copied()) else {
        return Err(WrongUse::new(
            format!("No whole {} is recorded by that day.", calendar.word()),
            "Use a later --as-at, or a shorter --period.",
        )
        .into());
    };
    let options = ScanOptions {
        budget: asked.budget,
        false_discovery_rate: asked.false_discovery_rate,
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        ..ScanOptions::default()
    };
    let found = scan(&list, &options);
    let replayed = match asked.replay {
        Some(periods) => Some(replay_past(&extract, &columns, (calendar, last), periods, &options)?),
        None => None,
    };
    if let Some(folder) = &asked.out {
        for signal in &found.digest {
            draw(signal, &list, folder)?;
        }
    }
    let printed = Printed {
        period: calendar.label(last),
        from: last,
        as_at: date_of(day),
        by: columns.iter().map(|column| column.name()).collect(),
        findings: FINDINGS,
        scan: &found,
        replay: replayed.as_ref(),
    };
    match common.format {
        Format::Json => say(&serde_json::to_string_pretty(&printed)?),
        Format::Csv => grid(&found).print(Format::Csv, ""),
        Format::Table => say(&text(&printed)),
    }
}

fn columns(names: &[String]) -> Result<Vec<Column>, WrongUse> {
    let known = || DIMENSIONS.map(Column::name).join(", ");
    let mut columns = Vec::new();
    for name in names {
        match Column::find(name).filter(|column| DIMENSIONS.contains(column)) {
            Some(column) if columns.contains(&column) => {
                return Err(WrongUse::new(format!("--by names {name} twice."), "Write every dimension once."));
            }
            Some(column) => columns.push(column),
            None => {
                return Err(WrongUse::new(
                    format!("{name} is no dimension of a scan."),
                    format!("Use any of: {}.", known()),
                ));
            }
        }
    }
    Ok(columns)
}

/// Counts of one series while the record is read.
#[derive(Default)]
struct Tally {
    persons: Vec<u64>,
    findings: BTreeMap<usize, BTreeMap<Vec<u32>, u64>>,
}

/// Every series of the record as it stood on a day, up to its last whole period.
fn register(extract: &Extract, columns: &[Column], calendar: Calendar, day: i32) -> Vec<Registered> {
    let selection = extract.as_at(day);
    let received = selection.received_on();
    let screening = selection.codes(Column::ScreeningOutcome);
    let outcomes = selection.labels(Column::ScreeningOutcome);
    let counted = |at: usize| {
        let outcome = screening.get(at).and_then(|code| outcomes.get(usize::from(*code)));
        outcome.is_none_or(|outcome| !matches!(outcome.to_lowercase().as_str(), "void" | "merged"))
    };
    let days: Vec<(usize, i32)> = received.iter().copied().enumerate().filter(|(at, _)| counted(*at)).collect();
    let Some(first) = days.iter().map(|(_, day)| *day).min().and_then(date_of) else { return Vec::new() };
    let dates = whole_periods(calendar, first, day);
    let starts: Vec<i32> = dates.iter().map(|date| day_number(*date)).collect();
    let Some(end) = dates.last().map(|last| day_number(calendar.next(*last))) else { return Vec::new() };
    let codes: Vec<Vec<u16>> = columns.iter().map(|column| selection.codes(*column)).collect();
    let same =
        [Column::Nationality, Column::ExploitationType, Column::RegionOfExploitation, Column::FirstResponderSector]
            .map(|column| selection.codes(column));
    let regions = selection.labels(Column::RegionOfExploitation);
    let mut tallies: BTreeMap<(usize, Vec<u16>), Tally> = BTreeMap::new();
    for (at, day) in days.into_iter().filter(|(_, day)| *day < end) {
        let period = starts.partition_point(|start| *start <= day).saturating_sub(1);
        let code = |codes: &Vec<u16>| codes.get(at).copied().unwrap_or_default();
        let key: Vec<u16> = codes.iter().map(code).collect();
        let region = regions.get(usize::from(same.get(2).map_or(0, code)));
        let mut finding: Vec<u32> = same.iter().map(|codes| u32::from(code(codes))).collect();
        finding.push(u32::try_from((day + 719_162) / 7).unwrap_or_default());
        if region.is_none_or(|region| NO_VALUE.contains(&region.as_str())) {
            finding.push(u32::try_from(at).unwrap_or_default());
        }
        for level in 0..=columns.len() {
            let tally = tallies.entry((level, key.iter().take(level).copied().collect())).or_default();
            tally.persons.resize(dates.len(), 0);
            if let Some(count) = tally.persons.get_mut(period) {
                *count += 1;
            }
            *tally.findings.entry(period).or_default().entry(finding.clone()).or_default() += 1;
        }
    }
    let missing = missing_shares(&tallies, columns, extract, dates.len());
    let named = |level: usize, key: &[u16]| {
        let labels = key
            .iter()
            .zip(columns)
            .map(|(code, column)| extract.labels(*column).get(usize::from(*code)).cloned().unwrap_or_default());
        if level == 0 { "All referrals".to_owned() } else { labels.collect::<Vec<_>>().join(", ") }
    };
    let series =
        |name: &str, counts: Vec<u64>| Series { name: name.to_owned(), calendar, dates: dates.clone(), counts };
    let register = |((level, key), tally): (&(usize, Vec<u16>), &Tally)| {
        let name = named(*level, key);
        let in_period = |period: usize| tally.findings.get(&period);
        let findings = (0..dates.len()).map(|period| in_period(period).map_or(0, |found| found.len() as u64));
        let largest = dates.len().checked_sub(1).and_then(in_period).and_then(|found| found.values().max().copied());
        Registered {
            level: *level,
            owner: "statistics".to_owned(),
            question: format!("Does the number of referrals change: {name}?"),
            findings: Some(series(&name, findings.collect())),
            largest_finding: largest,
            missing: level.checked_sub(1).and_then(|at| missing.get(at)).cloned(),
            ..Registered::plain(series(&name, tally.persons.clone()))
        }
    };
    tallies.iter().map(register).collect()
}

/// The first days of the periods from the first to the last that had ended by a day.
fn whole_periods(calendar: Calendar, first: Date, day: i32) -> Vec<Date> {
    let mut dates = Vec::new();
    let mut start = calendar.beginning(first);
    loop {
        let next = calendar.next(start);
        if next <= start || day_number(next) > day.saturating_add(1) {
            return dates;
        }
        dates.push(start);
        start = next;
    }
}

/// For each dimension, the share of the last period's persons without a value.
fn missing_shares(
    tallies: &BTreeMap<(usize, Vec<u16>), Tally>,
    columns: &[Column],
    extract: &Extract,
    periods: usize,
) -> Vec<(String, f64)> {
    let mut shares = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let none: BTreeSet<u16> = extract
            .labels(*column)
            .iter()
            .zip(0_u16..)
            .filter(|(label, _)| NO_VALUE.contains(&label.as_str()))
            .map(|(_, code)| code)
            .collect();
        let (mut all, mut without) = (0, 0);
        for ((_, key), tally) in tallies.iter().filter(|((level, _), _)| *level == at + 1) {
            let count = periods.checked_sub(1).and_then(|last| tally.persons.get(last)).copied().unwrap_or(0);
            all += count;
            without += if key.get(at).is_some_and(|code| none.contains(code)) { count } else { 0 };
        }
        shares.push((column.name().to_owned(), without as f64 / (all as f64).max(1.0)));
    }
    shares
}

/// Scans the latest periods again, each with the record as it stood at the end of its last day.
fn replay_past(
    extract: &Extract,
    columns: &[Column],
    (calendar, last): (Calendar, Date),
    periods: usize,
    options: &ScanOptions,
) -> anyhow::Result<manumit_trends::scan::Replay> {
    let mut ends = Vec::new();
    let mut end = calendar.next(last);
    for _ in 0..periods {
        ends.push(end);
        end = calendar.previous(end);
    }
    ends.reverse();
    replay(&ends, options, |end| anyhow::Ok(register(extract, columns, calendar, day_number(end) - 1)))
}

fn draw(signal: &Signal, list: &[Registered], folder: &std::path::Path) -> anyhow::Result<()> {
    let Some(of) = list.iter().find(|of| of.level == signal.level && of.persons.name == signal.series) else {
        return Ok(());
    };
    let rows = Method::Tier.run(&of.persons, None, 0);
    let calendar = signal.persons.calendar;
    let title = format!(
        "{}: {} in {}, where {:.1} were to be expected",
        signal.series,
        signal.persons.observed,
        calendar.label(signal.persons.period),
        signal.persons.expected
    );
    let marks: Vec<String> = signal.caveats.iter().map(Caveat::sentence).take(2).collect();
    let subtitle = format!("Referrals by {}. {}", calendar.word(), marks.join(" "));
    write(folder, &file_name(&signal.series, "svg"), picture(title, subtitle, calendar, &rows).svg().as_bytes())
}

fn grid(scan: &Scan) -> Grid {
    let mut grid = Grid::new([
        "level",
        "series",
        "standing",
        "observed",
        "expected",
        "low",
        "high",
        "bound",
        "p",
        "adjusted_p",
        "tier",
        "caveats",
    ]);
    let held = scan.held_back.iter().map(|held| (&held.signal, "held back"));
    let told = scan.digest.iter().map(|signal| (signal, "signal")).chain(scan.news.iter().map(|news| (news, "news")));
    for (signal, standing) in told.chain(held) {
        let judged = &signal.persons;
        grid.row([
            signal.level.to_string(),
            signal.series.clone(),
            standing.to_owned(),
            judged.observed.to_string(),
            format!("{:.1}", judged.expected),
            judged.interval.low.to_string(),
            judged.interval.high.to_string(),
            judged.bound.map(|bound| format!("{bound:.0}")).unwrap_or_default(),
            format!("{:.4}", judged.upper_tail),
            format!("{:.4}", signal.adjusted_p),
            judged.tier.letter().to_owned(),
            signal.caveats.iter().map(Caveat::sentence).collect::<Vec<_>>().join(" "),
        ]);
    }
    grid
}

fn text(printed: &Printed<'_>) -> String {
    let Printed { period, as_at, by, scan, replay, .. } = printed;
    let as_at = as_at.map(|day| day.to_string()).unwrap_or_default();
    let mut text = format!("Signals of {period} by {}, as the record stood at the end of {as_at}\n\n", by.join(", "));
    for level in &scan.levels {
        let rate = &level.rate;
        let _ = writeln!(
            text,
            "Level {}: {} series judged, {} alarms where chance allows {:.2}; {} too short.",
            level.level, rate.tests, rate.alarms, rate.nominal, level.too_short
        );
        if let Some(leader) = &level.new_leader {
            let first = if leader.first_time { " for the first time" } else { "" };
            let _ = writeln!(
                text,
                "  {} leads{first}, with {} after {} with {}.",
                leader.leader, leader.count, leader.before, leader.count_of_before
            );
        }
    }
    let _ = writeln!(text, "\n{}", grid(scan).text());
    if let Some(replay) = replay {
        let _ = writeln!(
            text,
            "Replayed over {} periods as then known: {} alarms in {} tests where chance allows {:.1}.",
            replay.scans.len(),
            replay.rate.alarms,
            replay.rate.tests,
            replay.rate.nominal
        );
    }
    let _ = writeln!(text, "{FINDINGS}\n{}", scan.cannot_show);
    text
}
