//! Working days: Monday to Friday, less the bank holidays of a division.
//!
//! The list of bank holidays has a first and a last year. Outside them nothing is computed: a deadline worked out
//! without the holidays would look exact and be wrong.

use std::collections::BTreeMap;

use jiff::{
    ToSpan,
    civil::{Date, Weekday, date},
};
use serde::{Deserialize, Serialize};

use crate::policy_file::{LawError, read_rows};

const FILE: &str = "bank_holidays.csv";

/// A part of the United Kingdom with its own list of bank holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Division {
    /// England and Wales share one list.
    EnglandAndWales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

impl Division {
    /// Every division, in a fixed order.
    pub const ALL: [Self; 3] = [Self::EnglandAndWales, Self::Scotland, Self::NorthernIreland];

    /// The code in policy files.
    pub fn code(self) -> &'static str {
        match self {
            Self::EnglandAndWales => "england-and-wales",
            Self::Scotland => "scotland",
            Self::NorthernIreland => "northern-ireland",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::EnglandAndWales => "England and Wales",
            Self::Scotland => "Scotland",
            Self::NorthernIreland => "Northern Ireland",
        }
    }
}

/// The bank holidays of one division, and the days between which they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    division: Division,
    holidays: BTreeMap<Date, String>,
    first: Date,
    last: Date,
}

/// A day for which the bank holidays are not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no bank holidays are known for {day} in {}: the list runs from {first} to {last}; add the year to the list, or set \
     the date by hand",
    division.label()
)]
pub struct OutsideCalendar {
    /// The day that was reached.
    pub day: Date,
    /// The division asked.
    pub division: Division,
    /// First day of the list.
    pub first: Date,
    /// Last day of the list.
    pub last: Date,
}

impl Calendar {
    /// The division whose bank holidays these are.
    pub fn division(&self) -> Division {
        self.division
    }

    /// The first and the last day for which bank holidays are known.
    pub fn covers(&self) -> (Date, Date) {
        (self.first, self.last)
    }

    /// The name of the bank holiday on a day, if it is one.
    pub fn bank_holiday(&self, day: Date) -> Option<&str> {
        self.holidays.get(&day).map(String::as_str)
    }

    /// Says whether a day is a working day.
    ///
    /// # Errors
    /// The day is before or after the list.
    pub fn is_working_day(&self, day: Date) -> Result<bool, OutsideCalendar> {
        if day < self.first || day > self.last {
            return Err(OutsideCalendar { day, division: self.division, first: self.first, last: self.last });
        }
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        Ok(!weekend && !self.holidays.contains_key(&day))
    }

    /// The `count`th working day after a day, which is not itself counted.
    ///
    /// # Errors
    /// The count passes the end of the list, or starts before it.
    pub fn working_days_after(&self, day: Date, count: u32) -> Result<Date, OutsideCalendar> {
        self.is_working_day(day)?;
        let (mut reached, mut left) = (day, count);
        while left > 0 {
            reached = reached.saturating_add(1.day());
            if self.is_working_day(reached)? {
                left -= 1;
            }
        }
        Ok(reached)
    }
}

/// The calendars of every division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendars {
    england_and_wales: Calendar,
    scotland: Calendar,
    northern_ireland: Calendar,
}

#[derive(Deserialize)]
struct Row {
    division: Division,
    date: Date,
    title: String,
}

impl Calendars {
    /// Reads the list of bank holidays.
    ///
    /// A list covers whole years, from its first entry's year to its last entry's. A year in between without an entry
    /// is refused: it would make every day of that year a working day.
    ///
    /// # Errors
    /// The text is not such a list, names a day twice, or leaves out a division or a year.
    pub fn parse(text: &str) -> Result<Self, LawError> {
        let rows: Vec<(u64, Row)> = read_rows(FILE, text)?;
        let calendar = |division| calendar_of(division, &rows);
        Ok(Self {
            england_and_wales: calendar(Division::EnglandAndWales)?,
            scotland: calendar(Division::Scotland)?,
            northern_ireland: calendar(Division::NorthernIreland)?,
        })
    }

    /// The calendar of one division.
    pub fn of(&self, division: Division) -> &Calendar {
        match division {
            Division::EnglandAndWales => &self.england_and_wales,
            Division::Scotland => &self.scotland,
            Division::NorthernIreland => &self.northern_ireland,
        }
    }
}

fn calendar_of(division: Division, rows: &[(u64, Row)]) -> Result<Calendar, LawError> {
    let mut holidays = BTreeMap::new();
    for (line, row) in rows.iter().filter(|(_, row)| row.division == division) {
        if holidays.insert(row.date, row.title.clone()).is_some() {
            let entry = format!("line {line}");
            return Err(LawError::entry(FILE, entry, row.date.to_string(), "is there twice for this division"));
        }
    }
    let years = holidays.keys().next().zip(holidays.keys().next_back()).map(|(a, b)| (a.year(), b.year()));
    let Some((first, last)) = years else {
        return Err(LawError::entry(FILE, "whole file", division.code(), "has no bank holidays"));
    };
    if let Some(year) = (first..=last).find(|year| !holidays.keys().any(|day| day.year() == *year)) {
        return Err(LawError::entry(FILE, division.code(), year.to_string(), "has no bank holidays; add the year"));
    }
    Ok(Calendar { division, holidays, first: date(first, 1, 1), last: date(last, 12, 31) })
}

#[cfg(test)]
mod tests;
