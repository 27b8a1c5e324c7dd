//! Audit, accounts, law and statistics.

use axum::http::StatusCode;
use jiff::SignedDuration;
use manumit_app::case;
use manumit_domain::actor::{Actor, Role};
use manumit_store::{Access, desk::Break};
use totp_rs::{Builder, Secret};

use super::seat::*;

#[test]
fn the_audit_lists_the_look_just_made_and_no_person() {
    manumit_testkit::on_both_engines(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        let receipt = referred(&office).await;
        let (notice, support) = (receipt.police_notice.to_string(), receipt.support.unwrap().to_string());
        Seat::of(&router, SUPPORT).await.get(&format!("/support/{support}")).await.is(StatusCode::OK);
        Seat::of(&router, TRIAGE).await.get(&format!("/notices/{notice}")).await.is(StatusCode::OK);
        let auditor = Seat::of(&router, AUDITOR).await;
        let shown = auditor.get("/audit").await.is(StatusCode::OK).says(&support).says(&notice).says("coordinator-1");
        // That support was told the fact of a decision stands at the case, with what for.
        let shown = shown.says("whether there is a decision, and nothing else").says(&receipt.case.to_string());
        let shown = shown.says_nothing_of("Nguy").says_nothing_of("nail bar").says("3 looks");
        assert!(shown.body.find(&notice).unwrap() < shown.body.find(&support).unwrap(), "the latest first");
        let of_one = auditor.get(&format!("/audit?record={support}")).await.says("1 look,").says(&support);
        drop(of_one.says_nothing_of(&notice));
        auditor.get("/audit?organisation=tsa&post=coordinator-1&from=2026-08-03&to=2026-08-03").await.says("2 looks");
        auditor.get("/audit?to=2026-08-02").await.says("Nobody looked");
        auditor.get("/audit?record=TIP-26-7K3QX9T-J").await.is(StatusCode::OK).says("Nobody looked");
        auditor.get("/audit?record=nonsense").await.is(StatusCode::UNPROCESSABLE_ENTITY).says("not a reference");
        auditor.get("/audit?from=yesterday").await.is(StatusCode::UNPROCESSABLE_ENTITY).says("not a day");
        auditor.get("/audit/unusual").await.is(StatusCode::OK).says("Nothing stands out");
    });
}

#[test]
fn a_post_that_reads_far_more_than_others_is_shown_with_what_it_read() {
    manumit_testkit::on_both_engines(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        let looks = (0..25_u32).map(|number| Access {
            at: now(),
            actor: Actor::new("POLICE-EW", "officer & 12", Role::FirstResponder),
            purpose: "a test".to_owned(),
            record: format!("01980000-0000-7000-8000-{number:012}/referral").parse().unwrap(),
        });
        bench.store.record_access(&looks.collect::<Vec<_>>()).await.unwrap();
        let auditor = Seat::of(&router, AUDITOR).await;
        let found = auditor.get("/audit/unusual").await.is(StatusCode::OK).says("officer &amp; 12").says("25");
        let link = found.body.split("href=\"/audit?").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
        auditor.get(&format!("/audit?{link}")).await.is(StatusCode::OK).says("25 looks");
    });
}

#[test]
fn only_those_who_audit_see_the_audit_and_each_refusal_stands_in_it() {
    manumit_testkit::on_sqlite(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        for desk in 1..=17 {
            let seat = Seat::of(&router, desk).await;
            for path in [
                "/audit",
                "/audit/trail",
                "/audit/unusual",
                "/audit/broken-glass",
                "/audit/journal",
                "/audit/looks.csv",
            ] {
                let may = desk == AUDITOR || desk == DPO;
                seat.get(path).await.is(if may { StatusCode::OK } else { StatusCode::FORBIDDEN });
            }
        }
        let auditor = Seat::of(&router, AUDITOR).await;
        auditor.get("/audit/trail?post=officer-12").await.says("see audit").says("Refused").says("access.not_yours");
        auditor.get("/audit/trail").await.says("Earlier lines");
        auditor.get("/audit/trail?what=sign-ins").await.says("sign in").says_nothing_of("see audit");
        auditor.get("/audit/trail?organisation=tsa&what=refusals").await.says_nothing_of("officer-12");
        // V-37: that a list was taken away is recorded.
        auditor.get("/audit/trail?what=everything&post=auditor-1").await.says("take audit file");
    });
}

