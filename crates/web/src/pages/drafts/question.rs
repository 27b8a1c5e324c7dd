//! One question: how it is put on a page, and what was answered in a form.

use std::collections::BTreeMap;

use jiff::civil::Date;
use manumit_domain::{
    known::{Blank, Known},
    law::Law,
    question_set::{Answer, Choice, Given, Kind, Need, Question, Wording},
};
use minijinja::{Value, context};

use crate::{Texts, filled::Filled, words::shown};

/// More choices than this are a list to choose from, not a row of buttons.
const BUTTONS: usize = 15;

/// What marks a choice as the reason why there is no answer.
const WHY: &str = "why:";

/// What a question is put with.
pub(super) struct Put<'a> {
    pub(super) wording: Wording<'a>,
    pub(super) texts: &'a Texts,
    pub(super) law: &'a Law,
    pub(super) today: Date,
    /// What was typed, where it was wrong and is shown again.
    pub(super) typed: Option<&'a Filled>,
    /// What is wrong, by the code of the question.
    pub(super) wrong: &'a BTreeMap<String, Value>,
}

impl Put<'_> {
    /// A question as the template shows it.
    pub(super) fn question(&self, question: &Question, answer: Option<&Answer>) -> Value {
        let again = self.typed.and_then(|form| read(question, form));
        let answer = if self.typed.is_some() { again.as_ref() } else { answer };
        let choices = question.choices(self.law, self.today);
        let kind = shown_as(&question.kind, choices.len());
        let chosen = answer.and_then(Known::value).map(Given::texts).unwrap_or_default();
        let why = answer.and_then(|answer| match answer {
            Known::Missing(blank) => Some(*blank),
            Known::Value(_) => None,
        });
        context! {
            code => question.code.as_str(),
            kind,
            ask => shown(&self.wording.ask(question)),
            hint => shown(&self.wording.hint(question)),
            optional => question.need == Need::May,
            error => self.wrong.get(&question.code),
            value => chosen.first(),
            day => self.typed.map_or_else(|| day_parts(chosen.first()), |form| typed_day(question, form)),
            choices => self.items(question, &choices, &chosen),
            reasons => self.reasons(question, why),
        }
    }

    /// The choices; a list to choose from takes no markup, so it is told apart which of them are English.
    fn items(&self, question: &Question, choices: &[Choice], chosen: &[String]) -> Vec<Value> {
        let item = |choice: &Choice| {
            let words = self.wording.choice(question, choice);
            context! {
                value => choice.code.as_str(), text => shown(&words), plain => words.text, english => words.stand_in,
                chosen => chosen.contains(&choice.code),
            }
        };
        choices.iter().map(item).collect()
    }

    fn reasons(&self, question: &Question, why: Option<Blank>) -> Vec<Value> {
        if question.need == Need::Answer {
            return Vec::new();
        }
        let offered = self.wording.set().reasons.iter();
        offered
            .map(|blank| {
                let value = format!("{WHY}{}", blank.code());
                context! { value, text => self.texts.blank(*blank), chosen => why == Some(*blank) }
            })
            .collect()
    }
}

/// What a question looks like.
fn shown_as(kind: &Kind, choices: usize) -> &'static str {
    match kind {
        Kind::One(_) if choices > BUTTONS => "list",
        Kind::One(_) => "one",
        Kind::Several(_) => "several",
        Kind::Line | Kind::Date => "line",
        Kind::Long => "long",
        Kind::Day => "day",
        Kind::Number(_) => "number",
        Kind::Telephone => "telephone",
        Kind::Email => "email",
        Kind::File => "file",
    }
}

/// Day, month and year of a day that was answered.
fn day_parts(day: Option<&String>) -> Value {
    let day = day.and_then(|day| day.parse::<Date>().ok());
    match day {
        Some(day) => context! { day => day.day(), month => day.month(), year => day.year() },
        None => context! {},
    }
}

fn typed_day(question: &Question, form: &Filled) -> Value {
    let part = |part: &str| form.text(&format!("{}-{part}", question.code)).to_owned();
    context! { day => part("day"), month => part("month"), year => part("year") }
}

