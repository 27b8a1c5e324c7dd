//! Chance: how often each level is seen between two different people.
#![expect(clippy::indexing_slicing, reason = "levels are below the size of their comparison's tables")]

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::{
    compare::{Comparer, Comparison, Found, Pairs},
    random::Random,
    records::Records,
    settings::Settings,
    train::Seen,
};

/// Random pairs in question, by their vectors of levels.
#[derive(Clone, Debug)]
pub struct Chance {
    vectors: Vec<Seen>,
    /// How many random pairs were counted.
    pub pairs: u64,
}

/// Levels that share which parts are missing: probabilities are shares within such a group.
#[must_use]
pub(crate) fn groups(comparison: &Comparison) -> Vec<usize> {
    let full = (1_usize << comparison.sizes.len()) - 1;
    (0..comparison.levels())
        .map(|level| {
            comparison
                .parts(level)
                .map_or(full, |parts| parts.iter().fold(0, |group, part| group << 1 | usize::from(*part != 0)))
        })
        .collect()
}

/// For each level, the product of what its parts have alone, within its group; extra levels get nothing.
///
/// `shares` are by level of the comparison; the parts' own shares are taken from all levels where the part is present.
pub(crate) fn independent(comparison: &Comparison, shares: &[f64]) -> Vec<f64> {
    let mut alone: Vec<Vec<f64>> = comparison.sizes.iter().map(|size| vec![0.0; usize::from(*size)]).collect();
    for (level, share) in shares.iter().enumerate() {
        for (column, part) in comparison.parts(level).into_iter().flatten().enumerate() {
            if part != 0 {
                alone[column][usize::from(part)] += share;
            }
        }
    }
    for column in &mut alone {
        let all: f64 = column.iter().sum();
        let present = column.len() as f64 - 1.0;
        for share in column.iter_mut().skip(1) {
            *share = if all > 0.0 { *share / all } else { 1.0 / present };
        }
    }
    (0..comparison.levels())
        .map(|level| {
            comparison.parts(level).map_or(0.0, |parts| {
                parts
                    .iter()
                    .enumerate()
                    .map(|(column, part)| if *part == 0 { 1.0 } else { alone[column][usize::from(*part)] })
                    .product()
            })
        })
        .collect()
}

/// Makes the shares of each group sum to one. A group without anything is left as it is.
pub(crate) fn normalise(groups: &[usize], shares: &mut [f64]) {
    let mut sums = vec![0.0; groups.iter().max().map_or(0, |group| group + 1)];
    for (group, share) in groups.iter().zip(shares.iter()) {
        sums[*group] += share;
    }
    for (group, share) in groups.iter().zip(shares.iter_mut()) {
        if sums[*group] > 0.0 {
            *share /= sums[*group];
        }
    }
}

impl Chance {
    /// Compares random pairs in question: all of them when there are not more than the settings ask for.
    #[must_use]
    pub fn learn(records: &Records, comparer: &Comparer, settings: &Settings) -> Self {
        let every = records.pairs() <= settings.model.random_pairs;
        let threads = crate::threads::offered().min(PARTS);
        let shares: Vec<HashMap<u64, u64>> = std::thread::scope(|scope| {
            let handles: Vec<_> = (0..threads)
                .map(|thread| {
                    scope.spawn(move || {
                        let mut counts = HashMap::new();
                        for part in (0..PARTS).filter(|part| part % threads == thread) {
                            count(records, comparer, settings, part, every, &mut counts);
                        }
                        counts
                    })
                })
                .collect();
            handles.into_iter().filter_map(|handle| handle.join().ok()).collect()
        });
        let mut all = BTreeMap::<u64, u64>::new();
        for (packed, count) in shares.into_iter().flatten() {
            *all.entry(packed).or_default() += count;
        }
        let pairs = all.values().sum();
        let seen = |(packed, count): (u64, u64)| Seen { levels: comparer.unpack(packed), count: count as f64 };
        Self { vectors: all.into_iter().map(seen).collect(), pairs }
    }

