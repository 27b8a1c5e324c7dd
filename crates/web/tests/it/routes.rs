//! Every route: who may enter, what is written down of a look, and that what one must not see cannot be told from what
//! is not there.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use manumit_app::{
    AppError, Caller,
    access::{Action, Desk},
    demo,
    form::{self, Sent},
};
use manumit_domain::{
    actor::{Actor, Role},
    journal::{StreamId, StreamKind},
    reference::Reference,
};
use manumit_store::desk::Account;
use manumit_testkit::on_sqlite;

use self::Opens::{Draft, Everybody, Record, SignedIn};
use crate::harness::{Answer, Person, Premises, now};

/// To whom a route is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opens {
    /// Everybody, on purpose: nothing there is about anybody.
    Everybody,
    /// Whoever is signed in; what stands on it is filtered for them, or refused.
    SignedIn,
    /// Whoever may open the draft. A draft is no record yet, and a look at it is no look at a person's record.
    Draft,
    /// Whoever the policies let look at the record, and every look is written down.
    Record(StreamKind),
}

const GET: &str = "get";
const POST: &str = "post";

/// Every route, and to whom it is open. A route that is not here fails the first test.
const ROUTES: [(&str, &str, Opens); 91] = [
    (GET, "/", Everybody),
    (GET, "/accounts", SignedIn),
    (GET, "/accounts/invite", SignedIn),
    (POST, "/accounts/invite", SignedIn),
    (GET, "/accounts/{id}/tokens", SignedIn),
    (POST, "/accounts/{id}/tokens", SignedIn),
    (POST, "/accounts/{id}/tokens/{token}/end", SignedIn),
    (POST, "/accounts/{id}/{change}", SignedIn),
    (GET, "/assets/{digest}/{name}", Everybody),
    (GET, "/audit", SignedIn),
    (GET, "/audit/broken-glass", SignedIn),
    (POST, "/audit/broken-glass", SignedIn),
    (GET, "/audit/journal", SignedIn),
    (POST, "/audit/journal/verify", SignedIn),
    (GET, "/audit/looks.csv", SignedIn),
    (GET, "/audit/trail", SignedIn),
    (GET, "/audit/trail.csv", SignedIn),
    (GET, "/audit/unusual", SignedIn),
    (GET, "/cases", SignedIn),
    (GET, "/cases/break-glass", SignedIn),
    (POST, "/cases/break-glass", SignedIn),
    (GET, "/cases/find", SignedIn),
    (POST, "/cases/search", SignedIn),
    (GET, "/cases/{reference}", Record(StreamKind::Case)),
    (GET, "/cases/{reference}/letters/{version}", Record(StreamKind::Case)),
    (POST, "/cases/{reference}/letters/{version}/sent", Record(StreamKind::Case)),
    (GET, "/cases/{reference}/steps/{step}", Record(StreamKind::Case)),
    (POST, "/cases/{reference}/steps/{step}", Record(StreamKind::Case)),
    (GET, "/cases/{reference}/words/{version}", Record(StreamKind::Case)),
    (GET, "/drafts", SignedIn),
    (POST, "/drafts", SignedIn),
    (GET, "/drafts/{id}", Draft),
    (POST, "/drafts/{id}/agree", Draft),
    (POST, "/drafts/{id}/another", Draft),
    (POST, "/drafts/{id}/ask-for-check", Draft),
    (GET, "/drafts/{id}/check", Draft),
    (GET, "/drafts/{id}/discard", Draft),
    (POST, "/drafts/{id}/discard", Draft),
    (GET, "/drafts/{id}/pages/{page}", Draft),
    (POST, "/drafts/{id}/pages/{page}", Draft),
    (GET, "/drafts/{id}/pages/{page}/rows/{row}", Draft),
    (POST, "/drafts/{id}/pages/{page}/rows/{row}", Draft),
    (POST, "/drafts/{id}/pages/{page}/rows/{row}/remove", Draft),
    (POST, "/drafts/{id}/send", Draft),
    (GET, "/duties", SignedIn),
    (GET, "/enquiries/answered", SignedIn),
    (GET, "/enquiries/{reference}/{enquiry}", Record(StreamKind::Case)),
    (POST, "/enquiries/{reference}/{enquiry}", Record(StreamKind::Case)),
    (GET, "/health", Everybody),
    (GET, "/invitation/{token}", Everybody),
    (POST, "/invitation/{token}", Everybody),
    (GET, "/language/{code}", Everybody),
    (GET, "/law", SignedIn),
    (GET, "/notices", SignedIn),
    (GET, "/notices/{reference}", Record(StreamKind::PoliceNotice)),
    (POST, "/notices/{reference}/acknowledge", Record(StreamKind::PoliceNotice)),
    (POST, "/notices/{reference}/pass", Record(StreamKind::PoliceNotice)),
    (GET, "/notifications", SignedIn),
    (GET, "/notifications/{reference}", Record(StreamKind::Notification)),
    (GET, "/questions", Everybody),
    (GET, "/questions/{set}/{version}", Everybody),
    (GET, "/questions/{set}/{version}/schema.json", Everybody),
    (GET, "/questions/{set}/{version}/template.csv", Everybody),
    (GET, "/referrals", SignedIn),
    (GET, "/referrals/{reference}", Record(StreamKind::Referral)),
    (POST, "/referrals/{reference}/evidence", Record(StreamKind::Referral)),
    (GET, "/referrals/{reference}/reconsideration", Record(StreamKind::Referral)),
    (POST, "/referrals/{reference}/reconsideration", Record(StreamKind::Referral)),
    (GET, "/report", Everybody),
    (POST, "/report", Everybody),
    (GET, "/reports/{reference}", Record(StreamKind::PublicReport)),
    (POST, "/reports/{reference}/pass-on", Record(StreamKind::PublicReport)),
    (POST, "/reports/{reference}/triage", Record(StreamKind::PublicReport)),
    (GET, "/sign-in", Everybody),
    (POST, "/sign-in", Everybody),
    (POST, "/sign-in/demonstration", Everybody),
    (GET, "/sign-in/elsewhere", Everybody),
    (GET, "/sign-in/return", Everybody),
    (POST, "/sign-out", SignedIn),
    (GET, "/statistics", SignedIn),
    (GET, "/statistics/count", SignedIn),
    (GET, "/statistics/count.csv", SignedIn),
    (GET, "/statistics/{table}", SignedIn),
    (GET, "/support", SignedIn),
    (GET, "/support/{reference}", Record(StreamKind::SupportRequest)),
    (GET, "/support/{reference}/contact", Record(StreamKind::SupportRequest)),
    (POST, "/support/{reference}/contact", Record(StreamKind::SupportRequest)),
    (GET, "/support/{reference}/reconsideration", Record(StreamKind::SupportRequest)),
    (POST, "/support/{reference}/reconsideration", Record(StreamKind::SupportRequest)),
    (POST, "/support/{reference}/{step}", Record(StreamKind::SupportRequest)),
    (GET, "/team", SignedIn),
];

