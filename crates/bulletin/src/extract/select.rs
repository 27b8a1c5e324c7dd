//! The record as it stood at the end of one day.

use super::{Codes, Column, Extract, date_of};

/// The versions that stood at the end of one day: at most one for each referral.
///
/// One selection is shared by every table of a release, so that all of them speak of the same record.
#[derive(Clone, Debug)]
pub struct Selection<'a> {
    extract: &'a Extract,
    as_at: i32,
    positions: Vec<u32>,
}

impl Extract {
    /// Selects the versions that stood at the end of `day` (days since 1970-01-01).
    pub fn as_at(&self, day: i32) -> Selection<'_> {
        let from = self.recorded_from.values();
        let to = self.recorded_to.values();
        let mut positions = vec![0_u32; from.len()];
        let mut kept = 0_usize;
        for ((position, from), to) in (0_u32..).zip(from.iter()).zip(to.iter()) {
            if let Some(place) = positions.get_mut(kept) {
                *place = position;
            }
            kept += usize::from(*from <= day) & usize::from(day < *to);
        }
        positions.truncate(kept);
        Selection { extract: self, as_at: day, positions }
    }
}

impl<'a> Selection<'a> {
    /// The extract selected from.
    pub fn extract(&self) -> &'a Extract {
        self.extract
    }

    /// The as-at day, in days since 1970-01-01.
    pub fn as_at(&self) -> i32 {
        self.as_at
    }

    /// The number of referrals that stood in the record, counted or not.
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    /// Whether nothing stood in the record on that day.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }

    /// The codes of one category column, one for each selected version.
    pub fn codes(&self, column: Column) -> Vec<u16> {
        match &self.extract.column(column).codes {
            Codes::Narrow(codes) => self.gather(codes.values(), |code| u16::from(*code)),
            Codes::Wide(codes) => self.gather(codes.values(), |code| *code),
        }
    }

    /// The labels of a category column.
    pub fn labels(&self, column: Column) -> &'a [String] {
        self.extract.labels(column)
    }

    /// The calendar year of receipt, one for each selected version.
    pub fn years(&self) -> Vec<u16> {
        let received = self.extract.received_on.values();
        let first = received.iter().copied().min().unwrap_or(0);
        let last = received.iter().copied().max().unwrap_or(-1);
        let year_of = |day| date_of(day).and_then(|date| u16::try_from(date.year()).ok()).unwrap_or(0);
        let years: Vec<u16> = (first..=last).map(year_of).collect();
        self.gather(received, |day| {
            usize::try_from(i64::from(*day) - i64::from(first)).ok().and_then(|i| years.get(i)).copied().unwrap_or(0)
        })
    }

    /// Keeps the versions whose place in `keep` is true.
    pub(crate) fn retain(&mut self, keep: &[bool]) {
        let mut keep = keep.iter();
        self.positions.retain(|_| keep.next() == Some(&true));
    }

    fn gather<T>(&self, values: &[T], read: impl Fn(&T) -> u16) -> Vec<u16> {
        self.positions.iter().map(|position| values.get(*position as usize).map_or(0, &read)).collect()
    }
}
