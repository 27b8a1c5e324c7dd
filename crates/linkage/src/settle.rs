//! What all records say of a pair: its own evidence, held to what the groups of its two records say of each other.
//!
//! Two records of one group may look unlike each other and both like a third; two that look alike may each belong
//! elsewhere. A settled weight is above the threshold exactly when the clusters put the two records together.
#![expect(clippy::indexing_slicing, reason = "records are numbers given out by the same records")]

use hashbrown::{HashMap, HashSet};

use crate::{
    cluster::{Constraints, LEAST, MOST, NEVER_COMPARED, bits},
    records::Records,
    score::{Edge, groups},
    settings::Clustering,
};

/// The vector of a pair that no rule compared.
pub const NOT_COMPARED: u32 = u32::MAX;
/// Pairs inside a larger group that no rule compared are not listed.
const LARGEST_LISTED: usize = 1_000;
/// The least distance from the threshold on the side that the clusters chose.
const SIDE: f64 = 0.01;
/// A judgement of people, in bits.
const JUDGED: f64 = 60.0;

/// What settles a pair, gathered.
#[derive(Clone, Copy, Debug)]
pub struct Settled<'s> {
    /// The records.
    pub records: &'s Records,
    /// How clusters were made.
    pub settings: &'s Clustering,
    /// What people have judged.
    pub constraints: &'s Constraints,
    /// For each record, the smallest record of its cluster.
    pub labels: &'s [u32],
}

/// Sums of held weights, and how many pairs.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    weight: f64,
    pairs: u64,
}

impl Sum {
    fn add(&mut self, weight: f64) {
        self.weight += weight.clamp(LEAST, MOST);
        self.pairs += 1;
    }

    /// The mean over all pairs, those never compared among them.
    fn mean(self, all: u64) -> f64 {
        (self.weight + all.saturating_sub(self.pairs) as f64 * NEVER_COMPARED) / all.max(1) as f64
    }
}

impl Settled<'_> {
    /// The settled weight of every pair with `edges` above the floor or within a cluster, by record.
    ///
    /// `inside` are all compared pairs whose records are in one component, as clustering takes them.
    #[must_use]
    pub fn weigh(&self, edges: &[Edge], inside: &[Edge]) -> Vec<Edge> {
        let threshold = bits(self.settings.threshold);
        let mut of_record: HashMap<u32, Sum> = HashMap::new();
        let mut of_groups: HashMap<(u32, u32), Sum> = HashMap::new();
        for edge in inside {
            let weight = f64::from(edge.weight) - threshold;
            let (x, y) = self.groups_of(edge);
            if x == y {
                of_record.entry(edge.a).or_default().add(weight);
                of_record.entry(edge.b).or_default().add(weight);
            } else {
                of_groups.entry((x, y)).or_default().add(weight);
            }
        }
        let groups = groups(self.labels);
        let sizes: HashMap<u32, u64> =
            groups.iter().map(|group| (self.labels[group[0] as usize], group.len() as u64)).collect();
        let size = |label: u32| sizes.get(&label).copied().unwrap_or(1);
        let held = |record: u32| {
            let others = size(self.labels[record as usize]) - 1;
            of_record.get(&record).copied().unwrap_or_default().mean(others)
        };
        let together = |a: u32, b: u32| f64::midpoint(held(a), held(b)).max(SIDE) + threshold;
        let mut compared: HashSet<(u32, u32)> = HashSet::with_capacity(inside.len());
        let mut settled = Vec::with_capacity(edges.len());
        for edge in inside {
            compared.insert((edge.a, edge.b));
            let alone = f64::from(edge.weight);
            let (x, y) = self.groups_of(edge);
            let weight = if x == y {
                alone.max(together(edge.a, edge.b))
            } else {
                let apart = of_groups.get(&(x, y)).copied().unwrap_or_default().mean(size(x) * size(y));
                alone.min(apart.min(-SIDE) + threshold)
            };
            settled.push(self.judged(Edge { weight: weight as f32, ..*edge }));
        }
        let elsewhere = edges.iter().filter(|edge| !compared.contains(&(edge.a, edge.b)));
        settled.extend(elsewhere.map(|edge| self.judged(*edge)));
        for group in groups.iter().filter(|group| group.len() <= LARGEST_LISTED) {
            for (place, a) in group.iter().enumerate() {
                for b in &group[place + 1..] {
                    if self.records.in_question(*a, *b) && !compared.contains(&(*a, *b)) {
                        let weight = together(*a, *b) as f32;
                        settled.push(self.judged(Edge { a: *a, b: *b, weight, vector: NOT_COMPARED }));
                    }
                }
            }
        }
        settled.retain(|edge| f64::from(edge.weight) >= crate::score::FLOOR);
        settled.sort_unstable_by_key(|edge| (edge.a, edge.b));
        settled
    }

    fn groups_of(&self, edge: &Edge) -> (u32, u32) {
        let (x, y) = (self.labels[edge.a as usize], self.labels[edge.b as usize]);
        (x.min(y), x.max(y))
    }

    fn judged(&self, edge: Edge) -> Edge {
        let pair = (edge.a, edge.b);
        let weight = if self.constraints.must.contains(&pair) {
            JUDGED as f32
        } else if self.constraints.cannot.contains(&pair) {
            -JUDGED as f32
        } else {
            edge.weight
        };
        Edge { weight, ..edge }
    }
}

/// The settled weight of a pair, when it has one.
#[must_use]
pub fn find(settled: &[Edge], a: u32, b: u32) -> Option<f64> {
    let pair = (a.min(b), a.max(b));
    let place = settled.binary_search_by_key(&pair, |edge| (edge.a, edge.b)).ok()?;
    Some(f64::from(settled[place].weight))
}
