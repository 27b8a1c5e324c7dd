//! The words of a question set in the language in which somebody reads them.

use super::{
    Choice, Choices, Condition, Kind, Page, Question, QuestionSet, QuestionSets, Task,
    condition::Test,
    translation::{PHRASES, Translation},
};
use crate::known::Blank;

/// Words of a question set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What they say.
    pub text: String,
    /// Whether they are English where another language was asked for: whoever shows them says so.
    pub stand_in: bool,
}

/// A question set in one language.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    set: &'a QuestionSet,
    is_english: bool,
    translation: Option<&'a Translation>,
}

impl QuestionSets {
    /// A question set in the language with a code (BCP 47). What is not translated stands in English.
    pub fn worded<'a>(&'a self, set: &'a QuestionSet, language: &str) -> Wording<'a> {
        Wording { set, is_english: language == "en", translation: self.translation(set, language) }
    }
}

impl<'a> Wording<'a> {
    /// The questions.
    pub const fn set(&self) -> &'a QuestionSet {
        self.set
    }

    /// What the questions are for.
    pub fn title(&self) -> Words {
        self.words("title", &self.set.title)
    }

    /// What a task is called.
    pub fn task_title(&self, task: &Task) -> Words {
        self.words(&format!("task.{}.title", task.code), &task.title)
    }

    /// Why a task is asked; empty if it is not said.
    pub fn task_why(&self, task: &Task) -> Words {
        self.words(&format!("task.{}.why", task.code), &task.why)
    }

    /// The heading of a page.
    pub fn page_title(&self, page: &Page) -> Words {
        self.words(&format!("page.{}.title", page.code), &page.title)
    }

    /// What to keep in mind on a page; empty if there is nothing.
    pub fn page_hint(&self, page: &Page) -> Words {
        self.words(&format!("page.{}.hint", page.code), &page.hint)
    }

    /// What one of the things on a page of rows is called.
    pub fn one(&self, page: &Page) -> Option<Words> {
        page.rows.as_ref().map(|group| self.words(&format!("page.{}.one", page.code), &group.one))
    }

    /// The same, by what it is called in English.
    pub fn one_called(&self, english: &str) -> Option<Words> {
        let mut pages = self.set.tasks.iter().flat_map(|task| &task.pages);
        let page = pages.find(|page| page.rows.as_ref().is_some_and(|group| group.one == english));
        page.and_then(|page| self.one(page))
    }

    /// What a question asks.
    pub fn ask(&self, question: &Question) -> Words {
        self.words(&format!("question.{}.ask", question.code), &question.ask)
    }

    /// What helps to answer a question; empty if there is nothing.
    pub fn hint(&self, question: &Question) -> Words {
        self.words(&format!("question.{}.hint", question.code), &question.hint)
    }

    /// What can be chosen.
    pub fn choice(&self, question: &Question, choice: &Choice) -> Words {
        let key = match &question.kind {
            Kind::One(Choices::Law(list)) | Kind::Several(Choices::Law(list)) => list.key(&choice.code),
            _ => format!("question.{}.option.{}", question.code, choice.code),
        };
        self.words(&key, &choice.label)
    }

    /// A reason why there is no answer.
    pub fn reason(&self, blank: Blank) -> Words {
        self.words(&format!("reason.{}", blank.code()), blank.label())
    }

    /// The reasons that may stand for an answer: not asked, does not know.
    pub fn reasons(&self) -> Words {
        let reasons: Vec<Words> = self.set.reasons.iter().map(|blank| self.reason(*blank)).collect();
        let joined = reasons.iter().map(|reason| reason.text.to_lowercase()).collect::<Vec<_>>().join(", ");
        Words { text: joined, stand_in: reasons.iter().any(|reason| reason.stand_in) }
    }

    /// A condition; nothing if it always holds.
    pub fn when(&self, condition: &Condition) -> Option<Words> {
        let alternatives = condition.alternatives();
        if alternatives.is_empty() {
            return None;
        }
        let mut stand_in = false;
        let mut said = |words: Words| {
            stand_in |= words.stand_in;
            words.text
        };
        let (all, any) = (said(self.phrase("joint.all")), said(self.phrase("joint.any")));
        let whole = |tests: &Vec<Test>| tests.iter().map(|test| said(self.test(test))).collect::<Vec<_>>().join(&all);
        let text = alternatives.iter().map(whole).collect::<Vec<_>>().join(&any);
        if stand_in && self.translation.is_some() {
            // A sentence of two languages can be marked as neither: it is said in English as a whole.
            return Self { translation: None, ..*self }.when(condition);
        }
        Some(Words { text, stand_in })
    }

    /// What a printed sheet says beside the questions, with what stands in its braces.
    pub fn on_the_sheet(&self, name: &str, values: &[(&str, &str)]) -> String {
        let text = self.phrase(&format!("sheet.{name}")).text;
        values.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// One question, and the answers that count.
    fn test(&self, test: &Test) -> Words {
        let Some((_, question)) = self.set.find(&test.question) else {
            return self.words(&test.question, &test.question);
        };
        let or = self.phrase("joint.answers");
        let ask = self.ask(question);
        let answers: Vec<Words> = test.any_of.iter().map(|code| self.answer(question, code)).collect();
        let stand_in = or.stand_in || ask.stand_in || answers.iter().any(|answer| answer.stand_in);
        let answers: Vec<String> = answers.into_iter().map(|answer| answer.text).collect();
        Words { text: format!("{} {}", ask.text, answers.join(&or.text)), stand_in }
    }

    /// An answer that counts, by its code. What lists of the law call it depends on a day, so it keeps its code.
    fn answer(&self, question: &Question, code: &str) -> Words {
        match &question.kind {
            Kind::One(Choices::Listed(choices)) | Kind::Several(Choices::Listed(choices)) => {
                let choice = choices.iter().find(|choice| choice.code == code);
                choice.map_or_else(|| self.words(code, code), |choice| self.choice(question, choice))
            }
            _ => self.words(code, code),
        }
    }

    fn phrase(&self, key: &str) -> Words {
        let english = PHRASES.iter().find(|(name, _)| *name == key).map_or("", |(_, text)| text);
        self.words(key, english)
    }

    fn words(&self, key: &str, english: &str) -> Words {
        match self.translation.and_then(|translation| translation.find(key)) {
            Some(text) => Words { text: text.to_owned(), stand_in: false },
            None => Words { text: english.to_owned(), stand_in: !self.is_english && !english.is_empty() },
        }
    }
}
