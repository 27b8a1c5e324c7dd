//! A table of one's own: a measure, quarters, dimensions, filters and a day, asked for by an address that can be kept.

use axum::{extract::RawQuery, http::StatusCode, response::Response};
use jiff::civil::Date;
use manumit_app::{
    AppError,
    access::{Action, Resource},
    statistics::{
        self, Asked, Calendar, Column, Count, Dimension, Look, MOST_DIMENSIONS, MOST_VALUES, Measure, Period, Question,
        choices,
    },
};
use manumit_domain::refusal::Refusal;
use minijinja::{Value, context};

use super::{
    asking::{self, AsAt},
    shown,
};
use crate::{Language, Site, Texts, asked, failure::Failure, visitor::Visitor};

/// So many quarters are shown when none are asked for.
const USUAL: i16 = 4;

/// What was asked, as typed: each name with its text, in their order, without those left empty.
struct Typed(Vec<(String, String)>);

impl Typed {
    fn read(query: Option<&str>) -> Self {
        let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let pairs = pairs.map(|(name, text)| (name.trim().to_owned(), text.trim().to_owned()));
        Self(pairs.filter(|(_, text)| !text.is_empty()).collect())
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, text)| text.as_str())
    }

    /// The same as an address.
    fn address(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }

    fn as_at(&self) -> AsAt {
        let text = |name| self.text(name).map(str::to_owned);
        AsAt { as_at: text("as_at"), day: text("as_at-day"), month: text("as_at-month"), year: text("as_at-year") }
    }

    fn quarter(&self, name: &'static str, otherwise: Period) -> Result<Period, Refusal> {
        let Some(text) = self.text(name) else { return Ok(otherwise) };
        text.parse().ok().filter(|period: &Period| period.calendar() == Calendar::Quarter).ok_or_else(|| {
            let said = format!("{text:?} is no quarter.");
            Refusal::new("statistics.quarter", said, "Write one as 2026-Q3.").about(name)
        })
    }

    /// The question, or the first thing in it that cannot be asked.
    fn question(&self, last: Period) -> Result<(Question, Option<Date>), Refusal> {
        let measure = self.text("measure").unwrap_or_default();
        let measure = Measure::find(measure).ok_or_else(|| {
            Refusal::new(
                "statistics.measure",
                format!("{measure:?} is nothing that is counted."),
                "Choose what to count.",
            )
            .about("measure")
        })?;
        let to = self.quarter("to", last)?;
        let from = self.quarter("from", to.plus(1 - USUAL))?;
        let no_column = |name: &str, field| {
            let said = format!("{name:?} is nothing to count by.");
            Refusal::new("statistics.column", said, "Choose one of the list.").about(field)
        };
        let by = self.all("by").map(|name| Dimension::find(name).ok_or_else(|| no_column(name, "by")));
        let by = by.collect::<Result<Vec<_>, _>>()?;
        // The same column again is another of its values; a value that is chosen twice is chosen once.
        let mut only: Vec<(Column, Vec<String>)> = Vec::new();
        for (name, text) in self.0.iter().filter(|(name, _)| !KNOWN.contains(&name.as_str())) {
            let column = Column::find(name).ok_or_else(|| no_column(name, "filters"))?;
            match only.iter_mut().find(|(known, _)| *known == column) {
                Some((_, values)) if values.contains(text) => {}
                Some((_, values)) => values.push(text.clone()),
                None => only.push((column, vec![text.clone()])),
            }
        }
        Ok((Question { measure, from, to, by, only }, self.as_at().read()?))
    }
}

/// What an address may name beside columns.
const KNOWN: [&str; 9] =
    ["measure", "from", "to", "by", "as_at", "as_at-day", "as_at-month", "as_at-year", "unprotected"];

/// What is to be shown: nothing was asked yet, an answer, or why there is none.
enum Outcome {
    NotAsked,
    Counted(Box<Count>),
    Refused(Refusal),
}

