//! A table's counts as a picture of bars, drawn as a bulletin draws them.

use manumit_app::statistics::{Cell, ChartKind, ColumnKind, Drawing, Series, Table};
use minijinja::{Value, context};

/// The most bars that can be told apart on a page.
const MOST: usize = 24;

/// The bars of the last column of counts, without the total; none for a table without counts.
pub(super) fn picture(table: &Table, synthetic: bool) -> Option<Value> {
    let place = table.columns.iter().rposition(|column| column.kind == ColumnKind::Count)?;
    let column = table.columns.get(place)?;
    let end = table.rows.len().saturating_sub(usize::from(table.has_total));
    let counted = table.rows.iter().take(end).filter_map(|row| match row.get(place)? {
        Cell::Withheld => Some((table.key(row), None)),
        cell => Some((table.key(row), Some(cell.count()?))),
    });
    let (labels, values): (Vec<String>, Vec<Option<u64>>) = counted.take(MOST).unzip();
    values.iter().flatten().find(|count| **count > 0)?;
    let left_out = end.saturating_sub(labels.len());
    let caption = &table.caption;
    let synthetic = if synthetic { " Synthetic data." } else { "" };
    let drawing = Drawing {
        id: "table",
        title: &caption.title,
        subtitle: &column.heading,
        source: format!("Source: {}, as at {}; scheme {}.{synthetic}", caption.number, caption.cut_off, caption.scheme),
        missing: "[c]",
        labels,
        series: vec![Series { name: "", values }],
    };
    // The picture is ours: what it says is escaped where it is drawn.
    Some(context! { drawn => Value::from_safe_string(drawing.svg(ChartKind::Bar)), left_out })
}
