//! What the gate stops: each fault planted, and each told with its table, row and column.

use manumit_bulletin::{
    audit::{Audit, AuditError, CellName},
    compute::Release,
    definition::Definitions,
    gate::{Candidate, Earlier, Refusal, Verdict},
    prose::Told,
    render::OutputFile,
    table::Cell,
};

use crate::quarterly::{audit_of_later, editions, released};

fn judged<'a>(change: impl FnOnce(&mut Candidate<'a>)) -> Verdict {
    let released = released();
    released.judged(&released.files, &released.sentences, change)
}

fn codes(verdict: &Verdict) -> Vec<&str> {
    verdict.refusals.iter().map(|refusal| refusal.code.as_str()).collect()
}

fn only(verdict: &Verdict) -> &Refusal {
    assert_eq!(verdict.refusals.len(), 1, "{}", verdict.text());
    &verdict.refusals[0]
}

fn place(refusal: &Refusal) -> String {
    format!("{}, {}, {}: {}", refusal.table, refusal.row, refusal.column, refusal.code)
}

/// The files with one line of one of them changed.
fn with(file: &str, printed: &str, instead: &str) -> Vec<OutputFile> {
    let mut files = released().files.clone();
    let changed = files.iter_mut().find(|known| known.name == file).unwrap();
    let text = String::from_utf8(changed.bytes.clone()).unwrap();
    assert!(text.contains(printed), "{text}");
    changed.bytes = text.replacen(printed, instead, 1).into_bytes();
    files
}

#[test]
fn a_figure_that_does_not_follow_is_named() {
    let released = released();
    let last = released.release.find("referrals").unwrap().find("2026-Q3", "adults").unwrap().to_string();
    let files = with("referrals.csv", &format!("2026-Q3,{last},"), "2026-Q3,1,");
    let verdict = released.judged(&files, &released.sentences, |_| {});
    assert_eq!(place(only(&verdict)), "referrals, 2026-Q3, referrals: figure.sum");
    let files = with("reasonable_grounds.csv", ",54,10,", ",53,10,");
    let verdict = released.judged(&files, &released.sentences, |_| {});
    let places: Vec<String> = verdict.refusals.iter().map(place).collect();
    assert!(
        places.contains(&"reasonable_grounds, 2026-Q3, percent_positive: figure.ratio".to_owned())
            || places.contains(&"reasonable_grounds, 2026-Q3, percent_positive: figure.rounding.truncated".to_owned()),
        "{places:?}"
    );
    assert!(places.iter().any(|place| place.starts_with("statements, ")), "the sentence no longer agrees: {places:?}");
}

#[test]
fn a_change_between_rows_that_does_not_follow_is_named() {
    let released = released();
    let table = released.release.find("referrals").unwrap();
    let [count, quarter, year] =
        ["referrals", "percent_change_on_quarter", "percent_change_on_year"].map(|c| table.find("2026-Q2", c).unwrap());
    let files = with("referrals.csv", &format!(",{count},{quarter},{year}\n"), &format!(",{count},77,{year}\n"));
    let verdict = released.judged(&files, &released.sentences, |_| {});
    assert_eq!(place(only(&verdict)), "referrals, 2026-Q2, percent_change_on_quarter: figure.change");
}

fn reworded(from: &str, to: &str) -> Vec<Told> {
    let mut sentences = released().sentences.clone();
    let told = sentences.iter_mut().find(|told| told.text.contains(from)).unwrap();
    told.text = told.text.replace(from, to);
    for fact in &mut told.facts {
        fact.printed = fact.printed.replace(from, to);
    }
    sentences
}

#[test]
fn a_sentence_says_what_the_cells_say_and_no_more() {
    let released = released();
    let verdict = released.judged(&released.files, &reworded("more than in", "fewer than in"), |_| {});
    assert!(codes(&verdict).contains(&"figure.margin"), "{}", verdict.text());
    assert!(verdict.refusals.iter().all(|refusal| refusal.table == "statements"), "{}", verdict.text());
    let typed = reworded("were flagged", "and 44 others were flagged");
    let verdict = released.judged(&released.files, &typed, |_| {});
    assert_eq!(only(&verdict).code, "prose.number");
    assert!(only(&verdict).because.contains("bind every figure to a cell"));
}

#[test]
fn nothing_small_and_nothing_that_can_be_computed_back_leaves() {
    let editions = editions();
    let verdict = judged(|candidate| candidate.audit = None);
    assert_eq!(codes(&verdict), ["disclosure.no_audit"]);
    let verdict = judged(|candidate| candidate.release = &editions.later);
    assert!(codes(&verdict).contains(&"disclosure.small"), "{}", verdict.text());
    assert!(codes(&verdict).contains(&"disclosure.note"), "{}", verdict.text());
    let small = verdict.refusals.iter().find(|refusal| refusal.code == "disclosure.small").unwrap();
    assert_eq!((small.table.as_str(), small.row.as_str()), ("sex", "Other"));
    let mut recovered = released().audit.clone();
    recovered.tables[2].recovered = vec![CellName { row: "Other".into(), column: "referrals_2026_q3".into() }];
    let verdict = judged(|candidate| candidate.audit = Some(&recovered));
    assert_eq!(place(only(&verdict)), "sex, Other, referrals_2026_q3: disclosure.recovered");
    let mut silent = released().audit.clone();
    silent.tables.remove(0);
    let verdict = judged(|candidate| candidate.audit = Some(&silent));
    assert_eq!(place(only(&verdict)), "referrals, , : disclosure.not_audited");
}

