//! A printed table: any header, every cell kept as it was printed, every line number kept.

use std::{fs, path::Path};

use super::{
    error::{CheckError, Malformed},
    number::Decimal,
};

/// What a printed cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A number. A percent or pound sign, thousands separators and the `=` of a shared rank are not part of it.
    Number(Decimal),
    /// Blank or a dash: none.
    Dash,
    /// `new`: there was none before, so there is no percentage.
    FromZero,
    /// `no change`.
    Unchanged,
    /// `N/A` or `[z]`: the question does not arise.
    NotApplicable,
    /// `[c]`, `[x]`, `*` or `<5`: there is a number, and it is not shown.
    Withheld,
    /// Anything else.
    Words,
}

impl Cell {
    /// Reads what a cell says.
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        match text.to_lowercase().as_str() {
            "" | "-" | "\u{2013}" | "\u{2014}" => return Self::Dash,
            "new" => return Self::FromZero,
            "no change" => return Self::Unchanged,
            "n/a" | "[z]" | "not applicable" => return Self::NotApplicable,
            "*" => return Self::Withheld,
            shorthand if shorthand.starts_with('<') || is_shorthand(shorthand) => return Self::Withheld,
            _ => {}
        }
        let bare = text.trim_start_matches(['\u{a3}', '=']).trim_end_matches(['%', '=']).trim_end();
        Decimal::read(bare).map_or(Self::Words, Self::Number)
    }
}

fn is_shorthand(text: &str) -> bool {
    text.starts_with('[') && text.ends_with(']')
}

/// One row, as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file, the header being line 1.
    pub line: u64,
    /// One text a column, in the header's order.
    pub cells: Vec<String>,
}

impl Row {
    /// The text in a column, empty where the column does not exist.
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// A table as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedTable {
    /// The file's name, without its folder.
    pub file: String,
    /// The names of the columns.
    pub header: Vec<String>,
    /// The rows below the header.
    pub rows: Vec<Row>,
}

impl PrintedTable {
    /// Loads a table from a CSV file.
    ///
    /// # Errors
    /// When the file cannot be read, or is not a table: see [`PrintedTable::read`].
    pub fn load(path: &Path) -> Result<Self, CheckError> {
        let bytes = fs::read(path).map_err(|source| CheckError::Unreadable { path: path.to_path_buf(), source })?;
        let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let text = String::from_utf8(bytes).map_err(|error| Malformed {
            file: file.clone(),
            line: line_of(error.as_bytes(), error.utf8_error().valid_up_to()),
            column: "1".to_owned(),
            value: String::from_utf8_lossy(error.as_bytes()).chars().take(20).collect(),
            problem: "opens a file that is not UTF-8 text",
            instead: "the file again with the encoding UTF-8".to_owned(),
        })?;
        Ok(Self::read(&file, &text)?)
    }

    /// Reads a table from the text of a CSV file.
    ///
    /// # Errors
    /// When there is no header, a column has no name or a name twice, a row has more or fewer cells than the header,
    /// or a quotation mark is never closed. The message says where, and what to write.
    pub fn read(file: &str, text: &str) -> Result<Self, Malformed> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut table = Self { file: file.to_owned(), header: Vec::new(), rows: Vec::new() };
        for record in reader.records() {
            let record = record.map_err(|error| Malformed {
                file: file.to_owned(),
                line: error.position().map_or(1, csv::Position::line),
                column: "1".to_owned(),
                value: error.to_string(),
                problem: "is what the CSV reader says",
                instead: "a row of cells separated by commas".to_owned(),
            })?;
            let line = record.position().map_or(1, csv::Position::line);
            let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
            if table.header.is_empty() {
                check_header(file, line, &cells)?;
                table.header = cells;
            } else {
                table.check_width(line, &cells)?;
                table.rows.push(Row { line, cells });
            }
        }
        if table.header.is_empty() {
            return Err(Malformed {
                file: file.to_owned(),
                line: 1,
                column: "1".to_owned(),
                value: String::new(),
                problem: "is where the names of the columns should be",
                instead: "a header, for example region,total_2011,total_2012".to_owned(),
            });
        }
        Ok(table)
    }

    /// Finds a column by its name; `pct_change` and `pct_change_printed` are one column in two states.
    pub fn find_column(&self, name: &str) -> Option<usize> {
        let bare = name.strip_suffix("_printed").unwrap_or(name);
        self.header
            .iter()
            .position(|column| column == name)
            .or_else(|| self.header.iter().position(|column| column.strip_suffix("_printed").unwrap_or(column) == bare))
    }

    /// The name of a column.
    pub fn column_name(&self, column: usize) -> &str {
        self.header.get(column).map_or("", String::as_str)
    }

    fn check_width(&self, line: u64, cells: &[String]) -> Result<(), Malformed> {
        let (expected, found) = (self.header.len(), cells.len());
        if expected == found {
            return Ok(());
        }
        let column = if found > expected { (expected + 1).to_string() } else { self.column_name(found).to_owned() };
        Err(Malformed {
            file: self.file.clone(),
            line,
            column,
            value: cells.join(","),
            problem: if found > expected {
                "has more cells than the header"
            } else {
                "has fewer cells than the header"
            },
            instead: format!("{expected} cells, and quotation marks around a cell that holds a comma"),
        })
    }
}

