//! The book of reviews: every step on every signal as a line of text, only ever added to.
//!
//! Each line holds the hash of the one before, so that a line that was changed or taken out shows. A signal is known by its
//! series, its level and the first day of its period: the same signal found again by a later scan has its review already.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Command, Event, Review, ReviewRefusal, decide, evolve};

/// What a review is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject {
    /// The series.
    pub series: String,
    /// How many dimensions it is broken down by.
    pub level: usize,
    /// The first day of the period.
    pub period: Date,
}

/// One line of the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    number: usize,
    after: String,
    subject: Subject,
    step: Event,
}

/// Why a text is no book of reviews, or a step is not taken.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// A line does not read.
    #[error("reviews, line {line}: it is no step of a review; take the file back to the last line that is")]
    Line {
        /// The line, from 1.
        line: usize,
        /// Why it does not read.
        #[source]
        source: serde_json::Error,
    },
    /// A line does not follow the one before.
    #[error("reviews, line {line}: it does not follow the line before; a line was changed or taken out")]
    Broken {
        /// The line, from 1.
        line: usize,
    },
    /// The rules of review say no.
    #[error("{0}")]
    Refused(#[from] ReviewRefusal),
    /// A line cannot be written.
    #[error("a step of a review cannot be written")]
    Write(#[source] serde_json::Error),
}

/// Every review, by what it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Book {
    reviews: BTreeMap<Subject, Review>,
    lines: usize,
    head: String,
}

impl Book {
    /// Reads a book; an empty text is an empty one.
    ///
    /// # Errors
    /// [`BookError`] for a line that does not read, does not follow, or takes a step that the rules refuse.
    pub fn read(text: &str) -> Result<Self, BookError> {
        let mut book = Self::default();
        for written in text.lines() {
            let number = book.lines + 1;
            let line: Line =
                serde_json::from_str(written).map_err(|source| BookError::Line { line: number, source })?;
            if line.number != number || line.after != book.head {
                return Err(BookError::Broken { line: number });
            }
            book.take(line.subject, line.step, written)?;
        }
        Ok(book)
    }

    /// Takes a step, and gives the line to add to the file.
    ///
    /// # Errors
    /// [`BookError::Refused`] where the rules of review say no.
    pub fn step(&mut self, subject: Subject, command: Command) -> Result<String, BookError> {
        let step = decide(&self.find(&subject).cloned().unwrap_or_default(), command)?;
        let line = Line { number: self.lines + 1, after: self.head.clone(), subject, step };
        let written = serde_json::to_string(&line).map_err(BookError::Write)?;
        self.take(line.subject, line.step, &written)?;
        Ok(written + "\n")
    }

    fn take(&mut self, subject: Subject, step: Event, written: &str) -> Result<(), BookError> {
        let review = self.reviews.remove(&subject).unwrap_or_default();
        // A line that was written by hand must keep the rules too.
        let command = match step.clone() {
            Event::Judged { verdict, reason, by, on } => Command::Judge { verdict, reason, by, on },
            Event::Reopened { reason, by, on } => Command::Reopen { reason, by, on },
        };
        decide(&review, command)?;
        self.reviews.insert(subject, evolve(review, step));
        self.lines += 1;
        self.head = Sha256::digest(written.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(())
    }

    /// The review of a signal, if anybody took a step on it.
    #[must_use]
    pub fn find(&self, subject: &Subject) -> Option<&Review> {
        self.reviews.get(subject)
    }

    /// Every review, in order of series, level and period.
    pub fn reviews(&self) -> impl Iterator<Item = (&Subject, &Review)> {
        self.reviews.iter()
    }

    /// How many lines there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.lines
    }

    /// Whether nobody took a step yet.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.lines == 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::review::Verdict;

    fn subject(series: &str) -> Subject {
        Subject { series: series.to_owned(), level: 1, period: Date::constant(2012, 10, 1) }
    }

    fn judge(verdict: Verdict, on: Date) -> Command {
        Command::Judge { verdict, reason: "one operation".to_owned(), by: "analyst".to_owned(), on }
    }

    fn written() -> String {
        let mut book = Book::default();
        let mut text = book.step(subject("Albania"), judge(Verdict::Accepted, Date::constant(2013, 1, 7))).unwrap();
        text += &book.step(subject("Philippines"), judge(Verdict::Explained, Date::constant(2013, 1, 8))).unwrap();
        let reopen = Command::Reopen { reason: "more".into(), by: "analyst".into(), on: Date::constant(2013, 2, 1) };
        text + &book.step(subject("Albania"), reopen).unwrap()
    }

    #[test]
    fn a_book_reads_back_and_keeps_the_rules() {
        let mut book = Book::read(&written()).unwrap();
        assert_eq!(book.len(), 3);
        assert_eq!(book.find(&subject("Albania")).unwrap().verdict, None);
        assert_eq!(book.find(&subject("Philippines")).unwrap().verdict, Some(Verdict::Explained));
        let again = book.step(subject("Philippines"), judge(Verdict::Dismissed, Date::constant(2013, 3, 1)));
        assert!(matches!(again, Err(BookError::Refused(ReviewRefusal::AlreadyJudged))));
    }

    #[test]
    fn a_line_that_was_changed_or_taken_out_shows() {
        let text = written();
        let changed = text.replacen("one operation", "nothing at all", 1);
        assert!(matches!(Book::read(&changed), Err(BookError::Broken { line: 2 })));
        let lines: Vec<&str> = text.lines().collect();
        assert!(matches!(Book::read(&[lines[0], lines[2]].join("\n")), Err(BookError::Broken { line: 2 })));
        assert!(matches!(Book::read("{}"), Err(BookError::Line { line: 1, .. })));
    }

    proptest! {
        #[test]
        fn any_text_is_a_book_or_refused(text in "\\PC{0,200}") {
            let _ = Book::read(&text);
        }
    }
}