/// The routes that the sources name.
fn in_the_sources() -> BTreeSet<(&'static str, String)> {
    let mut found = BTreeSet::new();
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                read_routes(&std::fs::read_to_string(path).unwrap(), &mut found);
            }
        }
    }
    found
}

fn read_routes(source: &str, found: &mut BTreeSet<(&'static str, String)>) {
    let source = source.replace("Provider::RETURN", "\"/sign-in/return\"");
    for call in source.split(".route(").skip(1) {
        let mut open = 1;
        let end = call.find(|letter| {
            open += i32::from(letter == '(') - i32::from(letter == ')');
            open == 0
        });
        let call = &call[..end.unwrap()];
        let path = call.split('"').nth(1).unwrap();
        for verb in [GET, POST] {
            let is_called = [" ", ".", ","].iter().any(|before| call.contains(&format!("{before}{verb}(")));
            if is_called && !path.starts_with("/api/") {
                found.insert((verb, path.to_owned()));
            }
        }
    }
}

#[test]
fn every_route_says_to_whom_it_is_open() {
    let said: BTreeSet<_> = ROUTES.iter().map(|(verb, path, _)| (*verb, (*path).to_owned())).collect();
    let found = in_the_sources();
    let missing: Vec<_> = found.difference(&said).collect();
    let gone: Vec<_> = said.difference(&found).collect();
    assert!(missing.is_empty() && gone.is_empty(), "not in the table: {missing:?}; not in the sources: {gone:?}");
}

/// Whether an address is one of a route.
fn is_of(address: &str, route: &str) -> bool {
    let (address, route): (Vec<&str>, Vec<&str>) = (address.split('/').collect(), route.split('/').collect());
    let fits = |(part, wanted): (&&str, &&str)| part == wanted || wanted.starts_with('{') && !part.is_empty();
    address.len() == route.len() && address.iter().zip(&route).all(fits)
}

/// A page that answers a form is chosen in another language where it can be got: a link sends no form.
#[test]
fn whatever_a_form_is_answered_with_can_be_read_in_another_language() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let mut offered = 0;
        for (_, path, _) in ROUTES.iter().filter(|(verb, ..)| *verb == POST) {
            let person = premises.at_the_desk_of("SCA", "triage-1").await;
            let address = path.replace("{row}", "1").replace("{change}", "close").replace(['{', '}'], "");
            let answer = person.post(&address, &[]).await;
            let Some(rest) = answer.body.split("/language/cy?to=").nth(1) else { continue };
            let to = rest.split('"').next().unwrap();
            let (to, _) = form_urlencoded::parse(to.as_bytes()).next().unwrap();
            let is_got = ROUTES.iter().any(|(verb, route, _)| *verb == GET && is_of(&to, route));
            assert!(is_got, "a form sent to {path} is to be read again at {to}");
            offered += 1;
        }
        assert!(offered > 20, "{offered}");
    });
}

