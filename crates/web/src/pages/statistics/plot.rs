//! A table's counts as bars: where each stands is worked out here, the picture is drawn by the template.

use manumit_app::statistics::{Cell, ColumnKind, Table};
use minijinja::{Value, context};

/// The most bars that can be told apart on a page.
const MOST: usize = 24;
/// The most characters of a label beside a bar.
const LABEL: usize = 34;
/// Height of one bar with the room below it.
const STEP: u64 = 28;
/// How long the longest bar is.
const LONGEST: u64 = 340;

/// The bars of the last column of counts, without the total; none for a table without counts.
pub(super) fn bars(table: &Table) -> Option<Value> {
    let column = table.columns.iter().rposition(|column| column.kind == ColumnKind::Count)?;
    let end = table.rows.len().saturating_sub(usize::from(table.has_total));
    let counted = table.rows.iter().take(end).filter_map(|row| match row.get(column)? {
        Cell::Withheld => Some((table.key(row), None)),
        cell => Some((table.key(row), Some(cell.count()?))),
    });
    let counted: Vec<(String, Option<u64>)> = counted.take(MOST).collect();
    let most = counted.iter().filter_map(|(_, count)| *count).max().filter(|most| *most > 0)?;
    let bars = (0_u64..).zip(&counted).map(|(number, (label, count))| {
        let shown: String = if label.chars().count() > LABEL {
            label.chars().take(LABEL - 1).chain(['\u{2026}']).collect()
        } else {
            label.clone()
        };
        let length = count.unwrap_or(0).saturating_mul(LONGEST) / most;
        let count = count.map_or_else(|| Cell::Withheld.to_string(), |count| count.to_string());
        context! { label => label.as_str(), shown, count, length, y => number * STEP, middle => number * STEP + 15, beside => 268 + length }
    });
    let of = table.columns.get(column).map(|column| column.heading.clone())?;
    let height = STEP * u64::try_from(counted.len()).unwrap_or_default();
    let left_out = end.saturating_sub(counted.len());
    Some(context! { bars => bars.collect::<Vec<_>>(), height, of, left_out })
}
