//! The public report: anybody may tell what worries them, without an account, a script or a name (AT71).

use axum::{Router, http::StatusCode, response::Response, routing::get};
use manumit_app::public_report;
use manumit_domain::{
    clock::london_date,
    law::Law,
    place::PoliceForceKind,
    public_report::{Submit, Told},
    refusal::Refusal,
};
use minijinja::{Value, context};

use crate::{
    Site,
    failure::Failure,
    filled::Filled,
    render::{broken, nonce},
};

/// The routes: open to everybody. A visitor who is signed in is not told apart.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/report", get(show).post(send))
}

async fn show(site: Site) -> Response {
    form_page(&site, (StatusCode::OK, None), &Filled::default())
}

async fn send(site: Site, form: Filled) -> Response {
    let at = site.now();
    if !site.memory.takes_report(at) {
        let refusal = Refusal::new(
            "public_report.too_many",
            "Too many reports are coming in at this moment.",
            "Wait a minute and send it again: what you wrote is still here. In an emergency, call 999.",
        );
        return form_page(&site, (StatusCode::TOO_MANY_REQUESTS, Some(&refusal)), &form);
    }
    let text = |field: &str| form.text(field).to_owned();
    let told =
        Told { what: text("what"), place: text("place"), when: text("when"), who: text("who"), reach: text("reach") };
    let command =
        Submit { told, force: form.given("force").map(str::to_owned), danger_now: form.text("danger") == "yes" };
    let danger = command.danger_now;
    let once: String = form.text("once").chars().take(64).collect();
    match public_report::submit(&site.office, at, command, &once).await {
        Ok(reference) => site.page(
            StatusCode::OK,
            "report_received.html",
            None,
            context! { reference => reference.to_string(), danger },
        ),
        Err(error) => match Failure::from(error).refusal() {
            Ok(refusal) => form_page(&site, (StatusCode::UNPROCESSABLE_ENTITY, Some(&refusal)), &form),
            Err(failure) => failure.answer(&site, None),
        },
    }
}

/// The form, with what was typed. It carries a random text, so that sending it twice makes one report.
fn form_page(site: &Site, (status, refusal): (StatusCode, Option<&Refusal>), form: &Filled) -> Response {
    let fresh = if form.text("once").is_empty() { nonce() } else { Some(form.text("once").to_owned()) };
    let Some(once) = fresh else { return broken("there is no randomness for a form") };
    let areas = areas(site.office.law(), site, form.text("force"));
    let with = context! { once, areas, refused => site.texts().told(refusal), typed => form.typed() };
    site.page(status, "tell.html", None, with)
}

/// The police areas in being today.
fn areas(law: &Law, site: &Site, chosen: &str) -> Vec<Value> {
    let mut items = vec![context! { value => "", text => site.texts().text("report-i-am-not-sure") }];
    let Ok(today) = london_date(site.now()) else { return items };
    let areas = law.police_forces.iter().filter(|force| {
        let local = matches!(force.kind, PoliceForceKind::Territorial | PoliceForceKind::NonTerritorial);
        local && force.exists_on(today)
    });
    items.extend(areas.map(|force| {
        context! { value => force.code.as_str(), text => force.name.as_str(), selected => force.code == chosen }
    }));
    items
}
