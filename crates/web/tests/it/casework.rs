//! Cases through the pages of the competent authority: from a referral to its last decision, and what is not shown.

use axum::http::StatusCode;
use jiff::Timestamp;
use manumit_app::{Caller, Office, referral};
use manumit_domain::{
    actor::{Actor, Role},
    claim::Claims,
    encounter::Encounter,
    facts::{AgeAtReferral, Facts},
    known::{Blank, Known},
    person::{ContactChannel, Identity, Words},
    place::{ExploitationPlaces, Nation, PresentationPlace, Region},
    reference::Reference,
    referral::{Consent, Particulars, Submit},
};
use manumit_store::{
    Store,
    desk::{Account, AccountState},
};
use manumit_testkit::{on_both_engines, on_sqlite};

use crate::harness::{Answer, Person, Premises, now};

/// After every recovery period of a case that was decided `now`.
fn later() -> Timestamp {
    "2026-12-02T09:30:00Z".parse().unwrap()
}

const ACCOUNT: &str = "what was told, and is shown on no page but its own";

fn sent(name: &str, age: AgeAtReferral) -> Submit {
    let child = age.treated_as_child();
    let given = Consent::Given { explained_by: "officer".into(), language: "vi".into(), notice_version: "1".into() };
    Submit {
        first_responder_organisation: "POLICE-EW".to_owned(),
        nation: Nation::England,
        received_on: "2026-09-14".parse().unwrap(),
        consent: if child { Consent::NotRequired } else { given },
        support_wanted: Known::Value(!child),
        police_contact: Known::Missing(Blank::AskLater),
        immediate_threat: child,
        facts: Facts {
            age,
            sex: Known::Missing(Blank::NotRecorded),
            nationality: Claims::as_claimed("VN".parse().unwrap()),
            nationality_as_recorded: None,
            presented_at: PresentationPlace::in_region(Region::London),
            exploited_at: ExploitationPlaces::new(Vec::new()),
            exploitation_types: Known::Missing(Blank::DoesNotKnow),
            child_when_exploited: Known::Missing(Blank::NotRecorded),
            encounter: Encounter::default(),
        },
        particulars: Particulars {
            source_reference: None,
            identity: Identity {
                name: Known::Value(name.to_owned()),
                other_names: Vec::new(),
                date_of_birth: Known::Value(if child { "2008-11-20" } else { "1994" }.parse().unwrap()),
            },
            contact: vec![ContactChannel {
                channel: "post".to_owned(),
                detail: "1 Safe Street".to_owned(),
                safe: Known::Value(true),
                conditions: "plain envelope".to_owned(),
                hours: String::new(),
                seen_by: String::new(),
                disguise: String::new(),
                checked_on: None,
            }],
            second_contact: "duty desk".to_owned(),
            local_authority_contact: child.then(|| "children's services duty desk".to_owned()),
            operation: None,
            account: Words(ACCOUNT.to_owned()),
            answered: None,
        },
    }
}

async fn submit(office: &Office, name: &str, age: AgeAtReferral) -> Reference {
    let officer = Caller::new(Actor::new("POLICE-EW", "officer-12", Role::FirstResponder), now(), "test");
    referral::submit(office, &officer, sent(name, age), None).await.unwrap().case
}

/// The number of the version that a page was made from.
fn seen(page: &Answer) -> String {
    let found = page.body.split("name=\"seen\" value=\"").nth(1);
    found.unwrap().split('"').next().unwrap().to_owned()
}

async fn fill(person: &Person, case: Reference, step: &str, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/cases/{case}/steps/{step}");
    let page = person.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{step}: {}", page.body);
    let version = seen(&page);
    let mut fields = fields.to_vec();
    fields.push(("seen", &version));
    person.post(&path, &fields).await
}

