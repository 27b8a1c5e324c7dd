//! Controlled rounding: every count to a neighbouring multiple of a base, and every total still the sum of its parts.
//!
//! Innermost cells are rounded down; then they are raised, one base at a time, where the totals above them are furthest
//! below their true counts. Totals are sums of rounded cells, so the table adds exactly; for two dimensions each also stays
//! within one base of its count, for more it may have to move further, which the report says.

use crate::{
    refusal::Refusal,
    release::{CellId, Release},
};

/// A release with its counts rounded.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Rounded {
    /// The base.
    pub base: u64,
    /// The rounded count of each cell.
    pub counts: Vec<u64>,
    /// The furthest that any printed cell moved.
    pub furthest: u64,
    /// How many printed cells moved by a base or more.
    pub beyond: usize,
}

/// Rounds a release to a base of 2 to 1,000.
///
/// # Errors
/// [`Refusal::BadSetting`] for another base, [`Refusal::UnknownCount`] if a count is missing.
pub fn round(release: &Release, base: u64) -> Result<Rounded, Refusal> {
    if !(2..=1_000).contains(&base) {
        return Err(Refusal::BadSetting {
            setting: "the base of rounding".to_owned(),
            value: base.to_string(),
            remedy: "write a whole number from 2 to 1000; 3 and 5 are usual".to_owned(),
        });
    }
    let counts: Vec<u64> = release.cells.iter().map(|cell| cell.count.unwrap_or(0)).collect();
    if let Some(id) = release.cells.iter().position(|cell| cell.printed && cell.count.is_none()) {
        return Err(Refusal::UnknownCount { table: "the release".to_owned(), line: 0, cell: release.words(id) });
    }
    let mut totals_of: Vec<Vec<u32>> = vec![Vec::new(); counts.len()];
    let mut is_whole = vec![false; counts.len()];
    for (number, sum) in release.sums.iter().enumerate() {
        if let Some(place) = is_whole.get_mut(sum.whole) {
            *place = true;
        }
        for part in &sum.parts {
            if let Some(list) = totals_of.get_mut(*part) {
                list.push(number as u32);
            }
        }
    }
    let base = base as i64;
    // What is missing of each sum when every innermost cell is rounded down.
    let floor = |id: CellId| counts.get(id).map_or(0, |count| *count as i64 / base * base);
    let count = |id: CellId| counts.get(id).map_or(0, |count| *count as i64);
    let mut missing: Vec<i64> = release
        .sums
        .iter()
        .map(|sum| count(sum.whole) - sum.parts.iter().map(|part| floor(*part)).sum::<i64>())
        .collect();
    let mut raised = vec![false; counts.len()];
    let innermost = |id: &CellId| !is_whole.get(*id).copied().unwrap_or(true);
    let mut free: Vec<CellId> = (0..counts.len()).filter(innermost).filter(|id| count(*id) % base != 0).collect();
    let gain = |id: CellId, up: bool, missing: &[i64]| -> i64 {
        // Squared distances of the totals and of the cell itself, before less after.
        let by = if up { base } else { -base };
        let of = |gap: i64| gap * gap - (gap - by) * (gap - by);
        let own = count(id) - floor(id);
        let own = if up { of(own) } else { of(own - base) };
        let sums = totals_of.get(id).into_iter().flatten().filter_map(|number| missing.get(*number as usize));
        own + sums.map(|gap| of(*gap)).sum::<i64>()
    };
    free.sort_by_key(|id| (-(count(*id) % base), *id));
    for _ in 0..60 {
        let mut moved = false;
        for id in &free {
            let up = !raised.get(*id).copied().unwrap_or(true);
            if gain(*id, up, &missing) > 0 {
                moved = true;
                if let Some(place) = raised.get_mut(*id) {
                    *place = up;
                }
                for number in totals_of.get(*id).into_iter().flatten() {
                    if let Some(gap) = missing.get_mut(*number as usize) {
                        *gap -= if up { base } else { -base };
                    }
                }
            }
        }
        if !moved && !exchange(release, &free, &mut raised, &mut missing, (&totals_of, base)) {
            break;
        }
    }
    let mut rounded: Vec<u64> = (0..counts.len())
        .map(|id| (floor(id) + if raised.get(id).copied().unwrap_or(false) { base } else { 0 }).max(0) as u64)
        .collect();
    // A total of a finer table may be a part of a coarser one: sums are taken until nothing changes.
    for _ in 0..4 {
        for sum in &release.sums {
            let total = sum.parts.iter().filter_map(|part| rounded.get(*part)).sum();
            if let Some(place) = rounded.get_mut(sum.whole) {
                *place = total;
            }
        }
    }
    let distance = |id: usize| counts.get(id).zip(rounded.get(id)).map_or(0, |(one, two)| one.abs_diff(*two));
    let printed: Vec<u64> =
        (0..counts.len()).filter(|id| release.cells.get(*id).is_some_and(|cell| cell.printed)).map(distance).collect();
    let (furthest, base) = (printed.iter().copied().max().unwrap_or(0), base as u64);
    Ok(Rounded { base, counts: rounded, furthest, beyond: printed.iter().filter(|moved| **moved >= base).count() })
}

