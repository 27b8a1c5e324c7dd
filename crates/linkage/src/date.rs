//! Dates of birth as closed intervals: a full date, a month, a year, "about", "between", or an age claimed on a day.

use std::fmt;

/// How two dates of birth agree, from best to worst. 0 is kept for missing.
pub(crate) const LEVELS: [&str; 12] = [
    "missing",
    "the same day",
    "day and month swapped",
    "one digit differs, or two are swapped",
    "same year, and one side is 1 January or 1 July",
    "one side is imprecise, and they overlap",
    "same day and month, another year",
    "two digits differ",
    "same year, another day",
    "one year apart or less",
    "five years apart or less",
    "different",
];

/// A date as far as it is known: every day from the earliest to the latest is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateValue {
    /// The first possible day, counted from 1 January 1970.
    pub earliest: i32,
    /// The last possible day.
    pub latest: i32,
    /// Year, month and day as eight digits when a full date was written, even one that no calendar has.
    digits: u32,
    /// The same digits, four bits each, so that they are compared together.
    coded: u32,
}

/// Digits as four bits each.
fn code(mut digits: u32) -> u32 {
    let mut coded = 0;
    for place in 0..8 {
        coded |= (digits % 10) << (place * 4);
        digits /= 10;
    }
    coded
}

