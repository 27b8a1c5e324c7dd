//! Lists without duplicates: a record that is linked is taken, so that another record's partner is among the rest.
//!
//! Where a list has nobody twice, two records whose groups both have a record of it cannot be one person. What is left
//! are few pairs of many, and if among them are more matches than the prior of all pairs expects, theirs is higher.
//! The records that are left also compete: a pair is likelier when neither of its records has another candidate.
//! The equations are in `docs/method/linkage.md`.
#![expect(clippy::indexing_slicing, reason = "records are numbers given out by the same records")]

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::{HashMap, HashSet};

use crate::{
    cluster::{Constraints, bits},
    error::LinkageError,
    records::Records,
    scan::Scan,
    score::{Edge, FLOOR, Scorer, Union},
    settings::{Clustering, Method},
};

/// Rounds after which the odds are taken as they are.
const ROUNDS: u32 = 1_000;
/// The odds are at rest when a round changes them by less than this share.
const AT_REST: f64 = 1e-9;

/// What is worked out from links that are sure, gathered.
#[derive(Clone, Copy, Debug)]
pub struct Taken<'t> {
    /// The records.
    pub records: &'t Records,
    /// How clusters are made, and which lists have nobody twice.
    pub settings: &'t Clustering,
    /// What people have judged.
    pub constraints: &'t Constraints,
    /// How values are compared and weighed.
    pub scorer: Scorer<'t>,
    /// For each record, the smallest record of its cluster by the evidence of pairs alone.
    pub labels: &'t [u32],
}

/// Two lists, each without duplicates: pairs of people between them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Between {
    /// Not linked, and not ruled out by links.
    open: f64,
    /// As many as the smaller list has people who are not linked with the other.
    most: f64,
}

/// An open pair: its likelihood ratio, and the sum of those of all open pairs of its two records and two lists.
#[derive(Clone, Copy, Debug)]
struct Open {
    edge: Edge,
    ratio: f64,
    all: f64,
}

impl Taken<'_> {
    /// Whether the settings have lists without duplicates, and clusters are made so that they count.
    #[must_use]
    pub fn applies(&self) -> bool {
        self.settings.method == Method::AverageLinkage && self.lists().len() > 1
    }

    /// The open pairs, by record, each with the weight that it has now that others are taken.
    ///
    /// # Errors
    ///
    /// The temporary file of pairs could not be read.
    pub fn weigh(&self, scan: &Scan) -> Result<Vec<Edge>, LinkageError> {
        let prior = self.scorer.model.prior_weight();
        let held = self.held();
        let between = self.between(&held);
        let rise = |between: &Between| (between.most / between.open).log2() - prior;
        let least = FLOOR - between.values().map(rise).fold(0.0, f64::max);
        let lists = |a: u32, b: u32| {
            let (x, y) = (self.records.source_of(a), self.records.source_of(b));
            (x.min(y), x.max(y))
        };
        let is_open = |a: u32, b: u32| {
            let [x, y] = [a, b].map(|record| &held[&self.labels[record as usize]]);
            between.contains_key(&lists(a, b)) && x.is_disjoint(y) && !self.constraints.cannot.contains(&(a, b))
        };
        let mut by_lists: BTreeMap<(u16, u16), Vec<Edge>> = BTreeMap::new();
        for edge in self.scorer.score_where(self.records, scan, least, is_open)? {
            by_lists.entry(lists(edge.a, edge.b)).or_default().push(edge);
        }
        let mut open = Vec::new();
        for (lists, edges) in by_lists {
            open.extend(weighed(&between[&lists], edges, prior));
        }
        open.sort_unstable_by_key(|edge| (edge.a, edge.b));
        Ok(open)
    }

    /// Components, those joined that an open pair above the threshold holds together.
    #[must_use]
    pub fn components(&self, components: &[u32], open: &[Edge]) -> Vec<u32> {
        let mut union = Union::new(components.len());
        for (record, label) in (0_u32..).zip(components) {
            union.join(record, *label);
        }
        let least = bits(self.settings.threshold);
        for edge in open.iter().filter(|edge| f64::from(edge.weight) > least) {
            union.join(edge.a, edge.b);
        }
        union.labels()
    }

    fn lists(&self) -> BTreeSet<u16> {
        let unique = &self.settings.sources_without_duplicates;
        let named = self.records.sources().iter().enumerate().filter(|(_, name)| unique.contains(name));
        named.map(|(list, _)| list as u16).collect()
    }

    /// The lists without duplicates that each group has a record of.
    fn held(&self) -> HashMap<u32, BTreeSet<u16>> {
        let lists = self.lists();
        let mut held: HashMap<u32, BTreeSet<u16>> = HashMap::new();
        for (record, label) in (0_u32..).zip(self.labels) {
            let held = held.entry(*label).or_default();
            held.extend(lists.get(&self.records.source_of(record)));
        }
        held
    }

    /// What there is between every two lists that have links.
    fn between(&self, held: &HashMap<u32, BTreeSet<u16>>) -> BTreeMap<(u16, u16), Between> {
        let mut kinds: BTreeMap<&BTreeSet<u16>, f64> = BTreeMap::new();
        for lists in held.values() {
            *kinds.entry(lists).or_default() += 1.0;
        }
        let lists: Vec<u16> = self.lists().into_iter().collect();
        let mut between = BTreeMap::new();
        for (place, x) in lists.iter().enumerate() {
            for y in &lists[place + 1..] {
                let with = |list: u16| kinds.iter().filter(move |(kind, _)| kind.contains(&list));
                let people = |list: u16| with(list).map(|(_, count)| count).sum::<f64>();
                let linked: f64 = with(*x).filter(|(kind, _)| kind.contains(y)).map(|(_, count)| count).sum();
                let apart = |kind: &BTreeSet<u16>| {
                    with(*y).filter(|(other, _)| other.is_disjoint(kind)).map(|(_, count)| count).sum::<f64>()
                };
                let open: f64 = with(*x).map(|(kind, count)| count * apart(kind)).sum();
                if linked > 0.0 && open > 0.0 {
                    between.insert((*x, *y), Between { open, most: people(*x).min(people(*y)) - linked });
                }
            }
        }
        between
    }
}

