//! Rows as they come from a file, held by column until there are enough to take in on all threads.

use std::sync::Mutex;

use super::{Records, column::Column};
use crate::intern::Texts;

/// Rows that are taken in together.
pub(crate) const ROWS: usize = 1 << 16;
/// Fewer rows than this are not worth a thread.
const FEW: usize = 1 << 12;

/// Rows by column.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    sources: Vec<u16>,
    identifiers: Texts,
    columns: Vec<Texts>,
}

impl Batch {
    /// No rows of so many columns.
    pub(crate) fn new(columns: usize) -> Self {
        Self { columns: (0..columns).map(|_| Texts::default()).collect(), ..Self::default() }
    }

    /// Adds one row.
    pub(crate) fn push<'t>(&mut self, source: u16, identifier: &str, texts: impl IntoIterator<Item = &'t str>) {
        self.sources.push(source);
        self.identifiers.push(identifier);
        for (column, text) in self.columns.iter_mut().zip(texts) {
            column.push(text);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.sources.len()
    }

    fn clear(&mut self) {
        self.sources.clear();
        self.identifiers.clear();
        self.columns.iter_mut().for_each(Texts::clear);
    }
}

impl Records {
    /// Takes in the rows of a batch, each column on whichever thread is free, and empties it.
    pub(crate) fn take_in(&mut self, batch: &mut Batch) {
        let threads = if batch.len() < FEW { 1 } else { crate::threads::offered() };
        let mut cells: Vec<Vec<u32>> = vec![Vec::new(); self.columns.len()];
        let work = Mutex::new(self.columns.iter_mut().zip(&batch.columns).zip(&mut cells));
        let take = || {
            loop {
                let next = work.lock().ok().and_then(|mut work| work.next());
                let Some(((column, texts), cells)) = next else { return };
                *cells = admitted(column, texts);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(take);
            }
            take();
        });
        self.rows.reserve(batch.len() * cells.len());
        for row in 0..batch.len() {
            self.rows.extend(cells.iter().map(|cells| cells.get(row).copied().unwrap_or(0)));
            self.identifiers.push(batch.identifiers.get(row));
        }
        self.source_of.append(&mut batch.sources);
        batch.clear();
    }
}

fn admitted(column: &mut Column, texts: &Texts) -> Vec<u32> {
    (0..texts.len()).map(|row| column.push(texts.get(row))).collect()
}
