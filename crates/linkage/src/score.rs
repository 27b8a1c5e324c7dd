//! Scores: the evidence of a pair in bits, raised where a shared value is rare and lowered where it is common.
#![expect(clippy::indexing_slicing, reason = "cells and levels are numbers given out by the records and the model")]

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use crate::{
    compare::Comparer,
    date::DateValue,
    error::LinkageError,
    model::{Model, probability},
    records::{Column, Forms, Records},
    scan::{Pair, Scan},
};

/// Pairs below this weight in bits (one in a thousand) are not kept.
pub const FLOOR: f64 = -10.0;

/// Two records and the weight of the evidence that they are one person, in bits, the prior among it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// One record.
    pub a: u32,
    /// The other; always the larger number.
    pub b: u32,
    /// The evidence in bits: 0 is as likely as not.
    pub weight: f32,
    /// The number of its vector of levels.
    pub vector: u32,
}

impl Edge {
    /// The probability that the two are one person.
    #[must_use]
    pub fn probability(&self) -> f64 {
        probability(f64::from(self.weight))
    }
}

/// How common each value is among different people, by column.
#[derive(Clone, Debug)]
pub struct Frequencies {
    /// In how many people each value is seen.
    people: Vec<Vec<u32>>,
    /// Of how many people the column is known.
    known: Vec<u32>,
    /// How much rarer a value is than values that agree by chance, in bits, by column and value.
    rarity: Vec<Vec<f32>>,
}

/// What frequencies are worked out from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Counts {
    people: Vec<Vec<u32>>,
    known: Vec<u32>,
}

/// How much of a frequency's evidence counts for the same value, and for almost the same.
const EXACT: f64 = 0.5;
const ALMOST: f64 = 0.25;

impl Frequencies {
    /// Counts records as if each were another person.
    #[must_use]
    pub fn of_records(records: &Records) -> Self {
        let mut frequencies = Self {
            people: records.columns.iter().map(|column| column.seen.clone()).collect(),
            known: records.columns.iter().map(|column| column.present).collect(),
            rarity: Vec::new(),
        };
        frequencies.weigh(&records.columns);
        frequencies
    }

    /// Counts that were kept.
    pub(crate) fn of_counts(columns: &[Column], counts: Counts) -> Self {
        let mut frequencies = Self { people: counts.people, known: counts.known, rarity: Vec::new() };
        frequencies.weigh(columns);
        frequencies
    }

    /// The counts, to keep.
    pub(crate) fn counts(&self) -> Counts {
        Counts { people: self.people.clone(), known: self.known.clone() }
    }

    /// Works out the rarity of every value from the counts.
    fn weigh(&mut self, columns: &[Column]) {
        let rarity = |((people, known), column): ((&Vec<u32>, &u32), &Column)| {
            let known = f64::from((*known).max(1));
            let usual = usual_dates(column, people, known);
            let share = |value: usize, people: u32| {
                let own = f64::from(people.max(1)) / known;
                usual.get(value).map_or(own, |usual| own.max(*usual))
            };
            let shares: Vec<f64> = people.iter().enumerate().map(|(value, people)| share(value, *people)).collect();
            let seen = people.iter().zip(&shares).skip(1).filter(|(people, _)| **people > 0);
            let chance: f64 = seen.map(|(people, share)| f64::from(*people) / known * share).sum();
            let chance = chance.max(1.0 / known);
            shares.iter().map(|share| (chance / share).log2().clamp(-10.0, 10.0) as f32).collect()
        };
        self.rarity = self.people.iter().zip(&self.known).zip(columns).map(rarity).collect();
    }

    /// Counts people: records with the same value that are very probably one person count once.
    #[must_use]
    pub fn of_people(records: &Records, edges: &[Edge]) -> Self {
        let mut frequencies = Self::of_records(records);
        let sure: Vec<&Edge> = edges.iter().filter(|edge| edge.weight >= 3.3).collect();
        for (number, column) in records.columns.iter().enumerate() {
            if column.is_multiple() {
                continue;
            }
            let mut same = Union::new(records.len());
            let mut known = Union::new(records.len());
            for edge in &sure {
                let (x, y) = (records.row(edge.a)[number], records.row(edge.b)[number]);
                if x == y && x != 0 && same.join(edge.a, edge.b) {
                    frequencies.people[number][x as usize] -= 1;
                }
                if x != 0 && y != 0 && known.join(edge.a, edge.b) {
                    frequencies.known[number] -= 1;
                }
            }
        }
        frequencies.weigh(&records.columns);
        frequencies
    }

