//! The questions put to first responders, as anybody may read them: to print, and for those who build on them.

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, civil::Date};
use manumit_app::form::{prompt_sheet::printed_choices, schema, spreadsheet};
use manumit_domain::{
    clock::london_date,
    law::Law,
    question_set::{Condition, Kind, Need, Page, Question, QuestionSet, Task, Wording},
};
use minijinja::{Value, context};

use crate::{
    Site,
    render::broken,
    visitor::{Perhaps, Visitor},
    words::shown,
};

/// Lists the versions.
pub(crate) async fn list(site: Site, Perhaps(visitor): Perhaps) -> Response {
    let sets = site.office.law().question_sets.iter().map(|set| {
        context! { id => set.id.as_str(), version => set.version.as_str(), title => site.wording(set).title().text, from => site.texts().day(set.in_force_from) }
    });
    site.page(StatusCode::OK, "question_sets.html", visitor.as_ref(), context! { sets => sets.collect::<Vec<Value>>() })
}

/// Shows the questions of one version, with room to write.
pub(crate) async fn show(
    site: Site,
    Perhaps(visitor): Perhaps,
    Path((id, version)): Path<(String, String)>,
) -> Response {
    let Ok(set) = site.office.law().question_sets.version(&id, &version) else {
        return absent(&site, visitor.as_ref());
    };
    let on = match day(set, site.now()) {
        Ok(on) => on,
        Err(error) => return broken(&error),
    };
    let wording = site.wording(set);
    let tasks: Vec<Value> = set.tasks.iter().map(|task| shown_task(&wording, task, (site.office.law(), on))).collect();
    let with = context! {
        id => set.id.as_str(), version => set.version.as_str(), title => shown(&wording.title()), name => wording.title().text,
        reasons => shown(&wording.reasons()), tasks, from => site.texts().day(set.in_force_from),
    };
    site.page(StatusCode::OK, "questions.html", visitor.as_ref(), with)
}

/// The spreadsheet template of one version.
pub(crate) async fn template(
    site: Site,
    Perhaps(visitor): Perhaps,
    Path((id, version)): Path<(String, String)>,
) -> Response {
    let Ok(set) = site.office.law().question_sets.version(&id, &version) else {
        return absent(&site, visitor.as_ref());
    };
    match spreadsheet::template(set) {
        Ok(text) => file(&format!("{id}-{version}.csv"), "text/csv; charset=utf-8", text),
        Err(error) => broken(&error),
    }
}

/// The JSON schema of one version.
pub(crate) async fn schema(
    site: Site,
    Perhaps(visitor): Perhaps,
    Path((id, version)): Path<(String, String)>,
) -> Response {
    let Ok(set) = site.office.law().question_sets.version(&id, &version) else {
        return absent(&site, visitor.as_ref());
    };
    match day(set, site.now()) {
        Ok(on) => {
            let text = schema::schema(set, site.office.law(), on).to_string();
            file(&format!("{id}-{version}.schema.json"), "application/schema+json", text)
        }
        Err(error) => broken(&error),
    }
}

/// The day for which lists are shown: today, or the first day of a version that is not yet in force.
fn day(set: &QuestionSet, now: Timestamp) -> Result<Date, jiff::Error> {
    Ok(london_date(now)?.max(set.in_force_from))
}

fn file(name: &str, kind: &'static str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], text).into_response()
}

fn shown_task(wording: &Wording<'_>, task: &Task, law: (&Law, Date)) -> Value {
    let pages: Vec<Value> = task.pages.iter().map(|page| shown_page(wording, page, law)).collect();
    context! {
        title => shown(&wording.task_title(task)),
        why => shown(&wording.task_why(task)),
        only_if => only_if(wording, &task.when),
        pages,
        instead => task.instead,
    }
}

fn shown_page(wording: &Wording<'_>, page: &Page, law: (&Law, Date)) -> Value {
    let questions: Vec<Value> = page.questions.iter().map(|question| shown_question(wording, question, law)).collect();
    context! {
        title => shown(&wording.page_title(page)),
        hint => shown(&wording.page_hint(page)),
        only_if => only_if(wording, &page.when),
        one => wording.one(page).map(|one| shown(&one)),
        questions,
    }
}

fn shown_question(wording: &Wording<'_>, question: &Question, law: (&Law, Date)) -> Value {
    let choices = printed_choices(wording, question, law);
    context! {
        ask => shown(&wording.ask(question)),
        hint => shown(&wording.hint(question)),
        needed => question.need != Need::May,
        only_if => only_if(wording, &question.when),
        choices => choices.iter().map(shown).collect::<Vec<_>>(),
        long => question.kind == Kind::Long,
    }
}

fn only_if(wording: &Wording<'_>, when: &Condition) -> Option<Value> {
    wording.when(when).map(|words| shown(&words))
}

fn absent(site: &Site, visitor: Option<&Visitor>) -> Response {
    site.page(StatusCode::NOT_FOUND, "not_found.html", visitor, context! {})
}
