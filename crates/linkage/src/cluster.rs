//! Clusters: which records are one person, from the weights of pairs and the judgements of people.
//!
//! Average linkage joins the two groups whose pairs speak most for it on average, while the average is above the
//! threshold; a pair that was never compared speaks a little against. Weights are whole numbers inside, so that the
//! answer does not depend on the order in which records or pairs came.
#![expect(clippy::indexing_slicing, reason = "groups and records are numbers given out here")]

mod confirmed;

use std::collections::{BTreeSet, BinaryHeap};

use hashbrown::HashMap;

use crate::{
    records::Records,
    score::{Edge, Scorer, Union},
    settings::{Clustering, Method},
};

/// A weight in parts of 2^-20 bits, so that sums are exact.
type Exact = i64;
const PARTS_A_BIT: f64 = 1_048_576.0;
/// A pair that was never compared: one nat against.
pub(crate) const NEVER_COMPARED: f64 = -std::f64::consts::LOG2_E;
/// No pair speaks for more than 12 nats or against more than 8.
pub(crate) const MOST: f64 = 12.0 * std::f64::consts::LOG2_E;
pub(crate) const LEAST: f64 = -8.0 * std::f64::consts::LOG2_E;

/// A weight as it is counted.
fn exact(weight: f64) -> Exact {
    (weight.clamp(LEAST, MOST) * PARTS_A_BIT).round() as Exact
}

/// What people have judged, by record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constraints {
    /// Pairs that are one person.
    pub must: BTreeSet<(u32, u32)>,
    /// Pairs that are not.
    pub cannot: BTreeSet<(u32, u32)>,
}

/// Clusters the records of a component, or of all; answers with the smallest member as each record's label.
#[derive(Debug)]
pub struct Clusterer<'c> {
    /// The settings.
    pub settings: &'c Clustering,
    /// The records, for their lists and identifiers.
    pub records: &'c Records,
    /// What people have judged.
    pub constraints: &'c Constraints,
    /// How values are compared and weighed, for those that several records of a group share.
    pub scorer: Scorer<'c>,
}

/// The bits of a threshold.
pub(crate) fn bits(threshold: f64) -> f64 {
    (threshold / (1.0 - threshold)).log2()
}

