//! Time and identifiers that come out the same in every run.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use jiff::{SignedDuration, Timestamp};
use uuid::{Builder, Uuid};

/// Midnight, 1 January 2026, in microseconds: where every clock of a test starts unless it says otherwise.
const START: i64 = 1_767_225_600_000_000;

/// A clock that moves only when it is told to.
#[derive(Clone, Debug)]
pub struct Clock {
    microsecond: Arc<AtomicI64>,
}

impl Default for Clock {
    fn default() -> Self {
        Self { microsecond: Arc::new(AtomicI64::new(START)) }
    }
}

impl Clock {
    /// A clock that stands at a time.
    pub fn at(time: Timestamp) -> Self {
        Self { microsecond: Arc::new(AtomicI64::new(time.as_microsecond())) }
    }

    /// The time it shows.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.microsecond.load(Ordering::Relaxed)).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Moves it on.
    pub fn advance(&self, by: SignedDuration) {
        let step = i64::try_from(by.as_micros()).unwrap_or(0);
        self.microsecond.fetch_add(step, Ordering::Relaxed);
    }

    /// Moves it on by one second and gives the new time: two events are never at the same time.
    pub fn tick(&self) -> Timestamp {
        self.advance(SignedDuration::from_secs(1));
        self.now()
    }
}

/// Identifiers that sort by the order in which they were made, and repeat in every run.
#[derive(Clone, Debug, Default)]
pub struct Identifiers {
    made: Arc<AtomicU64>,
}

impl Identifiers {
    /// The next identifier: a UUID of version 7 with a counter where time and randomness would be.
    pub fn next(&self) -> Uuid {
        let count = self.made.fetch_add(1, Ordering::Relaxed) + 1;
        let millisecond = START.unsigned_abs() / 1000 + count;
        let mut random = [0; 10];
        for (byte, of_count) in random.iter_mut().rev().zip(count.to_le_bytes()) {
            *byte = of_count;
        }
        Builder::from_unix_timestamp_millis(millisecond, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_ordered_version_7_and_repeatable() {
        let (one, two) = (Identifiers::default(), Identifiers::default());
        let first: Vec<Uuid> = (0..300).map(|_| one.next()).collect();
        assert!(first.is_sorted() && first.iter().all(|id| id.get_version_num() == 7));
        assert_eq!(first, (0..300).map(|_| two.next()).collect::<Vec<_>>());
    }

    #[test]
    fn the_clock_moves_only_when_told() {
        let clock = Clock::default();
        assert_eq!(clock.now().to_string(), "2026-01-01T00:00:00Z");
        assert_eq!(clock.now(), clock.now());
        assert!(clock.tick() < clock.tick());
    }
}
