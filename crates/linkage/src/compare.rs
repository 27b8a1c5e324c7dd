//! Comparisons: for each pair of records, one level per comparison, from the same to different.
//!
//! Columns that go together (names; places) are one comparison whose levels are the product of theirs, because what
//! they say about a pair is not independent. Level 0 is always "missing on a side".
#![expect(clippy::indexing_slicing, reason = "cells hold numbers given out by their own column")]

mod level;
mod many;
mod words;

pub(crate) use level::level;
pub(crate) use many::{Found, Pairs, TOGETHER};
pub use words::level_names;

use crate::{
    records::{Column, Forms, Records},
    settings::Kind,
    similarity::Short,
};

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

/// So many values are near the processor anyway.
const NEAR: usize = 1 << 13;
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

    /// A memory that keeps nothing, for a few looks.
    pub(crate) fn memory_of_nothing(&self, columns: &[Column]) -> Memory {
        Memory { slots: vec![Vec::new(); columns.len()] }
    }

    /// Brings the values of some rows near the processor, where a column has so many that they are not there already.
    pub(crate) fn warm(&self, columns: &[Column], rows: &[u32]) {
        for (place, column) in columns.iter().enumerate() {
            if let Forms::Text(shorts) | Forms::Given(shorts, _) = &column.forms
                && shorts.len() > NEAR
                && !column.is_multiple()
            {
                let cells = rows.iter().skip(place).step_by(columns.len());
                std::hint::black_box(cells.fold(0, |all, cell| all ^ shorts[*cell as usize].len()));
            }
        }
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

/// Whether comparing two values takes longer than looking up an earlier answer.
fn is_costly(column: &Column) -> bool {
    column.is_multiple() || matches!(column.kind, Kind::FullName | Kind::Email)
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
            Some(if x.jaro_winkler_above(y, 0.8) >= 0.8 { 1 } else { 2 })
        }
    }
}

fn short(column: &Column, cell: u32) -> &Short {
    match &column.forms {
        Forms::Text(shorts) | Forms::Given(shorts, _) | Forms::Email(shorts, _) => &shorts[cell as usize],
        Forms::Date(_) | Forms::Names(..) => &Short::NONE,
    }
}

/// The levels of one pair of records, for one look.
#[must_use]
pub fn compare_records(comparer: &Comparer, records: &Records, a: u32, b: u32) -> u64 {
    let mut memory = comparer.memory_of_nothing(&records.columns);
    comparer.compare(&records.columns, &mut memory, records.row(a), records.row(b))
}
