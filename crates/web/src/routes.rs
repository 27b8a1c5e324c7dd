//! Every route: where an address leads. A test holds that each one asks who visits, or is open to everybody on purpose.

use axum::{
    Router, middleware,
    routing::{get, post},
};

use crate::{Site, asset, connection, heading, pages};

pub(crate) fn all(site: Site) -> Router {
    let mut routes = open_to_everybody().merge(for_those_signed_in()).merge(crate::api::routes());
    if site.settings.synthetic {
        routes = routes.route("/sign-in/demonstration", post(pages::sign_in::demonstrate));
    }
    let without_null = middleware::from_fn_with_state(site.clone(), connection::without_null);
    let hurried = middleware::from_fn_with_state(site.clone(), connection::hurry);
    routes
        .fallback(pages::not_found::show)
        .layer(hurried)
        .layer(without_null)
        .layer(middleware::from_fn(heading::add))
        .with_state(site)
}

fn open_to_everybody() -> Router<Site> {
    Router::new()
        .route("/", get(pages::start::show))
        .route("/language/{code}", get(pages::language::choose))
        .route("/questions", get(pages::questions::list))
        .route("/questions/{set}/{version}", get(pages::questions::show))
        .route("/questions/{set}/{version}/template.csv", get(pages::questions::template))
        .route("/questions/{set}/{version}/schema.json", get(pages::questions::schema))
        .route("/sign-in", get(pages::sign_in::show).post(pages::sign_in::sign_in))
        .merge(pages::sign_in_elsewhere::routes())
        .route("/invitation/{token}", get(pages::invitation::show).post(pages::invitation::take_up))
        .route("/assets/{digest}/{name}", get(asset::serve))
        .route("/health", get(pages::health::show))
        .merge(pages::report::routes())
}

fn for_those_signed_in() -> Router<Site> {
    Router::new()
        .route("/sign-out", post(pages::sign_in::sign_out))
        .route("/duties", get(pages::duties::show))
        .merge(pages::drafts::routes())
        .merge(pages::referrals::routes())
        .merge(pages::reconsideration::routes())
        .merge(pages::cases::routes())
        .merge(pages::team::routes())
        .merge(pages::enquiries::routes())
        .merge(pages::notices::routes())
        .merge(pages::reports::routes())
        .merge(pages::support::routes())
        .merge(pages::statistics::routes())
        .merge(pages::audit::routes())
        .merge(pages::accounts::routes())
        .merge(pages::tokens::routes())
        .merge(pages::law::routes())
}
