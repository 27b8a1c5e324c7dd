//! Counting: one pass over the record, then margins joined from the cells.
//!
//! A protected count of several values of a filter is what is shown of each value, added up. With a cell of its own for any
//! set of values, whoever asks for many sets that all hold one value could average its noise away, and two sets that differ
//! by a value and count the same would tell that nobody has it. So a set says nothing that its values do not say apart.

use std::collections::{BTreeMap, HashMap};

use manumit_disclosure::{cell_key::NoiseTable, query::Cell};

use super::{Counted, Dimension, MOST_DIMENSIONS, MOST_FILTERS, Question, RecordKeys};
use crate::{
    dated::place,
    definition::Shared,
    extract::{Column, Selection},
    period::Calendar,
};

/// For whom the answer is.
#[derive(Clone, Copy, Debug)]
pub enum View<'a> {
    /// For those who must not see true counts.
    Protected {
        /// The keys of the records.
        keys: &'a RecordKeys,
        /// The noise that they pick.
        noise: &'a NoiseTable,
        /// The least count that is shown.
        least: u64,
    },
    /// For those alone who may see true counts.
    Unprotected,
}

/// A cell by the code of each dimension.
type Codes = [u16; MOST_DIMENSIONS];

/// A cell by its dimensions, and by the value that it has of each filter of several values.
type Key = (Codes, [u16; MOST_FILTERS]);

/// The code for all of a dimension together.
const ALL: u16 = u16::MAX;

/// Answers a question that was checked.
pub fn count(question: &Question, selection: Selection<'_>, shared: &Shared, view: View<'_>) -> Counted {
    let (as_at, synthetic) = (selection.as_at(), selection.extract().is_synthetic());
    let (first, last) = (question.from.number(), question.to.number());
    let placed = place(selection, question.measure.dated(), Calendar::Quarter, &(first..=last));
    let selection = &placed.selection;
    let axes: Vec<Axis> = question
        .by
        .iter()
        .map(|dimension| match dimension {
            Dimension::Quarter => Axis::quarters(&placed.codes, question),
            Dimension::Column(column) => Axis::of(selection, *column, shared),
        })
        .collect();
    let kept = filters(question, selection, shared);
    let apart = match view {
        View::Protected { .. } => apart(question, selection, shared),
        View::Unprotected => Vec::new(),
    };
    let quarters = u16::try_from(first).unwrap_or(0)..=u16::try_from(last).unwrap_or(0);
    let mut cells: HashMap<Key, Cell> = HashMap::new();
    for (position, (row, _)) in selection.rows().enumerate() {
        let in_time = placed.codes.get(position).is_some_and(|quarter| quarters.contains(quarter));
        if !in_time || !kept.iter().all(|kept| kept.get(position) == Some(&true)) {
            continue;
        }
        let mut codes = [ALL; MOST_DIMENSIONS];
        for (code, axis) in codes.iter_mut().zip(&axes) {
            *code = axis.codes.get(position).copied().unwrap_or_default();
        }
        let mut values = [0; MOST_FILTERS];
        for (value, of) in values.iter_mut().zip(&apart) {
            *value = of.get(position).copied().unwrap_or_default();
        }
        let key = match view {
            View::Protected { keys, .. } => keys.of(row),
            View::Unprotected => 0,
        };
        cells.entry((codes, values)).or_default().add(key);
    }
    let least = match view {
        View::Protected { least, .. } => Some(least),
        View::Unprotected => None,
    };
    Counted {
        question: question.clone(),
        as_at,
        synthetic,
        least,
        cells: show(&with_margins(&cells, question), &axes, view),
    }
}

/// For each filter of several values the value at each position, as a place in the filter's list.
fn apart(question: &Question, selection: &Selection<'_>, shared: &Shared) -> Vec<Vec<u16>> {
    let several = question.only.iter().filter(|(_, values)| values.len() > 1);
    let of = |(column, values): &(Column, Vec<String>)| -> Vec<u16> {
        let place = |label: &String| values.iter().position(|value| value == shown(label, shared));
        let places: Vec<u16> = selection
            .labels(*column)
            .iter()
            .map(|label| place(label).and_then(|place| u16::try_from(place).ok()).unwrap_or(ALL))
            .collect();
        let codes = selection.codes(*column).into_iter();
        codes.map(|code| places.get(usize::from(code)).copied().unwrap_or(ALL)).collect()
    };
    several.map(of).collect()
}

