//! The record as it stood at the end of one day.

use super::{Codes, Column, Extract};

/// Versions looked at before those kept are moved out: they stay in the fastest cache.
const BLOCK: usize = 1024;

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
        let from = self.recorded_from.values().chunks(BLOCK);
        let to = self.recorded_to.values().chunks(BLOCK);
        let mut positions = Vec::with_capacity(self.versions());
        let mut block = [0_u32; BLOCK];
        let mut position = 0_u32;
        for (from, to) in from.zip(to) {
            let mut kept = 0_usize;
            for (from, to) in from.iter().zip(to) {
                if let Some(place) = block.get_mut(kept) {
                    *place = position;
                }
                kept += usize::from(*from <= day) & usize::from(day < *to);
                position += 1;
            }
            positions.extend_from_slice(block.get(..kept).unwrap_or_default());
        }
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
        self.gather(self.extract.received_on.values(), |day| self.extract.years.year(*day))
    }

    /// The day of receipt, in days since 1970-01-01, one for each selected version.
    pub fn received_on(&self) -> Vec<i32> {
        let days = self.extract.received_on.values();
        self.positions.iter().map(|position| days.get(*position as usize).copied().unwrap_or_default()).collect()
    }

    /// The day of a decision, one for each selected version; `None` before it, or for another column.
    pub fn decided_on(&self, stage: Column) -> Vec<Option<i32>> {
        use arrow_array::Array;
        let days = match stage {
            Column::ReasonableGrounds => &self.extract.reasonable_grounds_on,
            Column::ConclusiveGrounds => &self.extract.conclusive_grounds_on,
            _ => return vec![None; self.positions.len()],
        };
        let day = |position: &u32| {
            let position = *position as usize;
            if days.is_null(position) { None } else { days.values().get(position).copied() }
        };
        self.positions.iter().map(day).collect()
    }

    /// The number of the finding in which each selected person was found; none where it is not recorded.
    pub fn findings(&self) -> Vec<Option<u32>> {
        use arrow_array::Array;
        let Some(findings) = &self.extract.findings else { return vec![None; self.positions.len()] };
        let finding = |position: &u32| {
            let position = *position as usize;
            if findings.is_null(position) { None } else { findings.values().get(position).copied() }
        };
        self.positions.iter().map(finding).collect()
    }

    /// The selected versions at these places, which may name one more than once.
    pub(crate) fn at(&self, places: &[usize]) -> Self {
        let positions = places.iter().filter_map(|place| self.positions.get(*place).copied()).collect();
        Self { positions, ..*self }
    }

    /// The referral and the position of each selected version, in order of referral.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (u32, u32)> {
        let rows = self.extract.row.values();
        self.positions.iter().map(|position| (rows.get(*position as usize).copied().unwrap_or_default(), *position))
    }

    /// A selection of these positions of the extract, as at the same day.
    pub(crate) fn with_positions(&self, positions: Vec<u32>) -> Self {
        Self { positions, ..*self }
    }

    /// Keeps the versions whose place in `keep` is true.
    pub(crate) fn retain(&mut self, keep: &[bool]) {
        retain(&mut self.positions, keep);
    }

    fn gather<T>(&self, values: &[T], read: impl Fn(&T) -> u16) -> Vec<u16> {
        self.positions.iter().map(|position| values.get(*position as usize).map_or(0, &read)).collect()
    }
}

/// Keeps the values whose place in `keep` is true: moved without a branch, for most are kept and none can be foretold.
pub(crate) fn retain<T: Copy>(values: &mut Vec<T>, keep: &[bool]) {
    let mut kept = 0;
    for (place, keep) in (0..values.len()).zip(keep) {
        if let Some(value) = values.get(place).copied()
            && let Some(slot) = values.get_mut(kept)
        {
            *slot = value;
            kept += usize::from(*keep);
        }
    }
    values.truncate(kept);
}
