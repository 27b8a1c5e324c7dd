//! Tables with one row for each value, or pair of values, of the row columns.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    definition::{ColumnDefinition, Order, Show, TableDefinition, Zero},
    extract::Column,
    frame::TooManyCells,
    rounding::Percent,
    table::{Cell, ColumnKind, Table, TableColumn},
};

use super::{
    Workshop,
    caption::CaptionFacts,
    ranking::rank,
    tally::{Count, Key, Tally, YearSource},
};

/// One table being made.
pub(super) struct Grid<'a> {
    pub(super) definition: &'a TableDefinition,
    pub(super) tally: Tally<'a>,
    pub(super) sources: BTreeMap<i16, YearSource<'a>>,
    pub(super) year: i16,
}

/// A row: its values, and its rank if the table ranks.
struct Row<'a> {
    key: Key<'a>,
    rank: Option<(u32, bool)>,
}

impl<'a> Workshop<'a> {
    pub(super) fn grid(&mut self, definition: &'a TableDefinition) -> Result<Table, TooManyCells> {
        let count =
            Count { filter: &definition.filter, rows: &definition.rows, across: &definition.across, table: definition };
        let tally = self.tally(&count)?;
        let sources = self.sources(definition);
        let grid = Grid { definition, tally, sources, year: self.year };
        let declared: Vec<&'a [String]> =
            definition.rows.iter().map(|column| self.declared(definition, *column)).collect();
        let rows = grid.rows(&declared);
        let across = self.across(&grid);
        let columns = self.columns(&grid, &across);
        let mut cells: Vec<Vec<Cell>> = rows.iter().map(|row| grid.cells(row, &across, self)).collect();
        if let Some(label) = &definition.total {
            cells.push(grid.total_cells(label, &across, self));
        }
        let facts = CaptionFacts {
            definition,
            sources: &grid.sources,
            total: grid.tally.total(self.year),
            shown: rows.iter().map(|row| grid.tally.row(self.year, &row.key)).sum(),
            rows: rows.len(),
            left_out: grid.left_out(),
            unranked: grid.unranked(),
        };
        let mut table = Table {
            id: definition.id.clone(),
            columns,
            rows: cells,
            has_total: definition.total.is_some(),
            ..Table::default()
        };
        table.caption = self.caption(&facts, &table)?;
        Ok(table)
    }

    /// The source of each year that a table shows or compares with.
    pub(super) fn sources(&self, definition: &'a TableDefinition) -> BTreeMap<i16, YearSource<'a>> {
        let first = self.year.saturating_add(definition.first_shown());
        (first..=self.year).map(|year| (year, self.stand_in(definition, year))).collect()
    }

    /// The declared order of a column's values.
    pub(super) fn declared(&self, definition: &'a TableDefinition, column: Column) -> &'a [String] {
        definition.values.get(&column).or_else(|| self.definitions.values.get(&column)).map_or(&[], Vec::as_slice)
    }

    /// The columns that `across` makes, in declared order; what is not declared follows, so that nothing is lost.
    fn across(&self, grid: &Grid<'a>) -> Vec<Key<'a>> {
        let dimensions = &grid.definition.across;
        let declared: Vec<&'a [String]> =
            dimensions.iter().map(|column| self.declared(grid.definition, *column)).collect();
        let found = grid.tally.columns(self.year).into_iter().cloned().collect();
        let all = in_order(&declared, found);
        let keep = |key: &Key<'a>| !grid.definition.drop_empty_columns || grid.tally.column(self.year, key) > 0;
        if dimensions.is_empty() { Vec::new() } else { all.into_iter().filter(keep).collect() }
    }

    fn columns(&self, grid: &Grid<'a>, across: &[Key<'a>]) -> Vec<TableColumn> {
        let mut columns = Vec::new();
        for column in &grid.definition.columns {
            let name = self.column_name(column);
            if column.show == Show::Across {
                columns.extend(across.iter().map(|key| TableColumn {
                    name: name.replace("{across}", &column_part(key, &grid.definition.names)),
                    kind: ColumnKind::Count,
                    description: format!("referrals received in {}: {}", self.year, key.join(", ")),
                }));
            } else {
                let description = self.describe(column, grid);
                columns.push(TableColumn { name, kind: kind_of(column.show), description });
            }
        }
        columns
    }

    /// A column's name with its years filled in.
    pub(super) fn column_name(&self, column: &ColumnDefinition) -> String {
        let year = self.year.saturating_add(column.year);
        let part = self.definitions.part_year(year).map_or("", |part| part.suffix.as_str());
        let shown = if column.show == Show::Sum { self.year } else { year };
        column
            .name
            .replace("{year}", &shown.to_string())
            .replace("{previous}", &shown.saturating_sub(1).to_string())
            .replace("{first}", &year.to_string())
            .replace("{part}", part)
    }
}

/// What the cells of a column are.
pub(super) fn kind_of(show: Show) -> ColumnKind {
    match show {
        Show::Label | Show::Group => ColumnKind::Key,
        Show::Rank | Show::Tied | Show::Position => ColumnKind::Rank,
        Show::Count | Show::Sum | Show::Across => ColumnKind::Count,
        Show::Share | Show::Change => ColumnKind::Percent,
        Show::Text => ColumnKind::Text,
    }
}

/// The part of a column's name that its values give: declared, or the value in lower case with underscores.
fn column_part(key: &[&str], names: &BTreeMap<String, String>) -> String {
    let part = |value: &&str| match names.get(*value) {
        Some(name) => name.clone(),
        None => value.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "_"),
    };
    key.iter().map(part).collect::<Vec<_>>().join("_")
}

/// Every combination of declared values, and then every other that was found, by name.
fn in_order<'a>(declared: &[&'a [String]], found: BTreeSet<Key<'a>>) -> Vec<Key<'a>> {
    let mut keys: Vec<Key<'a>> = vec![Vec::new()];
    for values in declared {
        keys = keys
            .iter()
            .flat_map(|key| values.iter().map(|value| key.iter().copied().chain([value.as_str()]).collect()))
            .collect();
    }
    let known: BTreeSet<Key<'a>> = keys.iter().cloned().collect();
    keys.extend(found.into_iter().filter(|key| !known.contains(key)));
    keys
}

