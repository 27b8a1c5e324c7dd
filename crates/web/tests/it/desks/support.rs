//! Support intake.

use axum::http::StatusCode;
use jiff::civil::date;
use manumit_domain::{
    actor::Role,
    case::{Command, Outcome},
    person::Words,
};

use super::{police::decided, seat::*};

#[test]
fn support_begins_by_consent_after_a_decision_and_ends_with_onward_safety() {
    manumit_testkit::on_both_engines(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        let receipt = referred(&office).await;
        let page = format!("/support/{}", receipt.support.unwrap());
        let support = Seat::of(&router, SUPPORT).await;
        support.get("/support").await.is(StatusCode::OK).says(&page);
        let shown = support.get(&page).await.is(StatusCode::OK).says("grounds decision is awaited");
        // V-06: the fact of a decision, and nothing of the case.
        drop(shown.says_nothing_of("CAS-").says_nothing_of("nail bar").says("It starts with the decision"));
        let begin = [("provider", "tsa"), ("consent_to_support", "yes")];
        let early = support.post(&format!("{page}/start"), &begin).await;
        early.is(StatusCode::UNPROCESSABLE_ENTITY).says("no positive reasonable grounds decision yet");
        // AT32: each who is not supported has a reason, and the request stays open.
        let unnamed = support.post(&format!("{page}/not-supported"), &[("reason", "other")]).await;
        unnamed.is(StatusCode::UNPROCESSABLE_ENTITY);
        support
            .post(&format!("{page}/not-supported"), &[("reason", "decision_pending")])
            .await
            .is(StatusCode::SEE_OTHER);
        support.get(&page).await.says("The reasonable grounds decision is awaited").says("Begin support");
        decided(&office, &receipt).await;
        let shown = support.get(&page).await.says("Positive reasonable grounds decision on 2 June 2026");
        drop(shown.says("support.pre_cg").says("30 days").says("NABA2022").says("The later of 1 July 2026"));
        let without = support.post(&format!("{page}/start"), &begin[..1]).await;
        without.is(StatusCode::UNPROCESSABLE_ENTITY).says("own consent to support");
        support.post(&format!("{page}/start"), &begin).await.is(StatusCode::SEE_OTHER);
        let worker = Seat::of(&router, SUPPORT_WORKER).await;
        worker.get(&page).await.is(StatusCode::OK).says("In support").says_nothing_of("Plan the move");
        let unserved = worker.post(&format!("{page}/move-on"), &[]).await;
        unserved.is(StatusCode::UNPROCESSABLE_ENTITY);
        let decision = Command::DecideConclusiveGrounds {
            outcome: Outcome::Positive,
            findings: None,
            reasons: Words("made up".to_owned()),
        };
        step(&office, &receipt.case, Role::CaDecisionMaker, date(2026, 7, 20), decision).await;
        worker.get(&page).await.says("Plan the move").says("support.post_positive_cg");
        worker.post(&format!("{page}/move-on"), &[]).await.is(StatusCode::SEE_OTHER);
        worker.get(&page).await.says("Funded support ends on 3 September 2026");
        let unsafe_exit = [("reason", "mainstream_support"), ("onward_safety", " ")];
        worker.post(&format!("{page}/exit"), &unsafe_exit).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        let exit = [("reason", "mainstream_support"), ("onward_safety", "A made-up plan")];
        worker.post(&format!("{page}/exit"), &exit).await.is(StatusCode::SEE_OTHER);
        worker.get(&page).await.says("Moved to mainstream services").says("A made-up plan").says_nothing_of(">Next<");
        assert_eq!(bench.store.compare_views().await.unwrap(), [], "rebuilt views equal live views");
    });
}

#[test]
fn v19_what_is_not_known_to_be_safe_is_not_used() {
    manumit_testkit::on_sqlite(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        let receipt = referred(&office).await;
        let page = format!("/support/{}", receipt.support.unwrap());
        let support = Seat::of(&router, SUPPORT).await;
        let fields = [
            ("channel-1", "Telephone call"),
            ("detail-1", "00000 000000"),
            ("safe-1", "yes"),
            ("hours-1", "After 6pm"),
            ("seen_by-1", "A cousin"),
            ("disguise-1", "The library"),
            ("channel-2", "Email"),
            ("detail-2", "somebody@example.org"),
            ("channel-3", "Text message"),
            ("detail-3", "00000 111111"),
            ("safe-3", "no"),
            ("channel-4", "Emptied"),
            ("detail-4", " "),
        ];
        support.get(&format!("{page}/contact")).await.is(StatusCode::OK).says("Is it safe?");
        support.post(&format!("{page}/contact"), &fields).await.is(StatusCode::SEE_OTHER);
        let shown = support.get(&page).await.says("After 6pm").says("A cousin").says("The library");
        let shown = shown.says("Not known: do not use").says("Not safe: do not use").says_nothing_of("Emptied");
        assert_eq!(shown.body.matches(">Safe<").count(), 1);
        drop(shown.says("Checked on 3 August 2026"));
        let nameless = support.post(&format!("{page}/contact"), &[("detail-1", "00000 000000")]).await;
        nameless.is(StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn v14_who_does_not_accept_support_is_not_said_to_refuse() {
    manumit_testkit::on_sqlite(async |bench| {
        let office = office(&bench.store).await;
        let router = router(&office, now);
        let page = format!("/support/{}", referred(&office).await.support.unwrap());
        let support = Seat::of(&router, SUPPORT).await;
        support.post(&format!("{page}/decline"), &[]).await.is(StatusCode::SEE_OTHER);
        let shown = support.get(&page).await.says("did not feel able to accept support at this time");
        drop(shown.says("The offer stays open").says_nothing_of("efused"));
        let unassessed = support.post(&format!("{page}/emergency"), &[("consent_to_support", "yes")]).await;
        unassessed.is(StatusCode::UNPROCESSABLE_ENTITY).says("destitute or at risk");
        let assessed = [("consent_to_support", "yes"), ("destitute_or_at_risk", "yes")];
        support.post(&format!("{page}/emergency"), &assessed).await.is(StatusCode::SEE_OTHER);
        support.get(&page).await.says("Emergency support began");
        support.post(&format!("{page}/anything"), &[]).await.is(StatusCode::NOT_FOUND);
    });
}