/// A page without the way to itself in another language, which repeats the address that was asked for.
fn without_languages(page: &str) -> String {
    let Some((before, rest)) = page.split_once("<nav aria-label=\"Language\">") else { return page.to_owned() };
    format!("{before}{}", rest.split_once("</nav>").unwrap().1)
}

/// What a route is filled in with.
type Filling = BTreeMap<StreamKind, String>;

/// The address of a route, about a record; none if there is no record of its kind.
fn filled(path: &str, opens: Opens, references: &Filling) -> Option<String> {
    let reference = match opens {
        Record(kind) => references.get(&kind)?.as_str(),
        _ => "none",
    };
    let path = path.replace("{reference}", reference).replace("{step}", step_of(path)).replace("{version}", "1");
    Some(path.replace("{enquiry}", "1").replace("{change}", "suspend").replace("{table}", "table04"))
}

fn step_of(path: &str) -> &'static str {
    if path.starts_with("/cases") { "withdraw" } else { "decline" }
}

async fn ask(person: &Person, verb: &str, path: &str) -> Answer {
    if verb == GET { person.get(path).await } else { person.post(path, &[]).await }
}

#[test]
fn nobody_enters_without_signing_in() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let nobody = premises.nobody();
        for (verb, path, opens) in ROUTES {
            let answer = ask(&nobody, verb, &path.replace("{row}", "1").replace(['{', '}'], "")).await;
            let is_sent_away = answer.status == StatusCode::SEE_OTHER && answer.leads_to() == "/sign-in";
            assert_eq!(is_sent_away, opens != Everybody, "{verb} {path} answers {}", answer.status);
        }
        let api: serde_json::Value = serde_json::from_str(&nobody.get("/api/v1/openapi.json").await.body).unwrap();
        for (path, verbs) in api["paths"].as_object().unwrap() {
            for verb in verbs.as_object().unwrap().keys() {
                let answer = ask(&nobody, verb, &path.replace(['{', '}'], "")).await;
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{verb} {path}");
            }
        }
    });
}

