//! The demonstration caseload gives the tables of the report back.

use manumit_app::{Caller, Office, demo};
use manumit_domain::actor::Role;
use manumit_store::Entropy;

#[test]
fn the_2012_caseload_gives_the_published_totals_on_both_engines() {
    manumit_testkit::on_both_engines(async |bench| {
        let office = Office::open(bench.store.clone(), Entropy::seeded(1)).unwrap();
        let loaded = demo::load_idmg_2012(&office, |_, _| {}).await.unwrap();
        assert_eq!((loaded.loaded, loaded.already_there), (1_186, 0));
        let again = demo::load_idmg_2012(&office, |_, _| {}).await.unwrap();
        assert_eq!((again.loaded, again.already_there), (0, 1_186), "loading it again changes nothing");
    });
}

#[test]
fn the_caseload_of_today_puts_something_on_every_desk() {
    manumit_testkit::on_sqlite(async |bench| {
        let office = Office::open(bench.store.clone(), Entropy::seeded(1)).unwrap();
        let at = "2026-09-16T08:30:00Z".parse().unwrap();
        assert_eq!(demo::load_present_day(&office, at).await.unwrap(), 30);
        assert_eq!(demo::load_present_day(&office, at).await.unwrap(), 0, "loading again makes none");
        demo::open_desks(&office, at).await.unwrap();
        for account in demo::accounts(&office).await.unwrap() {
            let caller = Caller::new(account.actor.clone(), at, "test");
            let duties = manumit_app::duty::mine(&office, &caller, 0).await.unwrap();
            let works = matches!(
                account.actor.role,
                Role::CaTriage
                    | Role::CaDecisionMaker
                    | Role::CaSecondReviewer
                    | Role::PoliceReceiver
                    | Role::SupportPrime
            ) && !account.actor.post.contains("2012");
            assert!(!works || duties.count.number() > 0, "{} has nothing to do", account.actor);
        }
    });
}