impl<'a> Grid<'a> {
    /// The count of a row in a year; `None` where it is not known.
    pub(super) fn count(&self, year: i16, key: &[&'a str]) -> Option<u64> {
        match self.sources.get(&year) {
            Some(YearSource::Extract) => Some(self.tally.row(year, key)),
            Some(source @ YearSource::Published { dimension, complete, .. }) => {
                let shown = |value| self.definition.display(*dimension, value, "");
                let figures = source.figures(year);
                let matching: Vec<u64> =
                    figures.iter().filter(|f| key == [shown(f.value.as_str())]).map(|f| f.number).collect();
                (*complete || !matching.is_empty()).then(|| matching.iter().sum())
            }
            Some(YearSource::Unknown) | None => None,
        }
    }

    /// The count of all rows in a year; `None` where it is not known.
    pub(super) fn total(&self, year: i16) -> Option<u64> {
        match self.sources.get(&year) {
            Some(YearSource::Extract) => Some(self.tally.total(year)),
            Some(YearSource::Published { series, .. }) => series.total(year),
            Some(YearSource::Unknown) | None => None,
        }
    }

    fn sum(&self, first: i16, count: impl Fn(i16) -> Option<u64>) -> Option<u64> {
        (first..=self.year).map(count).sum()
    }

    /// The first year of the sum by which rows are ordered, or the year itself.
    fn ordered_from(&self) -> i16 {
        let sum = self.definition.columns.iter().find(|column| column.show == Show::Sum);
        let offset = sum.filter(|_| self.definition.order == Order::Sum).map_or(0, |column| column.year);
        self.year.saturating_add(offset)
    }

    fn found(&self) -> BTreeSet<Key<'a>> {
        let counted = self.sources.keys().flat_map(|year| self.tally.rows(*year)).cloned();
        let published = self.sources.iter().flat_map(|(year, source)| match source {
            YearSource::Published { dimension, .. } => {
                let shown = |value: &'a str| vec![self.definition.display(*dimension, value, "")];
                source.figures(*year).into_iter().map(|figure| shown(&figure.value)).collect()
            }
            YearSource::Extract | YearSource::Unknown => Vec::new(),
        });
        counted.chain(published).collect()
    }

    pub(super) fn is_left_out(&self, key: &[&str]) -> bool {
        key.iter().any(|value| self.definition.leave_out.iter().any(|left_out| left_out == value))
    }

