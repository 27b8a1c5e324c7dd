//! Series: whole counts on one calendar, without gaps.

mod calendar;
mod period;
mod read;

pub use calendar::Calendar;
pub use read::{SeriesFile, SeriesFileError, read, read_population};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Counts of one thing on one calendar, in order and without gaps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// What is counted.
    pub name: String,
    /// The length of a period.
    pub calendar: Calendar,
    /// The first day of each period.
    pub dates: Vec<Date>,
    /// The count of each period.
    pub counts: Vec<u64>,
}

impl Series {
    /// A series from its first period on.
    pub fn starting(name: impl Into<String>, calendar: Calendar, first: Date, counts: Vec<u64>) -> Self {
        let mut dates = Vec::with_capacity(counts.len());
        let mut day = first;
        for _ in &counts {
            dates.push(day);
            day = calendar.next(day);
        }
        Self { name: name.into(), calendar, dates, counts }
    }

    /// The counts as numbers to calculate with.
    pub fn numbers(&self) -> Vec<f64> {
        self.counts.iter().map(|count| *count as f64).collect()
    }

    /// The number of periods.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether there is no period.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The mean of all periods but the last, a month; none for a series of one period.
    pub fn mean_per_month(&self) -> Option<f64> {
        let before = self.counts.split_last()?.1;
        if before.is_empty() {
            return None;
        }
        let sum: u64 = before.iter().sum();
        Some(sum as f64 / (before.len() as f64 * self.calendar.months()))
    }

    /// The series in whole months: a week belongs to the month of its Thursday. Months not whole at either end are left
    /// out. A series of months or longer periods stays as it is.
    #[must_use]
    pub fn by_month(&self) -> Self {
        if self.calendar != Calendar::Week && self.calendar != Calendar::Day {
            return self.clone();
        }
        let mut months: Vec<(Date, u64)> = Vec::new();
        for (day, count) in self.dates.iter().zip(&self.counts) {
            let month = self.calendar.month_of(*day);
            match months.last_mut().filter(|last| last.0 == month) {
                Some(last) => last.1 += count,
                None => months.push((month, *count)),
            }
        }
        let cut_short = |day: Option<Date>, beside: Option<Date>| match (day, beside) {
            (Some(day), Some(beside)) => self.calendar.month_of(day) == self.calendar.month_of(beside),
            _ => false,
        };
        let first = self.dates.first().copied();
        let last = self.dates.last().copied();
        if cut_short(last, last.map(|day| self.calendar.next(day))) {
            months.pop();
        }
        let skipped = usize::from(cut_short(first, first.map(|day| self.calendar.previous(day))));
        let kept: Vec<(Date, u64)> = months.into_iter().skip(skipped).collect();
        Self {
            name: self.name.clone(),
            calendar: Calendar::Month,
            dates: kept.iter().map(|month| month.0).collect(),
            counts: kept.iter().map(|month| month.1).collect(),
        }
    }

    /// The series from the first period that begins on `day` or later.
    #[must_use]
    pub fn since(&self, day: Date) -> Self {
        let from = self.dates.partition_point(|date| *date < day);
        Self {
            name: self.name.clone(),
            calendar: self.calendar,
            dates: self.dates.get(from..).unwrap_or_default().to_vec(),
            counts: self.counts.get(from..).unwrap_or_default().to_vec(),
        }
    }

    /// The series up to a place, with it (from 0).
    #[must_use]
    pub fn until(&self, place: usize) -> Self {
        let end = (place + 1).min(self.len());
        Self {
            name: self.name.clone(),
            calendar: self.calendar,
            dates: self.dates.iter().take(end).copied().collect(),
            counts: self.counts.iter().take(end).copied().collect(),
        }
    }
}

#[cfg(test)]
mod tests;
