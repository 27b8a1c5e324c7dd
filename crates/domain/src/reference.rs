//! Public references: what people read out, write down and type in.
//!
//! `REF-12-7K3QX9T-D` is a kind, a year, seven random characters and a check character. The random part comes from
//! entropy passed in, never from a counter: a reference must not tell how many there are, where, or of whom.
//!
//! The alphabet has 29 characters: the digits 2 to 9 and the consonants. Without 0, 1 and the vowels nothing can be
//! misread as O or I, and no word can be spelt. Because 29 is prime, a weighted sum modulo 29 with a different weight at
//! each place is changed by every single wrong character and by every swap of two neighbours.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

const ALPHABET: &[u8; 29] = b"23456789BCDFGHJKLMNPQRSTVWXYZ";
const MODULUS: u32 = 29;
const BODY: usize = 7;
const LENGTH: usize = 3 + 2 + BODY + 1;

/// What a public reference refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReferenceKind {
    /// `CAS`: a case.
    Case,
    /// `REF`: a referral.
    Referral,
    /// `DTN`: a duty-to-notify notification.
    Notification,
    /// `ENC`: an encounter.
    Encounter,
    /// `DEC`: a decision.
    Decision,
    /// `SUP`: a request for support.
    Support,
    /// `INT`: an intelligence report.
    Intelligence,
    /// `OCG`: an organised crime group.
    Group,
    /// `OPN`: an operation.
    Operation,
    /// `TSK`: a tasking.
    Tasking,
    /// `PRD`: a product.
    Product,
    /// `PRO`: a prosecution.
    Prosecution,
    /// `PNO`: a notice to a police force.
    PoliceNotice,
    /// `TIP`: a report from the public.
    PublicReport,
}

impl ReferenceKind {
    /// Every kind, in a fixed order.
    pub const ALL: [Self; 14] = [
        Self::Case,
        Self::Referral,
        Self::Notification,
        Self::Encounter,
        Self::Decision,
        Self::Support,
        Self::Intelligence,
        Self::Group,
        Self::Operation,
        Self::Tasking,
        Self::Product,
        Self::Prosecution,
        Self::PoliceNotice,
        Self::PublicReport,
    ];

    /// The three letters a reference starts with.
    pub fn code(self) -> &'static str {
        match self {
            Self::Case => "CAS",
            Self::Referral => "REF",
            Self::Notification => "DTN",
            Self::Encounter => "ENC",
            Self::Decision => "DEC",
            Self::Support => "SUP",
            Self::Intelligence => "INT",
            Self::Group => "OCG",
            Self::Operation => "OPN",
            Self::Tasking => "TSK",
            Self::Product => "PRD",
            Self::Prosecution => "PRO",
            Self::PoliceNotice => "PNO",
            Self::PublicReport => "TIP",
        }
    }
}

/// A public reference, written `KIND-YY-XXXXXXX-C`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    kind: ReferenceKind,
    year: u8,
    body: [u8; BODY],
}

impl Reference {
    /// A reference of this kind and year, its random part drawn from `entropy`.
    ///
    /// `year` is written with its last two figures. `entropy` must come from a random source: the 64 bits choose one of
    /// 29^7 (about 17 thousand million) random parts, evenly to one part in a thousand million. Two draws can meet, so
    /// whoever stores references keeps them unique and draws again.
    pub fn new(kind: ReferenceKind, year: i16, entropy: [u8; 8]) -> Self {
        let mut rest = u64::from_be_bytes(entropy);
        let body = std::array::from_fn(|_| {
            let drawn = rest % u64::from(MODULUS);
            rest /= u64::from(MODULUS);
            symbol(u32::try_from(drawn).unwrap_or_default())
        });
        let year = u8::try_from(year.rem_euclid(100)).unwrap_or_default();
        Self { kind, year, body }
    }

    /// What the reference refers to.
    pub fn kind(self) -> ReferenceKind {
        self.kind
    }

    /// The last two figures of the year.
    pub fn year(self) -> u8 {
        self.year
    }