const ADULT: &str = include_str!("../../../../docs/examples/referral-of-an-adult.json");
const NOTIFICATION: &str = include_str!("../../../../docs/examples/notification.json");

/// One more person, whom most desks must know nothing of: everything that was recorded of them.
async fn one_more(premises: &Premises) -> Vec<(StreamKind, Reference)> {
    let office = &premises.office;
    let maker = Actor::new("SALVATION-ARMY", "caseworker-3", Role::FirstResponder);
    let caller = Caller::new(maker, now(), "a test");
    let body = serde_json::from_str(&ADULT.replace("EXAMPLE-1", "ONE-MORE-1")).unwrap();
    let mut made = Vec::new();
    if let Sent::Referral(receipt) = form::send(office, &caller, &body, None).await.unwrap() {
        made.push((StreamKind::Referral, receipt.referral));
        made.push((StreamKind::Case, receipt.case));
        made.push((StreamKind::PoliceNotice, receipt.police_notice));
        made.extend(receipt.support.map(|support| (StreamKind::SupportRequest, support)));
    }
    let body = serde_json::from_str(NOTIFICATION).unwrap();
    let caller = Caller::new(Actor::new("POLICE-EW", "officer-12", Role::FirstResponder), now(), "a test");
    if let Sent::Notification(reference) = form::send(office, &caller, &body, None).await.unwrap() {
        made.push((StreamKind::Notification, reference));
    }
    made
}

fn caller(account: &Account) -> Caller {
    Caller { desk: Desk::Account { lead: account.lead }, ..Caller::new(account.actor.clone(), now(), "a test") }
}

async fn may_look(premises: &Premises, account: &Account, kind: StreamKind, reference: &Reference) -> Option<StreamId> {
    match premises.office.admit(&caller(account), Action::look(kind), (reference, kind)).await {
        Ok(stream) => Some(stream),
        Err(AppError::NotFound { .. }) => None,
        Err(error) => panic!("{error}"),
    }
}

