//! Answers that are sent become records, on both engines.

use jiff::Timestamp;
use manumit_app::{
    AppError, Caller, Office,
    form::{self, Body, Sent, spreadsheet},
};
use manumit_domain::{
    actor::{Actor, Role},
    journal::StreamKind,
    law::Law,
    referral,
};
use manumit_store::{Entropy, Unsealed};

const ADULT: &str = include_str!("../../../../docs/examples/referral-of-an-adult.json");
const NOT_SURE: &str = include_str!("../../../../docs/examples/referral-age-not-sure.json");
const NOTIFICATION: &str = include_str!("../../../../docs/examples/notification.json");

fn body(text: &str) -> Body {
    serde_json::from_str(text).unwrap()
}

fn caller() -> Caller {
    let at: Timestamp = "2026-06-01T10:00:00Z".parse().unwrap();
    Caller::new(Actor::new("POLICE-EW", "referral-desk", Role::FirstResponder), at, "test")
}

#[test]
fn what_is_sent_is_what_was_answered_on_both_engines() {
    manumit_testkit::on_both_engines(async |bench| {
        let office = Office::open(bench.store.clone(), Entropy::seeded(1)).unwrap();
        for text in [ADULT, NOT_SURE] {
            let body = body(text);
            let request = form::request(&office, &caller(), &body);
            let Sent::Referral(receipt) = form::send(&office, &caller(), &body, request.clone()).await.unwrap() else {
                panic!("not a referral")
            };
            let Sent::Referral(again) = form::send(&office, &caller(), &body, request).await.unwrap() else {
                panic!("not a referral")
            };
            assert!(again.repeated && again.referral == receipt.referral);
            let stream = bench.store.find_reference(&receipt.referral).await.unwrap().unwrap();
            let [submitted] = &bench.store.load(stream).await.unwrap()[..] else { panic!("one event") };
            let Unsealed::Content(particulars) = bench.store.unseal::<referral::Event>(submitted).await.unwrap() else {
                panic!("nothing is sealed")
            };
            let answered = particulars.answered.unwrap();
            assert_eq!((answered.question_set.as_str(), answered.version.as_str()), ("uk-nrm", "2026-04"));
            assert_eq!(answered.given, body.given());
            assert!(!submitted.body.contains("Nguyễn") && !submitted.body.contains("Uncle"), "in clear");
        }
        let Sent::Notification(reference) = form::send(&office, &caller(), &body(NOTIFICATION), None).await.unwrap()
        else {
            panic!("not a notification")
        };
        let stream = bench.store.find_reference(&reference).await.unwrap().unwrap();
        assert_eq!(stream.kind, StreamKind::Notification);
    });
}

#[test]
fn the_checker_says_without_a_journal_what_the_journal_says() {
    manumit_testkit::on_both_engines(async |bench| {
        let office = Office::open(bench.store.clone(), Entropy::seeded(1)).unwrap();
        let law = Law::united_kingdom().unwrap();
        let wrong: Vec<Body> = [ADULT, NOT_SURE, NOTIFICATION]
            .into_iter()
            .flat_map(|text| {
                let whole = body(text);
                let codes: Vec<String> = whole.answers.keys().cloned().collect();
                codes.into_iter().map(move |code| {
                    let mut less = whole.clone();
                    less.answers.remove(&code);
                    less
                })
            })
            .collect();
        for body in wrong {
            let found = form::check(&law, &caller(), &body).unwrap();
            match form::send(&office, &caller(), &body, None).await {
                Ok(_) => assert_eq!(found, []),
                Err(AppError::Answers(findings)) => assert_eq!(found, findings),
                Err(error) => panic!("{error}"),
            }
        }
    });
}

#[test]
fn consent_without_everything_explained_is_no_consent() {
    let law = Law::united_kingdom().unwrap();
    let mut body = body(ADULT);
    let told = serde_json::from_str(r#"{"value": ["what_it_is", "support"]}"#).unwrap();
    body.answers.insert("explained".to_owned(), told);
    let findings = form::check(&law, &caller(), &body).unwrap();
    assert_eq!(findings.iter().map(|finding| finding.question.as_str()).collect::<Vec<_>>(), ["explained"]);
}

#[test]
fn who_may_not_refer_is_told_by_the_checker_too() {
    let law = Law::united_kingdom().unwrap();
    let mut caller = caller();
    caller.actor.role = Role::SupportWorker;
    let findings = form::check(&law, &caller, &body(ADULT)).unwrap();
    assert_eq!(findings.len(), 1, "{findings:?}");
    let early = Caller { at: "2026-03-01T10:00:00Z".parse().unwrap(), ..self::caller() };
    assert_eq!(form::check(&law, &early, &body(ADULT)).unwrap_err().code, "question_set.not_yet_in_force");
}

#[test]
fn a_spreadsheet_says_the_same_as_json() {
    let law = Law::united_kingdom().unwrap();
    let set = law.question_sets.version("uk-nrm", "2026-04").unwrap();
    let body = body(ADULT);
    let template = spreadsheet::template(set).unwrap();
    let headings: Vec<&str> = template.trim_end().split(',').collect();
    let cell = |heading: &str| -> String {
        let mut parts = heading.splitn(3, '.');
        let (first, number, code) = (parts.next().unwrap(), parts.next(), parts.next());
        let answer = match (number, code) {
            (Some(number), Some(code)) => {
                let number: usize = number.parse().unwrap();
                body.rows.get(first).and_then(|rows| rows.get(number - 1)).and_then(|row| row.get(code))
            }
            _ => body.answers.get(first),
        };
        match answer {
            None => String::new(),
            Some(manumit_domain::known::Known::Missing(blank)) => blank.code().to_owned(),
            Some(manumit_domain::known::Known::Value(given)) => given.texts().join(";"),
        }
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&headings).unwrap();
    writer.write_record(headings.iter().map(|heading| cell(heading))).unwrap();
    let file = writer.into_inner().unwrap();
    let [line] = &spreadsheet::read(set, file.as_slice()).unwrap()[..] else { panic!("one line") };
    assert_eq!(line.findings, []);
    assert_eq!(line.body, body);
}

#[test]
fn a_spreadsheet_that_cannot_be_read_says_where() {
    let law = Law::united_kingdom().unwrap();
    let set = law.question_sets.version("uk-nrm", "2026-04").unwrap();
    let said = |file: &str| spreadsheet::read(set, file.as_bytes()).unwrap_err().to_string();
    assert!(said("name,nothing\n").starts_with("column 2 is headed \"nothing\""));
    assert!(said("name,sex,name\n").starts_with("columns 1 and 3 are both headed \"name\""));
    assert!(said("places.21.place_town\n").contains("which is no question"));
    assert!(said("exploiter_description\n").contains("which is no question"));
    let [line] = &spreadsheet::read(set, "children,number_of_children\nyes,two\n".as_bytes()).unwrap()[..] else {
        panic!("one line")
    };
    let [finding] = &line.findings[..] else { panic!("{:?}", line.findings) };
    assert_eq!((finding.question.as_str(), finding.problem.as_str()), ("number_of_children", "is not a whole number"));
}
