//! The ways by which a letter about a decision goes, and the languages in which it is written.

use serde::{Deserialize, Serialize};

/// A way by which a letter goes. Where to is not part of it: an address stays sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterWay {
    /// By post to the person.
    Post,
    /// By e-mail to the person.
    Email,
    /// To somebody whom the person named, and agreed to.
    Named,
    /// To the contact at children's services.
    ChildrensServices,
    /// To the first responder organisation, which passes it on when it is safe.
    FirstResponder,
}

impl LetterWay {
    /// Every way.
    pub const ALL: [Self; 5] = [Self::Post, Self::Email, Self::Named, Self::ChildrensServices, Self::FirstResponder];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Email => "email",
            Self::Named => "named",
            Self::ChildrensServices => "childrens_services",
            Self::FirstResponder => "first_responder",
        }
    }

    /// The way of that code, if there is one.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }

    /// The way that a channel of contact is, if a letter can go by it: as the question set names the channels.
    pub fn of_channel(channel: &str) -> Option<Self> {
        match channel.to_lowercase().as_str() {
            "post" | "letter" => Some(Self::Post),
            "email" | "e-mail" => Some(Self::Email),
            _ => None,
        }
    }
}
