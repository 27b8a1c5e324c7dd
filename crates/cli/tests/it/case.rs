//! A case from its receipt to its decision, by the command alone.

use crate::place::{Answer, Place, rows};

const RESPONDER: &str = "POLICE-EW/referral-desk/first_responder";
const TRIAGE: &str = "UKHTC/triage-1/ca_triage";
const MAKER: &str = "UKHTC/caseworker-1/ca_decision_maker";
const SPECIALIST: &str = "UKHTC/specialist-1/ca_technical_specialist";
const REVIEWER: &str = "UKHTC/caseworker-2/ca_second_reviewer";

/// A journal with one referral of 2012, and the reference of its case.
fn referred() -> (Place, String) {
    let place = Place::begun();
    let template = place.done(&["import", "template"]);
    place.write("referral.csv", &template);
    let answer = place.run_as(RESPONDER, &["import", "referrals", "referral.csv"]);
    assert_eq!(answer.status, 0, "{answer:?}");
    let duties = rows(&place.done(&["duties", "--format", "csv"]));
    let case = duties.into_iter().map(|duty| duty["record"].clone()).find(|record| record.starts_with("CAS")).unwrap();
    (place, case)
}

/// Takes a step, written as on the command line after the case's reference.
fn step(place: &Place, case: &str, (verb, options): (&str, &str), actor: &str) -> Answer {
    let options: Vec<&str> = options.split(' ').collect();
    place.run_as(actor, &[&["case", verb, case][..], &options].concat())
}

fn taken(place: &Place, case: &str, asked: (&str, &str), actor: &str) -> String {
    let answer = step(place, case, asked, actor);
    assert_eq!(answer.status, 0, "{asked:?}: {answer:?}");
    answer.out.replace(case, "CASE")
}

fn refused(place: &Place, case: &str, asked: (&str, &str), actor: &str) -> String {
    let answer = step(place, case, asked, actor);
    assert_eq!((answer.status, answer.out.as_str()), (1, ""), "{asked:?}: {answer:?}");
    answer.complaint
}

const SCREEN: (&str, &str) = ("screen", "--authority UKHTC --age-checked --duplicates-checked --on 2012-03-02");

fn shown(place: &Place, case: &str) -> Vec<(String, String, String)> {
    let answer = place.run_as(TRIAGE, &["case", "show", case, "--format", "csv", "--purpose", "test"]);
    assert_eq!(answer.status, 0, "{answer:?}");
    rows(&answer.out).into_iter().map(|row| (row["part"].clone(), row["what"].clone(), row["value"].clone())).collect()
}

fn value(shown: &[(String, String, String)], what: &str) -> String {
    shown.iter().find(|row| row.1 == what).unwrap_or_else(|| panic!("{what} is not shown in {shown:?}")).2.clone()
}

