//! Any order of arrival gives the partition of the batch.

use std::collections::{BTreeMap, BTreeSet};

use manumit_linkage::{judgement::RecordKey, random::Random, store::Store};

fn orders(set: &str, with: &str, take: usize, rounds: u64) {
    let (settings, records, linked, _) = super::linked(set, with);
    let mut batch: BTreeMap<u32, BTreeSet<RecordKey>> = BTreeMap::new();
    for (record, label) in linked.labels.iter().enumerate() {
        batch.entry(*label).or_default().insert(RecordKey::of(&records, record as u32));
    }
    let batch: BTreeSet<BTreeSet<RecordKey>> = batch.into_values().collect();
    for seed in 0..rounds {
        let mut random = Random::new(seed);
        let mut order: Vec<(u64, u32)> = (0..take as u32).map(|record| (random.bits(), record)).collect();
        order.sort_unstable();
        let mut store = Store::new(&settings, &linked, &records).unwrap();
        for (_, record) in order {
            let texts: Vec<&str> = (0..settings.fields.len()).map(|column| records.original(record, column)).collect();
            store.add(records.source_name(record), records.identifier(record), &texts).unwrap();
        }
        assert!(store.partition() == batch, "{set}: order {seed} gives another partition");
    }
}

#[test]
fn fake_1000_in_twenty_orders() {
    orders("fake_1000", "fake", 1_000, 20);
}

#[test]
fn febrl3_in_twenty_orders() {
    orders("febrl3", "febrl_low", 5_000, 20);
}
