//! An edition on its way out: built, refused for its small counts, protected over all its tables and the edition before,
//! audited, released.

use std::collections::{BTreeMap, BTreeSet};

use crate::place::{Answer, Place, rows};

/// One edition of the made-up present.
struct Edition<'a> {
    quarter: &'a str,
    as_at: &'a str,
    earlier: &'a [&'a str],
}

const BEFORE: Edition<'_> = Edition { quarter: "2026-Q2", as_at: "2026-07-31", earlier: &[] };
const NOW: Edition<'_> =
    Edition { quarter: "2026-Q3", as_at: "2026-10-31", earlier: &["--earlier", "before/release.json"] };

impl Edition<'_> {
    fn run(&self, place: &Place, verb: &str, rest: &[&str]) -> Answer {
        let record = ["--extract", "present/referrals.arrow", "--notifications", "present/notifications.arrow"];
        let which = ["bulletin", verb, "--quarter", self.quarter, "--as-at", self.as_at];
        place.run(&[&which[..], &record, self.earlier, rest].concat())
    }

    fn done(&self, place: &Place, verb: &str, rest: &[&str]) -> String {
        let answer = self.run(place, verb, rest);
        assert_eq!(answer.status, 0, "{answer:?}");
        answer.out
    }

    fn refused(&self, place: &Place, verb: &str, rest: &[&str]) -> String {
        let answer = self.run(place, verb, rest);
        assert_eq!(answer.status, 1, "{answer:?}");
        answer.out + &answer.complaint
    }
}

/// The first edition, released into `before`.
fn published() -> Place {
    let place = Place::empty();
    place.done(&["demo", "extract", "--out", "present"]);
    let told = BEFORE.done(&place, "protect", &["--out", "before.json"]);
    assert!(told.contains("withheld, small count"), "{told}");
    BEFORE.done(&place, "release", &["--first", "--audit", "before.json", "--out", "before"]);
    place
}

fn tables(place: &Place, folder: &str) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
    let files =
        std::fs::read_dir(place.path(folder)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let is_table = |name: &String| {
        name.ends_with(".csv") && !["captions.csv", "statements.csv", "revisions.csv"].contains(&name.as_str())
    };
    files.filter(is_table).map(|name| (name.clone(), rows(&place.read(&format!("{folder}/{name}"))))).collect()
}

#[test]
fn an_edition_with_small_counts_is_refused_then_protected_audited_and_released() {
    let place = published();
    let naive = NOW.refused(&place, "release", &["--out", "released"]);
    assert!(naive.contains("disclosure.no_audit"), "{naive}");
    let told = NOW.done(&place, "protect", &["--out", "audit.json"]);
    assert!(told.contains("0 can be computed exactly, 0 more are known within too narrow an interval"), "{told}");
    let release = ["--audit", "audit.json", "--out", "released"];
    let told = NOW.done(&place, "release", &release);
    assert!(told.starts_with("The release may leave"), "{told}");
    let mut withheld = 0;
    for (name, rows) in tables(&place, "released") {
        for (column, cell) in rows.iter().flatten() {
            let is_count = !column.contains("percent") && !column.contains("days");
            assert!(
                !is_count || !cell.parse::<u64>().is_ok_and(|count| (1..10).contains(&count)),
                "{name} {column} {cell}"
            );
            withheld += usize::from(cell == "[c]");
        }
    }
    assert!(withheld > 10, "{withheld}");
    let page = place.read("released/nrm-quarterly.html");
    assert!(page.contains("Synthetic data") && !page.contains("not for publication"), "what leaves says what it is");
    NOW.done(&place, "release", &["--audit", "audit.json", "--out", "again"]);
    assert_eq!(place.read("released/files.json"), place.read("again/files.json"));
}

/// Every total of every table is taken apart again: no withheld count follows from the printed ones.
#[test]
fn what_is_left_open_by_the_audit_is_found_by_the_gate() {
    let place = published();
    NOW.done(&place, "protect", &["--out", "audit.json"]);
    let written: serde_json::Value = serde_json::from_str(&place.read("audit.json")).unwrap();
    let change = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut changed = written.clone();
        change(&mut changed);
        place.write("changed.json", &changed.to_string());
        NOW.refused(&place, "release", &["--audit", "changed.json", "--out", "released"])
    };
    // Another edition than the one that readers have was taken to be known.
    let told = change(&|audit| audit["earlier"] = serde_json::Value::Null);
    assert!(told.contains("disclosure.earlier"), "{told}");
    // One of two withheld rows under a total is printed after all.
    let told = change(&|audit| {
        let tables = audit["tables"].as_array_mut().unwrap();
        let sex = tables.iter_mut().find(|table| table["table"] == "sex").unwrap();
        sex["withheld"].as_array_mut().unwrap().retain(|cell| cell["row"] == "Other");
    });
    assert!(told.contains("disclosure.alone"), "{told}");
    // Nothing is withheld.
    let told = change(&|audit| {
        for table in audit["tables"].as_array_mut().unwrap() {
            table["withheld"] = serde_json::json!([]);
        }
    });
    assert!(told.contains("disclosure.small"), "{told}");
    assert!(!place.path("released").exists());
}

#[test]
fn the_report_on_2012_leaves_with_its_rankings_stages_and_sums() {
    fn asked<'a>(verb: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
        [&["bulletin", verb, "--year", "2012", "--as-at", "2013-03-31"], rest].concat()
    }
    let place = Place::with_demonstration();
    let told = place.done(&asked("protect", &["--out", "audit.json"]));
    assert!(told.contains("0 can be computed exactly, 0 more are known within too narrow an interval"), "{told}");
    let told = place.done(&asked("release", &["--first", "--audit", "audit.json", "--out", "released"]));
    assert!(told.starts_with("The release may leave"), "{told}");
    let tables = tables(&place, "released");
    let ranking = tables.get("table07.csv").unwrap();
    assert!(ranking.iter().any(|row| row["nationality"] == "Nigeria") && ranking.len() < 12, "{ranking:?}");
    let children = tables.get("table09.csv").unwrap();
    let small = |cell: &String| cell.parse::<u64>().is_ok_and(|count| (1..10).contains(&count));
    assert!(!children.iter().flat_map(BTreeMap::values).any(small), "{children:?}");
}

