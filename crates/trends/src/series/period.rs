//! How a period is written in a file.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::Calendar;

/// A period as written: its first day, and its calendar where the writing alone says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) first: Date,
    pub(super) calendar: Option<Calendar>,
}

/// Reads `2012-07-30`, `2012-07`, `2012-Q3`, `2012-W31` or `2012`.
pub(super) fn parse(text: &str) -> Option<Written> {
    let (year, rest) = match text.split_once('-') {
        Some((year, rest)) => (year, Some(rest)),
        None => (text, None),
    };
    if year.len() != 4 {
        return None;
    }
    let year: i16 = digits(year)?;
    let Some(rest) = rest else {
        return Some(Written { first: Date::new(year, 1, 1).ok()?, calendar: Some(Calendar::Year) });
    };
    if let Some(quarter) = rest.strip_prefix('Q') {
        let quarter: i8 = digits(quarter).filter(|quarter| (1..=4).contains(quarter))?;
        let first = Date::new(year, quarter * 3 - 2, 1).ok()?;
        return Some(Written { first, calendar: Some(Calendar::Quarter) });
    }
    if let Some(week) = rest.strip_prefix('W') {
        let week = ISOWeekDate::new(year, digits(week)?, Weekday::Monday).ok()?;
        return Some(Written { first: week.date(), calendar: Some(Calendar::Week) });
    }
    match rest.split_once('-') {
        Some((month, day)) => {
            Some(Written { first: Date::new(year, digits(month)?, digits(day)?).ok()?, calendar: None })
        }
        None => Some(Written { first: Date::new(year, digits(rest)?, 1).ok()?, calendar: Some(Calendar::Month) }),
    }
}

/// A number of at least one digit and nothing else: no sign, no space.
fn digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// The calendar that two consecutive first days are a step of.
pub(super) fn calendar_of_step(first: Date, second: Date) -> Option<Calendar> {
    let calendars = [Calendar::Day, Calendar::Week, Calendar::Month, Calendar::Quarter, Calendar::Year];
    let from_first = |calendar: &Calendar| matches!(calendar, Calendar::Day | Calendar::Week) || first.day() == 1;
    calendars.into_iter().filter(from_first).find(|calendar| calendar.next(first) == second)
}
