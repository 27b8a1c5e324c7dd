//! Countries, with the names by which records know them.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{barred, folded};
use crate::{
    policy_file::{LawError, read_rows},
    refusal::Refusal,
};

const FILE: &str = "countries.csv";

/// The two capital letters of a country in ISO 3166-1 (and XK, in common use for Kosovo).
///
/// Any two capital letters make a code; whether a country has it, [`Countries`] knows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode([u8; 2]);

/// A text that is not two letters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a country code; write two letters, such as VN")]
pub struct NotACountryCode(pub String);

impl FromStr for CountryCode {
    type Err = NotACountryCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim().as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(NotACountryCode(text.to_owned())),
        }
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b] = self.0.map(char::from);
        write!(f, "{a}{b}")
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for CountryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CountryCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// A country, with its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// Its code.
    pub code: CountryCode,
    /// Its usual name in Britain.
    pub label: String,
    /// The name printed in the tables of the 2013 report, where that differs.
    printed_2013: Option<String>,
    /// Other names under which records have it.
    pub aliases: Vec<String>,
    /// Whether it is a member of the United Nations.
    pub un_member: bool,
}

impl Country {
    /// The name printed in the tables of the 2013 report: UK, USA; otherwise the usual name.
    pub fn table_label(&self) -> &str {
        self.printed_2013.as_deref().unwrap_or(&self.label)
    }
}

/// The list of countries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Countries {
    countries: Vec<Country>,
    by_name: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
struct Row {
    code: CountryCode,
    label: String,
    table_label: String,
    aliases: String,
    un_member: bool,
}

impl Countries {
    /// Reads the list.
    ///
    /// # Errors
    /// The text does not fit its form, or two countries share a name.
    pub fn parse(text: &str) -> Result<Self, LawError> {
        let mut list = Self { countries: Vec::new(), by_name: BTreeMap::new() };
        for (line, row) in read_rows::<Row>(FILE, text)? {
            let country = Country {
                code: row.code,
                label: row.label,
                printed_2013: Some(row.table_label).filter(|label| !label.is_empty()),
                aliases: barred(&row.aliases),
                un_member: row.un_member,
            };
            let code = country.code.to_string();
            let own = [code.as_str(), country.label.as_str(), country.table_label()];
            for name in own.into_iter().chain(country.aliases.iter().map(String::as_str)) {
                let at = list.countries.len();
                let earlier = *list.by_name.entry(folded(name)).or_insert(at);
                if earlier != at {
                    let remedy = "already names an earlier country; give each name to one country";
                    return Err(LawError::entry(FILE, format!("line {line}"), name, remedy));
                }
            }
            list.countries.push(country);
        }
        Ok(list)
    }

    /// Every country, in the order of its code.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Country> {
        self.countries.iter()
    }

    /// The country with this code or any of its names, in any case of letters.
    pub fn find(&self, text: &str) -> Option<&Country> {
        self.by_name.get(&folded(text)).and_then(|at| self.countries.get(*at))
    }

    /// The country with this code.
    pub fn of(&self, code: CountryCode) -> Option<&Country> {
        self.find(&code.to_string())
    }

    /// The country with this code or any of its names.
    ///
    /// # Errors
    /// Refused with `country.unknown`.
    pub fn country(&self, text: &str) -> Result<&Country, Refusal> {
        self.find(text).ok_or_else(|| {
            Refusal::new(
                "country.unknown",
                format!("{text:?} is not the name or code of a country."),
                "Write the usual British name, such as Vietnam or Ivory Coast, or the two-letter code.",
            )
        })
    }
}
