//! From a template to an answer.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use manumit_app::access::{Action, Resource};
use minijinja::{Value, context};

use crate::{Site, asset, heading, visitor::Visitor};

/// What stands at the top of every page: where it leads, the key of its text, and the action that somebody must be permitted to see it.
const NAVIGATION: [(&str, &str, Action); 10] = [
    ("/duties", "frame-my-duties", Action::SeeDuties),
    ("/drafts", "draft-refer-somebody", Action::BeginDraft),
    ("/referrals", "referral-referrals", Action::LookAtReferral),
    ("/cases", "case-cases", Action::LookAtCase),
    ("/notices", "notice-notices", Action::LookAtNotice),
    ("/support", "frame-support", Action::LookAtSupport),
    ("/team", "team-team", Action::SeeTeam),
    ("/statistics", "frame-statistics", Action::SeeStatistics),
    ("/audit", "audit-audit", Action::SeeAudit),
    ("/accounts", "account-accounts", Action::SeeAccounts),
];

impl Site {
    /// A page: a template of ours, filled in, with what every page has.
    pub(crate) fn page(&self, status: StatusCode, template: &str, visitor: Option<&Visitor>, with: Value) -> Response {
        let Some(nonce) = nonce() else { return broken("there is no randomness for a nonce") };
        let all = context! {
            cspNonce => nonce.as_str(),
            style => Value::from_safe_string(asset::STYLE.path()),
            script => Value::from_safe_string(asset::SCRIPT.path()),
            synthetic => self.settings.synthetic,
            languages => self.languages(status),
            navigation => visitor.map(|visitor| self.navigation(visitor)),
            form_token => visitor.map(|visitor| visitor.signed_in.form_token.clone()),
            who => visitor.map(|visitor| self.who(visitor)),
            ..with
        };
        let filled = match self.templates.fill(self.reading.language, template, all) {
            Ok(filled) => filled,
            Err(error) => return broken(&error),
        };
        let mut response = (status, Html(filled)).into_response();
        if let Ok(policy) = HeaderValue::from_str(&heading::page_policy(&nonce)) {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    /// A page for somebody who is signed in.
    pub(crate) fn show(&self, template: &str, visitor: &Visitor, with: Value) -> Response {
        self.page(StatusCode::OK, template, Some(visitor), with)
    }

    fn navigation(&self, visitor: &Visitor) -> Vec<Value> {
        let caller = visitor.caller("navigation");
        let role = caller.actor.role;
        let shown = |action: Action| match action.looks_at() {
            Some(kind) => manumit_app::access::reach(role, kind).is_some(),
            None => self.office.permits(&caller, action, &Resource::Desk).unwrap_or_default(),
        };
        let items = NAVIGATION.iter().filter(|(_, _, action)| shown(*action));
        items.map(|(href, key, _)| context! { href => *href, text => self.texts().text(key) }).collect()
    }

    fn who(&self, visitor: &Visitor) -> Value {
        let actor = &visitor.signed_in.actor;
        context! {
            name => visitor.signed_in.name.as_str(),
            organisation => self.office.law().organisation_name(&actor.organisation),
            post => actor.post.as_str(),
            role => self.texts().role(actor.role),
        }
    }
}

/// Something broke: it is logged once, here, and the reader is told no more than that.
pub(crate) fn broken(error: &(impl std::fmt::Debug + ?Sized)) -> Response {
    tracing::error!(?error, "a page could not be made");
    let said = "Sorry, there is a problem with the service. Nothing was lost. Try again later.\n";
    (StatusCode::INTERNAL_SERVER_ERROR, said).into_response()
}

/// A random text: for a page, or for a form.
pub(crate) fn nonce() -> Option<String> {
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random).ok()?;
    Some(random.iter().map(|byte| format!("{byte:02x}")).collect())
}