    /// How rare a value is, in bits; a value that was not there when people were counted is as rare as any.
    fn rarity(&self, column: usize, value: u32) -> f64 {
        let rarity = &self.rarity[column];
        f64::from(rarity.get(value as usize).copied().unwrap_or(rarity.first().copied().unwrap_or(0.0)))
    }

    /// What the rarity of the values of a column adds, in bits, when its level is the same or almost the same.
    pub(crate) fn bits(&self, columns: &[Column], number: usize, part: u8, a: u32, b: u32) -> f64 {
        let scale = match part {
            1 => EXACT,
            2 => ALMOST,
            _ => return 0.0,
        };
        let column = &columns[number];
        if column.is_multiple() {
            let common = column.members(a).iter().filter(|value| column.members(b).contains(value));
            return scale * common.map(|value| self.rarity(number, *value)).max_by(f64::total_cmp).unwrap_or(0.0);
        }
        scale * self.rarity(number, a).min(self.rarity(number, b))
    }
}

/// How common each full date is expected to be from its year and its day alone, so that 1 January is never rare.
fn usual_dates(column: &Column, people: &[u32], known: f64) -> Vec<f64> {
    let Forms::Date(dates) = &column.forms else { return Vec::new() };
    let (mut years, mut days) = (HashMap::<u32, f64>::new(), HashMap::<u32, f64>::new());
    let full = || dates.iter().zip(people).filter(|(date, _)| date.is_full());
    for (date, people) in full() {
        *years.entry(date.digits() / 10_000).or_default() += f64::from(*people) / known;
        *days.entry(date.digits() % 10_000).or_default() += f64::from(*people) / known;
    }
    let of = |table: &HashMap<u32, f64>, key: u32| table.get(&key).copied().unwrap_or(0.0);
    let usual = |date: &DateValue| {
        if date.is_full() { of(&years, date.digits() / 10_000) * of(&days, date.digits() % 10_000) } else { 0.0 }
    };
    dates.iter().map(usual).collect()
}

/// What scoring needs, gathered.
#[derive(Clone, Copy, Debug)]
pub struct Scorer<'s> {
    /// The model.
    pub model: &'s Model,
    /// How values are compared.
    pub comparer: &'s Comparer,
    /// How common values are.
    pub frequencies: &'s Frequencies,
}