/// The answer to a question in a form; none if nothing was said.
pub(super) fn read(question: &Question, form: &Filled) -> Option<Answer> {
    let given = match &question.kind {
        Kind::Several(_) => several(form.all(&question.code)),
        Kind::Day => day(question, form).map(text),
        Kind::Number(_) => form.given(&question.code).map(|typed| match typed.parse::<u32>() {
            Ok(number) => Known::Value(Given::Number(number)),
            Err(_) => text(typed.to_owned()),
        }),
        Kind::One(_) | Kind::Date | Kind::Telephone | Kind::Email => {
            form.given(&question.code).map(|typed| why(typed).unwrap_or_else(|| text(typed.to_owned())))
        }
        // What narrates is kept as it was typed.
        Kind::Line | Kind::Long | Kind::File => {
            form.given(&question.code).and_then(|_| form.as_typed(&question.code).cloned()).map(text)
        }
    };
    given.or_else(|| why(form.text(&format!("{}-why", question.code))))
}

fn text(typed: String) -> Answer {
    Known::Value(Given::Text(typed))
}

/// Something that was chosen stands before a reason why nothing was.
fn several(chosen: Vec<String>) -> Option<Answer> {
    let (reasons, codes): (Vec<String>, Vec<String>) = chosen.into_iter().partition(|code| code.starts_with(WHY));
    if codes.is_empty() {
        reasons.first().and_then(|reason| why(reason))
    } else {
        Some(Known::Value(Given::Chosen(codes)))
    }
}

fn why(typed: &str) -> Option<Answer> {
    typed.strip_prefix(WHY)?.parse::<Blank>().ok().map(Known::Missing)
}

/// The day in three fields; what is no day is kept as it was typed, to be refused by its own name.
fn day(question: &Question, form: &Filled) -> Option<String> {
    let part = |part: &str| form.text(&format!("{}-{part}", question.code)).to_owned();
    let (day, month, year) = (part("day"), part("month"), part("year"));
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return None;
    }
    let numbers = (year.parse::<i16>(), month.parse::<i8>(), day.parse::<i8>());
    let date = match numbers {
        (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).ok(),
        _ => None,
    };
    Some(date.map_or_else(|| format!("{day} {month} {year}"), |date| date.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> Filled {
        Filled(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    fn question(code: &str) -> Question {
        let law = Law::united_kingdom().unwrap();
        law.question_sets.version("uk-nrm", "2026-04").unwrap().find(code).unwrap().1.clone()
    }

    #[test]
    fn an_answer_is_kept_as_it_was_typed_and_a_blank_with_its_reason() {
        let name = question("name");
        let typed = "  Thảo \u{200b}NGUYỄN ";
        assert_eq!(read(&name, &form(&[("name", typed)])), Some(text(typed.to_owned())));
        assert_eq!(
            read(&name, &form(&[("name", "  "), ("name-why", "why:ask_later")])),
            Some(Known::Missing(Blank::AskLater))
        );
        assert_eq!(read(&name, &form(&[("name", ""), ("name-why", "")])), None);
        let sex = question("sex");
        assert_eq!(read(&sex, &form(&[("sex", "why:not_asked")])), Some(Known::Missing(Blank::NotAsked)));
    }

    #[test]
    fn a_day_is_read_from_its_parts_and_no_day_is_kept_to_be_refused() {
        let met = question("met_on");
        let parts = |day, month, year| form(&[("met_on-day", day), ("met_on-month", month), ("met_on-year", year)]);
        assert_eq!(read(&met, &parts("3", "04", "2026")), Some(text("2026-04-03".to_owned())));
        assert_eq!(read(&met, &parts("31", "2", "2026")), Some(text("31 2 2026".to_owned())));
        assert_eq!(read(&met, &parts("", "", "")), None);
    }

    #[test]
    fn what_was_chosen_stands_before_a_reason() {
        let types = question("exploitation_types");
        let both = form(&[("exploitation_types", "labour"), ("exploitation_types", "why:does_not_know")]);
        assert_eq!(read(&types, &both), Some(Known::Value(Given::Chosen(vec!["labour".to_owned()]))));
        let reason = form(&[("exploitation_types", "why:does_not_know")]);
        assert_eq!(read(&types, &reason), Some(Known::Missing(Blank::DoesNotKnow)));
    }
}
