//! The notifications of a first responder, page by page.

use axum::http::StatusCode;
use manumit_app::{Caller, form};
use manumit_domain::actor::{Actor, Role};
use manumit_testkit::on_sqlite;

use crate::harness::{Premises, now};

const NOTIFICATION: &str = include_str!("../../../../docs/examples/notification.json");

#[test]
fn every_notification_is_found_again_beyond_the_first_page() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let caller = Caller::new(Actor::new("POLICE-EW", "officer-12", Role::FirstResponder), now(), "a test");
        let body = serde_json::from_str(NOTIFICATION).unwrap();
        let send = async |count: u32| {
            for _ in 0..count {
                form::send(&premises.office, &caller, &body, None).await.unwrap();
            }
        };
        let officer = premises.at_the_desk_of("POLICE-EW", "officer-12").await;
        let listed = async |path: &str| officer.get(path).await.body.matches("href=\"/notifications/").count();
        assert!(officer.get("/notifications").await.body.contains("None."));
        send(25).await;
        assert!(!officer.get("/referrals").await.body.contains("href=\"/notifications\""), "they all stand there");
        send(3).await;
        assert_eq!(listed("/referrals").await, 25);
        assert!(officer.get("/referrals").await.body.contains("href=\"/notifications\""));
        assert_eq!((listed("/notifications").await, listed("/notifications?page=1").await), (25, 3));
        let another = premises.at_the_desk_of("SALVATION-ARMY", "caseworker-3").await;
        let none = another.get("/notifications").await;
        assert_eq!((none.status, none.body.contains("None.")), (StatusCode::OK, true));
    });
}
