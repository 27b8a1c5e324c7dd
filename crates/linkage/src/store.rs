//! The standing store: records arrive one by one, and entities keep their identifiers.
//!
//! A record is scored against those it shares a block with; the groups it touches are clustered again by the same
//! rules as a batch, so that any order of arrival gives the same partition. Judgements override the model; undoing one
//! restores the state before it exactly. Entity numbers are never used again: a number that was merged away forwards.
#![expect(clippy::indexing_slicing, reason = "records and blocks are numbers given out by the store")]

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;
use serde::Serialize;

use crate::{
    cluster::{Clusterer, Constraints},
    compare::{Comparer, Memory},
    error::LinkageError,
    explain::Explanation,
    judgement::{Judgement, Judgements, RecordKey, Verdict},
    link::{Linked, comparer},
    model::Model,
    records::Records,
    score::{Edge, Frequencies, Scorer},
    settings::Settings,
};

/// The number of an entity; never used again.
pub type Entity = u64;

/// What became of a record that arrived.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Arrival {
    /// The record's number in the store.
    pub record: u32,
    /// The entity it is part of now.
    pub entity: Entity,
    /// What happened to entities.
    pub outcome: Outcome,
    /// The candidates that may be the same person, best first, with their weights in bits.
    pub candidates: Vec<(u32, f32)>,
    /// Why the best candidate has its score.
    pub explanation: Option<Explanation>,
}

/// What an arrival or a judgement did to entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A new entity.
    New,
    /// It joined one entity.
    Joined,
    /// Entities were merged.
    Merged,
    /// An entity was split.
    Split,
    /// No entity changed.
    Unchanged,
}

/// Everything that says who is who: what undo restores.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The entity of each record.
    pub entity_of: Vec<Entity>,
    /// Entities merged away, and into which.
    pub forwards: BTreeMap<Entity, Entity>,
}

/// A judgement that was taken, and what was before it.
#[derive(Clone, Debug)]
struct Taken {
    before: BTreeMap<u32, Entity>,
    forwarded: Vec<Entity>,
    /// When each entity was last changed, before and after.
    changed_before: HashMap<Entity, u64>,
    changed_after: HashMap<Entity, u64>,
    undone: bool,
}

/// The standing store.
#[derive(Clone, Debug)]
pub struct Store {
    settings: Settings,
    model: Model,
    comparer: Comparer,
    frequencies: Frequencies,
    records: Records,
    memory: Memory,
    /// Records by block, for each rule; one block of all when every pair is compared.
    blocks: Vec<HashMap<u64, Vec<u32>>>,
    /// Records whose evidence with a record is above the threshold.
    links: HashMap<u32, Vec<u32>>,
    state: State,
    members: HashMap<Entity, Vec<u32>>,
    next: Entity,
    judgements: Judgements,
    constraints: Constraints,
    taken: Vec<Taken>,
    /// When each entity was last changed.
    changed: HashMap<Entity, u64>,
    clock: u64,
}

impl Store {
    /// An empty store for records like those a model was trained on: their values' frequencies are kept, their rows
    /// are not.
    ///
    /// # Errors
    ///
    /// The columns have too many levels.
    pub fn new(settings: &Settings, linked: &Linked, trained_on: &Records) -> Result<Self, LinkageError> {
        let records = trained_on.without_rows();
        let comparer = comparer(&records)?;
        Ok(Self {
            settings: settings.clone(),
            model: linked.model.clone(),
            memory: comparer.memory(&records.columns),
            comparer,
            frequencies: linked.frequencies.clone(),
            records,
            blocks: vec![HashMap::new(); linked.model.plan.rules.len().max(1)],
            links: HashMap::new(),
            state: State::default(),
            members: HashMap::new(),
            next: 1,
            judgements: Judgements::default(),
            constraints: Constraints::default(),
            taken: Vec::new(),
            changed: HashMap::new(),
            clock: 0,
        })
    }

