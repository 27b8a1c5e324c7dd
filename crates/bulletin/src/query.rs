//! Ad hoc counts: a question put to the record as it stood on one day, and its answer as it may be shown.
//!
//! A protected answer has the noise of cell keys: the keys of the records in a cell pick it, so the same people are counted
//! the same in whatever table, filter or order of dimensions, and asking again takes nothing off. What is then below the
//! least count that may be shown is left out, and cannot be told from a cell with nobody in it. Totals are cells like
//! others, with noise of their own: parts do not add up to them.

mod count;
mod picture;
mod question;
mod table;

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, fmt};

use manumit_disclosure::cell_key::Limits;

pub use self::{
    count::{View, count},
    question::{
        Dimension, MOST_DIMENSIONS, MOST_FILTERS, MOST_QUARTERS, MOST_VALUES, Measure, Question, QuestionError,
    },
};

/// The noise: at most 5 either way, of variance 3, and never a count of 1 or 2.
pub const LIMITS: Limits = Limits { most: 5, variance: 3.0, hidden: 2 };

/// The secret key of each record of an extract, by the referral's ordinal.
///
/// They stand beside the extract and not in it, in memory alone: a frozen extract is handed over, and with its keys the
/// noise could be taken off.
#[derive(Clone, Default)]
pub struct RecordKeys(Vec<u16>);

impl RecordKeys {
    /// Adds the key of the next record.
    pub fn push(&mut self, key: u32) {
        self.0.push(u16::try_from(key % manumit_disclosure::cell_key::KEYS).unwrap_or_default());
    }

    /// The key of a record.
    fn of(&self, row: u32) -> u32 {
        self.0.get(row as usize).copied().map_or(0, u32::from)
    }
}

impl fmt::Debug for RecordKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "RecordKeys(of {} records)", self.0.len())
    }
}

/// An answer: cells by category, one for each dimension asked for. `None` in a dimension is all of it together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    question: Question,
    as_at: i32,
    synthetic: bool,
    /// The least count that is shown, where the answer is protected.
    least: Option<u64>,
    cells: BTreeMap<Vec<Option<String>>, u64>,
}

impl Counted {
    /// The count of a cell as it may be shown: `None` for none or too few.
    pub fn find(&self, categories: &[Option<&str>]) -> Option<u64> {
        let cell: Vec<Option<String>> = categories.iter().map(|category| category.map(str::to_owned)).collect();
        self.cells.get(&cell).copied()
    }

    /// Whether it may be shown to those who must not see true counts.
    pub fn is_protected(&self) -> bool {
        self.least.is_some()
    }

    /// Whether every record is made up.
    pub fn is_synthetic(&self) -> bool {
        self.synthetic
    }

    /// The categories of a dimension that are shown: quarters in their order, all others the most numerous first.
    fn categories(&self, dimension: usize) -> Vec<String> {
        if self.question.by.get(dimension) == Some(&Dimension::Quarter) {
            return self.question.quarters().map(|quarter| quarter.to_string()).collect();
        }
        let margin = |label: &str| {
            // Of a stock the last quarter tells the order.
            let last = self.question.to.to_string();
            let fixed = |dimension: &Dimension| (!self.question.adds_up(*dimension)).then_some(last.as_str());
            let mut cell: Vec<Option<&str>> = self.question.by.iter().map(fixed).collect();
            if let Some(place) = cell.get_mut(dimension) {
                *place = Some(label);
            }
            self.find(&cell).unwrap_or(0)
        };
        let labels = self.cells.keys().filter_map(|cell| cell.get(dimension)?.as_deref());
        let mut known: Vec<&str> = labels.collect();
        known.sort_unstable();
        known.dedup();
        known.sort_by_key(|label| std::cmp::Reverse(margin(label)));
        known.into_iter().map(str::to_owned).collect()
    }
}
