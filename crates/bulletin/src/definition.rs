//! Tables as data: what a table shows, of what, in which order, with which notes.
//!
//! A definition is a text file. A statistician changes a table there, not in code; the engine has no knowledge of any
//! one table. Every key is explained in the method documentation of tables.

mod check;
mod check_text;
mod column;
mod in_force;
mod shown;
mod table;
pub mod text;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use self::{
    column::{Base, ColumnDefinition, Show},
    table::{Counts, Dated, Layout, NoteDefinition, Order, StageDefinition, TableDefinition, Zero},
};
use crate::{extract::Column, period::Calendar};

/// A file of table definitions that cannot be used. The sentence names the table and the key.
#[derive(Debug, thiserror::Error)]
pub enum DefinitionError {
    /// Not valid TOML, or a key or value the engine does not know.
    #[error("table definitions cannot be read")]
    Text(#[from] toml::de::Error),
    /// A definition that contradicts itself.
    #[error("table definitions, {table}: {fault}")]
    Contradiction {
        /// Identifier of the table.
        table: String,
        /// What is wrong and what to write instead.
        fault: String,
    },
}

/// A set of tables that are made together, from one selection.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definitions {
    /// What all the tables share.
    pub bulletin: Shared,
    /// Order of the values of a column, in display labels, for tables that do not give their own.
    #[serde(default)]
    pub values: BTreeMap<Column, Vec<String>>,
    /// The tables, in the order in which they are written.
    pub tables: Vec<TableDefinition>,
    /// Who publishes them; without it, tables alone are written.
    pub publication: Option<text::PublicationDefinition>,
    /// The charts.
    #[serde(default)]
    pub charts: Vec<text::ChartDefinition>,
    /// The sections of the bulletin's text.
    #[serde(default)]
    pub sections: Vec<text::SectionDefinition>,
}

/// What all the tables of a bulletin share: its captions say so.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shared {
    /// Identifier of the set.
    pub id: String,
    /// Title of the set.
    pub title: String,
    /// The titles that an edition has instead, by its period.
    #[serde(default)]
    pub titles: Vec<text::DatedText>,
    /// What is counted.
    pub unit: String,
    /// The counting rule in one sentence.
    pub counting: String,
    /// The calendar that all the tables keep.
    #[serde(default)]
    pub calendar: Calendar,
    /// A percentage with a smaller base than this is shown as `[u]`.
    #[serde(default)]
    pub least_base: u64,
    /// Scheme of exploitation types.
    pub scheme: String,
    /// The era of rules under which the decisions were made.
    pub rule_era: String,
    /// The eras of rules that an edition names instead, by its period.
    #[serde(default)]
    pub rule_eras: Vec<text::DatedText>,
    /// Edition of published figures that stands in for years without records.
    pub edition: String,
    /// How an empty value prints.
    pub not_recorded: String,
    /// Counts from 1 to one below this are small.
    pub small_cell_threshold: u64,
    /// What the caption of a table with small counts says.
    pub small_cell_notice: String,
    /// Values that keep a referral out of every count.
    #[serde(default)]
    pub not_counted: BTreeMap<Column, Vec<String>>,
    /// Years of which only a part was recorded.
    #[serde(default)]
    pub part_years: Vec<PartYear>,
}

/// A year of which only some months were recorded.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartYear {
    /// The year.
    pub year: i16,
    /// The months recorded, in words.
    pub months: String,
    /// What `{part}` in a column's name becomes.
    pub suffix: String,
}
