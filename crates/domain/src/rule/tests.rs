use std::sync::LazyLock;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const TEXT: &str = include_str!("../../../../policy/policies.toml");

static BOOK: LazyLock<RuleBook> = LazyLock::new(|| RuleBook::parse(TEXT).unwrap());

fn book() -> &'static RuleBook {
    &BOOK
}

fn refused(change: impl Fn(&str) -> String) -> String {
    let changed = change(TEXT);
    assert_ne!(changed, TEXT, "the change must change something");
    let error = RuleBook::parse(&changed).unwrap_err();
    std::error::Error::source(&error).map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
}

#[test]
fn the_threshold_follows_the_day_of_the_decision() {
    let book = book();
    let threshold = |day| book.rule("rg.threshold", Nation::Scotland, "child", day).unwrap().text().unwrap();
    assert_eq!(threshold(date(2012, 6, 1)), "suspect-but-cannot-prove");
    assert_eq!(threshold(date(2023, 1, 29)), "suspect-but-cannot-prove");
    assert_eq!(threshold(date(2023, 1, 30)), "reasonable-grounds-objective-factors");
    assert_eq!(threshold(date(2023, 7, 9)), "reasonable-grounds-objective-factors");
    assert_eq!(threshold(date(2023, 7, 10)), "reasonable-grounds-all-general-and-specific-evidence");
}

#[test]
fn the_second_look_at_a_negative_decision_by_stage_and_day() {
    let book = book();
    let look =
        |stage, day| book.rule("decision.second_look", Nation::England, stage, day).unwrap().text().unwrap().to_owned();
    assert_eq!(look("negative-cg", date(2012, 6, 1)), "second-officer");
    assert_eq!(look("negative-cg", date(2020, 6, 1)), "assurance-panel");
    assert_eq!(look("negative-cg", date(2022, 12, 19)), "second-officer");
    assert_eq!(look("negative-rg", date(2020, 6, 1)), "second-officer");
}

#[test]
fn a_missing_rule_says_which_part_is_missing() {
    let book = book();
    let error = |key, nation, whom, day| book.rule(key, nation, whom, day).unwrap_err();
    assert!(error("rg.targets", Nation::England, "all", date(2012, 6, 1)).to_string().contains("rg.target.detention"));
    insta::assert_snapshot!(error("support.pre_cg", Nation::Scotland, "child", date(2012, 6, 1)), @"rule support.pre_cg has no version for child in Scotland; it applies to adult in England and Wales, adult in Northern Ireland, adult in Scotland");
    insta::assert_snapshot!(error("dtn.duty", Nation::Wales, "adult-without-consent", date(2012, 6, 1)), @"rule dtn.duty for adult-without-consent in Wales is not in force on 2012-06-01; its first day is 2015-11-01");
}

#[test]
fn a_rule_for_the_group_comes_before_one_for_all_and_a_nation_before_the_kingdom() {
    let narrower = |nation: &str, applies_to: &str, days: u32| {
        format!(
            "[[rule]]\nkey = \"rg.target\"\nnation = \"{nation}\"\napplies_to = \"{applies_to}\"\nfrom = 2009-04-01\n\
             value = {days}\nunit = \"working_days\"\ncount = \"exclusive\"\nanchor = \"referral_received\"\n\
             sources = [\"OWN\"]\ncertainty = \"low\"\n"
        )
    };
    let text = format!("{TEXT}\n{}{}", narrower("scotland", "all", 3), narrower("united-kingdom", "child", 2));
    let book = RuleBook::parse(&text).unwrap();
    let days = |nation, whom| book.rule("rg.target", nation, whom, date(2012, 6, 1)).unwrap().period().unwrap().days;
    assert_eq!(days(Nation::England, "adult"), 5);
    assert_eq!(days(Nation::Scotland, "adult"), 3);
    assert_eq!(days(Nation::England, "child"), 2);
    assert_eq!(days(Nation::Scotland, "child"), 2);
}

