//! One blocking rule: its keys, and how blocks that are too large are made finer.

use hashbrown::HashSet;
use serde::{Deserialize, Serialize};

use super::key::{self, Key};
use crate::{random::mix, records::Records};

/// One rule, and what was done to keep it within bounds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// The rule as it is written in settings.
    pub name: String,
    pub(super) keys: Vec<Key>,
    pub(super) finer: Vec<Key>,
    /// Blocks that were made finer by the next key.
    #[serde(with = "sorted")]
    pub(super) refined: HashSet<u64>,
    /// Blocks that stayed too large and are not compared under this rule.
    #[serde(with = "sorted")]
    pub(super) left_out: HashSet<u64>,
}

impl Rule {
    pub(super) fn new(records: &Records, keys: Vec<Key>) -> Self {
        let name: Vec<String> = keys.iter().map(|key| key.text(&records.columns)).collect();
        let finer = key::refinements(&records.columns, &keys);
        Self { name: name.join(" + "), keys, finer, refined: HashSet::new(), left_out: HashSet::new() }
    }

    /// The blocks of a row of cells, each once.
    pub(crate) fn blocks(&self, records: &Records, row: &[u32], found: &mut Vec<u64>, room: &mut Vec<u64>) {
        found.clear();
        found.push(START);
        for key in &self.keys {
            extend(key, records, row, found, room);
        }
        if self.keys.is_empty() {
            found.clear();
        }
        for block in found.iter_mut() {
            for key in &self.finer {
                if !self.refined.contains(block) {
                    break;
                }
                *block = finer(key, records, row, *block, room);
            }
        }
        found.retain(|block| *block != 0 && !self.left_out.contains(block));
        if found.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
    }
}

/// The block of a block and one more key.
pub(super) fn joined(block: u64, key: u64) -> u64 {
    mix(block ^ key).wrapping_add(1)
}

/// The block before any key.
pub(super) const START: u64 = 0x5eed;

/// Multiplies the blocks found by the keys of one more part; none left when the part is missing.
fn extend(key: &Key, records: &Records, row: &[u32], found: &mut Vec<u64>, room: &mut Vec<u64>) {
    room.clear();
    key.of_row(&records.columns, row, room);
    if let ([block], [key]) = (found.as_mut_slice(), room.as_slice()) {
        *block = joined(*block, *key);
        return;
    }
    let before = std::mem::take(found);
    for block in before {
        found.extend(room.iter().take(64).map(|key| joined(block, *key)));
    }
}

/// The finer block of a record, or 0 when the finer key is missing.
fn finer(key: &Key, records: &Records, row: &[u32], block: u64, room: &mut Vec<u64>) -> u64 {
    room.clear();
    key.of_row(&records.columns, row, room);
    room.first().map_or(0, |key| finer_block(block, *key))
}

/// The block that a finer key makes of a block.
pub(super) fn finer_block(block: u64, key: u64) -> u64 {
    mix(block ^ key.rotate_left(17)).wrapping_add(2)
}

/// Sets of blocks are written in order, so that the same model is the same file.
mod sorted {
    use hashbrown::HashSet;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(blocks: &HashSet<u64>, to: S) -> Result<S::Ok, S::Error> {
        let mut sorted: Vec<u64> = blocks.iter().copied().collect();
        sorted.sort_unstable();
        sorted.serialize(to)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<HashSet<u64>, D::Error> {
        Ok(Vec::<u64>::deserialize(from)?.into_iter().collect())
    }
}
