//! One column: every distinct value once, its original text kept beside the form that is compared.
#![expect(clippy::indexing_slicing, reason = "cells hold numbers given out by their own column")]

use super::form::form;
use crate::{
    date::DateValue,
    intern::Interner,
    name::{Name, Words},
    name_pair::Between,
    nickname,
    settings::{Field, Kind},
    similarity::Short,
};

/// One column, read and prepared.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name in reports.
    pub title: String,
    /// What it holds.
    pub kind: Kind,
    pub(super) original: Interner,
    pub(super) original_cells: Vec<u32>,
    /// Compared form of each original text; 0 is missing.
    cell_of_original: Vec<u32>,
    /// Members of each cell's set of values; a cell is its own only member when nothing is multiple.
    sets: Option<Vec<Box<[u32]>>>,
    pub(super) values: Interner,
    pub(crate) forms: Forms,
    /// In how many records each value is.
    pub(crate) seen: Vec<u32>,
    pub(crate) present: u32,
    separator: Option<String>,
    first_only: bool,
    table: Interner,
    /// For names: the script in which each value was first written.
    pub(crate) scripts: Vec<Between>,
    /// For names: whether there are values in more than one script.
    pub(crate) several_scripts: bool,
    /// For given names: the surname with the same letters, or one that does not exist.
    pub(crate) twins: Vec<u32>,
}

/// The values of a column, ready to compare.
#[derive(Clone, Debug)]
pub(crate) enum Forms {
    Text(Vec<Short>),
    Given(Vec<Short>, Vec<nickname::Family>),
    Email(Vec<Short>, Vec<(u32, Short)>),
    Date(Vec<DateValue>),
    Names(Words, Vec<Name>),
}

impl Column {
    pub(super) fn new(field: &Field) -> Self {
        let forms = match field.kind {
            Kind::Date => Forms::Date(vec![DateValue::NONE]),
            Kind::FullName => {
                let mut words = Words::default();
                let none = words.name("");
                Forms::Names(words, vec![none])
            }
            Kind::GivenName => Forms::Given(vec![Short::default()], vec![nickname::Family::default()]),
            Kind::Email => Forms::Email(vec![Short::default()], vec![(0, Short::default())]),
            _ => Forms::Text(vec![Short::default()]),
        };
        let multiple = (field.separator.is_some() && !field.first_only)
            || matches!(field.kind, Kind::Nationality | Kind::Documents);
        Self {
            title: field.title().to_owned(),
            kind: field.kind,
            original: Interner::default(),
            original_cells: Vec::new(),
            cell_of_original: vec![0],
            sets: multiple.then(|| vec![Box::default()]),
            values: Interner::default(),
            forms,
            seen: vec![0],
            present: 0,
            separator: field.separator.clone(),
            first_only: field.first_only,
            table: Interner::default(),
            scripts: vec![Between::Same],
            several_scripts: false,
            twins: vec![u32::MAX],
        }
    }

    /// The text as it was read.
    #[must_use]
    pub fn original(&self, record: u32) -> &str {
        self.original.text(self.original_cells[record as usize])
    }

    /// Every text in the order it was first read.
    pub(super) fn vocabulary(&self) -> Vec<String> {
        (0..self.original.len() as u32).map(|number| self.original.text(number).to_owned()).collect()
    }

    /// Takes in texts that no record has yet.
    pub(super) fn learn(&mut self, texts: &[String]) {
        for text in texts {
            self.admit(text);
        }
    }

    /// Keeps what texts are known, and that no record has them.
    pub(super) fn forget_records(&mut self) {
        self.original_cells.clear();
        self.seen.fill(0);
        self.present = 0;
    }

    /// The values that a cell stands for.
    pub(crate) fn members(&self, cell: u32) -> &[u32] {
        match &self.sets {
            Some(sets) => &sets[cell as usize],
            None => &[],
        }
    }