fn line_of(bytes: &[u8], offset: usize) -> u64 {
    bytes.iter().take(offset).filter(|byte| **byte == b'\n').count() as u64 + 1
}

fn check_header(file: &str, line: u64, cells: &[String]) -> Result<(), Malformed> {
    for (index, name) in cells.iter().enumerate() {
        let twice = cells.iter().take(index).any(|earlier| earlier == name);
        if !name.is_empty() && !twice {
            continue;
        }
        return Err(Malformed {
            file: file.to_owned(),
            line,
            column: (index + 1).to_string(),
            value: name.clone(),
            problem: if twice { "names a second column the same" } else { "is no name for a column" },
            instead: "a name that no other column of the table has".to_owned(),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cells_say_what_they_print() {
        assert_eq!(Cell::read(" 66% "), Cell::Number(Decimal::whole(66)));
        assert_eq!(Cell::read("5="), Cell::Number(Decimal::whole(5)));
        assert_eq!(Cell::read("\u{a3}42,906"), Cell::Number(Decimal::whole(42_906)));
        assert_eq!(Cell::read("\u{2013}"), Cell::Dash);
        assert_eq!(Cell::read("No change"), Cell::Unchanged);
        assert_eq!(Cell::read("new"), Cell::FromZero);
        assert_eq!(Cell::read("[c]"), Cell::Withheld);
        assert_eq!(Cell::read("<5"), Cell::Withheld);
        assert_eq!(Cell::read("12O"), Cell::Words);
    }

    #[test]
    fn lines_are_counted_through_cells_that_hold_line_breaks() {
        let table = PrintedTable::read("t.csv", "a,b\n\"x\ny\",1\nz,2\n").unwrap();
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn a_malformed_file_is_refused_with_its_place_and_a_remedy() {
        let said = |text: &str| PrintedTable::read("t.csv", text).unwrap_err().to_string();
        insta::assert_snapshot!(said("region,total\nWales,1,186\n"), @r#"t.csv, line 2, column 3: "Wales,1,186" has more cells than the header. Write 2 cells, and quotation marks around a cell that holds a comma."#);
        insta::assert_snapshot!(said("region,total\nWales\n"), @r#"t.csv, line 2, column total: "Wales" has fewer cells than the header. Write 2 cells, and quotation marks around a cell that holds a comma."#);
        insta::assert_snapshot!(said("region,region\n"), @r#"t.csv, line 1, column 2: "region" names a second column the same. Write a name that no other column of the table has."#);
        insta::assert_snapshot!(said("region,\n"), @r#"t.csv, line 1, column 2: "" is no name for a column. Write a name that no other column of the table has."#);
        insta::assert_snapshot!(said(""), @r#"t.csv, line 1, column 1: "" is where the names of the columns should be. Write a header, for example region,total_2011,total_2012."#);
    }

    #[test]
    fn a_file_in_another_encoding_is_refused_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        fs::write(&path, b"region,total\nCura\xe7ao,1\n").unwrap();
        let error = PrintedTable::load(&path).unwrap_err();
        assert!(matches!(&error, CheckError::Malformed(Malformed { line: 2, .. })), "{error}");
    }

    proptest! {
        #[test]
        fn any_text_is_a_table_or_refused_without_a_panic(text in "[a-c,\"\n\r1-3]{0,60}") {
            if let Ok(table) = PrintedTable::read("t.csv", &text) {
                prop_assert!(table.rows.iter().all(|row| row.cells.len() == table.header.len()));
            }
        }
    }
}
