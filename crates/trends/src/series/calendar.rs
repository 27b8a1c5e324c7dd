//! The length of a period.

use jiff::{Span, ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// The length of the periods of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// A day.
    Day,
    /// Seven days, beginning on any one weekday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
}

impl Calendar {
    /// Periods in a year, as the methods count them.
    pub fn frequency(self) -> usize {
        match self {
            Self::Day => 365,
            Self::Week => 52,
            Self::Month => 12,
            Self::Quarter => 4,
            Self::Year => 1,
        }
    }

    /// Months in a period, on average.
    pub fn months(self) -> f64 {
        match self {
            Self::Day => 12.0 / 365.25,
            Self::Week => 7.0 * 12.0 / 365.25,
            Self::Month => 1.0,
            Self::Quarter => 3.0,
            Self::Year => 12.0,
        }
    }

    /// The word for a period.
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The calendar of that word, if there is one.
    pub fn find(word: &str) -> Option<Self> {
        [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year].into_iter().find(|found| found.word() == word)
    }

    /// The first day of the period after the one that begins on `day`; the last of all days stays.
    pub fn next(self, day: Date) -> Date {
        day.saturating_add(self.length())
    }

    /// The first day of the period before the one that begins on `day`; the first of all days stays.
    pub fn previous(self, day: Date) -> Date {
        day.saturating_sub(self.length())
    }

    fn length(self) -> Span {
        match self {
            Self::Day => 1.day(),
            Self::Week => 7.days(),
            Self::Month => 1.month(),
            Self::Quarter => 3.months(),
            Self::Year => 1.year(),
        }
    }

    /// The first day of the period in which a day lies; weeks begin on Mondays.
    pub fn beginning(self, day: Date) -> Date {
        let month = match self {
            Self::Day => return day,
            Self::Week => {
                return day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
            }
            Self::Month => day.month(),
            Self::Quarter => (day.month() - 1) / 3 * 3 + 1,
            Self::Year => 1,
        };
        Date::new(day.year(), month, 1).unwrap_or(day)
    }

    /// How people write the period that begins on `day`; a week by its first day.
    pub fn label(self, day: Date) -> String {
        match self {
            Self::Day | Self::Week => day.to_string(),
            Self::Month => day.strftime("%B %Y").to_string(),
            Self::Quarter => format!("Q{} {}", (day.month() - 1) / 3 + 1, day.year()),
            Self::Year => day.year().to_string(),
        }
    }

    /// The month to which a day or week belongs: for a week, that of its fourth day.
    pub(super) fn month_of(self, day: Date) -> Date {
        let middle = if self == Self::Week { day.saturating_add(3.days()) } else { day };
        middle.first_of_month()
    }
}
