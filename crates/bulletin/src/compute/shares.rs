//! Shares and changes as cells: one rounding rule, and one rule for bases too small to say anything.

use crate::{definition::TableDefinition, rounding::Percent, table::Cell};

use super::Workshop;

/// How shares of a set of tables are made into cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shares {
    least_base: u64,
}

impl Shares {
    /// A share as a cell; blank where numerator or base is not known or there is nothing to share.
    pub(super) fn cell(self, part: Option<u64>, whole: Option<u64>, decimals: u8) -> Cell {
        match part.zip(whole) {
            Some((_, whole)) if (1..self.least_base).contains(&whole) => Cell::LowBase,
            Some((part, whole)) => Percent::share(part, whole, decimals).map_or(Cell::Blank, Cell::Percent),
            None => Cell::Blank,
        }
    }
}

impl Workshop<'_> {
    pub(super) fn shares(&self) -> Shares {
        Shares { least_base: self.definitions.bulletin.least_base }
    }

    pub(super) fn share(&self, part: Option<u64>, whole: Option<u64>, decimals: u8) -> Cell {
        self.shares().cell(part, whole, decimals)
    }

    /// The change from `back` periods before to a period. There is none from or to a part year.
    pub(super) fn change(
        &self,
        definition: &TableDefinition,
        (period, back): (i16, i16),
        count: impl Fn(i16) -> Option<u64>,
    ) -> Cell {
        let before = period.saturating_sub(back);
        if self.definitions.part_year(before).is_some() || self.definitions.part_year(period).is_some() {
            return Cell::Blank;
        }
        match (count(before), count(period)) {
            (Some(0), Some(0)) | (None, _) | (_, None) => Cell::Blank,
            (Some(was), Some(_)) if (1..self.definitions.bulletin.least_base).contains(&was) => Cell::LowBase,
            (Some(was), Some(is)) => Percent::change(was, is, definition.decimals).map_or(Cell::New, Cell::Percent),
        }
    }
}
