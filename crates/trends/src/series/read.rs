//! Reading series from a file: one row a period, one column a series.

use std::io::Read;

use jiff::civil::Date;
use serde::Serialize;

use super::{
    Calendar, Series,
    period::{Written, calendar_of_step, parse},
};

/// The series of one file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeriesFile {
    /// The calendar that all share.
    pub calendar: Calendar,
    /// One series for each column.
    pub series: Vec<Series>,
}

/// Why a file is no file of series. Every sentence names the line, the field and the value, and what to write instead.
#[derive(Debug, thiserror::Error)]
pub enum SeriesFileError {
    /// Not a table at all.
    #[error("the file is not a table of comma-separated values")]
    Table(#[from] csv::Error),
    /// The headings do not fit.
    #[error("line 1, {field}: {value:?} {said}; {instead}")]
    Heading {
        /// Which heading.
        field: String,
        /// What it is.
        value: String,
        /// What is wrong with it.
        said: &'static str,
        /// What to write.
        instead: &'static str,
    },
    /// A row has more or fewer cells than there are headings.
    #[error("line {line}: the row has {found} cells under {expected} headings; write one for each heading, 0 for none")]
    Ragged {
        /// The line of the file, from 1.
        line: u64,
        /// How many headings there are.
        expected: usize,
        /// How many cells the row has.
        found: usize,
    },
    /// A cell does not fit.
    #[error("line {line}, field {field}: {value:?} {said}; {instead}")]
    Cell {
        /// The line of the file, from 1.
        line: u64,
        /// The heading of its column.
        field: String,
        /// What the cell holds.
        value: String,
        /// What is wrong with it.
        said: String,
        /// What to write.
        instead: String,
    },
    /// Too few rows to be a series.
    #[error("the file has {0} rows under its heading; a series needs at least two periods")]
    TooShort(usize),
}

/// The headings under which the periods stand.
const PERIOD: [&str; 2] = ["date", "period"];
/// The heading of a running number, which is checked and not kept.
const NUMBER: &str = "k";
/// The forms in which a period may be written.
const FORMS: &str = "write 2012-07-30, 2012-W31, 2012-07, 2012-Q3 or 2012";

/// Reads series of counts.
///
/// A column `date` or `period` holds the periods, an optional column `k` their running number from 1, every other column
/// one series. Periods follow one another on one calendar, without gaps.
///
/// # Errors
/// [`SeriesFileError`] for the first thing that does not fit.
pub fn read(source: impl Read) -> Result<SeriesFile, SeriesFileError> {
    let table = table(source)?;
    let mut series = Vec::with_capacity(table.columns.len());
    for (name, cells) in &table.columns {
        let counts = cells.iter().map(|cell| count(name, cell)).collect::<Result<_, _>>()?;
        series.push(Series { name: name.clone(), calendar: table.calendar, dates: table.dates.clone(), counts });
    }
    Ok(SeriesFile { calendar: table.calendar, series })
}

/// Reads the populations that go with the series of another file: the same periods, columns of the same names.
///
/// # Errors
/// [`SeriesFileError`] for a cell that is no positive number, and for periods or names that are not those of `series`.
pub fn read_population(source: impl Read, series: &SeriesFile) -> Result<Vec<Vec<f64>>, SeriesFileError> {
    let table = table(source)?;
    let dates = series.series.first().map(|first| first.dates.as_slice()).unwrap_or_default();
    if let Some((line, (date, expected))) =
        table.lines.iter().zip(table.dates.iter().zip(dates)).find(|(_, (date, expected))| date != expected)
    {
        let instead = format!("the counts have {expected} here; write the same periods in both files");
        return Err(wrong(*line, "date", &date.to_string(), "is another period than in the counts", instead));
    }
    if table.dates.len() != dates.len() {
        let line = table.lines.last().copied().unwrap_or(1);
        let instead = format!("the counts have {} periods; write as many populations", dates.len());
        return Err(wrong(line, "date", &table.dates.len().to_string(), "periods end here", instead));
    }
    let column = |wanted: &Series| {
        let found = table.columns.iter().find(|(name, _)| *name == wanted.name);
        let (name, cells) = found.ok_or_else(|| SeriesFileError::Heading {
            field: "headings".to_owned(),
            value: wanted.name.clone(),
            said: "is a series without a population",
            instead: "write a column of that name",
        })?;
        cells.iter().map(|cell| population(name, cell)).collect()
    };
    series.series.iter().map(column).collect()
}

struct Cell {
    line: u64,
    text: String,
}

struct Table {
    calendar: Calendar,
    dates: Vec<Date>,
    lines: Vec<u64>,
    columns: Vec<(String, Vec<Cell>)>,
}

fn table(source: impl Read) -> Result<Table, SeriesFileError> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(source);
    let mut records = reader.records();
    let headings: Vec<String> = match records.next() {
        Some(record) => record?.iter().map(|text| text.trim_start_matches('\u{feff}').to_owned()).collect(),
        None => return Err(SeriesFileError::TooShort(0)),
    };
    let period = check_headings(&headings)?;
    let mut columns: Vec<Vec<Cell>> = headings.iter().map(|_| Vec::new()).collect();
    let mut lines = Vec::new();
    for record in records {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != headings.len() {
            return Err(SeriesFileError::Ragged { line, expected: headings.len(), found: record.len() });
        }
        lines.push(line);
        for (column, text) in columns.iter_mut().zip(&record) {
            column.push(Cell { line, text: text.to_owned() });
        }
    }
    let mut named: Vec<(String, Vec<Cell>)> = headings.into_iter().zip(columns).collect();
    let (heading, periods) = named.remove(period);
    if let Some(place) = named.iter().position(|(name, _)| name == NUMBER) {
        check_numbers(&named.remove(place).1)?;
    }
    let (calendar, dates) = follow(&heading, &periods)?;
    Ok(Table { calendar, dates, lines, columns: named })
}

