//! Comparisons: for each pair of records, one level per comparison, from the same to different.
//!
//! Columns that go together (names; places) are one comparison whose levels are the product of theirs, because what
//! they say about a pair is not independent. Level 0 is always "missing on a side".
#![expect(clippy::indexing_slicing, reason = "cells hold numbers given out by their own column")]

use crate::{
    date,
    records::{Column, Forms, Records},
    settings::Kind,
    similarity::jaro_winkler,
};

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

/// One comparison: one column, or several whose levels are multiplied.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Comparison {
    /// Its name in reports.
    pub title: String,
    /// The columns, by number.
    pub columns: Vec<usize>,
    /// The levels of each column, missing among them.
    pub sizes: Vec<u8>,
    /// Extra levels after the product: names swapped exactly, swapped and similar, one name in the other's place.
    pub swaps: bool,
    /// Whether what chance makes agree depends on whether nationality agrees.
    pub by_nationality: bool,
}

/// The extra levels of a comparison of names.
pub const SWAPS: [&str; 3] = [
    "given name and surname swapped",
    "given name and surname swapped, similar letters",
    "one name in the other's place",
];

impl Comparison {
    /// How many levels, the extra ones and missing among them.
    #[must_use]
    pub fn levels(&self) -> usize {
        self.product() + if self.swaps { SWAPS.len() } else { 0 }
    }

    /// How many levels the columns make together.
    #[must_use]
    pub fn product(&self) -> usize {
        self.sizes.iter().map(|size| usize::from(*size)).product()
    }

    /// The level of each column, or none for an extra level.
    #[must_use]
    pub fn parts(&self, level: usize) -> Option<Vec<u8>> {
        if level >= self.product() {
            return None;
        }
        let mut rest = level;
        let mut parts = vec![0; self.sizes.len()];
        for (part, size) in parts.iter_mut().zip(&self.sizes).rev() {
            *part = (rest % usize::from(*size)) as u8;
            rest /= usize::from(*size);
        }
        Some(parts)
    }

    /// The level of the columns' levels.
    #[must_use]
    pub fn level(&self, parts: &[u8]) -> usize {
        parts.iter().zip(&self.sizes).fold(0, |level, (part, size)| level * usize::from(*size) + usize::from(*part))
    }
}

/// All comparisons of a set of columns.
#[derive(Clone, Debug)]
pub struct Comparer {
    /// The comparisons.
    pub comparisons: Vec<Comparison>,
    /// The comparison of nationality, when there is one.
    pub nationality: Option<usize>,
    bits: Vec<u32>,
    steps: Vec<Step>,
}

/// What is done for one column of a pair.
#[derive(Clone, Copy, Debug)]
struct Step {
    column: usize,
    /// The levels of the column.
    size: u64,
    /// How far to move what was packed before: 0 within a comparison.
    shift: u32,
    remembered: bool,
    dated: bool,
    /// The place of the surname, at the end of a comparison of names.
    swaps: Option<(usize, usize, u64)>,
}

/// Results of earlier comparisons of the same two values, so that common names are compared once.
#[derive(Clone, Debug)]
pub struct Memory {
    slots: Vec<Vec<u64>>,
}

const SLOTS: usize = 1 << 14;
/// No two cells have this key: it stands for two missing values.
const EMPTY: u64 = 0;

impl Comparer {
    /// Groups columns by kind: names together, places together, every other column alone.
    #[must_use]
    pub fn new(columns: &[Column]) -> Self {
        let find = |kind: Kind| columns.iter().position(|column| column.kind == kind && !column.is_multiple());
        let mut taken = vec![false; columns.len()];
        let mut comparisons = Vec::new();
        let names: Vec<usize> = [Kind::GivenName, Kind::Surname].into_iter().filter_map(find).collect();
        let places: Vec<usize> = [Kind::Place, Kind::Region, Kind::Postcode].into_iter().filter_map(find).collect();
        let conditional = columns.iter().any(|column| column.kind == Kind::Nationality);
        for group in [names, places] {
            if group.len() > 1 {
                for column in &group {
                    taken[*column] = true;
                }
                comparisons.push(Comparison::of(columns, group, conditional));
            }
        }
        let alone = taken.iter().enumerate().filter(|(_, taken)| !**taken);
        comparisons.extend(alone.map(|(column, _)| Comparison::of(columns, vec![column], conditional)));
        let nationality = comparisons.iter().position(|comparison| {
            comparison.columns.first().is_some_and(|column| columns[*column].kind == Kind::Nationality)
        });
        let bits: Vec<u32> = comparisons
            .iter()
            .map(|comparison: &Comparison| usize::BITS - comparison.levels().leading_zeros())
            .collect();
        let steps =
            comparisons.iter().zip(&bits).flat_map(|(comparison, bits)| steps(columns, comparison, *bits)).collect();
        Self { comparisons, nationality, bits, steps }
    }

