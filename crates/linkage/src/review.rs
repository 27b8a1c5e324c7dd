//! Review by people: which clusters look wrong, how many pairs to look at, and a queue that shows no score.
#![expect(clippy::indexing_slicing, reason = "members are records of the same link")]

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    random::Random,
    records::Records,
    score::{Edge, groups},
    settings::Kind,
};

/// A cluster that looks wrong, and how it might be split.
#[derive(Clone, Debug, Serialize)]
pub struct Doubt {
    /// Its records.
    pub members: Vec<u32>,
    /// What looks wrong.
    pub reasons: Vec<String>,
    /// The weakest link that holds it together, in bits.
    pub weakest: f64,
    /// The part that would be split off.
    pub split: Vec<u32>,
}

/// Clusters whose weakest link is weak, or whose records have what one person cannot have; the worst first.
#[must_use]
pub fn doubts(records: &Records, labels: &[u32], inside: &[Edge]) -> Vec<Doubt> {
    let mut edges: BTreeMap<u32, Vec<&Edge>> = BTreeMap::new();
    for edge in inside.iter().filter(|edge| labels[edge.a as usize] == labels[edge.b as usize]) {
        edges.entry(labels[edge.a as usize]).or_default().push(edge);
    }
    let mut doubts: Vec<Doubt> = groups(labels)
        .into_iter()
        .filter_map(|members| {
            let within = edges.get(&labels[members[0] as usize]).map_or(&[][..], Vec::as_slice);
            doubt(records, members, within)
        })
        .collect();
    doubts.sort_by(|a, b| a.weakest.total_cmp(&b.weakest).then_with(|| a.members.cmp(&b.members)));
    doubts
}

fn doubt(records: &Records, members: Vec<u32>, edges: &[&Edge]) -> Option<Doubt> {
    let mut sorted: Vec<&&Edge> = edges.iter().collect();
    sorted.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| (a.a, a.b).cmp(&(b.a, b.b))));
    let mut part: BTreeMap<u32, u32> = members.iter().map(|member| (*member, *member)).collect();
    let mut tree = Vec::new();
    for edge in sorted {
        let (x, y) = (part[&edge.a], part[&edge.b]);
        if x != y {
            tree.push(**edge);
            part.values_mut().filter(|label| **label == y).for_each(|label| *label = x);
        }
    }
    let weakest = tree.last().map_or(0.0, |edge| f64::from(edge.weight));
    let mut reasons = conflicts(records, &members);
    if weakest < 2.0 && members.len() > 2 {
        reasons.push(format!("its weakest link has {weakest:+.1} bits"));
    }
    let all = members.len() * (members.len() - 1) / 2;
    let against = edges.iter().filter(|edge| edge.weight < -3.0).count();
    if members.len() > 3 && against * 4 > all {
        reasons.push(format!("{against} of its {all} pairs speak against it"));
    }
    if reasons.is_empty() {
        return None;
    }
    tree.pop();
    let first = members.first().copied()?;
    let mut reached = vec![first];
    let mut next = 0;
    while let Some(record) = reached.get(next).copied() {
        for edge in &tree {
            let other = if edge.a == record {
                edge.b
            } else if edge.b == record {
                edge.a
            } else {
                continue;
            };
            if !reached.contains(&other) {
                reached.push(other);
            }
        }
        next += 1;
    }
    let split = members.iter().copied().filter(|member| !reached.contains(member)).collect();
    Some(Doubt { members, reasons, weakest, split })
}

/// What one person should not have two of.
fn conflicts(records: &Records, members: &[u32]) -> Vec<String> {
    let mut found = Vec::new();
    for (number, column) in records.columns.iter().enumerate() {
        if column.kind != Kind::Identifier {
            continue;
        }
        let values: std::collections::BTreeSet<u32> =
            members.iter().map(|member| records.row(*member)[number]).filter(|value| *value != 0).collect();
        if values.len() > 1 {
            found.push(format!("{}: {} different values", column.title, values.len()));
        }
    }
    found
}

/// A band of weights, how many pairs it has, and how many to look at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Band {
    /// From this weight in bits.
    pub from: f64,
    /// To this weight in bits.
    pub to: f64,
    /// Pairs in the band.
    pub pairs: u64,
    /// Pairs to look at.
    pub sample: u64,
}

