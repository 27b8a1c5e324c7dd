//! Notices to the police, and reports from the public.

use axum::http::StatusCode;
use jiff::civil::date;
use manumit_domain::{
    actor::Role,
    case::{self, Outcome},
    person::Words,
    police_notice::Command,
};

use super::seat::*;

fn screening() -> case::Command {
    case::Command::PassScreening {
        age_checked: true,
        duplicates_checked: true,
        competent_authority: "SCA".to_owned(),
        hosted_by: None,
        immigration_interest: false,
    }
}

/// A positive decision, on the second of June.
pub async fn decided(office: &manumit_app::Office, receipt: &manumit_app::referral::Receipt) {
    step(office, &receipt.case, Role::CaTriage, date(2026, 6, 1), screening()).await;
    let decision = case::Command::DecideReasonableGrounds {
        outcome: Outcome::Positive,
        findings: None,
        reasons: Words("made up".to_owned()),
    };
    step(office, &receipt.case, Role::CaDecisionMaker, date(2026, 6, 2), decision).await;
}

#[test]
fn a_notice_is_passed_after_the_decision_and_acknowledged_by_the_force_alone() {
    manumit_testkit::on_both_engines(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        let receipt = referred(&office).await;
        let page = format!("/notices/{}", receipt.police_notice);
        let triage = Seat::of(&router, TRIAGE).await;
        triage.get("/notices").await.is(StatusCode::OK).says(&page).says("After the reasonable grounds decision");
        triage.get(&page).await.is(StatusCode::OK).says("There is none yet").says_nothing_of("Pass it to this force");
        let to_the_force = [("force", "metropolitan")];
        triage.post(&format!("{page}/pass"), &to_the_force).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        let police = Seat::of(&router, POLICE).await;
        police.get(&page).await.is(StatusCode::NOT_FOUND);
        decided(&office, &receipt).await;
        triage.post(&format!("{page}/pass"), &[("force", "")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        triage.post(&format!("{page}/pass"), &to_the_force).await.is(StatusCode::SEE_OTHER);
        police.get("/duties").await.says("Acknowledge the notice");
        police.get("/notices").await.is(StatusCode::OK).says(&page);
        let shown =
            police.get(&page).await.is(StatusCode::OK).says("are two things").says(&receipt.referral.to_string());
        // V-02: the allow-list and no more.
        let shown = shown.says_nothing_of("Nguy").says_nothing_of("nail bar").says_nothing_of("CAS-");
        drop(shown.says_nothing_of("SUP-"));
        police
            .post(&format!("{page}/acknowledge"), &[("crime_reference", " ")])
            .await
            .is(StatusCode::UNPROCESSABLE_ENTITY);
        let named = [("crime_reference", "SYN/12/26"), ("on-day", "31"), ("on-month", "2"), ("on-year", "2026")];
        police
            .post(&format!("{page}/acknowledge"), &named)
            .await
            .is(StatusCode::UNPROCESSABLE_ENTITY)
            .says("not a day")
            .says("value=\"SYN/12/26\"")
            .says("value=\"31\"");
        police.post(&format!("{page}/acknowledge"), &named[..1]).await.is(StatusCode::SEE_OTHER);
        police.get(&page).await.says("SYN/12/26").says_nothing_of("Acknowledge it</h2>");
    });
}

const NOTIFICATION: &str = include_str!("../../../../../docs/examples/notification.json");

/// An adult did not agree to be referred: the force of the place is told, of nobody.
#[test]
fn a_notification_reaches_the_force_without_identity_and_by_triage_alone() {
    manumit_testkit::on_both_engines(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        let caller = keyholder("POLICE-EW/referral-desk", Role::FirstResponder, "2026-06-01T10:00:00Z");
        let body = serde_json::from_str(NOTIFICATION).unwrap();
        let sent = manumit_app::form::send(&office, &caller, &body, None).await.unwrap();
        let manumit_app::form::Sent::Notification(notification) = sent else { panic!("a notification") };
        let triage = Seat::of(&router, TRIAGE).await;
        let duties = triage.get("/duties").await.says("Pass the notice to the police");
        let page =
            format!("/notices/PNO-{}", duties.body.split("/notices/PNO-").nth(1).unwrap().split('"').next().unwrap());
        let shown = triage.get(&page).await.is(StatusCode::OK).says("nobody is to be looked for");
        let shown = shown.says(&notification.to_string()).says("London").says_nothing_of("There is none yet");
        drop(shown.says_nothing_of("no answer").says_nothing_of("Do not contact the person"));
        triage.get(&format!("/notifications/{notification}")).await.is(StatusCode::NOT_FOUND);
        let police = Seat::of(&router, POLICE).await;
        police.get(&page).await.is(StatusCode::NOT_FOUND);
        triage.post(&format!("{page}/pass"), &[("force", "")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        let both = [("force", "metropolitan"), ("force", "kent"), ("force", "")];
        let on_no_day = [both[0], both[1], ("on-day", "x")];
        let again = triage.post(&format!("{page}/pass"), &on_no_day).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        drop(again.says("<option value=\"kent\" selected").says("<option value=\"metropolitan\" selected"));
        triage.post(&format!("{page}/pass"), &both).await.is(StatusCode::SEE_OTHER);
        triage.get("/duties").await.says_nothing_of(&page);
        triage.get(&page).await.says("Passed without identity").says("Passed to Kent Police");
        police.get("/notices").await.is(StatusCode::OK).says(&page);
        police.get("/duties").await.says_nothing_of(&page);
        let shown = police.get(&page).await.is(StatusCode::OK).says("owes no answer");
        drop(shown.says_nothing_of("Acknowledge it").says_nothing_of("name=\"force\""));
        assert_eq!(bench.store.compare_views().await.unwrap(), [], "rebuilt views equal live views");
    });
}

#[test]
fn each_of_several_forces_is_told_and_acknowledges_for_itself() {
    manumit_testkit::on_both_engines(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        let receipt = referred(&office).await;
        decided(&office, &receipt).await;
        let page = format!("/notices/{}", receipt.police_notice);
        let triage = Seat::of(&router, TRIAGE).await;
        let both = [("force", "kent"), ("force", "metropolitan"), ("force", "")];
        triage.post(&format!("{page}/pass"), &both).await.is(StatusCode::SEE_OTHER);
        let police = Seat::of(&router, POLICE).await;
        police.get("/duties").await.says(&page);
        let done = [("crime_reference", "SYN/12/26")];
        police.post(&format!("{page}/acknowledge"), &done).await.is(StatusCode::SEE_OTHER);
        police.get("/duties").await.says_nothing_of(&page);
        let shown =
            police.get(&page).await.says("Passed to a force").says("Metropolitan Police Service acknowledged it");
        drop(shown.says_nothing_of("Acknowledge it</h2>"));
        let again = police.post(&format!("{page}/acknowledge"), &done).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        drop(again.says("once"));
        let kent = keyholder("kent/spoc-1", Role::PoliceReceiver, "2026-06-05T10:00:00Z");
        let theirs = Command::Acknowledge { crime_reference: "SYN/9/26".to_owned(), on: date(2026, 6, 5) };
        manumit_app::police_notice::act(&office, &kent, &receipt.police_notice, theirs).await.unwrap();
        police.get(&page).await.says("Acknowledged with a crime reference").says("SYN/9/26");
        assert_eq!(bench.store.compare_views().await.unwrap(), [], "rebuilt views equal live views");
    });
}

/// V-07: passing a notice and being willing are two things in the data and on screen.
#[test]
fn v07_unless_the_person_is_willing_the_page_says_not_to_contact_them() {
    manumit_testkit::on_sqlite(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        let example: serde_json::Value =
            serde_json::from_str(include_str!("../../../../../docs/examples/referral-of-an-adult.json")).unwrap();
        let caller = keyholder("POLICE-EW/referral-desk", Role::FirstResponder, "2026-06-01T10:00:00Z");
        let triage = Seat::of(&router, TRIAGE).await;
        for (answer, said) in [("yes", "Willing to be contacted"), ("no", "does not want to be contacted")] {
            let mut body = example.clone();
            body["answers"]["police_contact"] = serde_json::json!({ "value": answer });
            let body = serde_json::from_value(body).unwrap();
            let sent = manumit_app::form::send(&office, &caller, &body, None).await.unwrap();
            let manumit_app::form::Sent::Referral(receipt) = sent else { panic!("a referral") };
            triage.get(&format!("/notices/{}", receipt.police_notice)).await.is(StatusCode::OK).says(said);
        }
    });
}