#[test]
fn a_file_of_the_audit_runs_nothing_in_a_spreadsheet() {
    manumit_testkit::on_sqlite(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        let receipt = referred(&office).await;
        let mut caller = keyholder("SCA/triage-1", Role::CaTriage, "2026-06-01T11:00:00Z");
        caller.purpose = "=cmd|' /C calc'!A0".to_owned();
        case::look(&office, &caller, &receipt.case).await.unwrap();
        let file = Seat::of(&router, AUDITOR).await.get("/audit/looks.csv").await.is(StatusCode::OK);
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        let file = file.says("\"'=cmd|' /C calc'!A0\"");
        assert!(file.body.starts_with("at,organisation,post,role,purpose,kind of record,record\r\n"));
    });
}

#[test]
fn the_journal_is_verified_on_demand() {
    manumit_testkit::on_sqlite(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        referred(&office).await;
        let auditor = Seat::of(&router, AUDITOR).await;
        auditor.get("/audit/journal").await.is(StatusCode::OK).says("has not been verified");
        Seat::of(&router, TRIAGE).await.post("/audit/journal/verify", &[]).await.is(StatusCode::FORBIDDEN);
        auditor.post("/audit/journal/verify", &[]).await.is(StatusCode::SEE_OTHER);
        for _ in 0..100 {
            let page = auditor.get("/audit/journal").await;
            if page.body.contains("Nothing was found") {
                drop(page.says("Whole"));
                auditor.get("/audit/trail?what=everything").await.says("verify journal").says("whole");
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the verification does not end");
    });
}

#[test]
fn v39_broken_glass_is_reviewed_by_the_data_protection_officer_who_alone_reads_why() {
    manumit_testkit::on_both_engines(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        let receipt = referred(&office).await;
        let broken = Break {
            stream: bench.store.find_reference(&receipt.case).await.unwrap().unwrap(),
            organisation: "SCA".to_owned(),
            post: "caseworker-1".to_owned(),
            from: now(),
            until: now() + SignedDuration::from_hours(1),
            reason: "A made-up reason".to_owned(),
            reviewed: None,
        };
        bench.store.break_glass(&broken).await.unwrap();
        let auditor = Seat::of(&router, AUDITOR).await;
        let shown = auditor.get("/audit/broken-glass").await.says("caseworker-1").says("To be reviewed");
        drop(shown.says_nothing_of("A made-up reason"));
        let (record, from) = (receipt.case.to_string(), now().to_string());
        let review = [("record", record.as_str()), ("from", from.as_str())];
        auditor.post("/audit/broken-glass", &review).await.is(StatusCode::FORBIDDEN);
        let dpo = Seat::of(&router, DPO).await;
        dpo.get("/audit/broken-glass").await.says("A made-up reason").says("I have reviewed this");
        dpo.post("/audit/broken-glass", &review).await.is(StatusCode::SEE_OTHER);
        dpo.get("/audit/broken-glass").await.says("Reviewed by SCA/data-protection-officer");
        dpo.post("/audit/broken-glass", &review).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    });
}

fn code(key: &str, at: jiff::Timestamp) -> String {
    let secret = Secret::try_from_base32(key.replace(' ', "")).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(at.as_second()).unwrap()).to_string()
}

