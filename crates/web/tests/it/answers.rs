//! What is answered, with which headers.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use manumit_app::Office;
use manumit_domain::law::Law;
use manumit_store::{Entropy, Keyring, Location, Store};
use manumit_web::{Settings, Site};
use tower::ServiceExt as _;

use crate::harness;

async fn ask(path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::Sqlite(folder.path().join("journal.db"));
    let keyring = Arc::new(Keyring::generate(&Entropy::seeded(1)).unwrap());
    let store = Store::open(&location, keyring, Entropy::System).await.unwrap();
    let office = Office::open(store, Entropy::System).unwrap();
    let site = Site::new(office, Settings { synthetic: true, ..Settings::new(harness::now) }).unwrap();
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = site.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = answer.into_parts();
    (parts.status, parts.headers, to_bytes(body, 4_000_000).await.unwrap().to_vec())
}

async fn page(path: &str) -> (StatusCode, HeaderMap, String) {
    let (status, headers, body) = ask(path, &[]).await;
    (status, headers, String::from_utf8(body).unwrap())
}

#[tokio::test]
async fn every_page_forbids_what_it_does_not_need_and_is_not_kept() {
    for path in ["/", "/questions", "/questions/uk-nrm/2026-04", "/nothing", "/health", "/questions/uk-nrm/1999"] {
        let (_, headers, body) = page(path).await;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert_eq!(headers["cache-control"], "no-store", "{path}");
        assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert!(!body.contains("http://") && !body.contains("https://"), "{path} names another host");
    }
}

#[tokio::test]
async fn a_nonce_is_used_once_and_every_inline_script_has_it() {
    let (_, one, body) = page("/").await;
    let (_, other, _) = page("/").await;
    assert_ne!(one["content-security-policy"], other["content-security-policy"]);
    let policy = one["content-security-policy"].to_str().unwrap();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    let scripts = body.matches("<script").count();
    let allowed = body.matches(&format!("nonce=\"{nonce}\"")).count()
        + body.matches("script type=\"module\" src=\"/assets/").count();
    assert_eq!((scripts, allowed), (3, 3), "{body}");
    assert!(!body.contains("style=\""), "the policy forbids styles in place");
}

#[tokio::test]
async fn the_questions_are_all_there_to_read_and_to_build_on() {
    let (status, _, body) = page("/questions/uk-nrm/2026-04").await;
    assert_eq!(status, StatusCode::OK);
    let law = Law::united_kingdom().unwrap();
    let set = law.question_sets.version("uk-nrm", "2026-04").unwrap();
    for (_, _, question) in set.questions() {
        let shown = question.ask.replace('\'', "&#x27;");
        assert!(body.contains(&shown), "{} is not shown", question.code);
    }
    assert!(body.contains("Synthetic data."));
    let (status, headers, body) = page("/questions/uk-nrm/2026-04/template.csv").await;
    assert_eq!((status, headers["content-type"].to_str().unwrap()), (StatusCode::OK, "text/csv; charset=utf-8"));
    assert!(body.starts_with("own_reference,nation,met_on,under_18"));
    let (_, _, body) = page("/questions/uk-nrm/2026-04/schema.json").await;
    assert!(serde_json::from_str::<serde_json::Value>(&body).unwrap()["properties"]["answers"].is_object());
}

#[tokio::test]
async fn what_is_not_there_is_said_in_one_way() {
    let (status, _, nothing) = page("/nothing").await;
    let (other_status, _, unknown) = page("/questions/uk-nrm/1999").await;
    assert_eq!((status, other_status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    let without_nonce = |body: &str| {
        let nonce = body.split("nonce=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        body.replace(&nonce, "")
    };
    assert_eq!(without_nonce(&nothing), without_nonce(&unknown));
}

#[tokio::test]
async fn assets_are_packed_kept_and_light() {
    let (_, _, body) = page("/").await;
    let mut weight = body.len();
    for part in ["href=\"/assets/", "src=\"/assets/"] {
        let rest = body.split(part).nth(1).unwrap();
        let path = format!("/assets/{}", rest.split('"').next().unwrap());
        let (status, headers, packed) = ask(&path, &[("accept-encoding", "br, gzip")]).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert_eq!(headers["content-encoding"], "gzip");
        assert!(headers["cache-control"].to_str().unwrap().contains("immutable"));
        weight += packed.len();
        let (_, headers, plain) = ask(&path, &[]).await;
        assert!(headers.get("content-encoding").is_none() && plain.len() > packed.len());
        assert!(!String::from_utf8(plain).unwrap().contains("GDS Transport"), "the typeface is GOV.UK's alone");
        assert_eq!(
            ask(&path.replace(".css", ".nothing").replace(".js", ".nothing"), &[]).await.0,
            StatusCode::NOT_FOUND
        );
    }
    assert!(weight < 100_000, "a first page of {weight} bytes");
}