/// Takes a step that the rules accept.
async fn take(person: &Person, case: Reference, step: &str, fields: &[(&str, &str)]) {
    let answer = fill(person, case, step, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{step}: {}", errors(&answer));
}

fn errors(answer: &Answer) -> String {
    let list = answer.body.split("govuk-error-summary__list").nth(1).and_then(|rest| rest.split("</ul>").next());
    list.unwrap_or(&answer.body).to_owned()
}

/// The desks of the single competent authority.
struct Desks {
    triage: Person,
    maker: Person,
    reviewer: Person,
}

async fn desks(premises: &Premises) -> Desks {
    Desks {
        triage: premises.at_the_desk_of("SCA", "triage-1").await,
        maker: premises.at_the_desk_of("SCA", "caseworker-1").await,
        reviewer: premises.at_the_desk_of("SCA", "reviewer-1").await,
    }
}

const SCREENED: [(&str, &str); 4] = [
    ("age_checked", "yes"),
    ("duplicates_checked", "yes"),
    ("immigration_interest", "no"),
    ("competent_authority", "SCA"),
];

/// Passes screening, and gives the case to the decision maker and the second reviewer.
async fn screened(desks: &Desks, case: Reference) {
    take(&desks.triage, case, "pass-screening", &SCREENED).await;
    take(&desks.triage, case, "allocate", &[("to", "SCA/caseworker-1/ca_decision_maker")]).await;
    take(&desks.triage, case, "allocate", &[("to", "SCA/reviewer-1/ca_second_reviewer")]).await;
}

fn decision(outcome: &'static str, purpose: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("act", "met"),
        ("act_reasons", "recruited"),
        ("means", "met"),
        ("means_reasons", "deceived"),
        ("purpose", purpose),
        ("purpose_reasons", "about the work"),
        ("reasons", "weighed as a whole"),
        ("outcome", outcome),
    ]
}

/// The identifiers of the enquiries that a form offers.
fn enquiries(page: &Answer) -> Vec<String> {
    let values = page.body.split("name=\"enquiry\" type=\"radio\" value=\"").skip(1);
    values.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn a_case_goes_from_referral_to_conclusive_grounds_through_the_pages() {
    on_both_engines(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let case = submit(&premises.office, "Example Person", AgeAtReferral::Adult).await;
        let at = desks(&premises).await;
        let queue = at.triage.get("/cases").await.body;
        assert!(queue.contains(&case.to_string()) && queue.contains("1 case, the earliest due first"), "{queue}");
        assert!(!at.maker.get("/cases").await.body.contains(&case.to_string()), "not given to the post yet");
        screened(&at, case).await;

        let file = at.maker.get(&format!("/cases/{case}")).await.body;
        assert!(file.contains("Example Person") && file.contains("Decide on reasonable grounds"), "{file}");
        assert!(!file.contains(ACCOUNT), "V-17: no account on the page of a case");
        assert!(at.maker.get(&format!("/cases/{case}/words/1")).await.body.contains(ACCOUNT));

        let unsaid = fill(&at.maker, case, "decide-reasonable-grounds", &decision("positive", "not_met")).await;
        assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unsaid.body.contains("href=\"#outcome\"") && unsaid.body.contains("about the work"), "typed text kept");
        take(&at.maker, case, "decide-reasonable-grounds", &decision("positive", "met")).await;
        let early = fill(&at.maker, case, "decide-conclusive-grounds", &decision("positive", "met")).await;
        assert!(errors(&early).contains("recovery period"), "{}", errors(&early));

        let premises = Premises::at(&bench.store, later).await;
        let at = desks(&premises).await;
        let duties = at.maker.get("/duties").await.body;
        assert!(duties.contains("Decide on conclusive grounds") && duties.contains("From 1"), "{duties}");
        assert!(!duties.contains("Missed"), "the first day to decide is no day to have decided by: {duties}");
        take(&at.maker, case, "decide-conclusive-grounds", &decision("positive", "met")).await;
        let file = at.maker.get(&format!("/cases/{case}")).await.body;
        assert!(file.contains("Positive conclusive grounds") && file.contains("Nothing is owed on this case"));
    });
}

