//! Making all views again from the journal, and proving that this changes nothing.

use std::{borrow::Cow, collections::BTreeMap};

use jiff::Timestamp;

use super::{all::VIEWS, project};
use crate::{
    encoding::{Digest, Encoding},
    error::StoreError,
    instant,
    journal::{ALL_STREAMS, recorded},
    store::Store,
    value::{Row, Statement, Value},
};

/// How many statements one transaction of a rebuild holds, about.
const TRANSACTION: usize = 2_000;

/// How far a rebuild has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Events folded so far.
    pub events: u64,
}

/// A table of a view that came out otherwise when it was made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The table.
    pub table: &'static str,
    /// How many rows it had.
    pub live_rows: u64,
    /// How many it has when made again.
    pub rebuilt_rows: u64,
}

/// What a table holds, whatever the order of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Content {
    rows: u64,
    sum: [u64; 4],
}

impl Store {
    /// Empties every view and folds it again from the journal, in bounded transactions. Nothing can be recorded
    /// meanwhile; if it is interrupted, run it again.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or an event does not read. The views are then incomplete, and
    /// the store refuses to record until a rebuild succeeds.
    pub async fn rebuild(&self, mut progress: impl FnMut(Progress) + Send) -> Result<Progress, StoreError> {
        self.engine().begin_rebuild(instant::written(Timestamp::now())).await?;
        let empty = |table: &&str| Statement::new(Cow::Owned(format!("delete from {table}")), Vec::new());
        self.engine().apply(VIEWS.iter().flat_map(|view| view.tables).map(empty).collect()).await?;
        let mut done = Progress::default();
        let mut statements = Vec::new();
        let mut snapshot = self.engine().snapshot().await?;
        let mut pages = snapshot.pages(ALL_STREAMS, Vec::new()).await?;
        while let Some(page) = pages.next().await? {
            for row in &page {
                statements.extend(project([&recorded(row)?], self.projector())?);
                done.events += 1;
            }
            if statements.len() >= TRANSACTION {
                self.engine().apply(std::mem::take(&mut statements)).await?;
            }
            progress(done);
        }
        statements.push(Statement::new("delete from rebuild", Vec::new()));
        self.engine().apply(statements).await?;
        Ok(done)
    }

    /// Makes every view again and names the tables that came out otherwise; none do unless a view was tampered with
    /// or is not a pure fold. Afterwards the views are as the journal has them.
    ///
    /// # Errors
    /// As [`Store::rebuild`].
    pub async fn compare_views(&self) -> Result<Vec<Difference>, StoreError> {
        // From here on nothing is recorded, so that a commit between the two counts is not taken for a difference.
        self.engine().begin_rebuild(instant::written(Timestamp::now())).await?;
        let live = self.view_contents().await?;
        self.rebuild(|_| ()).await?;
        let rebuilt = self.view_contents().await?;
        Ok(live
            .into_iter()
            .filter_map(|(table, live)| {
                let rebuilt = rebuilt.get(table)?;
                let (live_rows, rebuilt_rows) = (live.rows, rebuilt.rows);
                (live != *rebuilt).then_some(Difference { table, live_rows, rebuilt_rows })
            })
            .collect())
    }

    async fn view_contents(&self) -> Result<BTreeMap<&'static str, Content>, StoreError> {
        let mut contents = BTreeMap::new();
        let mut snapshot = self.engine().snapshot().await?;
        for table in VIEWS.iter().flat_map(|view| view.tables) {
            let mut content = Content { rows: 0, sum: [0; 4] };
            let mut pages = snapshot.pages(format!("select * from {table}"), Vec::new()).await?;
            while let Some(page) = pages.next().await? {
                page.iter().for_each(|row| content.add(row));
            }
            contents.insert(*table, content);
        }
        Ok(contents)
    }
}

impl Content {
    fn add(&mut self, row: &Row) {
        let encoding = row.values().iter().fold(Encoding::new("manumit.row.v1"), |encoding, value| match value {
            Value::Null => encoding.maybe_text(None),
            Value::Integer(number) => encoding.integer(*number),
            Value::Text(text) => encoding.text(text),
            Value::Blob(bytes) => encoding.blob(bytes),
        });
        let digest: Digest = encoding.sha256();
        let (words, _) = digest.as_chunks::<8>();
        for (sum, word) in self.sum.iter_mut().zip(words) {
            *sum = sum.wrapping_add(u64::from_le_bytes(*word));
        }
        self.rows += 1;
    }
}
