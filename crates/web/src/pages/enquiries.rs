//! Enquiries, as the body that was asked sees them: the question, and a place for the answer. Nothing else of the case.

use axum::{
    Router,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use manumit_app::{AppError, case};
use manumit_domain::{identifier::EnquiryId, person::Words, refusal::Refusal};
use minijinja::context;

use crate::{
    Site,
    failure::Failure,
    filled::{Filled, Sent},
    pages::cases::reference,
    visitor::Visitor,
};

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/enquiries/answered", get(answered))
        .route("/enquiries/{reference}/{enquiry}", get(show).post(send))
}

async fn show(site: Site, visitor: Visitor, Path(named): Path<(String, String)>) -> Response {
    let made = page(&site, &visitor, &named, (&Filled::default(), None)).await;
    made.unwrap_or_else(|failure| failure.answer(&site, Some(&visitor)))
}

/// Says that the answer was recorded: the enquiry itself can no longer be seen.
async fn answered(site: Site, visitor: Visitor) -> Response {
    site.show("enquiries_answered.html", &visitor, context! {})
}

async fn send(site: Site, Path(named): Path<(String, String)>, sent: Sent) -> Response {
    let Sent { visitor, form } = sent;
    let made = answer(&site, &visitor, &named, &form).await;
    made.unwrap_or_else(|failure| failure.answer(&site, Some(&visitor)))
}

async fn answer(site: &Site, visitor: &Visitor, named: &(String, String), form: &Filled) -> Result<Response, Failure> {
    let caller = visitor.caller("answer an enquiry");
    let words = form.as_typed("answer").cloned().unwrap_or_default();
    let which = (&reference(&named.0)?, enquiry(&named.1)?);
    match case::answer(&site.office, &caller, which, Words(words)).await.map_err(Failure::from) {
        Ok(()) => Ok(Redirect::to("/enquiries/answered").into_response()),
        Err(failure) => {
            let refusal = failure.refusal()?;
            page(site, visitor, named, (form, Some(&refusal))).await
        }
    }
}

async fn page(
    site: &Site,
    visitor: &Visitor,
    named: &(String, String),
    (form, refusal): (&Filled, Option<&Refusal>),
) -> Result<Response, Failure> {
    let caller = visitor.caller("read an enquiry");
    let asked = case::asked(&site.office, &caller, (&reference(&named.0)?, enquiry(&named.1)?)).await?;
    let today = caller.today()?;
    let with = context! {
        reference => named.0.as_str(),
        enquiry => named.1.as_str(),
        by => site.office.law().organisation_name(&asked.by),
        on => site.texts().day(asked.on),
        due => site.texts().day(asked.due_on),
        overdue => asked.due_on < today,
        question => asked.question.0,
        answer => form.text("answer"),
        refused => refusal.map(|refusal| site.texts().refused(refusal)),
    };
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(site.page(status, "enquiries_enquiry.html", Some(visitor), with))
}

/// The identifier in an address. What is none names nothing.
fn enquiry(text: &str) -> Result<EnquiryId, Failure> {
    text.parse().map_err(|_| AppError::NotFound { reference: String::new() }.into())
}
