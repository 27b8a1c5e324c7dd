//! Lists, counts and single records agree on who sees what, on real journals (V-04).

use jiff::{Timestamp, ToSpan as _};
use manumit_app::{
    AppError, Caller, Office,
    access::{Action, Desk, reach},
    case, duty,
    form::{self, Body, Sent},
};
use manumit_domain::{
    actor::{Actor, Role},
    case::Command,
    journal::StreamKind,
    person::Words,
    reference::Reference,
};
use manumit_store::{Beginning, Count, Entropy};

const ADULT: &str = include_str!("../../../../docs/examples/referral-of-an-adult.json");

fn at(minute: i64) -> Timestamp {
    let start: Timestamp = "2026-06-10T09:00:00Z".parse().unwrap();
    start + minute.minutes()
}

fn signed_in(organisation: &str, post: &str, role: Role, minute: i64) -> Caller {
    Caller {
        desk: Desk::Account { lead: false },
        ..Caller::new(Actor::new(organisation, post, role), at(minute), "test")
    }
}

/// Referrals by several posts, and cases screened, given to posts, kept from one and handed over.
async fn caseload(office: &Office) -> Vec<(StreamKind, Reference)> {
    let mut records = Vec::new();
    for (number, (organisation, post)) in
        [("POLICE-EW", "a"), ("POLICE-EW", "b"), ("SALVATION-ARMY", "a"), ("POLICE-EW", "a")].into_iter().enumerate()
    {
        let mut body: Body = serde_json::from_str(ADULT).unwrap();
        body.answers.remove("own_reference");
        let minute = i64::try_from(number).unwrap();
        let caller = signed_in(organisation, post, Role::FirstResponder, minute);
        let Sent::Referral(receipt) = form::send(office, &caller, &body, None).await.unwrap() else { panic!() };
        records.push((StreamKind::Referral, receipt.referral));
        records.push((StreamKind::Case, receipt.case));
        records.push((StreamKind::PoliceNotice, receipt.police_notice));
        records.extend(receipt.support.map(|support| (StreamKind::SupportRequest, support)));
        let triage = signed_in("SCA", "triage-1", Role::CaTriage, minute + 10);
        let today = triage.today().unwrap();
        let step = |command| case::act(office, &triage, &receipt.case, (today, command));
        step(Command::PassScreening {
            age_checked: true,
            duplicates_checked: true,
            competent_authority: "SCA".to_owned(),
            hosted_by: None,
            immigration_interest: false,
        })
        .await
        .unwrap();
        let maker =
            Actor::new("SCA", if number % 2 == 0 { "caseworker-1" } else { "caseworker-2" }, Role::CaDecisionMaker);
        step(Command::Allocate { to: maker }).await.unwrap();
        match number {
            2 => {
                let excluded = Command::ExcludePost {
                    organisation: "SCA".to_owned(),
                    post: "caseworker-1".to_owned(),
                    reason: Words("Knows the person.".to_owned()),
                };
                step(excluded).await.unwrap();
            }
            3 => {
                let to = Command::Reallocate {
                    competent_authority: "IECA".to_owned(),
                    hosted_by: None,
                    reason: Words("Remit.".to_owned()),
                };
                step(to).await.unwrap();
            }
            _ => {}
        }
    }
    records
}

fn people() -> Vec<Caller> {
    let posts = [
        ("POLICE-EW", "a", Role::FirstResponder),
        ("POLICE-EW", "b", Role::FirstResponder),
        ("POLICE-EW", "lead", Role::FirstResponderSupervisor),
        ("SALVATION-ARMY", "a", Role::FirstResponder),
        ("SCA", "triage-1", Role::CaTriage),
        ("IECA", "triage-1", Role::CaTriage),
        ("SCA", "caseworker-1", Role::CaDecisionMaker),
        ("SCA", "caseworker-2", Role::CaDecisionMaker),
        ("SCA", "reviewer-1", Role::CaSecondReviewer),
        ("metropolitan", "point-of-contact", Role::PoliceReceiver),
        ("tsa", "coordinator-1", Role::SupportPrime),
        ("HO", "statistician", Role::Statistician),
        ("IASC", "auditor", Role::Oversight),
        ("HO", "administrator", Role::Sysadmin),
    ];
    posts.map(|(organisation, post, role)| signed_in(organisation, post, role, 60)).to_vec()
}

