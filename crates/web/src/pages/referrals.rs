//! Referrals, as those who made them see them: the receipt, how far each is, what is asked, and more evidence.

use axum::{
    Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use manumit_app::kept::{Beginning, Listed, instant};
use manumit_app::{
    attachment, listing, notification,
    referral::{self, Status},
};
use manumit_domain::{
    facts::AgeAtReferral, journal::StreamKind, known::Known, reference::Reference, referral::Consent,
};
use minijinja::{Value, context};
use serde::Deserialize;

use super::duties::{Page, counted, pages};
use crate::{
    Site,
    failure::Failure,
    filled::{Sent, Uploaded},
    visitor::Visitor,
    written::{day, moment},
};

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/referrals", get(list))
        .route("/referrals/{reference}", get(show))
        .route("/referrals/{reference}/evidence", post(add_evidence))
        .route("/notifications/{reference}", get(notified))
        .layer(axum::extract::DefaultBodyLimit::disable())
}

/// Whether a record was sent a moment ago.
#[derive(Deserialize)]
struct Just {
    #[serde(default)]
    sent: u8,
}

async fn list(State(site): State<Site>, visitor: Visitor, Query(Page { page }): Query<Page>) -> Response {
    let caller = visitor.caller("my referrals");
    let part = |page: u32| (Beginning::Skip(page.saturating_mul(listing::PAGE)), listing::PAGE);
    let both = async {
        let referrals = listing::part(&site.office, &caller, StreamKind::Referral, part(page)).await?;
        let notifications = listing::part(&site.office, &caller, StreamKind::Notification, part(0)).await?;
        Ok::<_, Failure>((referrals, notifications))
    };
    match both.await {
        Ok((referrals, notifications)) => {
            let with = context! {
                referrals => referrals.listed.iter().map(listed).collect::<Vec<_>>(),
                notifications => notifications.listed.iter().map(listed).collect::<Vec<_>>(),
                count => counted(referrals.count), pages => pages(referrals.count, page),
            };
            site.show("referrals.html", &visitor, with)
        }
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

fn listed(record: &Listed) -> Value {
    let written = |text: &str| instant::read(text).map(moment);
    context! { reference => record.reference.as_str(), sent => written(&record.first_recorded_at) }
}

async fn show(
    State(site): State<Site>,
    visitor: Visitor,
    Path(reference): Path<String>,
    Query(Just { sent }): Query<Just>,
) -> Response {
    match content(&site, &visitor, &reference).await {
        Ok(with) => site.show("referral.html", &visitor, context! { sent => sent == 1, ..with }),
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

/// A reference in an address; what is none answers as a record that is not there.
pub(crate) fn reference(text: &str) -> Result<Reference, Failure> {
    text.parse().map_err(|_| Failure::from(manumit_app::AppError::NotFound { reference: text.to_owned() }))
}

async fn content(site: &Site, visitor: &Visitor, text: &str) -> Result<Value, Failure> {
    let reference = reference(text)?;
    let caller = visitor.caller("following a referral");
    let status = referral::status(&site.office, &caller, &reference).await?;
    let files = site.office.store().list_attachments(text).await.map_err(manumit_app::AppError::from)?;
    let files = files.iter().map(|file| context! { name => file.name.as_str(), at => moment(file.at) });
    Ok(context! { files => files.collect::<Vec<_>>(), ..shown(&status) })
}

fn shown(status: &Status) -> Value {
    let age = match status.age {
        AgeAtReferral::Adult => "Adult",
        AgeAtReferral::Child => "Child",
        AgeAtReferral::NotSure => "Not sure: treated as a child",
    };
    let consent = match status.consent {
        Consent::Given { .. } => "Given",
        Consent::Refused => "Not given",
        Consent::NotRequired => "Not asked of a child",
    };
    let support = match status.support_wanted {
        Known::Value(true) => "Wanted: the support provider was asked",
        Known::Value(false) => "Not wanted now",
        Known::Missing(blank) => blank.label(),
    };
    let steps = status.steps.iter().map(|step| context! { on => day(step.on), what => step.what });
    let asked = status.asked.iter().map(|asked| {
        context! { href => format!("/enquiries/{}/{}", asked.case, asked.enquiry), due => day(asked.due_on) }
    });
    context! {
        reference => status.reference.to_string(),
        own_reference => status.own_reference.as_deref(),
        received => day(status.received_on),
        age, consent, support,
        steps => steps.collect::<Vec<_>>(),
        asked => asked.collect::<Vec<_>>(),
    }
}

async fn add_evidence(
    State(site): State<Site>,
    Path(text): Path<String>,
    Uploaded { sent: Sent { visitor, .. }, files }: Uploaded,
) -> Response {
    let added = async {
        let reference = reference(&text)?;
        let caller = visitor.caller("adding evidence");
        referral::admit_evidence(&site.office, &caller, &reference).await?;
        for (_, name, content) in &files {
            attachment::take_in(&site.office, visitor.at, &text, (name, content)).await?;
        }
        Ok::<_, Failure>(())
    };
    match added.await {
        Ok(()) => Redirect::to(&format!("/referrals/{text}")).into_response(),
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

async fn notified(
    State(site): State<Site>,
    visitor: Visitor,
    Path(text): Path<String>,
    Query(Just { sent }): Query<Just>,
) -> Response {
    let notice = async {
        let reference = reference(&text)?;
        let caller = visitor.caller("following a notification");
        Ok::<_, Failure>((reference, notification::look(&site.office, &caller, &reference).await?))
    };
    match notice.await {
        Ok((reference, notice)) => {
            let with = context! {
                sent => sent == 1, reference => reference.to_string(), met => day(notice.encountered_on), nation => notice.nation.label(),
            };
            site.show("notification.html", &visitor, with)
        }
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}
