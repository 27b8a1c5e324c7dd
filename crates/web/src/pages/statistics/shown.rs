//! A table as a page or a file shows it: never without its caption.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use manumit_app::statistics::{ColumnKind, Table};
use minijinja::{Value, context};

use crate::spreadsheet::csv;

/// What is said of figures that nothing was done to.
pub(super) const UNPROTECTED: &str = "not protected";

/// The table for a template.
pub(super) fn table(table: &Table) -> Value {
    let caption = &table.caption;
    let is_number = |kind| !matches!(kind, ColumnKind::Key | ColumnKind::Text);
    let columns = table.columns.iter().map(|column| {
        context! {
            name => column.heading.as_str(),
            description => column.description.as_str(),
            number => is_number(column.kind),
            key => column.kind == ColumnKind::Key,
        }
    });
    let last = table.rows.len().saturating_sub(1);
    let rows = table.rows.iter().enumerate().map(|(number, row)| {
        let cells = row.iter().zip(&table.columns).map(|(cell, column)| {
            context! {
                text => cell.to_string(),
                number => is_number(column.kind),
                key => column.kind == ColumnKind::Key,
            }
        });
        context! { cells => cells.collect::<Vec<_>>(), total => table.has_total && number == last }
    });
    context! {
        number => caption.number.as_str(),
        table_title => caption.title.as_str(),
        columns => columns.collect::<Vec<_>>(),
        rows => rows.collect::<Vec<_>>(),
        about => context! {
            unit => caption.unit.as_str(), calendar => caption.calendar.as_str(), cut_off => caption.cut_off.as_str(),
            base => caption.base.as_str(), denominators => caption.denominators.clone(), scheme => caption.scheme.as_str(),
            rule_era => caption.rule_era.as_str(), rounding => caption.rounding.as_str(), ties => caption.ties.clone(),
            sources => caption.sources.clone(), small_cells => caption.small_cells.clone(), notes => caption.notes.clone(),
        },
    }
}

/// The table as a file under its caption.
pub(super) fn file(table: &Table, (name, protection): (&str, &str), synthetic: bool) -> Response {
    let caption = &table.caption;
    let title = match caption.number.as_str() {
        "" => caption.title.clone(),
        number => format!("{number}: {}", caption.title),
    };
    let is_small = caption.small_cells.is_some() || protection == UNPROTECTED;
    let warning = if is_small { "No disclosure control has been over these figures." } else { "" };
    let made_up = if synthetic { "every record is made up" } else { "" };
    let notes = caption.notes.join("; ");
    let about = [
        ("table", title.as_str()),
        ("unit", &caption.unit),
        ("calendar", &caption.calendar),
        ("as at", &caption.cut_off),
        ("counts", &caption.base),
        ("scheme", &caption.scheme),
        ("rules", &caption.rule_era),
        ("protection", protection),
        ("not for publication", warning),
        ("synthetic data", made_up),
        ("notes", &notes),
    ];
    let about = about.into_iter().filter(|(_, text)| !text.is_empty());
    let about = about.map(|(name, text)| vec![name.to_owned(), text.to_owned()]);
    let header = vec![table.columns.iter().map(|column| column.name.clone()).collect::<Vec<String>>()];
    let rows = table.rows.iter().map(|row| row.iter().map(ToString::to_string).collect());
    let text = csv(about.chain([Vec::new()]).chain(header).chain(rows));
    let disposition = format!("attachment; filename=\"{name}.csv\"");
    let kind = "text/csv; charset=utf-8".to_owned();
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], text).into_response()
}
