//! Days and moments as people read them.

use jiff::{Timestamp, civil::Date};
use manumit_domain::clock::london_date;

use crate::{Language, Texts};

/// The months in Welsh: jiff names them in English alone.
const WELSH_MONTHS: [&str; 12] = [
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
];

impl Texts {
    /// A day: 1 April 2026, 1 Ebrill 2026.
    pub(crate) fn day(&self, date: Date) -> String {
        match self.language() {
            Language::English => date.strftime("%-d %B %Y").to_string(),
            Language::Welsh => {
                let month = usize::try_from(date.month() - 1).ok().and_then(|place| WELSH_MONTHS.get(place));
                format!("{} {} {}", date.day(), month.copied().unwrap_or_default(), date.year())
            }
        }
    }

    /// The day of a moment, in London.
    pub(crate) fn day_of(&self, moment: Timestamp) -> String {
        london_date(moment).map(|day| self.day(day)).unwrap_or_default()
    }

    /// A moment: 1 April 2026 at 9:05am, 1 Ebrill 2026 am 9:05am.
    pub(crate) fn moment(&self, moment: Timestamp) -> String {
        let Ok(there) = moment.in_tz("Europe/London") else { return self.day_of(moment) };
        let time = there.strftime("%-I:%M%P").to_string();
        self.with("frame-day-and-time", [("day", self.day(there.date())), ("time", time)])
    }
}