/// AT73b, AT73c: no negative while an enquiry is in time, none without a second look by another post.
#[test]
fn a_negative_needs_its_enquiries_and_a_second_look_from_another_session() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let case = submit(&premises.office, "Example Person", AgeAtReferral::Adult).await;
        let at = desks(&premises).await;
        screened(&at, case).await;
        let due = [("due_on-day", "18"), ("due_on-month", "9"), ("due_on-year", "2026")];
        let mut asked = vec![("organisation", "police:metropolitan"), ("question", "What is known of the address?")];
        asked.extend(due);
        take(&at.maker, case, "send-enquiry", &asked).await;

        take(&at.maker, case, "decide-reasonable-grounds", &decision("negative", "not_met")).await;
        assert_eq!(
            at.maker.get(&format!("/cases/{case}/steps/second-look")).await.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "AT73c: the maker is not offered the second look"
        );
        let file = at.reviewer.get(&format!("/cases/{case}")).await.body;
        assert!(file.contains("Take the second look"), "{file}");
        take(&at.reviewer, case, "second-look", &[("look", "agreed"), ("points", "agreed on all points")]).await;

        let page = at.maker.get(&format!("/cases/{case}/steps/issue-negative")).await;
        assert!(page.body.contains("Purpose: not met.") && page.body.contains("weighed as a whole"), "{}", page.body);
        let issue = [("reasons", "the reasons as issued")];
        let waiting = fill(&at.maker, case, "issue-negative", &issue).await;
        assert!(errors(&waiting).contains("may still be answered"), "AT73b: {}", errors(&waiting));

        answer_as_the_police(&premises, &at, case).await;
        take(&at.maker, case, "issue-negative", &issue).await;
        let file = at.maker.get(&format!("/cases/{case}")).await.body;
        assert!(file.contains("Negative reasonable grounds") && file.contains("agreed with the negative"), "{file}");
        letters_go_where_it_is_safe(&at, case, &file).await;
        reconsidered(&premises, &at, case).await;
    });
}

