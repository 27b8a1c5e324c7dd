//! Reading the reference data.

use std::{collections::BTreeSet, fs, path::PathBuf};

use manumit_prevalence::{read, table::CaptureTable};

/// A file of the reference data.
pub fn text(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/mse").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A published table.
pub fn table(name: &str) -> CaptureTable {
    read::table(&text(&format!("{name}.csv"))).unwrap()
}

/// The records of a CSV file, with their headings.
pub fn records(name: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let text = text(name);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    (headings, rows)
}

/// One reference result.
#[derive(Clone, Debug)]
pub struct Row {
    pub dataset: String,
    pub method: String,
    pub parameters: String,
    pub quantity: String,
    pub value: String,
    pub tolerance: String,
}

impl Row {
    /// A parameter by its name.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.split(';').find_map(|part| part.strip_prefix(&format!("{name}=")))
    }

    /// The value as a number.
    pub fn number(&self) -> f64 {
        self.value.parse().unwrap_or_else(|_| panic!("{self:?} is not a number"))
    }
}

/// All reference results.
pub fn reference() -> Vec<Row> {
    let (_, rows) = records("reference.csv");
    let of = |row: Vec<String>| {
        let mut cells = row.into_iter();
        let mut next = || cells.next().unwrap();
        Row { dataset: next(), method: next(), parameters: next(), quantity: next(), value: next(), tolerance: next() }
    };
    rows.into_iter().map(of).collect()
}

/// Collects what differs, and names it.
#[derive(Default)]
pub struct Comparison {
    pub compared: usize,
    pub differing: Vec<String>,
}

impl Comparison {
    pub fn number(&mut self, row: &Row, found: f64, tolerance: f64) {
        self.compared += 1;
        let expected = row.number();
        if (found - expected).abs() > tolerance * expected.abs() && found != expected {
            self.miss(row, &found.to_string());
        }
    }

    pub fn absolute(&mut self, row: &Row, found: f64, tolerance: f64) {
        self.compared += 1;
        if (found - row.number()).abs() > tolerance {
            self.miss(row, &found.to_string());
        }
    }

    pub fn text(&mut self, row: &Row, found: &str) {
        self.compared += 1;
        if parts(found) != parts(&row.value) {
            self.miss(row, found);
        }
    }

    pub fn miss(&mut self, row: &Row, found: &str) {
        let Row { dataset, method, parameters, quantity, value, .. } = row;
        self.differing.push(format!("{dataset} · {method} · {parameters} · {quantity}: {found}, reference {value}"));
    }

    pub fn finish(self, at_least: usize) {
        assert!(self.differing.is_empty(), "{} differ:\n{}", self.differing.len(), self.differing.join("\n"));
        assert!(self.compared >= at_least, "only {} rows were compared", self.compared);
    }
}

/// A list of names as a set: generators of a model, cliques, pairs.
pub fn parts(text: &str) -> BTreeSet<String> {
    text.trim_matches(['[', ']']).split([',', ' ']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
