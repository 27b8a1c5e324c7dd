//! One page of questions: shown, and saved.

use std::collections::BTreeMap;

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use manumit_app::{draft, form::Body};
use manumit_domain::{
    known::Known,
    question_set::{Answers, Finding, Given, NONE, Page, Question, Task, Wording},
};
use minijinja::{Value, context};

use super::{
    Opened,
    question::{self, Put},
    rows,
};
use crate::{
    Site, Texts,
    failure::Failure,
    filled::{Filled, Sent},
    visitor::Visitor,
    words,
};

pub(super) async fn show(site: Site, visitor: Visitor, Path((id, code)): Path<(String, String)>) -> Response {
    match Opened::of(&site, &visitor, &id).await {
        Ok(opened) => shown(&site, &visitor, (&opened, &code), None),
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

pub(super) async fn save(
    site: Site,
    Path((id, code)): Path<(String, String)>,
    Sent { visitor, form }: Sent,
) -> Response {
    match saved(&site, &visitor, (&id, &code), &form).await {
        Ok(response) => response,
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

async fn saved(site: &Site, visitor: &Visitor, (id, code): (&str, &str), form: &Filled) -> Result<Response, Failure> {
    let mut opened = Opened::for_form(site, visitor, (id, form)).await?;
    let caller = visitor.caller("writing a referral");
    let Some((_, page)) = opened.page(code) else { return Ok(Redirect::to(&format!("/drafts/{id}")).into_response()) };
    let given = with_page(page, opened.saved.1.content.given(), form);
    let findings = opened.set.check_page(page, &given, site.office.law(), caller.today()?);
    let not_put = |finding: &Finding| put_before(page, form, &finding.question);
    let later = form.ticked("later");
    let wrong: Vec<&Finding> = findings.iter().filter(|finding| not_put(finding)).collect();
    if !wrong.is_empty() && !later {
        return Ok(shown(site, visitor, (&opened, code), Some((form, &findings))));
    }
    let kept = without(given, &findings);
    let more = findings.len() > wrong.len() && !later;
    let body = Body { answers: kept.answers, rows: kept.rows, ..opened.saved.1.content.clone() };
    draft::save(&site.office, &caller, &opened.saved, body.clone()).await?;
    opened.saved.1.content = body;
    let next = match (later, more) {
        (true, _) => format!("/drafts/{id}"),
        (false, true) => format!("/drafts/{id}/pages/{code}"),
        (false, false) => opened.after(code),
    };
    Ok(Redirect::to(&next).into_response())
}

/// Whether a question stood on the page when the form was filled in. One that an answer of the same page brings up did
/// not, and is put next instead of being called wrong.
fn put_before(page: &Page, form: &Filled, code: &str) -> bool {
    page.rows.is_some() || form.all("put").iter().any(|put| put == code)
}

/// The answers with those of a page taken from its form.
fn with_page(page: &Page, mut given: Answers, form: &Filled) -> Answers {
    if let Some(group) = &page.rows {
        match form.given("none") {
            Some("none") => {
                given.answers.insert(group.code.clone(), Known::Value(Given::Text(NONE.to_owned())));
            }
            Some(reason) => {
                if let Ok(blank) = reason.parse() {
                    given.answers.insert(group.code.clone(), Known::Missing(blank));
                }
            }
            None => {
                given.answers.remove(&group.code);
            }
        }
        return given;
    }
    for question in &page.questions {
        match question::read(question, form) {
            Some(answer) if question.when.holds(|code| given.find(code)) => {
                given.answers.insert(question.code.clone(), answer);
            }
            _ => {
                given.answers.remove(&question.code);
            }
        }
    }
    given
}

/// The answers without those that are wrong: they are not kept, and are asked for again.
fn without(mut given: Answers, findings: &[Finding]) -> Answers {
    for finding in findings {
        given.answers.remove(&finding.question);
    }
    given
}

/// The page as it is shown.
fn shown(
    site: &Site,
    visitor: &Visitor,
    (opened, code): (&Opened<'_>, &str),
    again: Option<(&Filled, &[Finding])>,
) -> Response {
    let Some((task, page)) = opened.page(code) else {
        return Redirect::to(&format!("/drafts/{}", opened.id())).into_response();
    };
    let today = match visitor.caller("writing a referral").today() {
        Ok(today) => today,
        Err(refusal) => return Failure::from(refusal).answer(site, Some(visitor)),
    };
    let wording = site.wording(opened.set);
    let wrong = again.map(|(_, findings)| in_words((site.texts(), &wording), page, findings)).unwrap_or_default();
    let typed = again.map(|(form, _)| form);
    let put = Put { wording, texts: site.texts(), law: site.office.law(), today, typed, wrong: &wrong };
    let with = context! {
        id => opened.id(),
        revision => opened.saved.1.number,
        errors => errors(page, &wrong),
        ..frame(&wording, task, page)
    };
    let asked = match &page.rows {
        Some(_) => rows::group(opened, page, &put),
        None => context! { questions => questions(opened, page, &put) },
    };
    let status = if again.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let template = if page.rows.is_some() { "draft_rows.html" } else { "draft_page.html" };
    site.page(status, template, Some(visitor), context! { ..asked, ..with })
}

/// What every page of a task shows.
pub(super) fn frame(wording: &Wording<'_>, task: &Task, page: &Page) -> Value {
    let title = wording.page_title(page);
    context! {
        task => words::shown(&wording.task_title(task)),
        page => page.code.as_str(),
        title => words::shown(&title),
        name => title.text,
        hint => words::shown(&wording.page_hint(page)),
    }
}

fn questions(opened: &Opened<'_>, page: &Page, put: &Put<'_>) -> Vec<Value> {
    let given = opened.saved.1.content.given();
    let given = match put.typed {
        Some(form) => with_page(page, given, form),
        None => given,
    };
    let asked = page.questions.iter().filter(|question| question.when.holds(|code| given.find(code)));
    asked.map(|question| put.question(question, given.find(&question.code))).collect()
}

/// What is wrong, by the code of the question, as a sentence.
pub(super) fn in_words(
    (texts, wording): (&Texts, &Wording<'_>),
    page: &Page,
    findings: &[Finding],
) -> BTreeMap<String, Value> {
    let asked = |code: &str| page.questions.iter().find(|question| question.code == code).map(|one| wording.ask(one));
    let sentence = |finding: &Finding| {
        let ask = asked(&finding.question).unwrap_or_else(|| wording.page_title(page));
        texts.wrong(wording, &ask, finding)
    };
    findings.iter().map(|finding| (finding.question.clone(), sentence(finding))).collect()
}

/// The list at the top of a page on which something is wrong, in the order of the page.
pub(super) fn errors(page: &Page, wrong: &BTreeMap<String, Value>) -> Vec<Value> {
    let group = page.rows.iter().filter_map(|group| wrong.get(&group.code)).map(|text| ("none", text));
    let href = |question: &Question| match question.kind {
        manumit_domain::question_set::Kind::Day => format!("#{}-day", question.code),
        _ => format!("#{}", question.code),
    };
    let questions = page.questions.iter().filter_map(|question| Some((href(question), wrong.get(&question.code)?)));
    let group = group.map(|(id, text)| (format!("#{id}"), text));
    group.chain(questions).map(|(href, text)| context! { text, href }).collect()
}