/// Raises one cell and lowers another of the same sum where that brings the totals nearer. Says whether any was found.
fn exchange(
    release: &Release,
    free: &[CellId],
    raised: &mut [bool],
    missing: &mut [i64],
    (totals_of, base): (&[Vec<u32>], i64),
) -> bool {
    let mut found = false;
    let far: Vec<usize> =
        missing.iter().enumerate().filter(|(_, gap)| gap.abs() >= base).map(|(number, _)| number).collect();
    let is_free: std::collections::BTreeSet<CellId> = free.iter().copied().collect();
    for number in far.into_iter().take(2_000) {
        let Some(gap) = missing.get(number).copied().filter(|gap| gap.abs() >= base) else { continue };
        let up = gap > 0;
        let Some(sum) = release.sums.get(number) else { continue };
        let movable = sum
            .parts
            .iter()
            .copied()
            .filter(|id| is_free.contains(id) && raised.get(*id).copied() == Some(!up))
            .take(40);
        for id in movable.collect::<Vec<_>>() {
            // A partner outside this sum that shares as many of the other sums as can be.
            let others: Vec<u32> =
                totals_of.get(id).into_iter().flatten().copied().filter(|other| *other as usize != number).collect();
            let partner = others
                .iter()
                .filter_map(|other| release.sums.get(*other as usize))
                .flat_map(|sum| sum.parts.iter().copied().take(60))
                .find(|other| {
                    *other != id
                        && is_free.contains(other)
                        && raised.get(*other).copied() == Some(up)
                        && !totals_of.get(*other).is_some_and(|list| list.contains(&(number as u32)))
                        && better(&[(id, up), (*other, !up)], missing, (totals_of, base))
                });
            if let Some(other) = partner {
                for (id, up) in [(id, up), (other, !up)] {
                    if let Some(place) = raised.get_mut(id) {
                        *place = up;
                    }
                    for number in totals_of.get(id).into_iter().flatten() {
                        if let Some(gap) = missing.get_mut(*number as usize) {
                            *gap -= if up { base } else { -base };
                        }
                    }
                }
                found = true;
                break;
            }
        }
    }
    found
}

/// Whether the totals that are too far away are fewer or nearer after some moves.
fn better(moves: &[(CellId, bool)], missing: &[i64], (totals_of, base): (&[Vec<u32>], i64)) -> bool {
    let mut change: std::collections::BTreeMap<u32, i64> = std::collections::BTreeMap::new();
    for (id, up) in moves {
        for number in totals_of.get(*id).into_iter().flatten() {
            *change.entry(*number).or_insert(0) += if *up { base } else { -base };
        }
    }
    let far = |gap: i64| (gap.abs() - base + 1).max(0);
    change
        .iter()
        .map(|(number, by)| missing.get(*number as usize).map_or(0, |gap| far(gap - by) - far(*gap)))
        .sum::<i64>()
        < 0
}