#[test]
fn at71_anybody_reports_without_an_account_and_the_force_of_the_place_looks_at_it() {
    manumit_testkit::on_both_engines(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        let form = get(&router, "/report").await.is(StatusCode::OK);
        let (advice, asked) = (form.body.find("call 999").unwrap(), form.body.find("<form").unwrap());
        assert!(advice < asked, "emergency advice comes first");
        let form = form.says("govuk-exit-this-page").says("08000 121 700");
        let once = form.body.split("name=\"once\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let empty = post(&router, "/report", &[("once", &once), ("place", "A made-up road")]).await;
        let empty = empty.is(StatusCode::UNPROCESSABLE_ENTITY).says("A made-up road").says("Nothing is written");
        drop(empty.says(&once));
        let told = [
            ("once", once.as_str()),
            ("danger", "yes"),
            ("what", "<b>People</b> sleep in the shop."),
            ("force", "metropolitan"),
            ("reach", "By the back door"),
        ];
        let thanks = post(&router, "/report", &told).await.is(StatusCode::OK).says("call now");
        let reference = thanks.body.split("TIP-").nth(1).unwrap().chars().take(12).collect::<String>();
        let reference = format!("TIP-{reference}");
        post(&router, "/report", &told).await.is(StatusCode::OK).says(&reference);
        let page = format!("/reports/{reference}");
        let police = Seat::of(&router, POLICE).await;
        police.get("/duties").await.says("Look at a report from the public").says(&page);
        police.get("/notices").await.says(&page);
        let shown = police.get(&page).await.is(StatusCode::OK).says("&lt;b&gt;People");
        drop(shown.says("By the back door").says("Somebody may be in danger now"));
        let triage = Seat::of(&router, TRIAGE).await;
        let (unseen, nothing) = (triage.get(&page).await, triage.get("/reports/TIP-26-7K3QX9T-J").await);
        assert_eq!((unseen.status, unseen.settled()), (StatusCode::NOT_FOUND, nothing.settled()));
        police.post(&format!("{page}/triage"), &[("note", "x")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        let wordless = [("outcome", "record_made")];
        police.post(&format!("{page}/triage"), &wordless).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        let done = [("outcome", "record_made"), ("note", "SYN/1/26")];
        police.post(&format!("{page}/triage"), &done).await.is(StatusCode::SEE_OTHER);
        police.get(&page).await.says("SYN/1/26").says_nothing_of("Or pass it on");
        police.get("/duties").await.says_nothing_of(&page);
        assert_eq!(bench.store.compare_views().await.unwrap(), [], "rebuilt views equal live views");
    });
}

#[test]
fn a_report_that_is_passed_on_is_out_of_reach() {
    manumit_testkit::on_sqlite(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        let thanks = post(&router, "/report", &[("what", "Made up"), ("force", "metropolitan")]).await;
        let reference =
            format!("TIP-{}", thanks.body.split("TIP-").nth(1).unwrap().chars().take(12).collect::<String>());
        let police = Seat::of(&router, POLICE).await;
        let passed = police.post(&format!("/reports/{reference}/pass-on"), &[("force", "kent")]).await;
        assert_eq!(passed.is(StatusCode::SEE_OTHER).headers["location"], "/notices");
        police.get(&format!("/reports/{reference}")).await.is(StatusCode::NOT_FOUND);
        police.get("/notices").await.says_nothing_of(&reference);
    });
}

#[test]
fn a_flood_of_reports_waits_and_loses_nothing_that_was_typed() {
    manumit_testkit::on_sqlite(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        for _ in 0..60 {
            post(&router, "/report", &[("what", "")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        }
        let waits = post(&router, "/report", &[("what", "Made-up words")]).await;
        waits.is(StatusCode::TOO_MANY_REQUESTS).says("Made-up words").says("call 999");
        // Another process, or another minute, takes them again.
        let later = super::seat::router(&office, later);
        post(&later, "/report", &[("what", "Made-up words")]).await.is(StatusCode::OK);
    });
}
