//! The fields of a form, as its template shows them.

use jiff::civil::Date;
use manumit_domain::refusal::Refusal;
use minijinja::{Value, context};

use crate::{Language, Texts, filled::Filled, language::mark};

/// A field.
pub(super) struct Field {
    pub(super) name: &'static str,
    kind: Kind,
    label: String,
    hint: String,
}

enum Kind {
    /// One of a few, as radios.
    One(Vec<Choice>),
    /// One of many, as a list.
    OneOfMany(Vec<Choice>),
    /// Any of several, as boxes.
    Some(Vec<Choice>),
    /// Long text: its rows, and what stands there before anything is typed.
    Words(u8, String),
    /// A day, and which one stands there before anything is typed.
    Day(Option<Date>),
}

/// What can be chosen.
#[derive(Clone)]
pub(super) struct Choice {
    value: String,
    label: String,
    hint: String,
    /// Whether it is called what the law calls it: in English, whatever the language of the page.
    of_the_law: bool,
}

/// A choice without a hint.
pub(super) fn choice(value: impl Into<String>, label: impl Into<String>) -> Choice {
    Choice { value: value.into(), label: label.into(), hint: String::new(), of_the_law: false }
}

/// A choice that is called what the law calls it: in English, whatever the language of the page.
pub(super) fn choice_of_the_law(value: impl Into<String>, label: impl Into<String>) -> Choice {
    Choice { of_the_law: true, ..choice(value, label) }
}

impl Choice {
    /// The choice with a hint, in the same language as its label.
    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// For radios and boxes; or for a list to choose from, which takes no markup.
    fn shown(&self, texts: &Texts, in_a_list: bool) -> Value {
        let Self { value, label, hint, of_the_law } = self;
        let marked = *of_the_law && texts.language() != Language::English;
        if in_a_list {
            let lang = marked.then(|| context! { lang => Language::English.code() });
            return context! { value, text => label.as_str(), attributes => lang };
        }
        let said = |text: &String| if marked { mark(Language::English, text) } else { Value::from(text.as_str()) };
        let hint = (!hint.is_empty()).then(|| context! { text => said(hint) });
        context! { value, text => said(label), hint }
    }
}

impl Field {
    fn new(name: &'static str, label: impl Into<String>, kind: Kind) -> Self {
        Self { name, kind, label: label.into(), hint: String::new() }
    }

    pub(super) fn one(name: &'static str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Kind::One(choices))
    }

    pub(super) fn one_of_many(name: &'static str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Kind::OneOfMany(choices))
    }

    pub(super) fn some(name: &'static str, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Kind::Some(choices))
    }

    pub(super) fn words(name: &'static str, label: impl Into<String>) -> Self {
        Self::new(name, label, Kind::Words(5, String::new()))
    }

    pub(super) fn words_beginning(name: &'static str, label: impl Into<String>, text: String) -> Self {
        Self::new(name, label, Kind::Words(15, text))
    }

    pub(super) fn day(name: &'static str, label: impl Into<String>, begins: Option<Date>) -> Self {
        Self::new(name, label, Kind::Day(begins))
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The field with what was typed, and with the refusal if it is about it.
    pub(super) fn shown(&self, texts: &Texts, form: &Filled, refusal: Option<&Refusal>) -> Value {
        let refusal = refusal.filter(|refusal| refusal.field == Some(self.name));
        let error = refusal.map(|refusal| texts.refused(refusal));
        let (kind, value) = match &self.kind {
            Kind::One(_) => ("one", Value::from(form.text(self.name))),
            Kind::OneOfMany(_) => ("one_of_many", Value::from(form.text(self.name))),
            Kind::Some(_) => ("some", Value::from(form.all(self.name))),
            Kind::Words(_, text) => ("words", Value::from(form.as_typed(self.name).unwrap_or(text))),
            Kind::Day(begins) => ("day", day_parts(form, self.name, *begins)),
        };
        let choices: &[Choice] = match &self.kind {
            Kind::One(choices) | Kind::OneOfMany(choices) | Kind::Some(choices) => choices,
            _ => &[],
        };
        let in_a_list = matches!(self.kind, Kind::OneOfMany(_));
        let items = choices.iter().map(|choice| choice.shown(texts, in_a_list));
        let rows = if let Kind::Words(rows, _) = self.kind { rows } else { 0 };
        context! {
            kind, value, rows, error,
            name => self.name,
            label => self.label.as_str(),
            hint => self.hint.as_str(),
            items => items.collect::<Vec<_>>(),
        }
    }

    /// What it is called.
    pub(super) fn label(&self) -> &str {
        &self.label
    }

    /// Where a link to the field leads.
    pub(super) fn anchor(&self) -> String {
        match self.kind {
            Kind::Day(_) => format!("#{}-day", self.name),
            _ => format!("#{}", self.name),
        }
    }
}

const PARTS: [&str; 3] = ["day", "month", "year"];

fn day_parts(form: &Filled, name: &str, begins: Option<Date>) -> Value {
    let sent = form.0.iter().any(|(field, _)| field.starts_with(name));
    let [day, month, year] = if sent {
        PARTS.map(|part| form.text(&format!("{name}-{part}")).to_owned())
    } else {
        begins.map_or_else(Default::default, |begins| {
            [begins.day().to_string(), begins.month().to_string(), begins.year().to_string()]
        })
    };
    context! { day, month, year }
}

/// The day that was typed into a field; none if nothing was.
pub(super) fn day_of(form: &Filled, name: &'static str) -> Result<Option<Date>, Refusal> {
    let parts = PARTS.map(|part| form.text(&format!("{name}-{part}")).to_owned());
    if parts.iter().all(String::is_empty) {
        return Ok(None);
    }
    let [day, month, year] = parts;
    let read = || Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    read().filter(|date| (1900..=2199).contains(&date.year())).map(Some).ok_or_else(|| {
        Refusal::new("date.not_a_day", "That is not a day.", "Write day, month and year in figures, like 27 3 2026.")
            .about(name)
    })
}
