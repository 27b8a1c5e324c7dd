//! The statistical tables, for those who may see figures that no disclosure control has been over yet.

mod plot;

use axum::{
    Router,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::civil::Date;
use manumit_app::{
    AppError,
    access::{Action, Resource},
    statistics::{self, ColumnKind, Table, Tables, date_of},
};
use minijinja::{Value, context};
use serde::Deserialize;

use crate::{Site, asked, failure::Failure, spreadsheet::csv, visitor::Visitor, written};

/// The routes.
pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/statistics", get(list)).route("/statistics/{table}", get(show))
}

/// Which year, as at which day.
#[derive(Clone, Debug, Default, Deserialize)]
struct Cut {
    year: Option<String>,
    as_at: Option<String>,
    #[serde(rename = "as_at-day")]
    day: Option<String>,
    #[serde(rename = "as_at-month")]
    month: Option<String>,
    #[serde(rename = "as_at-year")]
    of_year: Option<String>,
}

impl Cut {
    /// The day asked for; an error where what was asked is no day.
    fn day(&self) -> Result<Option<Date>, ()> {
        let text = match (&self.as_at, &self.day, &self.month, &self.of_year) {
            (Some(text), ..) => text.trim().to_owned(),
            (None, Some(day), Some(month), Some(year)) => {
                let [day, month, year] = [day, month, year].map(|part| part.trim());
                if day.is_empty() && month.is_empty() && year.is_empty() {
                    return Ok(None);
                }
                let read = || Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
                return read().map(Some).ok_or(());
            }
            _ => return Ok(None),
        };
        if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| ()) }
    }
}

/// The tables that were asked for, and how the question was read.
struct Made {
    tables: Tables,
    as_at: Date,
    year: i16,
    years: Vec<i16>,
    wrong: bool,
}

async fn make(site: &Site, visitor: &Visitor, cut: &Cut) -> Result<Made, Failure> {
    let caller = visitor.caller("statistics");
    site.office.require(&caller, Action::SeeStatistics, &Resource::Desk).await?;
    let today = caller.today()?;
    let extract = site.memory.extract(&site.office).await?;
    let last = date_of(extract.last_recorded()).unwrap_or(today);
    let asked = cut.day();
    let as_at = asked.unwrap_or_default().unwrap_or(last).min(today.max(last));
    let mut years: Vec<i16> = (2009..=last.year()).rev().collect();
    if years.is_empty() {
        years.push(today.year());
    }
    let year = cut.year.as_deref().and_then(|year| year.trim().parse().ok()).filter(|year| years.contains(year));
    let year = year.unwrap_or_else(|| busiest(&extract, as_at).unwrap_or(as_at.year()));
    let tables = statistics::release(&site.office, &caller, (extract, as_at, year)).await?;
    Ok(Made { tables, as_at, year, years, wrong: asked.is_err() })
}

/// The latest year with referrals.
fn busiest(extract: &statistics::Extract, as_at: Date) -> Option<i16> {
    let selection = extract.as_at(statistics::day_number(as_at));
    selection.received_on().into_iter().max().and_then(date_of).map(|day| day.year())
}

async fn list(State(site): State<Site>, visitor: Visitor, Query(cut): Query<Cut>) -> Response {
    match make(&site, &visitor, &cut).await {
        Ok(made) => site.show("statistics.html", &visitor, listed(&made)),
        Err(failure) => failure.answer(&site, Some(&visitor)),
    }
}

fn listed(made: &Made) -> Value {
    let tables = made.tables.release.tables.iter().map(|table| {
        context! {
            id => table.id.as_str(),
            number => table.caption.number.as_str(),
            title => table.caption.title.as_str(),
            small => table.caption.small_cells.is_some(),
        }
    });
    let withheld = made.tables.withheld.iter().map(|(_, title)| title.clone());
    context! {
        tables => tables.collect::<Vec<_>>(),
        withheld => withheld.collect::<Vec<_>>(),
        threshold => made.tables.threshold,
        ..cut(made)
    }
}

