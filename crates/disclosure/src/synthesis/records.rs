//! Records as dictionary-coded columns: one code a cell, 0 for a blank.

use std::collections::BTreeMap;

use crate::refusal::Refusal;

/// The code of a blank.
pub const BLANK: u16 = 0;

/// A column: its name, the value of each code from 1, and the code of each record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The heading.
    pub name: String,
    /// The values; code 1 is the first.
    pub values: Vec<String>,
    /// One code a record.
    pub codes: Vec<u16>,
}

impl Column {
    /// How many codes there are, the blank among them.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.values.len() + 1
    }

    /// The value of a code.
    #[must_use]
    pub fn value(&self, code: u16) -> &str {
        usize::from(code).checked_sub(1).and_then(|place| self.values.get(place)).map_or("", String::as_str)
    }
}

/// A file of records. Every record is one person, and counts once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Records {
    /// The columns.
    pub columns: Vec<Column>,
    /// How many records there are.
    pub count: usize,
}

impl Records {
    /// Reads records from CSV. Only the columns named are taken, or all if none is; values are sorted, so that codes do not
    /// tell the order of records.
    ///
    /// # Errors
    /// [`Refusal`] for what is not CSV, a missing or repeated column, no record, or a column of more than 65,000 values.
    pub fn read(text: &str, file: &str, wanted: &[String]) -> Result<Self, Refusal> {
        let mut reader = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let not_csv = |error: &csv::Error| Refusal::NotCsv {
            file: file.to_owned(),
            line: error.position().map_or(1, csv::Position::line),
            problem: error.to_string(),
        };
        let heading: Vec<String> =
            reader.headers().map_err(|error| not_csv(&error))?.iter().map(|name| name.trim().to_owned()).collect();
        for (place, name) in heading.iter().enumerate() {
            if name.is_empty() || heading.iter().take(place).any(|other| other == name) {
                return Err(Refusal::RepeatedColumn { file: file.to_owned(), column: name.clone() });
            }
        }
        let missing = |column: &String| Refusal::NoSuchColumn {
            file: file.to_owned(),
            column: column.clone(),
            known: heading.clone(),
        };
        let find = |name: &String| heading.iter().position(|other| other == name).ok_or_else(|| missing(name));
        let taken: Vec<usize> = if wanted.is_empty() {
            (0..heading.len()).collect()
        } else {
            wanted.iter().map(find).collect::<Result<_, _>>()?
        };
        let mut found: Vec<(BTreeMap<String, u32>, Vec<u32>)> =
            taken.iter().map(|_| (BTreeMap::new(), Vec::new())).collect();
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).map_err(|error| not_csv(&error))? {
            for (column, (index, codes)) in taken.iter().zip(&mut found) {
                let value = record.get(*column).unwrap_or_default().trim();
                let next = index.len() as u32;
                codes.push(match index.get(value) {
                    _ if value.is_empty() => u32::MAX,
                    Some(code) => *code,
                    None => *index.entry(value.to_owned()).or_insert(next),
                });
            }
        }
        let count = found.first().map_or(0, |(_, codes)| codes.len());
        if count == 0 {
            return Err(Refusal::NoTable { file: file.to_owned(), count: "one column an attribute".to_owned() });
        }
        let names = taken.iter().filter_map(|column| heading.get(*column));
        let columns =
            names.zip(found).map(|(name, (index, codes))| sorted(name, index, &codes)).collect::<Result<_, _>>()?;
        Ok(Self { columns, count })
    }

    /// Writes the records as CSV.
    ///
    /// # Errors
    /// If memory gives out; there is nothing else to fail.
    pub fn write(&self) -> Result<Vec<u8>, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::with_capacity(self.count * self.columns.len() * 8));
        writer.write_record(self.columns.iter().map(|column| column.name.as_str()))?;
        for record in 0..self.count {
            let values =
                self.columns.iter().map(|column| column.value(column.codes.get(record).copied().unwrap_or(BLANK)));
            writer.write_record(values)?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    }

    /// How many cells are filled, for each record on average.
    #[must_use]
    pub fn filled(&self) -> f64 {
        let filled: usize =
            self.columns.iter().map(|column| column.codes.iter().filter(|code| **code != BLANK).count()).sum();
        filled as f64 / self.count.max(1) as f64
    }
}

fn sorted(name: &str, index: BTreeMap<String, u32>, codes: &[u32]) -> Result<Column, Refusal> {
    if index.len() > 65_000 {
        return Err(Refusal::TooLarge {
            what: format!("the column {name:?} with {} values", index.len()),
            most: "65,000 values".to_owned(),
            remedy: "leave it out: a column of nearly one value a person is an identifier".to_owned(),
        });
    }
    let mut code_of = vec![BLANK; index.len()];
    let mut values = Vec::with_capacity(index.len());
    for (value, first) in index {
        values.push(value);
        if let Some(place) = code_of.get_mut(first as usize) {
            *place = values.len() as u16;
        }
    }
    let codes = codes.iter().map(|first| code_of.get(*first as usize).copied().unwrap_or(BLANK)).collect();
    Ok(Column { name: name.to_owned(), values, codes })
}
