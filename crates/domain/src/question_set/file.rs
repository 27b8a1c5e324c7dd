//! Reading question sets, and what must hold of every one of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;

use super::{Choice, Choices, Condition, Kind, LawList, Need, Page, Question, QuestionSet, QuestionSets, Rows, Task};
use crate::{
    known::Blank,
    policy_file::{LawError, read_toml},
};

/// How many tasks a referral may have, and how many long answers it may insist on: more is not filled in well.
const TASKS: usize = 12;
const LONG_ANSWERS: usize = 4;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    version: String,
    in_force_from: Date,
    title: String,
    reasons: Vec<Blank>,
    before_account: Vec<String>,
    task: Vec<TaskEntry>,
    #[serde(default)]
    not_asked: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TaskEntry {
    code: String,
    title: String,
    #[serde(default)]
    why: String,
    when: Option<String>,
    #[serde(default)]
    instead: bool,
    page: Vec<PageEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageEntry {
    code: String,
    title: String,
    #[serde(default)]
    hint: String,
    when: Option<String>,
    rows: Option<Rows>,
    #[serde(default)]
    form: Vec<String>,
    questions: Vec<QuestionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionEntry {
    code: String,
    ask: String,
    #[serde(default)]
    hint: String,
    kind: KindEntry,
    options: Option<Vec<(String, String)>>,
    list: Option<LawList>,
    at_most: Option<u32>,
    need: Need,
    when: Option<String>,
    class: String,
    #[serde(default)]
    form: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KindEntry {
    Choice,
    Choices,
    Line,
    Long,
    Day,
    Date,
    Number,
    Telephone,
    Email,
    File,
}

/// Where in which file something is wrong.
struct Entry<'a> {
    file: &'static str,
    entry: String,
    set: &'a str,
}

impl Entry<'_> {
    fn wrong(&self, value: &str, remedy: &str) -> LawError {
        LawError::entry(self.file, format!("{} ({})", self.entry, self.set), value, remedy)
    }
}

impl QuestionSets {
    /// Reads files, each with its name.
    ///
    /// # Errors
    /// A text does not fit its form, a code is there twice, a condition asks about a question that does not come before
    /// it, the same version is there twice, or a set asks for more than is filled in well.
    pub fn parse(files: &[(&'static str, &str)]) -> Result<Self, LawError> {
        let mut sets: Vec<QuestionSet> = Vec::new();
        for (name, text) in files {
            let set = read(name, text)?;
            let same = |earlier: &&QuestionSet| earlier.id == set.id && earlier.version == set.version;
            if sets.iter().any(|earlier| same(&earlier)) {
                return Err(LawError::entry(name, set.id, set.version, "is the version of another file"));
            }
            sets.push(set);
        }
        sets.sort_by(|one, other| (one.in_force_from, &one.version).cmp(&(other.in_force_from, &other.version)));
        Ok(Self { versions: sets, translations: Vec::new() })
    }
}

fn read(file: &'static str, text: &str) -> Result<QuestionSet, LawError> {
    let File { id, version, in_force_from, title, reasons, before_account, task, not_asked } = read_toml(file, text)?;
    let mut tasks = Vec::new();
    for entry in task {
        let place = Entry { file, entry: format!("task {}", entry.code), set: &id };
        let pages: Result<Vec<Page>, LawError> = entry.page.into_iter().map(|page| read_page(page, &place)).collect();
        tasks.push(Task {
            when: condition(entry.when.as_deref(), &place)?,
            code: entry.code,
            title: entry.title,
            why: entry.why,
            instead: entry.instead,
            pages: pages?,
        });
    }
    let set = QuestionSet { id, version, in_force_from, title, reasons, before_account, tasks, not_asked };
    check(file, &set)?;
    Ok(set)
}

fn read_page(page: PageEntry, place: &Entry<'_>) -> Result<Page, LawError> {
    let questions: Result<Vec<Question>, LawError> =
        page.questions.into_iter().map(|question| read_question(question, place)).collect();
    Ok(Page {
        when: condition(page.when.as_deref(), place)?,
        code: page.code,
        title: page.title,
        hint: page.hint,
        rows: page.rows,
        form: page.form,
        questions: questions?,
    })
}

fn read_question(question: QuestionEntry, place: &Entry<'_>) -> Result<Question, LawError> {
    let choices = match (question.options, question.list) {
        (Some(options), None) => {
            Some(Choices::Listed(options.into_iter().map(|(code, label)| Choice { code, label }).collect()))
        }
        (None, Some(list)) => Some(Choices::Law(list)),
        (None, None) => None,
        (Some(_), Some(_)) => return Err(place.wrong(&question.code, "has options and a list; keep one of them")),
    };
    let kind = match (question.kind, choices, question.at_most) {
        (KindEntry::Choice, Some(choices), None) => Kind::One(choices),
        (KindEntry::Choices, Some(choices), None) => Kind::Several(choices),
        (KindEntry::Number, None, Some(limit)) => Kind::Number(limit),
        (KindEntry::Line, None, None) => Kind::Line,
        (KindEntry::Long, None, None) => Kind::Long,
        (KindEntry::Day, None, None) => Kind::Day,
        (KindEntry::Date, None, None) => Kind::Date,
        (KindEntry::Telephone, None, None) => Kind::Telephone,
        (KindEntry::Email, None, None) => Kind::Email,
        (KindEntry::File, None, None) => Kind::File,
        _ => {
            return Err(
                place.wrong(&question.code, "needs options or a list for a choice, at_most for a number, else neither")
            );
        }
    };
    Ok(Question {
        when: condition(question.when.as_deref(), place)?,
        code: question.code,
        ask: question.ask,
        hint: question.hint,
        kind,
        need: question.need,
        class: question.class,
        form: question.form,
    })
}

fn condition(text: Option<&str>, place: &Entry<'_>) -> Result<Condition, LawError> {
    text.map_or(Ok(Condition::default()), |text| {
        Condition::parse(text)
            .map_err(|part| place.wrong(&part, "is no condition; write question = answer or question in answer|answer"))
    })
}

/// What must hold of a whole set.
fn check(file: &'static str, set: &QuestionSet) -> Result<(), LawError> {
    let place = Entry { file, entry: "the whole set".to_owned(), set: &set.id };
    let tasks = set.tasks.iter().filter(|task| !task.instead).count();
    if tasks > TASKS {
        return Err(place.wrong(&tasks.to_string(), "tasks are too many; at most 12 are filled in well"));
    }
    let insists = |question: &&Question| question.kind == Kind::Long && question.need != Need::May;
    let long = set.questions().map(|(_, _, question)| question).filter(insists).count();
    if long > LONG_ANSWERS {
        return Err(place.wrong(&long.to_string(), "long answers are insisted on; make all but 4 optional"));
    }
    check_order(&place, set)
}

/// Codes are used once, conditions look back only, and nothing narrates before age and consent are asked.
fn check_order(place: &Entry<'_>, set: &QuestionSet) -> Result<(), LawError> {
    let mut asked: BTreeMap<&str, &Question> = BTreeMap::new();
    let mut named = BTreeSet::new();
    for task in &set.tasks {
        looks_back(place, &task.when, &asked)?;
        for page in &task.pages {
            looks_back(place, &page.when, &asked)?;
            if !named.insert(page.code.as_str()) {
                return Err(place.wrong(&page.code, "is the code of an earlier page"));
            }
            for question in &page.questions {
                looks_back(place, &question.when, &asked)?;
                if asked.insert(&question.code, question).is_some() {
                    return Err(place.wrong(&question.code, "is the code of an earlier question"));
                }
                let missing = set.before_account.iter().find(|code| !asked.contains_key(code.as_str()));
                if let (Kind::Long, Some(missing)) = (&question.kind, missing) {
                    return Err(place.wrong(&question.code, &format!("asks for an account before {missing} is asked")));
                }
            }
        }
    }
    Ok(())
}

fn looks_back(place: &Entry<'_>, condition: &Condition, asked: &BTreeMap<&str, &Question>) -> Result<(), LawError> {
    for test in condition.tests() {
        let Some(question) = asked.get(test.question.as_str()) else {
            return Err(place.wrong(&test.question, "is asked about in a condition before it is asked"));
        };
        let (Kind::One(choices) | Kind::Several(choices)) = &question.kind else {
            return Err(place.wrong(&test.question, "is no choice; a condition can ask about choices only"));
        };
        if let Choices::Listed(choices) = choices
            && let Some(unknown) = test.any_of.iter().find(|code| choices.iter().all(|choice| choice.code != **code))
        {
            return Err(place.wrong(unknown, "is no choice of the question that the condition asks about"));
        }
    }
    Ok(())
}
