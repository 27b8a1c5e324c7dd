//! Tables with one row for each value, or pair of values, of the row columns.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    definition::{ColumnDefinition, Order, Show, TableDefinition, Zero},
    extract::Column,
    frame::TooManyCells,
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
    pub(super) period: i16,
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
        let grid = Grid { definition, tally, sources, period: self.period };
        let declared: Vec<&'a [String]> =
            definition.rows.iter().map(|column| self.declared(definition, *column)).collect();
        let rows = grid.rows(&declared);
        let across = self.across(&grid);
        let columns = self.columns(&grid, &across);
        let mut cells: Vec<Vec<Cell>> = rows.iter().map(|row| grid.cells(row, &across, self)).collect();
        if let Some(label) = &definition.remainder {
            cells.push(grid.remainder_cells(label, &rows, &across, self));
        }
        if let Some(label) = &definition.total {
            cells.push(grid.total_cells(label, &across, self));
        }
        let facts = CaptionFacts {
            definition,
            sources: &grid.sources,
            total: grid.tally.total(self.period),
            shown: rows.iter().map(|row| grid.tally.row(self.period, &row.key)).sum(),
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

    /// The source of each period that a table shows or compares with.
    pub(super) fn sources(&self, definition: &'a TableDefinition) -> BTreeMap<i16, YearSource<'a>> {
        let first = self.period.saturating_add(definition.first_shown());
        (first..=self.period).map(|period| (period, self.stand_in(definition, period))).collect()
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
        let found = grid.tally.columns(self.period).into_iter().cloned().collect();
        let all = in_order(&declared, found);
        let keep = |key: &Key<'a>| !grid.definition.drop_empty_columns || grid.tally.column(self.period, key) > 0;
        if dimensions.is_empty() { Vec::new() } else { all.into_iter().filter(keep).collect() }
    }

    fn columns(&self, grid: &Grid<'a>, across: &[Key<'a>]) -> Vec<TableColumn> {
        let mut columns = Vec::new();
        for column in &grid.definition.columns {
            if column.show != Show::Across {
                columns.push(self.column(
                    column,
                    self.describe(column, (grid.definition, &grid.sources), |period| grid.total(period)),
                ));
                continue;
            }
            for key in across {
                let (unit, phrase) = (self.unit(grid.definition), grid.definition.dated.phrase());
                let description = format!("{unit}s {phrase} {}: {}", self.words(self.period), key.join(", "));
                let made = self.column(column, description);
                let name = made.name.replace("{across}", &column_part(key, &grid.definition.names));
                columns.push(TableColumn { name, heading: key.join(", "), ..made });
            }
        }
        columns
    }

    /// A column with its name and heading filled in.
    pub(super) fn column(&self, column: &ColumnDefinition, description: String) -> TableColumn {
        let kind = kind_of(column.show);
        let name = self.filled(&column.name, column, |period| self.name_part(period));
        let heading = match &column.heading {
            Some(heading) => self.filled(heading, column, |period| self.name(period)),
            None => heading(&self.filled(&column.name, column, |period| self.name(period)), kind),
        };
        TableColumn { name, heading, kind, description }
    }

    /// A text about a column with its periods filled in.
    fn filled(&self, text: &str, column: &ColumnDefinition, name: impl Fn(i16) -> String) -> String {
        let period = self.period.saturating_add(column.period);
        let part = self.definitions.part_year(period).map_or("", |part| part.suffix.as_str());
        let shown = if column.show == Show::Sum { self.period } else { period };
        text.replace("{period}", &name(shown))
            .replace("{year}", &name(shown))
            .replace("{previous}", &name(shown.saturating_sub(column.back)))
            .replace("{first}", &name(period))
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
        Show::Median | Show::Mean => ColumnKind::Days,
    }
}

