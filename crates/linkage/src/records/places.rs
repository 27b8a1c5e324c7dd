//! Where a record is, by its list and its own identifier.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::Records;

/// Records by list and identifier, the names themselves kept once, by the records.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Places {
    /// The places of all records.
    pub(crate) fn of(records: &Records) -> Self {
        let mut places = Self::default();
        for record in 0..records.len() as u32 {
            places.add(records, record);
        }
        places
    }

    /// The record of a list that has an identifier.
    pub(crate) fn find(&self, records: &Records, list: &str, identifier: &str) -> Option<u32> {
        let named = |record: &u32| records.source_name(*record) == list && records.identifier(*record) == identifier;
        self.table.find(self.hasher.hash_one((list, identifier)), named).copied()
    }

    /// Takes in one more record.
    pub(crate) fn add(&mut self, records: &Records, record: u32) {
        let hash = |record: &u32| self.hasher.hash_one((records.source_name(*record), records.identifier(*record)));
        let own = hash(&record);
        self.table.insert_unique(own, record, hash);
    }
}
