//! Notices to the police: for whoever passes them, and for the force that receives them.

use axum::{
    Router,
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use jiff::civil::Date;
use manumit_app::kept::Listed;
use manumit_app::{
    AppError, duty, listing,
    police_notice::{self, Shown},
};
use manumit_domain::{
    actor::Role,
    duty::DutyKind,
    journal::StreamKind,
    known::Known,
    law::Law,
    place::{ExploitationPlaces, Place, PoliceForceKind},
    police_notice::{Command, Fact},
    refusal::Refusal,
};
use minijinja::{Value, context};

use super::duties::{Page, counted, pages, rows};
use crate::{Site, Texts, asked, failure::Failure, filled::Sent, visitor::Visitor};

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/notices", get(list))
        .route("/notices/{reference}", get(show))
        .route("/notices/{reference}/pass", post(pass))
        .route("/notices/{reference}/acknowledge", post(acknowledge))
}

async fn list(site: Site, visitor: Visitor, Query(Page { page }): Query<Page>) -> Response {
    match listed(&site, &visitor, page).await {
        Ok(with) => site.show("notices.html", &visitor, with),
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

async fn listed(site: &Site, visitor: &Visitor, page: u32) -> Result<Value, Failure> {
    let caller = visitor.caller("notices to the police");
    let today = caller.today()?;
    let notices = listing::records(&site.office, &caller, StreamKind::PoliceNotice, page).await?;
    let notices = notices.ok_or_else(|| AppError::NotFound { reference: String::new() })?;
    let reports = listing::records(&site.office, &caller, StreamKind::PublicReport, 0).await?;
    let kinds = [DutyKind::TriageReport, DutyKind::AcknowledgeNotice, DutyKind::PassToPolice];
    let waiting = duty::of_kinds(&site.office, &caller, &kinds).await?;
    Ok(context! {
        receives => caller.actor.role == Role::PoliceReceiver,
        waiting => rows(site.texts(), &waiting, today),
        waiting_count => counted(site.texts(), waiting.count),
        notices => notices.listed.iter().map(|record| in_list(site.texts(), record, "notices")).collect::<Vec<_>>(),
        count => counted(site.texts(), notices.count),
        pages => pages(notices.count, page),
        reports => reports.map(|reports| reports.listed.iter().map(|record| in_list(site.texts(), record, "reports")).collect::<Vec<_>>()),
    })
}

/// A record in a list.
pub(super) fn in_list(texts: &Texts, record: &Listed, place: &str) -> Value {
    let moment = |text: &str| text.parse().map(|moment| texts.moment(moment)).unwrap_or_default();
    context! {
        reference => record.reference.as_str(),
        href => format!("/{place}/{}", record.reference),
        first => moment(&record.first_recorded_at),
        last => moment(&record.last_recorded_at),
    }
}

async fn show(site: Site, visitor: Visitor, Path(reference): Path<String>) -> Response {
    page(&site, &visitor, &reference, None).await
}

async fn pass(site: Site, Path(reference): Path<String>, Sent { visitor, form }: Sent) -> Response {
    let done = async {
        let named = asked::reference(&reference)?;
        let caller = visitor.caller("pass the notice to a force");
        let on = asked::day(&form, "on", caller.today()?)?;
        let force = form.text("force").to_owned();
        police_notice::pass(&site.office, &caller, &named, (force, on)).await?;
        Ok(())
    };
    after(&site, &visitor, &reference, done.await).await
}

async fn acknowledge(site: Site, Path(reference): Path<String>, Sent { visitor, form }: Sent) -> Response {
    let done = async {
        let named = asked::reference(&reference)?;
        let caller = visitor.caller("acknowledge the notice");
        let on = asked::day(&form, "on", caller.today()?)?;
        let crime_reference = form.text("crime_reference").to_owned();
        let command = Command::Acknowledge { crime_reference, on };
        police_notice::act(&site.office, &caller, &named, command).await?;
        Ok(())
    };
    after(&site, &visitor, &reference, done.await).await
}

async fn after(site: &Site, visitor: &Visitor, reference: &str, done: Result<(), Failure>) -> Response {
    match done.map_err(Failure::refusal) {
        Ok(()) => Redirect::to(&format!("/notices/{reference}")).into_response(),
        Err(Ok(refusal)) => page(site, visitor, reference, Some(&refusal)).await,
        Err(Err(failure)) => failure.answer(site, Some(visitor)),
    }
}

async fn page(site: &Site, visitor: &Visitor, reference: &str, refusal: Option<&Refusal>) -> Response {
    let made = async {
        let named = asked::reference(reference)?;
        let caller = visitor.caller("look at the notice");
        let today = caller.today()?;
        let shown = police_notice::look(&site.office, &caller, &named).await?;
        Ok::<_, Failure>(content((site.texts(), site.office.law()), &shown, (caller.actor.role, today)))
    };
    match made.await {
        Ok(with) => {
            let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            let with = context! { refused => site.texts().told(refusal), reference, ..with };
            site.page(status, "notice.html", Some(visitor), with)
        }
        Err(failure) => failure.answer(site, Some(visitor)),
    }
}

fn content((texts, law): (&Texts, &Law), shown: &Shown, (role, today): (Role, Date)) -> Value {
    let Fact::Queued {
        referral_reference, nation, child, police_contact, immediate_threat, places, types, share, ..
    } = &shown.queued
    else {
        return Value::UNDEFINED;
    };
    let state = shown.notice.state_code();
    let known = |code: &String| law.code_lists.exploitation_types.iter().find(|entry| entry.code.code() == code);
    context! {
        referral => referral_reference.to_string(),
        nation => texts.nation(*nation),
        child,
        threat => immediate_threat,
        willing => police_contact.value(),
        why_unknown => police_contact.blank().map(|blank| texts.blank(blank)),
        places => places.places().iter().map(|place| place_in_words((texts, law), place)).collect::<Vec<_>>(),
        types => types.iter().map(|code| known(code).map_or_else(|| code.clone(), |entry| entry.label.clone())).collect::<Vec<_>>(),
        from => law.organisation_name(&share.from),
        purpose => share.purpose.as_str(),
        basis => share.basis.as_str(),
        state => law.state_machine.state("police", state).map_or(state, |state| state.label.as_str()),
        may_pass => role == Role::CaTriage && state == "passed_pending",
        must_wait => !immediate_threat && !shown.decided,
        may_acknowledge => role == Role::PoliceReceiver && state == "passed",
        forces => forces((texts, law), today, likely(places)),
        today => asked::shown(today),
        history => shown.history.iter().map(|(on, fact)| happened((texts, law), *on, fact)).collect::<Vec<_>>(),
    }
}

/// The force that the places name, if they name one.
fn likely(places: &ExploitationPlaces) -> Option<&str> {
    places.places().iter().find_map(|place| match place {
        Place::ForceArea { force, .. } => Some(force.as_str()),
        _ => None,
    })
}

/// The forces in being on a day that something can be passed to, as the items of a select.
pub(super) fn forces((texts, law): (&Texts, &Law), on: Date, chosen: Option<&str>) -> Vec<Value> {
    let receives =
        law.police_forces.iter().filter(|force| force.exists_on(on) && force.kind != PoliceForceKind::SupportBody);
    let mut items = vec![context! { value => "", text => texts.text("notice-choose-a-force") }];
    items.extend(receives.map(|force| {
        context! { value => force.code.as_str(), text => force.name.as_str(), selected => chosen == Some(force.code.as_str()) }
    }));
    items
}

fn place_in_words((texts, law): (&Texts, &Law), place: &Place) -> String {
    match place {
        Place::Territory(territory) => territory.label().to_owned(),
        Place::Region(region) => region.label().to_owned(),
        Place::ForceArea { force, region } => {
            texts.with("notice-area-of", [("force", law.organisation_name(force)), ("region", region.label())])
        }
        Place::Town { name, region } => format!("{name}, {}", region.label()),
        Place::Overseas(Known::Value(country)) => {
            let code = country.to_string();
            let named = law.code_lists.countries.find(&code);
            let country = named.map_or(code.as_str(), |country| country.table_label());
            texts.with("notice-overseas-in", [("country", country)])
        }
        Place::Overseas(Known::Missing(_)) => texts.text("notice-overseas"),
    }
}

fn happened((texts, law): (&Texts, &Law), on: Date, fact: &Fact) -> Value {
    let what = match fact {
        Fact::Queued { .. } => texts.text("notice-made-from-the-referral"),
        Fact::Passed { force } => texts.with("notice-passed-to", [("force", law.organisation_name(force))]),
        Fact::Acknowledged { crime_reference } => {
            texts.with("notice-acknowledged", [("reference", crime_reference.as_str())])
        }
    };
    context! { on => texts.day(on), what }
}