/// Days from 1 January 1970 in the proleptic Gregorian calendar.
pub(crate) fn days(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn year_of(day: i32) -> i32 {
    let mut year = 1970 + day.div_euclid(366);
    while days(year + 1, 1, 1) <= day {
        year += 1;
    }
    year
}

/// A day counted from 1 January 1970 as year, month and day.
pub(crate) fn written(day: i32) -> String {
    let year = year_of(day);
    let month = (1..=12).rev().find(|month| days(year, *month, 1) <= day).unwrap_or(1);
    format!("{year:04}-{month:02}-{:02}", day - days(year, month, 1) + 1)
}

impl DateValue {
    /// Stands where no date is.
    pub(crate) const NONE: Self = Self { earliest: 0, latest: 0, digits: 0, coded: 0 };

    fn full(year: i32, month: i32, day: i32) -> Option<Self> {
        if !(0..=9999).contains(&year) || !(0..=99).contains(&month) || !(0..=99).contains(&day) {
            return None;
        }
        if month == 0 || (month <= 12 && day == 0) {
            return if (1..=12).contains(&month) { Some(Self::month(year, month)) } else { Some(Self::year(year, 0)) };
        }
        let digits = u32::try_from(year * 10_000 + month * 100 + day).unwrap_or(0);
        let at = days(year, month.clamp(1, 12), day.clamp(1, 28).max(day.min(31)));
        Some(Self { earliest: at, latest: at, digits, coded: code(digits) })
    }

    fn month(year: i32, month: i32) -> Self {
        let next = if month == 12 { days(year + 1, 1, 1) } else { days(year, month + 1, 1) };
        Self { earliest: days(year, month, 1), latest: next - 1, digits: 0, coded: 0 }
    }

    fn year(year: i32, about: i32) -> Self {
        Self { earliest: days(year - about, 1, 1), latest: days(year + about + 1, 1, 1) - 1, digits: 0, coded: 0 }
    }

    /// Whether one day is meant.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.digits != 0
    }

    /// The year, when all possible days are in one.
    #[must_use]
    pub fn known_year(&self) -> Option<i32> {
        let year = if self.digits != 0 { (self.digits / 10_000) as i32 } else { year_of(self.earliest) };
        (self.digits != 0 || year_of(self.latest) == year).then_some(year)
    }

    /// Eight digits when a full date was written, else 0.
    #[must_use]
    pub fn digits(&self) -> u32 {
        self.digits
    }

    /// Reads a date: `1971-06-24`, `24/06/1971`, `24 Jun 1971`, `19710624`, `1971-06`, `1971`, `1971~` or `about 1971`,
    /// `1953/1958` or `between 1953 and 1958`, `age 15 on 2020-03-01`, `age 15-17 on 2020`.
    ///
    /// Day comes before month in dates with slashes; a month above 12 is read as the day. A full date that no calendar
    /// has is kept as its digits, because it was mistyped and still tells something.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(claim) = text.strip_prefix("age ") {
            return Self::of_age(claim);
        }
        let lower = text.to_lowercase();
        let about =
            lower.contains('~') || ["about", "circa", "approx", "c."].iter().any(|word| lower.starts_with(word));
        let numbers = Numbers::of(&lower)?;
        let interval = lower.starts_with("between");
        let date = match numbers.as_slice() {
            [(year, 4), (to, 4)] if interval || lower.contains('/') || *to > 1231 => {
                (to >= year).then(|| Self { latest: Self::year(*to, 0).latest, ..Self::year(*year, 0) })?
            }
            [(year, 4)] => Self::year(*year, 0),
            [(date, 8)] => Self::full(date / 10_000, date / 100 % 100, date % 100)?,
            [(year, 4), (month, 1..=2)] | [(month, 1..=2), (year, 4)] if (1..=12).contains(month) => {
                Self::month(*year, *month)
            }
            [(year, 4), (month, 1..=2), (day, 1..=2), ..] => Self::full(*year, *month, *day)?,
            [(day, 1..=2), (month, 1..=2), (year, 4), ..] if *month > 12 && *day <= 12 => {
                Self::full(*year, *day, *month)?
            }
            [(day, 1..=2), (month, 1..=2), (year, 4), ..] => Self::full(*year, *month, *day)?,
            _ => return None,
        };
        Some(if about { date.widened(366) } else { date })
    }

    fn widened(self, by: i32) -> Self {
        Self { earliest: self.earliest - by, latest: self.latest + by, digits: 0, coded: 0 }
    }

    /// `15 on 2020-03-01` or `15-17 on 2020`.
    fn of_age(claim: &str) -> Option<Self> {
        let (ages, on) = claim.split_once(" on ")?;
        let on = Self::parse(on)?;
        let mut ages = ages.split('-').map(|age| age.trim().parse::<i32>().ok().filter(|age| (0..=130).contains(age)));
        let youngest = ages.next()??;
        let oldest = ages.next().unwrap_or(Some(youngest))?;
        let back = |years: i32| (f64::from(years) * 365.2425).round() as i32;
        let (earliest, latest) = (on.earliest - back(oldest + 1) + 1, on.latest - back(youngest));
        (earliest <= latest).then_some(Self { earliest, latest, digits: 0, coded: 0 })
    }

    /// The level of agreement; see the names of the levels in explanations.
    pub(crate) fn level(&self, other: &Self) -> u8 {
        if self.digits != 0 && other.digits != 0 {
            return self.level_of_full(other);
        }
        if self == other {
            return 5;
        }
        if self.earliest <= other.latest && other.earliest <= self.latest {
            return 5;
        }
        let gap = (self.earliest - other.latest).max(other.earliest - self.latest);
        if gap <= 366 {
            9
        } else if gap <= 5 * 366 {
            10
        } else {
            11
        }
    }

    fn level_of_full(&self, other: &Self) -> u8 {
        /// 1 January and 1 July, as day and month are coded.
        const DEFAULTS: [u32; 2] = [0x0101, 0x0701];
        let (a, b) = (self.coded, other.coded);
        if a == b {
            return 1;
        }
        let same_year = a >> 16 == b >> 16;
        let (day_a, day_b) = (a & 0xffff, b & 0xffff);
        if same_year && day_a >> 8 == day_b & 0xff && day_a & 0xff == day_b >> 8 {
            return 2;
        }
        let apart = a ^ b;
        let digits = (apart | apart >> 1 | apart >> 2 | apart >> 3) & 0x1111_1111;
        let differing = digits.count_ones();
        let first = digits.trailing_zeros();
        let (two_a, two_b) = (a >> first & 0xff, b >> first & 0xff);
        let swapped = digits == 0x11 << first && two_a == (two_b >> 4 | (two_b & 15) << 4);
        if differing == 1 || swapped {
            return 3;
        }
        if same_year && (DEFAULTS.contains(&day_a) || DEFAULTS.contains(&day_b)) {
            return 4;
        }
        if day_a == day_b {
            return 6;
        }
        if differing == 2 {
            return 7;
        }
        if same_year {
            return 8;
        }
        match (self.earliest - other.earliest).abs() {
            0..=366 => 9,
            367..=1830 => 10,
            _ => 11,
        }
    }
}

