//! Which past points are compared with, and in which part of the year each lies.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::Options;

/// How the reference points of earlier years are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeAxis {
    /// By counting points: a year is `frequency` points.
    Index,
    /// By the calendar: the same day of each earlier year, moved to the nearest day with the same weekday.
    Calendar,
}

/// One point of the baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) place: usize,
    pub(super) time: f64,
}

/// The baseline of one place: rows in groups of one season level each.
///
/// It depends on the dates and the options alone, so one is enough for every series of a scan.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    place: usize,
    time: f64,
    /// Rows of each level that has any; the level of the place judged comes last.
    pub(super) levels: Vec<Vec<Row>>,
}

impl Baseline {
    /// Finds the baseline of a place (from 0); none if the series does not go back far enough, or the level of the place
    /// has no past point.
    pub fn find(options: &Options, dates: &[Date], place: usize) -> Option<Self> {
        let references = references(options, dates, place)?;
        let level = levels(options, &references, place)?;
        let end = place.checked_sub(options.past_not_included)?;
        let members: Vec<(usize, usize)> =
            level.iter().enumerate().take(end).filter_map(|(at, level)| level.map(|level| (at, level))).collect();
        let first = members.first()?.0;
        let time = clock(options.axis, dates, first)?;
        let mut rows: Vec<Vec<Row>> = vec![Vec::new(); options.periods.max(1)];
        for (at, level) in members {
            rows.get_mut(level.checked_sub(1)?)?.push(Row { place: at, time: time(at)? });
        }
        if rows.last()?.is_empty() {
            return None;
        }
        rows.retain(|rows| !rows.is_empty());
        Some(Self { place, time: time(place)?, levels: rows })
    }

    /// The place judged.
    pub fn place(&self) -> usize {
        self.place
    }

    /// The time of the place judged, in points of the axis.
    pub fn time(&self) -> f64 {
        self.time
    }

    /// The number of past points.
    pub fn len(&self) -> usize {
        self.levels.iter().map(Vec::len).sum()
    }

    /// Whether there is no past point; never so for one that was found.
    pub fn is_empty(&self) -> bool {
        self.levels.is_empty()
    }

    /// The places of the baseline, level by level.
    pub fn places(&self) -> impl Iterator<Item = usize> {
        self.levels.iter().flatten().map(|row| row.place)
    }

    /// The first and the last place of the baseline.
    pub fn span(&self) -> Option<(usize, usize)> {
        Some((self.places().min()?, self.places().max()?))
    }
}

/// The reference points, oldest first, without the place itself.
fn references(options: &Options, dates: &[Date], place: usize) -> Option<Vec<usize>> {
    let years = (1..=options.years_back).rev();
    match options.axis {
        TimeAxis::Index => years.map(|year| place.checked_sub(year * options.frequency)).collect(),
        TimeAxis::Calendar => {
            let day = *dates.get(place)?;
            years.map(|year| dates.binary_search(&same_day(day, year, options.frequency)?).ok()).collect()
        }
    }
}

/// The same calendar day so many years before, at the nearest same weekday for series of weeks or days.
fn same_day(day: Date, years: usize, frequency: usize) -> Option<Date> {
    let year = day.year().checked_sub(i16::try_from(years).ok()?)?;
    // The 29th of February has its day in other years on the 1st of March.
    let earlier = Date::new(year, day.month(), day.day()).or_else(|_| Date::new(year, 3, 1)).ok()?;
    if frequency <= 12 {
        return Some(earlier);
    }
    let ahead = i64::from(earlier.weekday().to_monday_zero_offset() - day.weekday().to_monday_zero_offset());
    let back = ahead.rem_euclid(7);
    earlier.checked_add(if back <= 3 { -back } else { 7 - back }.days()).ok()
}

/// The season level of every place up to the one judged, from 1.
fn levels(options: &Options, references: &[usize], place: usize) -> Option<Vec<Option<usize>>> {
    let (half, periods) = (options.half_window, options.periods.max(1));
    let mut level = vec![None; place + 1];
    let mut window = |from: usize, to: usize, value: usize| -> Option<()> {
        level.get_mut(from..=to)?.fill(Some(value));
        Some(())
    };
    for reference in references {
        window(reference.checked_sub(half)?, reference + half, periods)?;
    }
    window(place.checked_sub(half)?, place, periods)?;
    if periods > 1 {
        for (reference, next) in references.iter().zip(references.iter().skip(1).chain([&place])) {
            let (from, to) = (reference + half + 1, next.checked_sub(half)?);
            let gap = to.checked_sub(from)?;
            let (run, more) = (gap / (periods - 1), gap % (periods - 1));
            let mut at = from;
            for value in 1..periods {
                let length = run + usize::from(value <= more);
                level.get_mut(at..at + length)?.fill(Some(value));
                at += length;
            }
        }
    }
    Some(level)
}

/// The time of a place: its number on the index axis, points since the first day of the baseline on the calendar axis.
fn clock(axis: TimeAxis, dates: &[Date], first: usize) -> Option<impl Fn(usize) -> Option<f64>> {
    let days = |from: Date, to: Date| from.duration_since(to).as_hours() as f64 / -24.0;
    let scale = match axis {
        TimeAxis::Index => None,
        TimeAxis::Calendar => Some((*dates.get(first)?, days(*dates.first()?, *dates.get(1)?))),
    };
    Some(move |place: usize| match scale {
        None => Some((place + 1) as f64),
        Some((origin, step)) => Some(days(origin, *dates.get(place)?) / step),
    })
}
