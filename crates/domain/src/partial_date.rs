//! Dates as people remember them: a year, a season, "about March 2012", "before 2010".
//!
//! Nobody is made to invent a day. The notation is plain text, the same on forms, in files and in the journal:
//!
//! | written | means |
//! | --- | --- |
//! | `2012-03-14` | that day |
//! | `2012-03` | some day in March 2012 |
//! | `2012` | some day in 2012 |
//! | `spring 2012` | March to May; summer, autumn and winter follow, and winter 2012 ends in February 2013 |
//! | `about 2012-03` | that time, or as much again either side; a day is widened by a week |
//! | `before 2012` | up to the end of 2011 |
//! | `after 2012-03` | from 1 April 2012 |
//! | `between 2010 and 2012-03` | from 1 January 2010 to 31 March 2012 |

use std::{fmt, str::FromStr};

use jiff::{
    Span, ToSpan,
    civil::{Date, date},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The years that can be written. A wider range would accept slips of the pen.
const FIRST_YEAR: i16 = 1900;
const LAST_YEAR: i16 = 2199;

/// A quarter of a year, as people name it in the British Isles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Season {
    /// March to May.
    Spring,
    /// June to August.
    Summer,
    /// September to November.
    Autumn,
    /// December to February of the next year.
    Winter,
}

impl Season {
    /// Every season, in the order of the year.
    pub const ALL: [Self; 4] = [Self::Spring, Self::Summer, Self::Autumn, Self::Winter];

    /// The word in the notation.
    pub fn code(self) -> &'static str {
        match self {
            Self::Spring => "spring",
            Self::Summer => "summer",
            Self::Autumn => "autumn",
            Self::Winter => "winter",
        }
    }

    fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Autumn => 9,
            Self::Winter => 12,
        }
    }
}

/// A date known in part. Written and stored in the notation of this module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate(Shape);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Shape {
    Within(Stretch),
    About(Stretch),
    Before(Stretch),
    After(Stretch),
    Between(Stretch, Stretch),
}

/// A stretch of the calendar with a name. Held only with a year in range and a month that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Stretch {
    Year(i16),
    Season(Season, i16),
    Month(i16, i8),
    Day(Date),
}

impl Stretch {
    fn first_day(self) -> Date {
        match self {
            Self::Year(year) => date(year, 1, 1),
            Self::Season(season, year) => date(year, season.first_month(), 1),
            Self::Month(year, month) => date(year, month, 1),
            Self::Day(day) => day,
        }
    }

    /// How long the stretch is, as a span from its first day to the first day after it.
    fn length(self) -> Span {
        match self {
            Self::Year(_) => 1.year(),
            Self::Season(..) => 3.months(),
            Self::Month(..) => 1.month(),
            Self::Day(_) => 1.day(),
        }
    }

    fn last_day(self) -> Date {
        self.first_day().saturating_add(self.length()).saturating_sub(1.day())
    }

    /// The first and last day, widened for "about".
    fn widened(self) -> (Date, Date) {
        let slack = if matches!(self, Self::Day(_)) { 7.days() } else { self.length() };
        let after_end = self.first_day().saturating_add(self.length());
        let last = if matches!(self, Self::Day(_)) {
            self.first_day().saturating_add(slack)
        } else {
            after_end.saturating_add(slack).saturating_sub(1.day())
        };
        (self.first_day().saturating_sub(slack), last)
    }
}

impl PartialDate {
    /// An exact day.
    ///
    /// # Errors
    /// The year is outside 1900 to 2199.
    pub fn day(day: Date) -> Result<Self, NotAPartialDate> {
        year_in_range(day.year()).map(|_| Self(Shape::Within(Stretch::Day(day))))
    }

    /// Some day in a year.
    ///
    /// # Errors
    /// The year is outside 1900 to 2199.
    pub fn year(year: i16) -> Result<Self, NotAPartialDate> {
        year_in_range(year).map(|year| Self(Shape::Within(Stretch::Year(year))))
    }

