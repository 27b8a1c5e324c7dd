//! What is watched: every series of the record as it stood on a day, with what must be said beside it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use manumit_bulletin::extract::{Column, Extract, Selection, date_of, day_number, week_number};
use manumit_trends::{
    scan::{Era, Registered, Replay, ScanOptions, replay},
    series::{Calendar, Series},
};

use super::NO_VALUE;

/// By what persons are taken for one finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Together {
    /// The record says so: they share operation, place and week.
    Recorded(u32),
    /// The record names no operation, and they have these in common.
    Alike(Vec<u32>),
}

/// Counts of one series while the record is read.
#[derive(Default)]
struct Tally {
    persons: Vec<u64>,
    findings: BTreeMap<usize, BTreeMap<Together, u64>>,
}

/// Of how many persons of a period the record says in which operation they were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Recorded {
    pub(super) persons: u64,
    pub(super) of: u64,
}

/// What is watched, of which record.
#[derive(Clone, Copy)]
pub(super) struct Watch<'a> {
    pub(super) extract: &'a Extract,
    pub(super) columns: &'a [Column],
    pub(super) calendar: Calendar,
    pub(super) eras: &'a [Era],
}

impl Watch<'_> {
    /// Every series of the record as it stood on a day, up to its last whole period.
    pub(super) fn register(&self, day: i32) -> Vec<Registered> {
        let Self { extract, columns, calendar, eras } = *self;
        let selection = extract.as_at(day);
        let received = selection.received_on();
        let counted = counted(&selection).into_iter();
        let days: Vec<(usize, i32)> = received
            .iter()
            .copied()
            .enumerate()
            .zip(counted)
            .filter(|(_, counted)| *counted)
            .map(|(day, _)| day)
            .collect();
        let Some(first) = days.iter().map(|(_, day)| *day).min().and_then(date_of) else { return Vec::new() };
        let dates = whole_periods(calendar, first, day);
        let starts: Vec<i32> = dates.iter().map(|date| day_number(*date)).collect();
        let Some(end) = dates.last().map(|last| day_number(calendar.next(*last))) else { return Vec::new() };
        let codes: Vec<Vec<u16>> = columns.iter().map(|column| selection.codes(*column)).collect();
        let same =
            [Column::Nationality, Column::ExploitationType, Column::RegionOfExploitation, Column::FirstResponderSector]
                .map(|column| selection.codes(column));
        let recorded = selection.findings();
        let regions = selection.labels(Column::RegionOfExploitation);
        let mut tallies: BTreeMap<(usize, Vec<u16>), Tally> = BTreeMap::new();
        for (at, day) in days.into_iter().filter(|(_, day)| *day < end) {
            let period = starts.partition_point(|start| *start <= day).saturating_sub(1);
            let code = |codes: &Vec<u16>| codes.get(at).copied().unwrap_or_default();
            let key: Vec<u16> = codes.iter().map(code).collect();
            let region = regions.get(usize::from(same.get(2).map_or(0, code)));
            let mut alike: Vec<u32> = same.iter().map(|codes| u32::from(code(codes))).collect();
            alike.push(u32::try_from(week_number(day)).unwrap_or_default());
            if region.is_none_or(|region| NO_VALUE.contains(&region.as_str())) {
                alike.push(u32::try_from(at).unwrap_or_default());
            }
            let finding = recorded.get(at).copied().flatten().map_or(Together::Alike(alike), Together::Recorded);
            for level in 0..=columns.len() {
                let tally = tallies.entry((level, key.iter().take(level).copied().collect())).or_default();
                tally.persons.resize(dates.len(), 0);
                if let Some(count) = tally.persons.get_mut(period) {
                    *count += 1;
                }
                *tally.findings.entry(period).or_default().entry(finding.clone()).or_default() += 1;
            }
        }
        let share_in = share_in(extract, (&dates, calendar), (day, &received));
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
            let largest =
                dates.len().checked_sub(1).and_then(in_period).and_then(|found| found.values().max().copied());
            Registered {
                level: *level,
                owner: "statistics".to_owned(),
                question: format!("Does the number of referrals change: {name}?"),
                findings: Some(series(&name, findings.collect())),
                largest_finding: largest,
                eras: eras.to_vec(),
                share_in,
                missing: level.checked_sub(1).and_then(|at| missing.get(at)).cloned(),
                ..Registered::plain(series(&name, tally.persons.clone()))
            }
        };
        tallies.iter().map(register).collect()
    }

    /// Of how many persons of the period that begins on a day the record as it stood on another says in which operation they
    /// were found.
    pub(super) fn recorded(&self, first: Date, day: i32) -> Recorded {
        let selection = self.extract.as_at(day);
        let within = day_number(first)..day_number(self.calendar.next(first));
        let counted = counted(&selection);
        let mut recorded = Recorded::default();
        let all = selection.received_on().into_iter().zip(selection.findings()).zip(counted);
        for ((_, finding), _) in all.filter(|((received, _), counted)| *counted && within.contains(received)) {
            recorded.of += 1;
            recorded.persons += u64::from(finding.is_some());
        }
        recorded
    }

    /// Scans the latest periods again, each with the record as it stood at the end of its last day.
    pub(super) fn replay(&self, last: Date, periods: usize, options: &ScanOptions) -> anyhow::Result<Replay> {
        let mut ends = Vec::new();
        let mut end = self.calendar.next(last);
        for _ in 0..periods {
            ends.push(end);
            end = self.calendar.previous(end);
        }
        ends.reverse();
        replay(&ends, options, |end| anyhow::Ok(self.register(day_number(end) - 1)))
    }
}

/// Whether each selected version counts: those that were void or merged do not.
fn counted(selection: &Selection<'_>) -> Vec<bool> {
    let outcomes = selection.labels(Column::ScreeningOutcome);
    let counts: Vec<bool> =
        outcomes.iter().map(|outcome| !matches!(outcome.to_lowercase().as_str(), "void" | "merged")).collect();
    let codes = selection.codes(Column::ScreeningOutcome);
    codes.iter().map(|code| counts.get(usize::from(*code)).copied().unwrap_or(true)).collect()
}

/// How many earlier periods tell how late reports come in.
const LOOK_BACK: usize = 8;

/// The share of a period's reports that had come in, in the past, so long after its end as the record stands now.
///
/// None if there are fewer than four earlier periods with reports to tell it by.
fn share_in(extract: &Extract, (dates, calendar): (&[Date], Calendar), (day, received): (i32, &[i32])) -> Option<f64> {
    let (last, before) = dates.split_last()?;
    let age = day - day_number(calendar.next(*last));
    let count = |received: &[i32], first: Date| {
        let (from, to) = (day_number(first), day_number(calendar.next(first)));
        received.iter().filter(|received| (from..to).contains(*received)).count()
    };
    let (mut periods, mut then, mut now) = (0, 0, 0);
    for first in before.iter().rev().take(LOOK_BACK) {
        let all = count(received, *first);
        if all > 0 {
            periods += 1;
            now += all;
            let known = extract.as_at(day_number(calendar.next(*first)) + age).received_on();
            then += count(&known, *first).min(all);
        }
    }
    (periods >= 4).then(|| then as f64 / f64::from(u32::try_from(now).unwrap_or(u32::MAX)))
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
