//! My duties: everyone's home.

use axum::{extract::Query, response::Response};
use jiff::civil::Date;
use manumit_app::duty::{self, Duties, PAGE};
use manumit_app::kept::{Count, OpenDuty};
use manumit_domain::{
    duty::{DutyKind, FIRST_DAY_RULE, is_missed},
    journal::StreamKind,
};
use minijinja::{Value, context};
use serde::Deserialize;

use crate::{Site, Texts, failure::Failure, visitor::Visitor};

/// Which page of a list.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Page {
    #[serde(default)]
    pub(crate) page: u32,
}

/// Shows them.
pub(crate) async fn show(site: Site, visitor: Visitor, Query(Page { page }): Query<Page>) -> Response {
    match content(&site, &visitor, page).await {
        Ok(with) => site.show("duties.html", &visitor, with),
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

async fn content(site: &Site, visitor: &Visitor, page: u32) -> Result<Value, Failure> {
    let caller = visitor.caller("my duties");
    let today = caller.today()?;
    let texts = site.texts();
    let mine = duty::mine(&site.office, &caller, page).await?;
    let missed = if visitor.signed_in.lead { Some(duty::missed(&site.office, &caller, 0).await?) } else { None };
    Ok(context! {
        duties => rows(texts, &mine, today),
        count => counted(texts, mine.count),
        pages => pages(mine.count, page),
        missed => missed.as_ref().map(|missed| rows(texts, missed, today)),
        missed_count => missed.map(|missed| counted(texts, missed.count)),
        lead => visitor.signed_in.lead,
    })
}

pub(crate) fn rows(texts: &Texts, duties: &Duties, today: Date) -> Vec<Value> {
    duties.listed.iter().map(|duty| row(texts, duty, today)).collect()
}

fn row(texts: &Texts, duty: &OpenDuty, today: Date) -> Value {
    let due = duty.due_on.as_deref().and_then(|due| due.parse::<Date>().ok());
    context! {
        what => DutyKind::find(&duty.kind).map_or_else(|| duty.kind.clone(), |kind| texts.duty(kind)),
        reference => duty.reference.as_deref(),
        href => href(duty),
        due => due.map(|due| texts.day(due)),
        // Where there is a threat, or nobody is named, it has a day: what has none waits for the decision.
        decided_first => due.is_none() && duty.kind == DutyKind::PassToPolice.code(),
        overdue => is_missed(due, &duty.rule, today),
        begins => duty.rule == FIRST_DAY_RULE,
        today => due == Some(today),
        since => duty.opened_on.parse::<Date>().ok().map(|day| texts.day(day)),
        rule => duty.rule.as_str(),
    }
}

/// Where a duty is done.
fn href(duty: &OpenDuty) -> Option<String> {
    let reference = duty.reference.as_deref()?;
    if duty.kind == DutyKind::AnswerEnquiry.code() {
        return Some(format!("/enquiries/{reference}/{}", duty.subject));
    }
    let place = match duty.stream.kind {
        StreamKind::Case => "cases",
        StreamKind::PoliceNotice => "notices",
        StreamKind::SupportRequest => "support",
        StreamKind::Referral => "referrals",
        // Nobody but its maker opens a notification. Only journals of the time before it queued a notice hold a duty of it.
        StreamKind::Notification => return None,
        StreamKind::PublicReport => "reports",
    };
    Some(format!("/{place}/{reference}"))
}

/// How many there are, in words where they are not all counted.
pub(crate) fn counted(texts: &Texts, count: Count) -> Value {
    if count.is_more() { Value::from(texts.text("frame-more-than-counted")) } else { Value::from(count.number()) }
}

/// The pages of a list, as links.
pub(crate) fn pages(count: Count, page: u32) -> Value {
    let last = count.number().saturating_sub(1) / u64::from(PAGE);
    context! {
        previous => page.checked_sub(1),
        next => (u64::from(page) < last).then_some(page.saturating_add(1)),
        this => page.saturating_add(1),
        all => last + 1,
    }
}