#[test]
fn what_is_listed_is_what_can_be_opened_on_both_engines() {
    manumit_testkit::on_both_engines(async |bench| {
        let office = Office::open(bench.store.clone(), Entropy::seeded(1)).unwrap();
        let records = caseload(&office).await;
        let (mut seen, mut owed) = (0, Vec::new());
        for caller in people() {
            for kind in StreamKind::ALL {
                let reached = reach(caller.actor.role, kind).map(|reached| reached.of(&caller.actor));
                let (listed, count) = match reached {
                    Some(reach) => (
                        bench.store.list_reached(kind, reach, (Beginning::Skip(0), 100)).await.unwrap(),
                        bench.store.count_reached(kind, reach).await.unwrap(),
                    ),
                    None => (Vec::new(), Count::default()),
                };
                assert_eq!((u64::try_from(listed.len()).unwrap(), false), (count.number(), count.is_more()));
                for (_, reference) in records.iter().filter(|(of, _)| *of == kind) {
                    let shown = listed.iter().any(|record| record.reference == reference.to_string());
                    let opened = office.admit(&caller, Action::look(kind), (reference, kind)).await;
                    match opened {
                        Ok(_) => assert!(shown, "{} opens {reference} and does not find it", caller.actor),
                        Err(AppError::NotFound { .. }) => assert!(!shown, "{} finds {reference}", caller.actor),
                        Err(error) => panic!("{error}"),
                    }
                    seen += usize::from(shown);
                }
            }
            let duties = duty::mine(&office, &caller, 0).await.unwrap();
            assert_eq!(
                (u64::try_from(duties.listed.len()).unwrap(), false),
                (duties.count.number(), duties.count.is_more())
            );
            owed.extend(duties.listed.into_iter().map(|duty| (caller.actor.post.clone(), duty.reference.unwrap())));
        }
        let cases: Vec<String> =
            records.iter().filter(|(kind, _)| *kind == StreamKind::Case).map(|(_, case)| case.to_string()).collect();
        let owes = |post: &str, case: usize| owed.contains(&(post.to_owned(), cases[case].clone()));
        assert!(owes("caseworker-1", 0) && owes("caseworker-2", 1), "who was given a case owes a decision");
        assert!(!owes("caseworker-1", 2), "who is kept away from a case does not learn of its duties");
        assert!(seen > 15, "the caseload shows something to somebody: {seen}");
    });
}

#[test]
fn v04_what_must_not_be_seen_answers_as_what_is_not_there() {
    manumit_testkit::on_both_engines(async |bench| {
        let office = Office::open(bench.store.clone(), Entropy::seeded(1)).unwrap();
        let records = caseload(&office).await;
        let absent: Reference = {
            let (_, first) = records[0];
            let other = Office::open(bench.store.clone(), Entropy::seeded(99)).unwrap();
            drop(other);
            let text = first.to_string();
            assert!(text.starts_with("REF-26-"));
            Reference::new(manumit_domain::reference::ReferenceKind::Case, 2026, [9; 8])
        };
        let outsider = signed_in("SALVATION-ARMY", "b", Role::FirstResponder, 60);
        for (kind, reference) in &records {
            let hidden =
                office.admit(&outsider, Action::look(*kind), (reference, *kind)).await.unwrap_err().to_string();
            let missing = office.admit(&outsider, Action::look(*kind), (&absent, *kind)).await.unwrap_err().to_string();
            assert_eq!(hidden.replace(&reference.to_string(), "R"), missing.replace(&absent.to_string(), "R"));
        }
    });
}

#[test]
fn v38_a_post_kept_away_is_kept_away_by_every_way() {
    manumit_testkit::on_sqlite(async |bench| {
        let office = Office::open(bench.store.clone(), Entropy::seeded(1)).unwrap();
        let records = caseload(&office).await;
        let cases: Vec<Reference> =
            records.iter().filter(|(kind, _)| *kind == StreamKind::Case).map(|(_, r)| *r).collect();
        let caller = signed_in("SCA", "caseworker-1", Role::CaDecisionMaker, 60);
        assert!(case::look(&office, &caller, &cases[0]).await.is_ok());
        assert!(matches!(case::look(&office, &caller, &cases[2]).await, Err(AppError::NotFound { .. })));
        let triage = signed_in("SCA", "triage-1", Role::CaTriage, 61);
        let again = Command::Allocate { to: caller.actor.clone() };
        let refused = case::act(&office, &triage, &cases[2], (triage.today().unwrap(), again)).await.unwrap_err();
        assert!(refused.to_string().contains("kept away"), "{refused}");
    });
}
