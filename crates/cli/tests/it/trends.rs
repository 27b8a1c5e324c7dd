//! Trends from the command: signals with their caveats, what people do with them, and series that are none.

use crate::place::{Place, rows};

const SCAN: [&str; 8] =
    ["trends", "scan", "--by", "nationality,exploitation_type", "--period", "quarter", "--out", "scan"];

#[test]
fn albania_leads_for_the_first_time_in_the_last_quarter_of_2012() {
    let place = Place::with_demonstration();
    let told = place.done(&[&SCAN[..], &["--as-at", "2012-12-31"]].concat());
    assert!(told.contains("leads"), "{told}");
    let scan: serde_json::Value = serde_json::from_str(&place.read("scan/scan.json")).unwrap();
    let leader = &scan["scan"]["levels"][1]["new_leader"];
    assert_eq!((&leader["leader"], &leader["before"]), (&"Albania".into(), &"Nigeria".into()), "{leader}");
    assert_eq!(leader["first_time"], true);
    let caveats: Vec<&str> = ["digest", "news", "held_back"]
        .iter()
        .flat_map(|list| scan["scan"][*list].as_array().unwrap())
        .flat_map(|found| found.get("signal").unwrap_or(found)["caveats"].as_array().unwrap())
        .map(|caveat| caveat["caveat"].as_str().unwrap())
        .collect();
    for caveat in ["low_base", "several_tests", "short_history"] {
        assert!(caveats.contains(&caveat), "{caveat}: {caveats:?}");
    }
}

/// The made-up operation of the demonstration: eight Lithuanians found on one day, of whom five were referred in October.
#[test]
fn persons_found_in_one_operation_are_one_finding() {
    let place = Place::with_demonstration();
    let scan = ["trends", "scan", "--by", "nationality", "--period", "month", "--as-at", "2012-10-31"];
    let found = rows(&place.done(&[&scan[..], &["--format", "csv"]].concat()));
    let lithuania = found.iter().find(|row| row["series"] == "Lithuania").unwrap();
    let told = ["observed", "findings", "largest_share"].map(|column| lithuania[column].as_str());
    assert_eq!(told, ["14", "10", "0.36"], "{lithuania:?}");
    let text = place.done(&scan);
    assert!(
        text.contains("one place and week, are one finding: the record says so of 5 of 114 in the period."),
        "{text}"
    );
    place.done(&["bulletin", "freeze", "--out", "referrals.arrow"]);
    let frozen = String::from_utf8_lossy(&std::fs::read(place.path("referrals.arrow")).unwrap()).into_owned();
    assert!(frozen.contains("finding") && !frozen.contains("Operation") && !frozen.contains("operation"));
    // Where nobody named an operation, what they have in common stands in for it, and that is said.
    let before = place.done(&["trends", "scan", "--by", "nationality", "--period", "month", "--as-at", "2012-09-30"]);
    assert!(before.contains("The record holds no operations: persons of one nationality"), "{before}");
}

#[test]
fn a_signal_is_judged_once_with_a_reason_and_the_review_stays() {
    let place = Place::with_demonstration();
    let scan = [&SCAN[..], &["--as-at", "2012-12-31", "--format", "csv"]].concat();
    let found = rows(&place.done(&scan));
    let series = found[0]["series"].clone();
    let review = |verdict: &[&str]| {
        let who = ["--reason", "one operation in November", "--by", "intelligence desk", "--on", "2013-01-07"];
        place.run(&[&["trends", "review", "scan", "--series", &series][..], verdict, &who].concat())
    };
    assert_eq!(review(&["--verdict", "explained"]).status, 0);
    let again = review(&["--verdict", "dismissed"]);
    assert_eq!(again.status, 1, "{again:?}");
    assert!(again.complaint.contains("Reopen it"), "{again:?}");
    let shown = rows(&place.done(&scan));
    assert_eq!(shown[0]["review"], "explained");
    assert_eq!(review(&[]).status, 0);
    let listed = rows(&place.done(&["trends", "review", "scan", "--format", "csv"]));
    let steps: Vec<&str> = listed.iter().map(|row| row["step"].as_str()).collect();
    assert_eq!(steps, ["explained", "reopened"]);
    let text = place.read("scan/reviews.jsonl").replacen("November", "October", 1);
    place.write("scan/reviews.jsonl", &text);
    let broken = place.run(&["trends", "review", "scan"]);
    assert_eq!(broken.status, 2, "{broken:?}");
    assert!(broken.complaint.contains("line 2: it does not follow"), "{broken:?}");
    let unknown = place.run(&["trends", "review", "nowhere", "--series", "x", "--reason", "y", "--by", "z"]);
    assert_eq!(unknown.status, 2, "{unknown:?}");
}