#[test]
fn every_day_since_the_mechanism_began_has_an_era_and_a_form() {
    let book = book();
    let mut day = date(2009, 4, 1);
    while day <= book.known_until() {
        assert!(book.era_on(day).is_some() && book.form_version_on(day).is_some(), "{day}");
        day = day.tomorrow().unwrap();
    }
    assert_eq!(book.era_on(date(2009, 3, 31)), None);
    assert_eq!(book.era_on(date(2012, 6, 1)).unwrap().id, "nrm-2009");
    assert_eq!(book.era_on(date(2022, 12, 13)).unwrap().id, "nrm-2022");
    assert_eq!(book.form_version_on(date(2019, 4, 18)).unwrap().id, "digital-v1");
}

#[test]
fn the_rules_in_force_on_a_day_can_be_printed() {
    let book = book();
    let print = |day| {
        let line = |rule: &Rule| {
            format!("{} | {} | {} | from {}", rule.key, rule.jurisdiction, rule.applies_to, rule.valid_from)
        };
        book.rules_in_force(day).map(line).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(print(date(2012, 6, 1)), @r"
    rg.threshold | United Kingdom | all | from 2009-04-01
    cg.threshold | United Kingdom | all | from 2009-04-01
    rg.target | United Kingdom | all | from 2009-04-01
    rg.target.detention | United Kingdom | immigration-detention | from 2009-04-01
    cg.target | United Kingdom | all | from 2009-04-01
    cg.earliest | United Kingdom | all | from 2009-04-01
    recovery.removal_protection | United Kingdom | all | from 2009-04-01
    support.pre_cg | England and Wales | adult | from 2009-04-01
    support.pre_cg | Scotland | adult | from 2009-04-01
    support.pre_cg | Northern Ireland | adult | from 2009-04-01
    support.post_positive_cg | England and Wales | adult | from 2009-04-01
    support.post_negative | England and Wales | adult | from 2009-04-01
    support.pre_rg_emergency | England and Wales | adult | from 2009-04-01
    support.child | United Kingdom | child | from 2009-04-01
    reconsideration.who | United Kingdom | all | from 2009-04-01
    reconsideration.window | United Kingdom | all | from 2009-04-01
    reconsideration.grounds | United Kingdom | all | from 2009-04-01
    consent.referral | United Kingdom | adult | from 2009-04-01
    consent.referral | United Kingdom | child | from 2009-04-01
    police.notification | United Kingdom | all | from 2009-04-01
    decision.second_look | United Kingdom | negative-cg | from 2009-04-01
    decision.second_look | United Kingdom | negative-rg | from 2009-04-01
    leave.after_positive_cg | United Kingdom | non-british-without-leave | from 2009-04-01
    age.presumption | United Kingdom | age-uncertain | from 2009-04-01
    age.turning_18_reminder | United Kingdom | child | from 2009-04-01
    definition.victim | United Kingdom | all | from 2009-04-01
    statistics.publisher | United Kingdom | all | from 2009-04-01
    retention.case | United Kingdom | case | from 2009-04-01
    retention.published_aggregate | United Kingdom | statistics | from 2009-04-01
    ");
    assert_eq!(print(date(2009, 3, 31)), "");
}

#[test]
fn every_source_of_a_rule_is_listed() {
    let sources = include_str!("../../../../policy/sources.csv");
    for rule in book().rules() {
        assert!(!rule.sources.is_empty(), "{}", rule.key);
        for source in &rule.sources {
            assert!(sources.lines().any(|line| line.starts_with(&format!("{source},"))), "{}: {source}", rule.key);
        }
    }
}

#[test]
fn overlap_and_gap_are_refused_and_name_the_rule() {
    insta::assert_snapshot!(refused(|t| t.replacen("from = 2023-01-30\nto = 2023-07-09", "from = 2023-01-29\nto = 2023-07-09", 1)), @r#"policies.toml, eras: "2023-01-29" overlaps the version before it; begin on 2023-01-30"#);
    insta::assert_snapshot!(refused(|t| t.replacen("from = 2022-12-13\nvalue = 30", "from = 2022-12-15\nvalue = 30", 1)), @r#"policies.toml, rule cg.earliest for all in united-kingdom: "2022-12-15" leaves a gap after the version before it; begin on 2022-12-13"#);
    insta::assert_snapshot!(refused(|t| t.replacen("to = 2023-01-29\nvalue = \"suspect", "value = \"suspect", 1)), @r#"policies.toml, rule rg.threshold for all in united-kingdom: "2023-01-30" overlaps the version from 2009-04-01, which has no end; give that one its last day"#);
    insta::assert_snapshot!(refused(|t| t.replacen("from = 2015-07-31\nto = 2019-04-28", "from = 2015-08-31\nto = 2019-04-28", 1)), @r#"policies.toml, eras: "2015-08-31" leaves a gap after the version before it; begin on 2015-07-31"#);
    insta::assert_snapshot!(refused(|t| t.replacen("from = 2019-04-18\nto = 2019-09-18", "from = 2019-04-18\nto = 2018-09-18", 1)), @r#"policies.toml, form versions: "2019-04-18" is after its own last day, 2018-09-18"#);
}

#[test]
fn a_wrong_value_is_refused_with_its_line_or_rule() {
    insta::assert_snapshot!(refused(|t| t.replacen("value = 5\nunit = \"working_days\"\n", "value = 5\n", 1)), @r#"policies.toml, rule rg.target from 2009-04-01: "5" needs unit = "working_days" or "calendar_days" with count = "exclusive" or "inclusive", and at least one day; or unit = "requests" alone"#);
    for (right, wrong, says) in [
        ("anchor = \"referral_received\"", "anchor = \"yesterday\"", "unknown variant `yesterday`"),
        ("nation = \"scotland\"", "nation = \"alba\"", "unknown variant `alba`"),
        ("ends = \"later-of-period-and-cg\"", "ends = \"whenever\"", "expected one of `with-period`"),
        ("known_until = 2026-04-27", "known_until = 2026-04-27T10:00:00", "is not a day; write it as 2012-12-31"),
        ("strength = \"expectation", "strenght = \"expectation", "unknown field `strenght`"),
    ] {
        let said = refused(|t| t.replacen(right, wrong, 1));
        assert!(said.starts_with("policies.toml cannot be read: TOML parse error at line "), "{said}");
        assert!(said.contains(says), "{said}");
    }
}

proptest! {
    #[test]
    fn one_version_at_most_is_in_force_and_lookup_finds_it(offset in 0_i32..7000) {
        let book = book();
        let day = date(2009, 4, 1).saturating_add(jiff::Span::new().days(offset));
        for rule in book.rules_in_force(day) {
            let twins = book.rules_in_force(day).filter(|other| {
                (&other.key, other.jurisdiction, &other.applies_to) == (&rule.key, rule.jurisdiction, &rule.applies_to)
            });
            prop_assert_eq!(twins.count(), 1);
            for nation in rule.jurisdiction.nations() {
                prop_assert_eq!(book.rule(&rule.key, *nation, &rule.applies_to, day), Ok(rule));
            }
        }
    }

    #[test]
    fn a_sequence_is_accepted_exactly_when_each_version_begins_the_day_after(shift in -3_i32..4, length in 1_i32..400) {
        let first = date(2012, 1, 1);
        let last = first.saturating_add(jiff::Span::new().days(length));
        let next = last.saturating_add(jiff::Span::new().days(1 + shift));
        let checked = file::check_sequence("a rule", vec![(next, None), (first, Some(last))]);
        prop_assert_eq!(checked.is_ok(), shift == 0);
    }
}
