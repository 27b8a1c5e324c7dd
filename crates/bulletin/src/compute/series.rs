//! Tables of periods: one row for each quarter or year, each column counting those that pass its own filter.

use std::collections::BTreeMap;

use crate::{
    definition::{ColumnDefinition, Show, TableDefinition},
    extract::Column,
    frame::{Frame, TooManyCells},
    table::{Cell, Table},
};

use super::{
    Workshop,
    caption::CaptionFacts,
    grid::Grid,
    tally::{Count, Tally},
};

type Filter = BTreeMap<Column, Vec<String>>;

impl<'a> Workshop<'a> {
    pub(super) fn series(&mut self, definition: &'a TableDefinition) -> Result<Table, TooManyCells> {
        let all = self.filtered(definition, &BTreeMap::new())?;
        let first = self.period.saturating_add(definition.first_period);
        let mut rows: Vec<Vec<Cell>> = (first..=self.period).map(|_| Vec::new()).collect();
        for column in &definition.columns {
            let tally = self.filtered(definition, &column.filter)?;
            let whole = if column.whole.is_empty() { None } else { Some(self.filtered(definition, &column.whole)?) };
            let whole = whole.as_ref().unwrap_or(&all);
            for (period, row) in (first..=self.period).zip(&mut rows) {
                row.push(self.series_cell(definition, column, (period, &tally, whole)));
            }
        }
        let sources = self.sources(definition);
        let grid = Grid { definition, tally: all, sources, period: self.period };
        let columns =
            definition.columns.iter().map(|column| self.column(column, self.describe_series(column, definition)));
        let mut table = Table { id: definition.id.clone(), columns: columns.collect(), rows, ..Table::default() };
        let facts = CaptionFacts {
            definition,
            sources: &grid.sources,
            total: grid.tally.total(self.period),
            shown: 0,
            rows: 0,
            left_out: Vec::new(),
            unranked: 0,
        };
        table.caption = self.caption(&facts, &table)?;
        let empty: Vec<String> = self
            .frame(definition)
            .into_iter()
            .flat_map(Frame::empty_periods)
            .filter(|period| *period >= first)
            .map(|period| self.name(period))
            .collect();
        if !empty.is_empty() {
            let (units, empty) = (self.unit(definition), empty.join(", "));
            table.caption.notes.push(format!("No {units} in {empty}: a gap in the record, or truly none"));
        }
        Ok(table)
    }

    fn series_cell(
        &self,
        definition: &'a TableDefinition,
        column: &ColumnDefinition,
        (period, tally, whole): (i16, &Tally<'a>, &Tally<'a>),
    ) -> Cell {
        let begins = self.frame(definition).map_or(i16::MAX, Frame::begins);
        let count = |period| (period >= begins).then(|| tally.total(period));
        match column.show {
            Show::Label => Cell::Text(self.name(period)),
            Show::Count => count(period).map_or(Cell::Blank, Cell::Count),
            Show::Share => self.share(count(period), Some(whole.total(period)), definition.decimals),
            Show::Change => self.change(definition, (period, column.back), count),
            Show::Median | Show::Mean => {
                let mut days = self.days(definition, column, period);
                days.sort_unstable();
                let middle = if column.show == Show::Median { median(&days) } else { mean(&days) };
                middle.map_or(Cell::Blank, Cell::Days)
            }
            Show::Text => Cell::Text(column.text.clone().unwrap_or_default()),
            _ => Cell::Blank,
        }
    }

    fn filtered(&mut self, definition: &'a TableDefinition, filter: &Filter) -> Result<Tally<'a>, TooManyCells> {
        let filter = both(&definition.filter, filter);
        self.tally(&Count { filter: &filter, rows: &[], across: &[], table: definition })
    }

    fn days(&self, definition: &'a TableDefinition, column: &ColumnDefinition, period: i16) -> Vec<i32> {
        let filter = both(&definition.filter, &column.filter);
        let not_recorded = self.definitions.bulletin.not_recorded.as_str();
        self.frame(definition).map_or_else(Vec::new, |frame| frame.days(period, &filter, not_recorded))
    }

    fn describe_series(&self, column: &ColumnDefinition, definition: &TableDefinition) -> String {
        let units = format!("{}s", self.unit(definition));
        let (phrase, word) = (definition.dated.phrase(), self.definitions.bulletin.calendar.word());
        let those = |filter: &Filter| {
            let parts = filter
                .iter()
                .map(|(column, values)| format!("{} {}", column.name().replace('_', " "), values.join(" or ")));
            let parts: Vec<String> = parts.collect();
            if parts.is_empty() { String::new() } else { format!(" with {}", parts.join(" and ")) }
        };
        let counted = format!("{units}{} {phrase} the {word} of the row", those(&column.filter));
        match column.show {
            Show::Label => format!("calendar {word}"),
            Show::Share if column.whole.is_empty() => {
                format!("{counted}, as a share of all that the table counts in the {word}")
            }
            Show::Share => format!("{counted}, as a share of those{}", those(&column.whole)),
            Show::Change => format!("change on {}, as a share of the earlier: {counted}", back(column.back, word)),
            Show::Median => format!("median {}: {counted}", definition.dated.days()),
            Show::Mean => format!("mean {}: {counted}", definition.dated.days()),
            _ => counted,
        }
    }
}

fn back(periods: i16, word: &str) -> String {
    match periods {
        1 => format!("the {word} before"),
        4 if word == "quarter" => "the same quarter of the year before".to_owned(),
        periods => format!("{periods} {word}s before"),
    }
}

/// What passes both filters: where both name a column, only the values in both.
fn both(first: &Filter, second: &Filter) -> Filter {
    let mut filter = first.clone();
    for (column, values) in second {
        filter
            .entry(*column)
            .and_modify(|wanted| wanted.retain(|value| values.contains(value)))
            .or_insert_with(|| values.clone());
    }
    filter
}

/// The middle of sorted days; of two, the upper.
fn median(days: &[i32]) -> Option<u64> {
    days.get(days.len() / 2).and_then(|day| u64::try_from(*day).ok())
}

/// The mean to the nearest whole day, half up.
fn mean(days: &[i32]) -> Option<u64> {
    let number = i64::try_from(days.len()).ok().filter(|number| *number > 0)?;
    let sum: i64 = days.iter().map(|day| i64::from(*day)).sum();
    u64::try_from((2 * sum + number).div_euclid(2 * number)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_days() {
        assert_eq!((median(&[]), mean(&[])), (None, None));
        assert_eq!((median(&[1, 2, 4, 90]), mean(&[1, 2, 4, 90])), (Some(4), Some(24)));
        assert_eq!(mean(&[1, 2]), Some(2));
    }
}
