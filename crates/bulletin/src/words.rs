//! Numbers, dates, lists and digests as text.

use jiff::civil::Date;
use sha2::{Digest, Sha256};

/// A number with commas between thousands: 1,186.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of things: 1 referral, 1,186 referrals.
pub(crate) fn plural(number: u64, thing: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {thing}{ending}", grouped(number))
}

/// A date in full: 31 March 2013.
pub(crate) fn long_date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// The SHA-256 of some bytes, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A list: England, Scotland and Wales.
pub(crate) fn list(items: &[&str]) -> String {
    match items.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => (*last).to_owned(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_dates_and_lists_read_as_english() {
        assert_eq!([0, 999, 1_186, 1_000_000].map(grouped), ["0", "999", "1,186", "1,000,000"]);
        assert_eq!([1, 1_186].map(|n| plural(n, "referral")), ["1 referral", "1,186 referrals"]);
        assert_eq!(long_date(Date::constant(2013, 3, 31)), "31 March 2013");
        assert_eq!(list(&["England", "Scotland", "Wales"]), "England, Scotland and Wales");
        assert_eq!((list(&["England"]).as_str(), list(&[]).as_str()), ("England", ""));
    }
}
