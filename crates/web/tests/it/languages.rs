//! The pages in Welsh: chosen, remembered, and said throughout.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use manumit_app::demo;
use manumit_domain::{law::Law, question_set::Page};
use manumit_testkit::on_sqlite;

use crate::harness::{Answer, Person, Premises, now};

/// What stands under a heading in the files of texts of a language, for texts without values, by key.
fn texts(language: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("texts").join(language);
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let file = fs::read_to_string(entry.unwrap().path()).unwrap();
        let lines = file.lines().filter(|line| !line.starts_with(['#', ' ', '}']) && !line.contains(['{', '<']));
        let pairs = lines.filter_map(|line| line.split_once(" = "));
        texts.extend(pairs.map(|(key, text)| (key.to_owned(), text.to_owned())));
    }
    texts
}

/// What a page says: without tags, without what is marked as English, and with signs in place of entities.
fn said(page: &str) -> String {
    let mut words = String::new();
    let mut rest = page;
    let (mut english, mut deep) = (String::new(), 0_u32);
    while let Some(begin) = rest.find('<') {
        if deep == 0 {
            words.push_str(&rest[..begin]);
        }
        let end = begin + rest[begin..].find('>').unwrap();
        let tag = &rest[begin + 1..end];
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap();
        // What is marked as English lasts until its own element ends.
        if deep == 0 && tag.contains(" lang=\"en\"") && name != "html" {
            (english, deep) = (name.to_owned(), 1);
        } else if deep > 0 && name == english {
            deep = if tag.starts_with('/') { deep - 1 } else { deep + 1 };
        }
        words.push(' ');
        rest = &rest[end + 1..];
    }
    words.push_str(rest);
    let words = words.replace("&#x27;", "'").replace("&quot;", "\"").replace("&amp;", "&");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn links(page: &str) -> Vec<String> {
    let links = page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"));
    links.filter(|link| link.starts_with('/')).collect()
}

/// The shape of an address: records of one kind look alike.
fn shape(path: &str) -> String {
    let parts = path.split('?').next().unwrap().split('/');
    let is_name = |part: &str| part.len() > 8 && part.chars().any(|letter| letter.is_ascii_digit());
    parts.map(|part| if is_name(part) { "*" } else { part }).collect::<Vec<_>>().join("/")
}

/// Every page of one shape that links lead to.
async fn walk(person: &Person, from: &[&str]) -> Vec<(String, Answer)> {
    let mut waiting: Vec<String> = from.iter().map(|&path| path.to_owned()).collect();
    let (mut shapes, mut pages) = (BTreeSet::new(), Vec::new());
    while let Some(path) = waiting.pop() {
        let elsewhere = ["/assets/", "/language/"].iter().any(|start| path.starts_with(start));
        if elsewhere || path.contains(".csv") || path.contains(".json") || !shapes.insert(shape(&path)) {
            continue;
        }
        let page = person.get(&path).await;
        waiting.extend(links(&page.body));
        pages.push((path, page));
    }
    pages
}

#[test]
fn a_choice_is_remembered_and_leads_back() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let nobody = premises.nobody();
        let page = nobody.get("/questions?from=start").await;
        assert!(page.body.contains("<html lang=\"en\""));
        let link = links(&page.body).into_iter().find(|link| link.starts_with("/language/cy")).unwrap();
        let chosen = nobody.get(&link).await;
        assert_eq!((chosen.status, chosen.leads_to()), (StatusCode::SEE_OTHER, "/questions?from=start"));
        let kept = chosen.headers["set-cookie"].to_str().unwrap();
        assert_eq!(kept, "manumit_language=cy; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000");
        let welsh = nobody.reading("cy").get("/questions?from=start").await.body;
        assert!(welsh.contains("<html lang=\"cy\""));
        assert!(links(&welsh).contains(&"/language/en?to=%2Fquestions%3Ffrom%3Dstart".to_owned()));
        let asked = Request::get("/").header("accept-language", "cy-GB, en;q=0.5").body(Body::empty()).unwrap();
        assert!(nobody.ask(asked).await.body.contains("<html lang=\"cy\""));
    });
}

