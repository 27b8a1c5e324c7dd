//! Breaking the glass: opening a case that was not given to the post, for a reason and some hours.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use manumit_app::case::{self, BREAK_HOURS};
use manumit_domain::{reference::Reference, refusal::Refusal};
use minijinja::context;

use super::or_failure;
use crate::{
    Site,
    failure::Failure,
    filled::{Filled, Sent},
    visitor::Visitor,
};

/// Shows the form.
pub(super) async fn show(site: Site, visitor: Visitor) -> Response {
    if !case::may_break_glass(visitor.signed_in.actor.role) {
        let refusal =
            Refusal::new("access.not_yours", "Your post may not do this.", "Ask triage to give you the case.");
        return Failure::from(refusal).answer(&site, Some(&visitor));
    }
    form(&site, &visitor, (&Filled::default(), None))
}

/// Opens the case.
pub(super) async fn send(site: Site, sent: Sent) -> Response {
    let Sent { visitor, form: filled } = sent;
    let made = open(&site, &visitor, &filled).await;
    or_failure(&site, &visitor, made)
}

async fn open(site: &Site, visitor: &Visitor, filled: &Filled) -> Result<Response, Failure> {
    let refused = |refusal: Refusal| Ok(form(site, visitor, (filled, Some(&refusal))));
    let Ok(reference) = filled.text("reference").to_uppercase().parse::<Reference>() else {
        let sentence = "That is not the reference of a case.";
        return refused(
            Refusal::new("reference.not_one", sentence, "It looks like CAS-26-2345678-K.").about("reference"),
        );
    };
    if !filled.ticked("understood") {
        return refused(
            Refusal::new(
                "glass.not_understood",
                "You have not confirmed that this will be reviewed.",
                "Tick the box if you go on.",
            )
            .about("understood"),
        );
    }
    let caller = visitor.caller("glass broken");
    match case::break_glass(&site.office, &caller, &reference, filled.text("reason")).await.map_err(Failure::from) {
        Ok(_) => Ok(Redirect::to(&format!("/cases/{reference}")).into_response()),
        Err(failure) => match failure.refusal()? {
            refusal if refusal.field.is_some() => refused(refusal),
            refusal => Err(refusal.into()),
        },
    }
}

fn form(site: &Site, visitor: &Visitor, (filled, refusal): (&Filled, Option<&Refusal>)) -> Response {
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let with = context! {
        hours => BREAK_HOURS,
        reference => filled.text("reference"),
        reason => filled.text("reason"),
        refused => refusal.map(|refusal| context! { field => refusal.field, text => site.texts().refused(refusal) }),
    };
    site.page(status, "cases_break_glass.html", Some(visitor), with)
}