/// The numbers of a date with how many digits each has; names of months become their number.
struct Numbers([(i32, usize); 4], usize);

impl Numbers {
    fn of(text: &str) -> Option<Self> {
        const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let mut found = Self([(0, 0); 4], 0);
        for word in text.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
            let number = if word.bytes().all(|digit| digit.is_ascii_digit()) {
                (word.parse().ok()?, word.len())
            } else if let Some(month) = MONTHS.iter().position(|month| word.starts_with(month)) {
                (i32::try_from(month).ok()? + 1, 2)
            } else {
                continue;
            };
            *found.0.get_mut(found.1)? = number;
            found.1 += 1;
        }
        Some(found)
    }

    fn as_slice(&self) -> &[(i32, usize)] {
        self.0.get(..self.1).unwrap_or_default()
    }
}

impl fmt::Display for DateValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.digits != 0 {
            write!(f, "{:04}-{:02}-{:02}", self.digits / 10_000, self.digits / 100 % 100, self.digits % 100)
        } else if let Some(year) = self.known_year() {
            write!(f, "some day in {year}")
        } else {
            write!(f, "between {} and {}", year_of(self.earliest), year_of(self.latest))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn level(a: &str, b: &str) -> u8 {
        DateValue::parse(a).unwrap().level(&DateValue::parse(b).unwrap())
    }

    #[test]
    fn dates_are_read_in_every_form() {
        let day = DateValue::parse("1971-06-24").unwrap();
        for text in ["24/06/1971", "24 June 1971", "19710624", "06/24/1971", "24.6.1971", "1971-6-24"] {
            assert_eq!(DateValue::parse(text).unwrap(), day, "{text}");
        }
        assert_eq!(DateValue::parse("1953/1958").unwrap(), DateValue::parse("between 1953 and 1958").unwrap());
        for text in ["", "unknown", "12", "99999999999999999999", "1-2-3-4-5"] {
            assert!(DateValue::parse(text).is_none(), "{text}");
        }
        assert_eq!(DateValue::parse("1970-01-01").unwrap().earliest, 0);
        assert_eq!(DateValue::parse("2000-03-01").unwrap().earliest, 11_017);
    }

    #[test]
    fn each_kind_of_slip_has_its_level() {
        assert_eq!(level("1971-06-24", "1971-06-24"), 1);
        assert_eq!(level("1971-06-04", "1971-04-06"), 2);
        assert_eq!(level("1971-06-24", "1972-06-24"), 3);
        assert_eq!(level("1971-06-24", "1971-06-42"), 3);
        assert_eq!(level("1971-01-01", "1971-08-24"), 4);
        assert_eq!(level("1971", "1971-08-24"), 5);
        assert_eq!(level("age 15 on 2020-03-01", "2004-05-05"), 5);
        assert_eq!(level("age 15 on 2020-03-01", "1990-05-05"), 11);
        assert_eq!(level("1971-06-24", "1971-12-11"), 8);
        assert_eq!(level("1971", "1990"), 11);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_levels_are_symmetric(a in "\\PC{0,24}", b in "[0-9/ ~-]{4,12}") {
            let (a, b) = (DateValue::parse(&a), DateValue::parse(&b));
            if let (Some(a), Some(b)) = (a, b) {
                prop_assert_eq!(a.level(&b), b.level(&a));
                prop_assert!(a.earliest <= a.latest && b.earliest <= b.latest);
            }
        }
    }
}
