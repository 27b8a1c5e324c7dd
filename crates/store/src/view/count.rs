//! How many a list holds, counted no further than people read.

use std::fmt;

use crate::{error::StoreError, value::Row};

/// How many records or duties a list holds, counted up to [`Count::MOST`].
///
/// A nation's authority can owe a million duties. Its first page must not wait until all of them are counted, and
/// nobody leafs through more than a thousand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    counted: u64,
}

impl Count {
    /// How far is counted.
    pub const MOST: u64 = 1_000;

    /// The number, or [`Count::MOST`] if there are more.
    pub fn number(self) -> u64 {
        self.counted.min(Self::MOST)
    }

    /// Whether there are more than [`Count::number`].
    pub fn is_more(self) -> bool {
        self.counted > Self::MOST
    }

    /// A query that counts the rows of another one, which is given a limit.
    pub(super) fn query(rows: &str) -> String {
        format!("select count(*) as counted from ({rows} limit {}) counted_rows", Self::MOST + 1)
    }

    pub(super) fn read(rows: &[Row]) -> Result<Self, StoreError> {
        let counted = rows.first().map_or(Ok(0), |row| row.count("counted"))?;
        Ok(Self { counted })
    }
}

impl fmt::Display for Count {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_more() { write!(out, "more than 1,000") } else { write!(out, "{}", self.counted) }
    }
}