/// For whatever keeps a record out of the count, whether it stays.
fn filters(question: &Question, selection: &Selection<'_>, shared: &Shared) -> Vec<Vec<bool>> {
    let counted = shared.not_counted.iter().map(|(column, excluded)| {
        passing(selection, *column, |label| !excluded.iter().any(|excluded| excluded == label))
    });
    let wanted = question.only.iter().map(|(column, wanted)| {
        passing(selection, *column, |label| wanted.iter().any(|one| one == shown(label, shared)))
    });
    counted.chain(wanted).collect()
}

/// Every cell with its margins: each is joined into the cells that leave out some of its dimensions. The quarters of a stock
/// are not left out, for a case would be counted once for each.
fn with_margins(cells: &HashMap<Key, Cell>, question: &Question) -> HashMap<Key, Cell> {
    let fixed = (0_u32..).zip(&question.by).filter(|(_, dimension)| !question.adds_up(**dimension));
    let fixed: u32 = fixed.map(|(dimension, _)| 1 << dimension).sum();
    let mut all: HashMap<Key, Cell> = HashMap::new();
    for ((codes, values), cell) in cells {
        for left_out in (0_u32..1 << question.by.len()).filter(|left_out| left_out & fixed == 0) {
            let mut margin = *codes;
            for (dimension, code) in (0_u32..).zip(margin.iter_mut()) {
                if left_out >> dimension & 1 == 1 {
                    *code = ALL;
                }
            }
            all.entry((margin, *values)).or_default().join(cell);
        }
    }
    all
}

/// The cells as they may be shown; those with too few are left out as those with nobody are.
fn show(cells: &HashMap<Key, Cell>, axes: &[Axis], view: View<'_>) -> BTreeMap<Vec<Option<String>>, u64> {
    let mut counts: BTreeMap<Vec<Option<String>>, u64> = BTreeMap::new();
    for ((codes, _), cell) in cells {
        let count = match view {
            View::Protected { noise, least, .. } => Some(cell.shown(noise)).filter(|count| *count >= least.max(1)),
            View::Unprotected => Some(cell.unprotected()),
        };
        let Some(count) = count else { continue };
        let categories = axes.iter().zip(codes).map(|(axis, code)| axis.labels.get(usize::from(*code)).cloned());
        *counts.entry(categories.collect()).or_default() += count;
    }
    counts
}

/// One dimension: the code of each position, and what the codes mean.
struct Axis {
    codes: Vec<u16>,
    labels: Vec<String>,
}

impl Axis {
    fn quarters(codes: &[u16], question: &Question) -> Self {
        let first = u16::try_from(question.from.number()).unwrap_or(0);
        let labels = question.quarters().map(|quarter| quarter.to_string()).collect();
        Self { codes: codes.iter().map(|code| code.wrapping_sub(first)).collect(), labels }
    }

    /// Two labels that are shown alike are one category.
    fn of(selection: &Selection<'_>, column: Column, shared: &Shared) -> Self {
        let mut labels: Vec<String> = Vec::new();
        let codes = selection.labels(column).iter().map(|label| {
            let label = shown(label, shared);
            let known = labels.iter().position(|known| known == label).unwrap_or_else(|| {
                labels.push(label.to_owned());
                labels.len() - 1
            });
            u16::try_from(known).unwrap_or_default()
        });
        let codes: Vec<u16> = codes.collect();
        let code = |code: u16| codes.get(usize::from(code)).copied().unwrap_or_default();
        Self { codes: selection.codes(column).into_iter().map(code).collect(), labels }
    }
}

/// Whether the label at each position passes.
fn passing(selection: &Selection<'_>, column: Column, passes: impl Fn(&str) -> bool) -> Vec<bool> {
    let labels: Vec<bool> = selection.labels(column).iter().map(|label| passes(label)).collect();
    selection.codes(column).into_iter().map(|code| labels.get(usize::from(code)) == Some(&true)).collect()
}

/// A label as tables show it.
fn shown<'a>(label: &'a str, shared: &'a Shared) -> &'a str {
    if label.is_empty() { &shared.not_recorded } else { label }
}
