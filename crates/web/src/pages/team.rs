//! The team: what it owes, and how its backlog goes down.

use axum::{Router, extract::Query, response::Response, routing::get};
use jiff::{ToSpan as _, civil::Date};
use manumit_app::{
    access::reach,
    backlog,
    team::{self, Load},
};
use manumit_domain::{case::Identification, journal::StreamKind};
use minijinja::{Value, context};
use serde::Deserialize;

use crate::{Site, Texts, failure::Failure, visitor::Visitor};

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/team", get(show))
}

/// Which backlog is shown.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    stage: String,
    #[serde(default)]
    frozen_on: String,
}

/// The stages in which a backlog can wait.
const STAGES: [Identification; 3] = [Identification::Screening, Identification::RgPending, Identification::CgPending];
/// How many steps the plot has after the freeze.
const STEPS: i64 = 8;
/// The plot's size, and the room beside its axes.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 56.0;
const BOTTOM: f64 = 40.0;

async fn show(site: Site, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    match content(&site, &visitor, &asked).await {
        Ok(with) => site.show("team.html", &visitor, with),
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

async fn content(site: &Site, visitor: &Visitor, asked: &Asked) -> Result<Value, Failure> {
    let caller = visitor.caller("team");
    let today = caller.today()?;
    let texts = site.texts();
    let team = team::team(&site.office, &caller).await?;
    let stage = STAGES.into_iter().find(|stage| stage.code() == asked.stage).unwrap_or(Identification::RgPending);
    let four_weeks_ago = today.saturating_sub(28.days());
    let frozen_on = asked.frozen_on.parse::<Date>().ok().filter(|day| *day < today).unwrap_or(four_weeks_ago);
    let days = days(frozen_on, today);
    let burn_down = backlog::burn_down(&site.office, &caller, (stage, frozen_on), &days).await?;
    let points = burn_down.points.iter().map(|point| {
        context! {
            on => texts.day(point.on), open => point.open, cleared => point.cleared,
            share => point.share_cleared.map(|share| format!("{share}%")),
        }
    });
    let law = site.office.law();
    let label = |stage: Identification| {
        law.state_machine.state("identification", stage.code()).map(|found| found.label.clone())
    };
    Ok(context! {
        by_kind => team.by_kind.iter().map(|load| row(texts, load, today)).collect::<Vec<_>>(),
        by_post => team.by_post.iter().map(|load| row(texts, load, today)).collect::<Vec<_>>(),
        organisation => law.organisation_name(&caller.actor.organisation),
        decides => reach(caller.actor.role, StreamKind::Case).is_some(),
        stages => STAGES.map(|one| context! { value => one.code(), text => label(one), selected => one == stage }),
        stage => label(stage),
        frozen_on => texts.day(frozen_on),
        frozen_value => frozen_on.to_string(),
        cohort => burn_down.cohort,
        plot => plot(texts, burn_down.cohort, frozen_on, &burn_down.points.iter().map(|p| (p.on, p.open)).collect::<Vec<_>>()),
        points => points.collect::<Vec<_>>(),
        pace => burn_down.forecast().map(|forecast| context! {
            a_month => format!("{:.0}", forecast.a_month),
            months_left => forecast.months_left.map(|months| format!("{months:.1}")),
        }),
    })
}

fn row(texts: &Texts, load: &Load, today: Date) -> Value {
    context! {
        what => texts.duty(load.kind),
        post => load.post.as_ref().map(|(post, name)| format!("{name}, {post}")),
        open => load.open,
        missed => load.missed,
        earliest => load.earliest.map(|day| texts.day(day)),
        overdue => load.earliest.is_some_and(|earliest| earliest < today),
    }
}

/// Days after the freeze, evenly spread, up to today.
fn days(frozen_on: Date, today: Date) -> Vec<Date> {
    let whole = today.duration_since(frozen_on).as_hours() / 24;
    let days = (1..=STEPS).map(|step| frozen_on.saturating_add((whole * step / STEPS).days()));
    days.filter(|day| *day > frozen_on).collect()
}

/// The plot as numbers for its template: steps down from the day of the freeze.
#[expect(clippy::cast_precision_loss, reason = "counts of cases and days are far below 2^52")]
fn plot(texts: &Texts, cohort: u64, frozen_on: Date, points: &[(Date, u64)]) -> Value {
    let last = points.last().map_or(frozen_on, |(on, _)| *on);
    let span = (last.duration_since(frozen_on).as_hours() / 24).max(1) as f64;
    let most = cohort.max(1) as f64;
    let x = |on: Date| LEFT + (on.duration_since(frozen_on).as_hours() / 24) as f64 / span * (WIDTH - LEFT - 10.0);
    let y = |open: u64| 10.0 + (1.0 - open as f64 / most) * (HEIGHT - BOTTOM - 10.0);
    let all: Vec<(f64, f64)> =
        std::iter::once((frozen_on, cohort)).chain(points.iter().copied()).map(|(on, open)| (x(on), y(open))).collect();
    let line: Vec<String> = all.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let dots = all.iter().map(|(x, y)| context! { x => format!("{x:.1}"), y => format!("{y:.1}") });
    context! {
        width => WIDTH, height => HEIGHT, left => LEFT,
        base => HEIGHT - BOTTOM, right => WIDTH - 10.0,
        line => line.join(" "),
        dots => dots.collect::<Vec<_>>(),
        top => cohort, first => texts.day(frozen_on), last => texts.day(last),
    }
}
