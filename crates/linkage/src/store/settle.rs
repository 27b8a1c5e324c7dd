//! Groups made again where a record or a judgement touched them, and the numbers of entities.
#![expect(clippy::indexing_slicing, reason = "records are numbers given out by the store")]

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use super::{Entity, Outcome, Store};
use crate::{
    cluster::Clusterer,
    judgement::RecordKey,
    score::{Edge, Scorer},
};

impl Store {
    /// Records that links and judgements hold together with some.
    fn component(&self, seeds: &[u32]) -> Vec<u32> {
        let mut reached: BTreeSet<u32> = seeds.iter().copied().collect();
        let mut next: Vec<u32> = seeds.to_vec();
        while let Some(record) = next.pop() {
            let linked = self.links.get(&record).into_iter().flatten().copied();
            let judged = self.constraints.must.iter().filter_map(|(a, b)| {
                if *a == record {
                    Some(*b)
                } else if *b == record {
                    Some(*a)
                } else {
                    None
                }
            });
            for other in linked.chain(judged).collect::<Vec<_>>() {
                if reached.insert(other) {
                    next.push(other);
                }
            }
        }
        reached.into_iter().collect()
    }

    /// Clusters again what some records touch, and gives entities their numbers.
    pub(super) fn settle(&mut self, touched: &[u32]) -> Outcome {
        let mut seeds: BTreeSet<u32> = touched.iter().copied().collect();
        for record in touched {
            let entity = self.state.entity_of[*record as usize];
            seeds.extend(self.members.get(&entity).into_iter().flatten());
        }
        let seeds: Vec<u32> = seeds.into_iter().collect();
        let whole = self.component(&seeds);
        let before: BTreeSet<Entity> =
            whole.iter().map(|record| self.state.entity_of[*record as usize]).filter(|entity| *entity != 0).collect();
        let mut parts = Vec::new();
        let mut left: BTreeSet<u32> = whole.into_iter().collect();
        while let Some(first) = left.first().copied() {
            let component = self.component(&[first]);
            for record in &component {
                left.remove(record);
            }
            parts.extend(self.clustered(component));
        }
        let arrived = touched.iter().any(|record| self.state.entity_of[*record as usize] == 0);
        let count = parts.len();
        self.assign(parts);
        match (before.len(), count) {
            (0, _) => Outcome::New,
            (before, after) if after < before => Outcome::Merged,
            (before, after) if arrived && after == before => Outcome::Joined,
            (before, after) if arrived && after == before + 1 => Outcome::New,
            (before, after) if after > before => Outcome::Split,
            _ => Outcome::Unchanged,
        }
    }

    fn clustered(&mut self, component: Vec<u32>) -> Vec<Vec<u32>> {
        if component.len() == 1 {
            return vec![component];
        }
        let blocks: Vec<Vec<Vec<u64>>> = component.iter().map(|record| self.blocks_of(*record)).collect();
        let mut edges = Vec::new();
        for (place, a) in component.iter().enumerate() {
            for (other, b) in component.iter().enumerate().skip(place + 1) {
                let meet = |(x, y): (&Vec<u64>, &Vec<u64>)| x.iter().any(|block| y.contains(block));
                if self.records.in_question(*a, *b) && blocks[place].iter().zip(&blocks[other]).any(meet) {
                    let weight = self.weight(*a, *b);
                    edges.push(Edge { a: *a.min(b), b: *a.max(b), weight, vector: 0 });
                }
            }
        }
        let clusterer = Clusterer {
            settings: &self.settings.clusters,
            records: &self.records,
            constraints: &self.constraints,
            scorer: Scorer { model: &self.model, comparer: &self.comparer, frequencies: &self.frequencies },
        };
        if self.settings.clusters.method == crate::settings::Method::ConnectedComponents
            && self.constraints.cannot.is_empty()
        {
            return vec![component];
        }
        clusterer.component(component, &edges.iter().collect::<Vec<_>>())
    }

    /// Gives parts their numbers: the oldest that has most of its records in the part; new ones where there is none.
    pub(super) fn assign(&mut self, parts: Vec<Vec<u32>>) {
        let mut held: BTreeMap<Entity, Vec<(usize, usize)>> = BTreeMap::new();
        for (place, part) in parts.iter().enumerate() {
            let mut counts: BTreeMap<Entity, usize> = BTreeMap::new();
            for record in part {
                *counts.entry(self.state.entity_of[*record as usize]).or_default() += 1;
            }
            for (entity, count) in counts.into_iter().filter(|(entity, _)| *entity != 0) {
                held.entry(entity).or_default().push((count, place));
            }
        }
        let mut claims: Vec<Vec<Entity>> = vec![Vec::new(); parts.len()];
        for (entity, places) in &held {
            let key = |place: usize| {
                let first = parts[place].iter().map(|record| RecordKey::of(&self.records, *record)).min();
                std::cmp::Reverse(first)
            };
            let best = places.iter().max_by(|a, b| a.0.cmp(&b.0).then_with(|| key(a.1).cmp(&key(b.1))));
            if let Some((_, place)) = best {
                claims[*place].push(*entity);
            }
        }
        self.clock += 1;
        let mut earlier: HashMap<Entity, Vec<u32>> = HashMap::new();
        for entity in held.keys() {
            if let Some(members) = self.members.remove(entity) {
                earlier.insert(*entity, members);
            }
        }
        for (part, claims) in parts.into_iter().zip(claims) {
            let number = claims.first().copied().unwrap_or_else(|| {
                self.next += 1;
                self.next - 1
            });
            for merged in claims.iter().skip(1) {
                self.state.forwards.insert(*merged, number);
                self.changed.insert(*merged, self.clock);
            }
            if earlier.get(&number) != Some(&part) {
                self.changed.insert(number, self.clock);
            }
            for record in &part {
                self.state.entity_of[*record as usize] = number;
            }
            self.members.insert(number, part);
        }
    }
}