    /// Whether a vector of levels fits in 64 bits.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.bits.iter().sum::<u32>() <= 64
    }

    /// A fresh memory.
    #[must_use]
    pub fn memory(&self, columns: &[Column]) -> Memory {
        Memory { slots: columns.iter().map(|column| vec![EMPTY; if is_costly(column) { SLOTS } else { 0 }]).collect() }
    }

    /// The levels of a pair, packed.
    pub fn compare(&self, columns: &[Column], memory: &mut Memory, a: &[u32], b: &[u32]) -> u64 {
        let (mut packed, mut level) = (0_u64, 0_u64);
        for step in &self.steps {
            let (x, y) = (a[step.column], b[step.column]);
            let part = if x == 0 || y == 0 {
                0
            } else if x == y && !step.dated {
                1
            } else if step.remembered {
                remembered(&columns[step.column], &mut memory.slots[step.column], x, y)
            } else {
                self::level(&columns[step.column], x, y)
            };
            level = level * step.size + u64::from(part);
            if step.shift > 0 {
                if let Some((given, surname, product)) = step.swaps
                    && level % step.size > 1
                    && level / step.size > 1
                {
                    level = swapped(&columns[given], &columns[surname], [a[given], a[surname], b[given], b[surname]])
                        .map_or(level, |extra| product + extra);
                }
                packed = packed << step.shift | level;
                level = 0;
            }
        }
        packed
    }

    /// The levels of a packed vector.
    #[must_use]
    pub fn unpack(&self, mut packed: u64) -> Vec<u8> {
        let mut levels = vec![0; self.comparisons.len()];
        for (level, bits) in levels.iter_mut().zip(&self.bits).rev() {
            *level = (packed & ((1 << bits) - 1)) as u8;
            packed >>= bits;
        }
        levels
    }
}

impl Comparison {
    fn of(columns: &[Column], group: Vec<usize>, conditional: bool) -> Self {
        let kind = |column: &usize| columns[*column].kind;
        let titles: Vec<&str> = group.iter().map(|column| columns[*column].title.as_str()).collect();
        Self {
            title: titles.join(" and "),
            sizes: group.iter().map(|column| level_names(kind(column)).len() as u8).collect(),
            swaps: group.iter().map(kind).eq([Kind::GivenName, Kind::Surname]),
            by_nationality: conditional
                && group.iter().any(|column| {
                    matches!(kind(column), Kind::GivenName | Kind::Surname | Kind::FullName | Kind::Date | Kind::Place)
                }),
            columns: group,
        }
    }
}

fn is_costly(column: &Column) -> bool {
    let plain = matches!(
        column.kind,
        Kind::Nationality
            | Kind::Category
            | Kind::Date
            | Kind::Identifier
            | Kind::Phone
            | Kind::Plate
            | Kind::Reference
            | Kind::Number
    );
    column.is_multiple() || !plain
}

fn steps(columns: &[Column], comparison: &Comparison, bits: u32) -> Vec<Step> {
    let last = comparison.columns.len() - 1;
    let step = |(place, (column, size)): (usize, (&usize, &u8))| Step {
        column: *column,
        size: u64::from(*size),
        shift: if place == last { bits } else { 0 },
        remembered: is_costly(&columns[*column]),
        dated: columns[*column].kind == Kind::Date,
        swaps: match comparison.columns[..] {
            [given, surname] if comparison.swaps && place == last => {
                Some((given, surname, comparison.product() as u64))
            }
            _ => None,
        },
    };
    comparison.columns.iter().zip(&comparison.sizes).enumerate().map(step).collect()
}

#[inline]
fn remembered(column: &Column, slots: &mut [u64], a: u32, b: u32) -> u8 {
    let (low, high) = (u64::from(a.min(b)), u64::from(a.max(b)));
    let key = (low << 28 ^ high) << 8;
    let place = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 50) as usize;
    let Some(slot) = slots.get_mut(place) else { return level(column, a, b) };
    if *slot & !0xff == key {
        return (*slot & 0xff) as u8;
    }
    let level = level(column, a, b);
    *slot = key | u64::from(level);
    level
}

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
        Forms::Given(shorts, families) => {
            let letters = name_level(shorts[x].jaro_winkler_above(&shorts[y], 0.75));
            if letters > 3 && families[x].meets(families[y]) {
                3
            } else {
                part_or(letters, shorts[x].bytes(), shorts[y].bytes())
            }
        }
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
                Kind::Surname => {
                    let letters = name_level(left.jaro_winkler_above(right, 0.75));
                    part_or(letters, left.bytes(), right.bytes())
                }
                Kind::Place | Kind::Address => place_level(column, left, right),
                Kind::Region => 1 + left.edits_within(right, 1) as u8,
                Kind::Postcode => postcode_level(left, right),
                Kind::Number | Kind::Identifier | Kind::Phone | Kind::Plate | Kind::Reference => {
                    let most = if left.bytes().len().min(right.bytes().len()) >= 5 { 2 } else { 1 };
                    match left.edits_within(right, most) {
                        distance if distance > most => 4,
                        distance => 1 + distance as u8,
                    }
                }
                Kind::Documents => 1 + left.edits_within(right, 1) as u8,
                _ => 2,
            }
        }
    }
}

