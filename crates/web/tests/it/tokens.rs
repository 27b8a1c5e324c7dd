//! Tokens of other systems, made and ended on pages.

use axum::http::{Request, StatusCode};
use manumit_app::demo;
use manumit_testkit::on_sqlite;

use crate::harness::{Premises, now};

#[test]
fn a_token_is_shown_once_opens_the_api_and_is_ended() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        demo::open_desks(&premises.office, now()).await.unwrap();
        let accounts = demo::accounts(&premises.office).await.unwrap();
        let officer = accounts.iter().find(|account| account.actor.post == "officer-12").unwrap();
        let tokens = format!("/accounts/{}/tokens", officer.id);
        let administrator = premises.at_the_desk_of("HO-PLATFORM", "administrator-1").await;
        let list = administrator.get("/accounts").await.body;
        assert!(list.contains(&tokens), "{list}");
        assert!(administrator.get(&tokens).await.body.contains("This account has no tokens."));
        for (fields, said) in [
            ([("purpose", " "), ("days", "90")], "The token has no purpose"),
            ([("purpose", "case system"), ("days", "400")], "holds a year at most"),
            ([("purpose", "case system"), ("days", "many")], "holds a year at most"),
            ([("purpose", "case system"), ("days", "0")], "holds a year at most"),
        ] {
            let refused = administrator.post(&tokens, &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.body.contains(said), "{}", refused.body);
        }
        let made = administrator.post(&tokens, &[("purpose", "case system"), ("days", "30")]).await;
        assert_eq!(made.status, StatusCode::OK);
        let secret = made.body.split("<code>").nth(1).unwrap().split("</code>").next().unwrap().to_owned();
        assert!(secret.starts_with("manumit_"), "{secret}");
        let listed = administrator.get(&tokens).await.body;
        assert!(listed.contains("case system") && !listed.contains(&secret), "shown once");

        let duties = async || {
            let asked = Request::get("/api/v1/duties").header("authorization", format!("Bearer {secret}"));
            premises.nobody().ask(asked.body(axum::body::Body::empty()).unwrap()).await.status
        };
        assert_eq!(duties().await, StatusCode::OK);
        let end = listed.split("action=\"").find(|form| form.contains("/end\"")).unwrap().split('"').next().unwrap();
        assert_eq!(administrator.post(end, &[]).await.leads_to(), tokens);
        assert_eq!(duties().await, StatusCode::UNAUTHORIZED);
        assert!(administrator.get(&tokens).await.body.contains("Ended on"));

        let lead = premises.at_the_desk_of("POLICE-EW", "supervisor-1").await;
        assert_eq!(lead.get(&tokens).await.status, StatusCode::OK, "whoever leads the organisation");
        let other = premises.at_the_desk_of("SCA", "triage-1").await;
        assert_eq!(other.get(&tokens).await.status, StatusCode::NOT_FOUND);
        assert_ne!(other.post(end, &[]).await.status, StatusCode::SEE_OTHER);
    });
}
