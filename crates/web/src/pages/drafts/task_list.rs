//! The task list: what is to be done, and how far each part is.

use axum::{extract::Path, response::Response};
use jiff::civil::Date;
use manumit_app::draft;
use manumit_app::kept::DraftState;
use manumit_domain::{
    law::Law,
    question_set::{Answers, Progress, QuestionSet, Task, Wording},
};
use minijinja::{Value, context};

use super::Opened;
use crate::{Site, Texts, failure::Failure, visitor::Visitor, words::shown};

pub(super) async fn show(site: Site, visitor: Visitor, Path(id): Path<String>) -> Response {
    match content(&site, &visitor, &id).await {
        Ok(with) => site.show("draft.html", &visitor, with),
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

async fn content(site: &Site, visitor: &Visitor, id: &str) -> Result<Value, Failure> {
    let opened = Opened::of(site, visitor, id).await?;
    let caller = visitor.caller("writing a referral");
    let today = caller.today()?;
    let (draft, revision) = &opened.saved;
    let answers = revision.content.given();
    let wording = site.wording(opened.set);
    let tasks: Vec<Value> = opened
        .set
        .tasks
        .iter()
        .filter_map(|task| listed((site.texts(), &opened, &wording), task, &answers, (site.office.law(), today)))
        .collect();
    let done = tasks.iter().filter(|task| task.get_attr("done").is_ok_and(|done| done.is_true())).count();
    Ok(context! {
        id,
        title => shown(&wording.title()), name => wording.title().text,
        version => opened.set.version.as_str(),
        own_reference => answers.text("own_reference"),
        done,
        count => tasks.len(),
        tasks,
        saved => site.texts().moment(revision.at),
        by => revision.post.as_str(),
        mine => draft.post == visitor.signed_in.actor.post,
        state => revision.state.code(),
        may_agree => revision.state == DraftState::ToCheck
            && draft::checks(&caller)
            && revision.post != visitor.signed_in.actor.post,
        notification => answers.text("consent") == Some("no"),
    })
}

fn listed(
    (texts, opened, wording): (&Texts, &Opened<'_>, &Wording<'_>),
    task: &Task,
    answers: &Answers,
    law: (&Law, Date),
) -> Option<Value> {
    let progress = opened.set.progress(task, answers, law);
    // Until age and consent are answered nobody knows which tasks arise; the list shows the usual ones, to come.
    let undecided = opened.set.first_page_to_answer(answers).is_some() && !task.instead;
    let progress = if progress == Progress::NotNeeded && undecided { Progress::CannotStartYet } else { progress };
    let (status, classes) = match progress {
        Progress::NotNeeded => return None,
        Progress::CannotStartYet => ("draft-status-cannot-start-yet", "govuk-task-list__status--cannot-start-yet"),
        Progress::NotStarted => ("draft-status-not-started", ""),
        Progress::InProgress => ("draft-status-in-progress", ""),
        Progress::Done => ("draft-status-completed", ""),
    };
    let first = first_page(opened.set, task, answers);
    let href = (progress != Progress::CannotStartYet)
        .then(|| first.map(|page| format!("/drafts/{}/pages/{page}", opened.id())))
        .flatten();
    Some(context! {
        title => shown(&wording.task_title(task)), why => shown(&wording.task_why(task)), href, classes,
        status => texts.text(status),
        done => progress == Progress::Done,
        begun => progress == Progress::InProgress,
        waits => progress == Progress::CannotStartYet,
    })
}

fn first_page<'a>(set: &'a QuestionSet, task: &Task, answers: &Answers) -> Option<&'a str> {
    let asked = set.asked_pages(answers);
    asked.iter().find(|(of, _)| of.code == task.code).map(|(_, page)| page.code.as_str())
}
