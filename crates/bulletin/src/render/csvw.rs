//! Metadata beside a CSV file, in the form of the W3C recommendation on CSV on the Web.

use serde_json::{Value, json};

use crate::table::{ColumnKind, Table, TableColumn};

use super::caption_parts;

/// The metadata of one table: what its columns are, and its whole caption.
pub(super) fn metadata(table: &Table) -> Value {
    let caption = caption_parts(&table.caption);
    let notes: Vec<Value> = caption
        .into_iter()
        .filter(|(name, text)| !text.is_empty() && !matches!(*name, "number" | "title"))
        .map(|(name, text)| json!({ "dc:subject": name, "dc:description": text }))
        .collect();
    let columns: Vec<Value> = table.columns.iter().map(column).collect();
    let keys = table.columns.iter().filter(|column| column.kind == ColumnKind::Key).map(|column| column.name.as_str());
    json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
        "url": format!("{}.csv", table.id),
        "dc:title": format!("{}: {}", table.caption.number, table.caption.title),
        "dc:description": table.caption.base,
        "notes": notes,
        "tableSchema": { "columns": columns, "primaryKey": keys.collect::<Vec<_>>() },
    })
}

fn column(column: &TableColumn) -> Value {
    let datatype = match column.kind {
        ColumnKind::Key | ColumnKind::Text => "string",
        ColumnKind::Count | ColumnKind::Rank | ColumnKind::Days => "nonNegativeInteger",
        ColumnKind::Percent => "decimal",
    };
    let blanks = match column.kind {
        ColumnKind::Percent => json!(["", "new", "[u]", "[c]"]),
        ColumnKind::Rank => json!(["", "N/A", "[c]"]),
        ColumnKind::Key | ColumnKind::Text | ColumnKind::Count | ColumnKind::Days => json!(["", "[c]"]),
    };
    json!({
        "name": column.name,
        "titles": column.name,
        "datatype": datatype,
        "null": blanks,
        "required": column.kind == ColumnKind::Key,
        "dc:description": column.description,
    })
}
