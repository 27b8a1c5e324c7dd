//! The bulletin on the demonstration caseload: tables as they stood, and what later decisions change.

use crate::place::{Place, rows};

#[test]
fn a_table_as_it_stood_differs_from_the_table_as_it_stands() {
    let place = Place::with_demonstration();
    let show = |as_at: &[&str]| place.done(&[&["bulletin", "show", "table05", "--year", "2012"], as_at].concat());
    insta::assert_snapshot!(show(&[]));
    assert_ne!(show(&["--as-at", "2013-03-31"]), show(&[]));
    insta::assert_snapshot!(place.done(&["bulletin", "show", "table04", "--year", "2012", "--as-at", "2013-10-15"]));
}

#[test]
fn a_later_decision_shows_in_the_revisions() {
    let place = Place::with_demonstration();
    let revisions = ["bulletin", "revisions", "--year", "2012", "--from", "2013-10-15", "--format", "csv"];
    assert!(rows(&place.done(&revisions)).is_empty());
    let waiting =
        "backlog --frozen-on 2013-10-01 --until 2013-10-15 --authority HO-CA --hosted-by none --list --format csv";
    let waiting = rows(&place.done(&waiting.split(' ').collect::<Vec<_>>()));
    let case = waiting.iter().find(|row| row["blocked by"] == "nothing but the decision").unwrap()["case"].clone();
    let decide = "--stage conclusive-grounds --outcome positive --reasons synthetic --on 2013-10-21";
    let arguments = [&["case", "decide", &case][..], &decide.split(' ').collect::<Vec<_>>()].concat();
    let answer = place.run_as("HO-CA/caseworker-1/ca_decision_maker", &arguments);
    assert_eq!(answer.status, 0, "{answer:?}");
    let revised = rows(&place.done(&revisions));
    let decisions: Vec<_> = revised
        .iter()
        .filter(|row| row["table"] == "table05")
        .map(|row| format!("{}: {} → {}", row["row"], row["was"], row["is"]))
        .collect();
    assert_eq!(decisions, ["Positive: 481 → 482", "Pending: 105 → 104"]);
}

#[test]
fn an_unknown_table_is_told_with_those_there_are() {
    let place = Place::with_demonstration();
    let answer = place.run(&["bulletin", "show", "table99", "--year", "2012"]);
    assert_eq!(answer.status, 2, "{answer:?}");
    assert!(answer.complaint.starts_with("There is no table table99. Use one of: "), "{answer:?}");
}

/// What is left on our own release is what the report's form brings with it: its labels, its ranks, its numbering.
#[test]
fn the_figures_of_our_own_release_follow_from_one_another() {
    let place = Place::with_demonstration();
    place.done(&["bulletin", "build", "--year", "2012", "--out", "release"]);
    let checked = place.run(&["check", "tables", "release", "--format", "csv"]);
    assert_eq!(checked.status, 1, "{checked:?}");
    let findings = rows(&checked.out);
    assert!(!findings.is_empty());
    for finding in findings {
        assert!(["label", "rank", "reference"].contains(&finding["class"].as_str()), "{finding:?}");
    }
}

/// Today's bulletin from the made-up present: frozen, built, refused without an audit, and the same bytes again.
#[test]
fn the_quarterly_edition_is_built_from_a_frozen_record_and_stopped_at_the_gate() {
    let place = Place::empty();
    insta::assert_snapshot!(place.done(&["demo", "extract", "--out", "present"]));
    let record = ["--extract", "present/referrals.arrow", "--notifications", "present/notifications.arrow"];
    let make = |verb, quarter, rest: &[&str]| {
        place.run(&[&["bulletin", verb, "--quarter", quarter], &record[..], rest].concat())
    };
    let built = make("build", "2026-Q2", &["--as-at", "2026-07-31", "--out", "before"]);
    assert_eq!(built.status, 0, "{built:?}");
    let earlier = ["--earlier", "before/release.json"];
    for out in ["first", "second"] {
        let built = make("build", "2026-Q3", &[&earlier[..], &["--out", out]].concat());
        assert_eq!(built.status, 0, "{built:?}");
    }
    let listed = std::fs::read(place.path("first/files.json")).unwrap();
    assert_eq!(listed, std::fs::read(place.path("second/files.json")).unwrap());
    let stopped = make("release", "2026-Q3", &[&earlier[..], &["--out", "released"]].concat());
    assert_eq!(stopped.status, 1, "{stopped:?}");
    assert!(stopped.out.contains("there is no audit of disclosure"), "{stopped:?}");
    assert!(!place.path("released").exists());
    let missing = make("release", "2026-Q3", &["--earlier", "nowhere.json", "--out", "released"]);
    assert_eq!(missing.status, 2, "{missing:?}");
    assert!(missing.complaint.starts_with("The earlier edition is not at nowhere.json"), "{missing:?}");
    let early = make("build", "2027-Q1", &["--out", "early"]);
    assert_eq!(early.status, 2, "{early:?}");
    assert!(early.complaint.contains("before the end of 2027-Q1"), "{early:?}");
}