#[test]
fn no_language_and_no_way_back_that_anybody_makes_up_breaks_a_page_or_leads_away() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let nobody = premises.nobody();
        for code in ["", "de", "EN", "cy%00", "cy/../en", "%ff", "..%2f", "cy%0d%0aset-cookie:a=b"] {
            let answer = nobody.get(&format!("/language/{code}?to=/report")).await;
            assert!(answer.status.is_client_error(), "{code}: {}", answer.status);
            assert!(!answer.headers.contains_key("set-cookie"), "{code}");
        }
        let long = "/a".repeat(4_000);
        for to in [
            "",
            "report",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "/\t/evil.example",
            "https://evil.example/",
            "https:evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "/\r\nset-cookie:a=b",
            "/\u{2028}",
            "/\u{202e}x",
            "/language/en?to=//evil.example",
            "@evil.example",
            "/%0d%0a/\0",
            &long,
        ] {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("to", to).finish();
            let answer = nobody.get(&format!("/language/cy?{query}")).await;
            if to.contains('\0') {
                assert_eq!(answer.status, StatusCode::NOT_FOUND);
            } else {
                assert_eq!((answer.status, answer.leads_to()), (StatusCode::SEE_OTHER, "/"), "{to:?}");
            }
        }
        for (name, value) in [
            ("cookie", "manumit_language=de"),
            ("cookie", "manumit_language="),
            ("cookie", "manumit_language=cy%00; manumit_language=cy"),
            ("cookie", "manumit_language=<script>"),
            ("accept-language", ";;;q=1,,,"),
            ("accept-language", "*;q=1e999"),
            ("accept-language", "\u{7f}"),
        ] {
            let Ok(request) = Request::get("/").header(name, value).body(Body::empty()) else { continue };
            let answer = nobody.ask(request).await;
            assert_eq!(answer.status, StatusCode::OK, "{value}");
            assert!(answer.body.contains("<html lang=\"en\""), "{value}");
        }
    });
}

#[test]
fn every_page_in_welsh_says_in_welsh_what_has_been_translated() {
    let (english, welsh) = (texts("en"), texts("cy"));
    // Shorter ones may be part of what is English by right: the name of a body, the label of a list.
    let translated = english.iter().filter(|(key, text)| text.split(' ').count() > 3 && welsh[*key] != **text);
    let translated: Vec<&String> = translated.map(|(_, text)| text).collect();
    assert!(translated.len() > 250, "{}", translated.len());
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        demo::load_present_day(&premises.office, now()).await.unwrap();
        let mut desks =
            vec![("nobody".to_owned(), premises.nobody().reading("cy"), vec!["/", "/report", "/no-such-page"])];
        for account in demo::accounts(&premises.office).await.unwrap() {
            let person = premises.at_the_desk_of(&account.actor.organisation, &account.actor.post).await;
            let from = vec!["/duties", "/cases?waiting=all"];
            desks.push((account.actor.to_string(), person.reading("cy"), from));
        }
        let (mut seen, mut wrong) = (BTreeSet::new(), BTreeSet::new());
        for (desk, person, from) in &desks {
            for (path, page) in walk(person, from).await {
                let words = said(&page.body);
                assert!(page.body.contains("<html lang=\"cy\""), "{desk}: {path}");
                assert!(words.contains("Drafft: heb ei adolygu eto gan gyfieithydd"), "{desk}: {path}");
                let left = translated.iter().filter(|text| words.contains(text.as_str()));
                wrong.extend(left.map(|text| format!("{}: {text}", shape(&path))));
                seen.insert(shape(&path));
            }
        }
        assert!(wrong.is_empty(), "still in English:\n{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
        assert!(seen.len() > 40, "{seen:?}");
    });
}