/// Checks the headings and finds the one of the periods.
fn check_headings(headings: &[String]) -> Result<usize, SeriesFileError> {
    let all = || headings.join(",");
    let heading =
        |field: &str, value, said, instead| SeriesFileError::Heading { field: field.to_owned(), value, said, instead };
    let mut periods = headings.iter().enumerate().filter(|(_, name)| PERIOD.contains(&name.as_str()));
    let Some((period, _)) = periods.next() else {
        return Err(heading("headings", all(), "have no date", "name the column of the periods date"));
    };
    if periods.next().is_some() {
        return Err(heading("headings", all(), "have two columns of periods", "keep one of date and period"));
    }
    for (place, name) in headings.iter().enumerate() {
        let field = format!("heading {}", place + 1);
        if name.is_empty() {
            return Err(heading(&field, String::new(), "is empty", "name the series of this column"));
        }
        if headings.iter().take(place).any(|earlier| earlier == name) {
            return Err(heading(&field, name.clone(), "stands twice", "give every series its own name"));
        }
    }
    if headings.iter().all(|name| name == NUMBER || PERIOD.contains(&name.as_str())) {
        return Err(heading("headings", all(), "name no series", "add one column of counts for each series"));
    }
    Ok(period)
}

fn check_numbers(cells: &[Cell]) -> Result<(), SeriesFileError> {
    for (cell, expected) in cells.iter().zip(1_u64..) {
        if cell.text.parse() != Ok(expected) {
            let instead = format!("write {expected}, or leave the column out");
            return Err(wrong(cell.line, NUMBER, &cell.text, "is not the running number of its row", instead));
        }
    }
    Ok(())
}

/// Follows the periods down the file: one calendar, no gap, none twice.
fn follow(heading: &str, cells: &[Cell]) -> Result<(Calendar, Vec<Date>), SeriesFileError> {
    let mut written: Vec<Written> = Vec::with_capacity(cells.len());
    for cell in cells {
        let Some(period) = parse(&cell.text) else {
            return Err(wrong(cell.line, heading, &cell.text, "is not a period", FORMS.to_owned()));
        };
        written.push(period);
    }
    let (Some(first), Some(second)) = (written.first(), written.get(1)) else {
        return Err(SeriesFileError::TooShort(cells.len()));
    };
    let calendar = calendar(heading, cells, *first, *second)?;
    let mut expected = first.first;
    for (at, (period, cell)) in written.iter().zip(cells).enumerate() {
        if let Some(said) = step(*period, *first, expected, calendar) {
            let before = at.checked_sub(1).and_then(|before| cells.get(before)).map_or("", |cell| cell.text.as_str());
            let said = match said {
                Step::OtherForm => format!("is not written like {:?} of line {}", first_text(cells), first_line(cells)),
                Step::Duplicate => "stands twice".to_owned(),
                Step::Backward => format!("goes back in time after {before:?}"),
                Step::Gap => {
                    format!("leaves a gap after {before:?}, in a series of one {} after another", calendar.word())
                }
                Step::OtherCalendar => {
                    format!("is off the calendar of the rows before, one {} after another", calendar.word())
                }
            };
            let instead = format!("write the row of {}", shown(expected, first.calendar));
            return Err(wrong(cell.line, heading, &cell.text, said, instead));
        }
        expected = calendar.next(expected);
    }
    Ok((calendar, written.iter().map(|period| period.first).collect()))
}

