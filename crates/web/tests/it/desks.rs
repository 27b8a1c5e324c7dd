//! The desks of the police, support, audit, accounts and statistics, as people use them.

mod books;
mod police;
mod seat;
mod statistics;
mod support;

use axum::http::StatusCode;

use self::seat::*;

#[test]
fn v04_what_must_not_be_seen_answers_like_what_does_not_exist() {
    manumit_testkit::on_sqlite(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        let receipt = referred(&office).await;
        let (notice, support) = (receipt.police_notice.to_string(), receipt.support.unwrap().to_string());
        let pages = [("notices", notice, TRIAGE), ("support", support, SUPPORT)];
        for (place, reference, holder) in pages {
            let held = format!("/{place}/{reference}");
            let nothing = format!("/{place}/{}-26-7K3QX9T-D", &reference[..3]);
            Seat::of(&router, holder).await.get(&held).await.is(StatusCode::OK);
            for desk in 1..=17 {
                let seat = Seat::of(&router, desk).await;
                let answer = seat.get(&held).await;
                if answer.status == StatusCode::OK {
                    let may = desk == holder || (place == "support" && desk == SUPPORT_WORKER);
                    assert!(may, "desk {desk} sees {held}");
                    continue;
                }
                let other = seat.get(&nothing).await.is(StatusCode::NOT_FOUND);
                assert_eq!((answer.status, answer.settled()), (other.status, other.settled()), "desk {desk}: {held}");
            }
        }
        let sent_away = get(&router, "/notices").await.is(StatusCode::SEE_OTHER);
        assert_eq!(sent_away.headers["location"], "/sign-in");
    });
}

#[test]
fn no_form_of_another_site_does_anything() {
    manumit_testkit::on_sqlite(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        let receipt = referred(&office).await;
        let (notice, support) = (receipt.police_notice, receipt.support.unwrap());
        let forms = [
            (TRIAGE, format!("/notices/{notice}/pass")),
            (POLICE, format!("/notices/{notice}/acknowledge")),
            (POLICE, "/reports/TIP-26-7K3QX9T-J/triage".to_owned()),
            (POLICE, "/reports/TIP-26-7K3QX9T-J/pass-on".to_owned()),
            (SUPPORT, format!("/support/{support}/contact")),
            (SUPPORT, format!("/support/{support}/decline")),
            (DPO, "/audit/broken-glass".to_owned()),
            (DPO, "/audit/journal/verify".to_owned()),
            (ADMINISTRATOR, "/accounts/invite".to_owned()),
            (ADMINISTRATOR, "/accounts/demonstration-01/close".to_owned()),
        ];
        for (desk, path) in forms {
            let seat = Seat::of(&router, desk).await;
            seat.post_without_token(&path).await.is(StatusCode::FORBIDDEN).says("out of date");
        }
    });
}
