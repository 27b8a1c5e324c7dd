//! Drafts: the referral as a task list, any task in any order, kept on the server, shared inside the organisation.

mod check_answers;
#[cfg(test)]
mod odd_answers;
mod page;
mod question;
mod rows;
mod task_list;

use axum::{
    Router,
    extract::Path,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use manumit_app::draft::{self, Saved};
use manumit_domain::{
    question_set::{Page, QuestionSet, Task},
    refusal::Refusal,
};
use minijinja::{Value, context};

use crate::{
    Site, Texts,
    failure::Failure,
    filled::{Filled, Sent},
    visitor::Visitor,
};

/// The questions of a referral in the United Kingdom.
const QUESTIONS: &str = "uk-nrm";

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/drafts", get(list).post(begin))
        .route("/drafts/{id}", get(task_list::show))
        .route("/drafts/{id}/pages/{page}", get(page::show).post(page::save))
        .route("/drafts/{id}/pages/{page}/rows/{row}", get(rows::show).post(rows::save))
        .route("/drafts/{id}/pages/{page}/rows/{row}/remove", post(rows::remove))
        .route("/drafts/{id}/check", get(check_answers::show))
        .route("/drafts/{id}/send", post(check_answers::send))
        .route("/drafts/{id}/ask-for-check", post(ask_for_check))
        .route("/drafts/{id}/agree", post(agree))
        .route("/drafts/{id}/another", post(another))
        .route("/drafts/{id}/discard", get(ask_to_discard).post(discard))
        .layer(axum::extract::DefaultBodyLimit::disable())
}

/// A draft that is open, with the questions it answers.
struct Opened<'a> {
    saved: Saved,
    set: &'a QuestionSet,
}

impl<'a> Opened<'a> {
    async fn of(site: &'a Site, visitor: &Visitor, id: &str) -> Result<Self, Failure> {
        let saved = draft::open(&site.office, &visitor.caller("writing a referral"), id).await?;
        let set = draft::questions(&site.office, &saved)?;
        Ok(Self { saved, set })
    }

    /// The same, for a form that was made from one save: refused if there was a later one.
    async fn for_form(site: &'a Site, visitor: &Visitor, (id, form): (&str, &Filled)) -> Result<Self, Failure> {
        let opened = Self::of(site, visitor, id).await?;
        if form.text("revision") == opened.saved.1.number.to_string() {
            return Ok(opened);
        }
        Err(Refusal::new(
            "draft.changed",
            "This draft was saved from another window, or by a colleague, while you had the page open.",
            "Open the draft again: what you typed on this page was not saved.",
        )
        .into())
    }

    fn id(&self) -> &str {
        &self.saved.0.id
    }

    /// The page with a code, with its task, if it is asked now.
    fn page(&self, code: &str) -> Option<(&'a Task, &'a Page)> {
        let answers = self.saved.1.content.given();
        self.set.asked_pages(&answers).into_iter().find(|(_, page)| page.code == code)
    }

    /// Where to go after a page: the next page of its task, or the task list.
    fn after(&self, code: &str) -> String {
        let answers = self.saved.1.content.given();
        let asked = self.set.asked_pages(&answers);
        let here = asked.iter().position(|(_, page)| page.code == code);
        let next = here.and_then(|here| {
            let (task, _) = asked.get(here)?;
            asked.get(here + 1).filter(|(after, _)| after.code == task.code)
        });
        match next {
            Some((_, page)) => format!("/drafts/{}/pages/{}", self.id(), page.code),
            None => format!("/drafts/{}", self.id()),
        }
    }
}

async fn list(site: Site, visitor: Visitor) -> Response {
    let caller = visitor.caller("my drafts");
    match draft::list(&site.office, &caller).await {
        Ok(drafts) => {
            let post = &visitor.signed_in.actor.post;
            let drafts: Vec<Value> = drafts.iter().map(|saved| listed(site.texts(), saved, post)).collect();
            site.show("drafts.html", &visitor, context! { drafts })
        }
        Err(error) => Failure::from(error).answer(&site, Some(&visitor)),
    }
}

fn listed(texts: &Texts, (draft, revision): &Saved, post: &str) -> Value {
    let given = revision.content.given();
    context! {
        id => draft.id.as_str(),
        own_reference => given.text("own_reference"),
        begun => texts.moment(draft.begun_at),
        saved => texts.moment(revision.at),
        post => draft.post.as_str(),
        mine => draft.post == post,
        state => revision.state.code(),
    }
}

async fn begin(site: Site, Sent { visitor, .. }: Sent) -> Response {
    match draft::begin(&site.office, &visitor.caller("beginning a referral"), QUESTIONS).await {
        Ok(id) => Redirect::to(&format!("/drafts/{id}")).into_response(),
        Err(error) => Failure::from(error).answer(&site, Some(&visitor)),
    }
}

async fn another(site: Site, Path(id): Path<String>, Sent { visitor, .. }: Sent) -> Response {
    match draft::begin_like(&site.office, &visitor.caller("referring people found together"), &id).await {
        Ok(id) => Redirect::to(&format!("/drafts/{id}")).into_response(),
        Err(error) => Failure::from(error).answer(&site, Some(&visitor)),
    }
}

async fn ask_for_check(site: Site, Path(id): Path<String>, Sent { visitor, .. }: Sent) -> Response {
    let asked = draft::ask_for_check(&site.office, &visitor.caller("asking for a check"), &id).await;
    back_to(&site, &visitor, &id, asked)
}

async fn agree(site: Site, Path(id): Path<String>, Sent { visitor, .. }: Sent) -> Response {
    let agreed = draft::agree(&site.office, &visitor.caller("checking a referral"), &id).await;
    back_to(&site, &visitor, &id, agreed)
}

fn back_to(site: &Site, visitor: &Visitor, id: &str, done: Result<(), manumit_app::AppError>) -> Response {
    match done {
        Ok(()) => Redirect::to(&format!("/drafts/{id}")).into_response(),
        Err(error) => Failure::from(error).answer(site, Some(visitor)),
    }
}

async fn ask_to_discard(site: Site, visitor: Visitor, Path(id): Path<String>) -> Response {
    match Opened::of(&site, &visitor, &id).await {
        Ok(opened) => site.show("draft_discard.html", &visitor, context! { id => opened.id() }),
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

async fn discard(site: Site, Path(id): Path<String>, Sent { visitor, .. }: Sent) -> Response {
    match draft::discard(&site.office, &visitor.caller("discarding a draft"), &id).await {
        Ok(()) => Redirect::to("/drafts").into_response(),
        Err(error) => Failure::from(error).answer(&site, Some(&visitor)),
    }
}
