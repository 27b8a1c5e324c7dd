//! Check your answers, and send them.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use manumit_app::{AppError, draft, form};
use manumit_domain::{
    known::Known,
    question_set::{Answers, Finding, Page, Question, Row},
};
use minijinja::{Value, context};

use super::{Opened, question::Put, rows::in_words_of};
use crate::{Site, Texts, failure::Failure, filled::Sent, visitor::Visitor};

pub(super) async fn show(site: Site, visitor: Visitor, Path(id): Path<String>) -> Response {
    match content(&site, &visitor, &id, None).await {
        Ok(with) => site.show("draft_check.html", &visitor, with),
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

pub(super) async fn send(site: Site, Path(id): Path<String>, Sent { visitor, .. }: Sent) -> Response {
    match draft::send(&site.office, &visitor.caller("sending a referral"), &id).await {
        Ok(form::Sent::Referral(receipt)) => {
            Redirect::to(&format!("/referrals/{}?sent=1", receipt.referral)).into_response()
        }
        Ok(form::Sent::Notification(reference)) => {
            Redirect::to(&format!("/notifications/{reference}?sent=1")).into_response()
        }
        Err(AppError::Answers(findings)) => match content(&site, &visitor, &id, Some(findings)).await {
            Ok(with) => site.page(StatusCode::UNPROCESSABLE_ENTITY, "draft_check.html", Some(&visitor), with),
            Err(failure) => failure.answer(&site, Some(&visitor)),
        },
        Err(error) => Failure::from(error).answer(&site, Some(&visitor)),
    }
}

async fn content(site: &Site, visitor: &Visitor, id: &str, found: Option<Vec<Finding>>) -> Result<Value, Failure> {
    let opened = Opened::of(site, visitor, id).await?;
    let caller = visitor.caller("checking a referral");
    let given = opened.set.sendable(&opened.saved.1.content.given());
    let sent = found.is_some();
    let findings = match found {
        Some(findings) => findings,
        None => draft::check(&site.office, &caller, &opened.saved)?,
    };
    let nothing = std::collections::BTreeMap::new();
    let (texts, law) = (site.texts(), site.office.law());
    let put = Put { set: opened.set, texts, law, today: caller.today()?, typed: None, wrong: &nothing };
    let mut tasks: Vec<(String, Vec<Value>)> = Vec::new();
    for (task, page) in opened.set.asked_pages(&given) {
        let shown = shown_page(&opened, page, &given, &put);
        match tasks.last_mut().filter(|(title, _)| *title == task.title) {
            Some((_, pages)) => pages.push(shown),
            None => tasks.push((task.title.clone(), vec![shown])),
        }
    }
    let errors = findings.iter().map(|finding| listed(texts, &opened, finding)).collect::<Vec<_>>();
    Ok(context! {
        id,
        tasks => tasks.into_iter().map(|(title, pages)| context! { title, pages }).collect::<Vec<_>>(),
        ready => errors.is_empty(),
        errors,
        sent,
        notification => given.text("consent") == Some("no"),
        state => opened.saved.1.state.code(),
    })
}

fn listed(texts: &Texts, opened: &Opened<'_>, finding: &Finding) -> Value {
    let found = opened.set.find(&finding.question);
    let page = found.map(|(page, _)| page).or_else(|| {
        let pages = opened.set.tasks.iter().flat_map(|task| &task.pages);
        pages.into_iter().find(|page| page.rows.as_ref().is_some_and(|group| group.code == finding.question))
    });
    let ask = found.map(|(_, question)| question.ask.as_str()).or(page.map(|page| page.title.as_str()));
    let text = texts.wrong_in_short(ask.unwrap_or(&finding.question), finding);
    let href = page.map(|page| match finding.row {
        Some(row) => format!("/drafts/{}/pages/{}/rows/{row}", opened.id(), page.code),
        None => format!("/drafts/{}/pages/{}", opened.id(), page.code),
    });
    context! { text, href }
}

fn shown_page(opened: &Opened<'_>, page: &Page, given: &Answers, put: &Put<'_>) -> Value {
    let href = format!("/drafts/{}/pages/{}", opened.id(), page.code);
    let rows = match &page.rows {
        None => {
            let asked = page.questions.iter().filter(|question| question.when.holds(|code| given.find(code)));
            asked.map(|question| line(question, given.answers.get(&question.code), put)).collect()
        }
        Some(group) => {
            let rows = given.rows(&group.code);
            let said = given.find(&group.code).map(|said| match said {
                Known::Missing(blank) => put.texts.blank(*blank),
                Known::Value(_) => put.texts.text("draft-answer-none"),
            });
            let mut lines: Vec<Value> =
                said.map(|said| context! { ask => page.title.as_str(), answer => said }).into_iter().collect();
            lines.extend((1..).zip(rows).map(|(number, row)| one_row(page, (number, &group.one), row, put)));
            if lines.is_empty() {
                lines.push(context! { ask => page.title.as_str() });
            }
            lines
        }
    };
    context! { title => page.title.as_str(), href, lines => rows }
}

fn line(question: &Question, answer: Option<&manumit_domain::question_set::Answer>, put: &Put<'_>) -> Value {
    context! { ask => question.ask.as_str(), answer => answer.map(|answer| in_words_of(question, answer, put)) }
}

fn one_row(page: &Page, (number, one): (usize, &str), row: &Row, put: &Put<'_>) -> Value {
    let cells = page.questions.iter().filter_map(|question| {
        let answer = row.get(&question.code)?;
        Some(format!("{}: {}", question.ask.trim_end_matches('?'), in_words_of(question, answer, put)))
    });
    let mut ask = one.to_owned();
    if let Some(first) = ask.get(..1).map(str::to_uppercase) {
        ask.replace_range(..1, &first);
    }
    context! { ask => format!("{ask} {number}"), answer => cells.collect::<Vec<_>>().join("\n") }
}
