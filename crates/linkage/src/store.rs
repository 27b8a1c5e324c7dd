//! The standing store: records arrive one by one, and entities keep their identifiers.
//!
//! A record is scored against those it shares a block with; the groups it touches are clustered again by the same
//! rules as a batch, so that any order of arrival gives the same partition. Judgements override the model; undoing one
//! restores the state before it exactly. Entity numbers are never used again: a number that was merged away forwards.
#![expect(clippy::indexing_slicing, reason = "records and blocks are numbers given out by the store")]

mod file;
mod judge;
mod settle;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use hashbrown::HashMap;
use serde::Serialize;

pub use self::file::StoreFile;
use self::judge::Taken;

use crate::{
    cluster::Constraints,
    compare::{Comparer, Memory},
    error::LinkageError,
    explain::Explanation,
    judgement::{Judgements, RecordKey},
    link::{Linked, comparer},
    model::Model,
    records::{Places, Records},
    score::{Frequencies, Scorer},
    settings::Settings,
    threads,
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

/// The standing store.
#[derive(Clone, Debug)]
pub struct Store {
    settings: Settings,
    model: Model,
    comparer: Comparer,
    frequencies: Frequencies,
    records: Records,
    places: Places,
    memory: Memory,
    /// Records by block, for each rule; one block of all when every pair is compared.
    blocks: Vec<HashMap<u64, Vec<u32>>>,
    /// How many records, the first ones, are in their blocks.
    indexed: u32,
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
        Self::empty(settings, linked.model.clone(), linked.frequencies.clone(), trained_on.without_rows())
    }

    fn empty(
        settings: &Settings,
        model: Model,
        frequencies: Frequencies,
        records: Records,
    ) -> Result<Self, LinkageError> {
        let comparer = comparer(&records)?;
        Ok(Self {
            settings: settings.clone(),
            memory: comparer.memory(&records.columns),
            comparer,
            frequencies,
            places: Places::of(&records),
            records,
            blocks: vec![HashMap::new(); model.plan.rules.len().max(1)],
            indexed: 0,
            model,
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
        store.places = Places::of(records);
        store.index_rest();
        store.adopt(&links(settings, linked), &linked.labels_alone);
        Ok(store)
    }

    /// Takes over the links and clusters of a batch; entities that were there keep their numbers.
    fn adopt(&mut self, links: &[(u32, u32)], labels: &[u32]) {
        self.links.clear();
        for (a, b) in links {
            self.link(*a, *b);
        }
        let mut parts: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (record, label) in labels.iter().enumerate() {
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
        self.learn(settings, linked.model.clone(), linked.frequencies.clone());
        self.adopt(&links(settings, &linked), &linked.labels_alone);
        Ok(())
    }

    /// Takes over a model; what it links is still to be adopted.
    fn learn(&mut self, settings: &Settings, model: Model, frequencies: Frequencies) {
        self.settings = settings.clone();
        self.model = model;
        self.frequencies = frequencies;
        self.memory = self.comparer.memory(&self.records.columns);
        self.blocks = vec![HashMap::new(); self.model.plan.rules.len().max(1)];
        self.indexed = 0;
        self.index_rest();
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
        self.indexed = record + 1;
    }

    /// Puts all records that are not in their blocks yet there, rule by rule, on all threads.
    fn index_rest(&mut self) {
        let (first, records) = (self.indexed, &self.records);
        let count = records.len() as u32;
        self.indexed = count;
        let rules = &self.model.plan.rules;
        if rules.is_empty() {
            self.blocks.iter_mut().for_each(|blocks| blocks.entry(1).or_default().extend(first..count));
            return;
        }
        let work = Mutex::new(self.blocks.iter_mut().zip(rules));
        let index = || {
            let (mut found, mut room) = (Vec::new(), Vec::new());
            loop {
                let next = work.lock().ok().and_then(|mut work| work.next());
                let Some((blocks, rule)) = next else { return };
                for record in first..count {
                    rule.blocks(records, records.row(record), &mut found, &mut room);
                    for block in &found {
                        blocks.entry(*block).or_default().push(record);
                    }
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..threads::offered() {
                scope.spawn(index);
            }
            index();
        });
    }

    /// Adds a record: its list, its identifier, and one text for each field of the settings.
    ///
    /// # Errors
    ///
    /// The identifier is in the store already, or there are not as many texts as fields.
    pub fn add(&mut self, source: &str, identifier: &str, texts: &[&str]) -> Result<Arrival, LinkageError> {
        let record = self.push(source, identifier, texts)?;
        let mut candidates = self.score(record);
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        self.index(record);
        self.state.entity_of.push(0);
        let least = self.least();
        for (other, _) in candidates.iter().filter(|(_, weight)| f64::from(*weight) > least) {
            self.link(record, *other);
        }
        let outcome = self.settle(&[record]);
        candidates.retain(|(_, weight)| f64::from(*weight) > crate::score::FLOOR);
        candidates.truncate(20);
        let explanation = candidates.first().map(|(best, _)| self.explain(record, *best));
        Ok(Arrival { record, entity: self.state.entity_of[record as usize], outcome, candidates, explanation })
    }

    /// Puts a record at the end, in no block and no entity yet.
    fn push(&mut self, source: &str, identifier: &str, texts: &[&str]) -> Result<u32, LinkageError> {
        if texts.len() != self.settings.fields.len() {
            let sentence =
                format!("{} texts for {} fields; give one for each.", texts.len(), self.settings.fields.len());
            return Err(LinkageError::Records(sentence));
        }
        if self.places.find(&self.records, source, identifier).is_some() {
            let sentence = format!("The identifier {identifier} is in {source} already. Give each record its own.");
            return Err(LinkageError::Records(sentence));
        }
        let source = self.records.source(source);
        let record = self.records.push(source, identifier, texts.iter().copied());
        self.records.pair_new_names(record);
        self.places.add(&self.records, record);
        Ok(record)
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

/// The pairs of a link that hold records together.
fn links(settings: &Settings, linked: &Linked) -> Vec<(u32, u32)> {
    let threshold = settings.clusters.threshold;
    let least = (threshold / (1.0 - threshold)).log2();
    linked.edges.iter().filter(|edge| f64::from(edge.weight) > least).map(|edge| (edge.a, edge.b)).collect()
}
