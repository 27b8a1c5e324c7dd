//! The statistical tables: protected for everybody who may see statistics, and the true figures for who may see them,
//! asked for by name and written down.

mod asking;
mod counting;
mod plot;
mod shown;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, Query},
    response::Response,
    routing::get,
};
use jiff::civil::Date;
use manumit_app::{
    AppError,
    access::{Action, Resource},
    statistics::{Edition, Extracts, Look, Period, Table},
};
use manumit_domain::refusal::Refusal;
use minijinja::{Value, context};

use self::asking::Cut;
use crate::{Site, Texts, asked, editions::Making, failure::Failure, visitor::Visitor};

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/statistics", get(list))
        .route("/statistics/count", get(counting::show))
        .route("/statistics/count.csv", get(counting::file))
        .route("/statistics/{table}", get(show))
}

/// The tables that were asked for, and how the question was read.
struct Made {
    edition: Option<Arc<Edition>>,
    asked: Asked,
}

/// How a question was read.
struct Asked {
    period: Period,
    as_at: Date,
    look: Look,
    periods: Vec<Period>,
    may_see_unprotected: bool,
    wrong: Option<Refusal>,
}

async fn make(site: &Site, visitor: &Visitor, cut: &Cut, look: Look) -> Result<Made, Failure> {
    let caller = visitor.caller("statistics");
    look.require(&site.office, &caller).await?;
    let may_see_unprotected = site.office.permits(&caller, Action::SeeUnprotectedStatistics, &Resource::Desk)?;
    let day = cut.day();
    let as_at = look.as_at(&caller, day.as_ref().ok().copied().flatten())?;
    let extracts = site.memory.extracts(&site.office, (as_at, caller.today()?)).await?;
    let periods = asking::periods(as_at);
    let period = cut.period().transpose();
    let wrong = day.err().or_else(|| period.as_ref().err().cloned());
    let period = period.ok().flatten().unwrap_or_else(|| asking::usual_period(&extracts, as_at));
    let over = Edition::check(period, as_at).map_err(|error| Failure::from(error).refusal());
    let wrong = match over {
        Ok(()) => wrong,
        Err(Ok(refusal)) => wrong.or(Some(refusal)),
        Err(Err(failure)) => return Err(failure),
    };
    let asked = Asked { period, as_at, look, periods, may_see_unprotected, wrong };
    if asked.wrong.is_some() {
        return Ok(Made { edition: None, asked });
    }
    let edition = if look.is_protected() {
        match site.memory.editions.protected(&extracts, (period, as_at)).await {
            Making::Ready(edition) => Some(edition),
            Making::Underway => None,
            Making::Broken => return Err(AppError::Bulletin("an edition could not be protected".into()).into()),
        }
    } else {
        Some(Arc::new(true_figures(extracts, (period, as_at), look).await?))
    };
    Ok(Made { edition, asked })
}

async fn true_figures(extracts: Arc<Extracts>, cut: (Period, Date), look: Look) -> Result<Edition, AppError> {
    let made = tokio::task::spawn_blocking(move || Edition::make(&extracts, cut, look, &[])).await;
    made.map_err(|stopped| AppError::Bulletin(stopped.into()))?
}

async fn list(site: Site, visitor: Visitor, Query(cut): Query<Cut>) -> Response {
    let made = async {
        let made = make(&site, &visitor, &cut, cut.look(false)).await?;
        made.asked.note(&site, &visitor, "the list of tables").await?;
        Ok::<_, Failure>(made)
    };
    match made.await {
        Ok(made) => answer(&site, &visitor, &made, made.edition.as_deref().map(listed)),
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

/// The list, or the form alone where there is no edition: because it is being made, or because of what was asked.
fn answer(site: &Site, visitor: &Visitor, made: &Made, with: Option<Value>) -> Response {
    let with = with.unwrap_or_else(|| context! { waiting => made.asked.wrong.is_none() });
    site.show("statistics.html", visitor, context! { ..with, ..made.asked.shown(site.texts()) })
}

fn listed(edition: &Edition) -> Value {
    let tables = edition.release.tables.iter().map(|table| {
        context! {
            id => table.id.as_str(),
            number => table.caption.number.as_str(),
            title => table.caption.title.as_str(),
            small => table.caption.small_cells.is_some(),
        }
    });
    let withheld = edition.withheld.iter().map(|(_, title)| title.clone());
    context! {
        title => edition.release.title.as_str(),
        method => edition.method.as_deref(),
        tables => tables.collect::<Vec<_>>(),
        withheld => withheld.collect::<Vec<_>>(),
        because => edition.because.as_deref(),
        threshold => edition.threshold,
    }
}

impl Asked {
    /// Writes an unprotected look down. Nothing is shown before it has returned.
    async fn note(&self, site: &Site, visitor: &Visitor, what: &str) -> Result<(), Failure> {
        let about = format!("{what}, {}, as at {}", self.period, self.as_at);
        Ok(self.look.note(&site.office, &visitor.caller("statistics"), &about).await?)
    }

    fn shown(&self, texts: &Texts) -> Value {
        let period = |period: &Period| {
            context! { value => period.to_string(), text => texts.period(*period), selected => *period == self.period }
        };
        let unprotected = if self.look.is_protected() { "" } else { "&unprotected=yes" };
        context! {
            period => texts.period(self.period),
            periods => self.periods.iter().map(period).collect::<Vec<_>>(),
            as_at => texts.day(self.as_at),
            as_at_parts => asked::shown(self.as_at),
            query => format!("period={}&as_at={}{unprotected}", self.period, self.as_at),
            wrong => texts.told(self.wrong.as_ref()),
            unprotected => !self.look.is_protected(),
            may_see_unprotected => self.may_see_unprotected,
        }
    }
}

async fn show(site: Site, visitor: Visitor, Path(name): Path<String>, Query(cut): Query<Cut>) -> Response {
    let (id, as_file) = name.strip_suffix(".csv").map_or((name.as_str(), false), |id| (id, true));
    let made = match make(&site, &visitor, &cut, cut.look(as_file)).await {
        Ok(made) => made,
        Err(failure) => return failure.answer(&site, Some(&visitor)),
    };
    let Some(edition) = &made.edition else { return answer(&site, &visitor, &made, None) };
    let Some(table) = edition.release.find(id) else {
        return Failure::from(AppError::NotFound { reference: String::new() }).answer(&site, Some(&visitor));
    };
    if let Err(failure) = made.asked.note(&site, &visitor, &table.caption.number).await {
        return failure.answer(&site, Some(&visitor));
    }
    if as_file {
        let name = format!("{}-{}-as-at-{}", table.id, made.asked.period, made.asked.as_at);
        let protection = edition.method.as_deref().unwrap_or(shown::UNPROTECTED);
        return shown::file(table, (&name, protection), edition.release.synthetic);
    }
    site.show("statistics_table.html", &visitor, one(site.texts(), (table, edition), &made.asked))
}

fn one(texts: &Texts, (table, edition): (&Table, &Edition), asked: &Asked) -> Value {
    context! {
        id => table.id.as_str(),
        method => edition.method.as_deref(),
        because => edition.because.as_deref(),
        picture => plot::picture(table, edition.release.synthetic),
        synthetic_figures => edition.release.synthetic,
        ..context! { ..shown::table(table), ..asked.shown(texts) }
    }
}
