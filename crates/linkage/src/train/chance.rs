//! Chance: how often each level is seen between two different people.
#![expect(clippy::indexing_slicing, reason = "levels are below the size of their comparison's tables")]

use crate::{
    compare::{Comparer, Comparison},
    random::Random,
    records::Records,
    settings::Settings,
    train::em::Estimate,
};

/// Counts of levels among random pairs, by nationality unknown, the same and different.
#[derive(Clone, Debug)]
pub struct Chance {
    counts: Vec<[Vec<f64>; 3]>,
    /// How many random pairs were counted.
    pub pairs: u64,
    /// For each column, how often two records drawn at random have the very same value, among those with one.
    collisions: Vec<f64>,
}

/// Levels that share which parts are missing: probabilities are shares within such a group.
#[must_use]
pub(crate) fn groups(comparison: &Comparison) -> Vec<usize> {
    let full = (1_usize << comparison.sizes.len()) - 1;
    (0..comparison.levels())
        .map(|level| {
            comparison.parts(level).map_or(full, |parts| {
                parts.iter().fold(0, |group, part| group << 1 | usize::from(*part != 0))
            })
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
                parts.iter().enumerate().map(|(column, part)| if *part == 0 { 1.0 } else { alone[column][usize::from(*part)] }).product()
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
    /// Counts levels among random pairs in question: all of them when there are not more than the settings ask for.
    #[must_use]
    pub fn learn(records: &Records, comparer: &Comparer, settings: &Settings) -> Self {
        let count = records.len() as u32;
        let every = records.pairs() <= settings.model.random_pairs;
        let threads = crate::scan::threads();
        let shares: Vec<Vec<[Vec<f64>; 3]>> = std::thread::scope(|scope| {
            let handles: Vec<_> = (0..PARTS.min(threads))
                .map(|thread| {
                    scope.spawn(move || {
                        (0..PARTS)
                            .filter(|part| part % threads == thread)
                            .map(|part| counted(records, comparer, settings, part, every))
                            .collect::<Vec<_>>()
                    })
                })
                .collect();
            handles.into_iter().filter_map(|handle| handle.join().ok()).flatten().collect()
        });
        let mut counts = empty(comparer);
        for share in shares {
            for (to, from) in counts.iter_mut().zip(share) {
                for (to, from) in to.iter_mut().zip(from) {
                    for (to, from) in to.iter_mut().zip(from) {
                        *to += from;
                    }
                }
            }
        }
        let pairs = counts.first().map_or(0.0, |table| table.iter().flatten().sum()) as u64;
        let _ = count;
        Self { counts, pairs, collisions: records.columns.iter().map(collision).collect() }
    }

    /// The share of each level between different people, by stratum, given what is believed of matches now.
    pub(crate) fn shares(&self, place: usize, comparison: &Comparison, m: &[f64], prior: f64) -> Vec<Vec<f64>> {
        let groups = groups(comparison);
        let counts = &self.counts[place];
        let all: Vec<f64> = (0..comparison.levels()).map(|level| counts.iter().map(|table| table[level]).sum()).collect();
        let mut in_group = vec![0.0; groups.iter().max().map_or(0, |group| group + 1)];
        for (group, count) in groups.iter().zip(&all) {
            in_group[*group] += count;
        }
        let matches = |level: usize| prior * m[level] * in_group[groups[level]];
        let own: Vec<f64> = all.iter().enumerate().map(|(level, count)| (count - matches(level)).max(0.0)).collect();
        let base = self.base(comparison, &own, m, prior);
        let mut whole: Vec<f64> = own
            .iter()
            .enumerate()
            .map(|(level, count)| {
                let weight = if comparison.columns.len() > 1 { std::env::var("UL").ok().and_then(|v|v.parse().ok()).unwrap_or(20000.0) } else { 0.0 };
                count + weight * base[level] + if comparison.columns.len() > 1 { 0.02 } else { 0.3 }
            })
            .collect();
        if let ([column], true) = (comparison.columns.as_slice(), whole.len() > 2) {
            let present: f64 = whole.iter().skip(1).sum();
            let exact = (self.collisions[*column] - prior * m[1]).max(0.05 / (self.pairs.max(1) as f64));
            let trusted = own[1] > 300.0;
            if !trusted && self.collisions[*column] > 0.0 {
                whole[1] = exact * present;
            }
        }
        whole[0] = 0.0;
        normalise(&groups, &mut whole);
        if !comparison.by_nationality {
            return vec![whole];
        }
        counts
            .iter()
            .map(|table| {
                let total: f64 = table.iter().skip(1).sum();
                let same: Vec<f64> = table.iter().enumerate().map(|(level, count)| {
                    let share = if all[level] > 0.0 { own[level] / all[level] } else { 1.0 };
                    count * share
                }).collect();
                let weight = 200.0_f64.min(total.max(20.0));
                let mut shares: Vec<f64> = same.iter().zip(&whole).map(|(count, share)| count + weight * share).collect();
                shares[0] = 0.0;
                normalise(&groups, &mut shares);
                shares
            })
            .collect()
    }

    /// What levels would have if the parts were independent, with exact agreement from collisions.
    fn base(&self, comparison: &Comparison, own: &[f64], m: &[f64], prior: f64) -> Vec<f64> {
        let mut base = independent(comparison, own);
        if comparison.columns.len() < 2 {
            return base;
        }
        let alone_m = independent(comparison, m);
        let _ = (alone_m, prior);
        for share in &mut base {
            *share = share.max(1e-12);
        }
        base
    }

    /// For each column, how often two different people have the very same value.
    pub(crate) fn columns(&self, records: &Records, estimate: &Estimate, comparer: &Comparer, total: f64) -> Vec<f64> {
        let mut chances = self.collisions.clone();
        let prior = estimate.matches / total;
        for (place, comparison) in comparer.comparisons.iter().enumerate() {
            for (part, column) in comparison.columns.iter().enumerate() {
                let mut same = 0.0;
                let mut all = 0.0;
                for (level, m) in estimate.m[place].iter().enumerate() {
                    let Some(parts) = comparison.parts(level) else { continue };
                    if parts.iter().all(|part| *part != 0) {
                        all += m;
                        same += if parts[part] == 1 { *m } else { 0.0 };
                    }
                }
                let matched = if all > 0.0 { prior * same / all } else { 0.0 };
                let least = 1.0 / f64::from(records.columns[*column].present.max(1));
                chances[*column] = (chances[*column] - matched).max(least);
            }
        }
        chances
    }
}

/// Random pairs are drawn in parts, each with its own seed, so that the answer is the same on any number of threads.
const PARTS: usize = 16;

fn empty(comparer: &Comparer) -> Vec<[Vec<f64>; 3]> {
    comparer.comparisons.iter().map(|comparison| std::array::from_fn(|_| vec![0.0; comparison.levels()])).collect()
}

fn counted(records: &Records, comparer: &Comparer, settings: &Settings, part: usize, every: bool) -> Vec<[Vec<f64>; 3]> {
    let mut counts = empty(comparer);
    let mut memory = comparer.memory(&records.columns);
    let mut add = |a: u32, b: u32| {
        let levels = comparer.unpack(comparer.compare(&records.columns, &mut memory, records.row(a), records.row(b)));
        let stratum = comparer.nationality.map_or(0, |place| usize::from(levels[place]).min(2));
        for (table, level) in counts.iter_mut().zip(levels) {
            table[stratum][usize::from(level)] += 1.0;
        }
    };
    let count = records.len() as u32;
    if every {
        for a in (0..count).filter(|a| *a as usize % PARTS == part) {
            for b in a + 1..count {
                if records.in_question(a, b) {
                    add(a, b);
                }
            }
        }
        return counts;
    }
    let mut random = Random::new(settings.model.seed ^ (part as u64 + 1) << 32);
    for _ in 0..settings.model.random_pairs / PARTS as u64 {
        let (mut a, mut b) = (0, 0);
        for _ in 0..64 {
            a = random.below(u64::from(count)) as u32;
            b = random.below(u64::from(count)) as u32;
            if records.in_question(a, b) {
                break;
            }
        }
        if records.in_question(a, b) {
            add(a, b);
        }
    }
    counts
}

/// How often two different records have the very same value, among records with one.
fn collision(column: &crate::records::Column) -> f64 {
    let present = f64::from(column.present);
    if present < 2.0 {
        return 0.0;
    }
    let same: f64 = column.seen.iter().skip(1).map(|seen| f64::from(*seen) * (f64::from(*seen) - 1.0)).sum();
    same / (present * (present - 1.0))
}