    fn check(self) -> char {
        let sum = self.weighted_sum();
        let closes = |value: &u32| (sum + weight(LENGTH - 1) * value).is_multiple_of(MODULUS);
        char::from(symbol((0..MODULUS).find(closes).unwrap_or_default()))
    }

    fn weighted_sum(self) -> u32 {
        let year = [b'0' + self.year / 10, b'0' + self.year % 10];
        let kind = self.kind.code().bytes().map(|letter| u32::from(letter - b'A'));
        let rest = year.into_iter().chain(self.body).map(|symbol| symbol_value(symbol).unwrap_or_default());
        kind.chain(rest).enumerate().map(|(place, value)| weight(place) * value).sum()
    }
}

/// The weight of a place: distinct at every place and never a multiple of the modulus.
fn weight(place: usize) -> u32 {
    u32::try_from(place).unwrap_or_default() + 1
}

fn symbol(value: u32) -> u8 {
    ALPHABET.get(value as usize % ALPHABET.len()).copied().unwrap_or(b'2')
}

/// The value of a symbol. A year may hold 0 and 1, which the random part may not: they take the values left free by the
/// other digits.
fn symbol_value(symbol: u8) -> Option<u32> {
    match symbol {
        b'0' => Some(27),
        b'1' => Some(28),
        _ => ALPHABET.iter().position(|s| *s == symbol).and_then(|at| u32::try_from(at).ok()),
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}-", self.kind.code(), self.year)?;
        self.body.iter().try_for_each(|symbol| write!(f, "{}", char::from(*symbol)))?;
        write!(f, "-{}", self.check())
    }
}

/// A text that is not a reference. Says which part is wrong, and never repeats the text: it may be half of another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAReference {
    /// Too short, too long, or with a character no reference has.
    #[error("a reference has 13 letters and digits, as in REF-12-7K3QX9T-D; this has {0}")]
    Length(usize),
    /// The first three letters name no kind.
    #[error("the first part of a reference is CAS, REF, DTN, ENC, DEC, SUP, INT, OCG, OPN, TSK, PRD, PRO, PNO or TIP")]
    Kind,
    /// The second part is not two figures.
    #[error("the second part of a reference is the year in two figures, as in REF-12-…")]
    Year,
    /// The third part holds a character that references do not use.
    #[error(
        "the third part of a reference cannot hold {0:?}; it uses the digits 2 to 9 and letters other than A E I O U"
    )]
    Random(char),
    /// The check character does not fit the rest.
    #[error("the last character does not fit the rest; one character is wrong, or two are swapped: compare it again")]
    Check,
}

impl FromStr for Reference {
    type Err = NotAReference;

