//! Records as columns: every distinct value once, its original text kept beside the form that is compared.
#![expect(clippy::indexing_slicing, reason = "cells hold numbers given out by their own column")]

mod batch;
mod column;
mod form;
mod places;

use hashbrown::HashSet;

pub(crate) use self::{
    batch::{Batch, ROWS},
    column::Forms,
    places::Places,
};
pub use column::Column;

use crate::{
    error::LinkageError,
    intern::Texts,
    settings::{Kind, Settings, Task},
};

/// Records of one or several lists.
#[derive(Clone, Debug)]
pub struct Records {
    /// The columns compared.
    pub(crate) columns: Vec<Column>,
    identifiers: Texts,
    sources: Vec<String>,
    source_of: Vec<u16>,
    task: Task,
    /// Cells by record, then column.
    rows: Vec<u32>,
}

impl Records {
    /// No records yet, with the columns that settings name.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self {
            columns: settings.fields.iter().map(Column::new).collect(),
            identifiers: Texts::default(),
            sources: Vec::new(),
            source_of: Vec::new(),
            task: settings.task,
            rows: Vec::new(),
        }
    }

    /// The number of a list, a new one if it was not named yet.
    pub fn source(&mut self, name: &str) -> u16 {
        let place = self.sources.iter().position(|source| source == name).unwrap_or_else(|| {
            self.sources.push(name.to_owned());
            self.sources.len() - 1
        });
        u16::try_from(place).unwrap_or(u16::MAX)
    }

    /// The text of a record in a column, as it was read.
    #[must_use]
    pub fn original(&self, record: u32, column: usize) -> &str {
        self.columns.get(column).map_or("", |column| column.original(record))
    }

    /// Adds a record: its list, its identifier, and one text for each column.
    pub fn push<'t>(&mut self, source: u16, identifier: &str, texts: impl IntoIterator<Item = &'t str>) -> u32 {
        let number = self.identifiers.len();
        self.identifiers.push(identifier);
        self.source_of.push(source);
        for (column, text) in self.columns.iter_mut().zip(texts) {
            self.rows.push(column.push(text));
        }
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// Finds, for each given name, the surname with the same letters, so that swapped names are seen.
    pub(crate) fn pair_names(&mut self) {
        let find = |kind: Kind| self.columns.iter().position(|column| column.kind == kind);
        let (Some(given), Some(surname)) = (find(Kind::GivenName), find(Kind::Surname)) else { return };
        let twin = |value: u32| {
            let text = self.columns[given].value(value);
            let twin = if text.len() > 1 { self.columns[surname].values.find(text) } else { None };
            twin.unwrap_or(u32::MAX)
        };
        let twins = (0..self.columns[given].values.len() as u32).map(twin).collect();
        self.columns[given].twins = twins;
    }

    /// The texts of every column in the order they were first read: what [`Records::knowing`] needs.
    pub(crate) fn vocabulary(&self) -> Vec<Vec<String>> {
        self.columns.iter().map(Column::vocabulary).collect()
    }

    /// No records, with the lists named and every text known in the order given.
    pub(crate) fn knowing(settings: &Settings, lists: &[String], vocabulary: &[Vec<String>]) -> Self {
        let mut records = Self::new(settings);
        for list in lists {
            records.source(list);
        }
        for (column, texts) in records.columns.iter_mut().zip(vocabulary) {
            column.learn(texts);
        }
        records.pair_names();
        records
    }

    /// The same columns, with every value known, and no records.
    pub(crate) fn without_rows(&self) -> Self {
        let mut empty = self.clone();
        empty.identifiers = Texts::default();
        empty.source_of.clear();
        empty.rows.clear();
        for column in &mut empty.columns {
            column.forget_records();
        }
        empty
    }

    /// Keeps twins of names complete after one more record.
    pub(crate) fn pair_new_names(&mut self, record: u32) {
        let find = |kind: Kind| self.columns.iter().position(|column| column.kind == kind);
        let (Some(given), Some(surname)) = (find(Kind::GivenName), find(Kind::Surname)) else { return };
        let known = self.columns[given].twins.len();
        for value in known..self.columns[given].values.len() {
            let text = self.columns[given].value(value as u32).to_owned();
            let twin = if text.len() > 1 { self.columns[surname].values.find(&text) } else { None };
            self.columns[given].twins.push(twin.unwrap_or(u32::MAX));
        }
        let text = self.columns[surname].value(self.row(record)[surname]).to_owned();
        if let (Some(value), cell) = (self.columns[given].values.find(&text), self.row(record)[surname])
            && text.len() > 1
        {
            self.columns[given].twins[value as usize] = cell;
        }
    }

    /// How many records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.identifiers.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.identifiers.is_empty()
    }

    /// A record's own identifier.
    #[must_use]
    pub fn identifier(&self, record: u32) -> &str {
        self.identifiers.get(record as usize)
    }

    /// The name of the list that a record is from.
    #[must_use]
    pub fn source_name(&self, record: u32) -> &str {
        self.sources.get(usize::from(self.source_of[record as usize])).map_or("", String::as_str)
    }

    /// The number of the list that a record is from.
    #[must_use]
    pub fn source_of(&self, record: u32) -> u16 {
        self.source_of[record as usize]
    }

    /// The lists.
    #[must_use]
    pub fn sources(&self) -> &[String] {
        &self.sources
    }

    /// Which pairs are in question.
    #[must_use]
    pub fn task(&self) -> Task {
        self.task
    }

    pub(crate) fn row(&self, record: u32) -> &[u32] {
        let width = self.columns.len();
        &self.rows[record as usize * width..][..width]
    }

    /// How many pairs are in question.
    #[must_use]
    pub fn pairs(&self) -> u64 {
        let of = |records: u64| records * records.saturating_sub(1) / 2;
        let all = of(self.len() as u64);
        match self.task {
            Task::Deduplicate => all,
            Task::Link => {
                let mut sizes = vec![0_u64; self.sources.len()];
                for source in &self.source_of {
                    sizes[usize::from(*source)] += 1;
                }
                all - sizes.into_iter().map(of).sum::<u64>()
            }
        }
    }

    /// Whether a pair is in question.
    #[must_use]
    pub fn in_question(&self, a: u32, b: u32) -> bool {
        a != b && (self.task == Task::Deduplicate || self.source_of(a) != self.source_of(b))
    }

    /// Says what in these records cannot be linked, and what looks wrong but may be meant.
    ///
    /// # Errors
    ///
    /// No records, one list where two are to be linked, or an identifier twice in a list.
    pub fn check(&self) -> Result<Vec<String>, LinkageError> {
        if self.len() < 2 {
            return Err(LinkageError::Records(format!("There are {} records; linking needs two or more.", self.len())));
        }
        if self.task == Task::Link && self.sources.len() < 2 {
            let sentence = "All records are from one list, and `task = \"link\"` compares between lists only. Give two \
                            files, name the column `source`, or write `task = \"deduplicate\"`.";
            return Err(LinkageError::Records(sentence.to_owned()));
        }
        let mut seen = HashSet::with_capacity(self.len());
        for record in 0..self.len() {
            if !seen.insert((self.source_of[record], self.identifiers.get(record))) {
                let (identifier, list) = (self.identifiers.get(record), self.source_name(record as u32));
                return Err(LinkageError::Records(format!(
                    "The identifier {identifier} is there twice in {list}. Give each record its own."
                )));
            }
        }
        let mut warnings = Vec::new();
        for column in &self.columns {
            let unread = column.original_cells.iter().filter(|cell| **cell != 0).count() as u32 - column.present;
            if column.present == 0 {
                warnings.push(format!("{}: every value is missing; the column tells nothing.", column.title));
            } else if unread > 0 {
                warnings.push(format!("{}: {unread} values could not be read and count as missing.", column.title));
            }
            if column.present > 1 && column.cells() == 2 {
                warnings.push(format!("{}: all records have one value; the column tells nothing.", column.title));
            }
        }
        Ok(warnings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings::parse(
            "identifier = \"id\"\n[[field]]\nkind = \"full_name\"\ncolumn = \"names\"\nseparator = \"|\"\n\
             [[field]]\nkind = \"date\"\ncolumn = \"dob\"\n",
        )
        .unwrap()
    }

    #[test]
    fn original_text_is_kept_and_values_are_shared() {
        let mut records = Records::new(&settings());
        let list = records.source("a");
        records.push(list, "1", ["José PÉREZ|Pepe", "1970"]);
        records.push(list, "2", ["Pepe|jose perez", "no idea"]);
        assert_eq!(records.columns[0].original(0), "José PÉREZ|Pepe");
        assert_eq!(records.row(0)[0], records.row(1)[0]);
        let warnings = records.check().unwrap();
        assert_eq!(warnings[1], "dob: 1 values could not be read and count as missing.");
    }

    #[test]
    fn an_identifier_twice_is_refused() {
        let mut records = Records::new(&settings());
        let list = records.source("a");
        records.push(list, "1", ["x", "1970"]);
        records.push(list, "1", ["y", "1970"]);
        assert!(records.check().unwrap_err().to_string().contains("twice in a"));
    }
}
