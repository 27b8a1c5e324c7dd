//! A referral through the pages, from an empty draft to what became of it.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use manumit_testkit::{on_both_engines, on_sqlite};

use crate::harness::{Person, Premises};

/// Begins a draft and gives its address.
async fn begin(person: &Person) -> String {
    person.post("/drafts", &[]).await.leads_to().to_owned()
}

/// The number of the save that a page was made from.
async fn revision(person: &Person, page: &str) -> String {
    let body = person.get(page).await.body;
    let found = body.split("name=\"revision\" value=\"").nth(1).unwrap_or_else(|| panic!("no form on {page}: {body}"));
    found.split('"').next().unwrap().to_owned()
}

/// Fills a page in as a browser would: every question on it is `put`.
async fn fill(person: &Person, page: &str, fields: &[(&str, &str)]) -> String {
    let shown = person.get(page).await.body;
    let revision = revision(person, page).await;
    let put: Vec<&str> =
        shown.split("name=\"put\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let mut sent = vec![("revision", revision.as_str())];
    sent.extend(put.iter().map(|code| ("put", *code)));
    sent.extend(fields);
    let answer = person.post(page, &sent).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{page}: {}", errors(&answer.body));
    answer.leads_to().to_owned()
}

fn errors(body: &str) -> String {
    body.split("govuk-error-summary__list")
        .nth(1)
        .and_then(|rest| rest.split("</ul>").next())
        .unwrap_or(body)
        .to_owned()
}

/// Age and consent of an adult who agrees, or does not.
async fn consent(person: &Person, draft: &str, agrees: &str) {
    let setting = [("nation", "england"), ("met_on-day", "9"), ("met_on-month", "6"), ("met_on-year", "2026")];
    fill(person, &format!("{draft}/pages/setting"), &setting).await;
    // The second question comes up when the first is answered: the same page again.
    let age = format!("{draft}/pages/age");
    assert_eq!(fill(person, &age, &[("under_18", "no")]).await, age);
    assert_eq!(
        fill(person, &age, &[("under_18", "no"), ("under_18_then", "why:not_asked")]).await,
        format!("{draft}/pages/consent")
    );
    let asked = [
        ("explained", "what_it_is"),
        ("explained", "support"),
        ("explained", "outcomes"),
        ("explained", "police"),
        ("explained", "sharing"),
        ("explained", "withdraw"),
        ("explained_by", "duty officer"),
        ("explained_in", "Vietnamese"),
        ("notice_version", "2026-1"),
        ("consent", agrees),
    ];
    assert_eq!(fill(person, &format!("{draft}/pages/consent"), &asked).await, draft);
}

/// Answers everything that is still asked with its first choice, a made-up text, or a reason.
async fn fill_the_rest(person: &Person, draft: &str) {
    for _ in 0..80 {
        let check = person.get(&format!("{draft}/check")).await.body;
        let Some(next) = check.split("Before it can be sent:").nth(1).and_then(|rest| rest.split("href=\"").nth(1))
        else {
            return;
        };
        let page = next.split('"').next().unwrap().to_owned();
        let shown = person.get(&page).await.body;
        let fields = answers(&shown);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fill(person, &page, &fields).await;
    }
    panic!("still not complete: {}", person.get(&format!("{draft}/check")).await.body);
}

/// What a browser would send of a page on which nothing is changed but what is empty.
fn answers(shown: &str) -> Vec<(String, String)> {
    let value = |tag: &str, name: &str| {
        tag.split(&format!(" {name}=\"")).nth(1).map(|rest| rest.split('"').next().unwrap().to_owned())
    };
    let mut fields: Vec<(String, String)> = Vec::new();
    for tag in shown.split('<').filter(|tag| tag.starts_with("input") || tag.starts_with("textarea")) {
        let (Some(name), kind) = (value(tag, "name"), value(tag, "type").unwrap_or_default()) else { continue };
        if kind == "hidden" || name == "form_token" {
            continue;
        }
        let there = value(tag, "value").unwrap_or_default();
        let known = fields.iter().any(|(known, _)| *known == name);
        match kind.as_str() {
            "radio" | "checkbox" if !known => fields.push((name, there)),
            "radio" | "checkbox" => {}
            _ if tag.contains("inputmode=\"numeric\"") => fields.push((name, "3".to_owned())),
            "tel" => fields.push((name, "020 7946 0123".to_owned())),
            "email" => fields.push((name, "desk@example.org".to_owned())),
            _ if name.ends_with("-day") || name.ends_with("-month") => fields.push((name, "3".to_owned())),
            _ if name.ends_with("-year") => fields.push((name, "2026".to_owned())),
            _ if name.contains("date") || name.contains("_began") => fields.push((name, "1994".to_owned())),
            _ => fields.push((name, "Made up".to_owned())),
        }
    }
    for list in shown.split("<select").skip(1) {
        let name = value(list, "name").unwrap();
        let options = list.split("</select>").next().unwrap().split("<option value=\"").skip(1);
        let first = options.map(|rest| rest.split('"').next().unwrap()).find(|code| !code.is_empty());
        if !name.ends_with("-why") {
            fields.push((name, first.unwrap().to_owned()));
        }
    }
    fields
}

#[test]
fn a_referral_is_made_page_by_page_and_its_maker_sees_what_becomes_of_it() {
    on_both_engines(|bench| async move {
        let premises = Premises::new(&bench.store).await;
        let officer = premises.at_the_desk_of("POLICE-EW", "officer-12").await;
        let draft = begin(&officer).await;
        let tasks = officer.get(&draft).await.body;
        assert!(tasks.contains("Cannot start yet") && tasks.contains("0 of "), "{tasks}");
        consent(&officer, &draft, "yes").await;
        fill(
            &officer,
            &format!("{draft}/pages/name"),
            &[("name", "Thảo <b>NGUYỄN</b>"), ("date_of_birth", "about 1990")],
        )
        .await;
        fill_the_rest(&officer, &draft).await;
        let check = officer.get(&format!("{draft}/check")).await.body;
        assert!(check.contains("Thảo &lt;b&gt;NGUYỄN"), "text is kept as typed and escaped when shown");
        let sent = officer.post(&format!("{draft}/send"), &[]).await;
        assert!(sent.leads_to().starts_with("/referrals/REF-26-"), "{} {}", sent.leads_to(), errors(&sent.body));
        let receipt = officer.get(sent.leads_to()).await;
        assert!(receipt.body.contains("Referral sent") && !receipt.body.contains("NGUY"), "a receipt names nobody");
        assert_eq!(officer.get(&draft).await.status, StatusCode::NOT_FOUND, "the draft is gone");
        let listed = officer.get("/referrals").await.body;
        let address = sent.leads_to().split('?').next().unwrap();
        assert!(listed.contains(address));
        // V-04: for anybody else the referral is not there, and neither is its number.
        let other = premises.at_the_desk_of("SALVATION-ARMY", "caseworker-3").await;
        let hidden = other.get(address).await;
        let absent = other.get("/referrals/REF-26-0000000-0").await;
        assert_eq!((hidden.status, absent.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        assert!(!other.get("/referrals").await.body.contains(address));
        let triage = premises.at_the_desk_of("SCA", "triage-1").await;
        assert!(triage.get("/duties").await.body.contains("Screen the referral"));
    });
}

#[test]
fn an_adult_who_does_not_agree_is_notified_without_a_name() {
    on_sqlite(|bench| async move {
        let premises = Premises::new(&bench.store).await;
        let officer = premises.at_the_desk_of("POLICE-EW", "officer-12").await;
        let draft = begin(&officer).await;
        consent(&officer, &draft, "no").await;
        let tasks = officer.get(&draft).await.body;
        assert!(tasks.contains("Duty to notify") && !tasks.contains("The person</a>"), "{tasks}");
        // The page of the name is not asked, and so is not there.
        assert_eq!(officer.get(&format!("{draft}/pages/name")).await.leads_to(), draft);
        fill_the_rest(&officer, &draft).await;
        let sent = officer.post(&format!("{draft}/send"), &[]).await;
        assert!(sent.leads_to().starts_with("/notifications/"), "{}", errors(&sent.body));
        assert!(officer.get(sent.leads_to()).await.body.contains("names nobody"));
    });
}

#[test]
fn two_windows_on_one_draft_lose_nothing_in_silence() {
    on_sqlite(|bench| async move {
        let premises = Premises::new(&bench.store).await;
        let officer = premises.at_the_desk_of("POLICE-EW", "officer-12").await;
        let draft = begin(&officer).await;
        let page = format!("{draft}/pages/setting");
        let old = revision(&officer, &page).await;
        fill(
            &officer,
            &page,
            &[("nation", "wales"), ("met_on-day", "9"), ("met_on-month", "6"), ("met_on-year", "2026")],
        )
        .await;
        let late = officer.post(&page, &[("revision", &old), ("nation", "england"), ("later", "yes")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.body.contains("was not saved"), "{}", late.body);
        assert!(officer.get(&page).await.body.contains("value=\"wales\" checked"));
        // What is saved for later needs not be whole.
        let age = format!("{draft}/pages/age");
        let number = revision(&officer, &age).await;
        let later = officer.post(&age, &[("revision", &number), ("put", "under_18"), ("later", "yes")]).await;
        assert_eq!(later.leads_to(), draft);
    });
}

#[test]
fn what_is_wrong_is_said_beside_the_question_and_what_was_typed_stays() {
    on_sqlite(|bench| async move {
        let premises = Premises::new(&bench.store).await;
        let officer = premises.at_the_desk_of("POLICE-EW", "officer-12").await;
        let draft = begin(&officer).await;
        let page = format!("{draft}/pages/setting");
        let number = revision(&officer, &page).await;
        let fields = [
            ("revision", number.as_str()),
            ("put", "own_reference"),
            ("put", "nation"),
            ("put", "met_on"),
            ("own_reference", "MY/1"),
            ("met_on-day", "31"),
            ("met_on-month", "2"),
            ("met_on-year", "2026"),
        ];
        let wrong = officer.post(&page, &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("<title>Error: "), "the title says so");
        assert!(
            wrong.body.contains("href=\"#nation\"") && wrong.body.contains("href=\"#met_on-day\""),
            "{}",
            wrong.body
        );
        assert!(wrong.body.contains("value=\"31\"") && wrong.body.contains("value=\"MY/1\""), "what was typed stays");
    });
}

#[test]
fn a_supervisor_checks_what_somebody_else_saved() {
    on_sqlite(|bench| async move {
        let premises = Premises::new(&bench.store).await;
        let officer = premises.at_the_desk_of("POLICE-EW", "officer-12").await;
        let supervisor = premises.at_the_desk_of("POLICE-EW", "supervisor-1").await;
        let draft = begin(&officer).await;
        officer.post(&format!("{draft}/ask-for-check"), &[]).await;
        assert!(supervisor.get("/drafts").await.body.contains("To be checked"));
        assert!(officer.post(&format!("{draft}/agree"), &[]).await.status.is_client_error());
        let agree = supervisor.post(&format!("{draft}/agree"), &[]).await;
        // The last save is the officer's request, so the supervisor may agree to it.
        assert_eq!(agree.leads_to(), draft);
        assert!(officer.get(&draft).await.body.contains("has looked at this draft"));
    });
}

#[test]
fn evidence_is_taken_by_what_it_holds() {
    on_sqlite(|bench| async move {
        let premises = Premises::new(&bench.store).await;
        let officer = premises.at_the_desk_of("POLICE-EW", "officer-12").await;
        let draft = begin(&officer).await;
        consent(&officer, &draft, "yes").await;
        let row = format!("{draft}/pages/evidence/rows/1");
        let number = revision(&officer, &row).await;
        let fields = [
            ("revision", number.as_str()),
            ("put", "document_file"),
            ("put", "document_description"),
            ("document_description", "A scan"),
        ];
        for (name, content) in [
            ("page.pdf", &b"<html>"[..]),
            ("empty.pdf", b""),
            ("scan.pdf.exe", b"%PDF-1.7"),
            ("run.pdf", b"%PDF-1.7 /JavaScript"),
        ] {
            let refused = officer.upload(&row, &fields, ("document_file", name, content)).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
            assert!(refused.body.contains("was not taken in"), "{name}: {}", errors(&refused.body));
        }
        let taken = officer.upload(&row, &fields, ("document_file", "scan.pdf", b"%PDF-1.7 made up")).await;
        assert_eq!(taken.leads_to(), format!("{draft}/pages/evidence"), "{}", errors(&taken.body));
        assert!(officer.get(taken.leads_to()).await.body.contains("File taken in"));
    });
}

#[test]
fn people_found_together_share_the_place_and_nothing_of_the_person() {
    on_sqlite(|bench| async move {
        let premises = Premises::new(&bench.store).await;
        let officer = premises.at_the_desk_of("POLICE-EW", "officer-12").await;
        let draft = begin(&officer).await;
        consent(&officer, &draft, "yes").await;
        fill(&officer, &format!("{draft}/pages/name"), &[("name", "Somebody Madeup"), ("date_of_birth", "1990")]).await;
        let another = officer.post(&format!("{draft}/another"), &[]).await.leads_to().to_owned();
        assert_ne!(another, draft);
        let setting = officer.get(&format!("{another}/pages/setting")).await.body;
        assert!(setting.contains("value=\"england\" checked") && setting.contains("value=\"2026\""));
        // Consent is each person's own (AT70).
        let tasks = officer.get(&another).await.body;
        assert!(tasks.contains("Cannot start yet"));
        assert!(!officer.get(&format!("{another}/check")).await.body.contains("Madeup"));
        // Nobody named an operation, so both say of what group they are.
        consent(&officer, &another, "yes").await;
        let mut groups = Vec::new();
        for draft in [&draft, &another] {
            let found = officer.get(&format!("{draft}/pages/found")).await.body;
            let group = found.split("value=\"group ").nth(1).and_then(|rest| rest.split('"').next());
            groups.push(group.map(str::to_owned));
        }
        assert!(groups[0].is_some() && groups[0] == groups[1], "{groups:?}");
    });
}

#[test]
fn a_restart_in_the_middle_of_a_journey_loses_no_saved_answer() {
    on_both_engines(|bench| async move {
        let premises = Premises::new(&bench.store).await;
        let person = premises.at_the_desk_of("POLICE-EW", "officer-12").await;
        let draft = begin(&person).await;
        let page = format!("{draft}/pages/setting");
        let setting = [("nation", "wales"), ("met_on-day", "9"), ("met_on-month", "6"), ("met_on-year", "2026")];
        fill(&person, &page, &setting).await;
        // Somebody has the next page open while the process ends and begins again.
        let open = revision(&person, &format!("{draft}/pages/age")).await;
        drop(premises);
        bench.store.clone().close().await;

        let store = bench.open_again().await;
        let premises = Premises::new(&store).await;
        let person = person.after_restart(&premises);
        let shown = person.get(&page).await;
        assert_eq!(shown.status, StatusCode::OK, "the session holds over a restart");
        assert!(
            shown.body.contains("value=\"wales\" checked") && shown.body.contains("value=\"2026\""),
            "{}",
            shown.body
        );
        let sent = [("revision", open.as_str()), ("put", "under_18"), ("under_18", "no")];
        let answer = person.post(&format!("{draft}/pages/age"), &sent).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "the page that was open is saved: {}", errors(&answer.body));
        assert!(person.get(&format!("{draft}/pages/age")).await.body.contains("value=\"no\" checked"));
    });
}

/// What a page and its style and script weigh on their way.
async fn weight(person: &Person, page: &str) -> usize {
    let shown = person.get(page).await.body;
    let mut weight = shown.len();
    for part in ["href=\"/assets/", "src=\"/assets/"] {
        let path = format!("/assets/{}", shown.split(part).nth(1).unwrap().split('"').next().unwrap());
        let packed = Request::get(path).header("accept-encoding", "gzip").body(Body::empty()).unwrap();
        weight += person.ask(packed).await.headers["content-length"].to_str().unwrap().parse::<usize>().unwrap();
    }
    weight
}

#[test]
fn every_page_of_a_referral_is_light() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let person = premises.at_the_desk_of("POLICE-EW", "officer-12").await;
        let draft = begin(&person).await;
        consent(&person, &draft, "yes").await;
        let set = premises.office.law().question_sets.version("uk-nrm", "2026-04").unwrap();
        let pages = set.tasks.iter().flat_map(|task| &task.pages).map(|page| format!("{draft}/pages/{}", page.code));
        let mut looked_at = 0;
        for page in
            pages.chain([draft.clone(), format!("{draft}/check"), "/drafts".to_owned(), "/referrals".to_owned()])
        {
            if person.get(&page).await.status == StatusCode::OK {
                let weight = weight(&person, &page).await;
                assert!(weight < 100_000, "{page} weighs {weight} bytes");
                looked_at += 1;
            }
        }
        assert!(looked_at > 20, "{looked_at}");
    });
}
