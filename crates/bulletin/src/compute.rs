//! From definitions and a selection to finished tables.
//!
//! The referrals that count are gathered once; each table then counts the few columns it needs over them, so a release of
//! many tables costs little more than one. Everything a caption says is computed here too, beside the figures it is about.

mod caption;
mod grid;
mod note;
mod ranked;
mod ranking;
mod stages;
mod tally;

use serde::{Serialize, Serializer};

use crate::{
    definition::{Definitions, Layout, TableDefinition},
    extract::{Selection, date_of},
    frame::{Frame, TooManyCells},
    published::Published,
    table::Table,
};

/// What keeps a table from being made.
#[derive(Debug, thiserror::Error)]
pub enum BulletinError {
    /// There is no table of that name.
    #[error("no table is called {id}; the tables are {known}")]
    UnknownTable {
        /// The name asked for.
        id: String,
        /// The names there are.
        known: String,
    },
    /// A table is too large.
    #[error("table {id} cannot be made")]
    TooLarge {
        /// The table.
        id: String,
        /// Why.
        #[source]
        source: TooManyCells,
    },
}

/// The tables of one year, as at one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Release {
    /// Identifier of the set of definitions.
    pub id: String,
    /// Title of the set.
    pub title: String,
    /// The calendar year the tables are about.
    pub year: i16,
    /// The day at the end of which the record stood so, in days since 1970-01-01; a date when written as JSON.
    #[serde(serialize_with = "as_date")]
    pub as_at: i32,
    /// The tables, in the order of their definitions.
    pub tables: Vec<Table>,
}

impl Release {
    /// The table of that identifier.
    pub fn find(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn as_date<S: Serializer>(day: &i32, serializer: S) -> Result<S::Ok, S::Error> {
    date_of(*day).serialize(serializer)
}

/// What tables are made from, besides the record: their definitions and the published past.
#[derive(Clone, Copy, Debug)]
pub struct Bulletin<'a> {
    /// The tables as data.
    pub definitions: &'a Definitions,
    /// Published figures, for years without records.
    pub published: &'a Published,
}

impl<'a> Bulletin<'a> {
    /// Makes every table of one calendar year from one selection.
    ///
    /// # Errors
    /// When a table would have too many cells.
    pub fn compute(&self, selection: Selection<'a>, year: i16) -> Result<Release, BulletinError> {
        let mut workshop = self.open(selection, year);
        let tables = self.definitions.tables.iter().map(|definition| workshop.make(definition));
        let tables = tables.collect::<Result<_, _>>()?;
        let shared = &self.definitions.bulletin;
        Ok(Release { id: shared.id.clone(), title: shared.title.clone(), year, as_at: workshop.frame.as_at(), tables })
    }

    /// Makes one table.
    ///
    /// # Errors
    /// When there is no such table, or it would have too many cells.
    pub fn compute_table(&self, id: &str, selection: Selection<'a>, year: i16) -> Result<Table, BulletinError> {
        let Some(definition) = self.definitions.find(id) else {
            let known: Vec<&str> = self.definitions.tables.iter().map(|table| table.id.as_str()).collect();
            return Err(BulletinError::UnknownTable { id: id.to_owned(), known: known.join(", ") });
        };
        self.open(selection, year).make(definition)
    }

    fn open(&self, selection: Selection<'a>, year: i16) -> Workshop<'a> {
        let first = year.saturating_add(self.definitions.first_year());
        let frame = Frame::new(selection, first..=year, &self.definitions.bulletin.not_counted);
        Workshop { frame, definitions: self.definitions, published: self.published, year }
    }
}

/// Where tables are made: the gathered referrals and what the tables share.
struct Workshop<'a> {
    frame: Frame<'a>,
    definitions: &'a Definitions,
    published: &'a Published,
    year: i16,
}

impl<'a> Workshop<'a> {
    fn make(&mut self, definition: &'a TableDefinition) -> Result<Table, BulletinError> {
        let made = match definition.layout {
            Layout::Grid => self.grid(definition),
            Layout::Ranked => self.ranked(definition),
            Layout::Stages => self.stages(definition),
        };
        made.map_err(|source| BulletinError::TooLarge { id: definition.id.clone(), source })
    }
}
