//! The engine on labelled sets that may be shipped, and what must hold whatever the data.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it cannot go on")]

mod arrivals;
mod names;
mod quality;
mod readers;
mod store_file;
mod tables;
mod undo;
mod union;

use manumit_linkage::{
    link::{Linked, link},
    read::csv_text,
    records::Records,
    settings::Settings,
};

/// Settings of the examples.
fn settings(name: &str) -> Settings {
    let path = format!("{}/examples/settings/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    Settings::parse(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn data(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/data/{name}.csv", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A labelled set, read and linked, with the true person of each record.
fn linked(set: &str, with: &str) -> (Settings, Records, Linked, Vec<String>) {
    let settings = settings(with);
    let text = data(set);
    let records = csv_text(&settings, set, &text).unwrap();
    let linked = link(&settings, &records, None, &Default::default(), &|_| {}).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_slice());
    let place = reader.headers().unwrap().iter().position(|heading| heading == "cluster").unwrap();
    let people = reader.records().map(|row| row.unwrap()[place].to_owned()).collect();
    (settings, records, linked, people)
}