impl Clusterer<'_> {
    /// Groups that a chain of positive edges or judgements holds together: no cluster reaches beyond one.
    #[must_use]
    pub fn components(&self, edges: &[Edge]) -> Vec<u32> {
        let mut union = Union::new(self.records.len());
        let least = bits(self.settings.threshold);
        for edge in edges.iter().filter(|edge| f64::from(edge.weight) > least) {
            union.join(edge.a, edge.b);
        }
        for (a, b) in &self.constraints.must {
            union.join(*a, *b);
        }
        union.labels()
    }

    /// Clusters within components; `inside` are all compared pairs whose two records are in one component.
    #[must_use]
    pub fn cluster(&self, components: &[u32], inside: &[Edge]) -> Vec<u32> {
        if self.settings.method == Method::ConnectedComponents && self.constraints.cannot.is_empty() {
            return components.to_vec();
        }
        let mut by_component: HashMap<u32, Vec<&Edge>> = HashMap::new();
        for edge in inside {
            by_component.entry(components[edge.a as usize]).or_default().push(edge);
        }
        for (a, _) in &self.constraints.must {
            by_component.entry(components[*a as usize]).or_default();
        }
        let mut labels: Vec<u32> = (0..components.len() as u32).collect();
        by_component.retain(|_, edges| match edges.as_slice() {
            [edge] if self.is_plain(edge, components) => {
                labels[edge.b as usize] = edge.a;
                false
            }
            _ => true,
        });
        let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
        for (record, component) in components.iter().enumerate() {
            if by_component.contains_key(component) {
                members.entry(*component).or_default().push(record as u32);
            }
        }
        for (component, records) in members {
            let edges = by_component.get(&component).map_or(&[][..], Vec::as_slice);
            label(&mut labels, self.component(records, edges));
        }
        labels
    }

    /// Joins clusters further within components that hold several of them; `inside` as for [`Self::cluster`].
    #[must_use]
    pub fn join(&self, labels: &[u32], components: &[u32], inside: &[Edge]) -> Vec<u32> {
        let mut wider: HashMap<u32, (Vec<u32>, Vec<&Edge>)> = HashMap::new();
        for (label, component) in labels.iter().zip(components).filter(|(label, component)| label != component) {
            debug_assert!(component < label, "a component holds whole clusters");
            wider.entry(*component).or_default();
        }
        for (record, component) in (0_u32..).zip(components) {
            if let Some((members, _)) = wider.get_mut(component) {
                members.push(record);
            }
        }
        for edge in inside {
            if let Some((_, edges)) = wider.get_mut(&components[edge.a as usize]) {
                edges.push(edge);
            }
        }
        let mut joined = labels.to_vec();
        for (members, edges) in wider.into_values() {
            let together: Vec<(u32, u32)> = members.iter().map(|record| (labels[*record as usize], *record)).collect();
            label(&mut joined, self.component_with(members, &edges, &together));
        }
        joined
    }

    /// Whether a component is two records that nothing keeps apart.
    fn is_plain(&self, edge: &Edge, components: &[u32]) -> bool {
        let unique = &self.settings.sources_without_duplicates;
        exact(f64::from(edge.weight) - bits(self.settings.threshold)) > 0
            && components[edge.a as usize] == edge.a
            && self.constraints.must.is_empty()
            && self.constraints.cannot.is_empty()
            && unique.is_empty()
    }

    /// The clusters of one component.
    #[must_use]
    pub fn component(&self, members: Vec<u32>, edges: &[&Edge]) -> Vec<Vec<u32>> {
        self.component_with(members, edges, &[])
    }

    /// The clusters of one component in which some pairs are together already.
    fn component_with(&self, mut members: Vec<u32>, edges: &[&Edge], together: &[(u32, u32)]) -> Vec<Vec<u32>> {
        // The order in which ties are broken is that of lists and identifiers, never that of arrival.
        members.sort_by_key(|record| (self.records.source_name(*record), self.records.identifier(*record)));
        let place: HashMap<u32, u32> =
            members.iter().enumerate().map(|(place, record)| (*record, place as u32)).collect();
        let threshold = bits(self.settings.threshold);
        let mut groups = Groups::new(self, &members);
        for edge in edges {
            let (Some(a), Some(b)) = (place.get(&edge.a), place.get(&edge.b)) else { continue };
            groups.add(*a, *b, exact(f64::from(edge.weight) - threshold));
        }
        for (a, b) in &self.constraints.cannot {
            if let (Some(a), Some(b)) = (place.get(a), place.get(b)) {
                groups.forbid(*a, *b);
            }
        }
        for (a, b) in self.constraints.must.iter().chain(together) {
            if let (Some(a), Some(b)) = (place.get(a), place.get(b)) {
                let (a, b) = (groups.find(*a), groups.find(*b));
                if a != b {
                    groups.merge(a, b);
                }
            }
        }
        groups.agglomerate(|a, b| self.against(&members, a, b));
        groups
            .into_members()
            .into_iter()
            .map(|group| group.into_iter().map(|place| members[place as usize]).collect())
            .collect()
    }

    /// What the confirmed values of two groups say against joining them.
    fn against(&self, members: &[u32], a: &[u32], b: &[u32]) -> Exact {
        let records = |group: &[u32]| group.iter().map(|place| members[*place as usize]).collect::<Vec<u32>>();
        let (a, b) = (records(a), records(b));
        let bits = confirmed::against(self.scorer.model, self.scorer.comparer, self.records, [&a, &b]);
        (bits * PARTS_A_BIT).round() as Exact
    }
}

/// Gives each group the number of its smallest record.
fn label(labels: &mut [u32], groups: Vec<Vec<u32>>) {
    for group in groups {
        let first = group.iter().min().copied();
        for (record, first) in group.iter().zip(first.into_iter().cycle()) {
            labels[*record as usize] = first;
        }
    }
}

/// What two groups say of each other: the sum over compared pairs, how many, and whether they must stay apart.
#[derive(Clone, Copy, Debug, Default)]
struct Between {
    sum: Exact,
    pairs: u32,
    forbidden: bool,
}

/// Groups that are being joined.
struct Groups {
    members: Vec<Vec<u32>>,
    /// Lists without duplicates that a group has a record of.
    lists: Vec<Vec<u16>>,
    near: Vec<HashMap<u32, Between>>,
    stamp: Vec<u32>,
    joined_into: Vec<u32>,
}

/// A pair of groups that may be joined, best mean first, then by order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Offer {
    mean: Exact,
    order: std::cmp::Reverse<(u32, u32)>,
    stamps: (u32, u32),
    /// Whether what confirmed values say against it is in the mean.
    looked: bool,
}

