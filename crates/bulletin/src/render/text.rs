//! A table for the terminal: columns in line, and the caption under it, because a figure without one is a rumour.

use crate::{
    table::{Cell, ColumnKind, Table},
    words::grouped,
};

use super::caption_parts;

impl Table {
    /// The table as plain text with its caption.
    pub fn text(&self) -> String {
        let header: Vec<String> = self.columns.iter().map(|column| column.name.clone()).collect();
        let rows: Vec<Vec<String>> = self.rows.iter().map(|row| row.iter().map(shown).collect()).collect();
        let mut widths: Vec<usize> = header.iter().map(|name| name.chars().count()).collect();
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let mut text = format!("{}: {}\n\n", self.caption.number, self.caption.title);
        text.push_str(&self.line(&header, &widths));
        let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        text.push_str(&self.line(&rule, &widths));
        for row in &rows {
            text.push_str(&self.line(row, &widths));
        }
        text.push('\n');
        for (name, part) in caption_parts(&self.caption) {
            if !part.is_empty() && name != "number" && name != "title" {
                for line in part.split(" | ") {
                    text.push_str(&format!("{}: {line}\n", name.replace('_', " ")));
                }
            }
        }
        text
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let aligned = self.columns.iter().zip(cells).zip(widths).map(|((column, cell), width)| match column.kind {
            ColumnKind::Key | ColumnKind::Text => format!("{cell:<width$}"),
            ColumnKind::Count | ColumnKind::Percent | ColumnKind::Rank | ColumnKind::Days => format!("{cell:>width$}"),
        });
        format!("{}\n", aligned.collect::<Vec<_>>().join("  ").trim_end())
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Count(count) => grouped(*count),
        Cell::Percent(percent) => format!("{percent}%"),
        _ => cell.to_string(),
    }
}
