//! Periods: calendar years and quarters, counted so that the period before is the number before.
//!
//! A definition says which calendar its tables keep; a release keeps one. Years and quarters are never counted in one
//! table, so a quarter can not be set beside a year by mistake.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The calendar of a set of tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// Calendar years.
    #[default]
    Year,
    /// Quarters of calendar years.
    Quarter,
}

impl Calendar {
    /// What one period is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Quarter => "quarter",
        }
    }

    /// The number of the period that holds a month of a year.
    fn number(self, year: i16, month: i8) -> i16 {
        match self {
            Self::Year => year,
            Self::Quarter => year.saturating_mul(4).saturating_add(i16::from((month - 1) / 3)),
        }
    }

    /// The period that holds a date.
    pub fn of(self, date: Date) -> Period {
        Period { calendar: self, number: self.number(date.year(), date.month()) }
    }

    /// The period of that number.
    pub fn period(self, number: i16) -> Period {
        Period { calendar: self, number }
    }
}

/// One calendar year, or one quarter of one.
///
/// Written as `2012`, or as `2026-Q3`; years from 1 to 8191.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    calendar: Calendar,
    number: i16,
}

/// A text that is no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no period; write a calendar year as 2012 or a quarter as 2026-Q3")]
pub struct NotAPeriod(String);

impl Period {
    /// A calendar year.
    pub fn year(year: i16) -> Self {
        Calendar::Year.period(year)
    }

    /// Its calendar.
    pub fn calendar(self) -> Calendar {
        self.calendar
    }

    /// Its number: the year, or four times the year and the quarters before it.
    pub(crate) fn number(self) -> i16 {
        self.number
    }

    /// The period so many periods later, or earlier when negative.
    #[must_use]
    pub fn plus(self, periods: i16) -> Self {
        Self { number: self.number.saturating_add(periods), ..self }
    }

    /// The calendar year it lies in.
    pub fn calendar_year(self) -> i16 {
        match self.calendar {
            Calendar::Year => self.number,
            Calendar::Quarter => self.number.div_euclid(4),
        }
    }

    /// A quarter of the year that it lies in, 0 for the first.
    #[must_use]
    pub fn quarter(self, quarter: i16) -> Self {
        Calendar::Quarter.period(self.calendar_year().saturating_mul(4).saturating_add(quarter))
    }

    /// Its first day; `None` outside the years 1 to 9999.
    pub fn first_day(self) -> Option<Date> {
        let month = match self.calendar {
            Calendar::Year => 1,
            Calendar::Quarter => i8::try_from(self.number.rem_euclid(4)).ok()? * 3 + 1,
        };
        Date::new(self.calendar_year(), month, 1).ok()
    }

    /// Its last day; `None` outside the years 1 to 9999.
    pub fn last_day(self) -> Option<Date> {
        self.plus(1).first_day()?.yesterday().ok()
    }

    /// Its name in a sentence: `2012`, or `July to September 2026`.
    pub fn in_words(self) -> String {
        let (Calendar::Quarter, Some(first), Some(last)) = (self.calendar, self.first_day(), self.last_day()) else {
            return self.to_string();
        };
        format!("{} to {}", first.strftime("%B"), last.strftime("%B %Y"))
    }

    /// Its name as part of a column's name: `2012`, or `2026_q3`.
    pub fn in_a_name(self) -> String {
        self.to_string().replace('-', "_").to_lowercase()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.calendar {
            Calendar::Year => write!(f, "{}", self.number),
            Calendar::Quarter => write!(f, "{}-Q{}", self.calendar_year(), self.number.rem_euclid(4) + 1),
        }
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let wrong = || NotAPeriod(text.to_owned());
        let year = |text: &str| {
            let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<i16>().ok().filter(|year| digits && (1..=8_191).contains(year)).ok_or_else(wrong)
        };
        match text.split_once("-Q") {
            None => Ok(Calendar::Year.period(year(text)?)),
            Some((before, quarter)) => {
                let quarter = ["1", "2", "3", "4"].iter().position(|known| *known == quarter).ok_or_else(wrong)?;
                let quarter = i16::try_from(quarter).map_err(|_| wrong())?;
                Ok(Calendar::Quarter.period(year(before)? * 4 + quarter))
            }
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_quarter_knows_its_months_and_its_neighbours() {
        let quarter: Period = "2026-Q1".parse().unwrap();
        assert_eq!(quarter.in_words(), "January to March 2026");
        assert_eq!(quarter.plus(-1).to_string(), "2025-Q4");
        assert_eq!(quarter.plus(-4).in_words(), "January to March 2025");
        assert_eq!(quarter.last_day(), Some(Date::constant(2026, 3, 31)));
        assert_eq!(Calendar::Quarter.of(Date::constant(2026, 12, 31)).in_a_name(), "2026_q4");
        assert_eq!(Period::year(2012).last_day(), Some(Date::constant(2012, 12, 31)));
    }

    #[test]
    fn what_is_no_period_is_refused_with_an_example() {
        for text in ["", "2026-Q5", "2026-Q", "Q3", "2026Q3", "twelve", "-5", "12345", "2026-Q11", "9999"] {
            let error = text.parse::<Period>().unwrap_err();
            assert!(error.to_string().ends_with("write a calendar year as 2012 or a quarter as 2026-Q3"), "{error}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_period_that_reads_back_or_is_refused(text in "[0-9]{0,5}(-Q[0-9]?)?") {
            if let Ok(period) = text.parse::<Period>() {
                prop_assert_eq!(period.to_string().parse::<Period>().unwrap(), period);
            }
        }
    }
}
