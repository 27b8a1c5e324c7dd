//! scratch
use manumit_disclosure::synthesis::{records::*, private::*, noise::*, evaluate::*};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&a[1]).unwrap();
    let t = std::time::Instant::now();
    let real = Records::read(&text, "x", &[]).unwrap();
    println!("read {:?}", t.elapsed());
    let wish = Wish { length: a[2].parse().unwrap(), least: a[3].parse().ok(), effort: a[4].parse().unwrap(), ..Wish::default() };
    let t = std::time::Instant::now();
    let made = synthesise(&real, &wish, &Secret([a.get(5).map_or(3, |v| v.parse().unwrap()); 32])).unwrap();
    println!("made {:?} {:?} n {} filled {}", t.elapsed(), made.spent, made.records.count, made.records.filled());
    for l in compare(&real, &made.records, 3) { println!("{l:?}"); }
}
