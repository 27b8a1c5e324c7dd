//! Scores the likeness of names on pairs with known answers:
//! `cargo run --release --example name_quality -- FILE.csv ONE OTHER ANSWER`, the last three being columns.
//!
//! Pairs whose column `string_band` says that no string measure can match them are left out.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "a measurement stops where it cannot go on"
)]

use std::collections::BTreeMap;

use manumit_linkage::name_pair::{Between, likeness};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, one, other, answer] = arguments.first_chunk().expect("a file and three columns");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let headings = reader.headers().unwrap().clone();
    let find = |name: &str| headings.iter().position(|heading| heading == name);
    let [one, other, answer] = [one, other, answer].map(|name| find(name).expect("a column of that name"));
    let band = find("string_band");
    let mut scored: BTreeMap<u8, Vec<(f64, bool)>> = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        let same = matches!(row[answer].to_lowercase().as_str(), "1" | "true");
        if same && band.is_some_and(|band| &row[band] == "unrelated_string") {
            continue;
        }
        let (between, _) = Between::of(&row[one], &row[other]);
        scored.entry(between as u8).or_default().push((likeness(&row[one], &row[other]), same));
    }
    for (between, mut pairs) in scored {
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
        let matched = pairs.iter().filter(|(_, same)| *same).count();
        let (mut right, mut best) = (0, 0.0_f64);
        for (place, (_, same)) in pairs.iter().enumerate() {
            right += usize::from(*same);
            best = best.max(2.0 * right as f64 / (place + 1 + matched) as f64);
        }
        println!("scripts {between}: {} pairs, {matched} the same, best F1 {best:.4}", pairs.len());
    }
}
