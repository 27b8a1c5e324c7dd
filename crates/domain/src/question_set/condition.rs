//! When a question is asked.
//!
//! Written in the file as `a = x`, `a in x|y`, several joined by `and`, and those joined by `or`. No brackets: a condition
//! that needs them is too hard for the people who answer for it.

use super::answer::{Answer, Given};
use crate::known::Known;

/// What must have been answered for something to be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition(Vec<Vec<Test>>);

/// One question and the answers that count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Test {
    pub(super) question: String,
    pub(super) any_of: Vec<String>,
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// The part that is neither `question = answer` nor `question in answer|answer`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let all = |all: &str| all.split(" and ").map(test).collect();
        text.split(" or ").map(all).collect::<Result<_, String>>().map(Self)
    }

    /// Says whether it holds, given a way to look answers up. A condition without tests always holds.
    pub fn holds<'a>(&self, find: impl Fn(&str) -> Option<&'a Answer>) -> bool {
        let counts = |test: &Test| match find(&test.question) {
            Some(Known::Value(Given::Text(text))) => test.any_of.contains(text),
            Some(Known::Value(Given::Chosen(chosen))) => chosen.iter().any(|code| test.any_of.contains(code)),
            Some(Known::Value(Given::Number(_)) | Known::Missing(_)) | None => false,
        };
        self.0.is_empty() || self.0.iter().any(|all| all.iter().all(counts))
    }

    /// Its alternatives, each with all that it takes.
    pub(super) fn alternatives(&self) -> &[Vec<Test>] {
        &self.0
    }

    pub(super) fn tests(&self) -> impl Iterator<Item = &Test> {
        self.0.iter().flatten()
    }
}

fn test(text: &str) -> Result<Test, String> {
    let (question, answers) =
        text.split_once(" = ").or_else(|| text.split_once(" in ")).ok_or_else(|| text.to_owned())?;
    let word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
    let any_of: Vec<String> = answers.trim().split('|').map(str::to_owned).collect();
    if word(question.trim()) && any_of.iter().all(|answer| word(answer)) {
        Ok(Test { question: question.trim().to_owned(), any_of })
    } else {
        Err(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::known::Blank;

    #[test]
    fn any_of_the_alternatives_and_all_of_their_parts() {
        let condition = Condition::parse("age in yes|not_sure or age = no and consent = yes").unwrap();
        let holds = |age: &str, consent: Option<&str>| {
            let mut answers = BTreeMap::from([("age", Known::Value(Given::Text(age.to_owned())))]);
            if let Some(consent) = consent {
                answers.insert("consent", Known::Value(Given::Text(consent.to_owned())));
            }
            condition.holds(|question| answers.get(question))
        };
        assert!(holds("yes", None) && holds("not_sure", Some("no")) && holds("no", Some("yes")));
        assert!(!holds("no", None) && !holds("no", Some("no")) && !holds("other", Some("yes")));
        assert!(Condition::default().holds(|_| None));
    }

    #[test]
    fn one_of_several_chosen_is_enough_and_a_reason_is_no_answer() {
        let condition = Condition::parse("types = b").unwrap();
        let chosen = Known::Value(Given::Chosen(vec!["a".to_owned(), "b".to_owned()]));
        assert!(condition.holds(|_| Some(&chosen)));
        assert!(!condition.holds(|_| Some(&Known::Missing(Blank::NotAsked))));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for wrong in ["age", "age == x and y", "age = x, y", " = x", "age in x||y"] {
            assert!(Condition::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(Condition::parse("a = b and nonsense").unwrap_err(), "nonsense");
    }
}
