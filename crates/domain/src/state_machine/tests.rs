use jiff::civil::date;

use super::*;

const TEXT: &str = include_str!("../../../../policy/state_machine.toml");

fn machine() -> StateMachine {
    StateMachine::parse(TEXT).unwrap()
}

fn refused(from: &str, to: &str) -> String {
    let changed = TEXT.replacen(from, to, 1);
    assert_ne!(changed, TEXT, "the change must change something");
    let error = StateMachine::parse(&changed).unwrap_err();
    std::error::Error::source(&error).map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
}

fn reached(id: &str, state: &str) -> Vec<String> {
    machine().transition(id).unwrap().reaches_from(state).map(str::to_owned).collect()
}

#[test]
fn a_withdrawal_reaches_the_state_of_its_stage() {
    assert_eq!(reached("withdraw", "rg_pending"), ["withdrawn_pre_rg"]);
    assert_eq!(reached("withdraw", "cg_suspended"), ["withdrawn_pre_cg"]);
    assert_eq!(reached("withdraw", "cg_positive"), [""; 0]);
    assert_eq!(reached("combined_pilot", "rg_pending"), ["cg_positive", "cg_negative"]);
    assert_eq!(reached("reallocate", "screening"), ["screening"]);
}

/// A child cannot withdraw a consent that was never asked, but can leave the country or die.
#[test]
fn a_childs_case_closes_only_for_reasons_that_are_not_consent() {
    let machine = machine();
    let reason = |code| machine.reason("withdrawn", code).unwrap();
    assert!(!reason("consent_withdrawn").fits(true) && reason("consent_withdrawn").fits(false));
    for code in ["left_uk", "died", "turned_18_no_consent"] {
        assert!(reason(code).fits(true) && reason(code).fits(false), "{code}");
        assert!(reason(code).may(Role::CaDecisionMaker) && !reason(code).may(Role::Survivor), "{code}");
    }
    assert!(!reason("consent_withdrawn").may(Role::CaDecisionMaker));
    let withdraw = machine.transition("withdraw").unwrap();
    for reason in machine.reasons.iter().filter(|reason| reason.of == "withdrawn") {
        assert!(reason.who.iter().all(|role| withdraw.may(*role)), "{}", reason.code);
        assert!(reason.in_force_on(date(2012, 6, 1)), "{}", reason.code);
    }
}

/// V-26: every merge can be undone.
#[test]
fn every_merge_can_be_undone() {
    let machine = machine();
    let (merge, unmerge) = (machine.transition("merge").unwrap(), machine.transition("unmerge").unwrap());
    let back: Vec<&str> = unmerge.reaches_from("merged_duplicate").collect();
    assert_eq!(merge.from().collect::<Vec<_>>(), back);
    assert!(unmerge.may(Role::CaTriage));
    assert!(unmerge.requires.iter().any(|words| words == "two people confirm"));
}

#[test]
fn no_transition_is_made_by_a_clock_except_the_reminder_of_a_birthday() {
    for transition in machine().transitions {
        assert_eq!(transition.may(Role::SystemReminder), transition.id == "turns_18", "{}", transition.id);
    }
}

#[test]
fn what_is_possible_depends_on_role_state_and_day() {
    let machine = machine();
    let possible = |state, role, day| {
        machine.possible("identification", state, role, day).map(|t| t.id.as_str()).collect::<Vec<_>>().join(" ")
    };
    let (then, now) = (date(2012, 6, 1), date(2024, 6, 1));
    assert_eq!(possible("draft", Role::FirstResponder, then), "submit");
    assert_eq!(possible("draft", Role::FirstResponder, now), "submit submit_dtn");
    assert!(
        possible("rg_pending", Role::CaDecisionMaker, then).starts_with("rg_positive rg_negative rg_suspend withdraw")
    );
    assert_eq!(possible("rg_pending", Role::Statistician, then), "");
    assert_eq!(possible("rg_pending", Role::PilotPanel, then), "rg_positive");
    assert!(possible("rg_pending", Role::PilotPanel, now).contains("combined_pilot"));
}

#[test]
fn every_role_that_may_act_is_in_the_access_matrix() {
    let matrix = include_str!("../../../../policy/access_matrix.csv");
    for transition in machine().transitions {
        for role in transition.who {
            let there = matrix.lines().any(|line| line.starts_with(&format!("{},", role.code())));
            assert!(there || role == Role::SystemReminder, "{}: {}", transition.id, role.code());
        }
    }
}

#[test]
fn every_rule_named_exists() {
    let rules = RuleBook::parse(include_str!("../../../../policy/policies.toml")).unwrap();
    assert!(machine().check_rules(&rules).is_ok());
    let mut wrong = machine();
    wrong.transitions[0].rules.push("rg.targets".into());
    insta::assert_snapshot!(wrong.check_rules(&rules).unwrap_err(), @r#"state_machine.toml, transition submit: "rg.targets" is not the key of a rule; use a key of policies.toml"#);
}

#[test]
fn a_wrong_machine_is_refused_with_its_entry() {
    insta::assert_snapshot!(refused("from = [\"draft\"], to = [\"screening\"]", "from = [\"drafts\"], to = [\"screening\"]"), @r#"state_machine.toml, transition submit: "drafts" is not a state of its region"#);
    let unknown_role = refused("who = [\"ca_triage\"]", "who = [\"clerk\"]");
    assert!(unknown_role.contains("at line ") && unknown_role.contains("unknown variant `clerk`"), "{unknown_role}");
    insta::assert_snapshot!(refused("to = [\"rg_suspended\"]", "to = [\"rg_pending\"]"), @r#"state_machine.toml, state identification.rg_suspended: "rg_suspended" cannot be reached; add a transition to it, or mark it initial"#);
    insta::assert_snapshot!(refused("id = \"accept\"", "id = \"submit\""), @r#"state_machine.toml, transition submit: "submit" is the id of an earlier transition"#);
    insta::assert_snapshot!(refused("region = \"support\"\ncode = \"declined\"", "region = \"help\"\ncode = \"declined\""), @r#"state_machine.toml, state help.declined: "help" is not a region of this file"#);
    insta::assert_snapshot!(refused("who = [\"ca_triage\"]", "who = []"), @r#"state_machine.toml, transition accept: "who" names nobody; name at least one role"#);
    insta::assert_snapshot!(refused("code = \"missing\"", "code = \"other\""), @r#"state_machine.toml, reason of suspended: "other" is there twice"#);
}

#[test]
fn the_diagram_is_the_same_every_time() {
    let diagram = machine().to_mermaid();
    assert_eq!(diagram, machine().to_mermaid());
    insta::assert_snapshot!("state_machine", diagram);
}
