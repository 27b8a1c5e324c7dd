//! What is asked, what is answered, and what is still wrong.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use super::{Answer, Answers, Choice, Need, Page, Question, QuestionSet, Row, Rows, Task, accept::Wrong};
use crate::{known::Known, law::Law};

/// What a group of rows is answered with when there is none of the thing.
pub const NONE: &str = "none";

/// One thing that is wrong with what was answered.
///
/// It names the question and the row, never the answer: findings are shown, logged and counted, answers are not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The code of the question, or of the group of rows.
    pub question: String,
    /// The row, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// What is wrong.
    pub problem: String,
    /// What to do instead.
    pub instead: String,
}

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It does not arise.
    NotNeeded,
    /// Age and consent come first.
    CannotStartYet,
    /// Nothing of it is answered.
    NotStarted,
    /// Something is missing or wrong.
    InProgress,
    /// Everything is answered.
    Done,
}

impl QuestionSet {
    /// The pages that are asked, given what was answered so far.
    pub fn asked_pages(&self, answers: &Answers) -> Vec<(&Task, &Page)> {
        self.pages_asked(&self.sendable(answers))
    }

    /// The same, given answers that count.
    fn pages_asked(&self, counted: &Answers) -> Vec<(&Task, &Page)> {
        let tasks = self.tasks.iter().filter(|task| asked(&task.when, counted));
        let pages = tasks.flat_map(|task| task.pages.iter().map(move |page| (task, page)));
        pages.filter(|(_, page)| asked(&page.when, counted)).collect()
    }

    /// Everything that is wrong with a set of answers that is to be sent.
    pub fn check(&self, answers: &Answers, law: &Law, on: Date) -> Vec<Finding> {
        let counted = self.sendable(answers);
        let pages = self.pages_asked(&counted).into_iter();
        let mut findings: Vec<Finding> = pages.flat_map(|(_, page)| self.check_page(page, &counted, law, on)).collect();
        findings.extend(not_asked_for(answers, &counted));
        findings
    }

    /// What is wrong on one page, whether or not it is asked.
    pub fn check_page(&self, page: &Page, answers: &Answers, law: &Law, on: Date) -> Vec<Finding> {
        match &page.rows {
            None => page
                .questions
                .iter()
                .filter(|question| question.when.holds(|code| answers.find(code)))
                .filter_map(|question| {
                    let wrong = self.wrong(question, answers.find(&question.code), &question.choices(law, on))?;
                    Some(finding(&question.code, None, wrong))
                })
                .collect(),
            Some(group) => self.check_rows(group, page, answers, &|question| question.choices(law, on)),
        }
    }

    fn check_rows(
        &self,
        group: &Rows,
        page: &Page,
        answers: &Answers,
        choices: &dyn Fn(&Question) -> Vec<Choice>,
    ) -> Vec<Finding> {
        let rows = answers.rows(&group.code);
        let mut findings: Vec<Finding> =
            wrong_group(group, rows.len(), answers.find(&group.code), &self.reasons_named())
                .map(|wrong| finding(&group.code, None, wrong))
                .into_iter()
                .collect();
        let offered: Vec<(&Question, Vec<Choice>)> =
            page.questions.iter().map(|question| (question, choices(question))).collect();
        for (number, row) in (1..).zip(rows) {
            for (question, choices) in offered.iter().filter(|(question, _)| asked_in_row(question, row, answers)) {
                if let Some(wrong) = self.wrong(question, row.get(&question.code), choices) {
                    findings.push(finding(&question.code, Some(number), wrong));
                }
            }
        }
        findings
    }

    /// The answers to what is asked, without those that another answer has made pointless.
    ///
    /// Conditions look back only, and only at answers that count themselves.
    #[must_use]
    pub fn sendable(&self, answers: &Answers) -> Answers {
        let mut sent = Answers::default();
        for task in &self.tasks {
            if !asked(&task.when, &sent) {
                continue;
            }
            for page in &task.pages {
                if asked(&page.when, &sent) {
                    take_page(page, answers, &mut sent);
                }
            }
        }
        sent
    }

    /// How far a task is.
    pub fn progress(&self, task: &Task, answers: &Answers, (law, on): (&Law, Date)) -> Progress {
        let answers = &self.sendable(answers);
        if !asked(&task.when, answers) {
            return Progress::NotNeeded;
        }
        let pages = || task.pages.iter().filter(|page| asked(&page.when, answers));
        let first: BTreeSet<&str> = self.before_account.iter().map(String::as_str).collect();
        let asks_first = task.pages.iter().flat_map(|page| &page.questions).any(|q| first.contains(q.code.as_str()));
        if !asks_first && self.first_page_to_answer(answers).is_some() {
            return Progress::CannotStartYet;
        }
        if !pages().any(|page| touched(page, answers)) {
            return Progress::NotStarted;
        }
        let wrong = pages().any(|page| !self.check_page(page, answers, law, on).is_empty());
        if wrong { Progress::InProgress } else { Progress::Done }
    }

