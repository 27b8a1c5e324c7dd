use std::{collections::BTreeSet, sync::LazyLock};

use super::*;
use crate::{
    link::{Linked, link},
    random::Random,
    read::csv_text,
    settings::Settings,
    store::Store,
};

/// Two lists of made-up people: how many are on both, only on the first and only on the second, and how often a value
/// of the second is another one.
#[derive(Clone, Copy)]
struct Lists {
    both: u64,
    first: u64,
    second: u64,
    slips: f64,
}

fn settings(lists: &[&str]) -> Settings {
    let fields = [("given_name", "first"), ("surname", "last"), ("date", "dob"), ("place", "town")];
    let fields = fields.map(|(kind, column)| format!("[[field]]\nkind = \"{kind}\"\ncolumn = \"{column}\"\n"));
    let clusters = format!("[clusters]\nsources_without_duplicates = {lists:?}\n");
    Settings::parse(&format!("identifier = \"id\"\nsource = \"list\"\ntask = \"link\"\n{clusters}{}", fields.concat()))
        .unwrap()
}

fn word(random: &mut Random, words: u64, syllables: usize) -> String {
    const PARTS: [&str; 16] =
        ["ba", "ko", "ri", "mel", "tu", "san", "da", "vi", "lo", "fer", "ni", "gu", "pa", "tho", "we", "zi"];
    let mut chosen = Random::new(random.bits() % words);
    (0..syllables).map(|_| PARTS[(chosen.bits() % 16) as usize]).collect()
}

/// The texts of a made-up person.
fn person(seed: u64) -> [String; 4] {
    let mut random = Random::new(seed);
    let date = |random: &mut Random| {
        let (year, month, day) = (random.bits() % 50, random.bits() % 12, random.bits() % 28);
        format!("{}-{:02}-{:02}", 1950 + year, month + 1, day + 1)
    };
    [word(&mut random, 90, 3), word(&mut random, 400, 4), date(&mut random), word(&mut random, 25, 3)]
}

/// Both lists as rows of CSV; the number in an identifier is the person's.
fn rows(lists: Lists) -> Vec<String> {
    let mut rows = Vec::new();
    let mut random = Random::new(7);
    for number in 0..lists.both + lists.first + lists.second {
        let texts = person(1_000 + number);
        let mut slipped = texts.clone();
        for (text, other) in slipped.iter_mut().zip(person(100_000 + number)) {
            if random.unit() < lists.slips {
                *text = other;
            }
        }
        if number < lists.both + lists.first {
            rows.push(format!("one,a{number},{}\n", texts.join(",")));
        }
        if number < lists.both || number >= lists.both + lists.first {
            rows.push(format!("two,b{number},{}\n", slipped.join(",")));
        }
    }
    rows
}

fn read(settings: &Settings, rows: &[String]) -> Records {
    csv_text(settings, "lists", format!("list,id,first,last,dob,town\n{}", rows.concat()).as_bytes()).unwrap()
}

fn linked(settings: &Settings, rows: &[String]) -> (Records, Linked) {
    let records = read(settings, rows);
    let linked = link(settings, &records, None, &Constraints::default(), &|_| {}).unwrap();
    (records, linked)
}

/// Everybody is on both lists, and some values of the second are other ones.
const ALL_SHARED: Lists = Lists { both: 1_500, first: 0, second: 0, slips: 0.12 };

static SHARED: LazyLock<(Settings, Records, Linked)> = LazyLock::new(|| {
    let settings = settings(&["one", "two"]);
    let (records, linked) = linked(&settings, &rows(ALL_SHARED));
    (settings, records, linked)
});

fn share((all, right): (u64, u64)) -> f64 {
    right as f64 / all as f64
}

/// The records of each group, as identifiers.
fn partition(records: &Records, labels: &[u32]) -> BTreeSet<BTreeSet<String>> {
    let mut groups: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for (record, label) in (0_u32..).zip(labels) {
        groups.entry(*label).or_default().insert(records.identifier(record).to_owned());
    }
    groups.into_values().collect()
}

/// How many pairs are put together, and how many of them rightly.
fn together(records: &Records, labels: &[u32]) -> (u64, u64) {
    let mut found = (0, 0);
    for group in crate::score::groups(labels) {
        for (place, a) in group.iter().enumerate() {
            for b in &group[place + 1..] {
                found.0 += 1;
                found.1 += u64::from(records.identifier(*a)[1..] == records.identifier(*b)[1..]);
            }
        }
    }
    found
}

#[test]
fn a_record_whose_partner_is_among_the_few_left_finds_it() {
    let (_, records, linked) = &*SHARED;
    let (before, after) = (together(records, &linked.labels_alone), together(records, &linked.labels));
    assert!(after.1 >= before.1 + 10, "{before:?} {after:?}");
    assert!(after.0 - after.1 <= before.0 - before.1, "{before:?} {after:?}");
}

#[test]
fn records_without_a_partner_stay_alone() {
    for slips in [0.0, 0.1, 0.25] {
        let settings = settings(&["one", "two"]);
        let lists = Lists { both: 400, first: 200, second: 200, slips };
        let rows = rows(lists);
        let (records, first) = linked(&settings, &rows);
        let (before, after) = (together(&records, &first.labels_alone), together(&records, &first.labels));
        assert!(share(after) >= share(before), "{slips}: {before:?} {after:?}");
        // Whoever was not found at once leaves the second list.
        let found: BTreeSet<&str> = crate::score::groups(&first.labels_alone)
            .concat()
            .into_iter()
            .map(|record| records.identifier(record))
            .collect();
        let known = |row: &&String| {
            let identifier = row.split(',').nth(1).unwrap();
            let number: u64 = identifier[1..].parse().unwrap();
            number >= lists.both || identifier.starts_with('a') || found.contains(identifier)
        };
        let rest: Vec<String> = rows.iter().filter(known).cloned().collect();
        let (records, second) = linked(&settings, &rest);
        let (before, after) = (together(&records, &second.labels_alone), together(&records, &second.labels));
        assert!(share(after) >= share(before), "{slips}: {before:?} {after:?}");
    }
}

