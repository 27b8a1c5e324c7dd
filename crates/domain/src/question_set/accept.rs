//! What each kind of question accepts as an answer.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Choice, Given, Kind, LINE, LONG, Need, Question};
use crate::partial_date::{NotAPartialDate, PartialDate};

/// What is wrong with one answer, and what to do.
pub(super) type Wrong = (String, String);

impl Question {
    /// What is wrong with something given as an answer, if anything is.
    pub(super) fn wrong(&self, given: &Given, choices: &[Choice]) -> Option<Wrong> {
        let wrong = |problem: &str| Some((problem.to_owned(), self.instead(choices, "")));
        let offered = |code: &String| choices.iter().any(|choice| choice.code == *code);
        match (&self.kind, given) {
            (Kind::One(_), Given::Text(code)) if offered(code) => None,
            (Kind::One(_), _) => wrong("is none of the choices"),
            (Kind::Several(_), Given::Chosen(chosen)) if chosen.is_empty() => wrong("is not answered"),
            (Kind::Several(_), Given::Chosen(chosen)) if !chosen.iter().all(offered) => wrong("is none of the choices"),
            (Kind::Several(_), Given::Text(_) | Given::Number(_)) => wrong("is not a list of choices"),
            (Kind::Several(_), Given::Chosen(chosen)) => {
                let different: BTreeSet<&String> = chosen.iter().collect();
                if different.len() == chosen.len() { None } else { wrong("holds the same choice twice") }
            }
            (Kind::Number(limit), Given::Number(number)) if number <= limit => None,
            (Kind::Number(_), _) => wrong("is not a whole number in range"),
            (_, Given::Text(text)) if text.trim().is_empty() => wrong("is not answered"),
            (Kind::Long, Given::Text(text)) if text.chars().count() <= LONG => None,
            (Kind::Long, Given::Text(_)) => wrong("is too long"),
            (_, Given::Text(text)) if text.chars().count() > LINE => wrong("is too long"),
            (Kind::Line | Kind::File, Given::Text(text)) if text.contains(['\n', '\r']) => {
                wrong("has more than one line")
            }
            (Kind::Line | Kind::File, Given::Text(_)) => None,
            (Kind::Day, Given::Text(text)) => text.parse::<Date>().map_or_else(|_| wrong("is not a day"), |_| None),
            (Kind::Date, Given::Text(text)) => {
                text.parse::<PartialDate>().err().map(|error| ("is not a date".to_owned(), error.instead().to_owned()))
            }
            (Kind::Telephone, Given::Text(text)) if is_telephone(text) => None,
            (Kind::Telephone, Given::Text(_)) => wrong("is not a telephone number"),
            (Kind::Email, Given::Text(text)) if is_email(text) => None,
            (Kind::Email, Given::Text(_)) => wrong("is not an email address"),
            (_, Given::Number(_) | Given::Chosen(_)) => wrong("is not a text"),
        }
    }

    /// What to do instead, in plain words.
    pub(super) fn instead(&self, choices: &[Choice], or_reason: &str) -> String {
        let answer = match &self.kind {
            Kind::One(_) if choices.len() <= 8 => format!("choose one: {}", codes(choices)),
            Kind::One(_) => "choose one of the list".to_owned(),
            Kind::Several(_) if choices.len() <= 8 => format!("choose each of these at most once: {}", codes(choices)),
            Kind::Several(_) => "choose from the list, each at most once".to_owned(),
            Kind::Line | Kind::File => format!("write one line of up to {LINE} characters"),
            Kind::Long => format!("write up to {LONG} characters"),
            Kind::Day => "write the day as 2026-04-27".to_owned(),
            Kind::Date => NotAPartialDate::NOTATION.to_owned(),
            Kind::Number(limit) => format!("write a whole number from 0 to {limit}"),
            Kind::Telephone => "write the number with its digits, for example +44 20 7946 0123".to_owned(),
            Kind::Email => "write an address with one @, for example name@example.org".to_owned(),
        };
        match (self.need, or_reason) {
            (Need::Reason, reason) if !reason.is_empty() => format!("{answer}, or {reason}"),
            _ => answer,
        }
    }
}

fn codes(choices: &[Choice]) -> String {
    choices.iter().map(|choice| choice.code.as_str()).collect::<Vec<_>>().join(", ")
}

/// Digits with the signs people write between them. No country is presumed: numbers come from everywhere.
fn is_telephone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (5..=20).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || " +-()./".contains(c) || c == 'x')
}

/// One @ with something on both sides and a dot behind it: whether it arrives is found out by writing to it.
fn is_email(text: &str) -> bool {
    let spaced = text.chars().any(|c| c.is_whitespace() || c.is_control());
    match text.split_once('@') {
        Some((before, after)) => {
            !spaced
                && !before.is_empty()
                && !after.contains('@')
                && after.contains('.')
                && !after.starts_with('.')
                && !after.ends_with('.')
        }
        None => false,
    }
}
