//! What the command prints: tables for people, JSON and CSV for programs.

use std::io::{self, Write};

use clap::ValueEnum;
use serde::Serialize;

/// In which form data is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// For programs: one JSON document.
    Json,
    /// For spreadsheets.
    Csv,
}

/// Standard output. Whoever read it may have gone away, as `head` does: that is told apart from every other pipe that
/// broke, a connection to the database among them.
#[derive(Debug)]
pub struct Out;

/// What a write to [`Out`] fails with when nobody reads it any longer.
#[derive(Debug, thiserror::Error)]
#[error("whoever read what was printed has gone away")]
struct ReaderGone;

impl Out {
    /// Whether a cause is that nobody reads standard output any longer.
    pub fn is_unread(cause: &(dyn std::error::Error + 'static)) -> bool {
        cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref).is_some_and(|inner| inner.is::<ReaderGone>())
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::stdout().write(bytes).map_err(told_apart)
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush().map_err(told_apart)
    }
}

fn told_apart(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::BrokenPipe { io::Error::new(error.kind(), ReaderGone) } else { error }
}

/// Prints a text and a line end.
pub fn say(text: &str) -> anyhow::Result<()> {
    Out.write_all(text.trim_end_matches('\n').as_bytes())?;
    Out.write_all(b"\n")?;
    Ok(())
}

/// Prints bytes as they are.
pub fn pour(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = Out;
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}

/// Prints to standard error; there is nowhere to complain if that fails.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// A number of things in words: `1 row`, `2 rows`.
pub fn counted(number: u64, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}

/// A grid of texts, with headings.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Grid {
    /// The headings.
    pub headings: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// A grid without rows.
    pub fn new<const N: usize>(headings: [&str; N]) -> Self {
        Self { headings: headings.map(str::to_owned).to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.to_vec());
    }

    /// The grid as aligned text: numbers to the right, words to the left.
    pub fn text(&self) -> String {
        let columns = self.headings.len();
        let cell = |row: &Vec<String>, column: usize| row.get(column).cloned().unwrap_or_default();
        let widths: Vec<usize> = (0..columns)
            .map(|column| {
                let widest = self.rows.iter().map(|row| cell(row, column).chars().count()).max().unwrap_or(0);
                widest.max(self.headings.get(column).map_or(0, |heading| heading.chars().count()))
            })
            .collect();
        let numeric: Vec<bool> = (0..columns)
            .map(|column| {
                let mut cells =
                    self.rows.iter().map(|row| cell(row, column)).filter(|text| !text.is_empty()).peekable();
                cells.peek().is_some()
                    && cells.all(|text| text.chars().all(|c| c.is_ascii_digit() || ".,%+-".contains(c)))
            })
            .collect();
        let line = |cells: &dyn Fn(usize) -> String| {
            let aligned = widths.iter().zip(&numeric).enumerate().map(|(column, (width, numeric))| {
                let text = cells(column);
                if *numeric { format!("{text:>width$}") } else { format!("{text:<width$}") }
            });
            aligned.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
        };
        let mut text = line(&|column| self.headings.get(column).cloned().unwrap_or_default());
        text.push_str(&line(&|column| "-".repeat(widths.get(column).copied().unwrap_or(0))));
        for row in &self.rows {
            text.push_str(&line(&|column| cell(row, column)));
        }
        text
    }

    /// The rows as JSON objects, named by the headings.
    pub fn objects(&self) -> Vec<serde_json::Map<String, serde_json::Value>> {
        self.rows
            .iter()
            .map(|row| self.headings.iter().cloned().zip(row.iter().map(|cell| cell.as_str().into())).collect())
            .collect()
    }

    fn json(&self) -> anyhow::Result<String> {
        Ok(serde_json::to_string_pretty(&self.objects())?)
    }

    fn csv(&self) -> anyhow::Result<String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.headings)?;
        for row in &self.rows {
            writer.write_record(row)?;
        }
        Ok(String::from_utf8(writer.into_inner()?)?)
    }

    /// Prints the grid in a format; a heading line goes only before the form for people.
    pub fn print(&self, format: Format, heading: &str) -> anyhow::Result<()> {
        match format {
            Format::Table if heading.is_empty() => say(&self.text()),
            Format::Table => say(&format!("{heading}\n\n{}", self.text())),
            Format::Json => say(&self.json()?),
            Format::Csv => say(&self.csv()?),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::{Out, told_apart};

    #[test]
    fn only_a_pipe_of_ours_that_nobody_reads_is_nothing_to_complain_about() {
        assert!(Out::is_unread(&told_apart(Error::from(ErrorKind::BrokenPipe))));
        assert!(!Out::is_unread(&told_apart(Error::from(ErrorKind::StorageFull))));
        let connection_to_a_database = Error::from(ErrorKind::BrokenPipe);
        assert!(!Out::is_unread(&connection_to_a_database));
    }
}
