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
    actor::{Actor, Role},
    duty::DutyKind,
    journal::StreamKind,
    known::Known,
    law::Law,
    place::{Place, PoliceForceKind},
    police_notice::{Command, Fact},
    referral::Message,
    refusal::Refusal,
};
use minijinja::{Value, context};

use super::duties::{Page, counted, pages, rows};
use crate::{
    Site, Texts, asked,
    failure::Failure,
    filled::{Filled, Sent},
    visitor::Visitor,
};

/// The most forces that one form takes: as many as a referral has places, and one.
const MOST_FORCES: usize = 11;

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
        police_notice::pass(&site.office, &caller, &named, (chosen(&form), on)).await?;
        Ok(())
    };
    after((&site, &visitor), (&reference, &form), done.await).await
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
    after((&site, &visitor), (&reference, &form), done.await).await
}

/// The forces that were chosen, without the lists left as they were.
fn chosen(form: &Filled) -> Vec<String> {
    form.all("force").into_iter().filter(|force| !force.trim().is_empty()).collect()
}

async fn after(
    (site, visitor): (&Site, &Visitor),
    (reference, form): (&str, &Filled),
    done: Result<(), Failure>,
) -> Response {
    match done.map_err(Failure::refusal) {
        Ok(()) => Redirect::to(&format!("/notices/{reference}")).into_response(),
        Err(Ok(refusal)) => page(site, visitor, reference, Some((&refusal, form))).await,
        Err(Err(failure)) => failure.answer(site, Some(visitor)),
    }
}

async fn page(site: &Site, visitor: &Visitor, reference: &str, sent: Option<(&Refusal, &Filled)>) -> Response {
    let made = async {
        let named = asked::reference(reference)?;
        let caller = visitor.caller("look at the notice");
        let today = caller.today()?;
        let shown = police_notice::look(&site.office, &caller, &named).await?;
        let chosen = sent.map(|(_, form)| chosen(form));
        let said = (site.texts(), site.office.law());
        Ok::<_, Failure>(context! {
            ..what_it_says(said, &shown.queued),
            ..what_can_be_done(said, &shown, (&caller.actor, today), chosen)
        })
    };
    let refusal = sent.map(|(refusal, _)| refusal);
    match made.await {
        Ok(with) => {
            let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            let typed = sent.map_or_else(|| Filled::default().typed(), |(_, form)| form.typed());
            let with = context! { refused => site.texts().told(refusal), typed, reference, ..with };
            site.page(status, "notice.html", Some(visitor), with)
        }
        Err(failure) => failure.answer(site, Some(visitor)),
    }
}

/// What the notice says: what its allow-list lets it, and no more.
fn what_it_says((texts, law): (&Texts, &Law), queued: &Fact) -> Value {
    let kinds = |types: &[String]| {
        let known = |code: &String| law.code_lists.exploitation_types.iter().find(|entry| entry.code.code() == code);
        let label = |code| known(code).map_or_else(|| code.clone(), |entry| entry.label.clone());
        types.iter().map(label).collect::<Vec<_>>()
    };
    let why = |share: &Message| {
        context! {
            from => law.organisation_name(&share.from),
            purpose => share.purpose.as_str(),
            basis => share.basis.as_str(),
        }
    };
    match queued {
        Fact::Queued {
            referral_reference,
            nation,
            child,
            police_contact,
            immediate_threat,
            places,
            types,
            share,
            ..
        } => {
            context! {
                referral => referral_reference.to_string(),
                nation => texts.nation(*nation),
                child,
                threat => immediate_threat,
                willing => police_contact.value(),
                why_unknown => police_contact.blank().map(|blank| texts.blank(blank)),
                places => places.places().iter().map(|place| place_in_words((texts, law), place)).collect::<Vec<_>>(),
                types => kinds(types),
                ..why(share)
            }
        }
        Fact::QueuedWithoutIdentity {
            notification_reference,
            nation,
            exploited_in,
            exploited_overseas,
            types,
            force_told,
            share,
            ..
        } => {
            let regions = exploited_in.value().into_iter().flatten().map(|region| region.label().to_owned());
            let overseas = (exploited_overseas.value() == Some(&true)).then(|| texts.text("notice-overseas"));
            context! {
                notification => notification_reference.to_string(),
                nation => texts.nation(*nation),
                places => regions.chain(overseas).collect::<Vec<_>>(),
                types => kinds(types),
                force_told => force_told.value().map(|force| law.organisation_name(force)),
                ..why(share)
            }
        }
        Fact::Passed { .. } | Fact::Acknowledged { .. } => Value::UNDEFINED,
    }
}

/// Where the notice stands, what was done, and what this desk can do.
fn what_can_be_done(
    (texts, law): (&Texts, &Law),
    shown: &Shown,
    (actor, today): (&Actor, Date),
    chosen: Option<Vec<String>>,
) -> Value {
    let state = shown.notice.state_code();
    let mut lists: Vec<Option<String>> =
        chosen.unwrap_or_else(|| likely(&shown.queued)).into_iter().map(Some).collect();
    // Room for the force, and for another.
    lists.resize((lists.len() + 1).max(2), None);
    context! {
        state => law.state_machine.state("police", state).map_or(state, |state| state.label.as_str()),
        receives => actor.role == Role::PoliceReceiver,
        may_pass => actor.role == Role::CaTriage && state == "passed_pending",
        must_wait => shown.must_wait,
        may_acknowledge => actor.role == Role::PoliceReceiver && shown.notice.waits_for(&actor.organisation),
        forces => lists.iter().take(MOST_FORCES).map(|force| forces((texts, law), today, force.as_deref())).collect::<Vec<_>>(),
        today => asked::shown(today),
        history => shown.history.iter().map(|(on, fact)| happened((texts, law), *on, fact)).collect::<Vec<_>>(),
    }
}

/// The forces that what is known of the place names, each once.
fn likely(queued: &Fact) -> Vec<String> {
    let mut named: Vec<String> = match queued {
        Fact::Queued { places, .. } => {
            let force = |place: &Place| match place {
                Place::ForceArea { force, .. } => Some(force.clone()),
                _ => None,
            };
            places.places().iter().filter_map(force).collect()
        }
        Fact::QueuedWithoutIdentity { force_told, .. } => force_told.value().cloned().into_iter().collect(),
        Fact::Passed { .. } | Fact::Acknowledged { .. } => Vec::new(),
    };
    let mut seen = std::collections::BTreeSet::new();
    named.retain(|force| seen.insert(force.clone()));
    named
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
        Fact::QueuedWithoutIdentity { .. } => texts.text("notice-made-from-the-notification"),
        Fact::Passed { force } => texts.with("notice-passed-to", [("force", law.organisation_name(force))]),
        Fact::Acknowledged { force: Some(force), crime_reference } => texts.with(
            "notice-acknowledged-by",
            [("force", law.organisation_name(force)), ("reference", crime_reference.as_str())],
        ),
        Fact::Acknowledged { force: None, crime_reference } => {
            texts.with("notice-acknowledged", [("reference", crime_reference.as_str())])
        }
    };
    context! { on => texts.day(on), what }
}
