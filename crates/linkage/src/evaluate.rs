//! How good a link is, where the truth is known: every true pair counts, also those that were never compared.
#![expect(clippy::indexing_slicing, reason = "truth and labels are by record")]

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{model::probability, records::Records, score::Edge};

/// The true person of each record, as numbers; records without one are left out.
#[derive(Clone, Debug)]
pub struct Truth {
    person: Vec<Option<u32>>,
    /// Pairs of one person, among those in question.
    pub pairs: u64,
}

/// Precision, recall and their harmonic mean, from counts of pairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Quality {
    /// Pairs rightly said to be one person.
    pub right: u64,
    /// Pairs said to be one person.
    pub said: u64,
    /// Pairs that are one person.
    pub true_pairs: u64,
    /// The probability from which pairs were said to be one person.
    pub threshold: f64,
}

impl Quality {
    /// The share of those said that are right.
    #[must_use]
    pub fn precision(&self) -> f64 {
        ratio(self.right, self.said)
    }

    /// The share of true pairs that were said.
    #[must_use]
    pub fn recall(&self) -> f64 {
        ratio(self.right, self.true_pairs)
    }

    /// The harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(&self) -> f64 {
        ratio(2 * self.right, self.said + self.true_pairs)
    }
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

impl Truth {
    /// The truth from a person's name for each record.
    #[must_use]
    pub fn new<'t>(records: &Records, names: impl Iterator<Item = Option<&'t str>>) -> Self {
        let mut numbers = BTreeMap::new();
        let person: Vec<Option<u32>> = names
            .map(|name| {
                name.map(|name| {
                    let next = numbers.len() as u32;
                    *numbers.entry(name.to_owned()).or_insert(next)
                })
            })
            .collect();
        let pairs = pairs_in(records, &person);
        Self { person, pairs }
    }

    /// Whether two records are one person; nothing when that is not known.
    #[must_use]
    pub fn same(&self, a: u32, b: u32) -> Option<bool> {
        Some(self.person[a as usize]? == self.person[b as usize]?)
    }
}

/// Pairs in question that share a label.
fn pairs_in(records: &Records, labels: &[Option<u32>]) -> u64 {
    let mut by_label: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (record, label) in labels.iter().enumerate() {
        if let Some(label) = label {
            by_label.entry(*label).or_default().push(record as u32);
        }
    }
    by_label.values().map(|members| in_question(records, members)).sum()
}

fn in_question(records: &Records, members: &[u32]) -> u64 {
    let pairs = members
        .iter()
        .enumerate()
        .map(|(place, a)| members.iter().skip(place + 1).filter(|b| records.in_question(*a, **b)).count() as u64);
    pairs.sum()
}

/// The quality of pairs at each distinct weight, strictest first.
#[must_use]
pub fn sweep(truth: &Truth, edges: &[Edge]) -> Vec<Quality> {
    let mut scored: Vec<(f32, bool)> =
        edges.iter().filter_map(|edge| Some((edge.weight, truth.same(edge.a, edge.b)?))).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut sweep = Vec::new();
    let (mut right, mut said) = (0, 0);
    for tie in scored.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        right += tie.iter().filter(|(_, same)| *same).count() as u64;
        said += tie.len() as u64;
        let threshold = tie.first().map_or(0.0, |(weight, _)| probability(f64::from(*weight)));
        sweep.push(Quality { right, said, true_pairs: truth.pairs, threshold });
    }
    sweep
}

/// The quality of pairs at a probability.
#[must_use]
pub fn at(truth: &Truth, edges: &[Edge], threshold: f64) -> Quality {
    let mut quality = Quality { threshold, true_pairs: truth.pairs, ..Quality::default() };
    for edge in edges.iter().filter(|edge| edge.probability() >= threshold) {
        if let Some(same) = truth.same(edge.a, edge.b) {
            quality.said += 1;
            quality.right += u64::from(same);
        }
    }
    quality
}

/// The best that any threshold gives.
#[must_use]
pub fn best(sweep: &[Quality]) -> Quality {
    sweep.iter().copied().max_by(|a, b| a.f1().total_cmp(&b.f1())).unwrap_or_default()
}