#[test]
fn an_era_is_declared_and_nothing_before_it_is_compared_with() {
    let place = Place::with_demonstration();
    let era = [&SCAN[..], &["--as-at", "2012-12-31", "--era", "2012-04-01=new form", "--format", "json"]].concat();
    let told = place.done(&era);
    assert!(told.contains("\"era_change\"") && told.contains("new form"), "{told}");
    let wrong = place.run(&[&SCAN[..], &["--era", "soon"]].concat());
    assert_eq!(wrong.status, 2, "{wrong:?}");
}

/// The figures of the report and what must stand beside them: Somali minors 8 after 1, Afghans 3 in half a year after 2
/// in 45 months, Filipinos of whom 18 came from one operation.
#[test]
fn figures_of_the_report_carry_their_marks() {
    let place = Place::empty();
    let somali = place.done(&["trends", "compare", "8", "1"]);
    assert!(somali.contains("8.00") && somali.contains("9.7") && somali.contains("Numerically small"), "{somali}");
    let afghan = place.done(&["trends", "compare", "3", "2", "--months", "6", "--previous-months", "45"]);
    assert!(afghan.contains("different lengths of time") && afghan.contains("Numerically small"), "{afghan}");
    let filipino = place.done(&["trends", "compare", "22", "14", "--one-operation", "18"]);
    assert!(filipino.contains("18 of them (82%) come from one operation"), "{filipino}");
    let wrong = place.run(&["trends", "compare", "3", "2", "--months", "0"]);
    assert_eq!(wrong.status, 2, "{wrong:?}");
}

#[test]
fn a_file_that_is_no_series_is_refused_by_line_and_says_what_to_write() {
    let place = Place::empty();
    let series = |text: &str| {
        place.write("series.csv", text);
        let answer = place.run(&["trends", "series", "series.csv"]);
        assert_eq!(answer.status, 2, "{answer:?}");
        answer.complaint
    };
    assert!(
        series("date,a\n2012-01,3\n2012-02,4\n2012-04,5\n").contains("line 4, field date: \"2012-04\" leaves a gap")
    );
    assert!(
        series("date,a\n2012-01,3\n2012-02,4\n2012-02,5\n").contains("line 4, field date: \"2012-02\" stands twice")
    );
    assert!(series("date,a\n2012-01,3\n2012-02,-4\n").contains("line 3, field a: \"-4\" is a negative count"));
    assert!(
        series("date,a\n2012-01,3\n2012-02,4\n2012-Q2,5\n")
            .contains("line 4, field date: \"2012-Q2\" is not written like")
    );
}

#[test]
fn since_when_is_told_for_two_priors() {
    let place = Place::empty();
    place.write("years.csv", "date,china\n2009,41\n2010,39\n2011,26\n2012,24\n");
    let told = rows(&place.done(&["trends", "series", "years.csv", "--since-when", "--format", "csv"]));
    assert_eq!(told.len(), 2);
    let no_change: Vec<f64> = told.iter().map(|row| row["no_change"].parse().unwrap()).collect();
    assert!(no_change[0] > 0.999 && no_change[1] < 0.6, "the answer leans on the prior: {told:?}");
    assert_eq!(told[1]["likeliest_new_period"], "2011");
    let quarters = "date,a\n2011-Q1,3\n2011-Q2,4\n2011-Q3,2\n2011-Q4,3\n2012-Q1,9\n2012-Q2,8\n";
    place.write("quarters.csv", quarters);
    let cut = place.run(&["trends", "series", "quarters.csv", "--era", "2013-01-01=new form"]);
    assert_eq!(cut.status, 2, "{cut:?}");
}