/// What stands on a page beside what differs between any two answers.
fn settled(answer: &Answer, references: &Filling) -> String {
    let nonce = answer.body.split("nonce=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    let mut body = nonce.map_or_else(|| answer.body.clone(), |nonce| answer.body.replace(&nonce, ""));
    for reference in references.values() {
        body = body.replace(reference, "REFERENCE");
    }
    format!("{} {body}", answer.status)
}

/// What counts the whole: it moves with every record, and whoever sees it learns of no person.
fn counts_the_whole(path: &str) -> bool {
    path.starts_with("/statistics") || path.starts_with("/audit")
}

/// `design/intelligence.md` 4.7: a world with a record and a world without it look alike to whoever may not see it.
#[test]
fn two_worlds_look_alike_to_whoever_may_not_see_the_difference() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        demo::load_present_day(&premises.office, now()).await.unwrap();
        let accounts = demo::accounts(&premises.office).await.unwrap();
        let lists = ROUTES.iter().filter(|(verb, path, opens)| {
            *verb == GET && *opens == SignedIn && !path.contains('{') && !counts_the_whole(path)
        });
        let lists: Vec<&str> = lists.map(|(_, path, _)| *path).collect();
        let mut people = Vec::new();
        for account in &accounts {
            let person = premises.at_the_desk_of(&account.actor.organisation, &account.actor.post).await;
            let mut before = Vec::new();
            for path in &lists {
                before.push(settled(&person.get(path).await, &Filling::new()));
            }
            people.push((account, person, before));
        }

        let made = one_more(&premises).await;
        let references: Filling = made.iter().map(|(kind, reference)| (*kind, reference.to_string())).collect();
        // References of the same shape that name nothing: the check sign is right.
        let nothing: Filling = made
            .iter()
            .map(|(kind, reference)| {
                let drawn = Reference::new(reference.kind(), 2000 + i16::from(reference.year()), [7; 8]);
                (*kind, drawn.to_string())
            })
            .collect();
        let (mut alike, mut compared) = (0, BTreeMap::new());
        for (account, person, before) in &people {
            let mut sees_any = false;
            let mut sees = BTreeSet::new();
            for (kind, reference) in &made {
                if may_look(&premises, account, *kind, reference).await.is_some() {
                    sees_any = true;
                    sees.insert(*kind);
                }
            }
            for (path, before) in lists.iter().zip(before) {
                if !sees_any {
                    let after = settled(&person.get(path).await, &Filling::new());
                    assert_eq!(*before, after, "{} learns of a record from {path}", account.actor);
                    alike += 1;
                }
            }
            for (verb, path, opens) in ROUTES {
                let Record(kind) = opens else { continue };
                let (Some(there), Some(not_there)) = (filled(path, opens, &references), filled(path, opens, &nothing))
                else {
                    continue;
                };
                if sees.contains(&kind) {
                    continue;
                }
                let there = settled(&ask(person, verb, &there).await, &references);
                let not_there = settled(&ask(person, verb, &not_there).await, &nothing);
                assert_eq!(there, not_there, "{} tells a record by {verb} {path}", account.actor);
                *compared.entry(path).or_insert(0) += 1;
            }
            if !sees.contains(&StreamKind::Case) {
                for worlds in [&references, &nothing] {
                    let reference = &worlds[&StreamKind::Case];
                    let found = person.get(&format!("/cases/find?reference={reference}")).await;
                    let led = person.get(found.leads_to()).await.status;
                    assert!(found.status != StatusCode::OK || !found.body.contains("/cases/"), "{}", account.actor);
                    assert_ne!(led, StatusCode::OK, "{} finds {reference}", account.actor);
                }
            }
        }
        assert!(alike > 50, "{alike}");
        let records = ROUTES.iter().filter(|(_, _, opens)| matches!(opens, Record(_)));
        for (_, path, opens) in records {
            assert!(filled(path, *opens, &references).is_none() || compared[path] > 5, "{path}: {compared:?}");
        }
    });
}

/// A look at a record stands in the access log, whichever page showed it; a refused one stands in the trail.
#[test]
fn every_page_of_a_record_is_written_down() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let made = one_more(&premises).await;
        let references: Filling = made.iter().map(|(kind, reference)| (*kind, reference.to_string())).collect();
        let accounts = demo::accounts(&premises.office).await.unwrap();
        let mut looked: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for account in &accounts {
            let person = premises.at_the_desk_of(&account.actor.organisation, &account.actor.post).await;
            for (kind, reference) in &made {
                let stream = may_look(&premises, account, *kind, reference).await;
                for (verb, path, opens) in ROUTES.iter().filter(|(_, _, opens)| *opens == Record(*kind)) {
                    let path_asked = filled(path, *opens, &references).unwrap();
                    let Some(stream) = stream else {
                        let answer = ask(&person, verb, &path_asked).await;
                        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {verb} {path}", account.actor);
                        continue;
                    };
                    let before = bench.store.list_access(stream, 10_000).await.unwrap().len();
                    let answer = ask(&person, verb, &path_asked).await;
                    let after = bench.store.list_access(stream, 10_000).await.unwrap().len();
                    let shows = without_languages(&answer.body).contains(&reference.to_string());
                    assert!(!shows || after > before, "{} {verb} {path} shows it unseen", account.actor);
                    looked.entry((verb, path)).and_modify(|count| *count += 1).or_insert(1);
                }
            }
        }
        for (verb, path, opens) in ROUTES {
            let Record(kind) = opens else { continue };
            // A public report is made by nobody's hand, and an enquiry needs a case under way: tests of their own.
            if references.contains_key(&kind) {
                assert!(looked.contains_key(&(verb, path)), "nobody could look by {verb} {path}");
            }
        }
    });
}
