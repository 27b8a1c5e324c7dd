//! One table's counts by period, row and column, in the labels it shows, from the extract or from published figures.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    definition::TableDefinition,
    extract::Column,
    frame::{Frame, TooManyCells},
    period::Calendar,
    published::{Measure, PublishedFigure, Series},
};

use super::Workshop;

/// The values that identify a row or a column, in the labels shown.
pub(super) type Key<'a> = Vec<&'a str>;

/// Which referrals to count, and by what.
pub(super) struct Count<'a, 'b> {
    pub(super) filter: &'b BTreeMap<Column, Vec<String>>,
    pub(super) rows: &'b [Column],
    pub(super) across: &'b [Column],
    pub(super) table: &'a TableDefinition,
}

/// Counts by period, row and column. Cells without a referral are absent.
#[derive(Debug, Default)]
pub(super) struct Tally<'a> {
    cells: BTreeMap<(i16, Key<'a>), BTreeMap<Key<'a>, u64>>,
}

impl<'a> Workshop<'a> {
    /// Counts, in the labels the table shows; values that show alike are counted together.
    pub(super) fn tally(&mut self, count: &Count<'a, '_>) -> Result<Tally<'a>, TooManyCells> {
        let mut columns: Vec<Column> = count.rows.iter().chain(count.across).copied().collect();
        let shown = columns.len();
        columns.extend(count.filter.keys().copied().collect::<BTreeSet<_>>());
        let Some(frame) = self.frames.get_mut(&(count.table.counts, count.table.dated)) else {
            return Ok(Tally::default());
        };
        let cube = frame.count(&columns)?;
        let not_recorded = &self.definitions.bulletin.not_recorded;
        let display = |place: usize, column: &Column| -> Vec<&'a str> {
            cube.labels(place).iter().map(|label| count.table.display(*column, label, not_recorded)).collect()
        };
        let names: Vec<Vec<&'a str>> =
            columns.iter().enumerate().take(shown).map(|(place, column)| display(place, column)).collect();
        let passes = |place: usize, wanted: &Vec<String>| -> Vec<bool> {
            let recorded = |label: &'a String| if label.is_empty() { not_recorded } else { label };
            cube.labels(place).iter().map(|label| wanted.contains(recorded(label))).collect()
        };
        let filters: Vec<Vec<bool>> =
            count.filter.values().enumerate().map(|(n, wanted)| passes(shown + n, wanted)).collect();
        let mut tally = Tally::default();
        cube.for_each(|period, codes, number| {
            let (shown_codes, filter_codes) = codes.split_at_checked(shown).unwrap_or((codes, &[]));
            if filters.iter().zip(filter_codes).all(|(passes, code)| passes.get(*code) == Some(&true)) {
                let mut key =
                    names.iter().zip(shown_codes).map(|(names, code)| names.get(*code).copied().unwrap_or(""));
                let row: Key<'a> = key.by_ref().take(count.rows.len()).collect();
                let across: Key<'a> = key.collect();
                *tally.cells.entry((period, row)).or_default().entry(across).or_insert(0) += number;
            }
        });
        Ok(tally)
    }

    /// The published series that stands in for a period of this table, if the extract has no referral of that period.
    pub(super) fn stand_in(&self, table: &'a TableDefinition, period: i16) -> YearSource<'a> {
        // Quarters in which truly nothing happened are usual; what lies before the first of the record is not in it.
        let quarterly = self.definitions.bulletin.calendar == Calendar::Quarter;
        let is_counted = |frame: &Frame<'_>| frame.referrals(period) > 0 || (quarterly && frame.begins() <= period);
        if period == self.period || self.frame(table).is_some_and(is_counted) {
            return YearSource::Extract;
        }
        let (Some(series), [dimension]) = (table.published.as_deref(), table.rows.as_slice()) else {
            return YearSource::Unknown;
        };
        let series = self.published.series(&self.definitions.bulletin.edition, series);
        if series.counts(dimension.name(), period).is_empty() {
            return YearSource::Unknown;
        }
        YearSource::Published { series, dimension: *dimension, complete: series.is_complete(dimension.name(), period) }
    }
}

/// Where the figures of one period come from.
#[derive(Clone, Copy, Debug)]
pub(super) enum YearSource<'a> {
    /// Counted.
    Extract,
    /// Published: the record begins later.
    Published { series: Series<'a>, dimension: Column, complete: bool },
    /// Neither recorded nor published.
    Unknown,
}

impl<'a> YearSource<'a> {
    /// The published figures of a period.
    pub(super) fn figures(&self, period: i16) -> Vec<&'a PublishedFigure> {
        match self {
            Self::Published { series, dimension, .. } => series.counts(dimension.name(), period),
            Self::Extract | Self::Unknown => Vec::new(),
        }
    }

    /// The published position of a value, by the labels shown.
    pub(super) fn position(&self, table: &TableDefinition, period: i16, label: &str) -> Option<u64> {
        let Self::Published { series, dimension, .. } = self else { return None };
        let figure = self.figures(period).into_iter().find(|f| table.display(*dimension, &f.value, "") == label)?;
        series.find(dimension.name(), &figure.value, period, Measure::Position).map(|position| position.number)
    }
}

impl<'a> Tally<'a> {
    /// The count of a row in a period.
    pub(super) fn row(&self, period: i16, row: &[&'a str]) -> u64 {
        self.cells.get(&(period, row.to_vec())).map_or(0, |across| across.values().sum())
    }

    /// The count of a cell in a period.
    pub(super) fn cell(&self, period: i16, row: &[&'a str], across: &[&'a str]) -> u64 {
        self.cells.get(&(period, row.to_vec())).and_then(|cells| cells.get(across)).copied().unwrap_or(0)
    }

    /// The count of a column over all rows in a period.
    pub(super) fn column(&self, period: i16, across: &[&'a str]) -> u64 {
        self.of_year(period).filter_map(|(_, cells)| cells.get(across)).sum()
    }

    /// The count of all in a period.
    pub(super) fn total(&self, period: i16) -> u64 {
        self.of_year(period).flat_map(|(_, cells)| cells.values()).sum()
    }

    /// The rows that have a referral in a period.
    pub(super) fn rows(&self, period: i16) -> impl Iterator<Item = &Key<'a>> {
        self.of_year(period).map(|(row, _)| row)
    }

    /// The columns that have a referral in a period.
    pub(super) fn columns(&self, period: i16) -> BTreeSet<&Key<'a>> {
        self.of_year(period).flat_map(|(_, cells)| cells.keys()).collect()
    }

    fn of_year(&self, period: i16) -> impl Iterator<Item = (&Key<'a>, &BTreeMap<Key<'a>, u64>)> {
        self.cells
            .range((period, Vec::new())..)
            .take_while(move |((y, _), _)| *y == period)
            .map(|((_, row), cells)| (row, cells))
    }
}
