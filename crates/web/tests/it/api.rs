//! The API: tokens, problems, idempotency, paging, and its own description.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use jiff::SignedDuration;
use manumit_app::{
    Caller,
    account::{self, Issue},
    demo,
};
use manumit_domain::actor::{Actor, Role};
use manumit_testkit::{on_both_engines, on_sqlite};
use serde_json::Value;

use crate::harness::{Answer, Person, Premises, now};

const ADULT: &str = include_str!("../../../../docs/examples/referral-of-an-adult.json");

/// A token for a post of the demonstration.
pub async fn token(premises: &Premises, post: &str) -> String {
    let accounts = demo::accounts(&premises.office).await.unwrap();
    let account = accounts.iter().find(|account| account.actor.post == post).unwrap();
    let keyholder = Caller::new(Actor::new("HO-PLATFORM", "administrator-1", Role::Sysadmin), now(), "test");
    let wanted = Issue {
        account: account.id.clone(),
        purpose: "the case system of the force".to_owned(),
        holds: SignedDuration::from_hours(24),
    };
    account::issue(&premises.office, &keyholder, wanted).await.unwrap().secret
}

async fn ask(person: &Person, (method, path): (&str, &str), headers: &[(&str, &str)], body: &str) -> (Answer, Value) {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = person.ask(request.body(Body::from(body.to_owned())).unwrap()).await;
    let json = serde_json::from_str(&answer.body).unwrap_or(Value::Null);
    (answer, json)
}

