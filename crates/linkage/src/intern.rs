//! Each distinct text once, known by a number; and texts one after another.
#![expect(clippy::indexing_slicing, reason = "numbers are given out by the same table")]

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// Texts one after another in one piece of memory.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    letters: String,
    ends: Vec<u64>,
}

impl Texts {
    /// Adds a text at the end.
    pub fn push(&mut self, text: &str) {
        self.letters.push_str(text);
        self.ends.push(self.letters.len() as u64);
    }

    /// Forgets all texts.
    pub fn clear(&mut self) {
        self.letters.clear();
        self.ends.clear();
    }

    /// The text at a place; empty beyond the end.
    #[must_use]
    pub fn get(&self, place: usize) -> &str {
        let Some(end) = self.ends.get(place) else { return "" };
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        self.letters.get(start as usize..*end as usize).unwrap_or_default()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// Distinct texts, numbered from 0 in the order they came. Number 0 is always the empty text.
#[derive(Clone, Debug)]
pub struct Interner {
    texts: Texts,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Default for Interner {
    fn default() -> Self {
        let mut interner =
            Self { texts: Texts::default(), table: HashTable::new(), hasher: DefaultHashBuilder::default() };
        interner.intern("");
        interner
    }
}

impl Interner {
    /// The number of a text, a new one if it was not seen yet.
    pub fn intern(&mut self, text: &str) -> u32 {
        let hash = self.hasher.hash_one(text);
        let texts = &self.texts;
        if let Some(found) = self.table.find(hash, |number| texts.get(*number as usize) == text) {
            return *found;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(text);
        let (texts, hasher) = (&self.texts, &self.hasher);
        self.table.insert_unique(hash, number, |number| hasher.hash_one(texts.get(*number as usize)));
        number
    }

    /// The number of a text that was seen.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        self.table.find(hash, |number| self.texts.get(*number as usize) == text).copied()
    }

    /// The text of a number.
    #[must_use]
    pub fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize)
    }

    /// How many distinct texts, the empty one among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }
}
