//! Referrals, as those who made them see them: the receipt, how far each is, what is asked, and more evidence.

use axum::{
    Router,
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use manumit_app::kept::{Beginning, Listed, instant};
use manumit_app::{
    attachment, listing, notification, reconsideration,
    referral::{self, Status},
};
use manumit_domain::{
    facts::AgeAtReferral, journal::StreamKind, known::Known, reference::Reference, referral::Consent,
};
use minijinja::{Value, context};
use serde::Deserialize;

use super::duties::{Page, counted, pages};
use crate::{
    Site, Texts,
    failure::Failure,
    filled::{Sent, Uploaded},
    visitor::Visitor,
};

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/referrals", get(list))
        .route("/referrals/{reference}", get(show))
        .route("/referrals/{reference}/evidence", post(add_evidence))
        .route("/notifications", get(list_notifications))
        .route("/notifications/{reference}", get(notified))
        .layer(axum::extract::DefaultBodyLimit::disable())
}

/// Whether a record was sent a moment ago.
#[derive(Deserialize)]
struct Just {
    #[serde(default)]
    sent: u8,
}

async fn list(site: Site, visitor: Visitor, Query(Page { page }): Query<Page>) -> Response {
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
                referrals => referrals.listed.iter().map(|one| listed(site.texts(), one)).collect::<Vec<_>>(),
                notifications => notifications.listed.iter().map(|one| listed(site.texts(), one)).collect::<Vec<_>>(),
                count => counted(site.texts(), referrals.count), pages => pages(referrals.count, page),
                more_notifications => notifications.count.number() > u64::from(listing::PAGE),
            };
            site.show("referrals.html", &visitor, with)
        }
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

async fn list_notifications(site: Site, visitor: Visitor, Query(Page { page }): Query<Page>) -> Response {
    let caller = visitor.caller("my notifications");
    match listing::records(&site.office, &caller, StreamKind::Notification, page).await {
        Ok(records) => {
            let records = records.unwrap_or_default();
            let with = context! {
                notifications => records.listed.iter().map(|one| listed(site.texts(), one)).collect::<Vec<_>>(),
                count => counted(site.texts(), records.count), pages => pages(records.count, page),
            };
            site.show("notifications.html", &visitor, with)
        }
        Err(error) => Failure::from(error).answer(&site, Some(&visitor)),
    }
}

fn listed(texts: &Texts, record: &Listed) -> Value {
    let written = |text: &str| instant::read(text).map(|moment| texts.moment(moment));
    context! { reference => record.reference.as_str(), sent => written(&record.first_recorded_at) }
}

async fn show(
    site: Site,
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
    let files = files.iter().map(|file| context! { name => file.name.as_str(), at => site.texts().moment(file.at) });
    let again = reconsideration::is_open(&site.office, &caller, (StreamKind::Referral, &reference)).await?;
    Ok(context! { files => files.collect::<Vec<_>>(), again, ..shown(site.texts(), &status) })
}

fn shown(texts: &Texts, status: &Status) -> Value {
    let age = match status.age {
        AgeAtReferral::Adult => "referral-age-adult",
        AgeAtReferral::Child => "frame-child",
        AgeAtReferral::NotSure => "referral-age-not-sure",
    };
    let consent = match status.consent {
        Consent::Given { .. } => "referral-consent-given",
        Consent::Refused => "referral-consent-not-given",
        Consent::NotRequired => "referral-consent-not-asked",
    };
    let support = match status.support_wanted {
        Known::Value(true) => texts.text("referral-support-wanted"),
        Known::Value(false) => texts.text("referral-support-not-wanted"),
        Known::Missing(blank) => texts.blank(blank),
    };
    let steps = status.steps.iter().map(|step| context! { on => texts.day(step.on), what => texts.said(step.what) });
    let asked = status.asked.iter().map(|asked| {
        context! { href => format!("/enquiries/{}/{}", asked.case, asked.enquiry), due => texts.day(asked.due_on) }
    });
    context! {
        reference => status.reference.to_string(),
        own_reference => status.own_reference.as_deref(),
        received => texts.day(status.received_on),
        age => texts.text(age),
        consent => texts.text(consent),
        support,
        steps => steps.collect::<Vec<_>>(),
        asked => asked.collect::<Vec<_>>(),
    }
}

async fn add_evidence(
    site: Site,
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
    site: Site,
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
                sent => sent == 1, reference => reference.to_string(), met => site.texts().day(notice.encountered_on),
                nation => site.texts().nation(notice.nation),
            };
            site.show("notification.html", &visitor, with)
        }
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}