    /// The page on which age or consent is still to be answered, if there is one.
    pub fn first_page_to_answer(&self, answers: &Answers) -> Option<&Page> {
        self.asked_pages(answers).into_iter().map(|(_, page)| page).find(|page| {
            page.questions.iter().any(|question| {
                self.before_account.contains(&question.code)
                    && question.when.holds(|code| answers.find(code))
                    && answers.find(&question.code).is_none()
            })
        })
    }

    fn wrong(&self, question: &Question, answer: Option<&Answer>, choices: &[Choice]) -> Option<Wrong> {
        match answer {
            None if question.need == Need::May => None,
            None => Some(("is not answered".to_owned(), question.instead(choices, &self.reasons_named()))),
            Some(Known::Missing(_)) if question.need == Need::Answer => {
                Some(("needs an answer".to_owned(), question.instead(choices, "")))
            }
            Some(Known::Missing(blank)) if self.reasons.contains(blank) => None,
            Some(Known::Missing(_)) => {
                Some(("is left open for a reason that is not offered".to_owned(), self.reasons_named()))
            }
            Some(Known::Value(given)) => question.wrong(given, choices),
        }
    }

    fn reasons_named(&self) -> String {
        format!("say why there is no answer: {}", self.reasons_in_words())
    }
}

fn asked(when: &super::Condition, answers: &Answers) -> bool {
    when.holds(|code| answers.find(code))
}

fn asked_in_row(question: &Question, row: &Row, answers: &Answers) -> bool {
    question.when.holds(|code| row.get(code).or_else(|| answers.find(code)))
}

/// Takes the answers to one page that is asked.
fn take_page(page: &Page, answers: &Answers, sent: &mut Answers) {
    let Some(group) = &page.rows else {
        for question in &page.questions {
            if question.when.holds(|code| sent.find(code))
                && let Some(answer) = answers.find(&question.code)
            {
                sent.answers.insert(question.code.clone(), answer.clone());
            }
        }
        return;
    };
    if let Some(answer) = answers.find(&group.code) {
        sent.answers.insert(group.code.clone(), answer.clone());
    }
    let rows: Vec<Row> = answers.rows(&group.code).iter().map(|row| sendable_row(page, row, sent)).collect();
    if !rows.is_empty() {
        sent.rows.insert(group.code.clone(), rows);
    }
}

/// Answers to what is not asked: of no question of the set, or on a route that does not ask it.
fn not_asked_for(answers: &Answers, sent: &Answers) -> Vec<Finding> {
    let wrong = |question: &str, row: Option<usize>| {
        let problem = "is not asked here, so it may not be answered".to_owned();
        finding(question, row, (problem, "leave it out; what is not asked is not kept".to_owned()))
    };
    let unasked = answers.answers.keys().filter(|code| !sent.answers.contains_key(*code));
    let mut findings: Vec<Finding> = unasked.map(|code| wrong(code, None)).collect();
    for (group, rows) in &answers.rows {
        let kept = sent.rows(group);
        for (number, row) in (1..).zip(rows) {
            let kept = kept.get(number - 1);
            let unasked = row.keys().filter(|code| kept.is_none_or(|kept| !kept.contains_key(*code)));
            findings.extend(unasked.map(|code| wrong(code, Some(number))));
            if row.is_empty() && kept.is_none() {
                findings.push(wrong(group, Some(number)));
            }
        }
    }
    findings
}

fn sendable_row(page: &Page, row: &Row, sent: &Answers) -> Row {
    let mut taken = Row::new();
    for question in &page.questions {
        if asked_in_row(question, &taken, sent)
            && let Some(answer) = row.get(&question.code)
        {
            taken.insert(question.code.clone(), answer.clone());
        }
    }
    taken
}

fn touched(page: &Page, answers: &Answers) -> bool {
    match &page.rows {
        None => page.questions.iter().any(|question| answers.find(&question.code).is_some()),
        Some(group) => answers.find(&group.code).is_some() || !answers.rows(&group.code).is_empty(),
    }
}

fn wrong_group(group: &Rows, rows: usize, answer: Option<&Answer>, reasons: &str) -> Option<Wrong> {
    let instead = || format!("add each {}, or answer \"{NONE}\", or {reasons}", group.one);
    match answer {
        _ if rows > group.at_most => {
            Some((format!("has {rows} rows"), format!("give at most {}, and the others in words", group.at_most)))
        }
        None if rows == 0 && group.need != Need::May => Some(("is not answered".to_owned(), instead())),
        Some(_) if rows > 0 => {
            Some(("has rows, and an answer that there are none".to_owned(), "keep one of them".to_owned()))
        }
        Some(Known::Value(given)) if given.text() != Some(NONE) => {
            Some(("is none of the choices".to_owned(), instead()))
        }
        _ => None,
    }
}

fn finding(question: &str, row: Option<usize>, (problem, instead): Wrong) -> Finding {
    Finding { question: question.to_owned(), row, problem, instead }
}