/// How many pairs of each band to look at, so that a given number tells most: in proportion to the pairs of a band
/// times how unsure they are (Neyman's allocation), five at least.
#[must_use]
pub fn plan(edges: &[Edge], looks: u64) -> Vec<Band> {
    const CUTS: [f64; 9] = [-10.0, -5.0, -2.0, 0.0, 2.0, 5.0, 10.0, 15.0, f64::INFINITY];
    let mut bands: Vec<(Band, f64)> = CUTS
        .windows(2)
        .map(|cut| {
            let within = edges.iter().filter(|edge| (cut[0]..cut[1]).contains(&f64::from(edge.weight)));
            let (mut pairs, mut spread) = (0, 0.0);
            for edge in within {
                pairs += 1;
                spread += (edge.probability() * (1.0 - edge.probability())).max(0.01).sqrt();
            }
            (Band { from: cut[0], to: cut[1], pairs, sample: 0 }, spread)
        })
        .collect();
    let all: f64 = bands.iter().map(|(_, spread)| spread).sum();
    for (band, spread) in &mut bands {
        let share = if all > 0.0 { *spread / all } else { 0.0 };
        band.sample = ((looks as f64 * share).round() as u64).max(5).min(band.pairs);
    }
    bands.into_iter().map(|(band, _)| band).collect()
}

/// Pairs for review in an order, and on sides, that tell nothing of their score.
#[must_use]
pub fn queue(edges: &[Edge], plan: &[Band], seed: u64) -> Vec<(u32, u32)> {
    let mut random = Random::new(seed);
    let mut queue: Vec<(u64, u32, u32)> = Vec::new();
    for band in plan {
        let within = edges.iter().filter(|edge| (band.from..band.to).contains(&f64::from(edge.weight)));
        let mut drawn: Vec<(u64, &Edge)> = within.map(|edge| (random.bits(), edge)).collect();
        drawn.sort_by_key(|(draw, edge)| (*draw, edge.a, edge.b));
        for (_, edge) in drawn.into_iter().take(band.sample as usize) {
            let (order, turned) = (random.bits(), random.bits() & 1 == 1);
            queue.push(if turned { (order, edge.b, edge.a) } else { (order, edge.a, edge.b) });
        }
    }
    queue.sort_unstable();
    queue.into_iter().map(|(_, a, b)| (a, b)).collect()
}

/// What review of a sample says of all pairs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// The lower end of the 95% interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Precision of links at a weight, and recall among compared pairs, from reviewed pairs: each stands for the pairs of
/// its band (Horvitz and Thompson), with intervals from the spread within bands.
#[must_use]
pub fn estimate(edges: &[Edge], plan: &[Band], reviewed: &[(Edge, bool)], least: f64) -> (Estimate, Estimate) {
    let (mut right, mut right_spread, mut linked) = (0.0, 0.0, 0.0);
    let (mut missed, mut missed_spread) = (0.0, 0.0);
    for band in plan {
        let within = |edge: &Edge| (band.from..band.to).contains(&f64::from(edge.weight));
        let looked: Vec<bool> = reviewed.iter().filter(|(edge, _)| within(edge)).map(|(_, same)| *same).collect();
        let pairs = edges.iter().filter(|edge| within(edge)).count() as f64;
        let is_linked = band.from >= least;
        if is_linked {
            linked += pairs;
        }
        if looked.is_empty() {
            continue;
        }
        let count = looked.len() as f64;
        let share = looked.iter().filter(|same| **same).count() as f64 / count;
        let smoothed = (share * count + 1.0) / (count + 2.0);
        let spread = pairs * pairs * smoothed * (1.0 - smoothed) / count * (1.0 - count / pairs.max(count)).max(0.0);
        if is_linked {
            right += pairs * share;
            right_spread += spread;
        } else {
            missed += pairs * share;
            missed_spread += spread;
        }
    }
    let interval = |value: f64, error: f64| Estimate {
        value,
        low: (value - 1.96 * error).max(0.0),
        high: (value + 1.96 * error).min(1.0),
    };
    let all = (right + missed).max(1e-9);
    let precision = interval(right / linked.max(1e-9), right_spread.sqrt() / linked.max(1e-9));
    let recall_error = (missed_spread * right * right + right_spread * missed * missed).sqrt() / (all * all);
    (precision, interval(right / all, recall_error))
}

/// Agreement of two reviewers beyond chance (Cohen's kappa).
#[must_use]
pub fn agreement(first: &[bool], second: &[bool]) -> f64 {
    let count = first.len().min(second.len()) as f64;
    if count == 0.0 {
        return 0.0;
    }
    let agreed = first.iter().zip(second).filter(|(a, b)| a == b).count() as f64 / count;
    let share = |answers: &[bool]| answers.iter().filter(|same| **same).count() as f64 / answers.len() as f64;
    let (a, b) = (share(first), share(second));
    let chance = a * b + (1.0 - a) * (1.0 - b);
    if chance >= 1.0 { 1.0 } else { (agreed - chance) / (1.0 - chance) }
}