/// A heading for people out of a name for machines: words, a capital, and the unit of a percentage.
fn heading(name: &str, kind: ColumnKind) -> String {
    let words = name.trim_end_matches("_printed").replace('_', " ").replace("pct", "percent");
    let mut letters = words.chars();
    let words: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    match kind {
        ColumnKind::Percent => {
            words.replace("Percent of", "Share of").replace("Percent change", "Change").replace("Percent ", "Share ")
                + " (%)"
        }
        _ => words,
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
    /// The count of a row in a period; `None` where it is not known.
    pub(super) fn count(&self, period: i16, key: &[&'a str]) -> Option<u64> {
        match self.sources.get(&period) {
            Some(YearSource::Extract) => Some(self.tally.row(period, key)),
            Some(source @ YearSource::Published { dimension, complete, .. }) => {
                let shown = |value| self.definition.display(*dimension, value, "");
                let figures = source.figures(period);
                let matching: Vec<u64> =
                    figures.iter().filter(|f| key == [shown(f.value.as_str())]).map(|f| f.number).collect();
                (*complete || !matching.is_empty()).then(|| matching.iter().sum())
            }
            Some(YearSource::Unknown) | None => None,
        }
    }

    /// The count of all rows in a period; `None` where it is not known.
    pub(super) fn total(&self, period: i16) -> Option<u64> {
        match self.sources.get(&period) {
            Some(YearSource::Extract) => Some(self.tally.total(period)),
            Some(YearSource::Published { series, .. }) => series.total(period),
            Some(YearSource::Unknown) | None => None,
        }
    }

    fn sum(&self, first: i16, count: impl Fn(i16) -> Option<u64>) -> Option<u64> {
        (first..=self.period).map(count).sum()
    }

    /// The first period of the sum by which rows are ordered, or the period itself.
    fn ordered_from(&self) -> i16 {
        let sum = self.definition.columns.iter().find(|column| column.show == Show::Sum);
        let offset = sum.filter(|_| self.definition.order == Order::Sum).map_or(0, |column| column.period);
        self.period.saturating_add(offset)
    }

    fn found(&self) -> BTreeSet<Key<'a>> {
        let counted = self.sources.keys().flat_map(|period| self.tally.rows(*period)).cloned();
        let published = self.sources.iter().flat_map(|(period, source)| match source {
            YearSource::Published { dimension, .. } => {
                let shown = |value: &'a str| vec![self.definition.display(*dimension, value, "")];
                source.figures(*period).into_iter().map(|figure| shown(&figure.value)).collect()
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
            let keep = |key: &Key<'a>| !self.definition.drop_empty_rows || self.tally.row(self.period, key) > 0;
            return in_order(declared, found).into_iter().filter(keep).map(|key| Row { key, rank: None }).collect();
        }
        let from = self.ordered_from();
        let counted =
            found.into_iter().filter_map(|key| Some((self.sum(from, |period| self.count(period, &key))?, key)));
        let ranked = rank(counted.filter(|(count, _)| *count > 0).collect());
        let tied = |rank: u32| ranked.iter().filter(|(other, _, _)| *other == rank).count() > 1;
        let shown = ranked.iter().filter(|(rank, _, _)| self.definition.top.is_none_or(|top| *rank <= top));
        shown.map(|(rank, _, key)| Row { key: key.clone(), rank: Some((*rank, tied(*rank))) }).collect()
    }

    /// The values without a row, and how many referrals of the period they hold.
    pub(super) fn left_out(&self) -> Vec<(String, u64)> {
        let rows = self.tally.rows(self.period).filter(|key| self.is_left_out(key));
        rows.map(|key| (key.join(", "), self.tally.row(self.period, key))).collect()
    }

    /// How many values cannot be ranked, because an earlier period of theirs was not published.
    fn unranked(&self) -> usize {
        if self.definition.order != Order::Sum {
            return 0;
        }
        let from = self.ordered_from();
        let unknown =
            |key: &Key<'a>| !self.is_left_out(key) && self.sum(from, |period| self.count(period, key)).is_none();
        self.found().iter().filter(|key| unknown(key)).count()
    }

    fn cells(&self, row: &Row<'a>, across: &[Key<'a>], workshop: &Workshop<'a>) -> Vec<Cell> {
        let mut cells = Vec::new();
        for column in &self.definition.columns {
            if column.show == Show::Across {
                cells.extend(across.iter().map(|key| self.shown(self.tally.cell(self.period, &row.key, key))));
            } else {
                cells.push(self.row_cell(column, row, workshop));
            }
        }
        cells
    }

    fn row_cell(&self, column: &ColumnDefinition, row: &Row<'a>, workshop: &Workshop<'a>) -> Cell {
        let period = self.period.saturating_add(column.period);
        let count = |period| self.count(period, &row.key);
        match column.show {
            Show::Label | Show::Group => Cell::Text(self.label(column, row).to_owned()),
            Show::Rank => row.rank.map_or(Cell::Blank, |(rank, _)| Cell::Rank(rank)),
            Show::Tied => row.rank.map_or(Cell::Blank, |(_, tied)| Cell::Rank(u32::from(tied))),
            Show::Count | Show::Across => count(period).map_or(Cell::Blank, |count| self.shown(count)),
            Show::Sum => self.sum(period, count).map_or(Cell::Blank, |sum| self.shown(sum)),
            Show::Share => workshop.share(count(period), self.total(period), self.definition.decimals),
            Show::Change => workshop.change(self.definition, (period, column.back), count),
            Show::Position => self.position(period, row),
            Show::Text => Cell::Text(column.text.clone().unwrap_or_default()),
            Show::Median | Show::Mean => Cell::Blank,
        }
    }

    fn label(&self, column: &ColumnDefinition, row: &Row<'a>) -> &'a str {
        let place = column.of.and_then(|of| self.definition.rows.iter().position(|row| *row == of)).unwrap_or(0);
        row.key.get(place).copied().unwrap_or("")
    }

    fn position(&self, period: i16, row: &Row<'a>) -> Cell {
        let Some(label) = row.key.first() else { return Cell::Blank };
        match (self.sources.get(&period), self.count(period, &row.key)) {
            (_, Some(0)) => Cell::NotRanked,
            (Some(YearSource::Extract), Some(count)) => {
                let others = self.tally.rows(period).filter(|key| !self.is_left_out(key));
                let higher = others.filter(|key| self.tally.row(period, key) > count).count();
                u32::try_from(higher + 1).map_or(Cell::Blank, Cell::Rank)
            }
            (Some(source), _) => {
                let position = source.position(self.definition, period, label).and_then(|n| u32::try_from(n).ok());
                position.map_or(Cell::Blank, Cell::Rank)
            }
            (None, _) => Cell::Blank,
        }
    }

    /// One row for all that `top` leaves without a row of its own.
    fn remainder_cells(&self, label: &str, rows: &[Row<'a>], across: &[Key<'a>], workshop: &Workshop<'a>) -> Vec<Cell> {
        let left = |all: u64, shown: u64| all.saturating_sub(shown);
        let rest = |period| {
            let shown = rows.iter().map(|row| self.count(period, &row.key)).sum::<Option<u64>>()?;
            Some(left(self.total(period)?, shown))
        };
        let across_rest = |key: &Key<'a>| {
            let shown = rows.iter().map(|row| self.tally.cell(self.period, &row.key, key)).sum();
            self.shown(left(self.tally.column(self.period, key), shown))
        };
        let mut cells = Vec::new();
        for column in &self.definition.columns {
            let period = self.period.saturating_add(column.period);
            match column.show {
                Show::Label => cells.push(Cell::Text(label.to_owned())),
                Show::Across => cells.extend(across.iter().map(across_rest)),
                Show::Count => cells.push(rest(period).map_or(Cell::Blank, |count| self.shown(count))),
                Show::Share => {
                    cells.push(workshop.share(rest(period), self.total(period), self.definition.decimals));
                }
                Show::Change => cells.push(workshop.change(self.definition, (period, column.back), rest)),
                _ => cells.push(Cell::Blank),
            }
        }
        cells
    }

    fn total_cells(&self, label: &str, across: &[Key<'a>], workshop: &Workshop<'a>) -> Vec<Cell> {
        let mut cells = Vec::new();
        let first_key = self.definition.columns.iter().position(|column| column.show == Show::Label);
        for (place, column) in self.definition.columns.iter().enumerate() {
            let period = self.period.saturating_add(column.period);
            let total = |period| self.total(period);
            match column.show {
                Show::Label if Some(place) == first_key => cells.push(Cell::Text(label.to_owned())),
                Show::Across => cells.extend(across.iter().map(|key| self.shown(self.tally.column(self.period, key)))),
                Show::Count => cells.push(total(period).map_or(Cell::Blank, |count| self.shown(count))),
                Show::Sum => cells.push(self.sum(period, total).map_or(Cell::Blank, |sum| self.shown(sum))),
                Show::Change => cells.push(workshop.change(self.definition, (period, column.back), total)),
                _ => cells.push(Cell::Blank),
            }
        }
        cells
    }

    fn shown(&self, count: u64) -> Cell {
        if count == 0 && self.definition.zero == Zero::Blank { Cell::BlankZero } else { Cell::Count(count) }
    }
}
