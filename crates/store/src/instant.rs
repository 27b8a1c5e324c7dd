//! Times as the journal writes them: UTC text with microseconds and `Z`, which sorts as text.

use jiff::{Timestamp, fmt::temporal::DateTimePrinter};

static PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(6));

/// The time as text, `2026-01-31T09:30:00.000000Z`. What is finer than a microsecond is left off.
pub fn written(time: Timestamp) -> String {
    PRINTER.timestamp_to_string(&time)
}

/// The time without what the journal would leave off.
pub(crate) fn kept(time: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(time.as_microsecond()).unwrap_or(time)
}

/// Reads a time that was written here, and nothing else.
pub fn read(text: &str) -> Option<Timestamp> {
    let time: Timestamp = text.parse().ok()?;
    (written(time) == text).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_one_width_and_comes_back() {
        let whole: Timestamp = "2026-01-31T09:30:00Z".parse().unwrap();
        assert_eq!(written(whole), "2026-01-31T09:30:00.000000Z");
        let fine: Timestamp = "2026-01-31T09:30:00.123456789Z".parse().unwrap();
        assert_eq!(written(fine), "2026-01-31T09:30:00.123456Z");
        assert_eq!(read(&written(fine)), Some(kept(fine)));
        assert_eq!(read("2026-01-31T09:30:00Z"), None);
    }
}