    /// The share of each level between different people, by stratum, given how likely each random pair is thought to
    /// be a match now.
    pub(crate) fn shares(&self, comparer: &Comparer, posterior: impl Fn(&[u8]) -> f64) -> Vec<Vec<Vec<f64>>> {
        let comparisons = &comparer.comparisons;
        let mut counts: Vec<[Vec<f64>; 3]> =
            comparisons.iter().map(|comparison| std::array::from_fn(|_| vec![0.0; comparison.levels()])).collect();
        for seen in &self.vectors {
            let apart = seen.count * (1.0 - posterior(&seen.levels));
            let stratum = comparer.nationality.map_or(0, |place| usize::from(seen.levels[place]).min(2));
            for (table, level) in counts.iter_mut().zip(&seen.levels) {
                table[stratum][usize::from(*level)] += apart;
            }
        }
        comparisons.iter().zip(&counts).map(|(comparison, counts)| smoothed(comparison, counts)).collect()
    }
}

/// Shares from counts: products lean towards independence where little was seen, strata towards the whole.
fn smoothed(comparison: &Comparison, counts: &[Vec<f64>; 3]) -> Vec<Vec<f64>> {
    let groups = groups(comparison);
    let all: Vec<f64> = (0..comparison.levels()).map(|level| counts.iter().map(|table| table[level]).sum()).collect();
    let mut whole = all.clone();
    if comparison.columns.len() > 1 {
        for (share, base) in whole.iter_mut().zip(independent(comparison, &all)) {
            *share += LEAN * base.max(1e-12) + 0.02;
        }
    } else {
        for share in &mut whole {
            *share += 0.3;
        }
    }
    whole[0] = 0.0;
    normalise(&groups, &mut whole);
    if !comparison.by_nationality {
        return vec![whole];
    }
    let stratum = |table: &Vec<f64>| {
        let total: f64 = table.iter().skip(1).sum();
        let weight = total.clamp(20.0, 200.0);
        let mut shares: Vec<f64> = table.iter().zip(&whole).map(|(count, share)| count + weight * share).collect();
        shares[0] = 0.0;
        normalise(&groups, &mut shares);
        shares
    };
    counts.iter().map(stratum).collect()
}

/// How many random pairs' worth a product of levels leans towards independence.
const LEAN: f64 = 20_000.0;

/// Random pairs are drawn in parts, each with its own seed, so that the answer is the same on any number of threads.
const PARTS: usize = 16;

fn count(
    records: &Records,
    comparer: &Comparer,
    settings: &Settings,
    part: usize,
    every: bool,
    counts: &mut HashMap<u64, u64>,
) {
    let mut memory = comparer.memory(&records.columns);
    let (mut pairs, mut rows, mut found) = (Vec::with_capacity(TOGETHER), Vec::new(), Found::default());
    let places: Vec<(u32, u32)> = (0..TOGETHER as u32).map(|pair| (2 * pair, 2 * pair + 1)).collect();
    let width = records.columns.len();
    let mut add = |pairs: &mut Vec<(u32, u32)>| {
        for pairs in pairs.chunks(TOGETHER) {
            rows.clear();
            for (a, b) in pairs {
                rows.extend_from_slice(records.row(*a));
                rows.extend_from_slice(records.row(*b));
            }
            comparer.warm(&records.columns, &rows);
            let these = Pairs { rows: &rows, width, places: &places[..pairs.len()] };
            comparer.compare_many(&records.columns, &mut memory, these, &mut found);
            for packed in &found.packed {
                *counts.entry(*packed).or_default() += 1;
            }
        }
        pairs.clear();
    };
    let count = records.len() as u32;
    if every {
        for a in (0..count).filter(|a| *a as usize % PARTS == part) {
            pairs.extend((a + 1..count).filter(|b| records.in_question(a, *b)).map(|b| (a, b)));
            if pairs.len() >= TOGETHER {
                add(&mut pairs);
            }
        }
        add(&mut pairs);
        return;
    }
    let mut random = Random::new(settings.model.seed ^ ((part as u64 + 1) << 32));
    for _ in 0..settings.model.random_pairs / PARTS as u64 {
        for _ in 0..64 {
            let a = random.below(u64::from(count)) as u32;
            let b = random.below(u64::from(count)) as u32;
            if records.in_question(a, b) {
                pairs.push((a, b));
                break;
            }
        }
        if pairs.len() >= TOGETHER {
            add(&mut pairs);
        }
    }
    add(&mut pairs);
}

/// Pairs whose rows are fetched together.
const TOGETHER: usize = 512;