fn name_level(jaro_winkler: f32) -> u8 {
    match jaro_winkler {
        0.93.. => 2,
        0.86.. => 4,
        0.75.. => 5,
        _ => 7,
    }
}

/// Better than the letters say when one name holds the other as a word, or is its initial.
fn part_or(letters: u8, a: &[u8], b: &[u8]) -> u8 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() == 1 {
        return if short.first() == long.first() { 6 } else { 7 };
    }
    if letters > 3 && long.len() > short.len() && long.contains(&b' ') {
        let holds = long.split(|sign| *sign == b' ').any(|word| word == short);
        if holds || (short.contains(&b' ') && long.windows(short.len()).any(|part| part == short)) {
            return 3;
        }
    }
    letters
}

fn place_level(column: &Column, a: &crate::similarity::Short, b: &crate::similarity::Short) -> u8 {
    let floor = if column.is_multiple() { 0.7 } else { 0.8 };
    match a.jaro_winkler_above(b, floor) {
        0.92.. => 2,
        0.8.. => 3,
        _ => {
            let (short, long) = if a.bytes().len() <= b.bytes().len() { (a, b) } else { (b, a) };
            let part =
                short.bytes().len() >= 4 && long.bytes().windows(short.bytes().len()).any(|part| part == short.bytes());
            if part || words_in_common(short.bytes(), long.bytes()) { 3 } else { 4 }
        }
    }
}

/// Whether a word of five letters or more is in both texts.
fn words_in_common(a: &[u8], b: &[u8]) -> bool {
    let long = |word: &&[u8]| word.len() >= 5;
    a.contains(&b' ')
        && b.contains(&b' ')
        && a.split(|sign| *sign == b' ')
            .filter(long)
            .any(|word| b.split(|sign| *sign == b' ').any(|other| other == word))
}

fn postcode_level(left: &crate::similarity::Short, right: &crate::similarity::Short) -> u8 {
    let distance = left.edits_within(right, 2);
    let (a, b) = (left.bytes(), right.bytes());
    if distance <= 1 {
        return 1 + distance as u8;
    }
    let letters = |code: &[u8]| code.iter().take_while(|sign| sign.is_ascii_alphabetic()).count();
    let (in_a, in_b) = (letters(a), letters(b));
    let outward = |code: &[u8]| code.len().saturating_sub(3);
    if in_a > 0 && in_b > 0 && a.len() > 4 && b.len() > 4 && a[..outward(a)] == b[..outward(b)] {
        return 4;
    }
    let area = if in_a == 0 || in_b == 0 { a.first() == b.first() } else { a[..in_a] == b[..in_b] };
    match (distance, area) {
        (2, _) => 3,
        (_, true) => 5,
        _ => 6,
    }
}

/// Whether given name and surname stand in each other's place: which extra level. Cells are given name and surname of
/// one record, then of the other; none is missing and no column agrees.
fn swapped(given: &Column, surname: &Column, cells: [u32; 4]) -> Option<u64> {
    let [given_a, surname_a, given_b, surname_b] = cells;
    let forth = given.twins.get(given_a as usize) == Some(&surname_b);
    let back = given.twins.get(given_b as usize) == Some(&surname_a);
    match (forth, back) {
        (true, true) => Some(0),
        (false, false) => None,
        _ => {
            let (x, y) = if forth {
                (short(surname, surname_a), short(given, given_b))
            } else {
                (short(given, given_a), short(surname, surname_b))
            };
            Some(if jaro_winkler(x.bytes(), y.bytes()) >= 0.8 { 1 } else { 2 })
        }
    }
}

fn short(column: &Column, cell: u32) -> &crate::similarity::Short {
    match &column.forms {
        Forms::Text(shorts) | Forms::Given(shorts, _) | Forms::Email(shorts, _) => &shorts[cell as usize],
        Forms::Date(_) | Forms::Names(..) => &crate::similarity::Short::NONE,
    }
}

/// The levels of one pair of records, for one look.
#[must_use]
pub fn compare_records(comparer: &Comparer, records: &Records, a: u32, b: u32) -> u64 {
    let mut memory = Memory { slots: records.columns.iter().map(|_| Vec::new()).collect() };
    comparer.compare(&records.columns, &mut memory, records.row(a), records.row(b))
}
