//! Days and moments as people read them.

use jiff::{Timestamp, civil::Date};
use manumit_domain::clock::london_date;

/// A day: 1 April 2026.
pub(crate) fn day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// The day of a moment, in London.
pub(crate) fn day_of(moment: Timestamp) -> String {
    london_date(moment).map(day).unwrap_or_default()
}

/// A moment: 1 April 2026 at 9:05am.
pub(crate) fn moment(moment: Timestamp) -> String {
    let Ok(there) = moment.in_tz("Europe/London") else { return day_of(moment) };
    there.strftime("%-d %B %Y at %-I:%M%P").to_string()
}
