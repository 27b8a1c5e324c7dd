//! The columns of a table, as they are defined and as they come out.

use super::{ColumnDefinition, Layout, Order, Show, TableDefinition};
use crate::table::{Table, TableColumn};

impl TableDefinition {
    /// The columns as they came out, each with its definition: one that shows across comes out as several.
    pub(crate) fn shown<'a>(
        &'a self,
        table: &'a Table,
    ) -> impl Iterator<Item = (&'a ColumnDefinition, &'a TableColumn)> {
        let across = (table.columns.len() + 1).saturating_sub(self.columns.len());
        let times = move |column: &ColumnDefinition| if column.show == Show::Across { across } else { 1 };
        self.columns.iter().flat_map(move |column| std::iter::repeat_n(column, times(column))).zip(&table.columns)
    }

    /// The column of counts by which rows stand in order of size, if they do.
    pub(crate) fn ordered_by(&self) -> Option<&ColumnDefinition> {
        let is_order = |column: &&ColumnDefinition| match (self.layout, self.order) {
            (Layout::Ranked, _) | (Layout::Grid, Order::Count) => column.show == Show::Count && column.period == 0,
            (Layout::Grid, Order::Sum) => column.show == Show::Sum,
            _ => false,
        };
        self.columns.iter().find(is_order)
    }
}