#[test]
fn a_negative_decision_takes_enquiries_and_a_second_look() {
    let (place, case) = referred();
    let unchecked = refused(&place, &case, ("screen", "--authority UKHTC --on 2012-03-02"), TRIAGE);
    assert!(unchecked.contains("screening.unchecked"), "{unchecked}");
    insta::assert_snapshot!(taken(&place, &case, SCREEN, TRIAGE), @"CASE: Awaiting reasonable grounds decision, with UKHTC; owed: decide_reasonable_grounds.");
    let decide = "--stage reasonable-grounds --outcome positive --reasons synthetic --on 2012-03-05";
    taken(&place, &case, ("decide", decide), MAKER);
    let negative = "--stage conclusive-grounds --outcome negative --reasons synthetic --on 2012-06-01";
    insta::assert_snapshot!(refused(&place, &case, ("decide", negative), MAKER), @"Refused: A negative decision needs a second look by somebody else first. Propose it, and have it reviewed. (rule decision.second_look; review.awaited)");
    for body in ["support-provider", "police", "first-responder"] {
        let ask = format!("--body {body} --organisation X --due 2012-05-01 --question synthetic --on 2012-04-01");
        let out = taken(&place, &case, ("ask", &ask), MAKER);
        let enquiry = out.split("Enquiry ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
        if body == "police" {
            let early = refused(&place, &case, ("lapse", &format!("--enquiry {enquiry} --on 2012-04-20")), MAKER);
            assert!(early.contains("may be answered until 2012-05-01"), "{early}");
        }
    }
    let open: Vec<_> = shown(&place, &case).into_iter().filter(|row| row.0 == "enquiry").map(|row| row.1).collect();
    assert_eq!(open.len(), 3);
    taken(&place, &case, ("answer", &format!("--enquiry {} --answer synthetic --on 2012-04-20", open[0])), MAKER);
    for enquiry in &open[1..] {
        taken(&place, &case, ("lapse", &format!("--enquiry {enquiry} --on 2012-05-20")), MAKER);
    }
    let propose = "--stage conclusive-grounds --reasons synthetic --on 2012-05-21";
    taken(&place, &case, ("propose-negative", propose), MAKER);
    let own = refused(
        &place,
        &case,
        ("review", "--look agreed --points synthetic --on 2012-05-22"),
        "UKHTC/caseworker-1/ca_second_reviewer",
    );
    assert!(own.contains("never reviews it"), "{own}");
    taken(&place, &case, ("review", "--look agreed --points synthetic --on 2012-05-22"), REVIEWER);
    let out = taken(&place, &case, ("decide", negative), MAKER);
    insta::assert_snapshot!(out, @"CASE: Negative conclusive grounds, with UKHTC; nothing is owed.");
}

#[test]
fn what_is_shown_has_states_clocks_and_duties_and_no_identity() {
    let (place, case) = referred();
    taken(&place, &case, SCREEN, TRIAGE);
    taken(
        &place,
        &case,
        ("decide", "--stage reasonable-grounds --outcome positive --reasons synthetic --on 2012-03-05"),
        MAKER,
    );
    let shown = shown(&place, &case);
    assert_eq!(value(&shown, "identification"), "cg_pending");
    assert_eq!(value(&shown, "reasonable grounds target"), "2012-03-08");
    assert_eq!(value(&shown, "conclusive grounds earliest"), "2012-04-19");
    assert_eq!(value(&shown, "removal protection"), "the later of 2012-04-19 and the conclusive grounds decision");
    assert_eq!(value(&shown, "support in England"), "the later of 2012-04-19 and the conclusive grounds decision");
    assert_eq!(value(&shown, "decide_conclusive_grounds"), "due 2012-04-19");
    let table = place.run_as(TRIAGE, &["case", "show", &case]).out;
    for secret in ["Example Person", "1990", "Found at a workplace", "A-1001", "Vietnam"] {
        assert!(!table.contains(secret), "{secret}");
    }
}

#[test]
fn every_look_is_in_the_access_log_and_a_refused_one_is_not() {
    let (place, case) = referred();
    shown(&place, &case);
    assert_eq!(place.run(&["case", "show", &case]).status, 2, "nobody looks without a name");
    let looks = rows(&place.done(&["case", "readers", &case, "--format", "csv"]));
    let looks: Vec<_> = looks.iter().map(|look| (look["post"].as_str(), look["purpose"].as_str())).collect();
    assert_eq!(looks, [("triage-1", "test")]);
}

#[test]
fn a_correction_is_written_as_in_a_referral_file() {
    let (place, case) = referred();
    taken(&place, &case, SCREEN, TRIAGE);
    let correct = |field: &str, value: &str| {
        let reason = ["--reason", "synthetic", "--on", "2012-03-09"];
        place.run_as(MAKER, &[&["case", "correct", &case, "--field", field, "--value", value][..], &reason].concat())
    };
    for (field, value) in [
        ("sex", "male"),
        ("sex", "prefers_not_to_say"),
        ("nationality", "verified:China"),
        ("found-in", "North East"),
        ("exploited-in", "London; overseas:Vietnam; Scotland"),
        ("exploitation-types", "Sexual exploitation; Labour exploitation"),
        ("child-when-exploited", "yes"),
        ("child-when-exploited", "does_not_know"),
    ] {
        let answer = correct(field, value);
        assert_eq!(answer.status, 0, "{field} {value}: {answer:?}");
    }
    let again = correct("found-in", "North East");
    assert!(again.status == 1 && again.complaint.contains("The record says that already"), "{again:?}");
    let told = |field: &str, value: &str| {
        let answer = correct(field, value);
        assert_eq!(answer.status, 2, "{answer:?}");
        answer.complaint
    };
    insta::assert_snapshot!(told("sex", "unknown"), @r#""unknown" is not a sex that is recorded. Write female, male or other; or one of not_asked, does_not_know, prefers_not_to_say, ask_later, not_recorded, not_applicable."#);
    assert!(told("nationality", "certain:China").contains("does not begin with claimed:, suspected:"));
    assert!(told("exploited-in", "Atlantis").contains("names an unknown place"));
    assert!(told("child-when-exploited", "perhaps").contains("is neither yes nor no"));
    assert!(told("exploitation-types", "Criminal exploitation").contains("is not accepted"));
    assert_eq!(correct("age", "child").status, 2);
}

#[test]
fn reasons_come_from_a_file_or_standard_input_and_never_from_nothing() {
    let (place, case) = referred();
    place.write("reason.txt", "not a valid referral\n");
    let arguments = ["case", "send-back", &case, "--on", "2012-03-02", "--as", TRIAGE, "--reason"];
    let with = |text: &'static str| [&arguments[..], &[text]].concat();
    let missing = place.run(&with("@no-such-file"));
    assert!(missing.status == 2 && missing.complaint.starts_with("no-such-file cannot be read as text"), "{missing:?}");
    let empty = place.run_with(&with("-"), "\n");
    assert!(empty.status == 1 && empty.complaint.contains("Nothing is written in reason"), "{empty:?}");
    let sent = place.run_with(&with("@reason.txt"), "");
    assert!(sent.status == 0 && sent.out.contains("nothing is owed"), "{sent:?}");
    let again = place.run_with(&with("-"), "synthetic");
    assert!(again.status == 1 && again.complaint.contains("step.not_from_this_state"), "{again:?}");
}

#[test]
fn a_case_waits_goes_on_and_is_given_to_another_authority() {
    let (place, case) = referred();
    taken(&place, &case, SCREEN, TRIAGE);
    let suspend = "--reason missing --review-on 2012-09-03 --note synthetic --on 2012-03-06";
    taken(&place, &case, ("suspend", suspend), MAKER);
    assert_eq!(value(&shown(&place, &case), "suspended since"), "2012-03-06");
    taken(&place, &case, ("resume", "--note synthetic --on 2012-03-07"), MAKER);
    let reallocate = "--authority HO-CA --hosted-by UKHTC --reason synthetic --on 2012-03-08";
    insta::assert_snapshot!(taken(&place, &case, ("reallocate", reallocate), TRIAGE), @"CASE: Awaiting reasonable grounds decision, with HO-CA, hosted by UKHTC; owed: decide_reasonable_grounds.");
    let other =
        refused(&place, &case, ("withdraw", "--reason consent-withdrawn --note synthetic --on 2012-03-09"), MAKER);
    assert!(other.contains("(field role; "), "{other}");
    let left = "--reason left-uk --note synthetic --on 2012-03-09";
    taken(&place, &case, ("withdraw", left), "HO-CA/caseworker-1/ca_decision_maker");
}

#[test]
fn two_people_merge_a_case_and_two_undo_it() {
    let (place, first) = referred();
    let again = place.read("referral.csv").replace("A-1001", "A-1002");
    place.write("again.csv", &again);
    assert_eq!(place.run_as(RESPONDER, &["import", "referrals", "again.csv"]).status, 0);
    let duties = rows(&place.done(&["duties", "--format", "csv"]));
    let second = duties
        .into_iter()
        .map(|duty| duty["record"].clone())
        .find(|record| record.starts_with("CAS") && *record != first)
        .unwrap();
    let unknown = "--into CAS-12-2345678-K --second UKHTC/triage-2/ca_triage --reason synthetic --on 2012-03-02";
    let unknown = refused(&place, &second, ("merge", unknown), TRIAGE);
    assert!(unknown.contains("There is no record with the reference CAS-12-2345678-K"), "{unknown}");
    let alone = format!("--into {first} --second {TRIAGE} --reason synthetic --on 2012-03-02");
    assert!(refused(&place, &second, ("merge", &alone), TRIAGE).contains("Two people confirm a merge"));
    let together = format!("--into {first} --second UKHTC/triage-2/ca_triage --reason synthetic --on 2012-03-02");
    taken(&place, &second, ("merge", &together), TRIAGE);
    assert_eq!(value(&shown(&place, &second), "identification"), "merged_duplicate");
    taken(&place, &second, ("unmerge", "--second UKHTC/triage-2/ca_triage --reason synthetic --on 2012-03-05"), TRIAGE);
    assert_eq!(value(&shown(&place, &second), "identification"), "screening");
}

#[test]
fn age_reconsideration_and_disqualification_have_their_steps() {
    let (place, case) = referred();
    taken(&place, &case, SCREEN, TRIAGE);
    let adult = "--found adult --note synthetic --on 2012-03-03";
    let known = refused(&place, &case, ("assess-age", adult), "LA-EW/social-worker-1/local_authority");
    assert!(known.contains("cannot be taken from the state adult"), "{known}");
    assert!(refused(&place, &case, ("turn-eighteen", "--on 2012-03-03"), MAKER).contains("(field "));
    taken(&place, &case, ("propose-negative", "--stage reasonable-grounds --reasons synthetic --on 2012-03-05"), MAKER);
    taken(&place, &case, ("review", "--look agreed --points synthetic --on 2012-03-05"), REVIEWER);
    taken(
        &place,
        &case,
        ("decide", "--stage reasonable-grounds --outcome negative --reasons synthetic --on 2012-03-06"),
        MAKER,
    );
    let request = "--ground new_evidence --request synthetic --on 2012-03-20";
    taken(&place, &case, ("request-reconsideration", request), "TSA/worker-1/support_worker");
    taken(&place, &case, ("refuse-reconsideration", "--reason synthetic --on 2012-03-21"), SPECIALIST);
    let again = refused(&place, &case, ("accept-reconsideration", "--reason synthetic --on 2012-03-22"), SPECIALIST);
    assert!(again.contains("step.not_from_this_state"), "{again}");
    for (verb, options) in [
        ("consider-disqualification", "--note synthetic --on 2012-03-22"),
        ("apply-disqualification", "--ground public_order --assessment synthetic --on 2012-03-22"),
        ("decline-disqualification", "--reason synthetic --on 2012-03-22"),
        ("lift-disqualification", "--reason synthetic --on 2012-03-22"),
    ] {
        assert!(refused(&place, &case, (verb, options), SPECIALIST).starts_with("Refused: "), "{verb}");
    }
}

#[test]
fn another_record_is_no_case_and_an_unknown_case_is_refused() {
    let (place, _) = referred();
    let other = place.run_as(TRIAGE, &["case", "show", "REF-12-2345678-J"]);
    assert!(other.status == 2 && other.complaint.contains("begins with CAS"), "{other:?}");
    let unknown = place.run_as(TRIAGE, &["case", "show", "CAS-12-2345678-K"]);
    assert_eq!((unknown.status, unknown.out.as_str()), (1, ""));
    insta::assert_snapshot!(unknown.complaint, @"Refused: There is no record with the reference CAS-12-2345678-K. Check it, or ask its owner for access.");
}
