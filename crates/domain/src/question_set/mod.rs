//! Question sets: what is asked, as dated files.
//!
//! The form that first responders fill in changed 81 times in one year. So its questions are data: one file gives the
//! pages, the check, the prompt sheet, the spreadsheet template, the JSON schema and the body of the API, and they can
//! not drift apart. Each version has the day from which it is in force; a draft keeps the version it was begun with.

mod accept;
pub mod answer;
mod check;
mod choice;
mod condition;
mod file;
#[cfg(test)]
mod tests;
mod translation;
mod wording;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

pub use self::{
    answer::{Answer, Answers, Given, Row},
    check::{Finding, NONE, Progress},
    choice::Choice,
    condition::Condition,
    translation::Translation,
    wording::{Wording, Words},
};
use crate::{known::Blank, refusal::Refusal};

/// One version of a set of questions.
#[derive(Clone, Debug)]
pub struct QuestionSet {
    /// What is asked, whatever the version: `uk-nrm`.
    pub id: String,
    /// The version: `2026-04`.
    pub version: String,
    /// The first day on which a draft may be begun with it.
    pub in_force_from: Date,
    /// What it is for.
    pub title: String,
    /// The reasons that may stand for an answer.
    pub reasons: Vec<Blank>,
    /// Questions that come before any account: age and consent.
    pub before_account: Vec<String>,
    /// What is to be done, in the order in which it is listed.
    pub tasks: Vec<Task>,
    /// Fields of the form in use elsewhere that are not asked here, with the reason.
    pub not_asked: BTreeMap<String, String>,
}

/// A part of the work that can be done in one go.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its code.
    pub code: String,
    /// What it is called in the list.
    pub title: String,
    /// Why it is asked.
    pub why: String,
    /// When it has to be done.
    pub when: Condition,
    /// Whether it is done instead of other tasks, and so not counted beside them.
    pub instead: bool,
    /// Its pages, in order.
    pub pages: Vec<Page>,
}

/// What is asked together, on one page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its code.
    pub code: String,
    /// Its heading.
    pub title: String,
    /// What to keep in mind.
    pub hint: String,
    /// When it is asked.
    pub when: Condition,
    /// If its questions are asked once for each of several things: those things.
    pub rows: Option<Rows>,
    /// Fields of the form in use elsewhere that the page as a whole stands for.
    pub form: Vec<String>,
    /// Its questions, in order.
    pub questions: Vec<Question>,
}

/// Things of which there may be several, each with the same questions.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// The code of the group.
    pub code: String,
    /// What one of them is called.
    pub one: String,
    /// How many there may be.
    pub at_most: usize,
    /// Whether saying nothing of them will do.
    pub need: Need,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its code, different from every other.
    pub code: String,
    /// What is asked.
    pub ask: String,
    /// What helps to answer it.
    pub hint: String,
    /// The kind of answer.
    pub kind: Kind,
    /// Whether it can be left out.
    pub need: Need,
    /// When it is asked.
    pub when: Condition,
    /// The class of data, as in the access matrix.
    pub class: String,
    /// Fields of the form in use elsewhere that it stands for.
    pub form: Vec<String>,
}

/// The kind of answer that a question takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One of some choices.
    One(Choices),
    /// Some of some choices.
    Several(Choices),
    /// One line of text.
    Line,
    /// Text of several paragraphs.
    Long,
    /// A day of the calendar.
    Day,
    /// A date as people remember it.
    Date,
    /// A whole number, up to a limit.
    Number(u32),
    /// A telephone number.
    Telephone,
    /// An email address.
    Email,
    /// A file, named by its digest once it has been taken in.
    File,
}

/// Where choices come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choices {
    /// From the file of questions.
    Listed(Vec<Choice>),
    /// From a list of the law, as it is on the day.
    Law(LawList),
}

/// A list of the law that choices come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum LawList {
    Nations,
    Regions,
    Sexes,
    Countries,
    ExploitationTypes,
    PoliceForces,
    Indicators,
}

/// Whether a question can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Only an answer will do.
    Answer,
    /// An answer, or a reason why there is none.
    Reason,
    /// It can be left out.
    May,
}

/// The characters one line may hold.
pub const LINE: usize = 500;
/// The characters a long answer may hold, as in the form in use.
pub const LONG: usize = 15_000;

impl QuestionSet {
    /// Every question with its task and page, in order, whether or not it is asked.
    pub fn questions(&self) -> impl Iterator<Item = (&Task, &Page, &Question)> {
        self.tasks.iter().flat_map(|task| {
            task.pages.iter().flat_map(move |page| page.questions.iter().map(move |question| (task, page, question)))
        })
    }

    /// The reasons that may stand for an answer, in words: not asked, does not know.
    fn reasons_in_words(&self) -> String {
        let reasons: Vec<String> = self.reasons.iter().map(|blank| blank.label().to_lowercase()).collect();
        reasons.join(", ")
    }

    /// The question with a code, and the page it is on.
    pub fn find(&self, code: &str) -> Option<(&Page, &Question)> {
        self.questions().find(|(_, _, question)| question.code == code).map(|(_, page, question)| (page, question))
    }
}

/// Every version of every question set, and what they are in other languages.
#[derive(Clone, Debug)]
pub struct QuestionSets {
    versions: Vec<QuestionSet>,
    translations: Vec<Translation>,
}

impl QuestionSets {
    /// Every version, the earliest first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &QuestionSet> {
        self.versions.iter()
    }

    /// The version in force on a day.
    ///
    /// # Errors
    /// Refused with `question_set.none` if there is none.
    pub fn in_force(&self, id: &str, on: Date) -> Result<&QuestionSet, Refusal> {
        self.versions.iter().rev().find(|set| set.id == id && set.in_force_from <= on).ok_or_else(|| {
            Refusal::new(
                "question_set.none",
                format!("No questions named {id} are in force on {on}."),
                format!("There are: {}.", self.named()),
            )
            .about("question_set")
        })
    }

    /// One version, by its name.
    ///
    /// # Errors
    /// Refused with `question_set.unknown` if there is none.
    pub fn version(&self, id: &str, version: &str) -> Result<&QuestionSet, Refusal> {
        self.versions.iter().find(|set| set.id == id && set.version == version).ok_or_else(|| {
            Refusal::new(
                "question_set.unknown",
                "There is no such version of the questions.",
                format!("There are: {}.", self.named()),
            )
            .about("question_set")
        })
    }

    fn named(&self) -> String {
        let names: Vec<String> =
            self.versions.iter().map(|set| format!("{} {} from {}", set.id, set.version, set.in_force_from)).collect();
        names.join(", ")
    }
}
