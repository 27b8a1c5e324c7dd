//! Ad hoc counts of case-level records, each with the noise of its cell key. True counts and keys never come out.
//!
//! A [`Cell`] is filled record by record, from wherever the records are; [`count`] fills cells from a file.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};

use crate::{
    cell_key::{NoiseTable, cell_key, record_key},
    refusal::Refusal,
    synthesis::noise::Secret,
};

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The column that identifies a record, the same in every extract.
    pub identifier: String,
    /// The columns by which records are counted; all of them together if none is named.
    pub by: Vec<String>,
    /// Only records with these values.
    pub only: Vec<(String, String)>,
}

/// An answer: the categories, and the count as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Answer {
    /// One value for each column asked for.
    pub values: Vec<String>,
    /// The perturbed count.
    pub count: u64,
}

/// One cell while it is counted: how many records, and the sum of their keys.
///
/// Neither shows in debug output. A cell that is the whole of others is joined from them, so that its key is the sum of
/// the same records' keys, whichever way they came together.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Cell {
    records: u64,
    key: u32,
}

impl Cell {
    /// Adds a record.
    pub fn add(&mut self, record_key: u32) {
        self.records += 1;
        self.key = cell_key([self.key, record_key]);
    }

    /// Adds the records of another cell that has none of this one's.
    pub fn join(&mut self, other: &Self) {
        self.records += other.records;
        self.key = cell_key([self.key, other.key]);
    }

    /// The count as it may be shown to those who must not see the true one.
    #[must_use]
    pub fn shown(&self, noise: &NoiseTable) -> u64 {
        noise.perturb(self.records, self.key)
    }

    /// The true count: for those alone who may see it.
    #[must_use]
    pub const fn unprotected(&self) -> u64 {
        self.records
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("Cell(..)")
    }
}

/// Counts the records of a file, in the order of their values. A cell whose perturbed count is none is left out, so that
/// nobody can tell it from one that is empty.
///
/// # Errors
/// [`Refusal`] for a text that is no table, a column that is not there, or an identifier that stands twice.
pub fn count(
    (text, file): (&str, &str),
    question: &Question,
    (secret, noise): (&Secret, &NoiseTable),
) -> Result<Vec<Answer>, Refusal> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let not_csv = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        Refusal::NotCsv { file: file.to_owned(), line, problem: error.to_string() }
    };
    let heading: Vec<String> = match reader.headers() {
        Ok(heading) => heading.iter().map(|name| name.trim().to_owned()).collect(),
        Err(error) => return Err(not_csv(&error)),
    };
    let find = |name: &str| {
        let missing =
            || Refusal::NoSuchColumn { file: file.to_owned(), column: name.to_owned(), known: heading.clone() };
        heading.iter().position(|known| known.eq_ignore_ascii_case(name.trim())).ok_or_else(missing)
    };
    let identifier = find(&question.identifier)?;
    let by = question.by.iter().map(|name| find(name)).collect::<Result<Vec<_>, _>>()?;
    let only =
        question.only.iter().map(|(name, value)| Ok((find(name)?, value))).collect::<Result<Vec<_>, Refusal>>()?;
    let mut lines: HashMap<String, u64> = HashMap::new();
    let mut cells: BTreeMap<Vec<String>, Cell> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| not_csv(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let field = |column: usize| record.get(column).unwrap_or_default().trim();
        let key = field(identifier).to_owned();
        if let Some(first) = lines.insert(key.clone(), line) {
            let cell = format!("{} {key}", question.identifier);
            return Err(Refusal::Duplicate { table: file.to_owned(), line, first, cell });
        }
        if only.iter().all(|(column, value)| field(*column) == value.as_str()) {
            let values = by.iter().map(|column| field(*column).to_owned()).collect();
            cells.entry(values).or_default().add(record_key(secret, &key));
        }
    }
    let answer = |(values, cell): (Vec<String>, Cell)| {
        let count = cell.shown(noise);
        (count > 0).then_some(Answer { values, count })
    };
    Ok(cells.into_iter().filter_map(answer).collect())
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::cell_key::Limits;

    fn records() -> String {
        let mut text = "case,sex,nation\n".to_owned();
        for case in 0..60 {
            let (sex, nation) = (["Female", "Male"][case % 2], ["England", "Wales", "Scotland"][case % 3]);
            let _ = writeln!(text, "{case},{sex},{nation}");
        }
        text
    }

    fn ask(text: &str, by: &[&str], only: &[(&str, &str)]) -> Result<Vec<Answer>, Refusal> {
        let question = Question {
            identifier: "case".to_owned(),
            by: by.iter().map(|name| (*name).to_owned()).collect(),
            only: only.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        };
        let noise = NoiseTable::new(Limits { most: 5, variance: 3.0, hidden: 2 }).unwrap();
        count((text, "records.csv"), &question, (&Secret([3; 32]), &noise))
    }

    #[test]
    fn the_same_people_are_counted_the_same_however_they_are_asked_for() {
        let text = records();
        let crossed = ask(&text, &["sex", "nation"], &[]).unwrap();
        let women_in_wales = crossed.iter().find(|answer| answer.values == ["Female", "Wales"]).unwrap();
        let filtered = ask(&text, &["nation"], &[("sex", "Female")]).unwrap();
        let again = filtered.iter().find(|answer| answer.values == ["Wales"]).unwrap();
        assert_eq!(women_in_wales.count, again.count);
        assert!(crossed.iter().all(|answer| answer.count.abs_diff(10) <= 5));
        assert_eq!(ask(&text, &[], &[]).unwrap().len(), 1);
    }

    #[test]
    fn a_column_that_is_not_there_and_a_record_that_stands_twice_are_refused() {
        let text = records();
        assert!(matches!(ask(&text, &["age"], &[]), Err(Refusal::NoSuchColumn { .. })));
        let twice = text + "7,Male,Wales\n";
        assert!(matches!(ask(&twice, &["sex"], &[]), Err(Refusal::Duplicate { first: 9, line: 62, .. })));
    }
    #[test]
    fn a_cell_is_the_same_whichever_way_its_records_came_together_and_shows_nothing_in_debug_output() {
        let noise = NoiseTable::new(Limits { most: 5, variance: 3.0, hidden: 2 }).unwrap();
        let keys: Vec<u32> = (0..300).map(|case| record_key(&Secret([3; 32]), &case.to_string())).collect();
        let whole = keys.iter().fold(Cell::default(), |mut cell, key| {
            cell.add(*key);
            cell
        });
        for parts in [2, 3, 7] {
            let mut joined = Cell::default();
            for part in 0..parts {
                let mut cell = Cell::default();
                keys.iter().skip(part).step_by(parts).for_each(|key| cell.add(*key));
                joined.join(&cell);
            }
            assert_eq!(joined, whole);
            assert_eq!(joined.shown(&noise), whole.shown(&noise));
        }
        assert_eq!((whole.unprotected(), format!("{whole:?}").as_str()), (300, "Cell(..)"));
    }
}
