//! How a rule names a cell: `table | row | column`.
//!
//! A row is named by its label. A table whose rows need two labels joins them: `2009 / Nigeria`. A `*` stands for every
//! label but a total's, so `table08 | * | england` is a column. `= 366` is a plain number, and a fourth part,
//! `fig07 | 2012 | note | axis 0 to`, is the number that follows those words in a cell of text.

use std::fmt;

use serde::Deserialize;

use super::number::Decimal;

/// A cell, a column of cells, or a plain number.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Reference {
    /// A number that stands in no table, such as the days of a year.
    Plain(Decimal),
    /// Cells of a table.
    Cells {
        /// The table's identifier in the rules.
        table: String,
        /// The row's label, with `*` for any.
        row: String,
        /// The column's name.
        column: String,
        /// The words in the cell after which the number stands, where the cell is text.
        after: Option<String>,
    },
}

/// A text that names no cell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no cell: write \"table | row | column\", for example \"table01 | Wales | total_2012\"")]
pub struct NotAReference(String);

impl Reference {
    /// The cells of one column, by the label of each row.
    pub fn column(table: &str, column: &str) -> Self {
        Self::Cells { table: table.to_owned(), row: "*".to_owned(), column: column.to_owned(), after: None }
    }

    /// The table it looks at, if it looks at one.
    pub fn table(&self) -> Option<&str> {
        match self {
            Self::Plain(_) => None,
            Self::Cells { table, .. } => Some(table),
        }
    }
}

impl TryFrom<String> for Reference {
    type Error = NotAReference;

    fn try_from(text: String) -> Result<Self, NotAReference> {
        if let Some(number) = text.trim().strip_prefix('=') {
            return Decimal::read(number.trim()).map(Self::Plain).ok_or(NotAReference(text));
        }
        let parts: Vec<&str> = text.split('|').map(str::trim).collect();
        let (table, row, column, after) = match parts.as_slice() {
            [table, row, column] => (table, row, column, None),
            [table, row, column, after] => (table, row, column, Some((*after).to_owned())),
            _ => return Err(NotAReference(text)),
        };
        if [table, row, column].iter().any(|part| part.is_empty()) {
            return Err(NotAReference(text));
        }
        Ok(Self::Cells { table: (*table).to_owned(), row: (*row).to_owned(), column: (*column).to_owned(), after })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(number) => write!(f, "{number}"),
            Self::Cells { table, row, column, .. } => write!(f, "{table} | {row} | {column}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(text: &str) -> Result<Reference, NotAReference> {
        Reference::try_from(text.to_owned())
    }

    #[test]
    fn a_reference_reads_back_as_it_is_written() {
        for text in ["table09 | Somalia/UK claims Ethiopia | total", "prose | 3.15 / in a brothel | value"] {
            assert_eq!(reference(text).unwrap().to_string(), text);
        }
        assert_eq!(reference("= 366").unwrap(), Reference::Plain(Decimal::whole(366)));
    }

    #[test]
    fn what_names_no_cell_is_refused_with_an_example() {
        for text in ["table09", "table09 | Wales", "| Wales | total", "= many", "a | b | c | d | e"] {
            assert!(reference(text).unwrap_err().to_string().contains("table01 | Wales | total_2012"), "{text}");
        }
    }
}
