//! Takes one table apart: which count stands where, and what the table says of how counts hang together.

mod grid;
mod ranked;
mod series;
mod stages;

use std::collections::BTreeSet;

use super::{
    ProtectionError,
    derived::Derived,
    exposure::{Exposure, Firsts, Place},
    name::{Category, Name, Spelling},
};
use crate::{
    definition::{Layout, Show, TableDefinition},
    extract::Column,
    period::Period,
    table::{Cell, Table},
};

/// Who takes one table apart.
pub(super) struct Reader<'a> {
    pub(super) definition: &'a TableDefinition,
    pub(super) table: &'a Table,
    pub(super) number: usize,
    pub(super) period: Period,
    pub(super) spelling: &'a Spelling<'a>,
}

impl Reader<'_> {
    /// Adds what the table prints.
    pub(super) fn read(&self, exposure: &mut Exposure) -> Result<(), ProtectionError> {
        match self.definition.layout {
            Layout::Series => self.series(exposure),
            Layout::Grid => self.grid(exposure),
            Layout::Ranked => self.ranked(exposure),
            Layout::Stages => self.stages(exposure),
        }
    }

    /// All that the table counts in a period.
    pub(super) fn base(&self, period: Period) -> Name {
        let TableDefinition { counts, dated, .. } = *self.definition;
        let name = Name { counts, dated, period, with_before: 0, key: Default::default() };
        name.filtered(&self.definition.filter)
    }

    /// The columns of the extract that the table crosses.
    pub(super) fn crossed(&self) -> BTreeSet<Column> {
        let TableDefinition { rows, across, filter, columns, stages, .. } = self.definition;
        let filters = columns.iter().flat_map(|column| column.filter.keys());
        let stages = stages.iter().flat_map(|stage| stage.filter.keys().chain([&stage.column]));
        rows.iter().chain(across).chain(filter.keys()).chain(filters).chain(stages).copied().collect()
    }

    fn place(&self, row: usize, column: usize) -> Place {
        Place { table: self.number, row, column, is_rank: false }
    }

    fn category(&self, column: Column, shown: &str) -> Category {
        self.spelling.category(self.definition, column, shown)
    }

    /// Adds places in rankings, given by row and column with the count that is ranked. A place tells of every count of its
    /// column that is withheld: who knows the others counts down to it.
    fn stand_in_places(&self, exposure: &mut Exposure, places: &[(usize, usize, Name)]) {
        for (row, column, part) in places {
            let others = places.iter().filter(|(_, other, _)| other == column).map(|(_, _, name)| name.clone());
            let figure = Derived::of_position(self.place(*row, *column), part.clone(), others.collect());
            exposure.derived.push(figure);
        }
    }

    /// Adds that rows stand in order of size, each given with its rank where one is printed: equal ranks are equal counts.
    fn stand_in_order(exposure: &mut Exposure, rows: &[(usize, Option<u32>)]) {
        for ((first, rank), (second, next)) in rows.iter().zip(rows.iter().skip(1)) {
            exposure.orders.push((*first, *second, 0));
            if rank.is_some() && rank == next {
                exposure.orders.push((*second, *first, 0));
            }
        }
    }

    /// Says that a table shows only the first of a whole, where that is so.
    fn stand_first(&self, exposure: &mut Exposure, (whole, along): (Name, Column), shown: Vec<usize>) {
        if self.definition.top.is_some() && !shown.is_empty() {
            let left_out = self.definition.leave_out.iter().flat_map(|label| self.category(along, label).values);
            let left_out = left_out.chain(self.definition.leave_out.iter().cloned()).collect();
            exposure.shows_first(Firsts { whole, along, shown, left_out });
        }
    }

    /// The rank that a row prints.
    fn rank(&self, cells: &[Cell]) -> Option<u32> {
        let place = self.definition.columns.iter().position(|column| column.show == Show::Rank)?;
        match cells.get(place) {
            Some(Cell::Rank(rank)) => Some(*rank),
            _ => None,
        }
    }
}
