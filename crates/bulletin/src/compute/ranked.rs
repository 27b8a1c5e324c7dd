//! Tables of the highest values within each group: each country's first three, each period's first ten.

use std::collections::BTreeMap;

use crate::{
    definition::{Show, TableDefinition},
    frame::TooManyCells,
    table::{Cell, Table},
};

use super::{
    Workshop,
    caption::CaptionFacts,
    grid::Grid,
    ranking::rank,
    tally::{Count, Key, YearSource},
};

/// The values of one group with their counts.
type Counts<'a> = Vec<(u64, Key<'a>)>;

impl<'a> Workshop<'a> {
    pub(super) fn ranked(&mut self, definition: &'a TableDefinition) -> Result<Table, TooManyCells> {
        let across: Vec<_> = definition.group_column().ok().flatten().into_iter().collect();
        let count = Count { filter: &definition.filter, rows: &definition.rows, across: &across, table: definition };
        let tally = self.tally(&count)?;
        let grid = Grid { definition, tally, sources: self.sources(definition), period: self.period };
        let groups = match across.first() {
            Some(column) => {
                let declared = self.declared(definition, *column).iter().map(String::as_str);
                groups_by_column(&grid, declared.collect())
            }
            None => groups_by_year(&grid),
        };
        let top = definition.top.unwrap_or(u32::MAX);
        let (mut rows, mut ranked_by) = (Vec::new(), Vec::new());
        let prints_counts = definition.columns.iter().any(|column| column.show == Show::Count);
        for (group, counts) in groups {
            let ranked = rank(counts);
            let shown: Vec<_> = ranked.into_iter().take_while(|(rank, _, _)| *rank <= top).collect();
            for (rank, count, key) in &shown {
                let tied = shown.iter().filter(|(other, _, _)| other == rank).count() > 1;
                let cell = |show| match show {
                    Show::Group => Cell::Text(group.clone()),
                    Show::Rank => Cell::Rank(*rank),
                    Show::Label => Cell::Text(key.join(", ")),
                    Show::Tied => Cell::Rank(u32::from(tied)),
                    Show::Count => Cell::Count(*count),
                    _ => Cell::Blank,
                };
                rows.push(definition.columns.iter().map(|column| cell(column.show)).collect());
                ranked_by.extend((!prints_counts).then_some(*count));
            }
        }
        let columns = definition.columns.iter().map(|column| {
            self.column(column, self.describe(column, (definition, &grid.sources), |period| grid.total(period)))
        });
        let mut table =
            Table { id: definition.id.clone(), columns: columns.collect(), rows, ranked_by, ..Table::default() };
        let facts = CaptionFacts {
            definition,
            sources: &grid.sources,
            total: grid.tally.total(self.period),
            shown: 0,
            rows: 0,
            left_out: grid.left_out(),
            unranked: 0,
        };
        table.caption = self.caption(&facts, &table)?;
        Ok(table)
    }
}

fn groups_by_column<'a>(grid: &Grid<'a>, declared: Vec<&'a str>) -> Vec<(String, Counts<'a>)> {
    let mut groups: Vec<&'a str> = declared;
    for key in grid.tally.columns(grid.period) {
        if let Some(label) = key.first().filter(|label| !groups.contains(label)) {
            groups.push(label);
        }
    }
    let counts = |group: &'a str| {
        let rows = grid.tally.rows(grid.period).filter(|key| !grid.is_left_out(key));
        rows.map(|key| (grid.tally.cell(grid.period, key, &[group]), key.clone()))
            .filter(|(count, _)| *count > 0)
            .collect()
    };
    groups.into_iter().map(|group| (group.to_owned(), counts(group))).collect()
}

fn groups_by_year<'a>(grid: &Grid<'a>) -> Vec<(String, Counts<'a>)> {
    let counts = |period: i16, source: &YearSource<'a>| -> Counts<'a> {
        let known: BTreeMap<Key<'a>, u64> = match source {
            YearSource::Extract => {
                grid.tally.rows(period).map(|key| (key.clone(), grid.tally.row(period, key))).collect()
            }
            YearSource::Published { dimension, .. } => {
                let shown = |value: &'a str| vec![grid.definition.display(*dimension, value, "")];
                source.figures(period).into_iter().map(|f| (shown(&f.value), f.number)).collect()
            }
            YearSource::Unknown => BTreeMap::new(),
        };
        let wanted = known.into_iter().filter(|(key, count)| *count > 0 && !grid.is_left_out(key));
        wanted.map(|(key, count)| (count, key)).collect()
    };
    grid.sources.iter().map(|(period, source)| (period.to_string(), counts(*period, source))).collect()
}
