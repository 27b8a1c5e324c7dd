//! The one rounding rule: nearest, half away from zero, in whole numbers.
//!
//! Every share and every change of every table goes through here, so two cells with the same counts can never print two
//! percentages. Arithmetic is exact on integers: no floating point, no surprise at 12.5.

use std::fmt;

use serde::{Serialize, Serializer};

/// The rule, in the words of every caption.
pub const RULE: &str = "percentages are rounded to the nearest unit shown, half away from zero; a change from zero is shown as new; \
                        rounded parts are not forced to add up to 100";

/// A percentage after rounding: `scaled` is the percentage times ten to the power of `decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Percent {
    /// The rounded percentage without its decimal point: 689 with one decimal is 68.9.
    pub scaled: i64,
    /// The number of decimals shown.
    pub decimals: u8,
}

impl Percent {
    /// The share of `part` in `whole`; `None` when there is nothing to share.
    pub fn share(part: u64, whole: u64, decimals: u8) -> Option<Self> {
        Self::ratio(i128::from(part), i128::from(whole), decimals)
    }

    /// The change from `was` to `is`; `None` when it starts from zero, which has no percentage.
    pub fn change(was: u64, is: u64, decimals: u8) -> Option<Self> {
        Self::ratio(i128::from(is) - i128::from(was), i128::from(was), decimals)
    }

    /// `100 numerator / denominator`, rounded: the integer `(2 · 100 · |a| + b) div 2b` with the sign put back.
    fn ratio(numerator: i128, denominator: i128, decimals: u8) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let scale = 100 * 10_i128.pow(u32::from(decimals.min(9)));
        let rounded = (2 * scale * numerator.abs() + denominator) / (2 * denominator);
        i64::try_from(rounded * numerator.signum()).ok().map(|scaled| Self { scaled, decimals })
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.decimals == 0 {
            return write!(f, "{}", self.scaled);
        }
        let unit = 10_u64.pow(u32::from(self.decimals.min(9)));
        let sign = if self.scaled < 0 { "-" } else { "" };
        let whole = self.scaled.unsigned_abs();
        write!(f, "{sign}{}.{:0width$}", whole / unit, whole % unit, width = usize::from(self.decimals))
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!(Percent::share(1, 8, 0).unwrap().to_string(), "13");
        assert_eq!(Percent::change(32, 12, 0).unwrap().to_string(), "-63");
        assert_eq!(Percent::change(32, 15, 0).unwrap().to_string(), "-53");
        assert_eq!(Percent::change(38, 34, 0).unwrap().to_string(), "-11");
        assert_eq!(Percent::share(817, 1_186, 1).unwrap().to_string(), "68.9");
        assert_eq!(Percent::change(200, 199, 1).unwrap().to_string(), "-0.5");
        assert_eq!(Percent::share(0, 5, 1).unwrap().to_string(), "0.0");
    }

    #[test]
    fn nothing_is_a_share_of_nothing_or_a_change_from_zero() {
        assert_eq!(Percent::share(0, 0, 0), None);
        assert_eq!(Percent::change(0, 1, 0), None);
    }

    proptest! {
        #[test]
        fn a_rounded_share_is_at_most_half_a_unit_off(whole in 1_u64..1_000_000, part in 0_u64..1_000_000) {
            let percent = Percent::share(part, whole, 0).unwrap();
            let doubled_error = (2 * 100 * i128::from(part) - 2 * i128::from(percent.scaled) * i128::from(whole)).abs();
            prop_assert!(doubled_error <= i128::from(whole));
        }
    }
}
