//! `manumit estimate` and `manumit simulate`.

use std::path::Path;

use crate::place::Place;

fn published(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/prevalence").join(name);
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_range_comes_first_and_the_report_is_written() {
    let place = Place::empty();
    let file = published("uk-2013-five-lists.csv");
    let told = place.done(&["estimate", &file, "--quick", "--replicates", "200", "--out", "report"]);
    assert!(told.starts_with("Between "), "{told}");
    assert!(told.contains("What this rests on") && told.contains("What has been said against it"));
    for name in ["estimate.json", "estimate.csv", "estimate.html", "overlaps.svg", "methods.svg", "replicates.svg"] {
        assert!(!place.read(&format!("report/{name}")).is_empty(), "{name}");
    }
    let page = place.read("report/estimate.html");
    assert!(!page.contains("<script") && !page.contains(" src=") && !page.contains("href="), "it needs nothing else");
    let told: serde_json::Value = serde_json::from_str(&place.read("report/estimate.json")).unwrap();
    let stepwise = &told["methods"][0];
    assert!((stepwise["population"].as_f64().unwrap() - 11_312.990_289_4).abs() < 1e-3);
}

#[test]
fn threads_change_no_byte() {
    let (place, file) = (Place::empty(), published("uk-2013.csv"));
    let run = |threads| {
        let words = ["estimate", &file, "--quick", "--replicates", "200", "--threads", threads, "--format", "json"];
        place.done(&words)
    };
    assert!(run("1") == run("8"));
}

#[test]
fn bad_tables_are_refused_by_line_and_column() {
    let place = Place::empty();
    for (text, told) in [
        ("a,b,c,count\n1,0,0,5\n0,1,0,-3\n", "line 3, column \"count\": \"-3\""),
        ("a,b,c,count\n1,0,0,5\n1,0,0,6\n", "stands on line 2 already"),
        ("a,b,c,count\n1,0,0,5\n0,1,0,6\n0,0,1,2\n", "nobody is on more than one list"),
        ("a,b,c,sex,count\n1,0,0,f,5\n", "--by"),
        ("a,b,count\n1,0,5\n0,1,6\n1,1,2\n", "at least three lists"),
    ] {
        place.write("table.csv", text);
        let answer = place.run(&["estimate", "table.csv"]);
        assert_eq!((answer.status, answer.out.as_str()), (1, ""), "{text}");
        assert!(answer.complaint.contains(told), "{}", answer.complaint);
    }
}

#[test]
fn subgroups_linkage_draws_and_linked_entities_are_read() {
    let place = Place::empty();
    let rows = "1,0,0,50\n0,1,0,60\n0,0,1,40\n1,1,0,12\n0,1,1,9\n1,0,1,8\n";
    let with = |value: &str| rows.lines().map(|row| format!("{value},{row}\n")).collect::<String>();
    place.write("years.csv", &format!("year,a,b,c,count\n{}2013,1,0,0,50\n2013,0,1,0,9\n", with("2012")));
    let told = place.done(&["estimate", "years.csv", "--by", "year", "--replicates", "200"]);
    assert!(told.contains("2012") && told.contains("only 2 lists hold anybody"), "{told}");
    place.write("draws.csv", &format!("draw,a,b,c,count\n{}{}", with("1"), with("2")));
    let told = place.done(&["estimate", "draws.csv", "--replicates", "200"]);
    assert!(told.contains("over 2 draws of the linkage") && told.contains("all together"), "{told}");
    place.write("entities.csv", "entity,list\np1,a\np1,b\np2,c\n");
    assert!(place.run(&["estimate", "entities.csv"]).complaint.contains("shares nobody"));
}

#[test]
fn a_simulation_counts_coverage() {
    let (place, file) = (Place::empty(), published("uk-2013-five-lists.csv"));
    let told = place.done(&["simulate", &file, "--tables", "20", "--replicates", "100"]);
    assert!(told.starts_with("Truth: 11313 people, model [12,13,24,25,35,45]. 20 tables, 0 refused."), "{told}");
    assert!(told.contains("stepwise, percentile") && told.contains("holds the truth"), "{told}");
}
