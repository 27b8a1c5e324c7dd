//! Disclosure control from the command: what is naive is refused, and ad hoc counts never tell the true ones.

use crate::place::{Place, rows};

const TABLE: &str =
    "row,column,count\na,x,2\na,y,9\na,Total,11\nb,x,8\nb,y,7\nb,Total,15\nTotal,x,10\nTotal,y,16\nTotal,Total,26\n";

#[test]
fn the_naive_copy_is_refused_and_the_protected_one_is_written() {
    let place = Place::empty();
    place.write("table.csv", TABLE);
    let naive = place.run(&["disclosure", "audit", "table.csv", "--threshold", "5", "--naive"]);
    assert_eq!(naive.status, 1, "{naive:?}");
    assert!(naive.out.contains("1 can be computed exactly"), "{naive:?}");
    place.done(&["disclosure", "protect", "table.csv", "--threshold", "5", "--out", "public"]);
    assert!(place.read("public/table.csv").contains("a,x,[c]"));
    place.done(&["disclosure", "audit", "public/table.csv", "--threshold", "5"]);
}

#[test]
fn ad_hoc_counts_are_noisy_and_the_same_however_often_they_are_asked() {
    let place = Place::empty();
    let records: String =
        (0..200).map(|case| format!("{case},{},{}\n", ["Female", "Male"][case % 2], case % 5)).collect();
    place.write("records.csv", &format!("case,sex,area\n{records}"));
    let count =
        ["disclosure", "count", "records.csv", "--identifier", "case", "--secret", "noise.key", "--format", "csv"];
    let by_both = rows(&place.done(&[&count[..], &["--by", "sex,area"]].concat()));
    assert_eq!(by_both.len(), 10);
    assert!(by_both.iter().any(|row| row["count"] != "20"), "{by_both:?}");
    let women = rows(&place.done(&[&count[..], &["--by", "area", "--where", "sex=Female"]].concat()));
    for row in &women {
        let same = by_both.iter().find(|other| other["sex"] == "Female" && other["area"] == row["area"]).unwrap();
        assert_eq!(row["count"], same["count"]);
    }
    let wrong = place.run(&[&count[..], &["--where", "sex"]].concat());
    assert_eq!(wrong.status, 2, "{wrong:?}");
    let twice = format!("case,sex,area\n{records}7,Male,1\n");
    place.write("records.csv", &twice);
    let refused = place.run(&count);
    assert_eq!(refused.status, 1, "{refused:?}");
    assert!(refused.complaint.contains("line 202"), "{refused:?}");
}
