//! An answer as a table with its caption.

use jiff::civil::{Date, date};

use super::{Counted, Dimension, LIMITS};
use crate::{
    definition::Shared,
    extract::{date_of, day_number},
    table::{Caption, Cell, ColumnKind, Table, TableColumn},
    words::long_date,
};

/// A second dimension of more categories than this makes rows, not columns.
const MOST_ACROSS: usize = 10;
/// What stands for none, or for too few to be shown.
const LOW: &str = "[low]";
const TOTAL: &str = "Total";
/// The first quarter that is wholly under the rules of today's bulletin: the test of 30 January 2023.
const RULES_SINCE: Date = date(2023, 4, 1);

impl Counted {
    /// The table. One dimension makes rows, a second of few categories columns; otherwise each cell is a row.
    pub fn table(&self, shared: &Shared) -> Table {
        let by = self.question.by.as_slice();
        let across = (by.len() == 2).then(|| self.categories(1)).filter(|across| across.len() <= MOST_ACROSS);
        // A total in the last row: of the rows where columns go across, else of every dimension.
        let rows_alone = if across.is_some() { 1 } else { by.len() };
        let has_total = !by.is_empty() && by.iter().take(rows_alone).all(|dimension| self.question.adds_up(*dimension));
        let (columns, rows) = match (by, across) {
            ([rows], _) => self.listed(*rows),
            ([rows, _], Some(across)) => self.crossed(*rows, &across),
            _ => self.tidy(),
        };
        let caption = self.caption(shared);
        Table { id: "count".to_owned(), caption, columns, rows, has_total, ..Table::default() }
    }

    fn listed(&self, dimension: Dimension) -> (Vec<TableColumn>, Vec<Vec<Cell>>) {
        let row = |label: Option<&str>| vec![text(label.unwrap_or(TOTAL)), self.cell(&[label])];
        let labels = self.categories(0);
        let total = self.question.adds_up(dimension).then(|| row(None));
        let rows = labels.iter().map(|label| row(Some(label))).chain(total);
        (vec![key(dimension), self.counts("count", "Count")], rows.collect())
    }

    fn crossed(&self, dimension: Dimension, across: &[String]) -> (Vec<TableColumn>, Vec<Vec<Cell>>) {
        let adds_up = |place: usize| self.question.by.get(place).is_none_or(|by| self.question.adds_up(*by));
        let columns = across.iter().map(|label| self.counts(label, label));
        let total = adds_up(1).then(|| self.counts("total", TOTAL));
        let columns = [key(dimension)].into_iter().chain(columns).chain(total);
        let row = |label: Option<&str>| {
            let cells = across.iter().map(|across| self.cell(&[label, Some(across)]));
            let total = adds_up(1).then(|| self.cell(&[label, None]));
            [text(label.unwrap_or(TOTAL))].into_iter().chain(cells).chain(total).collect()
        };
        let (labels, total) = (self.categories(0), adds_up(0).then(|| row(None)));
        (columns.collect(), labels.iter().map(|label| row(Some(label))).chain(total).collect())
    }

    /// Each cell that is shown, in the order of the categories, and all together last.
    fn tidy(&self) -> (Vec<TableColumn>, Vec<Vec<Cell>>) {
        let by = self.question.by.as_slice();
        let orders: Vec<Vec<String>> = (0..by.len()).map(|dimension| self.categories(dimension)).collect();
        let place = |cell: &[Option<String>]| -> Vec<Option<usize>> {
            let places = cell.iter().zip(&orders);
            places.map(|(label, order)| order.iter().position(|known| Some(known) == label.as_ref())).collect()
        };
        let mut inner: Vec<_> = self.cells.iter().filter(|(cell, _)| cell.iter().all(Option::is_some)).collect();
        inner.sort_by_cached_key(|(cell, _)| place(cell));
        let rows = inner.into_iter().filter(|_| !by.is_empty()).map(|(cell, count)| {
            let labels = cell.iter().map(|label| text(label.as_deref().unwrap_or(TOTAL)));
            labels.chain([Cell::Count(*count)]).collect()
        });
        let all: Vec<Option<&str>> = vec![None; by.len()];
        let total = [text(TOTAL)].into_iter().chain((1..by.len()).map(|_| Cell::Blank)).chain([self.cell(&all)]);
        let columns = by.iter().map(|dimension| key(*dimension));
        let columns: Vec<TableColumn> = match by {
            [] => vec![TableColumn {
                name: "counted".to_owned(),
                heading: "Counted".to_owned(),
                ..key(Dimension::Quarter)
            }],
            _ => columns.collect(),
        };
        let adds_up = by.iter().all(|dimension| self.question.adds_up(*dimension));
        let total: Option<Vec<Cell>> = adds_up.then(|| total.collect());
        (columns.into_iter().chain([self.counts("count", "Count")]).collect(), rows.chain(total).collect())
    }

