//! The questions in force, and answers to them, from the command line.

use serde_json::Value;

use crate::place::Place;

const RESPONDER: &str = "POLICE-EW/referral-desk/first_responder";
const ADULT: &str = include_str!("../../../../docs/examples/referral-of-an-adult.json");
const NOTIFICATION: &str = include_str!("../../../../docs/examples/notification.json");

#[test]
fn the_examples_are_checked_without_a_journal_and_sent_once() {
    let place = Place::empty();
    for (name, text) in [("adult.json", ADULT), ("notification.json", NOTIFICATION)] {
        place.write(name, text);
        let checked = place.run_as(RESPONDER, &["form", "check", name]);
        assert_eq!((checked.status, checked.out.as_str()), (0, "1 form checked: nothing is wrong.\n"), "{checked:?}");
    }
    assert!(!place.path("data").exists(), "a check needs no journal");
    place.done(&["init"]);
    let sent = |name: &str| place.run_as(RESPONDER, &["form", "send", name, "--format", "csv"]).out;
    let (first, again, notified) = (sent("adult.json"), sent("adult.json"), sent("notification.json"));
    let reference = first.lines().nth(1).unwrap().split(',').nth(2).unwrap().to_owned();
    assert!(reference.starts_with("REF-"), "{first}");
    assert!(again.contains(&format!("\"referral, sent before\",{reference}")), "{again}");
    assert!(notified.contains("notification,DTN-"), "{notified}");
}

#[test]
fn what_is_wrong_is_named_without_the_answer() {
    let place = Place::empty();
    let mut body: Value = serde_json::from_str(ADULT).unwrap();
    body["answers"]["referrer_telephone"]["value"] = "Secret Words".into();
    body["answers"].as_object_mut().unwrap().remove("name");
    place.write("wrong.json", &body.to_string());
    let answer = place.run_as(RESPONDER, &["form", "check", "wrong.json"]);
    assert_eq!(answer.status, 1, "{answer:?}");
    assert!(answer.out.contains("referrer_telephone") && answer.out.contains("is not a telephone number"));
    assert!(answer.out.contains("name") && answer.out.contains("is not answered"));
    assert!(!answer.out.contains("Secret") && !answer.complaint.contains("Secret"), "{answer:?}");
}

#[test]
fn a_file_that_is_no_answers_is_wrong_use() {
    let place = Place::empty();
    place.write("not.json", "{\"question_set\": \"uk-nrm\"");
    place.write("not.csv", "nothing\n");
    place.write("answers.txt", "");
    place.write("old.json", &ADULT.replace("2026-04", "1999"));
    for (file, status, said) in [
        ("not.json", 2, "is no body of answers"),
        ("not.csv", 2, "column 1 is headed \"nothing\""),
        ("answers.txt", 2, "is neither a .json nor a .csv file"),
        ("absent.json", 2, "cannot be read"),
        ("old.json", 1, "There is no such version of the questions."),
    ] {
        let answer = place.run_as(RESPONDER, &["form", "check", file]);
        assert_eq!(answer.status, status, "{file}: {answer:?}");
        assert!(answer.complaint.contains(said), "{file}: {answer:?}");
    }
}

#[test]
fn the_sheet_the_template_and_the_schema_ask_every_question() {
    let place = Place::empty();
    let schema: Value = serde_json::from_str(&place.done(&["form", "schema", "--on", "2026-06-01"])).unwrap();
    let sheet = place.done(&["form", "sheet", "--on", "2026-06-01"]);
    let template = place.done(&["form", "template", "--on", "2026-06-01"]);
    let headings: Vec<&str> = template.trim_end().split(',').collect();
    let answers = schema["properties"]["answers"]["properties"].as_object().unwrap();
    let rows = schema["properties"]["rows"]["properties"].as_object().unwrap();
    for code in answers.keys() {
        assert!(headings.contains(&code.as_str()), "{code}");
    }
    for (group, list) in rows {
        for code in list["items"]["properties"].as_object().unwrap().keys() {
            assert!(headings.contains(&format!("{group}.1.{code}").as_str()), "{group} {code}");
        }
    }
    let asked = |properties: &serde_json::Map<String, Value>| properties.len();
    let in_rows: usize = rows.values().map(|list| asked(list["items"]["properties"].as_object().unwrap())).sum();
    assert_eq!(sheet.matches("\n* **").count(), answers.len() - rows.len() + in_rows);
    assert!(
        sheet
            .contains("This part only if: Is the person under 18 now? No, and Does the person want to be referred? No")
    );
    let welsh = place.done(&["form", "sheet", "--on", "2026-06-01", "--language", "cy"]);
    assert_eq!(welsh.matches("\n* **").count(), sheet.matches("\n* **").count(), "as many questions in every language");
    assert_eq!(welsh.matches("* [ ]").count(), sheet.matches("* [ ]").count(), "and as many choices");
    assert!(
        welsh.starts_with(
            "# Atgyfeirio dioddefwr posibl caethwasiaeth fodern\n\nDRAFFT: heb ei adolygu gan gyfieithydd."
        )
    );
    assert!(
        welsh.contains("Y rhan hon dim ond os: A yw’r person o dan 18 oed nawr? Nac ydy; a hefyd: A yw’r person am")
    );
    insta::assert_snapshot!(place.done(&["form", "list"]), @r"
    Versions of the questions.

    set     version  in force from  tasks  questions  for
    ------  -------  -------------  -----  ---------  ------------------------------------------
    uk-nrm  2026-04     2026-04-01     12        104  Refer a potential victim of modern slavery
    ");
}