pub(super) async fn show(site: Site, visitor: Visitor, RawQuery(query): RawQuery) -> Response {
    let typed = Typed::read(query.as_deref());
    match outcome(&site, &visitor, &typed, false).await {
        Ok(outcome) => page(&site, &visitor, &typed, &outcome),
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

pub(super) async fn file(site: Site, visitor: Visitor, RawQuery(query): RawQuery) -> Response {
    let typed = Typed::read(query.as_deref());
    match outcome(&site, &visitor, &typed, true).await {
        Ok(Outcome::Counted(count)) => {
            let name = format!("{}-as-at-{}", typed.text("measure").unwrap_or("count").replace('_', "-"), count.as_at);
            shown::file(&count.table, (&name, &count.method), count.synthetic)
        }
        Ok(outcome) => page(&site, &visitor, &typed, &outcome),
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

async fn outcome(site: &Site, visitor: &Visitor, typed: &Typed, as_file: bool) -> Result<Outcome, Failure> {
    let caller = visitor.caller("statistics");
    let look = asking::look(typed.text("unprotected").unwrap_or_default(), as_file);
    look.require(&site.office, &caller).await?;
    if typed.text("measure").is_none() {
        return Ok(Outcome::NotAsked);
    }
    let last = usual_quarter(look.as_at(&caller, None)?);
    let (question, as_at) = match typed.question(last) {
        Ok(read) => read,
        Err(refusal) => return Ok(Outcome::Refused(refusal)),
    };
    let days = (look.as_at(&caller, as_at)?, caller.today()?);
    let extracts = site.memory.extracts(&site.office, days).await?;
    let asked = Asked { question, as_at, look };
    match statistics::count(&site.office, &caller, (extracts, asked)).await {
        Ok(count) => Ok(Outcome::Counted(Box::new(count))),
        Err(AppError::Refused(refusal)) if refusal.code.starts_with("statistics.") => Ok(Outcome::Refused(refusal)),
        Err(error) => Err(error.into()),
    }
}

fn page(site: &Site, visitor: &Visitor, typed: &Typed, outcome: &Outcome) -> Response {
    let made = form(site, visitor, typed).map(|form| match outcome {
        Outcome::NotAsked => (StatusCode::OK, form),
        Outcome::Refused(refusal) => {
            (StatusCode::UNPROCESSABLE_ENTITY, context! { wrong => site.texts().told(Some(refusal)), ..form })
        }
        Outcome::Counted(count) => (StatusCode::OK, context! { count => counted(site.texts(), count), ..form }),
    });
    match made {
        Ok((status, with)) => site.page(status, "statistics_count.html", Some(visitor), with),
        Err(failure) => failure.answer(site, Some(visitor)),
    }
}

fn counted(texts: &Texts, count: &Count) -> Value {
    context! {
        // The picture is ours: what it says is escaped where it is drawn.
        picture => count.picture.as_ref().map(|picture| Value::from_safe_string(picture.clone())),
        method => count.method.as_str(),
        as_at => texts.day(count.as_at),
        synthetic => count.synthetic,
        ..shown::table(&count.table)
    }
}

/// The form, as it was filled in.
fn form(site: &Site, visitor: &Visitor, typed: &Typed) -> Result<Value, Failure> {
    let caller = visitor.caller("statistics");
    let texts = site.texts();
    let last = usual_quarter(Look::Protected.as_at(&caller, None)?);
    let this = Calendar::Quarter.of(caller.today()?);
    let to = typed.quarter("to", last).unwrap_or(last);
    let from = typed.quarter("from", to.plus(1 - USUAL)).unwrap_or(last);
    let measures = Measure::ALL.iter().map(|known| item(known.code(), &texts.measure(*known), typed.text("measure")));
    let columns = columns();
    Ok(context! {
        measures => measures.collect::<Vec<_>>(),
        from => quarters(texts, this, from),
        to => quarters(texts, this, to),
        by => dimensions(texts, &columns, typed),
        filters => filters(site, &columns, typed),
        filtered => columns.iter().any(|column| typed.text(column.name()).is_some()),
        as_at_parts => day_typed(typed),
        may_see_unprotected => site.office.permits(&caller, Action::SeeUnprotectedStatistics, &Resource::Desk)?,
        unprotected => !asking::look(typed.text("unprotected").unwrap_or_default(), false).is_protected(),
        address => typed.address(),
    })
}

/// One of the values of a list to choose from.
fn item(value: &str, text: &str, chosen: Option<&str>) -> Value {
    context! { value => value, text => text, selected => chosen == Some(value) }
}

fn quarters(texts: &Texts, last: Period, chosen: Period) -> Vec<Value> {
    let quarter = |quarter: Period| {
        context! { value => quarter.to_string(), text => texts.period(quarter), selected => quarter == chosen }
    };
    asking::quarters(last).into_iter().map(quarter).collect()
}

fn dimensions(texts: &Texts, columns: &[Column], typed: &Typed) -> Vec<Value> {
    let dimension = |place: usize| {
        let chosen = typed.all("by").nth(place);
        let columns = columns.iter().copied().map(Dimension::Column);
        let dimensions = [Dimension::Quarter].into_iter().chain(columns);
        let offered = dimensions.map(|dimension| item(dimension.name(), &texts.dimension(dimension), chosen));
        let nothing = item("", &texts.text("statistics-nothing-more"), chosen);
        context! { number => place + 1, items => [nothing].into_iter().chain(offered).collect::<Vec<_>>() }
    };
    (0..MOST_DIMENSIONS).map(dimension).collect()
}

/// A list for each column, and where values are chosen one for each of them and one more.
fn filters(site: &Site, columns: &[Column], typed: &Typed) -> Vec<Value> {
    let texts = site.texts();
    let filter = |column: &Column| {
        let values = choices(site.office.law(), *column);
        let label = texts.dimension(Dimension::Column(*column));
        let chosen: Vec<&str> = typed.all(column.name()).collect();
        let lists = if values.is_empty() { 0 } else { (chosen.len() + 1).min(MOST_VALUES) };
        let list = |place: usize| {
            let chosen = chosen.get(place).copied();
            let items = values.iter().map(|value| value_of(texts, value, chosen));
            let all = item("", &texts.text("statistics-all"), chosen);
            let items: Vec<Value> = [all].into_iter().chain(items).collect();
            context! { name => column.name(), label => &label, number => place + 1, items }
        };
        (0..lists).map(list).collect::<Vec<Value>>()
    };
    columns.iter().flat_map(filter).collect()
}

/// One of the values by which counts are narrowed, in the language of the page, or marked as English.
fn value_of(texts: &Texts, value: &str, chosen: Option<&str>) -> Value {
    let english =
        || context! { attributes => context! { lang => Language::English.code() }, ..item(value, value, chosen) };
    match texts.value(value) {
        Some(said) => item(value, &said, chosen),
        None if texts.language() == Language::English => item(value, value, chosen),
        None => english(),
    }
}

/// The day as it was typed, whether it is one or not.
fn day_typed(typed: &Typed) -> Value {
    let as_at = typed.as_at();
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    let parts = || context! { day => part(&as_at.day), month => part(&as_at.month), year => part(&as_at.year) };
    as_at.read().ok().flatten().map_or_else(parts, asked::shown)
}

/// The last quarter that is over in the record as at a day.
fn usual_quarter(as_at: Date) -> Period {
    asking::periods(as_at).first().copied().unwrap_or(Calendar::Quarter.of(as_at))
}

/// Every column of any measure, in the order of the form.
fn columns() -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for column in Measure::ALL.iter().flat_map(|measure| measure.columns()) {
        if !columns.contains(column) {
            columns.push(*column);
        }
    }
    columns
}