    pub(crate) fn is_name(&self) -> bool {
        matches!(self.kind, Kind::GivenName | Kind::Surname | Kind::FullName)
    }

    pub(crate) fn is_multiple(&self) -> bool {
        self.sets.is_some()
    }

    /// The compared form of a value.
    pub(crate) fn value(&self, value: u32) -> &str {
        self.values.text(value)
    }

    pub(crate) fn cells(&self) -> usize {
        self.sets.as_ref().map_or(self.values.len(), Vec::len)
    }

    /// Takes in an original text and answers with its number and its cell; does nothing to the records.
    fn admit(&mut self, text: &str) -> (u32, u32) {
        let original = self.original.intern(text);
        if let Some(cell) = self.cell_of_original.get(original as usize) {
            return (original, *cell);
        }
        let mut values: Vec<u32> =
            self.texts(text).iter().filter_map(|(script, folded)| self.admit_value(*script, folded)).collect();
        values.sort_unstable();
        values.dedup();
        let cell = if self.sets.is_none() { values.first().copied().unwrap_or(0) } else { self.admit_set(values) };
        self.cell_of_original.push(cell);
        (original, cell)
    }

    fn admit_set(&mut self, values: Vec<u32>) -> u32 {
        if values.is_empty() {
            return 0;
        }
        let key: Vec<String> = values.iter().map(u32::to_string).collect();
        let cell = self.table.intern(&key.join(","));
        if let Some(sets) = &mut self.sets
            && cell as usize == sets.len()
        {
            sets.push(values.into_boxed_slice());
        }
        cell
    }

    /// The values written in a cell, in the form that is compared.
    fn texts(&self, text: &str) -> Vec<(Between, String)> {
        let parts: Vec<&str> = match &self.separator {
            Some(separator) if self.first_only => text.split(separator.as_str()).take(1).collect(),
            Some(separator) => text.split(separator.as_str()).collect(),
            None => vec![text],
        };
        let script = |part: &str| if self.is_name() { Between::script(part) } else { Between::Same };
        let formed = |part: &str| form(self.kind, part).into_iter().map(|folded| (script(part), folded)).collect();
        let formed: Vec<Vec<(Between, String)>> = parts.into_iter().map(formed).collect();
        formed.into_iter().flatten().filter(|(_, folded)| !folded.is_empty()).collect()
    }

    fn admit_value(&mut self, script: Between, folded: &str) -> Option<u32> {
        let known = self.values.len();
        let value = self.values.intern(folded);
        if (value as usize) < known {
            return Some(value);
        }
        if self.is_name() {
            self.several_scripts |= self.scripts.get(1).is_some_and(|first| *first != script);
            self.scripts.push(script);
        }
        match &mut self.forms {
            Forms::Text(shorts) => shorts.push(Short::new(folded)),
            Forms::Given(shorts, families) => {
                shorts.push(Short::new(folded));
                families.push(nickname::family(folded));
            }
            Forms::Email(shorts, locals) => {
                shorts.push(Short::new(folded));
                let local = folded.split('@').next().unwrap_or_default();
                locals.push((crate::random::hash(local.as_bytes()) as u32, Short::new(local)));
            }
            Forms::Date(dates) => dates.push(DateValue::parse(folded).unwrap_or(DateValue::NONE)),
            Forms::Names(words, names) => names.push(words.name(folded)),
        }
        self.seen.push(0);
        Some(value)
    }

    pub(super) fn push(&mut self, text: &str) -> u32 {
        let (original, cell) = self.admit(text);
        self.original_cells.push(original);
        self.count(cell, 1);
        cell
    }

    fn count(&mut self, cell: u32, by: u32) {
        if cell != 0 {
            self.present += by;
        }
        match &self.sets {
            Some(sets) => {
                for value in &sets[cell as usize] {
                    self.seen[*value as usize] += by;
                }
            }
            None => self.seen[cell as usize] += by,
        }
    }
}