impl Scorer<'_> {
    /// The weight of a pair with known levels, in bits.
    #[must_use]
    pub fn weight(&self, columns: &[Column], levels: &[u8], base: f64, a: &[u32], b: &[u32]) -> f64 {
        let mut weight = base;
        for (column, part) in self.parts(levels).filter(|(_, part)| matches!(part, 1 | 2)) {
            weight += self.frequencies.bits(columns, column, part, a[column], b[column]);
        }
        weight
    }

    /// The columns of a vector of levels that agree, and how.
    fn parts<'p>(&'p self, levels: &'p [u8]) -> impl Iterator<Item = (usize, u8)> + 'p {
        self.comparer.comparisons.iter().zip(levels).flat_map(|(comparison, level)| {
            let parts = comparison.parts(usize::from(*level)).unwrap_or_default();
            comparison.columns.iter().copied().zip(parts)
        })
    }

    /// Scores every candidate, and keeps those above a weight.
    ///
    /// # Errors
    ///
    /// The temporary file of pairs could not be read.
    pub fn score(&self, records: &Records, scan: &Scan, least: f64) -> Result<Vec<Edge>, LinkageError> {
        let prepared = self.prepare(scan);
        scan.collect(|pair| prepared.edge(records, pair, least).filter(|edge| f64::from(edge.weight) >= least))
    }

    /// Scores the candidates that are wanted, and keeps those above a weight.
    ///
    /// # Errors
    ///
    /// The temporary file of pairs could not be read.
    pub fn score_where(
        &self,
        records: &Records,
        scan: &Scan,
        least: f64,
        is_wanted: impl Fn(u32, u32) -> bool + Sync,
    ) -> Result<Vec<Edge>, LinkageError> {
        let prepared = self.prepare(scan);
        scan.collect(|pair| {
            let edge = prepared.edge(records, pair, least).filter(|edge| f64::from(edge.weight) >= least);
            edge.filter(|edge| is_wanted(edge.a, edge.b))
        })
    }

    /// Scores the candidates inside groups: those whose two records are in the same group of more than one.
    ///
    /// # Errors
    ///
    /// The temporary file of pairs could not be read.
    pub fn score_within(&self, records: &Records, scan: &Scan, group: &[u32]) -> Result<Vec<Edge>, LinkageError> {
        let prepared = self.prepare(scan);
        scan.collect(|pair| {
            let inside = group[pair.a as usize] == group[pair.b as usize];
            inside.then(|| prepared.edge(records, pair, f64::NEG_INFINITY)).flatten()
        })
    }

    fn prepare(&self, scan: &Scan) -> Prepared<'_> {
        let prior = self.model.prior_weight();
        let vectors = scan
            .vectors
            .iter()
            .map(|vector| {
                let levels = self.comparer.unpack(vector.packed);
                let base = prior + self.model.evidence(&levels);
                let parts = self.parts(&levels).filter(|(_, part)| matches!(part, 1 | 2)).collect::<Vec<_>>();
                (base, parts)
            })
            .collect();
        Prepared { scorer: *self, vectors }
    }
}

/// Vectors with their evidence and the columns whose frequency counts.
struct Prepared<'p> {
    scorer: Scorer<'p>,
    vectors: Vec<(f64, Vec<(usize, u8)>)>,
}

impl Prepared<'_> {
    fn edge(&self, records: &Records, pair: &Pair, least: f64) -> Option<Edge> {
        let (base, parts) = &self.vectors[pair.vector as usize];
        if base + 10.0 * parts.len() as f64 <= least {
            return None;
        }
        let mut weight = *base;
        if !parts.is_empty() {
            let (a, b) = (records.row(pair.a), records.row(pair.b));
            for (column, part) in parts {
                weight += self.scorer.frequencies.bits(&records.columns, *column, *part, a[*column], b[*column]);
            }
        }
        Some(Edge { a: pair.a, b: pair.b, weight: weight as f32, vector: pair.vector })
    }
}

/// Sets of records that were joined.
#[derive(Clone, Debug)]
pub(crate) struct Union {
    parent: Vec<u32>,
}

impl Union {
    pub(crate) fn new(records: usize) -> Self {
        Self { parent: (0..records as u32).collect() }
    }

    pub(crate) fn find(&mut self, mut record: u32) -> u32 {
        while self.parent[record as usize] != record {
            let above = self.parent[self.parent[record as usize] as usize];
            self.parent[record as usize] = above;
            record = above;
        }
        record
    }

    /// Joins two sets under the smaller number; whether they were apart.
    pub(crate) fn join(&mut self, a: u32, b: u32) -> bool {
        let (a, b) = (self.find(a), self.find(b));
        self.parent[a.max(b) as usize] = a.min(b);
        a != b
    }

    pub(crate) fn labels(&mut self) -> Vec<u32> {
        (0..self.parent.len() as u32).map(|record| self.find(record)).collect()
    }
}

/// Groups by label, those of one record left out, in the order of their labels.
pub(crate) fn groups(labels: &[u32]) -> Vec<Vec<u32>> {
    let mut by_label: HashMap<u32, Vec<u32>> = HashMap::new();
    for (record, label) in labels.iter().enumerate() {
        by_label.entry(*label).or_default().push(record as u32);
    }
    let mut groups: Vec<Vec<u32>> = by_label.into_values().filter(|group| group.len() > 1).collect();
    groups.sort_unstable();
    groups
}
