//! Made-up referrals, the same in every run.

use std::path::{Path, PathBuf};

use manumit_app::import::{COLUMNS, template};

/// A linear congruential generator: chance that repeats.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    /// A number from 0 to 1.
    pub fn part(&mut self) -> f64 {
        f64::from(u32::try_from(self.below(1 << 24)).unwrap()) / f64::from(1_u32 << 24)
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[usize::try_from(self.below(u64::try_from(choices.len()).unwrap())).unwrap()]
    }
}

/// A file of referrals, and where its receipts go.
pub struct Sent {
    pub path: PathBuf,
    pub receipts: PathBuf,
    pub references: Vec<String>,
}

impl Sent {
    /// Writes a file of so many referrals, each with a reference that no other file uses.
    pub fn write(folder: &Path, number: usize, rows: usize, chance: &mut Chance) -> Self {
        let example = template().unwrap();
        let mut reader = csv::Reader::from_reader(example.as_bytes());
        let row = reader.records().next().unwrap().unwrap();
        let sent = Self {
            path: folder.join(format!("sent-{number}.csv")),
            receipts: folder.join(format!("receipts-{number}.csv")),
            references: (0..rows).map(|row| format!("SYN-{number}-{row}")).collect(),
        };
        let mut writer = csv::Writer::from_path(&sent.path).unwrap();
        writer.write_record(COLUMNS.map(|column| column.name)).unwrap();
        for reference in &sent.references {
            let cells = COLUMNS.iter().zip(&row).map(|(column, example)| cell(column.name, example, reference, chance));
            writer.write_record(cells).unwrap();
        }
        writer.flush().unwrap();
        sent
    }
}

fn cell(column: &str, example: &str, reference: &str, chance: &mut Chance) -> String {
    match column {
        "source_reference" => reference.to_owned(),
        "received_on" => format!("2012-{:02}-{:02}", 1 + chance.below(12), 1 + chance.below(28)),
        "sex" => chance.of(&["female", "male"]).to_owned(),
        "found_in" => chance.of(&["London", "North East", "East Midlands", "South West"]).to_owned(),
        "support_wanted" => chance.of(&["yes", "no"]).to_owned(),
        "police_contact" => chance.of(&["yes", "no", "ask_later"]).to_owned(),
        "name" => format!("Synthetic Person {reference}"),
        "date_of_birth" => format!("about {}", 1950 + chance.below(40)),
        "account" => "Made up for a test of faults. ".repeat(1 + usize::try_from(chance.below(12)).unwrap()),
        _ => example.to_owned(),
    }
}
