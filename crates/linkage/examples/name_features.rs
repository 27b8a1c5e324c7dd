//! Writes the folded names, or the measures, of pairs of names: what their weights are learned from.
//! `cargo run --release --example name_features -- FILE ONE OTHER [fold]`
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a measurement stops where it cannot go on"
)]

fn main() {
    let a: Vec<String> = std::env::args().collect();
    let mut r = csv::Reader::from_path(&a[1]).unwrap();
    let h = r.headers().unwrap().clone();
    let p = |n: &str| h.iter().position(|x| x == n).unwrap();
    let (i, j) = (p(&a[2]), p(&a[3]));
    for row in r.records() {
        let row = row.unwrap();
        let (between, f) = manumit_linkage::name_pair::features(&row[i], &row[j]);
        if a.len() > 4 {
            let (_, turned) = manumit_linkage::name_pair::Between::of(&row[i], &row[j]);
            let (x, y) = (manumit_linkage::fold::fold(&row[i]), manumit_linkage::fold::fold(&row[j]));
            let (x, y) = if turned { (x, y) } else { (y, x) };
            println!("{},{x},{y}", between as usize);
        } else {
            let f: Vec<String> = f.iter().map(|v| format!("{v:.5}")).collect();
            println!("{},{}", between as usize, f.join(","));
        }
    }
}
