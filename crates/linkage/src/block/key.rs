//! Keys: what two records must share to be compared.
#![expect(clippy::indexing_slicing, reason = "cells and columns are numbers given out by the records")]

use serde::{Deserialize, Serialize};

use crate::{
    error::LinkageError,
    fold::{is_particle, skeleton},
    random::{hash, mix},
    records::{Column, Forms},
    settings::Kind,
};

/// A part of a column's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// All of it.
    Whole,
    /// The first letters.
    First(u8),
    /// The consonants as they sound.
    Sound,
    /// The year of a date.
    Year,
    /// The year and month.
    Month,
    /// The day and month.
    Day,
    /// What stands before the `@`.
    Local,
    /// Each word that tells something.
    Words,
    /// The sounds of each two words.
    TwoWords,
}

/// A part of a column, or two columns in either order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// A part of one column.
    Of(usize, Part),
    /// Two columns, whichever holds which value.
    Either(usize, usize),
}

impl Key {
    /// Reads `surname`, `first3(surname)`, `sound(surname)`, `year(dob)`, `month(dob)`, `day(dob)`, `local(email)`,
    /// `words(names)`, `two_words(names)` or `either(given_name, surname)`.
    pub(crate) fn parse(text: &str, columns: &[Column]) -> Result<Self, LinkageError> {
        let column = |name: &str| {
            columns.iter().position(|column| column.title == name.trim()).ok_or_else(|| {
                let titles: Vec<&str> = columns.iter().map(|column| column.title.as_str()).collect();
                let sentence = format!("there is no field {name:?}; write one of {}.", titles.join(", "));
                LinkageError::settings("blocking.rules", sentence)
            })
        };
        let Some((part, inside)) = text.trim().split_once('(') else {
            return Ok(Self::Of(column(text)?, Part::Whole));
        };
        let inside = inside.trim_end().trim_end_matches(')');
        if part == "either" {
            let (one, other) = inside.split_once(',').unwrap_or((inside, inside));
            return Ok(Self::Either(column(one)?, column(other)?));
        }
        let first = part.strip_prefix("first").and_then(|letters| letters.parse().ok()).map(Part::First);
        let part = match part {
            "sound" => Part::Sound,
            "year" => Part::Year,
            "month" => Part::Month,
            "day" => Part::Day,
            "local" => Part::Local,
            "words" => Part::Words,
            "two_words" => Part::TwoWords,
            _ => first.ok_or_else(|| {
                let sentence = format!(
                    "{text:?} is not a key; write a field, or first3, sound, year, month, day, local, words, two_words \
                     or either with fields in brackets."
                );
                LinkageError::settings("blocking.rules", sentence)
            })?,
        };
        Ok(Self::Of(column(inside)?, part))
    }

    /// The key as it is written in settings.
    pub(crate) fn text(&self, columns: &[Column]) -> String {
        let title = |column: &usize| columns.get(*column).map_or("", |column| column.title.as_str());
        match self {
            Self::Of(column, part) => {
                let column = title(column);
                match part {
                    Part::Whole => column.to_owned(),
                    Part::First(letters) => format!("first{letters}({column})"),
                    Part::Sound => format!("sound({column})"),
                    Part::Year => format!("year({column})"),
                    Part::Month => format!("month({column})"),
                    Part::Day => format!("day({column})"),
                    Part::Local => format!("local({column})"),
                    Part::Words => format!("words({column})"),
                    Part::TwoWords => format!("two_words({column})"),
                }
            }
            Self::Either(one, other) => format!("either({}, {})", title(one), title(other)),
        }
    }

    /// Whether a record can have several.
    pub(crate) fn is_multiple(&self, columns: &[Column]) -> bool {
        match self {
            Self::Of(_, Part::Words | Part::TwoWords) => true,
            Self::Of(column, _) => columns[*column].is_multiple(),
            Self::Either(..) => false,
        }
    }

    /// The keys of every value of the column, by value, 0 where there is none; for keys that a record has once.
    pub(crate) fn table(&self, columns: &[Column]) -> Option<Vec<u64>> {
        let Self::Of(column, part) = self else { return None };
        if self.is_multiple(columns) {
            return None;
        }
        let column = &columns[*column];
        let mut found = Vec::new();
        let key = |value: u32| {
            found.clear();
            if value != 0 {
                of_value(column, *part, value, &mut found);
            }
            found.first().copied().unwrap_or(0)
        };
        Some((0..column.cells() as u32).map(key).collect())
    }

    /// Adds a cell row's keys to a list; none when the value is missing or too short.
    pub(crate) fn of_row(&self, columns: &[Column], row: &[u32], found: &mut Vec<u64>) {
        match self {
            Self::Of(column, part) => {
                let number = *column;
                let column = &columns[number];
                let cell = row[number];
                if cell == 0 {
                    return;
                }
                if column.is_multiple() {
                    for value in column.members(cell) {
                        of_value(column, *part, *value, found);
                    }
                } else {
                    of_value(column, *part, cell, found);
                }
            }
            Self::Either(one, other) => {
                let (mut a, mut b) = (Vec::new(), Vec::new());
                Self::Of(*one, Part::Whole).of_row(columns, row, &mut a);
                Self::Of(*other, Part::Whole).of_row(columns, row, &mut b);
                if let (Some(a), Some(b)) = (a.first(), b.first()) {
                    found.push(either(*a, *b));
                }
            }
        }
    }
}

/// The key of two values in either order.
pub(crate) fn either(a: u64, b: u64) -> u64 {
    mix(a ^ b) ^ a.wrapping_add(b)
}