/// Another body sees the question, and nothing else of the case.
async fn answer_as_the_police(premises: &Premises, at: &Desks, case: Reference) {
    let enquiry = enquiries(&at.maker.get(&format!("/cases/{case}/steps/record-answer")).await).remove(0);
    let path = format!("/enquiries/{case}/{enquiry}");
    let police = premises.at_the_desk_of("metropolitan", "point-of-contact").await;
    assert!(police.get("/duties").await.body.contains(&path), "it is among their duties");
    let page = police.get(&path).await.body;
    assert!(page.contains("What is known of the address?") && !page.contains("Example Person"), "{page}");
    assert_eq!(police.get(&format!("/cases/{case}")).await.status, StatusCode::NOT_FOUND);
    let support = premises.at_the_desk_of("tsa", "coordinator-1").await;
    assert_eq!(support.get(&path).await.status, StatusCode::NOT_FOUND, "it was put to another body");
    let empty = police.post(&path, &[("answer", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(police.post(&path, &[("answer", "Nothing is known.")]).await.leads_to(), "/enquiries/answered");
    assert_eq!(police.get(&path).await.status, StatusCode::NOT_FOUND, "what was answered is no longer seen");
}

/// V-19, V-21: triage is shown the safe contact, the decision maker that there is one.
async fn letters_go_where_it_is_safe(at: &Desks, case: Reference, file: &str) {
    let path = format!("/cases/{case}/letters/");
    let link = file.split(path.as_str()).nth(1).unwrap().split('"').next().unwrap();
    let letter = at.triage.get(&format!("{path}{link}")).await.body;
    assert!(letter.contains("1 Safe Street") && letter.contains("plain envelope"), "{letter}");
    let letter = at.maker.get(&format!("{path}{link}")).await.body;
    assert!(!letter.contains("1 Safe Street") && letter.contains("There is a safe way"), "{letter}");
    for never in ["Example Person", "the reasons as issued", ACCOUNT] {
        assert!(!letter.contains(never), "a letter says no more than it must: {never}");
    }
    letters_are_recorded_as_sent(at, case, &format!("{path}{link}")).await;
}

/// V-19: what went by a way that is not known to be safe is not recorded as a step like any other.
async fn letters_are_recorded_as_sent(at: &Desks, case: Reference, letter: &str) {
    let sent = format!("{letter}/sent");
    for (fields, said) in
        [(&[][..], "Nothing is chosen here"), (&[("way", "email")][..], "not known to be safe for this person")]
    {
        let refused = at.triage.post(&sent, fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(errors(&refused).contains(said), "{}", errors(&refused));
    }
    let future = [("way", "post"), ("on-day", "1"), ("on-month", "1"), ("on-year", "2027")];
    assert!(errors(&at.triage.post(&sent, &future).await).contains("has not come yet"));
    assert_eq!(at.reviewer.post(&sent, &[("way", "post")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(at.triage.post(&sent, &[("way", "post")]).await.leads_to(), format!("/cases/{case}"));
    letters_are_in_the_language_that_was_chosen(at, letter).await;
    let in_welsh = [("way", "first_responder"), ("language", "cy")];
    assert_eq!(at.maker.post(&sent, &in_welsh).await.leads_to(), format!("/cases/{case}"));
    let file = at.triage.get(&format!("/cases/{case}")).await.body;
    assert!(file.contains("Letter sent: by post to the person") && file.contains(letter), "{file}");
    let shown = at.triage.get(letter).await.body;
    let english = "(<span lang=\"en\">English</span>)";
    assert!(shown.contains(&format!("By post to the person {english}. Recorded by triage-1")), "{shown}");
    assert!(shown.contains("to pass on when it is safe (<span lang=\"cy\">Cymraeg</span>). Recorded by caseworker-1"));
}

/// A letter is in the language that was chosen for it, not in that of whoever sends it; and what was printed is what is
/// recorded, even after a mistake.
async fn letters_are_in_the_language_that_was_chosen(at: &Desks, letter: &str) {
    let english = at.triage.get(&format!("{letter}?language=none")).await.body;
    assert!(
        english.contains("<article class=\"manumit-letter\" lang=\"en\">") && english.contains("If you are in danger")
    );
    assert!(english.contains("name=\"language\" value=\"en\"") && !english.contains("No translator has reviewed"));
    let welsh = at.triage.get(&format!("{letter}?language=cy")).await.body;
    assert!(welsh.contains("<html lang=\"en\"") && welsh.contains("<article class=\"manumit-letter\" lang=\"cy\">"));
    assert!(welsh.contains("Os ydych mewn perygl, ffoniwch 999") && !welsh.contains("If you are in danger"));
    assert!(welsh.contains("No translator has reviewed the Welsh of this letter"));
    assert!(
        welsh.contains("<strong lang=\"cy\">Cymraeg</strong>")
            && english.contains("<strong lang=\"en\">English</strong>")
    );
    let mistaken = at.triage.post(&format!("{letter}/sent"), &[("language", "cy")]).await;
    assert!(mistaken.body.contains("name=\"language\" value=\"cy\"") && mistaken.body.contains("Os ydych mewn perygl"));
}

async fn reconsidered(premises: &Premises, at: &Desks, case: Reference) {
    take(&at.triage, case, "allocate", &[("to", "SCA/specialist-1/ca_technical_specialist")]).await;
    let specialist = premises.at_the_desk_of("SCA", "specialist-1").await;
    let asked = [("ground", "new_evidence"), ("request", "A letter from a lawyer.")];
    take(&specialist, case, "request-reconsideration", &asked).await;
    take(&specialist, case, "accept-reconsideration", &[("reason", "It is new.")]).await;
    let again = fill(&at.maker, case, "decide-reasonable-grounds", &decision("positive", "met")).await;
    assert!(errors(&again).contains("does not decide it again"), "{}", errors(&again));
}

#[test]
fn of_two_people_who_decide_at_once_one_succeeds_and_the_other_sees_what_changed() {
    on_both_engines(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let case = submit(&premises.office, "Example Person", AgeAtReferral::Adult).await;
        let at = desks(&premises).await;
        screened(&at, case).await;
        let path = format!("/cases/{case}/steps/decide-reasonable-grounds");
        let version = seen(&at.maker.get(&path).await);
        let put_off = [
            ("reason", "missing"),
            ("note", "nobody could be reached"),
            ("review_on-day", "14"),
            ("review_on-month", "10"),
            ("review_on-year", "2026"),
        ];
        take(&at.maker, case, "suspend", &put_off).await;

        let before = events(&premises, case).await;
        let mut late = decision("positive", "met");
        late.push(("seen", &version));
        let answer = at.maker.post(&path, &late).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.body.contains("Suspended: Missing or absconded"), "what changed: {}", answer.body);
        assert!(answer.body.contains("weighed as a whole"), "what was typed");
        assert_eq!(events(&premises, case).await, before, "nothing was recorded");
        let mut again = decision("positive", "met");
        let version = seen(&answer);
        again.push(("seen", &version));
        assert_eq!(at.maker.post(&path, &again).await.status, StatusCode::SEE_OTHER, "after seeing what changed");

        // Both at the same moment: the journal lets one through.
        let case = submit(&premises.office, "Another Person", AgeAtReferral::Adult).await;
        screened(&at, case).await;
        let path = format!("/cases/{case}/steps/decide-reasonable-grounds");
        let version = seen(&at.maker.get(&path).await);
        let mut both = decision("positive", "met");
        both.push(("seen", &version));
        let both = both.as_slice();
        let (one, other) = tokio::join!(at.maker.post(&path, both), at.maker.post(&path, both));
        let mut answers = [one.status, other.status];
        answers.sort();
        assert_eq!(answers, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
        let beaten = if one.status == StatusCode::CONFLICT { one } else { other };
        assert!(beaten.body.contains("Reasonable grounds decision: positive"), "what changed: {}", beaten.body);
        assert!(beaten.body.contains("weighed as a whole"), "what was typed, to copy: {}", beaten.body);
    });
}

async fn events(premises: &Premises, case: Reference) -> usize {
    let stream = premises.office.store().find_reference(&case).await.unwrap().unwrap();
    premises.office.store().load(stream).await.unwrap().len()
}

/// V-04: what may not be seen answers exactly as what does not exist.
#[test]
fn v04_a_case_out_of_reach_is_a_case_that_does_not_exist() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let there = submit(&premises.office, "Example Person", AgeAtReferral::Adult).await.to_string();
        let nowhere = "CAS-26-2345678-K";
        for (organisation, post) in [
            ("SCA", "caseworker-1"),
            ("SCA", "reviewer-1"),
            ("HO-CA", "triage-2012"),
            ("POLICE-EW", "officer-12"),
            ("tsa", "coordinator-1"),
            ("metropolitan", "point-of-contact"),
            ("IASC", "auditor-1"),
            ("HO-PLATFORM", "administrator-1"),
        ] {
            let person = premises.at_the_desk_of(organisation, post).await;
            for rest in ["", "/words/1", "/letters/1", "/steps/allocate", "/steps/pass-screening", "/steps/no-such"] {
                let one = person.get(&format!("/cases/{there}{rest}")).await;
                let other = person.get(&format!("/cases/{nowhere}{rest}")).await;
                assert_eq!((one.status, other.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND), "{post} {rest}");
                assert_eq!(plain(&one), plain(&other), "{post} {rest}");
            }
            let step = |case: &str| format!("/cases/{case}/steps/pass-screening");
            let one = person.post(&step(&there), &SCREENED).await;
            let other = person.post(&step(nowhere), &SCREENED).await;
            assert_eq!(one.status, StatusCode::NOT_FOUND, "{post}");
            assert_eq!(plain(&one), plain(&other), "{post}");
        }
    });
}

/// A page without what differs from one answer to the next.
fn plain(answer: &Answer) -> String {
    let nonce = answer.body.split("nonce=\"").nth(1).map(|rest| rest.split('"').next().unwrap());
    nonce.map_or_else(|| answer.body.clone(), |nonce| answer.body.replace(nonce, ""))
}

#[test]
fn a_form_without_the_token_of_the_session_is_refused() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let case = submit(&premises.office, "Example Person", AgeAtReferral::Adult).await;
        let at = desks(&premises).await;
        for path in [
            format!("/cases/{case}/steps/pass-screening"),
            "/cases/search".to_owned(),
            "/cases/break-glass".to_owned(),
            format!("/enquiries/{case}/0137a0d2-0000-7000-8000-000000000002"),
        ] {
            let answer = at.triage.post_exactly(&path, &[("seen", "1"), ("name", "Example Person")]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(events(&premises, case).await, 1);
    });
}

/// V-23, V-26: candidates by identity fields alone; two people, each from a session of their own; undone exactly.
#[test]
fn v23_a_duplicate_is_proposed_by_one_person_and_confirmed_by_another() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        second_triage(&bench.store).await;
        let first = submit(&premises.office, "Example Nguyễn Văn Một", AgeAtReferral::Adult).await;
        let second = submit(&premises.office, "example NGUYEN van mot", AgeAtReferral::Adult).await;
        let stranger = submit(&premises.office, "Another Person", AgeAtReferral::Child).await;
        let one = premises.at_the_desk_of("SCA", "triage-1").await;
        let two = premises.at_the_desk_of("SCA", "triage-2").await;
        let page = one.get(&format!("/cases/{second}/steps/propose-merge")).await.body;
        assert!(page.contains(&first.to_string()) && page.contains("Name: the same"), "{page}");
        assert!(!page.contains(&stranger.to_string()) && !page.contains(ACCOUNT), "{page}");
        let surviving = first.to_string();
        take(&one, second, "propose-merge", &[("surviving_case", &surviving), ("reason", "one person")]).await;
        let own = one.get(&format!("/cases/{second}/steps/answer-merge")).await;
        assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY, "not the same person twice");
        assert!(two.get("/duties").await.body.contains("Answer whether two cases are of one person"));
        take(&two, second, "answer-merge", &[("agreed", "yes"), ("reason", "one person")]).await;
        let file = one.get(&format!("/cases/{second}")).await.body;
        assert!(file.contains("Duplicate of another case") && file.contains(&format!("/cases/{first}")), "{file}");
        take(&two, second, "propose-undoing-merge", &[("reason", "two people after all")]).await;
        take(&one, second, "answer-merge", &[("agreed", "yes"), ("reason", "two people after all")]).await;
        assert!(one.get(&format!("/cases/{second}")).await.body.contains("Received, being checked"));

        let found = one.post("/cases/search", &[("name", "Example  Nguyen Van Mot")]).await.body;
        assert!(found.contains(&first.to_string()) && found.contains(&second.to_string()), "{found}");
        let maker = premises.at_the_desk_of("SCA", "caseworker-1").await;
        let refused = maker.post("/cases/search", &[("name", "Another Person")]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "V-03: no look-up of people by name");
    });
}