/// The quality of clusters, as pairs within them.
#[must_use]
pub fn clusters(truth: &Truth, records: &Records, labels: &[u32]) -> Quality {
    let said: Vec<Option<u32>> =
        labels.iter().zip(&truth.person).map(|(label, person)| person.map(|_| *label)).collect();
    let mut both: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
    for (record, (label, person)) in labels.iter().zip(&truth.person).enumerate() {
        if let Some(person) = person {
            both.entry((*label, *person)).or_default().push(record as u32);
        }
    }
    Quality {
        right: both.values().map(|members| in_question(records, members)).sum(),
        said: pairs_in(records, &said),
        true_pairs: truth.pairs,
        threshold: 0.0,
    }
}

/// The 95% interval of a share (Wilson's).
#[must_use]
pub fn interval(part: u64, whole: u64) -> (f64, f64) {
    if whole == 0 {
        return (0.0, 1.0);
    }
    let (count, share, z) = (whole as f64, part as f64 / whole as f64, 1.959_964);
    let centre = share + z * z / (2.0 * count);
    let spread = z * (share * (1.0 - share) / count + z * z / (4.0 * count * count)).sqrt();
    let over = 1.0 + z * z / count;
    (((centre - spread) / over).max(0.0), ((centre + spread) / over).min(1.0))
}

/// Pairs with nearly the same probability, and how many of them are one person.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// From this probability.
    pub from: f64,
    /// To this probability.
    pub to: f64,
    /// Pairs with a known truth.
    pub pairs: u64,
    /// The mean probability they were given.
    pub said: f64,
    /// The share that is one person.
    pub seen: f64,
    /// Its 95% interval.
    pub interval: (f64, f64),
}

/// Calibration: of pairs with a probability near p, p should be one person.
#[must_use]
pub fn calibration(truth: &Truth, edges: &[Edge]) -> Vec<Bin> {
    const CUTS: [f64; 10] = [0.001, 0.01, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 0.99, 1.000_001];
    let mut bins = Vec::new();
    for cut in CUTS.windows(2) {
        let within = edges.iter().filter(|edge| (cut[0]..cut[1]).contains(&edge.probability()));
        let known: Vec<(f64, bool)> =
            within.filter_map(|edge| Some((edge.probability(), truth.same(edge.a, edge.b)?))).collect();
        let (pairs, same) = (known.len() as u64, known.iter().filter(|(_, same)| *same).count() as u64);
        if pairs > 0 {
            bins.push(Bin {
                from: cut[0],
                to: cut[1].min(1.0),
                pairs,
                said: known.iter().map(|(said, _)| said).sum::<f64>() / pairs as f64,
                seen: ratio(same, pairs),
                interval: interval(same, pairs),
            });
        }
    }
    bins
}

/// The quality at a probability for the pairs that touch each group of records (by script, nationality or another
/// column): recall and precision may be fair on the whole and poor for the few.
#[must_use]
pub fn by_group(
    records: &Records,
    truth: &Truth,
    edges: &[Edge],
    threshold: f64,
    group: impl Fn(u32) -> String,
) -> BTreeMap<String, Quality> {
    let groups: Vec<String> = (0..records.len() as u32).map(group).collect();
    let mut table: BTreeMap<String, Quality> = BTreeMap::new();
    let mut people: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (record, person) in truth.person.iter().enumerate() {
        if let Some(person) = person {
            people.entry(*person).or_default().push(record as u32);
        }
    }
    let touched = |a: u32, b: u32| -> std::collections::BTreeSet<&String> {
        [&groups[a as usize], &groups[b as usize]].into_iter().collect()
    };
    for members in people.values() {
        for (place, a) in members.iter().enumerate() {
            for b in members.iter().skip(place + 1).filter(|b| records.in_question(*a, **b)) {
                for name in touched(*a, *b) {
                    table.entry(name.clone()).or_default().true_pairs += 1;
                }
            }
        }
    }
    for edge in edges.iter().filter(|edge| edge.probability() >= threshold) {
        let Some(same) = truth.same(edge.a, edge.b) else { continue };
        for name in touched(edge.a, edge.b) {
            let quality = table.entry(name.clone()).or_default();
            quality.threshold = threshold;
            quality.said += 1;
            quality.right += u64::from(same);
        }
    }
    table
}
