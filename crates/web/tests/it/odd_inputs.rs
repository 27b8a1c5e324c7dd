//! Every field of every form, from every desk, is sent what nobody would type: no page breaks, and none runs it.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use manumit_app::demo;
use manumit_testkit::on_both_engines;

use crate::harness::{Answer, Person, Premises, now};

const SCRIPT: &str = "\"'><script>alert(1)</script>";

/// What is typed: lengths, scripts, control characters, directions, widths, nulls, and what other programs would run.
fn odd() -> Vec<String> {
    let odd = [
        "\0",
        "a\0b",
        "\u{202e}desrever\u{202c}",
        "\u{200b}\u{200d}\u{feff}",
        "e\u{301}\u{301}\u{301}\u{20dd}",
        "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}",
        "Thảo נועה محمد 王小明 Їжак",
        "\u{1}\u{7f}\u{85}\u{2028}\r\n.\r\n",
        SCRIPT,
        "{{ 7 * 7 }}{% raw %}",
        "'; drop table event; --",
        "=cmd|' /C calc'!A0",
        "../../../../etc/passwd%00",
        "-1",
        "9223372036854775808",
        "NaN",
        "2026-02-31",
        "\u{fffe}\u{10ffff}",
    ];
    let mut odd: Vec<String> = odd.into_iter().map(str::to_owned).collect();
    odd.push("a".repeat(120_000));
    odd.push("﷽".repeat(9_000));
    odd
}

/// A form on a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    action: String,
    is_get: bool,
    fields: Vec<(String, String)>,
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some(place) = rest.find(&format!("{name}=\"")) {
        let is_whole = rest[..place].ends_with(|before: char| before.is_whitespace());
        rest = &rest[place + name.len() + 2..];
        if is_whole {
            return rest.split('"').next();
        }
    }
    None
}

/// The forms of a page, each field with what it holds.
fn forms(page: &str, path: &str) -> Vec<Form> {
    let forms = page.split("<form").skip(1).map(|rest| {
        let form = rest.split("</form>").next().unwrap();
        let head = form.split('>').next().unwrap();
        let mut fields = Vec::new();
        for tag in form.split('<') {
            let is_field = ["input", "select", "textarea", "button"].iter().any(|field| tag.starts_with(field));
            let name = attribute(tag, "name").filter(|_| is_field);
            let held = attribute(tag, "value").unwrap_or_default().replace("&amp;", "&");
            fields.extend(name.map(|name| (name.to_owned(), held)));
        }
        let action = attribute(head, "action").unwrap_or(path).replace("&amp;", "&");
        Form { action, is_get: attribute(head, "method") != Some("post"), fields }
    });
    forms.collect()
}

fn links(page: &str) -> Vec<String> {
    let links = page.split("<a ").skip(1).filter_map(|rest| attribute(&format!(" {rest}"), "href").map(str::to_owned));
    links.filter(|link| link.starts_with('/')).map(|link| link.replace("&amp;", "&")).collect()
}