async fn second_triage(store: &Store) {
    let account = Account {
        id: "triage-2".to_owned(),
        actor: Actor::new("SCA", "triage-2", Role::CaTriage),
        lead: false,
        state: AccountState::Open,
        name: "Rae Example".to_owned(),
        email: "triage-2@demonstration.invalid".to_owned(),
        password: None,
        second_factor: None,
        vouched_by: None,
        invitation: None,
        changed_at: now(),
    };
    store.keep_account(&account).await.unwrap();
}

/// V-30, V-43: urgency is shown as tags; nothing goes to a child's own address.
#[test]
fn v43_a_child_is_tagged_and_written_to_through_childrens_services() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let case = submit(&premises.office, "Example Child", AgeAtReferral::Child).await;
        let at = desks(&premises).await;
        let queue = at.triage.get("/cases?waiting=screening").await.body;
        for tag in ["Immediate threat", "Near 18", "Child"] {
            assert!(queue.contains(&format!(">{tag}</strong>")), "{tag}: {queue}");
        }
        screened(&at, case).await;
        let page = at.maker.get(&format!("/cases/{case}/steps/decide-reasonable-grounds")).await.body;
        assert!(page.contains("means are not needed") && !page.contains("name=\"means\""), "{page}");
        let without: Vec<_> =
            decision("positive", "met").into_iter().filter(|(name, _)| !name.starts_with("means")).collect();
        take(&at.maker, case, "decide-reasonable-grounds", &without).await;
        let file = at.triage.get(&format!("/cases/{case}")).await.body;
        let link = file.split(&format!("/cases/{case}/letters/")).nth(1).unwrap().split('"').next().unwrap();
        let letter = at.triage.get(&format!("/cases/{case}/letters/{link}")).await.body;
        assert!(letter.contains("children&#x27;s services duty desk") && !letter.contains("1 Safe Street"), "{letter}");
    });
}