enum Step {
    OtherForm,
    Duplicate,
    Backward,
    Gap,
    OtherCalendar,
}

/// What is wrong with a period where `expected` should stand.
fn step(period: Written, first: Written, expected: Date, calendar: Calendar) -> Option<Step> {
    if period.calendar != first.calendar {
        return Some(Step::OtherForm);
    }
    if period.first == expected {
        return None;
    }
    let before = calendar.previous(expected);
    let mut reached = expected;
    while reached < period.first {
        let next = calendar.next(reached);
        if next == reached {
            break;
        }
        reached = next;
    }
    Some(match period.first {
        day if day == before => Step::Duplicate,
        day if day < before => Step::Backward,
        day if day == reached => Step::Gap,
        _ => Step::OtherCalendar,
    })
}

/// The calendar: as the writing says, or as the first step shows.
fn calendar(heading: &str, cells: &[Cell], first: Written, second: Written) -> Result<Calendar, SeriesFileError> {
    if let Some(calendar) = first.calendar {
        return Ok(calendar);
    }
    let (line, text) = cells.get(1).map_or((0, ""), |cell| (cell.line, cell.text.as_str()));
    if second.first == first.first && second.calendar.is_none() {
        let instead = "write every period once".to_owned();
        return Err(wrong(line, heading, text, "stands twice", instead));
    }
    calendar_of_step(first.first, second.first).ok_or_else(|| {
        let said = format!("is not one day, week, month, quarter or year after {:?}", first_text(cells));
        wrong(
            line,
            heading,
            text,
            said,
            "write every period once, in order, months and longer from their first day".to_owned(),
        )
    })
}

fn shown(day: Date, written: Option<Calendar>) -> String {
    match written {
        None => day.to_string(),
        Some(Calendar::Week) => {
            let week = day.iso_week_date();
            format!("{}-W{:02}", week.year(), week.week())
        }
        Some(Calendar::Quarter) => format!("{}-Q{}", day.year(), (day.month() - 1) / 3 + 1),
        Some(Calendar::Year) => day.year().to_string(),
        Some(_) => day.strftime("%Y-%m").to_string(),
    }
}

fn count(field: &str, cell: &Cell) -> Result<u64, SeriesFileError> {
    /// More than there are people.
    const LARGEST: u64 = 10_000_000_000;
    let text = cell.text.as_str();
    let (said, instead) = match text.parse::<u64>() {
        Ok(count) if count <= LARGEST && !text.starts_with('+') => return Ok(count),
        Ok(_) => ("is not a count of people", "write a whole number"),
        Err(_) if text.is_empty() => ("is empty", "write 0 if there was none, and cut the series if nobody counted"),
        Err(_) if text.parse::<f64>().is_ok_and(|number| number < 0.0) => {
            ("is a negative count", "write how many there were")
        }
        Err(_) => ("is not a whole number", "write the count in digits only, without commas or points"),
    };
    Err(wrong(cell.line, field, text, said, instead.to_owned()))
}

fn population(field: &str, cell: &Cell) -> Result<f64, SeriesFileError> {
    match cell.text.parse::<f64>() {
        Ok(number) if number.is_finite() && number > 0.0 => Ok(number),
        _ => {
            let instead = "write a number above 0".to_owned();
            Err(wrong(cell.line, field, &cell.text, "is not a population", instead))
        }
    }
}

fn wrong(line: u64, field: &str, value: &str, said: impl Into<String>, instead: String) -> SeriesFileError {
    SeriesFileError::Cell { line, field: field.to_owned(), value: value.to_owned(), said: said.into(), instead }
}

fn first_text(cells: &[Cell]) -> &str {
    cells.first().map_or("", |cell| cell.text.as_str())
}

fn first_line(cells: &[Cell]) -> u64 {
    cells.first().map_or(0, |cell| cell.line)
}
