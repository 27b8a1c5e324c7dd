//! Things of which there may be several: each a row with a page of its own.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use manumit_app::{attachment, draft, form::Body};
use manumit_domain::{
    known::Known,
    question_set::{Answer, Answers, Finding, Kind, Need, Page, Question, Row, Rows},
};
use minijinja::{Value, context};

use super::{
    Opened,
    page::{errors, frame, in_words},
    question::{self, Put},
};
use crate::{
    Site,
    failure::Failure,
    filled::{Filled, Sent, Uploaded},
    visitor::Visitor,
    words::{self, joined, with_capital},
};

/// The rows of a group, and what may be said if there is none.
pub(super) fn group(opened: &Opened<'_>, page: &Page, put: &Put<'_>) -> Value {
    let Some(group) = &page.rows else { return context! {} };
    let given = opened.saved.1.content.given();
    let rows = given.rows(&group.code);
    let said = given.find(&group.code);
    let reasons = put.wording.set().reasons.iter().filter(|_| group.need != Need::Answer).map(|blank| {
        let chosen = matches!(said, Some(Known::Missing(said)) if said == blank);
        context! { value => blank.code(), text => put.texts.blank(*blank), chosen }
    });
    context! {
        group => group.code.as_str(),
        one => put.wording.one(page).map(|one| words::shown(&one)),
        each => put.wording.one(page).map(|one| words::shown(&with_capital(one))),
        rows => (1..).zip(rows).map(|(number, row)| shown_row(page, row, number, put)).collect::<Vec<_>>(),
        next => rows.len() + 1,
        full => rows.len() >= group.at_most,
        optional => group.need == Need::May,
        there_is_none => matches!(said, Some(Known::Value(_))),
        reasons => reasons.collect::<Vec<_>>(),
        error => put.wrong.get(&group.code),
    }
}

fn shown_row(page: &Page, row: &Row, number: usize, put: &Put<'_>) -> Value {
    let cells = page.questions.iter().filter_map(|question| {
        let answer = row.get(&question.code)?;
        Some(context! { ask => words::shown(&put.wording.ask(question)), answer => in_words_of(question, answer, put) })
    });
    context! { number, cells => cells.collect::<Vec<_>>() }
}

/// An answer as people read it.
pub(super) fn in_words_of(question: &Question, answer: &Answer, put: &Put<'_>) -> Value {
    let given = match answer {
        Known::Missing(blank) => return Value::from(put.texts.blank(*blank)),
        Known::Value(given) => given,
    };
    if question.kind == Kind::File {
        return Value::from(put.texts.text("draft-file-taken-in"));
    }
    if question.kind == Kind::Day
        && let Some(day) = given.text().and_then(|text| text.parse().ok())
    {
        return Value::from(put.texts.day(day));
    }
    let choices = question.choices(put.law, put.today);
    let label = |code: String| match choices.iter().find(|choice| choice.code == code) {
        Some(choice) => words::shown(&put.wording.choice(question, choice)),
        None => Value::from(code),
    };
    joined(&given.texts().into_iter().map(label).collect::<Vec<_>>(), ", ")
}