    /// A store that holds what a batch has linked, each cluster an entity.
    ///
    /// # Errors
    ///
    /// The columns have too many levels.
    pub fn of_batch(settings: &Settings, linked: &Linked, records: &Records) -> Result<Self, LinkageError> {
        let mut store = Self::new(settings, linked, records)?;
        store.records = records.clone();
        for record in 0..records.len() as u32 {
            store.index(record);
        }
        store.adopt(linked);
        Ok(store)
    }

    /// Takes over the links and clusters of a batch; entities that were there keep their numbers.
    fn adopt(&mut self, linked: &Linked) {
        self.links.clear();
        let least = self.least();
        for edge in linked.edges.iter().filter(|edge| f64::from(edge.weight) > least) {
            self.link(edge.a, edge.b);
        }
        let mut parts: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (record, label) in linked.labels.iter().enumerate() {
            parts.entry(*label).or_default().push(record as u32);
        }
        self.state.entity_of.resize(self.records.len(), 0);
        self.assign(parts.into_values().collect());
    }

    /// Links everything again with a new model; entities keep their numbers where they keep their records.
    ///
    /// # Errors
    ///
    /// As [`crate::link::link`].
    pub fn retrain(&mut self, settings: &Settings) -> Result<(), LinkageError> {
        let linked = crate::link::link(settings, &self.records, None, &self.constraints, &|_| {})?;
        self.settings = settings.clone();
        self.model = linked.model.clone();
        self.comparer = linked.comparer.clone();
        self.frequencies = linked.frequencies.clone();
        self.memory = self.comparer.memory(&self.records.columns);
        self.blocks = vec![HashMap::new(); self.model.plan.rules.len().max(1)];
        for record in 0..self.records.len() as u32 {
            self.index(record);
        }
        self.adopt(&linked);
        Ok(())
    }

    fn least(&self) -> f64 {
        let threshold = self.settings.clusters.threshold;
        (threshold / (1.0 - threshold)).log2()
    }

    fn link(&mut self, a: u32, b: u32) {
        self.links.entry(a).or_default().push(b);
        self.links.entry(b).or_default().push(a);
    }

    fn blocks_of(&self, record: u32) -> Vec<Vec<u64>> {
        if self.model.plan.rules.is_empty() {
            return vec![vec![1]];
        }
        let (mut found, mut room) = (Vec::new(), Vec::new());
        let row = self.records.row(record);
        let rules = self.model.plan.rules.iter();
        rules
            .map(|rule| {
                rule.blocks(&self.records, row, &mut found, &mut room);
                found.clone()
            })
            .collect()
    }

    fn index(&mut self, record: u32) {
        for (rule, blocks) in self.blocks_of(record).into_iter().enumerate() {
            for block in blocks {
                self.blocks[rule].entry(block).or_default().push(record);
            }
        }
    }

    /// Adds a record: its list, its identifier, and one text for each field of the settings.
    ///
    /// # Errors
    ///
    /// The identifier is in the store already, or there are not as many texts as fields.
    pub fn add(&mut self, source: &str, identifier: &str, texts: &[&str]) -> Result<Arrival, LinkageError> {
        if texts.len() != self.settings.fields.len() {
            let sentence =
                format!("{} texts for {} fields; give one for each.", texts.len(), self.settings.fields.len());
            return Err(LinkageError::Records(sentence));
        }
        let source = self.records.source(source);
        let record = self.records.push(source, identifier, texts.iter().copied());
        self.records.pair_new_names(record);
        let mut candidates = self.score(record);
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        self.index(record);
        self.state.entity_of.push(0);
        let least = self.least();
        for (other, _) in candidates.iter().filter(|(_, weight)| f64::from(*weight) > least) {
            self.link(record, *other);
        }
        let outcome = self.settle(&[record]);
        candidates.retain(|(_, weight)| f64::from(*weight) > crate::link::FLOOR);
        candidates.truncate(20);
        let explanation = candidates.first().map(|(best, _)| self.explain(record, *best));
        Ok(Arrival { record, entity: self.state.entity_of[record as usize], outcome, candidates, explanation })
    }

