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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{link::link, read::csv_text, settings::Settings};

    #[test]
    fn a_difference_counts_against_only_where_both_groups_confirm_it() {
        let fields = [("given_name", "first"), ("surname", "last"), ("date", "dob"), ("place", "town")];
        let fields = fields.map(|(kind, column)| format!("[[field]]\nkind = \"{kind}\"\ncolumn = \"{column}\"\n"));
        let settings = Settings::parse(&format!("identifier = \"id\"\n{}", fields.concat())).unwrap();
        let mut text = String::from("id,first,last,dob,town\n");
        for person in 0..400 {
            let (year, month, day) = (1950 + person % 53, 1 + person % 12, 1 + person % 28);
            for copy in 0..=person % 2 {
                let (first, last, town) = (person % 19, person % 83, person % 7);
                text += &format!("{person}-{copy},name{first},family{last},{year}-{month:02}-{day:02},town{town}\n");
            }
        }
        let first = text.lines().count() as u32 - 1;
        for (place, date) in ["1949-05-16", "1949-05-16", "1949-05-18", "1811-06-21", "1811-06-21"].iter().enumerate() {
            text += &format!("p{place},Sidney,Pelham,{date},Sheffield\n");
        }
        let records = csv_text(&settings, "list", text.as_bytes()).unwrap();
        let linked = link(&settings, &records, None, &Default::default(), &|_| {}).unwrap();
        let bits = |a: &[u32], b: &[u32]| {
            let of = |group: &[u32]| group.iter().map(|place| first + place).collect::<Vec<u32>>();
            against(&linked.model, &linked.comparer, &records, [&of(a), &of(b)])
        };
        let sure = bits(&[0, 1, 2], &[3, 4]);
        assert!(sure < -0.5, "{sure}");
        assert_eq!(sure, bits(&[3, 4], &[2, 1, 0]));
        assert_eq!(bits(&[0, 1], &[3]), 0.0, "one record confirms nothing");
        assert_eq!(bits(&[0, 2], &[3, 4]), 0.0, "two different dates confirm neither");
        assert_eq!(bits(&[0, 1], &[0, 1]), 0.0, "the same date says nothing against");
    }
}
