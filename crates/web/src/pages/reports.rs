//! Reports from the public, for the force that receives them.

use axum::{
    Router,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use manumit_app::public_report::{self, Step};
use manumit_domain::{
    law::Law,
    person::Words,
    public_report::{Command, Fact, Outcome, PublicReport, Sealed},
    refusal::Refusal,
};
use minijinja::{Value, context};

use super::notices::forces;
use crate::{
    Site, Texts, asked,
    failure::Failure,
    filled::{Filled, Sent},
    visitor::Visitor,
};

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/reports/{reference}", get(show))
        .route("/reports/{reference}/pass-on", post(pass_on))
        .route("/reports/{reference}/triage", post(triage))
}

async fn show(site: Site, visitor: Visitor, Path(reference): Path<String>) -> Response {
    page(&site, &visitor, &reference, (None, &Filled::default())).await
}

async fn pass_on(site: Site, Path(reference): Path<String>, Sent { visitor, form }: Sent) -> Response {
    let command = Command::PassOn { force: form.text("force").to_owned() };
    step(&site, &visitor, &reference, (command, &form, "/notices")).await
}

async fn triage(site: Site, Path(reference): Path<String>, Sent { visitor, form }: Sent) -> Response {
    let Some(outcome) = Outcome::find(form.text("outcome")) else {
        let refusal =
            Refusal::new("public_report.no_outcome", "Nothing is chosen.", "Choose what comes of the report.");
        return page(&site, &visitor, &reference, (Some(&refusal.about("outcome")), &form)).await;
    };
    let command = Command::Triage { outcome, note: Words(form.text("note").to_owned()) };
    let address = format!("/reports/{reference}");
    step(&site, &visitor, &reference, (command, &form, &address)).await
}

async fn step(
    site: &Site,
    visitor: &Visitor,
    reference: &str,
    (command, form, next): (Command, &Filled, &str),
) -> Response {
    let done = async {
        let named = asked::reference(reference)?;
        let caller = visitor.caller("triage the report");
        public_report::act(&site.office, &caller, &named, command).await?;
        Ok::<_, Failure>(())
    };
    match done.await.map_err(Failure::refusal) {
        // Passed on, it is out of reach: the next page is the list.
        Ok(()) => Redirect::to(next).into_response(),
        Err(Ok(refusal)) => page(site, visitor, reference, (Some(&refusal), form)).await,
        Err(Err(failure)) => failure.answer(site, Some(visitor)),
    }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    reference: &str,
    (refusal, form): (Option<&Refusal>, &Filled),
) -> Response {
    let made = async {
        let named = asked::reference(reference)?;
        let caller = visitor.caller("look at the report");
        let today = caller.today()?;
        let (report, steps) = public_report::look(&site.office, &caller, &named).await?;
        let forces = forces((site.texts(), site.office.law()), today, None);
        Ok::<_, Failure>(
            context! { forces, typed => form.typed(), ..content((site.texts(), site.office.law()), &report, &steps) },
        )
    };
    match made.await {
        Ok(with) => {
            let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            let with = context! { refused => site.texts().told(refusal), reference, ..with };
            site.page(status, "report.html", Some(visitor), with)
        }
        Err(failure) => failure.answer(site, Some(visitor)),
    }
}

fn content((texts, law): (&Texts, &Law), report: &PublicReport, steps: &[Step]) -> Value {
    let told = steps.iter().find_map(|step| match &step.words {
        Some(Sealed::Told(told)) => Some(told),
        _ => None,
    });
    let received = steps.iter().find_map(|step| match &step.fact {
        Fact::Received { danger_now, place_known, .. } => Some((*danger_now, *place_known)),
        _ => None,
    });
    let outcomes =
        Outcome::ALL.map(|outcome| context! { value => outcome.code(), text => texts.report_outcome(outcome) });
    context! {
        danger => received.is_some_and(|(danger, _)| danger),
        place_known => received.is_some_and(|(_, place)| place),
        erased => told.is_none(),
        told => told.map(|told| context! {
            what => told.what.as_str(), place => told.place.as_str(), when => told.when.as_str(),
            who => told.who.as_str(), reach => told.reach.as_str(),
        }),
        force => law.organisation_name(report.force()),
        outcome => report.outcome().map(|outcome| texts.report_outcome(outcome)),
        outcomes => outcomes.to_vec(),
        history => steps.iter().map(|step| happened((texts, law), step)).collect::<Vec<_>>(),
    }
}

fn happened((texts, law): (&Texts, &Law), step: &Step) -> Value {
    let what = match &step.fact {
        Fact::Received { force, .. } => {
            texts.with("notice-report-received-for", [("force", law.organisation_name(force))])
        }
        Fact::PassedOn { force } => texts.with("notice-report-passed-on-to", [("force", law.organisation_name(force))]),
        Fact::Triaged { outcome } => texts.report_outcome(*outcome),
    };
    let note = match &step.words {
        Some(Sealed::Note(words)) => Some(words.0.as_str()),
        _ => None,
    };
    context! { on => texts.day(step.on), what, note }
}
