//! The questions put to first responders, as anybody may read them: to print, and for those who build on them.

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, civil::Date};
use manumit_app::form::{prompt_sheet::printed_choices, schema, spreadsheet};
use manumit_domain::{
    clock::london_date,
    law::Law,
    question_set::{Kind, Need, Page, Question, QuestionSet, Task},
};
use minijinja::{Value, context};

use super::not_found;
use crate::{Site, render::broken};

/// Lists the versions.
pub async fn list(State(site): State<Site>) -> Response {
    let sets = site.law.question_sets.iter().map(|set| {
        context! { id => set.id.as_str(), version => set.version.as_str(), title => set.title.as_str(), from => written(set.in_force_from) }
    });
    site.page(StatusCode::OK, "question_sets.html", context! { sets => sets.collect::<Vec<Value>>() })
}

/// Shows the questions of one version, with room to write.
pub async fn show(State(site): State<Site>, Path((id, version)): Path<(String, String)>) -> Response {
    let Ok(set) = site.law.question_sets.version(&id, &version) else { return not_found::show(State(site)).await };
    let on = match day(set) {
        Ok(on) => on,
        Err(error) => return broken(&error),
    };
    let reasons = set.reasons_in_words();
    let tasks: Vec<Value> = set.tasks.iter().map(|task| shown_task(set, task, (&site.law, on))).collect();
    let with = context! {
        id => set.id.as_str(), version => set.version.as_str(), title => set.title.as_str(), reasons, tasks, from => written(set.in_force_from),
    };
    site.page(StatusCode::OK, "questions.html", with)
}

/// The spreadsheet template of one version.
pub async fn template(State(site): State<Site>, Path((id, version)): Path<(String, String)>) -> Response {
    let Ok(set) = site.law.question_sets.version(&id, &version) else { return not_found::show(State(site)).await };
    match spreadsheet::template(set) {
        Ok(text) => file(&format!("{id}-{version}.csv"), "text/csv; charset=utf-8", text),
        Err(error) => broken(&error),
    }
}

/// The JSON schema of one version.
pub async fn schema(State(site): State<Site>, Path((id, version)): Path<(String, String)>) -> Response {
    let Ok(set) = site.law.question_sets.version(&id, &version) else { return not_found::show(State(site)).await };
    match day(set) {
        Ok(on) => {
            let text = schema::schema(set, &site.law, on).to_string();
            file(&format!("{id}-{version}.schema.json"), "application/schema+json", text)
        }
        Err(error) => broken(&error),
    }
}

/// The day for which lists are shown: today, or the first day of a version that is not yet in force.
fn day(set: &QuestionSet) -> Result<Date, jiff::Error> {
    Ok(london_date(Timestamp::now())?.max(set.in_force_from))
}

fn file(name: &str, kind: &'static str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], text).into_response()
}

fn shown_task(set: &QuestionSet, task: &Task, law: (&Law, Date)) -> Value {
    let pages: Vec<Value> = task.pages.iter().map(|page| shown_page(set, page, law)).collect();
    context! { title => task.title.as_str(), why => task.why.as_str(), only_if => task.when.in_words(set), pages, instead => task.instead }
}

fn shown_page(set: &QuestionSet, page: &Page, law: (&Law, Date)) -> Value {
    let questions: Vec<Value> = page.questions.iter().map(|question| shown_question(set, question, law)).collect();
    context! {
        title => page.title.as_str(),
        hint => page.hint.as_str(),
        only_if => page.when.in_words(set),
        one => page.rows.as_ref().map(|group| group.one.clone()),
        questions,
    }
}

fn shown_question(set: &QuestionSet, question: &Question, (law, on): (&Law, Date)) -> Value {
    context! {
        ask => question.ask.as_str(),
        hint => question.hint.as_str(),
        needed => question.need != Need::May,
        only_if => question.when.in_words(set),
        choices => printed_choices(question, law, on),
        long => question.kind == Kind::Long,
    }
}

/// A day as people read it: 1 April 2026.
fn written(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}