#[test]
fn the_questions_are_put_in_welsh_and_what_is_kept_is_the_same() {
    let law = Law::united_kingdom().unwrap();
    let set = law.question_sets.version("uk-nrm", "2026-04").unwrap();
    let asked = set.questions().flat_map(|(task, page, question)| {
        [&task.title, &task.why, &page.title, &page.hint, &question.ask, &question.hint]
    });
    let asked: BTreeSet<&str> = asked.map(String::as_str).filter(|text| text.split(' ').count() > 2).collect();
    assert!(asked.len() > 80, "{}", asked.len());
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let officer = premises.at_the_desk_of("POLICE-EW", "officer-12").await;
        let draft = officer.post("/drafts", &[]).await.leads_to().to_owned();
        let welsh = officer.reading("cy");
        let age = [("revision", "1"), ("put", "under_18"), ("under_18", "not_sure")];
        let next = welsh.post(&format!("{draft}/pages/age"), &age).await.leads_to().to_owned();
        assert_eq!(next, draft, "a child is not asked for consent");
        let none = [("revision", "2"), ("none", "does_not_know")];
        welsh.post(&format!("{draft}/pages/exploiters"), &none).await.leads_to();
        let mut pages = vec!["/questions/uk-nrm/2026-04".to_owned(), draft.clone(), format!("{draft}/check")];
        let code = |page: &Page| format!("{draft}/pages/{}", page.code);
        pages.extend(set.tasks.iter().flat_map(|task| &task.pages).map(code));
        pages.push(format!("{draft}/pages/episodes/rows/1"));
        for path in pages {
            let page = welsh.get(&path).await;
            let words = said(&page.body);
            let english: Vec<&&str> = asked.iter().filter(|text| words.contains(**text)).collect();
            assert!(english.is_empty(), "{path}: {english:?}");
            assert!(!page.body.contains("&lt;span"), "{path}");
        }
        let check = said(&welsh.get(&format!("{draft}/check")).await.body);
        assert!(check.contains("A yw’r person o dan 18 oed nawr? Ddim yn siŵr"), "{check}");
        assert!(check.contains("Camfanteiswyr Ddim yn gwybod"), "{check}");
        let missing = "“Sefyllfaoedd” heb ei ateb";
        assert!(check.contains(missing), "{check}");
        let check = said(&officer.get(&format!("{draft}/check")).await.body);
        assert!(check.contains("Is the person under 18 now? Not sure"), "{check}");
    });
}

#[test]
fn what_is_not_translated_is_marked_as_english() {
    on_sqlite(async |bench| {
        let premises = Premises::new(&bench.store).await;
        let nobody = premises.nobody().reading("cy");
        let refused = nobody.post_exactly("/report", &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.body.contains("Mae problem")
                && refused.body.contains("Nid oes dim wedi’i ysgrifennu am yr hyn a welsoch neu a glywsoch."),
            "{}",
            refused.body
        );
        assert!(links(&refused.body).contains(&"/language/en?to=%2Freport".to_owned()));
        let officer = premises.at_the_desk_of("POLICE-EW", "officer-12").await.reading("cy");
        let draft = officer.post("/drafts", &[]).await.leads_to().to_owned();
        let page = officer.get(&format!("{draft}/pages/setting")).await;
        let nation = page.body.split("<legend").nth(1).unwrap().split("</legend>").next().unwrap();
        assert!(nation.contains("Ym mha genedl y gwneir yr atgyfeiriad?") && !nation.contains("lang="), "{nation}");
        assert!(page.body.contains("Cadw a pharhau") && page.body.contains("Diwrnod"));
        let refused = officer.post(&format!("{draft}/pages/setting"), &[("revision", "1"), ("put", "nation")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let wrong = "“Ym mha genedl y gwneir yr atgyfeiriad” heb ei ateb: dewiswch un: Lloegr; Cymru; Yr Alban; Gogledd Iwerddon";
        assert!(refused.body.contains(wrong), "{}", refused.body);
        let age = [("revision", "1"), ("put", "under_18"), ("under_18", "yes")];
        officer.post(&format!("{draft}/pages/age"), &age).await.leads_to();
        let about = officer.get(&format!("{draft}/pages/about")).await.body;
        let albania = about.lines().find(|line| line.contains("Albania")).unwrap();
        assert!(albania.contains(" lang=\"en\""), "{albania}");
        let said = said(&about);
        assert!(said.contains("Benyw") && !said.contains("Albania") && said.contains("Cenedligrwydd"), "{said}");
        let no_case = premises.at_the_desk_of("SCA", "triage-1").await.reading("cy");
        let no_case = no_case.get("/cases/find?reference=none").await;
        assert!(no_case.body.contains("Nid cyfeirnod achos yw hwnnw."), "{}", no_case.body);
        let duties = officer.get("/law").await;
        assert!(duties.body.contains("16 Medi 2026"), "{}", duties.body);
    });
}