/// V-39: the glass is broken for a reason and some hours; it shows the case and lets nothing be done.
#[test]
fn v39_broken_glass_shows_a_case_for_some_hours_and_allows_no_step() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let case = submit(&premises.office, "Example Person", AgeAtReferral::Adult).await.to_string();
        let maker = premises.at_the_desk_of("SCA", "caseworker-1").await;
        let path = format!("/cases/{case}");
        assert_eq!(maker.get(&path).await.status, StatusCode::NOT_FOUND);
        let fields = [("reference", case.as_str()), ("understood", "yes"), ("reason", "")];
        let without = maker.post("/cases/break-glass", &fields).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields = [("reference", case.as_str()), ("understood", "yes"), ("reason", "a removal is planned today")];
        assert_eq!(maker.post("/cases/break-glass", &fields).await.leads_to(), path);
        let file = maker.get(&path).await.body;
        assert!(file.contains("breaking the glass") && file.contains("Nothing now"), "{file}");
        let broken = premises.office.store().list_broken(true).await.unwrap();
        assert_eq!((broken.len(), broken[0].reason.as_str()), (1, "a removal is planned today"));
        let next_day = Premises::at(&bench.store, || now() + jiff::SignedDuration::from_hours(5)).await;
        let maker = next_day.at_the_desk_of("SCA", "caseworker-1").await;
        assert_eq!(maker.get(&path).await.status, StatusCode::NOT_FOUND, "its time is over");
        let other = next_day.at_the_desk_of("HO-CA", "triage-2012").await;
        assert_eq!(other.post("/cases/break-glass", &fields).await.status, StatusCode::NOT_FOUND);
    });
}

