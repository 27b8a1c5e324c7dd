//! Check your answers, and send them.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use manumit_app::{AppError, draft, form};
use manumit_domain::{
    known::Known,
    question_set::{Answers, Finding, Page, Question, Row, Words},
};
use minijinja::{Value, context};

use super::{Opened, question::Put, rows::in_words_of};
use crate::{
    Site,
    failure::Failure,
    filled::Sent,
    visitor::Visitor,
    words::{joined, shown, with_capital},
};

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
    let put =
        Put { wording: site.wording(opened.set), texts, law, today: caller.today()?, typed: None, wrong: &nothing };
    let mut tasks: Vec<(&str, Value, Vec<Value>)> = Vec::new();
    for (task, page) in opened.set.asked_pages(&given) {
        let page = shown_page(&opened, page, &given, &put);
        match tasks.last_mut().filter(|(code, ..)| *code == task.code) {
            Some((_, _, pages)) => pages.push(page),
            None => tasks.push((&task.code, shown(&put.wording.task_title(task)), vec![page])),
        }
    }
    let errors = findings.iter().map(|finding| listed(&put, &opened, finding)).collect::<Vec<_>>();
    Ok(context! {
        id,
        tasks => tasks.into_iter().map(|(_, title, pages)| context! { title, pages }).collect::<Vec<_>>(),
        ready => errors.is_empty(),
        errors,
        sent,
        notification => given.text("consent") == Some("no"),
        state => opened.saved.1.state.code(),
    })
}

fn listed(put: &Put<'_>, opened: &Opened<'_>, finding: &Finding) -> Value {
    let found = opened.set.find(&finding.question);
    let page = found.map(|(page, _)| page).or_else(|| {
        let pages = opened.set.tasks.iter().flat_map(|task| &task.pages);
        pages.into_iter().find(|page| page.rows.as_ref().is_some_and(|group| group.code == finding.question))
    });
    let wording = &put.wording;
    let ask = found.map(|(_, question)| wording.ask(question)).or_else(|| page.map(|page| wording.page_title(page)));
    let ask = ask.unwrap_or_else(|| Words { text: finding.question.clone(), stand_in: false });
    let text = put.texts.wrong_in_short(&ask, finding);
    let href = page.map(|page| match finding.row {
        Some(row) => format!("/drafts/{}/pages/{}/rows/{row}", opened.id(), page.code),
        None => format!("/drafts/{}/pages/{}", opened.id(), page.code),
    });
    context! { text, href }
}

fn shown_page(opened: &Opened<'_>, page: &Page, given: &Answers, put: &Put<'_>) -> Value {
    let href = format!("/drafts/{}/pages/{}", opened.id(), page.code);
    let title = shown(&put.wording.page_title(page));
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
                said.map(|said| context! { ask => title.clone(), answer => said }).into_iter().collect();
            lines.extend((1..).zip(rows).map(|(number, row)| one_row(page, number, row, put)));
            if lines.is_empty() {
                lines.push(context! { ask => title.clone() });
            }
            lines
        }
    };
    context! { title, href, lines => rows }
}

fn line(question: &Question, answer: Option<&manumit_domain::question_set::Answer>, put: &Put<'_>) -> Value {
    context! { ask => shown(&put.wording.ask(question)), answer => answer.map(|answer| in_words_of(question, answer, put)) }
}

fn one_row(page: &Page, number: usize, row: &Row, put: &Put<'_>) -> Value {
    let cells = page.questions.iter().filter_map(|question| {
        let answer = row.get(&question.code)?;
        let ask = put.wording.ask(question);
        let ask = Words { text: ask.text.trim_end_matches('?').to_owned(), ..ask };
        Some(joined(&[shown(&ask), in_words_of(question, answer, put)], ": "))
    });
    let one = put.wording.one(page).map(|one| shown(&with_capital(one)));
    let ask = joined(&[one.unwrap_or_default(), Value::from(number)], " ");
    context! { ask, answer => joined(&cells.collect::<Vec<_>>(), "\n") }
}
