//! From definitions and a selection to finished tables.
//!
//! The referrals that count are gathered once; each table then counts the few columns it needs over them, so a release of
//! many tables costs little more than one. Everything a caption says is computed here too, beside the figures it is about.

mod caption;
mod grid;
mod note;
mod ranked;
mod ranking;
mod series;
mod shares;
mod stages;
mod tally;

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::{
    dated,
    definition::{Counts, Dated, Definitions, Layout, TableDefinition},
    extract::{Selection, date_of, day_number},
    frame::{Frame, TooManyCells},
    period::{Calendar, Period},
    published::Published,
    table::Table,
    words::long_date,
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
    /// A table of notifications, and no notifications.
    #[error("table {id} counts notifications, and none were given; give the extract of notifications too")]
    NoNotifications {
        /// The table.
        id: String,
    },
    /// A quarter for yearly tables, or a year for quarterly ones.
    #[error("the tables of {set} are about a {wanted}, and {given} is none; write one, for example {example}")]
    WrongCalendar {
        /// The set of definitions.
        set: String,
        /// What it keeps.
        wanted: &'static str,
        /// The period given.
        given: Period,
        /// A period that would do.
        example: &'static str,
    },
    /// The record ends before the period does.
    #[error("the record stands at {as_at}, before the end of {period}; wait, or make an earlier period")]
    NotOver {
        /// The day of the record.
        as_at: String,
        /// The period asked for.
        period: Period,
    },
}

/// The records that tables are counted from, as at one day.
#[derive(Clone, Debug)]
pub struct Sources<'a> {
    /// The referrals.
    pub referrals: Selection<'a>,
    /// The notifications under the duty to notify, where there are any.
    pub notifications: Option<Selection<'a>>,
}

impl<'a> Sources<'a> {
    /// Referrals alone.
    pub fn referrals(referrals: Selection<'a>) -> Self {
        Self { referrals, notifications: None }
    }
}

/// The tables of one period, as at one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Release {
    /// Identifier of the set of definitions.
    pub id: String,
    /// Title of the set.
    pub title: String,
    /// The calendar year or quarter the tables are about.
    pub period: Period,
    /// The day at the end of which the record stood so, in days since 1970-01-01; a date when written as JSON.
    #[serde(serialize_with = "as_date")]
    pub as_at: i32,
    /// Whether every record is made up, so that whatever is made of them must say so.
    pub synthetic: bool,
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
    /// Makes every table of one period from one selection.
    ///
    /// # Errors
    /// When the period is of another calendar, a table would have too many cells, or it counts notifications and there
    /// are none.
    pub fn compute(&self, sources: Sources<'a>, period: Period) -> Result<Release, BulletinError> {
        let definitions = self.definitions.in_force(period, date_of(sources.referrals.as_at()));
        Bulletin { definitions: &definitions, published: self.published }.make(sources, period)
    }

    /// Makes every table of definitions that are in force.
    fn make(&self, sources: Sources<'a>, period: Period) -> Result<Release, BulletinError> {
        let as_at = sources.referrals.as_at();
        let synthetic = sources.referrals.extract().is_synthetic();
        let mut workshop = self.open(sources, period, &self.definitions.tables.iter().collect::<Vec<_>>())?;
        let tables = self.definitions.tables.iter().map(|definition| workshop.make(definition));
        let tables = tables.collect::<Result<_, _>>()?;
        let shared = &self.definitions.bulletin;
        Ok(Release { id: shared.id.clone(), title: shared.title.clone(), period, as_at, synthetic, tables })
    }

    /// Makes one table.
    ///
    /// # Errors
    /// When there is no such table, or as for [`Bulletin::compute`].
    pub fn compute_table(&self, id: &str, sources: Sources<'a>, period: Period) -> Result<Table, BulletinError> {
        let definitions = self.definitions.in_force(period, date_of(sources.referrals.as_at()));
        let Some(definition) = definitions.find(id) else {
            let known: Vec<&str> = definitions.tables.iter().map(|table| table.id.as_str()).collect();
            return Err(BulletinError::UnknownTable { id: id.to_owned(), known: known.join(", ") });
        };
        let bulletin = Bulletin { definitions: &definitions, published: self.published };
        bulletin.open(sources, period, &[definition])?.make(definition)
    }

    fn open(
        &self,
        sources: Sources<'a>,
        period: Period,
        tables: &[&'a TableDefinition],
    ) -> Result<Workshop<'a>, BulletinError> {
        let shared = &self.definitions.bulletin;
        let calendar = shared.calendar;
        if period.calendar() != calendar {
            let example = if calendar == Calendar::Year { "2012" } else { "2026-Q3" };
            let wanted = calendar.word();
            return Err(BulletinError::WrongCalendar { set: shared.id.clone(), wanted, given: period, example });
        }
        let ends = period.last_day().map_or(i32::MAX, day_number);
        if calendar == Calendar::Quarter && sources.referrals.as_at() < ends {
            let as_at = date_of(sources.referrals.as_at()).map(long_date).unwrap_or_default();
            return Err(BulletinError::NotOver { as_at, period });
        }
        let first = period.number().saturating_add(self.definitions.first_period());
        let mut frames = BTreeMap::new();
        for table in tables {
            let selection = match (table.counts, &sources.notifications) {
                (Counts::Referrals, _) => &sources.referrals,
                (Counts::Notifications, Some(notifications)) => notifications,
                (Counts::Notifications, None) => {
                    return Err(BulletinError::NoNotifications { id: table.id.clone() });
                }
            };
            frames.entry((table.counts, table.dated)).or_insert_with(|| {
                let periods = first..=period.number();
                let placed = dated::place(selection.clone(), table.dated, calendar, &periods);
                Frame::new(placed, periods, &shared.not_counted)
            });
        }
        let as_at = sources.referrals.as_at();
        let (definitions, published) = (self.definitions, self.published);
        Ok(Workshop { frames, definitions, published, period: period.number(), as_at })
    }
}

/// Where tables are made: the gathered referrals and what the tables share.
struct Workshop<'a> {
    frames: BTreeMap<(Counts, Dated), Frame<'a>>,
    definitions: &'a Definitions,
    published: &'a Published,
    period: i16,
    as_at: i32,
}

impl<'a> Workshop<'a> {
    fn make(&mut self, definition: &'a TableDefinition) -> Result<Table, BulletinError> {
        let made = match definition.layout {
            Layout::Grid => self.grid(definition),
            Layout::Ranked => self.ranked(definition),
            Layout::Stages => self.stages(definition),
            Layout::Series => self.series(definition),
        };
        made.map_err(|source| BulletinError::TooLarge { id: definition.id.clone(), source })
    }

    fn frame(&self, definition: &TableDefinition) -> Option<&Frame<'a>> {
        self.frames.get(&(definition.counts, definition.dated))
    }

    /// The name of a period in a cell or a caption.
    fn name(&self, period: i16) -> String {
        self.definitions.bulletin.calendar.period(period).to_string()
    }

    /// The name of a period as part of a column's name.
    fn name_part(&self, period: i16) -> String {
        self.definitions.bulletin.calendar.period(period).in_a_name()
    }

    /// The name of a period in a sentence.
    fn words(&self, period: i16) -> String {
        self.definitions.bulletin.calendar.period(period).in_words()
    }

    /// What a table counts, one of it.
    fn unit(&self, definition: &'a TableDefinition) -> &'a str {
        definition.unit.as_deref().unwrap_or(&self.definitions.bulletin.unit)
    }
}