#[test]
fn a_frozen_record_gives_the_bytes_of_the_journal() {
    let place = Place::with_demonstration();
    place.done(&["bulletin", "freeze", "--out", "referrals.arrow"]);
    let build = ["bulletin", "build", "--year", "2012", "--out"];
    place.done(&[&build[..], &["from-journal"]].concat());
    place.done(&[&build[..], &["from-file", "--extract", "referrals.arrow"]].concat());
    let list = |folder: &str| std::fs::read_to_string(place.path(folder).join("files.json")).unwrap();
    assert_eq!(list("from-journal"), list("from-file"));
}

/// AT15: the top ten of 2012 are 806 of 1,186, with the changes on 2011 that the report prints, and adults and children join.
#[test]
fn at15_the_top_ten_have_their_ranks_and_are_their_adults_and_children_together() {
    let place = Place::with_demonstration();
    let table = |id: &str| rows(&place.done(&["bulletin", "show", id, "--year", "2012", "--format", "csv"]));
    let (all, adults, children) = (table("table06"), table("table23"), table("table25"));
    let of = |row: &std::collections::BTreeMap<String, String>, column: &str| row[column].parse::<u64>().unwrap();
    let counts: Vec<u64> = all.iter().map(|row| of(row, "total_2012")).collect();
    assert_eq!(counts.iter().sum::<u64>(), 806);
    assert_eq!((2 * 100 * 806 + 1186) / (2 * 1186), 68);
    let part = |part: &[std::collections::BTreeMap<String, String>], nationality: &str| {
        part.iter()
            .find(|row| row["nationality"] == nationality)
            .map(|row| (of(row, "n_2012"), row["position_2012"].clone()))
    };
    let mut told = String::new();
    for row in &all {
        let (name, count) = (row["nationality"].as_str(), of(row, "total_2012"));
        let rank = 1 + counts.iter().filter(|other| **other > count).count();
        let (adult, child) = (part(&adults, name), part(&children, name));
        if let Some(((adult, _), (child, _))) = adult.as_ref().zip(child.as_ref()) {
            assert_eq!(adult + child, count, "{name}");
        }
        let shown = |part: Option<(u64, String)>| {
            part.map_or_else(|| "not among the ten".to_owned(), |(count, rank)| format!("{count} (rank {rank})"))
        };
        let change = &row["pct_change_2011_2012_printed"];
        told += &format!("{rank} {name} {count} {change}; adults {}; children {}\n", shown(adult), shown(child));
    }
    insta::assert_snapshot!(told);
}

/// A quarter of 2012 from the journal, under the authorities and the rules of its day: protected, through the gate, and out.
#[test]
fn a_quarter_of_2012_leaves_with_the_authorities_of_its_time() {
    let place = Place::with_demonstration();
    let run = |verb, as_at, rest: &[&str]| {
        place.run(&[&["bulletin", verb, "--quarter", "2012-Q4", "--as-at", as_at], rest].concat())
    };
    let protected = run("protect", "2013-01-31", &["--out", "audit.json"]);
    assert_eq!(protected.status, 0, "{protected:?}");
    let released = run("release", "2013-01-31", &["--first", "--audit", "audit.json", "--out", "january"]);
    assert_eq!(released.status, 0, "{released:?}");
    let authorities = rows(&place.read("january/competent_authority.csv"));
    let last = authorities.iter().find(|row| row["quarter"] == "2012-Q4").unwrap();
    let of = |column: &str| last[column].parse::<u64>().unwrap();
    assert_eq!(of("home_office") + of("home_office_hosted_in_ukhtc") + of("ukhtc"), of("referrals"), "{last:?}");
    assert!(!last.contains_key("single_competent_authority"));
    let reasons = rows(&place.read("january/reasons_for_negative.csv"));
    assert!(reasons.iter().any(|row| row["reason"] == "Total"), "{reasons:?}");
    let page = place.read("january/nrm-quarterly.html");
    assert!(page.contains("UK Human Trafficking Centre") && page.contains("suspect but cannot prove"));
    for later in ["Single Competent Authority", "Duty to notify", "duty to notify", "county lines"] {
        assert!(!page.contains(later), "{later}");
    }

    // The same quarter as at a month later: what moved by few people is withheld, or it does not leave.
    let earlier = ["--earlier", "january/release.json"];
    let protected = run("protect", "2013-02-28", &[&earlier[..], &["--out", "audit-february.json"]].concat());
    assert_eq!(protected.status, 0, "{protected:?}");
    let release = |audit: &str, out: &str| {
        run("release", "2013-02-28", &[&earlier[..], &["--audit", audit, "--out", out]].concat())
    };
    let released = release("audit-february.json", "february");
    assert_eq!(released.status, 0, "{released:?}");
    let audit: serde_json::Value = serde_json::from_str(&place.read("audit-february.json")).unwrap();
    let mut opened = audit.clone();
    let table = opened["tables"].as_array_mut().unwrap().iter_mut().find(|table| table["table"] == "police_force_area");
    let withheld = table.unwrap()["withheld"].as_array_mut().unwrap();
    assert!(!withheld.is_empty(), "{audit}");
    withheld.clear();
    place.write("opened.json", &opened.to_string());
    let refused = release("opened.json", "opened");
    assert_eq!(refused.status, 1, "{refused:?}");
    assert!(refused.out.contains("in the edition as at 31 January 2013 and is"), "{refused:?}");
}