pub(super) async fn show(
    site: Site,
    visitor: Visitor,
    Path((id, code, row)): Path<(String, String, usize)>,
) -> Response {
    match Opened::of(&site, &visitor, &id).await {
        Ok(opened) => shown(&site, &visitor, (&opened, &code, row), None),
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

pub(super) async fn save(
    site: Site,
    Path((id, code, row)): Path<(String, String, usize)>,
    Uploaded { sent: Sent { visitor, form }, files }: Uploaded,
) -> Response {
    match saved(&site, &visitor, (&id, &code, row), (form, files)).await {
        Ok(response) => response,
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

pub(super) async fn remove(
    site: Site,
    Path((id, code, row)): Path<(String, String, usize)>,
    Sent { visitor, form }: Sent,
) -> Response {
    match removed(&site, &visitor, (&id, &code, row), &form).await {
        Ok(response) => response,
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

async fn saved(
    site: &Site,
    visitor: &Visitor,
    (id, code, row): (&str, &str, usize),
    (mut form, files): (Filled, Vec<(String, String, Vec<u8>)>),
) -> Result<Response, Failure> {
    let opened = Opened::for_form(site, visitor, (id, &form)).await?;
    let back = format!("/drafts/{id}/pages/{code}");
    let Some((_, page)) = opened.page(code) else { return Ok(Redirect::to(&format!("/drafts/{id}")).into_response()) };
    let Some(group) = &page.rows else { return Ok(Redirect::to(&back).into_response()) };
    let caller = visitor.caller("writing a referral");
    let mut refused = Vec::new();
    for (field, name, content) in files {
        match attachment::take_in(&site.office, visitor.at, id, (&name, &content)).await {
            Ok(taken) => form.0.push((field, taken.digest.iter().map(|byte| format!("{byte:02x}")).collect())),
            Err(error) => refused.push(finding(&field, Failure::from(error).refusal()?)),
        }
    }
    let mut given = opened.saved.1.content.given();
    let answered = read_row(page, &given, &form);
    put_row(&mut given, (group, row), answered);
    let today = caller.today()?;
    let mut findings: Vec<Finding> = opened.set.check_page(page, &given, site.office.law(), today);
    findings.retain(|finding| {
        finding.row == Some(row) && !refused.iter().any(|r: &Finding| r.question == finding.question)
    });
    findings.extend(refused);
    let put_before = |finding: &Finding| form.all("put").contains(&finding.question);
    if !findings.is_empty() {
        let again = findings.iter().any(put_before);
        return Ok(shown(site, visitor, (&opened, code, row), Some((&form, if again { &findings } else { &[] }))));
    }
    given.answers.remove(&group.code);
    let body = Body { answers: given.answers, rows: given.rows, ..opened.saved.1.content.clone() };
    draft::save(&site.office, &caller, &opened.saved, body).await?;
    Ok(Redirect::to(&back).into_response())
}

fn finding(question: &str, refusal: manumit_domain::refusal::Refusal) -> Finding {
    let problem = format!("was not taken in. {}", refusal.sentence);
    Finding { question: question.to_owned(), row: None, problem, instead: refusal.remedy }
}

async fn removed(
    site: &Site,
    visitor: &Visitor,
    (id, code, row): (&str, &str, usize),
    form: &Filled,
) -> Result<Response, Failure> {
    let opened = Opened::for_form(site, visitor, (id, form)).await?;
    let mut body = opened.saved.1.content.clone();
    let group = opened.page(code).and_then(|(_, page)| page.rows.as_ref());
    if let Some(rows) = group.and_then(|group| body.rows.get_mut(&group.code))
        && (1..=rows.len()).contains(&row)
    {
        rows.remove(row - 1);
    }
    body.rows.retain(|_, rows| !rows.is_empty());
    draft::save(&site.office, &visitor.caller("writing a referral"), &opened.saved, body).await?;
    Ok(Redirect::to(&format!("/drafts/{id}/pages/{code}")).into_response())
}

/// What was answered in a row.
fn read_row(page: &Page, given: &Answers, form: &Filled) -> Row {
    let mut row = Row::new();
    for question in &page.questions {
        if question.when.holds(|code| row.get(code).or_else(|| given.find(code)))
            && let Some(answer) = question::read(question, form)
        {
            row.insert(question.code.clone(), answer);
        }
    }
    row
}

fn put_row(given: &mut Answers, (group, number): (&Rows, usize), row: Row) {
    let rows = given.rows.entry(group.code.clone()).or_default();
    match rows.get_mut(number.wrapping_sub(1)) {
        Some(there) => *there = row,
        None => rows.push(row),
    }
}

fn shown(
    site: &Site,
    visitor: &Visitor,
    (opened, code, number): (&Opened<'_>, &str, usize),
    again: Option<(&Filled, &[Finding])>,
) -> Response {
    let back = || Redirect::to(&format!("/drafts/{}/pages/{code}", opened.id())).into_response();
    let Some((task, page)) = opened.page(code) else { return back() };
    let Some(group) = &page.rows else { return back() };
    let given = opened.saved.1.content.given();
    let there = given.rows(&group.code);
    if number == 0 || number > (there.len() + 1).min(group.at_most) {
        return back();
    }
    let today = match visitor.caller("writing a referral").today() {
        Ok(today) => today,
        Err(refusal) => return Failure::from(refusal).answer(site, Some(visitor)),
    };
    let row = match again {
        Some((form, _)) => read_row(page, &given, form),
        None => there.get(number - 1).cloned().unwrap_or_default(),
    };
    let wording = site.wording(opened.set);
    let wrong = again.map(|(_, findings)| in_words((site.texts(), &wording), page, findings)).unwrap_or_default();
    let typed = again.map(|(form, _)| form);
    let put = Put { wording, texts: site.texts(), law: site.office.law(), today, typed, wrong: &wrong };
    let one = wording.one(page).map(with_capital);
    let asked = page.questions.iter().filter(|q| q.when.holds(|code| row.get(code).or_else(|| given.find(code))));
    let with = context! {
        id => opened.id(),
        revision => opened.saved.1.number,
        number,
        one => one.as_ref().map(words::shown),
        called => one.map(|one| one.text),
        uploads => page.questions.iter().any(|question| question.kind == Kind::File),
        questions => asked.map(|question| put.question(question, row.get(&question.code))).collect::<Vec<_>>(),
        errors => errors(page, &wrong),
        ..frame(&wording, task, page)
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    site.page(status, "draft_row.html", Some(visitor), with)
}