    fn cell(&self, categories: &[Option<&str>]) -> Cell {
        match self.find(categories) {
            Some(count) => Cell::Count(count),
            None if self.is_protected() => text(LOW),
            None => Cell::Count(0),
        }
    }

    fn counts(&self, name: &str, heading: &str) -> TableColumn {
        let description = format!("{}, {}", self.question.measure.units(), self.question.span());
        TableColumn { name: name.to_owned(), heading: heading.to_owned(), kind: ColumnKind::Count, description }
    }

    fn caption(&self, shared: &Shared) -> Caption {
        let question = &self.question;
        let filters = question.filters();
        let only = if filters.is_empty() { "all of them".to_owned() } else { format!("only {filters}") };
        Caption {
            title: format!("{}, {}", question.title(), question.span()),
            unit: question.measure.counting().to_owned(),
            calendar: format!("calendar quarters {} to {}", question.from, question.to),
            cut_off: date_of(self.as_at).map(long_date).unwrap_or_default(),
            base: format!("{}, {only}", question.measure.label().to_lowercase()),
            scheme: shared.scheme.clone(),
            rule_era: self.rules(shared),
            rounding: "none: whole numbers, and no percentages".to_owned(),
            small_cells: (!self.is_protected()).then(|| shared.small_cell_notice.clone()),
            notes: self.notes(),
            ..Caption::default()
        }
    }

    /// Under which rules was decided: the bulletin's, unless the question reaches back before its first quarter under them.
    fn rules(&self, shared: &Shared) -> String {
        let since = self.question.from.first_day();
        if since.is_some_and(|since| since >= RULES_SINCE) {
            shared.rule_era.clone()
        } else {
            "those in force when each was decided".to_owned()
        }
    }

    /// How it is protected, in one sentence for readers.
    pub fn method(&self) -> String {
        let Some(least) = self.least else {
            return "Not protected: these are the true counts.".to_owned();
        };
        format!(
            "Protected by cell keys: each count may differ by up to {} from the true one, by nothing on average, and always by \
             the same for the same people. {LOW} is none or fewer than {least}, which are not told apart.",
            LIMITS.most
        )
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.is_protected() {
            notes.push("Counts do not add up to their totals: each has its own difference.".to_owned());
            notes.push("A category with none or too few is left out.".to_owned());
        }
        if self.is_protected() && self.question.only.iter().any(|(_, values)| values.len() > 1) {
            notes.push(
                "Of several values each is counted apart, and what is shown of each is added up: a value with none or too \
                 few is not in the sum."
                    .to_owned(),
            );
        }
        let ends = self.question.to.last_day().map_or(i32::MAX, day_number);
        if self.as_at < ends {
            notes.push(
                "The record ends before the last quarter asked for does: what came later is not in it.".to_owned(),
            );
        }
        if self.synthetic {
            notes.push("Synthetic data: every record is made up.".to_owned());
        }
        notes
    }
}

fn key(dimension: Dimension) -> TableColumn {
    TableColumn {
        name: dimension.name().to_owned(),
        heading: dimension.label().to_owned(),
        kind: ColumnKind::Key,
        description: String::new(),
    }
}

fn text(words: &str) -> Cell {
    Cell::Text(words.to_owned())
}
