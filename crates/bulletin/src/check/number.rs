//! Exact decimals and ratios, and the one rounding rule: to the nearest, half away from zero.
//!
//! A checker that computes in binary floating point would now and then invent a rounding defect, so everything here is
//! whole-number arithmetic. A decimal holds at most [`MOST_DIGITS`] digits, which keeps every product inside `i128`.

use std::{cmp::Ordering, fmt};

/// The most digits, before and after the point together, that a printed number may have.
pub const MOST_DIGITS: usize = 15;

/// The most digits after the point.
const MOST_PLACES: u32 = 6;

/// A decimal number as printed: 3.50 and 3.5 are equal, but remember how many places they were given to.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    units: i128,
    places: u32,
}

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self { units: 0, places: 0 };

    /// A whole number.
    pub fn whole(number: i64) -> Self {
        Self { units: i128::from(number), places: 0 }
    }

    /// Reads digits with an optional sign, thousands separators and decimal part: `-1,186.5`. `None` if it is not that.
    pub fn read(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
        let mut joined = joined_thousands(whole)?;
        if let Some(fraction) = fraction {
            if fraction.is_empty() {
                return None;
            }
            joined.push_str(fraction);
        }
        let places = u32::try_from(fraction.map_or(0, str::len)).ok()?;
        if joined.len() > MOST_DIGITS || places > MOST_PLACES || !joined.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        Some(Self { units: sign * joined.parse::<i128>().ok()?, places })
    }

    /// How many digits after the point it was given to.
    pub fn places(self) -> u32 {
        self.places
    }

    /// Says whether it is zero.
    pub fn is_zero(self) -> bool {
        self.units == 0
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let places = self.places.max(other.places);
        Self { units: self.units_at(places) + other.units_at(places), places }
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.plus(other.negated())
    }

    /// The same size with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { units: -self.units, ..self }
    }

    fn units_at(self, places: u32) -> i128 {
        self.units * ten_to(places.saturating_sub(self.places))
    }
}

fn joined_thousands(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    if first.is_empty() {
        return None;
    }
    let mut joined = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.len() > 3 {
            return None;
        }
        joined.push_str(group);
    }
    Some(joined)
}

fn ten_to(places: u32) -> i128 {
    10_i128.pow(places)
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let places = self.places.max(other.places);
        self.units_at(places).cmp(&other.units_at(places))
    }
}

impl std::iter::Sum for Decimal {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::ZERO, Self::plus)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let size = self.units.unsigned_abs();
        if self.places == 0 {
            return write!(f, "{sign}{size}");
        }
        let one = ten_to(self.places).unsigned_abs();
        write!(f, "{sign}{}.{:0width$}", size / one, size % one, width = self.places as usize)
    }
}

/// One number over another, kept exact until it is rounded.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    over: i128,
    under: i128,
}

impl Ratio {
    /// `part` over `whole`; `None` where the whole is zero, because then there is no ratio.
    pub fn of(part: Decimal, whole: Decimal) -> Option<Self> {
        let places = part.places.max(whole.places);
        let (over, under) = (part.units_at(places), whole.units_at(places));
        match under.cmp(&0) {
            Ordering::Equal => None,
            Ordering::Less => Some(Self { over: -over, under: -under }),
            Ordering::Greater => Some(Self { over, under }),
        }
    }

    /// `part` as a percentage of `whole`.
    pub fn percent(part: Decimal, whole: Decimal) -> Option<Self> {
        Self::of(part, whole).map(|ratio| ratio.times(100))
    }

    /// The percentage change from one number to another: positive for a rise. `None` from zero.
    pub fn percent_change(from: Decimal, to: Decimal) -> Option<Self> {
        Self::percent(to.minus(from), from)
    }

    /// The ratio a whole number of times.
    #[must_use]
    pub fn times(self, factor: i64) -> Self {
        Self { over: self.over * i128::from(factor), under: self.under }
    }