    /// The day, where it is known exactly.
    pub fn exact_day(self) -> Option<Date> {
        match self.0 {
            Shape::Within(Stretch::Day(day)) => Some(day),
            _ => None,
        }
    }

    /// The earliest and the latest day it can have been. `None` means no bound on that side.
    pub fn interval(self) -> (Option<Date>, Option<Date>) {
        match self.0 {
            Shape::Within(stretch) => (Some(stretch.first_day()), Some(stretch.last_day())),
            Shape::About(stretch) => {
                let (first, last) = stretch.widened();
                (Some(first), Some(last))
            }
            Shape::Before(stretch) => (None, Some(stretch.first_day().saturating_sub(1.day()))),
            Shape::After(stretch) => (Some(stretch.last_day().saturating_add(1.day())), None),
            Shape::Between(from, to) => (Some(from.first_day()), Some(to.last_day())),
        }
    }
}

/// A text that is not a date in the notation of this module. Says what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPartialDate {
    /// Not in the notation at all.
    #[error(
        "{} is not a date; write 2012-03-14, 2012-03, 2012 or spring 2012, or put about, before or after in front",
        quoted(.0)
    )]
    Notation(String),
    /// Written with slashes or dots, where day and month can be mistaken.
    #[error("{} could be read two ways; write the year first, as in 2012-03-14", quoted(.0))]
    DayFirst(String),
    /// In the notation, but no such day or month exists.
    #[error("{} does not exist in the calendar; check the month (01 to 12) and the day", quoted(.0))]
    NoSuchDay(String),
    /// A year that cannot be meant.
    #[error("the year {0} is outside 1900 to 2199; write all four figures of the year")]
    Year(i16),
    /// `between` without `and`.
    #[error("{} lacks its second date; write it as between 2010 and 2012", quoted(.0))]
    BetweenWithoutAnd(String),
    /// `between` with its dates the wrong way round.
    #[error("{} ends before it begins; write the earlier date first", quoted(.0))]
    WrongWayRound(String),
}

/// So many characters of what was written are repeated.
const REPEATED: usize = 40;

/// The beginning of what was written, in quotation marks: whoever wrote a page there needs to see which one it is, no more.
fn quoted(text: &str) -> String {
    let beginning: String = text.chars().take(REPEATED).collect();
    if beginning.len() < text.len() { format!("{:?}", beginning + "…") } else { format!("{text:?}") }
}

impl NotAPartialDate {
    /// How a date is written.
    pub const NOTATION: &str = "write 1994-03-27, 1994-03, 1994, spring 1994, or put about, before or after in front";

    /// What to write instead, without repeating what was written: it may tell of a person.
    pub fn instead(&self) -> &'static str {
        match self {
            Self::Notation(_) => Self::NOTATION,
            Self::DayFirst(_) => "write the year first, as in 2012-03-14: this could be read two ways",
            Self::NoSuchDay(_) => "check the month (01 to 12) and the day: there is none so in the calendar",
            Self::Year(_) => "write all four figures of a year from 1900 to 2199",
            Self::BetweenWithoutAnd(_) => "write both dates, as in between 2010 and 2012",
            Self::WrongWayRound(_) => "write the earlier date first",
        }
    }
}

fn year_in_range(year: i16) -> Result<i16, NotAPartialDate> {
    if (FIRST_YEAR..=LAST_YEAR).contains(&year) { Ok(year) } else { Err(NotAPartialDate::Year(year)) }
}

impl FromStr for PartialDate {
    type Err = NotAPartialDate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let shape = match words.as_slice() {
            ["about", rest @ ..] => Shape::About(stretch(rest, text)?),
            ["before", rest @ ..] => Shape::Before(stretch(rest, text)?),
            ["after", rest @ ..] => Shape::After(stretch(rest, text)?),
            ["between", rest @ ..] => {
                let and = rest.iter().position(|word| *word == "and");
                let (from, to) = and
                    .and_then(|at| Some((rest.get(..at)?, rest.get(at + 1..)?)))
                    .ok_or_else(|| NotAPartialDate::BetweenWithoutAnd(text.to_owned()))?;
                let (from, to) = (stretch(from, text)?, stretch(to, text)?);
                if to.last_day() < from.first_day() {
                    return Err(NotAPartialDate::WrongWayRound(text.to_owned()));
                }
                Shape::Between(from, to)
            }
            words => Shape::Within(stretch(words, text)?),
        };
        Ok(Self(shape))
    }
}