#[test]
fn the_order_of_records_does_not_matter() {
    let (settings, records, forwards) = &*SHARED;
    let mut rows = rows(ALL_SHARED);
    rows.reverse();
    let turned = read(settings, &rows);
    let backwards = link(settings, &turned, Some(forwards.model.clone()), &Constraints::default(), &|_| {}).unwrap();
    assert_eq!(partition(records, &forwards.labels), partition(&turned, &backwards.labels));
    let weights = |records: &Records, open: &[Edge]| -> BTreeMap<BTreeSet<String>, u32> {
        let name = |record: u32| records.identifier(record).to_owned();
        open.iter().map(|edge| (BTreeSet::from([name(edge.a), name(edge.b)]), edge.weight.to_bits())).collect()
    };
    assert_eq!(weights(records, &forwards.open), weights(&turned, &backwards.open));
}

#[test]
fn explanations_sum_to_the_score_and_judgements_override_it() {
    let (settings, records, linked) = &*SHARED;
    for edge in &linked.settled {
        let explained = linked.explain(records, edge.a, edge.b);
        let parts: f64 = explained.parts.iter().map(crate::explain::Part::weight).sum();
        let sum = explained.prior + parts + explained.taken + explained.others;
        assert!((sum - f64::from(edge.weight)).abs() < 1e-4, "{explained:?}");
        let one = linked.labels[edge.a as usize] == linked.labels[edge.b as usize];
        assert_eq!(one, edge.weight > 0.0, "{explained:?}");
    }
    let joined = linked.open.iter().find(|edge| linked.labels[edge.b as usize] == edge.a).unwrap();
    let explained = linked.explain(records, joined.a, joined.b);
    assert!(explained.taken > 0.0 && explained.text().contains("are taken"), "{}", explained.text());
    let mut constraints = Constraints::default();
    constraints.cannot.insert((joined.a, joined.b));
    let judged = link(settings, records, Some(linked.model.clone()), &constraints, &|_| {}).unwrap();
    assert_ne!(judged.labels[joined.a as usize], judged.labels[joined.b as usize]);
    assert!(!judged.open.iter().any(|edge| (edge.a, edge.b) == (joined.a, joined.b)));
}

#[test]
fn only_lists_that_are_said_to_have_nobody_twice_have_open_pairs_and_a_store_has_none() {
    for lists in [vec![], vec!["one"]] {
        let (_, linked) = linked(&settings(&lists), &rows(Lists { both: 300, ..ALL_SHARED }));
        assert!(linked.open.is_empty() && linked.labels == linked.labels_alone);
    }
    let (settings, records, linked) = &*SHARED;
    assert_ne!(linked.labels, linked.labels_alone);
    let store = Store::of_batch(settings, linked, records).unwrap();
    let kept = store.partition().into_iter().map(|group| group.into_iter().map(|key| key.identifier).collect());
    assert_eq!(kept.collect::<BTreeSet<BTreeSet<String>>>(), partition(records, &linked.labels_alone));
}

#[test]
fn the_prior_of_what_is_left_is_the_matches_by_the_open_pairs() {
    let edge = |a: u32, b: u32, weight: f32| Edge { a, b, weight, vector: 0 };
    let between = Between { open: 4.0, most: 2.0 };
    let prior = -6.0;
    // Nothing speaks for a match: the prior stays that of all pairs.
    assert_eq!(weighed(&between, vec![edge(0, 2, -7.0)], prior), Vec::new());
    // One pair with the ratio 12: its odds x are 12 y, with y = x / (1 + x) / 4, so that x is 2.
    let one = weighed(&between, vec![edge(0, 2, prior as f32 + 12.0_f32.log2())], prior);
    assert!((one[0].weight - 1.0).abs() < 1e-4, "{one:?}");
    // A rival that is as likely leaves each of the two below even.
    let two = weighed(&between, vec![edge(0, 2, 8.0), edge(0, 3, 8.0)], prior);
    assert!(two.len() == 2 && two.iter().all(|edge| edge.weight < 0.0), "{two:?}");
}

#[test]
fn what_is_open_between_three_lists_is_counted_by_the_lists_of_groups() {
    let settings = settings(&["one", "two", "three"]);
    // Groups: {one, two}, {one, two, three}, and one record alone of each list.
    let rows = ["one,a", "two,b", "one,c", "two,d", "three,e", "one,f", "two,g", "three,h"];
    let records = read(&settings, &rows.map(|row| format!("{row},x,y,1990-01-01,z\n")));
    let linked = link(&settings, &records, None, &Constraints::default(), &|_| {}).unwrap();
    let scorer = Scorer { model: &linked.model, comparer: &linked.comparer, frequencies: &linked.frequencies };
    let (clusters, constraints) = (&settings.clusters, &Constraints::default());
    let labels = [0, 0, 2, 2, 2, 5, 6, 7];
    let taken = Taken { records: &records, settings: clusters, constraints, scorer, labels: &labels };
    let between = taken.between(&taken.held());
    assert_eq!(between[&(0, 1)], Between { open: 1.0, most: 1.0 });
    // The record of the third list may be of the pair on the first two, or of either record alone there.
    assert_eq!(between[&(0, 2)], Between { open: 2.0, most: 1.0 });
    assert_eq!(between[&(1, 2)], Between { open: 2.0, most: 1.0 });
}