fn of_value(column: &Column, part: Part, value: u32, found: &mut Vec<u64>) {
    let text = column.value(value);
    let date = match &column.forms {
        Forms::Date(dates) => Some(dates[value as usize]),
        _ => None,
    };
    let known = |text: &str| (!text.is_empty()).then(|| hash(text.as_bytes()));
    let key = match part {
        Part::Whole => {
            if date.is_some_and(|date| !date.is_full()) {
                None
            } else {
                known(text)
            }
        }
        Part::First(letters) => text.get(..usize::from(letters)).map(|first| hash(first.as_bytes())),
        Part::Sound => known(&skeleton(text)),
        Part::Year => date.and_then(|date| date.known_year()).map(|year| mix(year as u64)),
        Part::Month => date.filter(|date| date.is_full()).map(|date| mix(u64::from(date.digits() / 100))),
        Part::Day => date.filter(|date| date.is_full()).map(|date| mix(u64::from(date.digits() % 10_000))),
        Part::Local => known(text.split('@').next().unwrap_or_default()),
        Part::Words => {
            found.extend(telling(text).map(|word| hash(word.as_bytes())));
            None
        }
        Part::TwoWords => {
            let words: Vec<u64> = telling(text).map(|word| hash(skeleton(word).as_bytes())).take(8).collect();
            for (place, one) in words.iter().enumerate() {
                found.extend(words.iter().skip(place + 1).map(|other| mix(one ^ other)));
            }
            None
        }
    };
    found.extend(key);
}

fn telling(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').filter(|word| word.len() > 2 && !is_particle(word))
}

/// The rules for columns of these kinds, best known first.
///
/// With more records than `MANY` only those that find most for their pairs are used: fewer values are then unique, and
/// time matters more.
pub(crate) fn usual(columns: &[Column], records: usize) -> Vec<Vec<Key>> {
    let find = |kind: Kind| columns.iter().position(|column| column.kind == kind);
    let given = find(Kind::GivenName);
    let surname = find(Kind::Surname);
    let date = find(Kind::Date);
    let place = find(Kind::Place);
    let name = find(Kind::FullName);
    let of = |column: Option<usize>, part: Part| column.map(|column| Key::Of(column, part));
    let whole = |column| of(column, Part::Whole);
    let both = given.zip(surname).map(|(given, surname)| Key::Either(given, surname));
    let mut rules: Vec<Vec<Option<Key>>> = Vec::new();
    for (number, column) in columns.iter().enumerate() {
        if matches!(
            column.kind,
            Kind::Identifier | Kind::Documents | Kind::Phone | Kind::Email | Kind::Plate | Kind::Reference
        ) {
            rules.push(vec![whole(Some(number))]);
        }
        if column.kind == Kind::Email {
            rules.push(vec![of(Some(number), Part::Local)]);
        }
    }
    rules.extend([
        vec![both],
        vec![whole(surname), of(date, Part::Year)],
        vec![whole(given), of(date, Part::Year)],
        vec![of(given, Part::Sound), of(surname, Part::Sound)],
        vec![of(given, Part::First(3)), of(surname, Part::First(3))],
        vec![whole(date)],
        vec![of(name, Part::TwoWords)],
        vec![of(name, Part::Words), of(date, Part::Year)],
        vec![whole(find(Kind::Postcode))],
        vec![whole(place), whole(given)],
        vec![whole(place), of(surname, Part::First(3))],
        vec![of(date, Part::Month)],
    ]);
    let more = [
        vec![of(surname, Part::First(3)), of(date, Part::Year)],
        vec![of(given, Part::First(3)), of(date, Part::Year)],
        vec![whole(given), of(surname, Part::First(1))],
        vec![whole(surname), of(given, Part::First(1))],
        vec![whole(place), of(date, Part::Year)],
        vec![whole(place), of(given, Part::First(1)), of(surname, Part::First(1))],
        vec![of(date, Part::Day), of(surname, Part::First(1))],
        vec![of(date, Part::Day), of(given, Part::First(1))],
        vec![whole(surname)],
        vec![of(surname, Part::Sound)],
        vec![of(given, Part::Sound), of(date, Part::Year)],
        vec![whole(given)],
        vec![whole(place)],
        vec![of(date, Part::Day)],
        vec![of(date, Part::Year), of(given, Part::First(1)), of(surname, Part::First(1))],
        vec![of(name, Part::Words)],
    ];
    if records <= MANY {
        rules.extend(more);
    }
    rules.into_iter().filter_map(|rule| rule.into_iter().collect()).collect()
}

/// More records than this are compared under fewer rules.
const MANY: usize = 200_000;

/// Keys that make a rule finer, in the order they are tried.
pub(crate) fn refinements(columns: &[Column], rule: &[Key]) -> Vec<Key> {
    let find = |kind: Kind| columns.iter().position(|column| column.kind == kind && !column.is_multiple());
    let of = |kind: Kind, part: Part| find(kind).map(|column| Key::Of(column, part));
    let candidates = [
        of(Kind::GivenName, Part::First(1)),
        of(Kind::Date, Part::Year),
        of(Kind::Surname, Part::First(2)),
        of(Kind::Place, Part::First(3)),
        of(Kind::GivenName, Part::Whole),
        of(Kind::Date, Part::Whole),
        of(Kind::Surname, Part::Whole),
    ];
    let fixes = |column: usize, part: Part| {
        rule.iter().any(|key| match key {
            Key::Of(other, held) => {
                *other == column
                    && (*held == Part::Whole
                        || *held == part
                        || matches!(held, Part::First(_)) && matches!(part, Part::First(_))
                        || (*held == Part::Month && part == Part::Year))
            }
            Key::Either(one, other) => *one == column || *other == column,
        })
    };
    candidates
        .into_iter()
        .flatten()
        .filter(|key| !matches!(key, Key::Of(column, part) if fixes(*column, *part)))
        .collect()
}