fn stretch(words: &[&str], whole: &str) -> Result<Stretch, NotAPartialDate> {
    match words {
        [season, year] => {
            let season = Season::ALL.into_iter().find(|s| s.code() == *season);
            let season = season.ok_or_else(|| NotAPartialDate::Notation(whole.to_owned()))?;
            Ok(Stretch::Season(season, read_year(year, whole)?))
        }
        [word] if word.contains(['/', '.']) => Err(NotAPartialDate::DayFirst(whole.to_owned())),
        [word] => {
            let parts: Vec<&str> = word.split('-').collect();
            match parts.as_slice() {
                [year] => Ok(Stretch::Year(read_year(year, whole)?)),
                [year, month] => {
                    let year = read_year(year, whole)?;
                    let month = Date::new(year, read_two_figures(month, whole)?, 1);
                    month.map(|first| Stretch::Month(year, first.month())).map_err(|_| no_such_day(whole))
                }
                [year, month, day] => {
                    let (year, month) = (read_year(year, whole)?, read_two_figures(month, whole)?);
                    let day = Date::new(year, month, read_two_figures(day, whole)?);
                    day.map(Stretch::Day).map_err(|_| no_such_day(whole))
                }
                _ => Err(NotAPartialDate::Notation(whole.to_owned())),
            }
        }
        _ => Err(NotAPartialDate::Notation(whole.to_owned())),
    }
}

fn no_such_day(whole: &str) -> NotAPartialDate {
    NotAPartialDate::NoSuchDay(whole.to_owned())
}

fn read_year(figures: &str, whole: &str) -> Result<i16, NotAPartialDate> {
    let year = read_figures(figures, whole)?;
    if figures.len() == 4 { year_in_range(year) } else { Err(NotAPartialDate::Notation(whole.to_owned())) }
}

fn read_two_figures(figures: &str, whole: &str) -> Result<i8, NotAPartialDate> {
    let number = read_figures(figures, whole)?;
    let number = i8::try_from(number).ok().filter(|_| figures.len() == 2);
    number.ok_or_else(|| NotAPartialDate::Notation(whole.to_owned()))
}

fn read_figures(figures: &str, whole: &str) -> Result<i16, NotAPartialDate> {
    let number = if figures.bytes().all(|b| b.is_ascii_digit()) { figures.parse().ok() } else { None };
    number.ok_or_else(|| NotAPartialDate::Notation(whole.to_owned()))
}

impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year}"),
            Self::Season(season, year) => write!(f, "{} {year}", season.code()),
            Self::Month(year, month) => write!(f, "{year}-{month:02}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Shape::Within(stretch) => write!(f, "{stretch}"),
            Shape::About(stretch) => write!(f, "about {stretch}"),
            Shape::Before(stretch) => write!(f, "before {stretch}"),
            Shape::After(stretch) => write!(f, "after {stretch}"),
            Shape::Between(from, to) => write!(f, "between {from} and {to}"),
        }
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> PartialDate {
        text.parse().unwrap_or_else(|why| panic!("{why}"))
    }

    fn interval(text: &str) -> String {
        let (earliest, latest) = read(text).interval();
        let side = |day: Option<Date>| day.map_or_else(|| "open".to_owned(), |day| day.to_string());
        format!("{} to {}", side(earliest), side(latest))
    }

    #[test]
    fn every_form_of_the_notation_has_its_interval() {
        assert_eq!(interval("2012-03-14"), "2012-03-14 to 2012-03-14");
        assert_eq!(interval("2012-02"), "2012-02-01 to 2012-02-29");
        assert_eq!(interval("2012"), "2012-01-01 to 2012-12-31");
        assert_eq!(interval("spring 2012"), "2012-03-01 to 2012-05-31");
        assert_eq!(interval("winter 2012"), "2012-12-01 to 2013-02-28");
        assert_eq!(interval("about 2012"), "2011-01-01 to 2013-12-31");
        assert_eq!(interval("about summer 2012"), "2012-03-01 to 2012-11-30");
        assert_eq!(interval("about 2012-03"), "2012-02-01 to 2012-04-30");
        assert_eq!(interval("about 2012-03-14"), "2012-03-07 to 2012-03-21");
        assert_eq!(interval("before 2012"), "open to 2011-12-31");
        assert_eq!(interval("after 2012-03"), "2012-04-01 to open");
        assert_eq!(interval("between 2010 and 2012-03"), "2010-01-01 to 2012-03-31");
        assert_eq!(interval("  About  SPRING 2012 "), "2011-12-01 to 2012-08-31");
    }

    #[test]
    fn a_wrong_date_is_told_what_to_write() {
        for (text, says) in [
            ("14/03/2012", "write the year first"),
            ("14.03.2012", "write the year first"),
            ("2012-13", "check the month"),
            ("2012-02-30", "check the month"),
            ("12", "write 2012-03-14"),
            ("0012", "write all four figures"),
            ("3012", "outside 1900 to 2199"),
            ("", "write 2012-03-14"),
            ("monsoon 2012", "spring 2012"),
            ("2012-3", "write 2012-03-14"),
            ("between 2010", "between 2010 and 2012"),
            ("between 2012 and 2010", "the earlier date first"),
            ("about", "write 2012-03-14"),
            ("about before 2012", "write 2012-03-14"),
        ] {
            let said = text.parse::<PartialDate>().unwrap_err().to_string();
            assert!(said.contains(says), "{text}: {said}");
        }
    }

    fn any_stretch() -> impl Strategy<Value = String> {
        prop_oneof![
            (1900_i16..2200).prop_map(|y| y.to_string()),
            (1900_i16..2200, 1_i8..13).prop_map(|(y, m)| format!("{y}-{m:02}")),
            (1900_i16..2200, prop::sample::select(Season::ALL.to_vec())).prop_map(|(y, s)| format!("{} {y}", s.code())),
            (1900_i16..2200, 1_i8..13, 1_i8..29).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}")),
        ]
    }

    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![
            any_stretch(),
            (prop::sample::select(vec!["about", "before", "after"]), any_stretch())
                .prop_map(|(q, s)| format!("{q} {s}")),
            (any_stretch(), any_stretch()).prop_map(|(a, b)| format!("between {a} and {b}")),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(text in any_text()) {
            if let Ok(date) = text.parse::<PartialDate>() {
                prop_assert_eq!(date.to_string(), text.clone());
                let json = serde_json::to_string(&date).unwrap();
                prop_assert_eq!(serde_json::from_str::<PartialDate>(&json).unwrap(), date);
            } else {
                prop_assert!(text.starts_with("between"), "{}", text);
            }
        }

        #[test]
        fn an_interval_never_ends_before_it_begins(text in any_text()) {
            if let Ok((Some(earliest), Some(latest))) = text.parse::<PartialDate>().map(PartialDate::interval) {
                prop_assert!(earliest <= latest);
            }
        }

        #[test]
        fn about_always_holds_the_plain_date(text in any_stretch()) {
            let (Some(first), Some(last)) = read(&text).interval() else { panic!("a plain date has both ends") };
            let (Some(from), Some(to)) = read(&format!("about {text}")).interval() else { panic!("about has both ends") };
            prop_assert!(from < first && last < to);
        }

        #[test]
        fn before_and_after_leave_out_the_date_itself(text in any_stretch()) {
            let (first, last) = read(&text).interval();
            let (before, after) = (read(&format!("before {text}")), read(&format!("after {text}")));
            prop_assert!(before.interval().1 < first && after.interval().0 > last);
        }

        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = text.parse::<PartialDate>();
        }
    }
}
