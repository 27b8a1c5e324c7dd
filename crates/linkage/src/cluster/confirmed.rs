//! What values that several records of a group share say against joining it with another group.
//!
//! A slip is rarely made twice in the same way. Where some records of one group give one value and some of another
//! group a different one, neither is a slip, and the difference counts more than the mean over pairs of records says.
#![expect(clippy::indexing_slicing, reason = "records and columns are numbers given out by the records")]

use hashbrown::HashMap;

use crate::{
    compare::{Comparer, Comparison},
    model::Model,
    records::Records,
};

/// More records than this with a value confirm it no further: copies of a record are not independent.
const MOST: usize = 3;
/// A group has few values that are confirmed; no more are looked at.
const FEW: usize = 16;

/// The evidence against joining two groups, in bits, never above 0: for every comparison in which the confirmed values
/// of the two differ, its weight once more for each further record that confirms both, up to two.
pub(super) fn against(model: &Model, comparer: &Comparer, records: &Records, groups: [&[u32]; 2]) -> f64 {
    if groups.iter().any(|group| group.len() < 2) {
        return 0.0;
    }
    let mut memory = comparer.memory_of_nothing(&records.columns);
    let mut rows = [vec![0; records.columns.len()], vec![0; records.columns.len()]];
    let mut bits = 0.0;
    for (place, table) in model.comparisons.iter().enumerate() {
        let [ours, theirs] = groups.map(|group| confirmed(records, &table.comparison, group));
        let times = |values: &[(Vec<u32>, usize)]| values.iter().map(|(_, times)| *times).max().unwrap_or(0);
        let support = times(&ours).min(times(&theirs)).min(MOST);
        if support < 2 {
            continue;
        }
        let mut best = f64::NEG_INFINITY;
        for (x, _) in &ours {
            for (y, _) in &theirs {
                for (column, (x, y)) in table.comparison.columns.iter().zip(x.iter().zip(y)) {
                    (rows[0][*column], rows[1][*column]) = (*x, *y);
                }
                let packed = comparer.compare(&records.columns, &mut memory, &rows[0], &rows[1]);
                best = best.max(table.weight(comparer.unpack(packed)[place], 0));
            }
        }
        for column in &table.comparison.columns {
            (rows[0][*column], rows[1][*column]) = (0, 0);
        }
        bits += best.min(0.0) * (support - 1) as f64;
    }
    bits
}

/// The values of a comparison that two records or more of a group have, and how many have them.
fn confirmed(records: &Records, comparison: &Comparison, group: &[u32]) -> Vec<(Vec<u32>, usize)> {
    let mut times: HashMap<Vec<u32>, usize> = HashMap::new();
    for record in group {
        let row = records.row(*record);
        let cells: Vec<u32> = comparison.columns.iter().map(|column| row[*column]).collect();
        if cells.iter().all(|cell| *cell != 0) {
            *times.entry(cells).or_default() += 1;
        }
    }
    let mut confirmed: Vec<_> = times.into_iter().filter(|(_, times)| *times > 1).collect();
    if confirmed.len() > FEW {
        // Ties are kept or left out together, so that the order of records does not matter.
        confirmed.sort_unstable_by_key(|(_, times)| std::cmp::Reverse(*times));
        let least = confirmed[FEW].1;
        let some = confirmed.iter().any(|(_, times)| *times > least);
        confirmed.retain(|(_, times)| *times > least || !some);
    }
    confirmed
}
