//! `manumit trends scan`: the last whole period of every series of the record.

mod watch;

use std::{fmt::Write as _, path::PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use manumit_app::Office;
use manumit_bulletin::extract::{Column, date_of};
use manumit_trends::{
    caveat::Caveat,
    method::Method,
    review::book::{Book, Subject},
    scan::{Era, Registered, Scan, ScanOptions, scan},
    series::Calendar,
    signal::Signal,
};
use serde::Serialize;

use self::watch::{Recorded, Watch};
use super::{DeclaredEra, file_name, picture, review, write};
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
    /// A day from which things are counted otherwise, and what changed: nothing before it is compared with. May be given
    /// more than once.
    #[arg(long, value_name = "DATE=WHAT")]
    era: Vec<DeclaredEra>,
    /// Look across changes of era all the same.
    #[arg(long)]
    across_eras: bool,
    /// Write the scan (scan.json) and a picture (SVG) for each signal into this folder. Reviews that lie in it are shown.
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
    findings: String,
    scan: &'a Scan,
    replay: Option<&'a manumit_trends::scan::Replay>,
}

/// How findings are told apart, said in every export.
fn findings(Recorded { persons, of }: Recorded) -> String {
    if persons == 0 {
        return format!("The record holds no operations: persons {ALIKE}");
    }
    let others = if persons < of { format!(" Others {ALIKE}") } else { String::new() };
    format!(
        "Persons who were found in one operation or group, in one place and week, are one finding: the record says so of \
         {persons} of {of} in the period.{others}"
    )
}

/// How findings are told apart where no operation is recorded.
const ALIKE: &str = "of one nationality, exploitation type, region of exploitation, first \
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
    let eras: Vec<Era> = asked.era.iter().map(|era| era.0.clone()).collect();
    let watch = Watch { extract: &extract, columns: &columns, calendar, eras: &eras };
    let list = watch.register(day);
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
        across_eras: asked.across_eras,
        threads: std::thread::available_parallelism().map_or(1, usize::from),
    };
    let found = scan(&list, &options);
    let replayed = match asked.replay {
        Some(periods) => Some(watch.replay(last, periods, &options)?),
        None => None,
    };
    let reviews = match &asked.out {
        Some(folder) => review::open(&folder.join(review::FILE))?,
        None => Book::default(),
    };
    let printed = Printed {
        period: calendar.label(last),
        from: last,
        as_at: date_of(day),
        by: columns.iter().map(|column| column.name()).collect(),
        findings: findings(watch.recorded(last, day)),
        scan: &found,
        replay: replayed.as_ref(),
    };
    if let Some(folder) = &asked.out {
        for signal in &found.digest {
            draw(signal, &list, folder)?;
        }
        write(folder, "scan.json", serde_json::to_string_pretty(&printed)?.as_bytes())?;
    }
    match common.format {
        Format::Json => say(&serde_json::to_string_pretty(&printed)?),
        Format::Csv => grid(&found, &reviews).print(Format::Csv, ""),
        Format::Table => say(&text(&printed, &reviews)),
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

fn grid(scan: &Scan, reviews: &Book) -> Grid {
    let mut grid = Grid::new([
        "level",
        "series",
        "standing",
        "observed",
        "expected",
        "low",
        "high",
        "findings",
        "largest_share",
        "bound",
        "p",
        "adjusted_p",
        "tier",
        "review",
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
            signal.findings.as_ref().map(|findings| findings.observed.to_string()).unwrap_or_default(),
            signal.largest_finding.map(|largest| format!("{:.2}", largest.share)).unwrap_or_default(),
            judged.bound.map(|bound| format!("{bound:.0}")).unwrap_or_default(),
            format!("{:.4}", judged.upper_tail),
            format!("{:.4}", signal.adjusted_p),
            judged.tier.letter().to_owned(),
            review::standing(reviews.find(&subject(signal))),
            signal.caveats.iter().map(Caveat::sentence).collect::<Vec<_>>().join(" "),
        ]);
    }
    grid
}

/// What a review of a signal is about.
fn subject(signal: &Signal) -> Subject {
    Subject { series: signal.series.clone(), level: signal.level, period: signal.persons.period }
}

fn text(printed: &Printed<'_>, reviews: &Book) -> String {
    let Printed { period, as_at, by, findings, scan, replay, .. } = printed;
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
    let _ = writeln!(text, "\n{}", grid(scan, reviews).text());
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
    let _ = writeln!(text, "{findings}\n{}", scan.cannot_show);
    text
}