#[test]
fn an_invited_person_takes_the_account_up_once_and_signs_in_again() {
    manumit_testkit::on_both_engines(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        let lead = Seat::of(&router, TRIAGE).await;
        let listed = lead.get("/accounts").await.is(StatusCode::OK).says("caseworker-1").says_nothing_of("officer-12");
        drop(listed.says_nothing_of("coordinator-1"));
        let mut who = vec![
            ("name", "Una Example"),
            ("email", "una@example.org"),
            ("post", "caseworker-9"),
            ("role", "ca_decision_maker"),
        ];
        let unnamed = lead.post("/accounts/invite", &who[1..]).await;
        unnamed.is(StatusCode::UNPROCESSABLE_ENTITY).says("una@example.org").says("name is missing");
        let invited = lead.post("/accounts/invite", &who).await.is(StatusCode::OK);
        let link = invited.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        lead.get("/accounts").await.says("Una Example").says("Invited").says_nothing_of(&link);
        lead.post("/accounts/invite", &who).await.is(StatusCode::UNPROCESSABLE_ENTITY).says("email address exists");
        let page = get(&router, &link).await.is(StatusCode::OK).says("Decision maker");
        let key = page.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let taken_up = [("password", "gravel tulip monday"), ("code", &code(&key, now()))];
        let answer = post(&router, &link, &taken_up).await;
        Seat::signed_in(&router, &answer).await.get("/duties").await.says("Una Example");
        post(&router, &link, &taken_up).await.is(StatusCode::UNPROCESSABLE_ENTITY).says("used already");
        let later_router = super::seat::router(&office, later);
        let again = [("email", "una@example.org"), ("password", "gravel tulip monday"), ("code", &code(&key, later()))];
        let answer = post(&later_router, "/sign-in", &again).await;
        let una = Seat::signed_in(&later_router, &answer).await;
        una.get("/accounts").await.is(StatusCode::FORBIDDEN);
        let accounts = bench.store.list_accounts(Some("SCA")).await.unwrap();
        let id = accounts.iter().find(|account| account.actor.post == "caseworker-9").unwrap().id.clone();
        Seat::of(&router, SUPPORT).await.post(&format!("/accounts/{id}/suspend"), &[]).await.is(StatusCode::NOT_FOUND);
        lead.post(&format!("/accounts/{id}/suspend"), &[]).await.is(StatusCode::SEE_OTHER);
        una.get("/duties").await.is(StatusCode::SEE_OTHER);
        lead.post(&format!("/accounts/{id}/suspend"), &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        lead.post(&format!("/accounts/{id}/reopen"), &[]).await.is(StatusCode::SEE_OTHER);
        lead.post(&format!("/accounts/{id}/close"), &[]).await.is(StatusCode::SEE_OTHER);
        lead.get("/accounts").await.says("Closed");
        lead.post("/accounts/demonstration-04/close", &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        // The administrator makes the lead of another organisation, and nobody else of it.
        let administrator = Seat::of(&router, ADMINISTRATOR).await;
        administrator.get("/accounts").await.says("officer-12").says("coordinator-1");
        who[1].1 = "vic@example.org";
        who.push(("organisation", "kent"));
        administrator
            .post("/accounts/invite", &who)
            .await
            .is(StatusCode::UNPROCESSABLE_ENTITY)
            .says("confirms its own");
        who.push(("lead", "yes"));
        administrator.post("/accounts/invite", &who).await.is(StatusCode::OK).says("/invitation/");
        Seat::of(&router, RESPONDER).await.get("/accounts").await.is(StatusCode::FORBIDDEN);
        Seat::of(&router, RESPONDER).await.post("/accounts/invite", &who).await.is(StatusCode::FORBIDDEN);
    });
}

#[test]
fn everybody_who_is_signed_in_sees_the_law_of_a_day() {
    manumit_testkit::on_sqlite(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        for desk in 1..=17 {
            Seat::of(&router, desk).await.get("/law").await.is(StatusCode::OK).says("In force on 3 August 2026");
        }
        let seat = Seat::of(&router, RESPONDER).await;
        let today = seat.get("/law").await.says("rg.target").says("Single Competent Authority").says("uk-nrm");
        drop(today);
        let then = seat.get("/law?on=2012-06-01").await.says("In force on 1 June 2012").says("45 days");
        drop(then.says_nothing_of("Single Competent Authority"));
        seat.get("/law?on-day=1&on-month=6&on-year=2012").await.says("In force on 1 June 2012");
        seat.get("/law?on=never").await.is(StatusCode::OK).says("not a day of the calendar");
        seat.get("/law?on-day=&on-month=x&on-year=").await.is(StatusCode::OK).says("not a day of the calendar");
        get(&router, "/law").await.is(StatusCode::SEE_OTHER);
    });
}
