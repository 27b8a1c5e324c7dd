//! The union of several lists: each person once, which lists know them, and how far that may be relied on.
//!
//! Adding up lists counts people twice; the union counts people. A person's tier is the best tier of their lists; a
//! person whose records are held together by a weak link is counted and said to be in doubt. The overlap of lists is
//! what an estimate of the unseen rests on, so its draws carry the doubt about links.
#![expect(clippy::indexing_slicing, reason = "records and lists are numbers given out by the same records")]

mod write;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    cluster::Constraints,
    draws::{self, Overlap},
    link::Linked,
    model::probability,
    records::Records,
    score::Edge,
    settings::{Settings, Tier},
};

/// A link weaker than this leaves a person in doubt.
const SURE: f64 = 0.95;

/// One person of the union.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Person {
    /// Their records.
    pub records: Vec<u32>,
    /// The lists they are on, one bit each.
    pub lists: u64,
    /// The best tier of their lists.
    pub tier: Tier,
    /// The probability of the weakest link that holds their records together; 1 for one record.
    pub confidence: f64,
    /// Their value of the column that was asked for, from their best list that has one.
    pub group: String,
}

impl Person {
    /// Whether their records may be those of several people.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        self.confidence < SURE
    }
}

/// What is counted of a part of the union.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Mix {
    /// People.
    pub people: u64,
    /// People of tier A.
    pub tier_a: u64,
    /// People of tier B.
    pub tier_b: u64,
    /// People of tier C.
    pub tier_c: u64,
    /// People whose records may be those of several.
    pub in_doubt: u64,
}

impl Mix {
    fn add(&mut self, person: &Person) {
        self.people += 1;
        match person.tier {
            Tier::A => self.tier_a += 1,
            Tier::B => self.tier_b += 1,
            Tier::C => self.tier_c += 1,
        }
        self.in_doubt += u64::from(person.is_in_doubt());
    }
}

/// One list in the union.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListCount {
    /// Its name.
    pub list: String,
    /// Its tier.
    pub tier: Tier,
    /// Its records.
    pub records: u64,
    /// People on it.
    pub people: u64,
    /// People on it and no other.
    pub only_here: u64,
    /// People of the union who are not on it.
    pub only_elsewhere: u64,
}

/// The union of lists.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Union {
    /// Everybody.
    pub total: Mix,
    /// How many people there are in the middle 95% of draws of who is who; nothing without draws.
    pub total_95: Option<(u64, u64)>,
    /// Each list.
    pub lists: Vec<ListCount>,
    /// People by their value of the column that was asked for.
    pub groups: BTreeMap<String, Mix>,
    /// People, in the order of their first record.
    #[serde(skip)]
    pub people: Vec<Person>,
    /// How many people each combination of lists has.
    #[serde(skip)]
    pub overlap: Overlap,
    /// The same for each draw of who is who.
    #[serde(skip)]
    pub draws: Vec<Overlap>,
    names: Vec<String>,
}

/// How a union is made.
#[derive(Clone, Copy, Debug)]
pub struct How<'h> {
    /// The settings of the link, with the tiers of lists.
    pub settings: &'h Settings,
    /// What people have judged.
    pub constraints: &'h Constraints,
    /// Draws of who is who.
    pub draws: u32,
}

/// The union of the lists of a link; `group` gives a record's value of a column to count by, empty when it has none.
#[must_use]
pub fn union(records: &Records, linked: &Linked, how: How<'_>, group: &dyn Fn(u32) -> String) -> Union {
    let tiers: Vec<Tier> =
        records.sources().iter().map(|list| how.settings.tiers.get(list).copied().unwrap_or_default()).collect();
    let people = people(records, linked, &tiers, group);
    let overlap = draws::count(records, &linked.labels);
    let drawn =
        draws::overlaps(records, &linked.labels, &linked.inside, how.constraints, how.draws, how.settings.model.seed);
    let mut total = Mix::default();
    let mut groups: BTreeMap<String, Mix> = BTreeMap::new();
    for person in &people {
        total.add(person);
        groups.entry(person.group.clone()).or_default().add(person);
    }
    if groups.keys().all(String::is_empty) {
        groups.clear();
    }
    let lists = (0..records.sources().len()).map(|list| count(records, &people, list, tiers[list])).collect();
    Union {
        total,
        total_95: middle(&drawn),
        lists,
        groups,
        people,
        overlap,
        draws: drawn,
        names: records.sources().to_vec(),
    }
}

fn people(records: &Records, linked: &Linked, tiers: &[Tier], group: &dyn Fn(u32) -> String) -> Vec<Person> {
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (record, label) in (0_u32..).zip(&linked.labels) {
        members.entry(*label).or_default().push(record);
    }
    let mut links: BTreeMap<u32, Vec<&Edge>> = BTreeMap::new();
    for edge in linked.inside.iter().filter(|edge| linked.labels[edge.a as usize] == linked.labels[edge.b as usize]) {
        links.entry(linked.labels[edge.a as usize]).or_default().push(edge);
    }
    let tier = |record: &u32| tiers[usize::from(records.source_of(*record))];
    let person = |(label, records_of): (u32, Vec<u32>)| {
        let mut best = records_of.clone();
        best.sort_by_key(|record| (tier(record), records.source_of(*record), *record));
        Person {
            lists: records_of.iter().fold(0, |lists, record| lists | 1 << records.source_of(*record).min(63)),
            tier: best.first().map_or(Tier::C, tier),
            confidence: confidence(&records_of, links.get(&label).map_or(&[], Vec::as_slice)),
            group: best.iter().map(|record| group(*record)).find(|value| !value.is_empty()).unwrap_or_default(),
            records: records_of,
        }
    };
    members.into_iter().map(person).collect()
}

/// The weakest link of the strongest tree that holds records together.
fn confidence(members: &[u32], links: &[&Edge]) -> f64 {
    let mut sorted = links.to_vec();
    sorted.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let mut part: BTreeMap<u32, u32> = members.iter().map(|member| (*member, *member)).collect();
    let (mut joined, mut weakest) = (1, 1.0_f64);
    for edge in sorted {
        let (x, y) = (part[&edge.a], part[&edge.b]);
        if x != y {
            part.values_mut().filter(|label| **label == y).for_each(|label| *label = x);
            weakest = weakest.min(probability(f64::from(edge.weight)));
            joined += 1;
        }
    }
    if joined < members.len() { 0.0 } else { weakest }
}

fn count(records: &Records, people: &[Person], list: usize, tier: Tier) -> ListCount {
    let bit = 1_u64 << list.min(63);
    let on = people.iter().filter(|person| person.lists & bit != 0).count() as u64;
    ListCount {
        list: records.sources()[list].clone(),
        tier,
        records: (0..records.len() as u32).filter(|record| usize::from(records.source_of(*record)) == list).count()
            as u64,
        people: on,
        only_here: people.iter().filter(|person| person.lists == bit).count() as u64,
        only_elsewhere: people.len() as u64 - on,
    }
}

/// The middle 95% of how many people draws have.
fn middle(draws: &[Overlap]) -> Option<(u64, u64)> {
    let mut totals: Vec<u64> = draws.iter().map(|draw| draw.values().sum()).collect();
    totals.sort_unstable();
    let at = |share: f64| totals.get(((totals.len().checked_sub(1)?) as f64 * share).round() as usize).copied();
    Some((at(0.025)?, at(0.975)?))
}