/// Open pairs of two lists with the weights that they have at the prior of what is left; none if it is no higher.
fn weighed(between: &Between, edges: Vec<Edge>, prior: f64) -> Vec<Edge> {
    let ratio = |edge: &Edge| (f64::from(edge.weight) - prior).exp2();
    let mut of_record: HashMap<u32, Vec<f64>> = HashMap::new();
    for edge in &edges {
        for record in [edge.a, edge.b] {
            of_record.entry(record).or_default().push(ratio(edge));
        }
    }
    let of_record: HashMap<u32, f64> = of_record.into_iter().map(|(record, ratios)| (record, sum(ratios))).collect();
    let all = |edge: &Edge| of_record[&edge.a] + of_record[&edge.b] - ratio(edge);
    let mut open: Vec<Open> =
        edges.iter().map(|edge| Open { edge: *edge, ratio: ratio(edge), all: all(edge) }).collect();
    // The order of sums is that of their parts, never that of records.
    open.sort_unstable_by(|x, y| x.ratio.total_cmp(&y.ratio).then(x.all.total_cmp(&y.all)));
    let odds = odds(between.open, &open, prior.exp2());
    if odds <= prior.exp2() {
        return Vec::new();
    }
    let weight = |open: &Open| {
        let rivals = (open.all - open.ratio).max(0.0);
        (odds * open.ratio).log2() - (odds * rivals).ln_1p() * std::f64::consts::LOG2_E
    };
    open.iter().map(|open| Edge { weight: weight(open) as f32, ..open.edge }).collect()
}

/// The odds that an open pair is one person before it is compared: the matches expected among the open pairs at these
/// odds, by the number of open pairs.
fn odds(pairs: f64, open: &[Open], start: f64) -> f64 {
    let mut odds = start;
    for _ in 0..ROUNDS {
        let expected: f64 = open.iter().map(|open| odds * open.ratio / (1.0 + odds * open.all)).sum();
        let next = expected / pairs;
        let change = (next - odds).abs();
        odds = next;
        if change <= AT_REST * odds || odds < start {
            break;
        }
    }
    odds
}

/// A sum that does not depend on the order of its parts.
fn sum(mut parts: Vec<f64>) -> f64 {
    parts.sort_unstable_by(f64::total_cmp);
    parts.iter().sum()
}

/// Pairs with the weights that they have now.
pub(crate) fn reweighed(edges: &[Edge], open: &[Edge]) -> Vec<Edge> {
    let now: HashMap<(u32, u32), f32> = open.iter().map(|edge| ((edge.a, edge.b), edge.weight)).collect();
    let weight = |edge: &Edge| now.get(&(edge.a, edge.b)).copied().unwrap_or(edge.weight);
    edges.iter().map(|edge| Edge { weight: weight(edge), ..*edge }).collect()
}

/// Pairs with the weights that they have now, and those that were below the floor and no longer are.
pub(crate) fn extended(edges: &[Edge], open: &[Edge]) -> Vec<Edge> {
    let known: HashSet<(u32, u32)> = edges.iter().map(|edge| (edge.a, edge.b)).collect();
    let more = open.iter().filter(|edge| f64::from(edge.weight) >= FLOOR && !known.contains(&(edge.a, edge.b)));
    let mut edges = reweighed(edges, open);
    edges.extend(more);
    edges
}

#[cfg(test)]
mod tests;
