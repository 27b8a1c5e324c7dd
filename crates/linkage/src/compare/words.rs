//! Levels in words.

use crate::{date, settings::Kind};

/// The words for the levels of a column of some kind, from missing and exact to different.
#[must_use]
pub fn level_names(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::GivenName => &[
            "missing",
            "the same",
            "almost the same letters",
            "a short form, or one holds the other",
            "similar letters",
            "somewhat similar letters",
            "only the initial, which agrees",
            "different",
        ],
        Kind::Surname => &[
            "missing",
            "the same",
            "almost the same letters",
            "one holds the other",
            "similar letters",
            "somewhat similar letters",
            "only the initial, which agrees",
            "different",
        ],
        Kind::FullName => &[
            "missing",
            "the same words",
            "almost the same words",
            "very similar words",
            "similar words",
            "somewhat similar words",
            "few words in common",
            "different",
        ],
        Kind::Date => &date::LEVELS,
        Kind::Place | Kind::Address => {
            &["missing", "the same", "almost the same letters", "similar letters or one holds the other", "different"]
        }
        Kind::Region => &["missing", "the same", "one letter differs", "different"],
        Kind::Postcode => {
            &["missing", "the same", "one sign differs", "two signs differ", "same district", "same area", "different"]
        }
        Kind::Nationality | Kind::Category => &["missing", "the same", "different"],
        Kind::Number | Kind::Identifier | Kind::Phone | Kind::Plate | Kind::Reference => {
            &["missing", "the same", "one sign differs", "two signs differ", "different"]
        }
        Kind::Documents => &["missing", "one in common", "one sign differs", "different"],
        Kind::Email => &[
            "missing",
            "the same",
            "same before the @",
            "one or two signs differ",
            "similar before the @",
            "different",
        ],
    }
}