/// V-38: whoever is kept away sees neither the case nor its duties. V-37: every look is in the access log.
#[test]
fn v38_who_is_kept_away_sees_nothing_and_v37_every_look_is_logged() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let case = submit(&premises.office, "Example Person", AgeAtReferral::Adult).await;
        let at = desks(&premises).await;
        screened(&at, case).await;
        let stream = premises.office.store().find_reference(&case).await.unwrap().unwrap();
        let looks = async || premises.office.store().list_access(stream, 500).await.unwrap().len();
        let before = looks().await;
        at.maker.get(&format!("/cases/{case}")).await;
        at.maker.get(&format!("/cases/{case}/words/1")).await;
        assert_eq!(looks().await, before + 2);
        let conflict = [("who", "SCA/caseworker-1/ca_decision_maker"), ("reason", "knows the person")];
        take(&at.triage, case, "exclude-post", &conflict).await;
        assert_eq!(at.maker.get(&format!("/cases/{case}")).await.status, StatusCode::NOT_FOUND);
        for page in ["/cases", "/cases?waiting=all", "/duties"] {
            assert!(!at.maker.get(page).await.body.contains(&case.to_string()), "{page}");
        }
        let refused = fill(&at.triage, case, "allocate", &[("to", "SCA/caseworker-1/ca_decision_maker")]).await;
        assert!(errors(&refused).contains("kept away"), "{}", errors(&refused));
    });
}

#[test]
fn a_team_sees_what_it_owes_and_its_backlog_as_plot_and_table() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let case = submit(&premises.office, "Example Person", AgeAtReferral::Adult).await;
        screened(&desks(&premises).await, case).await;
        let premises = Premises::at(&bench.store, later).await;
        let lead = premises.at_the_desk_of("SCA", "triage-1").await;
        let team = lead.get("/team?stage=rg_pending&frozen_on=2026-10-15").await;
        assert_eq!(team.status, StatusCode::OK);
        for there in
            ["Decide on reasonable grounds", "Eve Example, caseworker-1", "<svg", "Share cleared", "1 case waited"]
        {
            assert!(team.body.contains(there), "{there}: {}", team.body);
        }
        let maker = premises.at_the_desk_of("SCA", "caseworker-1").await;
        assert_eq!(maker.get("/team").await.status, StatusCode::FORBIDDEN);
    });
}

/// A negative reasonable grounds decision, issued.
async fn refused(at: &Desks, case: Reference) {
    screened(at, case).await;
    take(&at.maker, case, "decide-reasonable-grounds", &decision("negative", "not_met")).await;
    take(&at.reviewer, case, "second-look", &[("look", "agreed"), ("points", "agreed on all points")]).await;
    take(&at.maker, case, "issue-negative", &[("reasons", "the reasons as issued")]).await;
}

/// The first record of a list.
async fn first_of(person: &Person, list: &str) -> String {
    let page = person.get(list).await.body;
    let link = page.split(&format!("href=\"{list}/")).nth(1).unwrap_or_else(|| panic!("{page}"));
    format!("{list}/{}", link.split('"').next().unwrap())
}

