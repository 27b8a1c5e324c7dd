//! Scores the likeness of names on pairs with known answers:
//! `cargo run --release --example name_quality -- FILE.csv ONE OTHER ANSWER`, the last three being columns.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::expect_used,
    dead_code,
    reason = "a measurement stops where it cannot go on; the table is printed by the example `quality`"
)]

#[path = "quality/names.rs"]
mod names;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, one, other, answer] = arguments.first_chunk().expect("a file and three columns");
    for (group, mut scored) in names::score(file, [one, other, answer], None) {
        let (pairs, matched, best) = scored.best();
        println!("{group}: {pairs} pairs, {matched} the same, best F1 {best:.4}");
    }
}
