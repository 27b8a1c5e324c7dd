//! The queue, and finding one case.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use manumit_app::{
    access::reach,
    case::{self, Queued, Waiting},
};
use manumit_domain::{
    access_matrix::{DataClass, Reading},
    actor::Role,
    duty::{FIRST_DAY_RULE, is_missed},
    journal::StreamKind,
    law::Law,
    reference::Reference,
    refusal::Refusal,
};
use minijinja::{Value, context};
use serde::Deserialize;

use super::{file::Before, or_failure, wording};
use crate::{
    Site, Texts,
    failure::Failure,
    filled::Sent,
    pages::duties::{counted, pages},
    visitor::Visitor,
};

/// Which part of the queue.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    waiting: String,
    missed: Option<String>,
    #[serde(default)]
    page: u32,
    #[serde(flatten)]
    before: Before,
}

/// Shows the queue.
pub(super) async fn show(site: Site, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let made = list(&site, &visitor, (&asked, None)).await;
    or_failure(&site, &visitor, made)
}

async fn list(
    site: &Site,
    visitor: &Visitor,
    (asked, refusal): (&Asked, Option<&Refusal>),
) -> Result<Response, Failure> {
    let caller = visitor.caller("queue");
    let role = caller.actor.role;
    if reach(role, StreamKind::Case).is_none() {
        return Err(not_yours().into());
    }
    let waiting = Waiting::find(&asked.waiting).unwrap_or_default();
    let missed = asked.missed.is_some() && waiting != Waiting::Nothing;
    let queue = case::queue(&site.office, &caller, (waiting, missed), asked.page).await?;
    let today = caller.today()?;
    let (texts, law) = (site.texts(), site.office.law());
    let filters = Waiting::ALL.into_iter().map(|one| {
        context! { value => one.code(), text => texts.text(label(one)), selected => one == waiting }
    });
    let with = context! {
        cases => queue.listed.iter().map(|queued| row((texts, law), queued, today)).collect::<Vec<_>>(),
        count => counted(texts, queue.count),
        filters => filters.collect::<Vec<_>>(),
        waiting => waiting.code(),
        missed,
        pages => pages(queue.count, asked.page),
        names => searches_names(law, role),
        breaks_glass => case::may_break_glass(role),
        done => asked.before.title(texts),
        refused => refusal.map(|refusal| site.texts().refused(refusal)),
    };
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(site.page(status, "cases_queue.html", Some(visitor), with))
}

fn row((texts, law): (&Texts, &Law), queued: &Queued, today: jiff::civil::Date) -> Value {
    let given: Vec<&str> = queued.allocated.iter().map(|given| given.post.as_str()).collect();
    context! {
        reference => queued.reference.to_string(),
        stage => wording::stage(law, queued.stage),
        what => queued.duty.map(|kind| texts.duty(kind)),
        waits => queued.duty.is_some(),
        due => queued.due_on.map(|due| texts.day(due)),
        overdue => is_missed(queued.due_on, &queued.rule, today),
        begins => queued.rule == FIRST_DAY_RULE,
        today => queued.due_on == Some(today),
        received => texts.day(queued.received_on),
        given => if given.is_empty() { texts.text("case-nobody-yet") } else { given.join(", ") },
        tags => wording::tags(texts, queued.tags),
    }
}

/// The key of what a part of the queue is called.
fn label(waiting: Waiting) -> &'static str {
    match waiting {
        Waiting::Decision => "case-waiting-decision",
        Waiting::Screening => "case-waiting-screening",
        Waiting::ReasonableGrounds => "case-waiting-reasonable-grounds",
        Waiting::ConclusiveGrounds => "case-waiting-conclusive-grounds",
        Waiting::SecondLook => "case-waiting-second-look",
        Waiting::Merge => "case-waiting-merge",
        Waiting::Suspended => "case-tag-suspended",
        Waiting::Reconsideration => "case-waiting-reconsideration",
        Waiting::Nothing => "case-waiting-nothing",
    }
}

/// Whether a role searches by name: the verb asks the same of the access matrix.
fn searches_names(law: &Law, role: Role) -> bool {
    law.access_matrix.reading(role.code(), DataClass::Identity) == Reading::Open
        && reach(role, StreamKind::Case).is_some_and(|reached| reached.whole_organisation)
}

/// The reference that somebody looks for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Sought {
    #[serde(default)]
    reference: String,
}

/// Leads to the case with a reference: whether it can be seen is asked there.
pub(super) async fn find(site: Site, visitor: Visitor, Query(sought): Query<Sought>) -> Response {
    if let Ok(reference) = sought.reference.trim().to_uppercase().parse::<Reference>() {
        return Redirect::to(&format!("/cases/{reference}")).into_response();
    }
    let refusal = Refusal::new(
        "reference.not_one",
        "That is not the reference of a case.",
        "It looks like CAS-26-2345678-K; its last sign shows a mistyped one.",
    );
    let made = list(&site, &visitor, (&Asked::default(), Some(&refusal))).await;
    or_failure(&site, &visitor, made)
}

/// Shows the cases in which somebody has a name. The name is sent in a form, never in an address (V-13).
pub(super) async fn search(site: Site, sent: Sent) -> Response {
    let Sent { visitor, form } = sent;
    let made = found(&site, &visitor, form.text("name")).await;
    or_failure(&site, &visitor, made)
}

async fn found(site: &Site, visitor: &Visitor, name: &str) -> Result<Response, Failure> {
    let caller = visitor.caller("search by name");
    let found = match case::search_by_name(&site.office, &caller, name).await.map_err(Failure::from) {
        Ok(found) => found,
        Err(failure) => {
            let refusal = failure.refusal()?;
            if refusal.code == "access.not_yours" {
                return Err(refusal.into());
            }
            return list(site, visitor, (&Asked::default(), Some(&refusal))).await;
        }
    };
    let law = site.office.law();
    let rows = found.iter().map(|found| {
        context! {
            reference => found.reference.to_string(),
            stage => wording::stage(law, found.stage),
            received => site.texts().day(found.received_on),
        }
    });
    let with = context! { found => rows.collect::<Vec<_>>(), name };
    Ok(site.show("cases_found.html", visitor, with))
}

fn not_yours() -> Refusal {
    Refusal::new("access.not_yours", "Your post works on no cases.", "Go to your duties: they show what waits for you.")
}
