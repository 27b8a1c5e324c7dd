//! The encounter in which a person was found: on which day, and in which operation or with which group.
//!
//! Persons who were found together are one finding, however many they are, and statistics count findings beside persons.
//! The name of an operation may give away police work, so it is sealed with the referral. What crosses into the case and the
//! statistics is a mark: the same for those found together, and saying nothing else.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A keyed digest of the name of an operation, or of the sender's own word for a group. Made outside, since this crate has no
/// key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OperationMark(pub String);

/// What is known of the encounter. Nothing, in records of before and where the sender did not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Encounter {
    /// The day on which the person was found, which may be long before the referral was received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// The operation in which, or the group with which, the person was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<OperationMark>,
}

impl Encounter {
    /// Whether nothing is known of it.
    pub fn is_empty(&self) -> bool {
        self.on.is_none() && self.operation.is_none()
    }
}

/// Words that stand before the name of an operation and are no part of it, the last of them Welsh.
const BEFORE_A_NAME: [&str; 3] = ["operation", "op", "ymgyrch"];

/// What all spellings of an operation's name have in common: `Op. EAGLE` and `operation eagle` are one. None if no letter or
/// digit is left.
pub fn operation_key(name: &str) -> Option<String> {
    let name = name.to_lowercase();
    let words: Vec<&str> =
        name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let words = match words.split_first() {
        Some((first, rest)) if !rest.is_empty() && BEFORE_A_NAME.contains(first) => rest,
        _ => &words,
    };
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_operation_have_one_key() {
        let key = |name: &str| operation_key(name);
        for spelling in ["Eagle", "operation eagle", "Op. EAGLE", " OP  Eagle ", "Ymgyrch Eagle"] {
            assert_eq!(key(spelling).as_deref(), Some("eagle"), "{spelling}");
        }
        assert_eq!(key("Operation").as_deref(), Some("operation"));
        assert_ne!(key("group 1"), key("group 2"));
        assert_eq!(key(" - "), None);
    }

    #[test]
    fn an_encounter_of_which_nothing_is_known_leaves_no_trace_in_what_is_written() {
        assert_eq!(serde_json::to_string(&Encounter::default()).unwrap(), "{}");
        assert!(serde_json::from_str::<Encounter>("{}").unwrap().is_empty());
    }
}
