//! A site on a fresh journal, and people who sit at its desks.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use jiff::{Timestamp, civil::Date};
use manumit_app::{
    Caller, Office, case, demo,
    form::{self, Sent},
    referral::Receipt,
};
use manumit_domain::{
    actor::{Actor, Role},
    case::Command,
    reference::Reference,
};
use manumit_store::{Entropy, Store};
use manumit_web::{Settings, Site};
use tower::ServiceExt as _;

const ADULT: &str = include_str!("../../../../../docs/examples/referral-of-an-adult.json");

/// The moment at which every page of these tests is asked for.
pub fn now() -> Timestamp {
    "2026-08-03T09:00:00Z".parse().unwrap()
}

/// A quarter of an hour later: a code of the second factor is used once.
pub fn later() -> Timestamp {
    "2026-08-03T09:15:00Z".parse().unwrap()
}

pub fn router(office: &Office, clock: fn() -> Timestamp) -> Router {
    Site::new(office.clone(), Settings { synthetic: true, ..Settings::new(clock) }).unwrap().router()
}

pub async fn office(store: &Store) -> Office {
    let office = Office::open(store.clone(), Entropy::System).unwrap();
    demo::open_desks(&office, now()).await.unwrap();
    office
}

/// A referral of an adult who wants support, as a file brings it in.
pub async fn referred(office: &Office) -> Receipt {
    let body = serde_json::from_str(ADULT).unwrap();
    let caller = keyholder("POLICE-EW/referral-desk", Role::FirstResponder, "2026-06-01T10:00:00Z");
    let receipt = match form::send(office, &caller, &body, None).await.unwrap() {
        Sent::Referral(receipt) => Some(receipt),
        Sent::Notification(_) => None,
    };
    receipt.unwrap()
}

pub fn keyholder(post: &str, role: Role, at: &str) -> Caller {
    let (organisation, post) = post.split_once('/').unwrap();
    Caller::new(Actor::new(organisation, post, role), at.parse().unwrap(), "test")
}

/// Takes a step on a case, at the keys.
pub async fn step(office: &Office, case: &Reference, role: Role, on: Date, command: Command) {
    let post = if role == Role::CaTriage { "SCA/triage-1" } else { "SCA/caseworker-1" };
    let caller = keyholder(post, role, &format!("{on}T12:00:00Z"));
    case::act(office, &caller, case, (on, command)).await.unwrap();
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// The body without what differs between any two answers.
    pub fn settled(&self) -> String {
        let nonce = self.body.split("nonce=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
        nonce.map_or_else(|| self.body.clone(), |nonce| self.body.replace(&nonce, ""))
    }

    #[track_caller]
    pub fn is(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }

    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.body.contains(words), "{words:?} is not in {}", self.body);
        self
    }

    #[track_caller]
    pub fn says_nothing_of(self, words: &str) -> Self {
        assert!(!self.body.contains(words), "{words:?} is in {}", self.body);
        self
    }
}

pub async fn ask(router: &Router, request: Request<Body>) -> Answer {
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let body = to_bytes(body, 8_000_000).await.unwrap();
    // As a browser reads it: the template engine writes a stroke as an entity.
    let body = String::from_utf8(body.to_vec()).unwrap().replace("&#x2f;", "/");
    Answer { status: parts.status, headers: parts.headers, body }
}

pub fn written(fields: &[(&str, &str)]) -> Body {
    Body::from(form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish())
}

pub async fn get(router: &Router, path: &str) -> Answer {
    ask(router, Request::get(path).body(Body::empty()).unwrap()).await
}

pub async fn post(router: &Router, path: &str, fields: &[(&str, &str)]) -> Answer {
    ask(router, Request::post(path).body(written(fields)).unwrap()).await
}

/// Somebody who is signed in.
pub struct Seat {
    router: Router,
    pub cookie: String,
    pub token: String,
}

impl Seat {
    /// Sits down at the demonstration desk with a number.
    pub async fn of(router: &Router, desk: u32) -> Self {
        let account = format!("demonstration-{desk:02}");
        let answer = post(router, "/sign-in/demonstration", &[("account", &account)]).await;
        Self::signed_in(router, &answer).await
    }

    /// Takes the session that an answer gives.
    pub async fn signed_in(router: &Router, answer: &Answer) -> Self {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let cookie = answer.headers.get("set-cookie").unwrap().to_str().unwrap().split(';').next().unwrap().to_owned();
        let mut seat = Self { router: router.clone(), cookie, token: String::new() };
        let home = seat.get("/duties").await.is(StatusCode::OK);
        seat.token =
            home.body.split("name=\"form_token\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        seat
    }

    pub async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header("cookie", &self.cookie);
        ask(&self.router, request.body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("form_token", self.token.as_str())];
        all.extend_from_slice(fields);
        let request = Request::post(path).header("cookie", &self.cookie);
        ask(&self.router, request.body(written(&all)).unwrap()).await
    }

    /// Sends a form that is none of ours.
    pub async fn post_without_token(&self, path: &str) -> Answer {
        let request = Request::post(path).header("cookie", &self.cookie);
        ask(&self.router, request.body(written(&[])).unwrap()).await
    }
}

pub const RESPONDER: u32 = 1;
pub const TRIAGE: u32 = 4;
pub const DECISION_MAKER: u32 = 5;
pub const POLICE: u32 = 8;
pub const SUPPORT: u32 = 9;
pub const SUPPORT_WORKER: u32 = 10;
pub const STATISTICIAN: u32 = 12;
pub const AUDITOR: u32 = 13;
pub const DPO: u32 = 14;
pub const ADMINISTRATOR: u32 = 15;
