//! Accounts and invitations: for the administrator, and for whoever leads an organisation.

use std::collections::BTreeMap;

use axum::{
    Router,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use manumit_app::kept::{Account, AccountState};
use manumit_app::{
    AppError,
    access::{Action, Resource},
    account::{self, Invitation, Invited},
};
use manumit_domain::{
    actor::{Actor, Role},
    refusal::Refusal,
};
use minijinja::{Value, context};

use crate::{
    Site, Texts,
    failure::Failure,
    filled::{Filled, Sent},
    visitor::Visitor,
};

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/accounts", get(list))
        .route("/accounts/invite", get(form).post(invite))
        .route("/accounts/{id}/{change}", post(change))
}

async fn list(site: Site, visitor: Visitor) -> Response {
    match listed(&site, &visitor, None).await {
        Ok(with) => site.show("accounts.html", &visitor, with),
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

async fn listed(site: &Site, visitor: &Visitor, refusal: Option<&Refusal>) -> Result<Value, Failure> {
    let caller = visitor.caller("accounts");
    let accounts = account::list(&site.office, &caller).await?;
    let mut organisations: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for account in &accounts {
        let about = Resource::Account(&account.actor.organisation);
        let changes = site.office.permits(&caller, Action::ChangeAccount, &about)?;
        let own = account.actor.same_post(&caller.actor);
        organisations.entry(&account.actor.organisation).or_default().push(row(site.texts(), account, changes && !own));
    }
    let organisations = organisations.into_iter().map(|(code, accounts)| {
        context! { code, name => site.office.law().organisation_name(code), accounts }
    });
    Ok(context! {
        organisations => organisations.collect::<Vec<_>>(),
        count => accounts.len(),
        refused => site.texts().told(refusal),
    })
}

fn row(texts: &Texts, account: &Account, changes: bool) -> Value {
    let state = account.state;
    context! {
        id => account.id.as_str(),
        name => account.name.as_str(),
        email => account.email.as_str(),
        post => account.actor.post.as_str(),
        role => texts.role(account.actor.role),
        lead => account.lead,
        state => texts.text(match state {
            AccountState::Invited => "account-state-invited",
            AccountState::Open => "account-state-open",
            AccountState::Suspended => "account-state-suspended",
            AccountState::Closed => "account-state-closed",
        }),
        colour => match state {
            AccountState::Invited => "govuk-tag--blue",
            AccountState::Open => "govuk-tag--green",
            AccountState::Suspended => "govuk-tag--yellow",
            AccountState::Closed => "govuk-tag--grey",
        },
        changed => texts.day_of(account.changed_at),
        tokens => changes && state == AccountState::Open,
        suspend => changes && state == AccountState::Open,
        reopen => changes && state == AccountState::Suspended,
        close => changes && state != AccountState::Closed,
    }
}

async fn form(site: Site, visitor: Visitor) -> Response {
    let caller = visitor.caller("invite a colleague");
    let shown = site.office.require(&caller, Action::SeeAccounts, &Resource::Desk).await;
    match shown {
        Ok(()) => invitation_page(&site, &visitor, (None, &Filled::default())),
        Err(error) => Failure::from(error).answer(&site, Some(&visitor)),
    }
}

fn invitation_page(site: &Site, visitor: &Visitor, (refusal, form): (Option<&Refusal>, &Filled)) -> Response {
    let actor = &visitor.signed_in.actor;
    let everywhere = actor.role == Role::Sysadmin;
    let chosen = form.text("role");
    let roles = Role::ALL.into_iter().filter(|role| {
        let never = matches!(role, Role::SystemReminder | Role::Survivor | Role::Public);
        !never && (*role != Role::Sysadmin || everywhere)
    });
    let choose = context! { value => "", text => site.texts().text("account-choose-a-role") };
    let roles = roles.map(
        |role| context! { value => role.code(), text => site.texts().role(role), selected => role.code() == chosen },
    );
    let with = context! {
        refused => site.texts().told(refusal),
        typed => form.typed(),
        roles => std::iter::once(choose).chain(roles).collect::<Vec<_>>(),
        everywhere,
        organisation => actor.organisation.as_str(),
        organisation_name => site.office.law().organisation_name(&actor.organisation),
    };
    let status = if refusal.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    site.page(status, "account_invite.html", Some(visitor), with)
}

async fn invite(site: Site, Sent { visitor, form }: Sent) -> Response {
    match invited(&site, &visitor, &form).await.map_err(Failure::refusal) {
        // The link is in this answer and nowhere else: no address, no log and no list holds it.
        Ok(invited) => {
            let with = context! {
                link => format!("/invitation/{}", invited.token),
                name => form.text("name"),
            };
            site.show("account_invited.html", &visitor, with)
        }
        Err(Ok(refusal)) if refusal.code == "access.not_yours" => Failure::from(refusal).answer(&site, Some(&visitor)),
        Err(Ok(refusal)) => invitation_page(&site, &visitor, (Some(&refusal), &form)),
        Err(Err(failure)) => failure.answer(&site, Some(&visitor)),
    }
}

async fn invited(site: &Site, visitor: &Visitor, form: &Filled) -> Result<Invited, Failure> {
    let caller = visitor.caller("invite a colleague");
    let text = |field: &str| form.text(field).to_owned();
    let everywhere = caller.actor.role == Role::Sysadmin;
    let organisation = if everywhere { text("organisation") } else { caller.actor.organisation.clone() };
    if organisation.is_empty() {
        return Err(Refusal::new(
            "account.organisation",
            "No organisation is named.",
            "Write its code, as the list of organisations in force has it.",
        )
        .about("organisation")
        .into());
    }
    let role = Role::find(form.text("role"));
    let role = role.ok_or_else(|| Refusal::new("account.role", "No role is chosen.", "Choose one.").about("role"))?;
    let invitation = Invitation {
        actor: Actor::new(organisation, text("post"), role),
        lead: form.ticked("lead"),
        name: text("name"),
        email: text("email"),
    };
    Ok(account::invite(&site.office, &caller, invitation).await?)
}

async fn change(site: Site, Path((id, change)): Path<(String, String)>, Sent { visitor, .. }: Sent) -> Response {
    let caller = visitor.caller("change an account");
    let done = match change.as_str() {
        "suspend" => account::suspend(&site.office, &caller, &id).await,
        "reopen" => account::reopen(&site.office, &caller, &id).await,
        "close" => account::close(&site.office, &caller, &id).await,
        _ => Err(AppError::NotFound { reference: String::new() }),
    };
    match done.map_err(|error| Failure::from(error).refusal()) {
        Ok(()) => Redirect::to("/accounts").into_response(),
        Err(Ok(refusal)) => match listed(&site, &visitor, Some(&refusal)).await {
            Ok(with) => site.page(StatusCode::UNPROCESSABLE_ENTITY, "accounts.html", Some(&visitor), with),
            Err(failure) => failure.answer(&site, Some(&visitor)),
        },
        Err(Err(failure)) => failure.answer(&site, Some(&visitor)),
    }
}