#[test]
fn a_cell_withheld_alone_under_a_total_is_computed_back() {
    let editions = editions();
    let mut alone = audit_of_later();
    for table in &mut alone.tables {
        table.withheld.retain(|cell| table.table != "sex" || cell.row == "Other");
    }
    let release = editions.later.protected(&alone, &editions.definitions).unwrap();
    let verdict = judged(|candidate| {
        candidate.release = &release;
        candidate.audit = Some(&alone);
    });
    let found: Vec<String> =
        verdict.refusals.iter().filter(|refusal| refusal.code == "disclosure.alone").map(place).collect();
    assert_eq!(found[0], "sex, Other, referrals_2025_q3: disclosure.alone");
    assert_eq!(found.len(), 3);
}

#[test]
fn an_audit_is_of_the_release_at_hand_and_names_its_cells() {
    let editions = editions();
    let protect = |audit: &Audit| editions.later.protected(audit, &editions.definitions).unwrap_err();
    let other = Audit { release: "0".repeat(64), ..audit_of_later() };
    assert!(matches!(protect(&other), AuditError::AnotherRelease { .. }));
    let mut wrong = audit_of_later();
    wrong.tables[0].withheld = vec![CellName { row: "2026-Q9".into(), column: "adults".into() }];
    let said = protect(&wrong).to_string();
    assert_eq!(said, "the audit names table referrals, row 2026-Q9, column adults, and there is no such cell");
    assert!(Audit::read(b"{}").unwrap_err().to_string().contains("it has the keys release, method and tables"));
}

#[test]
fn an_edition_names_the_one_before() {
    let editions = editions();
    fn refused(earlier: Earlier<'_>) -> Verdict {
        judged(|candidate| candidate.earlier = earlier)
    }
    assert_eq!(codes(&refused(Earlier::NotNamed)), ["edition.missing"]);
    assert!(refused(Earlier::First).passes());
    assert_eq!(codes(&refused(Earlier::Edition(&editions.later))), ["edition.not_earlier"]);
    let mut other = editions.earlier.clone();
    other.id = "idmg-2012".to_owned();
    assert_eq!(codes(&refused(Earlier::Edition(&other))), ["edition.another_set"]);
    let with_period = |period: &str| Release { period: period.parse().unwrap(), ..editions.earlier.clone() };
    assert_eq!(codes(&refused(Earlier::Edition(&with_period("2026-Q1")))), ["edition.gap"]);
    assert_eq!(codes(&refused(Earlier::Edition(&with_period("2025")))), ["edition.calendars"]);
}

#[test]
fn every_revision_adds_up_from_its_causes_and_one_without_a_cause_is_stopped() {
    let released = released();
    assert!(released.revisions.len() > 30);
    for explained in &released.revisions {
        let parts: i64 = explained.causes.values().sum();
        assert_eq!(Some(parts), explained.revision.difference, "{explained:?}");
    }
    let mut moved = editions().earlier.clone();
    let table = moved.tables.iter_mut().find(|table| table.id == "referrals").unwrap();
    let row = table.rows.iter_mut().find(|row| row[0] == Cell::Text("2025-Q1".into())).unwrap();
    row[4] = Cell::Count(9_999);
    let revisions = crate::quarterly::explained_from(&moved, &released.release);
    let known = Audit { earlier: Some(moved.digest().unwrap()), ..released.audit.clone() };
    let verdict = judged(|candidate| {
        candidate.audit = Some(&known);
        candidate.earlier = Earlier::Edition(&moved);
        candidate.revisions = &revisions;
    });
    assert_eq!(place(only(&verdict)), "referrals, 2025-Q1, referrals: revision.no_cause");
}

#[test]
fn a_release_reads_back_as_it_was_written() {
    let released = released();
    let read = Release::read(&released.release.json().unwrap()).unwrap();
    assert_eq!(read.digest().unwrap(), released.release.digest().unwrap());
}

#[test]
fn a_table_whose_parts_do_not_add_up_is_stopped_as_a_code_list_that_changed() {
    let text = include_str!("../../tables/quarterly.toml").replace(
        "{ name = \"not_known\", show = \"count\", filter = { location_of_exploitation = [\"Not specified or unknown\"] } }",
        "{ name = \"not_known\", show = \"count\", filter = { location_of_exploitation = [\"Unknown\"] } }",
    );
    let definitions = Definitions::parse(&text).unwrap();
    let files = crate::quarterly::files_of(&definitions);
    let released = released();
    let verdict = released.judged(&files, &released.sentences, |_| {});
    assert!(verdict.refusals.iter().all(|refusal| place(refusal).starts_with("location, 20")), "{}", verdict.text());
    assert_eq!(verdict.refusals.iter().filter(|refusal| refusal.code == "figure.sum").count(), 12);
}
