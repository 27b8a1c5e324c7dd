//! The spreadsheet: one row a referral, one column a question, for those who collect in a file.
//!
//! A cell holds the answer as on the form: a code, a date, words; several choices are parted by semicolons. A reason
//! such as `not_asked` stands for an answer. The questions asked for each of several things have a number in their
//! column: `exploiters.1.exploiter_description`.

use std::io::Read;

use manumit_domain::{
    known::{Blank, Known},
    question_set::{Answer, Answers, Finding, Given, Kind, Question, QuestionSet, Row},
};

use super::Body;

/// How many of each thing the template has columns for; a file may have more, up to what the questions allow.
const COLUMNS_EACH: usize = 3;
/// What parts several choices in one cell.
const PARTED: char = ';';

/// What a column is for.
enum Column<'a> {
    Question(&'a Question),
    /// That there are none of the things of a group.
    Group(&'a str),
    Row(&'a str, usize, &'a Question),
}

/// A file that cannot be read as answers at all.
#[derive(Debug, thiserror::Error)]
pub enum SpreadsheetError {
    /// It is not CSV in UTF-8.
    #[error("the file cannot be read as CSV in UTF-8")]
    Csv(#[from] csv::Error),
    /// A column that is no question.
    #[error(
        "column {number} is headed {heading:?}, which is no question of {set}; take the headings from the template"
    )]
    Heading {
        /// The column, counted from 1.
        number: usize,
        /// Its heading.
        heading: String,
        /// The question set and version.
        set: String,
    },
    /// Two columns for one question.
    #[error("columns {first} and {second} are both headed {heading:?}; keep one of them")]
    Twice {
        /// The first of them, counted from 1.
        first: usize,
        /// The second.
        second: usize,
        /// Their heading.
        heading: String,
    },
}

/// One line of a file: the answers, and what could not be read as an answer.
#[derive(Debug)]
pub struct Line {
    /// The line, as an editor counts.
    pub line: u64,
    /// The answers.
    pub body: Body,
    /// Cells that are not of the kind that their question asks for.
    pub findings: Vec<Finding>,
}

/// The template: its headings.
///
/// # Errors
/// If it cannot be written as CSV.
pub fn template(set: &QuestionSet) -> Result<String, csv::Error> {
    let mut headings = Vec::new();
    for page in set.tasks.iter().flat_map(|task| &task.pages) {
        match &page.rows {
            None => headings.extend(page.questions.iter().map(|question| question.code.clone())),
            Some(group) => {
                headings.push(group.code.clone());
                for number in 1..=COLUMNS_EACH.min(group.at_most) {
                    let codes = page.questions.iter().map(|question| &question.code);
                    headings.extend(codes.map(|code| format!("{}.{number}.{code}", group.code)));
                }
            }
        }
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&headings)?;
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Reads a file of answers.
///
/// # Errors
/// [`SpreadsheetError`] if it is not CSV or a heading is no question; what is wrong in a cell is in its line.
pub fn read(set: &QuestionSet, file: impl Read) -> Result<Vec<Line>, SpreadsheetError> {
    let mut reader = csv::Reader::from_reader(file);
    let headings = reader.headers()?.clone();
    let mut columns = Vec::new();
    for (index, heading) in headings.iter().enumerate() {
        let column = find(set, heading).ok_or_else(|| SpreadsheetError::Heading {
            number: index + 1,
            heading: heading.to_owned(),
            set: format!("{} {}", set.id, set.version),
        })?;
        if let Some(first) = headings.iter().take(index).position(|earlier| earlier.trim() == heading.trim()) {
            return Err(SpreadsheetError::Twice { first: first + 1, second: index + 1, heading: heading.to_owned() });
        }
        columns.push(column);
    }
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        lines.push(read_line(set, line, columns.iter().zip(&record)));
    }
    Ok(lines)
}

fn read_line<'a>(set: &QuestionSet, line: u64, cells: impl Iterator<Item = (&'a Column<'a>, &'a str)>) -> Line {
    let mut given = Answers::default();
    let mut findings = Vec::new();
    let mut take = |question: Option<&Question>, code: &str, row: Option<usize>, text: &str| {
        if let Ok(blank) = text.parse::<Blank>() {
            return Some(Known::Missing(blank));
        }
        let given = question.map_or(Ok(Given::Text(text.to_owned())), |question| read_cell(question, text));
        given
            .map(Answer::Value)
            .map_err(|finding| findings.push(Finding { question: code.to_owned(), row, ..finding }))
            .ok()
    };
    for (column, text) in cells.filter(|(_, text)| !text.trim().is_empty()) {
        match column {
            Column::Question(question) => {
                if let Some(answer) = take(Some(question), &question.code, None, text) {
                    given.answers.insert(question.code.clone(), answer);
                }
            }
            Column::Group(code) => {
                if let Some(answer) = take(None, code, None, text) {
                    given.answers.insert((*code).to_owned(), answer);
                }
            }
            Column::Row(group, number, question) => {
                if let Some(answer) = take(Some(question), &question.code, Some(*number), text) {
                    let rows = given.rows.entry((*group).to_owned()).or_default();
                    rows.resize(rows.len().max(*number), Row::new());
                    if let Some(row) = rows.get_mut(number - 1) {
                        row.insert(question.code.clone(), answer);
                    }
                }
            }
        }
    }
    let Answers { answers, rows } = given;
    Line { line, body: Body { question_set: set.id.clone(), version: set.version.clone(), answers, rows }, findings }
}

fn read_cell(question: &Question, text: &str) -> Result<Given, Finding> {
    match &question.kind {
        Kind::Several(_) => {
            let chosen = text.split(PARTED).map(str::trim).filter(|part| !part.is_empty());
            Ok(Given::Chosen(chosen.map(str::to_owned).collect()))
        }
        Kind::Number(_) => text.trim().parse().map(Given::Number).map_err(|_| Finding {
            question: String::new(),
            row: None,
            problem: "is not a whole number".to_owned(),
            instead: "write figures only".to_owned(),
        }),
        Kind::Line | Kind::Long => Ok(Given::Text(text.to_owned())),
        _ => Ok(Given::Text(text.trim().to_owned())),
    }
}

fn find<'a>(set: &'a QuestionSet, heading: &str) -> Option<Column<'a>> {
    let heading = heading.trim().trim_start_matches('\u{feff}');
    if let Some((page, question)) = set.find(heading) {
        return page.rows.is_none().then_some(Column::Question(question));
    }
    let pages = || set.tasks.iter().flat_map(|task| &task.pages);
    let group = |code: &str| {
        pages().find_map(|page| page.rows.as_ref().filter(|group| group.code == code).map(|group| (page, group)))
    };
    if let Some((_, found)) = group(heading) {
        return Some(Column::Group(&found.code));
    }
    let mut parts = heading.splitn(3, '.');
    let (page, found) = group(parts.next()?)?;
    let number: usize = parts.next()?.parse().ok().filter(|number| (1..=found.at_most).contains(number))?;
    let code = parts.next()?;
    let question = page.questions.iter().find(|question| question.code == code)?;
    Some(Column::Row(&found.code, number, question))
}