#[test]
fn who_referred_asks_to_look_again_and_the_authority_owes_an_answer() {
    on_both_engines(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let case = submit(&premises.office, "Example Person", AgeAtReferral::Adult).await;
        let at = desks(&premises).await;
        let officer = premises.at_the_desk_of("POLICE-EW", "officer-12").await;
        let referral = first_of(&officer, "/referrals").await;
        let path = format!("{referral}/reconsideration");
        let early = officer.get(&path).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "there is no negative decision yet");
        assert!(!officer.get(&referral).await.body.contains(&path));

        refused(&at, case).await;
        assert!(officer.get(&referral).await.body.contains(&path));
        let page = officer.get(&path).await;
        assert!(page.body.contains("There is something new") && !page.body.contains("the reasons as issued"));
        let empty = officer.post(&path, &[("ground", "new_evidence"), ("request", " ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(errors(&empty).contains("Nothing is written"), "{}", errors(&empty));
        let nothing = officer.post(&path, &[("request", "A letter from a lawyer.")]).await;
        assert!(errors(&nothing).contains("Say why the decision") && nothing.body.contains("A letter from a lawyer."));
        let fields = [("ground", "new_evidence"), ("request", "A letter from a lawyer.")];
        assert_eq!(officer.post(&path, &fields).await.leads_to(), referral);
        let followed = officer.get(&referral).await.body;
        assert!(followed.contains("Asked to look at the decision again") && !followed.contains(&path), "{followed}");
        assert_eq!(officer.post(&path, &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "once at a time");

        take(&at.triage, case, "allocate", &[("to", "SCA/specialist-1/ca_technical_specialist")]).await;
        let specialist = premises.at_the_desk_of("SCA", "specialist-1").await;
        let duties = specialist.get("/duties").await.body;
        assert!(duties.contains("Answer a request for reconsideration"), "{duties}");
        take(&specialist, case, "accept-reconsideration", &[("reason", "It is new.")]).await;

        let another = premises.at_the_desk_of("SALVATION-ARMY", "caseworker-3").await;
        assert_eq!(another.get(&path).await.status, StatusCode::NOT_FOUND);
        let supervisor = premises.at_the_desk_of("POLICE-EW", "supervisor-1").await;
        assert_eq!(supervisor.get(&path).await.status, StatusCode::FORBIDDEN, "who met the person asks");
    });
}

#[test]
fn a_support_worker_asks_to_look_again_for_the_person_in_support() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let case = submit(&premises.office, "Example Person", AgeAtReferral::Adult).await;
        let at = desks(&premises).await;
        refused(&at, case).await;
        let worker = premises.at_the_desk_of("tsa", "support-worker-4").await;
        let request = first_of(&worker, "/support").await;
        let path = format!("{request}/reconsideration");
        assert!(worker.get(&request).await.body.contains(&path));
        let fields = [("ground", "not_in_line_with_guidance"), ("request", "The interview had no interpreter.")];
        assert_eq!(worker.post(&path, &fields).await.leads_to(), request);
        let triage = at.triage.get(&format!("/cases/{case}")).await.body;
        assert!(triage.contains("support-worker-4") && triage.contains("Answer a request for reconsideration"));
        let coordinator = premises.at_the_desk_of("tsa", "coordinator-1").await;
        assert_eq!(coordinator.get(&path).await.status, StatusCode::FORBIDDEN, "a worker in the case asks");
    });
}

#[test]
fn an_authority_whose_caseworkers_sit_elsewhere_is_recorded_so() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let case = submit(&premises.office, "Example Person", AgeAtReferral::Adult).await;
        let at = desks(&premises).await;
        let hosted = |host: &'static str| SCREENED.into_iter().chain([("hosted_by", host)]).collect::<Vec<_>>();
        let itself = fill(&at.triage, case, "pass-screening", &hosted("SCA")).await;
        assert!(errors(&itself).contains("does not host its own"), "{}", errors(&itself));
        let unknown = fill(&at.triage, case, "pass-screening", &hosted("UKHTC")).await;
        assert!(errors(&unknown).contains("Nothing is chosen"), "no authority of this day: {}", errors(&unknown));
        take(&at.triage, case, "pass-screening", &hosted("IECA")).await;
        let file = at.triage.get(&format!("/cases/{case}")).await.body;
        assert!(file.contains("Immigration Enforcement Competent Authority"), "{file}");
    });
}