fn cut(made: &Made) -> Value {
    context! {
        title => made.tables.release.title.as_str(),
        year => made.year,
        years => made.years.iter().map(|year| context! { value => year, text => year, selected => *year == made.year }).collect::<Vec<_>>(),
        as_at => written::day(made.as_at),
        as_at_parts => asked::shown(made.as_at),
        query => format!("year={}&as_at={}", made.year, made.as_at),
        wrong => made.wrong,
    }
}

async fn show(
    State(site): State<Site>,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(cut): Query<Cut>,
) -> Response {
    let made = match make(&site, &visitor, &cut).await {
        Ok(made) => made,
        Err(failure) => return failure.answer(&site, Some(&visitor)),
    };
    let (id, as_file) = name.strip_suffix(".csv").map_or((name.as_str(), false), |id| (id, true));
    let Some(table) = made.tables.release.find(id) else {
        return Failure::from(AppError::NotFound { reference: String::new() }).answer(&site, Some(&visitor));
    };
    if as_file {
        return file(table, &made);
    }
    site.show("statistics_table.html", &visitor, shown(table, &made))
}

/// The table as a file, under its caption: no figure leaves without it.
fn file(table: &Table, made: &Made) -> Response {
    let caption = &table.caption;
    let about = [
        ("table", format!("{}: {}", caption.number, caption.title)),
        ("unit", caption.unit.clone()),
        ("calendar", caption.calendar.clone()),
        ("as at", caption.cut_off.clone()),
        ("counts", caption.base.clone()),
        ("scheme", caption.scheme.clone()),
        ("rules", caption.rule_era.clone()),
        ("not for publication", "No disclosure control has been over these figures.".to_owned()),
    ];
    let about = about.into_iter().map(|(name, text)| vec![name.to_owned(), text]);
    let header = vec![table.columns.iter().map(|column| column.name.clone()).collect::<Vec<String>>()];
    let rows = table.rows.iter().map(|row| row.iter().map(ToString::to_string).collect());
    let text = csv(about.chain([Vec::new()]).chain(header).chain(rows));
    let disposition = format!("attachment; filename=\"{}-{}-as-at-{}.csv\"", table.id, made.year, made.as_at);
    let kind = "text/csv; charset=utf-8".to_owned();
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], text).into_response()
}

fn shown(table: &Table, made: &Made) -> Value {
    let caption = &table.caption;
    let columns = table.columns.iter().map(|column| {
        context! {
            name => heading(&column.name),
            description => column.description.as_str(),
            number => !matches!(column.kind, ColumnKind::Key | ColumnKind::Text),
            key => column.kind == ColumnKind::Key,
        }
    });
    let last = table.rows.len().saturating_sub(1);
    let rows = table.rows.iter().enumerate().map(|(number, row)| {
        let cells = row.iter().zip(&table.columns).map(|(cell, column)| {
            context! {
                text => cell.to_string(),
                number => !matches!(column.kind, ColumnKind::Key | ColumnKind::Text),
                key => column.kind == ColumnKind::Key,
            }
        });
        context! { cells => cells.collect::<Vec<_>>(), total => table.has_total && number == last }
    });
    context! {
        id => table.id.as_str(),
        number => caption.number.as_str(),
        table_title => caption.title.as_str(),
        columns => columns.collect::<Vec<_>>(),
        rows => rows.collect::<Vec<_>>(),
        plot => plot::bars(table),
        about => context! {
            unit => caption.unit.as_str(), calendar => caption.calendar.as_str(), cut_off => caption.cut_off.as_str(),
            base => caption.base.as_str(), denominators => caption.denominators.clone(), scheme => caption.scheme.as_str(),
            rule_era => caption.rule_era.as_str(), rounding => caption.rounding.as_str(), ties => caption.ties.clone(),
            sources => caption.sources.clone(), small_cells => caption.small_cells.clone(), notes => caption.notes.clone(),
        },
        ..cut(made)
    }
}

/// A column's name as people read it.
fn heading(name: &str) -> String {
    let plain = name.replace("pct_of", "% of").replace("pct", "%").replace("_printed", "").replace('_', " ");
    let mut letters = plain.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