/// What a journal knows of forces, reasons and ages is counted, and protected with the rest.
#[test]
fn a_quarter_of_a_journal_has_its_forces_reasons_and_ages() {
    fn asked<'a>(verb: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
        [&["bulletin", verb, "--quarter", "2012-Q4", "--as-at", "2013-10-31"], rest].concat()
    }
    let place = Place::with_demonstration();
    place.done(&asked("build", &["--out", "built"]));
    let count = |file: &str, key: &str, row: &str, column: &str| -> u64 {
        let rows = rows(&place.read(&format!("built/{file}.csv")));
        let found = rows.iter().find(|cells| cells[key] == row).unwrap_or_else(|| panic!("{file} {row}: {rows:?}"));
        found[column].parse().unwrap_or_else(|_| panic!("{found:?}"))
    };
    let force = |name: &str| count("police_force_area", "police_force_area", name, "referrals_2012_q4");
    assert!(force("Metropolitan Police Service") > 20);
    let reason = |name: &str| count("reasons_for_negative", "reason", name, "decisions_2012_q4");
    let reasons = ["Does not meet the definition", "Not enough information"].map(reason);
    assert!(reasons.iter().all(|count| *count > 0), "{reasons:?}");
    assert_eq!(reasons.iter().sum::<u64>(), reason("Total"));
    let quarter = |column: &str| count("referrals", "quarter", "2012-Q4", column);
    assert!(quarter("adults") > quarter("children") && quarter("age_not_known") > 0);
    assert_eq!(quarter("adults") + quarter("children") + quarter("age_not_known"), quarter("referrals"));
    let told = place.done(&asked("protect", &["--out", "audit.json"]));
    assert!(told.contains("0 can be computed exactly, 0 more are known within too narrow an interval"), "{told}");
    // Its tables name the authorities of 2012, and nothing that began later.
    let told = place.done(&asked("release", &["--first", "--audit", "audit.json", "--out", "released"]));
    assert!(told.starts_with("The release may leave"), "{told}");
    let released = tables(&place, "released");
    let authorities = released.get("competent_authority.csv").unwrap();
    let named: BTreeSet<&str> = authorities.iter().flat_map(BTreeMap::keys).map(String::as_str).collect();
    let of_2012 =
        ["home_office", "home_office_hosted_in_ukhtc", "percent_home_office", "quarter", "referrals", "ukhtc"];
    assert_eq!(named, BTreeSet::from(of_2012));
    // The record begins in 2012: of the year before it knows nothing, which is not none.
    let sexes = released.get("sex.csv").unwrap();
    assert!(sexes.iter().all(|row| row["referrals_2011_q4"].is_empty()), "{sexes:?}");
    assert!(sexes.iter().all(|row| !row["referrals_2012_q3"].is_empty()), "{sexes:?}");
    let reasons = released.get("reasons_for_negative.csv").unwrap();
    assert!(reasons.iter().any(|row| row["reason"] == "Total"), "{reasons:?}");
}

#[test]
fn a_quarter_is_built_from_a_journal_and_says_that_it_is_a_demonstration() {
    let place = Place::empty();
    place.done(&["demo", "load", "present-day"]);
    let today = jiff::Zoned::now().date();
    let quarter = |date: jiff::civil::Date| format!("{}-Q{}", date.year(), (date.month() - 1) / 3 + 1);
    let last = quarter(today.saturating_sub(jiff::Span::new().months(3)));
    place.done(&["bulletin", "build", "--quarter", &last, "--as-at", &today.to_string(), "--out", "built"]);
    let page = place.read("built/nrm-quarterly.html");
    assert!(page.contains("Synthetic data"), "{page}");
    let location = rows(&place.read("built/location.csv"));
    let of = |row: &BTreeMap<String, String>, columns: &[&str]| -> u64 {
        columns.iter().map(|column| row[*column].parse::<u64>().unwrap_or(0)).sum()
    };
    let all: u64 = location.iter().map(|row| of(row, &["referrals"])).sum();
    let told: u64 = location.iter().map(|row| of(row, &["uk", "overseas", "uk_and_overseas"])).sum();
    assert!(all > 0 && told > 0, "{location:?}");
    for row in &location {
        assert_eq!(of(row, &["referrals"]), of(row, &["uk", "overseas", "uk_and_overseas", "not_known"]), "{row:?}");
    }
    let stopped = place.run(&[
        "bulletin",
        "release",
        "--quarter",
        &last,
        "--as-at",
        &today.to_string(),
        "--first",
        "--out",
        "released",
    ]);
    assert_eq!(stopped.status, 1, "{stopped:?}");
    assert!(stopped.out.contains("disclosure.no_audit"), "{stopped:?}");
    let as_at = today.to_string();
    let cut = ["--quarter", &last, "--as-at", &as_at];
    place.done(&[&["bulletin", "protect"], &cut[..], &["--out", "audit.json"]].concat());
    let release = ["--first", "--audit", "audit.json", "--out", "released"];
    let told = place.done(&[&["bulletin", "release"], &cut[..], &release].concat());
    assert!(told.starts_with("The release may leave"), "{told}");
    assert!(place.read("released/police_force_area.csv").contains("Metropolitan Police Service"));
}