    /// Reads a reference as people write it: lower case, spaces and missing or extra hyphens are accepted.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let characters: Vec<char> = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let (Some((kind, rest)), LENGTH) = (characters.split_first_chunk::<3>(), characters.len()) else {
            return Err(NotAReference::Length(characters.len()));
        };
        let kind = String::from_iter(kind);
        let kind = ReferenceKind::ALL.into_iter().find(|k| k.code() == kind).ok_or(NotAReference::Kind)?;
        let (Some((year, rest)), Some(check)) = (rest.split_first_chunk::<2>(), rest.last()) else {
            return Err(NotAReference::Length(characters.len()));
        };
        let [tens, units] = year.map(|digit| digit.to_digit(10).and_then(|d| u8::try_from(d).ok()));
        let (Some(tens), Some(units)) = (tens, units) else { return Err(NotAReference::Year) };
        let mut body = [0; BODY];
        for (slot, character) in body.iter_mut().zip(rest) {
            let symbol = u8::try_from(*character).ok().filter(|symbol| ALPHABET.contains(symbol));
            *slot = symbol.ok_or(NotAReference::Random(*character))?;
        }
        let reference = Self { kind, year: tens * 10 + units, body };
        if reference.check() == *check { Ok(reference) } else { Err(NotAReference::Check) }
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn any_reference() -> impl Strategy<Value = Reference> {
        (prop::sample::select(ReferenceKind::ALL.to_vec()), 2000_i16..2100, any::<[u8; 8]>())
            .prop_map(|(kind, year, entropy)| Reference::new(kind, year, entropy))
    }

    /// Every letter and digit, so that a check cannot pass because a wrong character was not tried.
    fn keyboard() -> impl Iterator<Item = char> {
        ('0'..='9').chain('A'..='Z')
    }

    #[test]
    fn a_reference_has_the_published_shape() {
        let reference = Reference::new(ReferenceKind::Referral, 2012, [7; 8]);
        insta::assert_snapshot!(reference, @"REF-12-94MPCLY-4");
        assert_eq!((reference.kind(), reference.year()), (ReferenceKind::Referral, 12));
    }

    #[test]
    fn the_example_shown_to_people_is_a_good_one() {
        assert!(NotAReference::Length(0).to_string().contains("REF-12-7K3QX9T-D"));
        assert_eq!("REF-12-7K3QX9T-D".parse::<Reference>().unwrap().kind(), ReferenceKind::Referral);
    }

    #[test]
    fn every_wrong_part_is_named() {
        let good = Reference::new(ReferenceKind::Case, 2012, [9; 8]).to_string();
        let with = |at: usize, c: &str| {
            let mut text = good.clone();
            text.replace_range(at..=at, c);
            text.parse::<Reference>()
        };
        assert_eq!(with(0, "X"), Err(NotAReference::Kind));
        assert_eq!(with(4, "B"), Err(NotAReference::Year));
        assert_eq!(with(8, "O"), Err(NotAReference::Random('O')));
        assert_eq!(with(15, if good.ends_with('2') { "3" } else { "2" }), Err(NotAReference::Check));
        assert_eq!(good[..15].parse::<Reference>(), Err(NotAReference::Length(12)));
        assert_eq!("".parse::<Reference>(), Err(NotAReference::Length(0)));
        assert!("REF-12-é".parse::<Reference>().is_err());
    }

    #[test]
    fn neighbouring_entropy_gives_no_neighbouring_references() {
        let drawn: BTreeSet<String> = (0..1000_u64)
            .map(|n| Reference::new(ReferenceKind::Case, 2012, n.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes()))
            .map(|reference| reference.to_string())
            .collect();
        assert_eq!(drawn.len(), 1000);
    }

    /// The proof behind the two properties below: no weight, and no difference of neighbouring weights, can turn a
    /// difference of symbols into nothing.
    #[test]
    fn no_weight_hides_a_difference() {
        for difference in 1..MODULUS {
            for place in 0..LENGTH {
                assert_ne!(weight(place) * difference % MODULUS, 0, "place {place}");
                if place > 0 {
                    assert_ne!((weight(place) - weight(place - 1)) * difference % MODULUS, 0, "places {place}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn a_reference_reads_back(reference in any_reference()) {
            let text = reference.to_string();
            prop_assert_eq!(text.parse::<Reference>(), Ok(reference));
            let typed = text.to_lowercase().replace('-', " ");
            prop_assert_eq!(format!("  {typed} ").parse::<Reference>(), Ok(reference));
            let json = serde_json::to_string(&reference).unwrap();
            prop_assert_eq!(json.clone(), format!("\"{text}\""));
            prop_assert_eq!(serde_json::from_str::<Reference>(&json).unwrap(), reference);
        }

        #[test]
        fn every_single_wrong_character_is_caught(reference in any_reference()) {
            let text: Vec<char> = reference.to_string().chars().filter(|c| *c != '-').collect();
            for at in 0..text.len() {
                for wrong in keyboard().filter(|c| *c != text[at]) {
                    let mut typed = text.clone();
                    typed[at] = wrong;
                    prop_assert!(String::from_iter(&typed).parse::<Reference>().is_err(), "{wrong} at {at} of {reference}");
                }
            }
        }

        #[test]
        fn every_swap_of_neighbours_is_caught(reference in any_reference()) {
            let text: Vec<char> = reference.to_string().chars().filter(|c| *c != '-').collect();
            for at in 1..text.len() {
                let mut typed = text.clone();
                typed.swap(at - 1, at);
                if typed != text {
                    prop_assert!(String::from_iter(&typed).parse::<Reference>().is_err(), "swap at {at} of {reference}");
                }
            }
        }

        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = text.parse::<Reference>();
        }
    }
}
