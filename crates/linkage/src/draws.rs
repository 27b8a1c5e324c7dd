//! Draws of who is who: partitions as likely as their evidence, as tables of overlap between lists.
//!
//! A missed link inflates and a false link deflates an estimate of what no list sees. Instead of one partition, the
//! estimate is given many, so that the doubt about links reaches its interval.
#![expect(clippy::indexing_slicing, reason = "records and groups are numbers given out here")]

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::{
    cluster::Constraints,
    random::{Random, hash},
    records::Records,
    score::Edge,
};

/// How many people each combination of lists has, for one draw: the lists' bits, and the count.
pub type Overlap = BTreeMap<u64, u64>;

/// Draws partitions around a clustering, and counts the overlap of lists in each.
///
/// Records move between the groups of their component, or out on their own, with odds of their mean evidence with a
/// group (Gibbs sampling); judged pairs never part and never meet. The same seed gives the same draws.
#[must_use]
pub fn overlaps(
    records: &Records,
    labels: &[u32],
    inside: &[Edge],
    constraints: &Constraints,
    draws: u32,
    seed: u64,
) -> Vec<Overlap> {
    let mut near: HashMap<u32, Vec<(u32, f64)>> = HashMap::new();
    for edge in inside {
        let weight = f64::from(edge.weight).clamp(-12.0, 17.0);
        near.entry(edge.a).or_default().push((edge.b, weight));
        near.entry(edge.b).or_default().push((edge.a, weight));
    }
    let fixed: std::collections::BTreeSet<u32> =
        constraints.must.iter().chain(&constraints.cannot).flat_map(|(a, b)| [*a, *b]).collect();
    let mut moving: Vec<u32> = near.keys().copied().filter(|record| !fixed.contains(record)).collect();
    moving.sort_unstable_by_key(|record| (records.source_name(*record), records.identifier(*record)));
    let mut state: Vec<u32> = labels.to_vec();
    let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
    for (record, label) in labels.iter().enumerate() {
        members.entry(*label).or_default().push(record as u32);
    }
    let mut next = labels.len() as u32;
    (0..draws)
        .map(|draw| {
            for sweep in 0..2_u64 {
                for record in &moving {
                    let name = hash(records.identifier(*record).as_bytes());
                    let mut random = Random::new(seed ^ name ^ (u64::from(draw) * 2 + sweep).rotate_left(40));
                    step(*record, &near, &mut state, &mut members, &mut next, &mut random);
                }
            }
            count(records, &state)
        })
        .collect()
}

fn step(
    record: u32,
    near: &HashMap<u32, Vec<(u32, f64)>>,
    state: &mut [u32],
    members: &mut HashMap<u32, Vec<u32>>,
    next: &mut u32,
    random: &mut Random,
) {
    let Some(neighbours) = near.get(&record) else { return };
    let mut choices: BTreeMap<u32, f64> = BTreeMap::new();
    for (other, weight) in neighbours {
        *choices.entry(state[*other as usize]).or_default() += weight + 1.44;
    }
    let own = state[record as usize];
    let mut odds: Vec<(u32, f64)> = Vec::with_capacity(choices.len() + 1);
    for (group, sum) in choices {
        let size = members.get(&group).map_or(0, Vec::len) - usize::from(group == own);
        if size > 0 {
            odds.push((group, (sum / size as f64 - 1.44).clamp(-40.0, 40.0).exp2()));
        }
    }
    odds.push((u32::MAX, 1.0));
    let all: f64 = odds.iter().map(|(_, odds)| odds).sum();
    let mut drawn = random.unit() * all;
    let chosen = odds.iter().find(|(_, odds)| {
        drawn -= odds;
        drawn <= 0.0
    });
    let mut group = chosen.map_or(own, |(group, _)| *group);
    if group == u32::MAX {
        if members.get(&own).is_some_and(|members| members.len() == 1) {
            return;
        }
        group = *next;
        *next += 1;
    }
    if group != own {
        if let Some(left) = members.get_mut(&own) {
            left.retain(|member| *member != record);
        }
        members.entry(group).or_default().push(record);
        state[record as usize] = group;
    }
}

/// The overlap of lists in one partition.
#[must_use]
pub fn count(records: &Records, labels: &[u32]) -> Overlap {
    let mut lists: HashMap<u32, u64> = HashMap::with_capacity(labels.len());
    for (record, label) in labels.iter().enumerate() {
        *lists.entry(*label).or_default() |= 1 << records.source_of(record as u32).min(63);
    }
    let mut overlap = Overlap::new();
    for combination in lists.into_values() {
        *overlap.entry(combination).or_default() += 1;
    }
    overlap
}

/// Draws as CSV: the draw, 1 or 0 for each list, and how many people have exactly that combination.
#[must_use]
pub fn to_csv(records: &Records, draws: &[Overlap]) -> String {
    let mut text = format!("draw,{},count\n", headings(records));
    for (draw, overlap) in draws.iter().enumerate() {
        for row in rows(records, overlap) {
            text.push_str(&format!("{},{row}\n", draw + 1));
        }
    }
    text
}

/// One overlap as CSV: 1 or 0 for each list, and how many people have exactly that combination.
#[must_use]
pub fn table_csv(records: &Records, overlap: &Overlap) -> String {
    let mut text = format!("{},count\n", headings(records));
    for row in rows(records, overlap) {
        text.push_str(&format!("{row}\n"));
    }
    text
}

fn headings(records: &Records) -> String {
    let quoted = |name: &String| {
        if name.contains([',', '"', '\n']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.clone() }
    };
    records.sources().iter().map(quoted).collect::<Vec<_>>().join(",")
}

fn rows(records: &Records, overlap: &Overlap) -> impl Iterator<Item = String> {
    let lists = records.sources().len();
    overlap.iter().map(move |(combination, count)| {
        let marks: Vec<&str> = (0..lists).map(|list| if combination >> list & 1 == 1 { "1" } else { "0" }).collect();
        format!("{},{count}", marks.join(","))
    })
}