impl Groups {
    fn new(clusterer: &Clusterer<'_>, members: &[u32]) -> Self {
        let records = clusterer.records;
        let unique = &clusterer.settings.sources_without_duplicates;
        let list = |record: &u32| {
            let is_unique = unique.iter().any(|list| list == records.source_name(*record));
            if is_unique { vec![records.source_of(*record)] } else { Vec::new() }
        };
        let count = members.len();
        Self {
            members: (0..count as u32).map(|place| vec![place]).collect(),
            lists: members.iter().map(list).collect(),
            near: vec![HashMap::new(); count],
            stamp: vec![0; count],
            joined_into: (0..count as u32).collect(),
        }
    }

    fn find(&self, mut group: u32) -> u32 {
        while self.joined_into[group as usize] != group {
            group = self.joined_into[group as usize];
        }
        group
    }

    fn add(&mut self, a: u32, b: u32, weight: Exact) {
        for (from, to) in [(a, b), (b, a)] {
            let between = self.near[from as usize].entry(to).or_default();
            between.sum += weight;
            between.pairs += 1;
        }
    }

    fn forbid(&mut self, a: u32, b: u32) {
        for (from, to) in [(a, b), (b, a)] {
            self.near[from as usize].entry(to).or_default().forbidden = true;
        }
    }

    /// The mean over all pairs of two groups, or nothing when they must stay apart.
    fn mean(&self, a: u32, b: u32) -> Option<Exact> {
        let between = self.near[a as usize].get(&b)?;
        let clash = self.lists[a as usize].iter().any(|list| self.lists[b as usize].contains(list));
        if between.forbidden || clash {
            return None;
        }
        let all = (self.members[a as usize].len() * self.members[b as usize].len()) as Exact;
        let never = (NEVER_COMPARED * PARTS_A_BIT).round() as Exact;
        Some((between.sum + (all - Exact::from(between.pairs)) * never).div_euclid(all))
    }

    fn offer(&self, a: u32, b: u32) -> Option<Offer> {
        let mean = self.mean(a, b).filter(|mean| *mean > 0)?;
        let first = |group: u32| self.members[group as usize].first().copied().unwrap_or(0);
        let ((_, a), (_, b)) = if first(a) < first(b) { ((0, a), (1, b)) } else { ((0, b), (1, a)) };
        let order = std::cmp::Reverse((first(a), first(b)));
        Some(Offer { mean, order, stamps: (self.stamp[a as usize], self.stamp[b as usize]), looked: false })
    }

    /// Joins groups, best first; `against` is asked only of those that would be joined.
    fn agglomerate(&mut self, against: impl Fn(&[u32], &[u32]) -> Exact) {
        let mut heap = BinaryHeap::new();
        for a in 0..self.members.len() as u32 {
            heap.extend(self.near[a as usize].keys().filter(|b| **b > a).filter_map(|b| self.offer(a, *b)));
        }
        while let Some(offer) = heap.pop() {
            let std::cmp::Reverse((a, b)) = offer.order;
            let (a, b) = (self.find(a), self.find(b));
            if a == b || (self.stamp[a as usize], self.stamp[b as usize]) != offer.stamps {
                continue;
            }
            if !offer.looked {
                let against = against(&self.members[a as usize], &self.members[b as usize]);
                if against < 0 {
                    let mean = offer.mean + against;
                    heap.extend((mean > 0).then_some(Offer { mean, looked: true, ..offer }));
                    continue;
                }
            }
            let kept = self.merge(a, b);
            heap.extend(self.near[kept as usize].keys().filter_map(|other| self.offer(kept, *other)));
        }
    }

    /// Joins two groups into the one with more neighbours; which keeps its members in order.
    fn merge(&mut self, a: u32, b: u32) -> u32 {
        let (kept, gone) = if self.near[a as usize].len() >= self.near[b as usize].len() { (a, b) } else { (b, a) };
        let members = std::mem::take(&mut self.members[gone as usize]);
        self.members[kept as usize].extend(members);
        self.members[kept as usize].sort_unstable();
        let lists = std::mem::take(&mut self.lists[gone as usize]);
        self.lists[kept as usize].extend(lists);
        let near = std::mem::take(&mut self.near[gone as usize]);
        self.near[kept as usize].remove(&gone);
        for (other, between) in near {
            if other == kept {
                continue;
            }
            self.near[other as usize].remove(&gone);
            for (from, to) in [(kept, other), (other, kept)] {
                let known = self.near[from as usize].entry(to).or_default();
                known.sum += between.sum;
                known.pairs += between.pairs;
                known.forbidden |= between.forbidden;
            }
        }
        self.joined_into[gone as usize] = kept;
        self.stamp[kept as usize] = self.stamp[a as usize].max(self.stamp[b as usize]) + 1;
        kept
    }

    fn into_members(self) -> Vec<Vec<u32>> {
        self.members.into_iter().filter(|members| !members.is_empty()).collect()
    }
}