    /// Scores a record against those it shares a block with.
    fn score(&mut self, record: u32) -> Vec<(u32, f32)> {
        let mut others: Vec<u32> = Vec::new();
        for (rule, blocks) in self.blocks_of(record).into_iter().enumerate() {
            for block in blocks {
                others.extend(self.blocks[rule].get(&block).into_iter().flatten().copied());
            }
        }
        others.sort_unstable();
        others.dedup();
        others.retain(|other| self.records.in_question(record, *other));
        others.into_iter().map(|other| (other, self.weight(record, other))).collect()
    }

    fn weight(&mut self, a: u32, b: u32) -> f32 {
        let (a, b) = (a.min(b), a.max(b));
        let (row_a, row_b) = (self.records.row(a), self.records.row(b));
        let packed = self.comparer.compare(&self.records.columns, &mut self.memory, row_a, row_b);
        let levels = self.comparer.unpack(packed);
        let base = self.model.prior_weight() + self.model.evidence(&levels);
        let scorer = Scorer { model: &self.model, comparer: &self.comparer, frequencies: &self.frequencies };
        scorer.weight(&self.records.columns, &levels, base, row_a, row_b) as f32
    }

    /// Why two records have their score.
    #[must_use]
    pub fn explain(&self, a: u32, b: u32) -> Explanation {
        let scorer = Scorer { model: &self.model, comparer: &self.comparer, frequencies: &self.frequencies };
        scorer.explain(&self.records, a, b)
    }

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
    fn settle(&mut self, touched: &[u32]) -> Outcome {
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
        let clusterer =
            Clusterer { settings: &self.settings.clusters, records: &self.records, constraints: &self.constraints };
        if self.settings.clusters.method == crate::settings::Method::ConnectedComponents
            && self.constraints.cannot.is_empty()
        {
            return vec![component];
        }
        clusterer.component(component, &edges.iter().collect::<Vec<_>>())
    }

