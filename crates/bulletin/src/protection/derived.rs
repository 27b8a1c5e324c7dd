//! Figures made from counts: shares, changes, days. They stay where every count they are made from is published.

use std::collections::BTreeSet;

use super::{
    exposure::{Exposure, Place},
    name::Name,
    reader::Reader,
};
use crate::{
    definition::{ColumnDefinition, Show},
    period::Period,
    rounding::Percent,
    table::Cell,
};

/// A printed figure and the counts it is made from.
#[derive(Clone, Debug)]
pub(super) struct Derived {
    pub(super) place: Place,
    /// The count it is about.
    part: Name,
    /// The count it is compared with.
    base: Option<Name>,
    /// Counts among which it has its place.
    among: Vec<Name>,
    figure: Option<Percent>,
    is_change: bool,
}

impl Derived {
    pub(super) fn of_series(
        reader: &Reader<'_>,
        (column, cell): (&ColumnDefinition, &Cell),
        place: Place,
        period: Period,
    ) -> Option<Self> {
        let part = reader.base(period).filtered(&column.filter);
        let base = match column.show {
            Show::Share => Some(reader.base(period).filtered(&column.whole)),
            Show::Change => Some(reader.base(period.plus(-column.back)).filtered(&column.filter)),
            _ => None,
        };
        Self::made((column, cell), place, part, base)
    }

    pub(super) fn of_grid(
        reader: &Reader<'_>,
        (column, cell): (&ColumnDefinition, &Cell),
        place: Place,
        part: Name,
    ) -> Option<Self> {
        let base = match column.show {
            Show::Change => Name { period: part.period.plus(-column.back), ..part.clone() },
            _ => reader.base(part.period),
        };
        Self::made((column, cell), place, part, Some(base))
    }

    /// A share of a base that the table names, and the counts that the base is the sum of, where nobody prints it.
    pub(super) fn of_part(
        shown: (&ColumnDefinition, &Cell),
        place: Place,
        part: Name,
        (base, among): (Name, Vec<Name>),
    ) -> Option<Self> {
        Self::made(shown, place, part, Some(base)).map(|made| Self { among, ..made })
    }

    /// The place of a count among others.
    pub(super) fn of_position(place: Place, part: Name, among: Vec<Name>) -> Self {
        Self { place, part, base: None, among, figure: None, is_change: false }
    }

    fn made((column, cell): (&ColumnDefinition, &Cell), place: Place, part: Name, base: Option<Name>) -> Option<Self> {
        let figure = match cell {
            Cell::Blank | Cell::Withheld => return None,
            Cell::Percent(percent) => Some(*percent),
            _ => None,
        };
        Some(Self { place, part, base, among: Vec::new(), figure, is_change: column.show == Show::Change })
    }

    /// Whether it tells something of a count that is withheld, here or before, or that would have been if it were printed.
    pub(super) fn tells(&self, withheld: &BTreeSet<&Name>, now: &Exposure, before: &[Exposure], least: u64) -> bool {
        let hidden = |name: &Name| {
            let mut before = before.iter().filter(|before| before.find(name).is_some()).peekable();
            let is_told = now.find(name).is_some() || before.peek().is_none();
            withheld.contains(name) || !is_told && before.all(|before| before.count(name).is_none())
        };
        if hidden(&self.part) || self.base.as_ref().is_some_and(hidden) || self.among.iter().any(hidden) {
            return true;
        }
        let printed = |name: &Name| now.find(name).is_some();
        let Some(base) = self.base.as_ref() else { return !printed(&self.part) };
        if printed(&self.part) && printed(base) {
            return false;
        }
        self.implied(now, base).is_none_or(|implied| implied < least as f64)
    }

    /// The count that is not printed, as the figure and the other count tell it, at the least.
    fn implied(&self, now: &Exposure, base: &Name) -> Option<f64> {
        let figure = self.figure?;
        let scale = 10_f64.powi(i32::from(figure.decimals));
        let percent = figure.scaled as f64 / scale;
        let half = 0.5 / scale;
        match (now.count(&self.part), now.count(base)) {
            (Some(part), None) if self.is_change => Some(part as f64 * 100.0 / (100.0 + percent + half)),
            (Some(part), None) => Some(part as f64 * 100.0 / (percent + half)),
            (None, Some(base)) if self.is_change => Some(base as f64 * (100.0 + percent - half) / 100.0),
            (None, Some(base)) => Some(base as f64 * (percent - half) / 100.0),
            _ => None,
        }
    }
}