    /// To the nearest at so many places, half away from zero: the one rounding rule.
    pub fn rounded(self, places: u32) -> Decimal {
        let scaled = self.over * ten_to(places);
        let nearest = (2 * scaled.abs() + self.under) / (2 * self.under);
        Decimal { units: nearest * scaled.signum(), places }
    }

    /// Cut off towards zero at so many places: what a rounded figure must not be, and now and then is.
    pub fn truncated(self, places: u32) -> Decimal {
        Decimal { units: self.over * ten_to(places) / self.under, places }
    }
}

impl fmt::Display for Ratio {
    /// One place after the point, or two where one would hide that the number is not whole.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one_place = self.rounded(1);
        if one_place == self.rounded(0) && self.over % self.under != 0 {
            return write!(f, "{}", self.rounded(2));
        }
        write!(f, "{one_place}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::read(text).unwrap()
    }

    #[test]
    fn printed_numbers_are_read_with_sign_separators_and_places() {
        assert_eq!(decimal("1,186"), Decimal::whole(1186));
        assert_eq!(decimal("\u{2212}63"), Decimal::whole(-63));
        assert_eq!(decimal("+25").to_string(), "25");
        assert_eq!(decimal("137.70").to_string(), "137.70");
        assert_eq!(decimal("137.70"), decimal("137.7"));
    }

    #[test]
    fn what_is_not_a_number_is_not_read() {
        for text in ["", "-", "12O", "1,18", "1234,567", "1.", ".5", "1.2.3", "--1", "1 186", "1234567890123456"] {
            assert!(Decimal::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_half_goes_away_from_zero_on_both_sides() {
        let half = |over: i64| Ratio::of(Decimal::whole(over), Decimal::whole(2)).unwrap();
        assert_eq!(half(25).rounded(0), Decimal::whole(13));
        assert_eq!(half(-125).rounded(0), Decimal::whole(-63));
        assert_eq!(half(-125).truncated(0), Decimal::whole(-62));
    }

    #[test]
    fn a_change_from_zero_has_no_percentage() {
        assert!(Ratio::percent_change(Decimal::ZERO, Decimal::whole(1)).is_none());
        assert_eq!(Ratio::percent_change(Decimal::whole(38), Decimal::whole(34)).unwrap().to_string(), "-10.5");
    }

    #[test]
    fn a_ratio_shows_that_it_is_not_whole() {
        assert_eq!(Ratio::percent(Decimal::whole(458), Decimal::whole(803)).unwrap().to_string(), "57.04");
        assert_eq!(Ratio::percent(Decimal::whole(1), Decimal::whole(4)).unwrap().to_string(), "25.0");
    }

    proptest! {
        #[test]
        fn a_number_reads_back_as_it_was_written(units in -999_999_999_i128..999_999_999, places in 0_u32..6) {
            let number = Decimal { units, places };
            let again = decimal(&number.to_string());
            prop_assert_eq!(again, number);
            prop_assert_eq!(again.places(), places);
        }

        #[test]
        fn rounding_is_never_further_away_than_half(over in -1_000_000_i64..1_000_000, under in 1_i64..10_000) {
            let rounded = Ratio::of(Decimal::whole(over), Decimal::whole(under)).unwrap().rounded(0).units;
            let twice_the_error = 2 * (rounded * i128::from(under) - i128::from(over)).abs();
            prop_assert!(twice_the_error <= i128::from(under));
        }

        #[test]
        fn rounding_is_symmetric(over in -1_000_000_i64..1_000_000, under in 1_i64..10_000, places in 0_u32..3) {
            let ratio = |n| Ratio::of(Decimal::whole(n), Decimal::whole(under)).unwrap();
            prop_assert_eq!(ratio(over).rounded(places), ratio(-over).rounded(places).negated());
        }

        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in ".{0,24}") {
            let _ = Decimal::read(&text);
        }
    }
}
