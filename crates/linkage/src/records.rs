//! Records as columns: every distinct value once, its original text kept beside the form that is compared.
#![expect(clippy::indexing_slicing, reason = "cells hold numbers given out by their own column")]

use hashbrown::{HashMap, HashSet};

use crate::{
    date::DateValue,
    error::LinkageError,
    fold::{fold, fold_code, fold_phone},
    intern::{Interner, Texts},
    name::{Name, Words},
    nationality::countries,
    nickname,
    settings::{Kind, Settings, Task},
    similarity::Short,
};

/// One column, read and prepared.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name in reports.
    pub title: String,
    /// What it holds.
    pub kind: Kind,
    original: Interner,
    original_cells: Vec<u32>,
    /// Compared form of each original text; 0 is missing.
    cell_of_original: Vec<u32>,
    /// Members of each cell's set of values; a cell is its own only member when nothing is multiple.
    sets: Option<Vec<Box<[u32]>>>,
    values: Interner,
    pub(crate) forms: Forms,
    /// In how many records each value is.
    pub(crate) seen: Vec<u32>,
    pub(crate) present: u32,
    separator: Option<String>,
    first_only: bool,
    table: Interner,
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

impl Column {
    fn new(field: &crate::settings::Field) -> Self {
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
            twins: vec![u32::MAX],
        }
    }

    /// The text as it was read.
    #[must_use]
    pub fn original(&self, record: u32) -> &str {
        self.original.text(self.original_cells[record as usize])
    }

    /// The values that a cell stands for.
    pub(crate) fn members(&self, cell: u32) -> &[u32] {
        match &self.sets {
            Some(sets) => &sets[cell as usize],
            None => &[],
        }
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
        let mut values: Vec<u32> = self.texts(text).iter().filter_map(|folded| self.admit_value(folded)).collect();
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
    fn texts(&self, text: &str) -> Vec<String> {
        let parts: Vec<&str> = match &self.separator {
            Some(separator) if self.first_only => text.split(separator.as_str()).take(1).collect(),
            Some(separator) => text.split(separator.as_str()).collect(),
            None => vec![text],
        };
        parts.into_iter().flat_map(|part| form(self.kind, part)).filter(|folded| !folded.is_empty()).collect()
    }

    fn admit_value(&mut self, folded: &str) -> Option<u32> {
        let known = self.values.len();
        let value = self.values.intern(folded);
        if (value as usize) < known {
            return Some(value);
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

    fn push(&mut self, text: &str) -> u32 {
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

/// The forms of one text that are compared: usually one, none when nothing is there.
fn form(kind: Kind, text: &str) -> Vec<String> {
    let text = text.trim();
    if text.is_empty() || is_blank(text) {
        return Vec::new();
    }
    match kind {
        Kind::Date => DateValue::parse(text)
            .map(|date| if date.is_full() { date.to_string() } else { text.to_lowercase() })
            .into_iter()
            .collect(),
        Kind::Postcode | Kind::Identifier | Kind::Plate | Kind::Reference => vec![fold_code(text)],
        Kind::Phone => vec![fold_phone(text)],
        Kind::Email => vec![text.to_lowercase()],
        Kind::Nationality => countries(&fold(text)),
        Kind::Documents => documents(text),
        _ => vec![fold(text)],
    }
}

/// Words that are written where nothing is known.
fn is_blank(text: &str) -> bool {
    ["null", "none", "nan", "n/a", "na", "unknown", "not known", "-", "."]
        .iter()
        .any(|blank| text.eq_ignore_ascii_case(blank))
}

/// Words of free text that look like the number of a document: five signs or more, four digits or more, not a date.
fn documents(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut before = String::new();
    for word in text.split(|sign: char| !(sign.is_alphanumeric() || sign == '-' || sign == '/')) {
        let code = fold_code(word);
        let digits = code.bytes().filter(u8::is_ascii_digit).count();
        if digits >= 5 || (digits >= 4 && code.len() > digits) {
            found.push(code.clone());
            if !before.is_empty() {
                found.push(format!("{before}{code}"));
            }
        }
        let is_prefix = !code.is_empty() && code.len() <= 3 && word.chars().all(char::is_uppercase);
        before = if is_prefix { code } else { String::new() };
    }
    found.sort();
    found.dedup();
    found
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

    /// The same columns, with every value known, and no records.
    pub(crate) fn without_rows(&self) -> Self {
        let mut empty = self.clone();
        empty.identifiers = Texts::default();
        empty.source_of.clear();
        empty.rows.clear();
        for column in &mut empty.columns {
            column.original_cells.clear();
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

    /// Records by list and identifier.
    #[must_use]
    pub fn by_identifier(&self) -> HashMap<(&str, &str), u32> {
        (0..self.len() as u32).map(|record| ((self.source_name(record), self.identifier(record)), record)).collect()
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
    fn documents_are_found_in_free_text() {
        assert_eq!(documents("Z050399 (Tunisian passport, issued on 9.12.2003)"), ["z050399"]);
        assert!(documents("TR-P 614 166, K 89989512").contains(&"k89989512".to_owned()));
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