    fn rows(&self, declared: &[&'a [String]]) -> Vec<Row<'a>> {
        let found: BTreeSet<Key<'a>> = self.found().into_iter().filter(|key| !self.is_left_out(key)).collect();
        if self.definition.order == Order::Declared {
            let keep = |key: &Key<'a>| !self.definition.drop_empty_rows || self.tally.row(self.year, key) > 0;
            return in_order(declared, found).into_iter().filter(keep).map(|key| Row { key, rank: None }).collect();
        }
        let from = self.ordered_from();
        let counted = found.into_iter().filter_map(|key| Some((self.sum(from, |year| self.count(year, &key))?, key)));
        let ranked = rank(counted.filter(|(count, _)| *count > 0).collect());
        let tied = |rank: u32| ranked.iter().filter(|(other, _, _)| *other == rank).count() > 1;
        let shown = ranked.iter().filter(|(rank, _, _)| self.definition.top.is_none_or(|top| *rank <= top));
        shown.map(|(rank, _, key)| Row { key: key.clone(), rank: Some((*rank, tied(*rank))) }).collect()
    }

    /// The values without a row, and how many referrals of the year they hold.
    pub(super) fn left_out(&self) -> Vec<(String, u64)> {
        let rows = self.tally.rows(self.year).filter(|key| self.is_left_out(key));
        rows.map(|key| (key.join(", "), self.tally.row(self.year, key))).collect()
    }

    /// How many values cannot be ranked, because an earlier year of theirs was not published.
    fn unranked(&self) -> usize {
        if self.definition.order != Order::Sum {
            return 0;
        }
        let from = self.ordered_from();
        let unknown = |key: &Key<'a>| !self.is_left_out(key) && self.sum(from, |year| self.count(year, key)).is_none();
        self.found().iter().filter(|key| unknown(key)).count()
    }

    fn cells(&self, row: &Row<'a>, across: &[Key<'a>], workshop: &Workshop<'a>) -> Vec<Cell> {
        let mut cells = Vec::new();
        for column in &self.definition.columns {
            if column.show == Show::Across {
                cells.extend(across.iter().map(|key| self.shown(self.tally.cell(self.year, &row.key, key))));
            } else {
                cells.push(self.row_cell(column, row, workshop));
            }
        }
        cells
    }

    fn row_cell(&self, column: &ColumnDefinition, row: &Row<'a>, workshop: &Workshop<'a>) -> Cell {
        let year = self.year.saturating_add(column.year);
        let count = |year| self.count(year, &row.key);
        match column.show {
            Show::Label | Show::Group => Cell::Text(self.label(column, row).to_owned()),
            Show::Rank => row.rank.map_or(Cell::Blank, |(rank, _)| Cell::Rank(rank)),
            Show::Tied => row.rank.map_or(Cell::Blank, |(_, tied)| Cell::Rank(u32::from(tied))),
            Show::Count | Show::Across => count(year).map_or(Cell::Blank, |count| self.shown(count)),
            Show::Sum => self.sum(year, count).map_or(Cell::Blank, |sum| self.shown(sum)),
            Show::Share => share(count(year), self.total(year), self.definition.decimals),
            Show::Change => self.change(year, count, workshop),
            Show::Position => self.position(year, row),
            Show::Text => Cell::Text(column.text.clone().unwrap_or_default()),
        }
    }

    fn label(&self, column: &ColumnDefinition, row: &Row<'a>) -> &'a str {
        let place = column.of.and_then(|of| self.definition.rows.iter().position(|row| *row == of)).unwrap_or(0);
        row.key.get(place).copied().unwrap_or("")
    }

    fn position(&self, year: i16, row: &Row<'a>) -> Cell {
        let Some(label) = row.key.first() else { return Cell::Blank };
        match (self.sources.get(&year), self.count(year, &row.key)) {
            (_, Some(0)) => Cell::NotRanked,
            (Some(YearSource::Extract), Some(count)) => {
                let others = self.tally.rows(year).filter(|key| !self.is_left_out(key));
                let higher = others.filter(|key| self.tally.row(year, key) > count).count();
                u32::try_from(higher + 1).map_or(Cell::Blank, Cell::Rank)
            }
            (Some(source), _) => {
                let position = source.position(self.definition, year, label).and_then(|n| u32::try_from(n).ok());
                position.map_or(Cell::Blank, Cell::Rank)
            }
            (None, _) => Cell::Blank,
        }
    }

    fn change(&self, year: i16, count: impl Fn(i16) -> Option<u64>, workshop: &Workshop<'a>) -> Cell {
        let before = year.saturating_sub(1);
        if workshop.definitions.part_year(before).is_some() || workshop.definitions.part_year(year).is_some() {
            return Cell::Blank;
        }
        match (count(before), count(year)) {
            (Some(0), Some(0)) | (None, _) | (_, None) => Cell::Blank,
            (Some(was), Some(is)) => {
                Percent::change(was, is, self.definition.decimals).map_or(Cell::New, Cell::Percent)
            }
        }
    }

    fn total_cells(&self, label: &str, across: &[Key<'a>], workshop: &Workshop<'a>) -> Vec<Cell> {
        let mut cells = Vec::new();
        let first_key = self.definition.columns.iter().position(|column| column.show == Show::Label);
        for (place, column) in self.definition.columns.iter().enumerate() {
            let year = self.year.saturating_add(column.year);
            let total = |year| self.total(year);
            match column.show {
                Show::Label if Some(place) == first_key => cells.push(Cell::Text(label.to_owned())),
                Show::Across => cells.extend(across.iter().map(|key| self.shown(self.tally.column(self.year, key)))),
                Show::Count => cells.push(total(year).map_or(Cell::Blank, |count| self.shown(count))),
                Show::Sum => cells.push(self.sum(year, total).map_or(Cell::Blank, |sum| self.shown(sum))),
                Show::Change => cells.push(self.change(year, total, workshop)),
                _ => cells.push(Cell::Blank),
            }
        }
        cells
    }

    fn shown(&self, count: u64) -> Cell {
        if count == 0 && self.definition.zero == Zero::Blank { Cell::BlankZero } else { Cell::Count(count) }
    }
}

/// A share as a cell; blank where numerator or base is not known or there is nothing to share.
pub(super) fn share(part: Option<u64>, whole: Option<u64>, decimals: u8) -> Cell {
    let percent = part.zip(whole).and_then(|(part, whole)| Percent::share(part, whole, decimals));
    percent.map_or(Cell::Blank, Cell::Percent)
}
