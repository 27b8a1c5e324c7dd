//! Support intake: whether support can begin, how to reach the person safely, and which clock runs.

mod content;

use axum::{
    Router,
    extract::{Path, Query},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use jiff::civil::Date;
use manumit_app::{
    AppError, Caller, duty, listing, reconsideration,
    support_request::{self, Beginning},
};
use manumit_domain::{
    duty::DutyKind,
    journal::StreamKind,
    known::{Blank, Known},
    person::{ContactChannel, Words},
    reference::Reference,
    refusal::Refusal,
    support_request::Command,
};
use minijinja::{Value, context};

use super::{
    duties::{Page, counted, pages, rows},
    notices::in_list,
};
use crate::{
    Site, asked,
    failure::Failure,
    filled::{Filled, Sent},
    visitor::Visitor,
};

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/support", get(list))
        .route("/support/{reference}", get(show))
        .route("/support/{reference}/contact", get(show_contact).post(check_contact))
        .route("/support/{reference}/{step}", post(take_step))
}

async fn list(site: Site, visitor: Visitor, Query(Page { page }): Query<Page>) -> Response {
    match listed(&site, &visitor, page).await {
        Ok(with) => site.show("support_list.html", &visitor, with),
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

async fn listed(site: &Site, visitor: &Visitor, page: u32) -> Result<Value, Failure> {
    let caller = visitor.caller("requests for support");
    let today = caller.today()?;
    let requests = listing::records(&site.office, &caller, StreamKind::SupportRequest, page).await?;
    let requests = requests.ok_or_else(|| AppError::NotFound { reference: String::new() })?;
    let waiting = duty::of_kinds(&site.office, &caller, &[DutyKind::OfferSupport, DutyKind::PlanMoveOn]).await?;
    Ok(context! {
        waiting => rows(site.texts(), &waiting, today),
        waiting_count => counted(site.texts(), waiting.count),
        requests => requests.listed.iter().map(|record| in_list(site.texts(), record, "support")).collect::<Vec<_>>(),
        count => counted(site.texts(), requests.count),
        pages => pages(requests.count, page),
    })
}

async fn show(site: Site, visitor: Visitor, Path(reference): Path<String>) -> Response {
    page(&site, &visitor, (&reference, "support.html"), (None, &Filled::default())).await
}

async fn show_contact(site: Site, visitor: Visitor, Path(reference): Path<String>) -> Response {
    page(&site, &visitor, (&reference, "support_contact.html"), (None, &Filled::default())).await
}

async fn check_contact(site: Site, Path(reference): Path<String>, Sent { visitor, form }: Sent) -> Response {
    let done = async {
        let named = asked::reference(&reference)?;
        let caller = visitor.caller("go through the safe contact");
        let on = caller.today()?;
        let channels = channels(&form, on);
        support_request::act(&site.office, &caller, &named, Command::CheckContact { channels, on }).await?;
        Ok(())
    };
    after(&site, &visitor, ((&reference, "support_contact.html"), &form), done.await).await
}

/// The ways to reach the person that a form lists: those with a number, address or name.
fn channels(form: &Filled, on: Date) -> Vec<ContactChannel> {
    let rows = (1..=content::CHANNELS).map(|row| {
        let text = |field: &str| form.text(&format!("{field}-{row}")).to_owned();
        let safe = match text("safe").as_str() {
            "yes" => Known::Value(true),
            "no" => Known::Value(false),
            _ => Known::Missing(Blank::DoesNotKnow),
        };
        let told = ContactChannel::as_told(text("channel"), text("detail"), safe, text("conditions"));
        let (hours, seen_by, disguise) = (text("hours"), text("seen_by"), text("disguise"));
        ContactChannel { hours, seen_by, disguise, checked_on: Some(on), ..told }
    });
    rows.filter(|channel| !channel.detail.is_empty()).collect()
}

async fn take_step(
    site: Site,
    Path((reference, step)): Path<(String, String)>,
    Sent { visitor, form }: Sent,
) -> Response {
    let done = async {
        let named = asked::reference(&reference)?;
        let caller = visitor.caller("support intake");
        stepped(&site, &caller, (&named, &step), &form).await
    };
    after(&site, &visitor, ((&reference, "support.html"), &form), done.await).await
}

async fn stepped(
    site: &Site,
    caller: &Caller,
    (reference, step): (&Reference, &str),
    form: &Filled,
) -> Result<(), Failure> {
    let office = &site.office;
    let on = asked::day(form, "on", caller.today()?)?;
    let consent_to_support = form.ticked("consent_to_support");
    let command = match step {
        "start" => {
            let provider = form.text("provider").to_owned();
            support_request::start(office, caller, reference, Beginning { provider, consent_to_support, on }).await?;
            return Ok(());
        }
        "move-on" => {
            let ends_on = asked::maybe_day(form, "ends_on")?;
            support_request::start_move_on(office, caller, reference, (ends_on, on)).await?;
            return Ok(());
        }
        "decline" => Command::Decline { on },
        "not-supported" => Command::RecordNotSupported { reason: form.text("reason").to_owned(), on },
        "emergency" => {
            let destitute_or_at_risk = form.ticked("destitute_or_at_risk");
            Command::StartEmergency { consent_to_support, destitute_or_at_risk, on }
        }
        "exit" => {
            let reason = form.text("reason").to_owned();
            let onward_safety = Words(form.text("onward_safety").to_owned());
            Command::Exit { reason, onward_safety, on }
        }
        _ => return Err(AppError::NotFound { reference: String::new() }.into()),
    };
    support_request::act(office, caller, reference, command).await?;
    Ok(())
}

async fn after(
    site: &Site,
    visitor: &Visitor,
    (place, form): ((&str, &str), &Filled),
    done: Result<(), Failure>,
) -> Response {
    match done.map_err(Failure::refusal) {
        Ok(()) => Redirect::to(&format!("/support/{}", place.0)).into_response(),
        Err(Ok(refusal)) => page(site, visitor, place, (Some(&refusal), form)).await,
        Err(Err(failure)) => failure.answer(site, Some(visitor)),
    }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    (reference, template): (&str, &str),
    (refusal, form): (Option<&Refusal>, &Filled),
) -> Response {
    let made = async {
        let named = asked::reference(reference)?;
        let caller = visitor.caller("look at the request for support");
        let today = caller.today()?;
        let shown = support_request::look(&site.office, &caller, &named).await?;
        let again = reconsideration::is_open(&site.office, &caller, (StreamKind::SupportRequest, &named)).await?;
        let with = content::shown((site.texts(), site.office.law()), &shown, (caller.actor.role, today));
        Ok::<_, Failure>(context! { again, ..with })
    };
    match made.await {
        Ok(with) => {
            let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            let with = context! { refused => site.texts().told(refusal), typed => form.typed(), reference, ..with };
            site.page(status, template, Some(visitor), with)
        }
        Err(failure) => failure.answer(site, Some(visitor)),
    }
}
