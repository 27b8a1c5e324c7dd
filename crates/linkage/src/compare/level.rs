//! The level of two values of a column.
#![expect(clippy::indexing_slicing, reason = "cells hold numbers given out by their own column")]

use crate::{
    name_pair::likeness_across,
    nickname::Family,
    records::{Column, Forms},
    settings::Kind,
    similarity::Short,
};

/// The level of two cells of a column: the best over their sets of values.
pub(crate) fn level(column: &Column, a: u32, b: u32) -> u8 {
    if a == 0 || b == 0 {
        return 0;
    }
    if !column.is_multiple() {
        return value_level(column, a, b);
    }
    let mut best = u8::MAX;
    for x in column.members(a) {
        for y in column.members(b) {
            best = best.min(if x == y && column.kind != Kind::Date { 1 } else { value_level(column, *x, *y) });
        }
    }
    best
}

fn value_level(column: &Column, a: u32, b: u32) -> u8 {
    if column.several_scripts && column.scripts[a as usize] != column.scripts[b as usize] {
        return across_scripts(column, a, b).min(same_script_level(column, a, b));
    }
    same_script_level(column, a, b)
}

/// The level of two names in different scripts, by what was learned of how one is written in the other.
fn across_scripts(column: &Column, a: u32, b: u32) -> u8 {
    let scripts = (column.scripts[a as usize], column.scripts[b as usize]);
    let likeness = likeness_across(scripts, column.value(a), column.value(b));
    match (likeness, column.kind) {
        (0.95.., _) => 2,
        (0.85.., Kind::FullName) => 3,
        (0.7.., _) => 4,
        (0.5.., _) => 5,
        _ => 7,
    }
}

fn same_script_level(column: &Column, a: u32, b: u32) -> u8 {
    let (x, y) = (a as usize, b as usize);
    match &column.forms {
        Forms::Date(dates) => dates[x].level(&dates[y]),
        Forms::Names(words, names) => match words.score(&names[x], &names[y]) {
            0.985.. => 1,
            0.93.. => 2,
            0.85.. => 3,
            0.75.. => 4,
            0.64.. => 5,
            0.5.. => 6,
            _ => 7,
        },
        Forms::Given(shorts, families) => given_level(shorts, families, x, y),
        Forms::Email(shorts, locals) => {
            if locals[x].0 == locals[y].0 {
                2
            } else if shorts[x].edits_within(&shorts[y], 2) <= 2 {
                3
            } else if locals[x].1.jaro_winkler_above(&locals[y].1, 0.85) >= 0.85 {
                4
            } else {
                5
            }
        }
        Forms::Text(shorts) => {
            let (left, right) = (&shorts[x], &shorts[y]);
            match column.kind {
                Kind::Surname => surname_level(left, right),
                Kind::Place | Kind::Address => place_level(column, left, right),
                Kind::Region => 1 + left.edits_within(right, 1) as u8,
                Kind::Postcode => postcode_level(left, right),
                Kind::Number | Kind::Identifier | Kind::Phone | Kind::Plate | Kind::Reference => {
                    code_level(left, right)
                }
                Kind::Documents => 1 + left.edits_within(right, 1) as u8,
                _ => 2,
            }
        }
    }
}

#[inline]
pub(super) fn given_level(shorts: &[Short], families: &[Family], x: usize, y: usize) -> u8 {
    let letters = letters_level(&shorts[x], &shorts[y]);
    if letters > 3 && families[x].meets(families[y]) { 3 } else { part_or(letters, &shorts[x], &shorts[y]) }
}

#[inline]
pub(super) fn surname_level(a: &Short, b: &Short) -> u8 {
    part_or(letters_level(a, b), a, b)
}

#[inline]
pub(super) fn code_level(a: &Short, b: &Short) -> u8 {
    let most = if a.len().min(b.len()) >= 5 { 2 } else { 1 };
    match a.edits_within(b, most) {
        distance if distance > most => 4,
        distance => 1 + distance as u8,
    }
}

/// Long enough that one slip leaves most of a name.
const TELLING: usize = 4;

/// How alike the letters of two names are: 2, 4, 5 or 7.
#[inline]
fn letters_level(a: &Short, b: &Short) -> u8 {
    match a.jaro_winkler_above(b, 0.75) {
        0.93.. => 2,
        0.75..0.93 if a.len().min(b.len()) >= TELLING && a.edits_within(b, 1) <= 1 => 2,
        0.86.. => 4,
        0.75.. => 5,
        _ => 7,
    }
}

/// Better than the letters say when one name holds the other as a word, or is its initial.
#[inline]
fn part_or(letters: u8, a: &Short, b: &Short) -> u8 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() == 1 {
        return if short.bytes().first() == long.bytes().first() { 6 } else { 7 };
    }
    if letters > 3 && long.len() > short.len() && long.has_space() {
        let (short, long) = (short.bytes(), long.bytes());
        let holds = long.split(|sign| *sign == b' ').any(|word| word == short);
        if holds || (short.contains(&b' ') && long.windows(short.len()).any(|part| part == short)) {
            return 3;
        }
    }
    letters
}

#[inline]
pub(super) fn place_level(column: &Column, a: &Short, b: &Short) -> u8 {
    let floor = if column.is_multiple() { 0.7 } else { 0.8 };
    match a.jaro_winkler_above(b, floor) {
        0.92.. => 2,
        0.8.. => 3,
        _ => {
            let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
            let part = short.len() >= 4
                && long.may_hold(short)
                && long.bytes().windows(short.len()).any(|part| part == short.bytes());
            if part || (short.has_space() && long.has_space() && words_in_common(short.bytes(), long.bytes())) {
                3
            } else {
                4
            }
        }
    }
}

/// Whether a word of five letters or more is in both texts.
fn words_in_common(a: &[u8], b: &[u8]) -> bool {
    let long = |word: &&[u8]| word.len() >= 5;
    a.split(|sign| *sign == b' ').filter(long).any(|word| b.split(|sign| *sign == b' ').any(|other| other == word))
}

#[inline]
pub(super) fn postcode_level(left: &Short, right: &Short) -> u8 {
    let distance = left.edits_within(right, 2);
    let (a, b) = (left.bytes(), right.bytes());
    if distance <= 1 {
        return 1 + distance as u8;
    }
    let (Some(first), Some(second)) = (a.first(), b.first()) else { return 6 };
    if !first.is_ascii_alphabetic() || !second.is_ascii_alphabetic() {
        return area_level(distance, first == second);
    }
    let letters = |code: &[u8]| code.iter().take_while(|sign| sign.is_ascii_alphabetic()).count();
    let (in_a, in_b) = (letters(a), letters(b));
    let outward = |code: &[u8]| code.len().saturating_sub(3);
    if a.len() > 4 && b.len() > 4 && a[..outward(a)] == b[..outward(b)] {
        return 4;
    }
    area_level(distance, a[..in_a] == b[..in_b])
}

fn area_level(distance: usize, same_area: bool) -> u8 {
    match (distance, same_area) {
        (2, _) => 3,
        (_, true) => 5,
        _ => 6,
    }
}