    /// Gives parts their numbers: the oldest that has most of its records in the part; new ones where there is none.
    fn assign(&mut self, parts: Vec<Vec<u32>>) {
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

    /// Takes a judgement and settles what it touches; answers with its number, for undoing it.
    ///
    /// # Errors
    ///
    /// A record that is not in the store, or a contradiction to what stands.
    pub fn judge(&mut self, judgement: Judgement) -> Result<(usize, Outcome), LinkageError> {
        let place = self.records.by_identifier();
        let find = |key: &RecordKey| {
            place.get(&(key.source.as_str(), key.identifier.as_str())).copied().ok_or_else(|| {
                LinkageError::Records(format!("There is no record {} in {}.", key.identifier, key.source))
            })
        };
        let (a, b) = (find(&judgement.a)?, find(&judgement.b)?);
        drop(place);
        self.judgements.give(judgement)?;
        Ok((self.taken.len(), self.apply(a, b)))
    }

    fn apply(&mut self, a: u32, b: u32) -> Outcome {
        let entities = self.state.entity_of.clone();
        let forwards: BTreeSet<Entity> = self.state.forwards.keys().copied().collect();
        let changed = self.changed.clone();
        self.constraints = self.judgements.constraints(&self.records);
        let outcome = self.settle(&[a, b]);
        let moved: Vec<u32> = (0..entities.len() as u32)
            .filter(|record| entities[*record as usize] != self.state.entity_of[*record as usize])
            .collect();
        let of = |state: &[Entity]| moved.iter().map(|record| (*record, state[*record as usize])).collect();
        let (before, after): (BTreeMap<_, _>, BTreeMap<_, _>) = (of(&entities), of(&self.state.entity_of));
        let forwarded = self.state.forwards.keys().copied().filter(|entity| !forwards.contains(entity)).collect();
        let touched: BTreeSet<Entity> = before.values().chain(after.values()).copied().collect();
        let when = |changed: &HashMap<Entity, u64>| -> HashMap<Entity, u64> {
            touched.iter().filter_map(|entity| Some((*entity, *changed.get(entity)?))).collect()
        };
        let (changed_before, changed_after) = (when(&changed), when(&self.changed));
        self.taken.push(Taken { before, forwarded, changed_before, changed_after, undone: false });
        outcome
    }

    /// Undoes a judgement by adding one that withdraws it. When nothing has changed the records since, their entities
    /// are exactly what they were; otherwise they are settled anew.
    ///
    /// # Errors
    ///
    /// There is no such judgement, or it was undone.
    pub fn undo(&mut self, number: usize, by: &str, on: &str) -> Result<(), LinkageError> {
        let taken = self.taken.get(number).filter(|taken| !taken.undone).cloned();
        let (Some(taken), Some(judged)) = (taken, self.judgements.all().get(number).cloned()) else {
            let sentence = format!("There is no judgement {number} that stands.");
            return Err(LinkageError::Records(sentence));
        };
        let earlier = self.judgements.all().iter().take(number).rev();
        let same_pair = |other: &&Judgement| {
            (other.a == judged.a && other.b == judged.b) || (other.a == judged.b && other.b == judged.a)
        };
        let verdict = earlier.clone().find(same_pair).map_or(Verdict::Withdrawn, |earlier| earlier.verdict);
        let by_whom =
            Judgement { verdict, by: by.to_owned(), on: on.to_owned(), reason: format!("undoes {number}"), ..judged };
        let untouched = taken.changed_after.iter().all(|(entity, when)| self.changed.get(entity) == Some(when));
        let (first, second) = (by_whom.a.clone(), by_whom.b.clone());
        self.judgements.give(by_whom)?;
        let place = self.records.by_identifier();
        let find = |key: &RecordKey| place.get(&(key.source.as_str(), key.identifier.as_str())).copied();
        let (a, b) = (find(&first).unwrap_or(0), find(&second).unwrap_or(0));
        drop(place);
        if untouched {
            self.restore(&taken);
            self.constraints = self.judgements.constraints(&self.records);
            self.taken.push(Taken { undone: true, ..taken.clone() });
        } else {
            self.apply(a, b);
        }
        self.taken[number].undone = true;
        Ok(())
    }

    fn restore(&mut self, taken: &Taken) {
        for (record, entity) in &taken.before {
            let now = self.state.entity_of[*record as usize];
            if let Some(members) = self.members.get_mut(&now) {
                members.retain(|member| member != record);
            }
            let members = self.members.entry(*entity).or_default();
            members.push(*record);
            members.sort_unstable();
            self.state.entity_of[*record as usize] = *entity;
        }
        for (entity, _) in &taken.changed_after {
            match taken.changed_before.get(entity) {
                Some(when) => self.changed.insert(*entity, *when),
                None => self.changed.remove(entity),
            };
            if self.members.get(entity).is_some_and(Vec::is_empty) {
                self.members.remove(entity);
            }
        }
        for entity in &taken.forwarded {
            self.state.forwards.remove(entity);
        }
    }

    /// Who is who now.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Every judgement ever given.
    #[must_use]
    pub fn judgements(&self) -> &Judgements {
        &self.judgements
    }

    /// The entity behind a number, which may have been merged away.
    #[must_use]
    pub fn entity(&self, mut number: Entity) -> Entity {
        while let Some(into) = self.state.forwards.get(&number) {
            number = *into;
        }
        number
    }

    /// The records.
    #[must_use]
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// The records of each entity, as keys, in order: what does not depend on arrival.
    #[must_use]
    pub fn partition(&self) -> BTreeSet<BTreeSet<RecordKey>> {
        let keys = |members: &Vec<u32>| members.iter().map(|record| RecordKey::of(&self.records, *record)).collect();
        self.members.values().map(keys).collect()
    }
}