#[test]
fn a_referral_is_sent_once_under_one_key_and_followed() {
    on_both_engines(|bench| async move {
        let premises = Premises::new(&bench.store).await;
        let system = premises.nobody();
        let bearer = format!("Bearer {}", token(&premises, "officer-12").await);
        let known = [("authorization", bearer.as_str()), ("idempotency-key", "force-0001")];
        let (first, receipt) = ask(&system, ("POST", "/api/v1/referrals"), &known, ADULT).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
        let (again, repeated) = ask(&system, ("POST", "/api/v1/referrals"), &known, ADULT).await;
        assert_eq!((again.status, &repeated["reference"]), (StatusCode::OK, &receipt["reference"]));
        let other = ADULT.replace("EXAMPLE-1", "EXAMPLE-2");
        let (reused, _) = ask(&system, ("POST", "/api/v1/referrals"), &known, &other).await;
        assert_eq!(reused.status, StatusCode::CONFLICT);
        let path = format!("/api/v1/referrals/{}", receipt["reference"].as_str().unwrap());
        let (status, followed) = ask(&system, ("GET", &path), &known, "").await;
        assert_eq!((status.status, followed["steps"].as_array().unwrap().len()), (StatusCode::OK, 2));
        let (_, listed) = ask(&system, ("GET", "/api/v1/referrals?limit=1"), &known, "").await;
        assert_eq!((listed["count"].as_u64(), &listed["references"][0]), (Some(1), &receipt["reference"]));
        // V-04: for another organisation it is not there.
        let stranger = format!("Bearer {}", token(&premises, "caseworker-3").await);
        let (hidden, problem) = ask(&system, ("GET", &path), &[("authorization", &stranger)], "").await;
        let (absent, same) =
            ask(&system, ("GET", "/api/v1/referrals/REF-26-0000000-0"), &[("authorization", &stranger)], "").await;
        assert_eq!((hidden.status, problem), (absent.status, same));
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn what_is_wrong_is_a_problem_that_names_rule_field_and_remedy() {
    on_sqlite(|bench| async move {
        let premises = Premises::new(&bench.store).await;
        let system = premises.nobody();
        let (unknown, problem) = ask(&system, ("GET", "/api/v1/duties"), &[], "").await;
        assert_eq!(unknown.status, StatusCode::UNAUTHORIZED);
        assert_eq!(unknown.headers["content-type"], "application/problem+json");
        assert_eq!(problem["type"], "urn:manumit:token.unknown");
        let bearer = format!("Bearer {}", token(&premises, "officer-12").await);
        let known = [("authorization", bearer.as_str()), ("idempotency-key", "force-0002")];
        let mut short: Value = serde_json::from_str(ADULT).unwrap();
        short["answers"].as_object_mut().unwrap().remove("professional_view");
        let (refused, problem) = ask(&system, ("POST", "/api/v1/referrals"), &known, &short.to_string()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem["findings"][0]["question"], "professional_view", "{problem}");
        assert!(!refused.body.contains("Nguy"), "a problem never repeats an answer");
        let (checked, findings) = ask(&system, ("POST", "/api/v1/referrals/check"), &known, &short.to_string()).await;
        assert_eq!((checked.status, &findings["findings"]), (StatusCode::OK, &problem["findings"]));
        for body in ["", "{", "[]", "{\"question_set\": 1}", "\u{0}"] {
            let (answer, _) = ask(&system, ("POST", "/api/v1/referrals"), &known, body).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body:?}");
        }
        for place in ["cursor=x", "limit=0", "limit=9999", "cursor=-1", "limit=%00"] {
            for list in ["referrals", "duties"] {
                let (answer, _) = ask(&system, ("GET", &format!("/api/v1/{list}?{place}")), &known, "").await;
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{list} {place}");
            }
        }
        let decides = format!("Bearer {}", token(&premises, "caseworker-1").await);
        let may_not = [("authorization", decides.as_str()), ("idempotency-key", "force-0003")];
        let (forbidden, _) = ask(&system, ("POST", "/api/v1/referrals"), &may_not, ADULT).await;
        assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn a_list_that_grows_while_it_is_read_shows_everything_once() {
    on_both_engines(|bench| async move {
        let premises = Premises::new(&bench.store).await;
        let system = premises.nobody();
        let sends = format!("Bearer {}", token(&premises, "officer-12").await);
        let owes = format!("Bearer {}", token(&premises, "triage-1").await);
        let send = async |key: String| {
            let known = [("authorization", sends.as_str()), ("idempotency-key", key.as_str())];
            let (answer, receipt) = ask(&system, ("POST", "/api/v1/referrals"), &known, ADULT).await;
            assert_eq!(answer.status, StatusCode::CREATED);
            receipt["reference"].as_str().unwrap().to_owned()
        };
        let mut sent = Vec::new();
        for number in 0..5 {
            sent.push(send(format!("growing-{number:04}")).await);
        }
        for (list, bearer, items) in [("referrals", &sends, "references"), ("duties", &owes, "duties")] {
            let known = [("authorization", bearer.as_str())];
            let (_, whole) = ask(&system, ("GET", &format!("/api/v1/{list}")), &known, "").await;
            let (mut found, mut next) = (Vec::new(), String::new());
            for round in 0.. {
                let (answer, page) = ask(&system, ("GET", &format!("/api/v1/{list}?limit=2{next}")), &known, "").await;
                assert_eq!(answer.status, StatusCode::OK, "{page}");
                found.extend(page[items].as_array().unwrap().iter().cloned());
                let Some(cursor) = page["next"].as_str() else { break };
                next = format!("&cursor={cursor}");
                if round == 0 {
                    send(format!("later-{list}")).await;
                }
            }
            for item in whole[items].as_array().unwrap() {
                assert_eq!(found.iter().filter(|other| *other == item).count(), 1, "{list}: {item} in {found:?}");
            }
            assert!(whole[items].as_array().unwrap().len() >= 5, "{whole}");
        }
    });
}

#[test]
fn the_description_is_the_one_that_was_reviewed() {
    on_sqlite(|bench| async move {
        let premises = Premises::new(&bench.store).await;
        let (answer, mut description) = ask(&premises.nobody(), ("GET", "/api/v1/openapi.json"), &[], "").await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(description["openapi"], "3.1.0");
        // The questions have a snapshot of their own.
        description["components"]["schemas"]["Answers"] = Value::from("the schema of the questions in force");
        insta::assert_json_snapshot!("openapi", description);
    });
}