/// The shape of an address: records of one kind look alike.
fn shape(path: &str) -> String {
    let parts = path.split('?').next().unwrap().split('/').map(|part| {
        let is_name = part.len() > 8 && part.chars().any(|letter| letter.is_ascii_digit());
        if is_name { "*" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

async fn send(person: &Person, form: &Form, odd_field: (&str, &str)) -> Answer {
    let fields: Vec<(&str, &str)> = form
        .fields
        .iter()
        .filter(|(name, _)| name != "form_token" && name != odd_field.0)
        .map(|(name, held)| (name.as_str(), held.as_str()))
        .chain([odd_field])
        .collect();
    if form.is_get {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        let place = form.action.split('?').next().unwrap();
        // A longer address is refused before it is anybody's page.
        let query = query.get(..8_000).unwrap_or(&query);
        return person.get(&format!("{place}?{query}")).await;
    }
    person.post(&form.action, &fields).await
}

/// Visits one page of every shape, and sends every field of every form something odd.
async fn walk(person: &Person, tried: &mut BTreeSet<String>, odd: &[String]) -> usize {
    let (mut waiting, mut shapes, mut sent) = (vec!["/duties".to_owned()], BTreeSet::new(), 0);
    while let Some(path) = waiting.pop() {
        if !shapes.insert(shape(&path)) || path == "/sign-out" {
            continue;
        }
        let page = person.get(&path).await;
        if page.status != StatusCode::OK {
            continue;
        }
        waiting.extend(links(&page.body));
        for form in forms(&page.body, &path) {
            // What ends a session, or an account, ends the walk.
            if ["/sign-out", "/suspend", "/close", "/discard"].iter().any(|end| form.action.ends_with(end)) {
                continue;
            }
            for (name, _) in form.fields.iter().filter(|(name, _)| name != "form_token") {
                if !tried.insert(format!("{} {name}", shape(&form.action))) {
                    continue;
                }
                for odd in odd {
                    let answer = send(person, &form, (name, odd)).await;
                    let said = odd.chars().take(20).collect::<String>();
                    assert!(
                        answer.status.as_u16() < 500,
                        "{} on {path}: {name} = {said:?} breaks {}: {}",
                        answer.status,
                        form.action,
                        answer.body
                    );
                    assert!(!answer.body.contains("<script>alert(1)"), "{} runs what is in {name}", form.action);
                    sent += 1;
                }
            }
        }
    }
    sent
}

#[test]
fn no_field_of_any_form_breaks_a_page_whatever_is_typed() {
    on_both_engines(|bench| async move {
        let premises = Premises::new(&bench.store).await;
        demo::load_present_day(&premises.office, now()).await.unwrap();
        let odd = odd();
        let (mut tried, mut sent) = (BTreeSet::new(), 0);
        sent += walk_everybody(&premises, &mut tried, &odd).await;
        sent += walk(&premises.nobody(), &mut tried, &odd).await;
        assert!(tried.len() > 90, "only {} fields were found: {tried:?}", tried.len());
        assert_eq!(sent, tried.len() * odd.len());
    });
}

async fn walk_everybody(premises: &Premises, tried: &mut BTreeSet<String>, odd: &[String]) -> usize {
    let mut sent = 0;
    for account in demo::accounts(&premises.office).await.unwrap() {
        let person = premises.at_the_desk_of(&account.actor.organisation, &account.actor.post).await;
        sent += walk(&person, tried, odd).await;
    }
    sent
}

/// Addresses are typed too, and forms are sent by other programs than browsers.
#[test]
fn no_address_and_no_broken_form_breaks_a_page() {
    on_both_engines(|bench| async move {
        let premises = Premises::new(&bench.store).await;
        let desks = [
            ("SCA", "triage-1"),
            ("IASC", "auditor-1"),
            ("POLICE-EW", "officer-12"),
            ("HO-STATISTICS", "statistician-1"),
        ];
        for (organisation, post) in desks {
            let person = premises.at_the_desk_of(organisation, post).await;
            for path in [
                "/cases?page=4294967295",
                "/cases?page=-1",
                "/cases?waiting=%00",
                "/cases/find?reference=%00%ff",
                "/duties?page=4294967295",
                "/referrals?page=4294967295",
                "/cases/%00",
                "/cases/%ff%fe",
                "/cases/CAS-26-0000000-0/steps/%2e%2e",
                "/audit?post=%00&organisation=%00&from=%00&record=%00",
                "/audit/trail?post=%00&organisation=%00",
                "/audit/looks.csv?post=%00",
                "/law?on=99999-01-01",
                "/law?on=%00",
                "/statistics/%00?as_at=%00",
                "/statistics/table04?year=99999&as_at=0000-00-00",
                "/statistics/table04?period=%00&unprotected=%00",
                "/statistics?period=8191-Q4&as_at=9999-12-31",
                "/statistics?period=2026-Q1&period=2026-Q2",
                "/statistics/count?measure=%00",
                "/statistics/count?measure=referrals&from=0001-Q1&to=8191-Q4&by=quarter",
                "/statistics/count?measure=referrals&by=%ff&by=&by=sex&by=sex&by=sex&by=sex",
                "/statistics/count?measure=referrals&as_at=%00&sex=%00&=x&%00=y",
                "/statistics/count.csv?measure=notifications&as_at=9999-12-31&nationality=%3Csvg%3E",
                "/drafts/%00",
                "/support/%00/contact",
            ] {
                let answer = person.get(path).await;
                assert!(answer.status.as_u16() < 500, "{post}: {path} answers {}: {}", answer.status, answer.body);
            }
            for body in [&b"%zz=%"[..], b"form_token", b"\xff\xfe\x00=\x00&&&===", b"a=%C0%80"] {
                let request =
                    Request::post("/cases/search").header("content-type", "application/x-www-form-urlencoded");
                let answer = person.ask(request.body(Body::from(body.to_vec())).unwrap()).await;
                assert!(answer.status.as_u16() < 500, "{body:?} answers {}", answer.status);
            }
        }
    });
}
