//! The bulletin as one page that names no other host, runs no script and prints well.

use minijinja::{AutoEscape, Environment, context, value::Serde};
use serde::Serialize;

use crate::{
    definition::text::PublicationDefinition,
    render::shorthand::Shown,
    table::{ColumnKind, Table},
};

use super::Publication;

const TEMPLATE: &str = include_str!("bulletin.html");

/// A section of the page.
#[derive(Serialize)]
struct PageSection {
    number: usize,
    heading: String,
    sentences: Vec<String>,
    shown: Vec<Shows>,
}

/// A chart or a table.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Shows {
    Chart { id: String, svg: String, table: String },
    Table(PageTable),
}

#[derive(Serialize)]
struct PageTable {
    id: String,
    number: String,
    title: String,
    base: String,
    calendar: String,
    headings: Vec<Heading>,
    rows: Vec<PageRow>,
    notes: Vec<String>,
    shorthands: Vec<String>,
    internal: bool,
}

#[derive(Serialize)]
struct Heading {
    text: String,
    is_figure: bool,
}

#[derive(Serialize)]
struct PageRow {
    is_total: bool,
    cells: Vec<PageCell>,
}

#[derive(Serialize)]
struct PageCell {
    text: String,
    is_label: bool,
    is_figure: bool,
}

/// The page.
pub(super) fn html(publication: &Publication<'_>) -> Result<String, minijinja::Error> {
    let release = publication.release;
    let mut told: Vec<&str> = Vec::new();
    let mut sections = Vec::new();
    for section in &publication.prose.sections {
        let shown: Vec<Shows> = section.show.iter().filter_map(|name| show(publication, name)).collect();
        told.extend(section.show.iter().filter_map(|name| name.strip_prefix("table:")));
        sections.push(PageSection {
            number: section.number,
            heading: section.heading.clone(),
            sentences: section.sentences.iter().map(|told| told.text.clone()).collect(),
            shown,
        });
    }
    let rest: Vec<Shows> = release
        .tables
        .iter()
        .filter(|table| !told.contains(&table.id.as_str()) && !table.rows.is_empty())
        .map(|table| Shows::Table(page_table(table)))
        .collect();
    if !rest.is_empty() {
        let number = sections.len() + 1;
        sections.push(PageSection { number, heading: "Tables".to_owned(), sentences: Vec::new(), shown: rest });
    }
    let revisions: Vec<_> = publication.revisions.iter().map(|explained| revised(publication, explained)).collect();
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let shared = &publication.definitions.bulletin;
    let publisher = publication.definitions.publication.as_ref();
    environment.render_named_str(
        "bulletin.html",
        TEMPLATE,
        context! {
            title => release.title.as_str(),
            period => release.period.in_words(),
            as_at => publication.as_at(),
            synthetic => release.synthetic,
            internal => publication.is_internal(),
            producer => publisher.map(|publisher| publisher.producer.as_str()),
            introduction => publisher.map(paragraphs).unwrap_or_default(),
            counting => shared.counting.as_str(),
            rule_era => shared.rule_era.as_str(),
            rounding => crate::rounding::RULE,
            method => publication.method,
            sections => Serde(&sections),
            revisions => Serde(&revisions),
            file => release.id.as_str(),
            referrals => publication.provenance.referrals.as_str(),
        },
    )
}

fn show(publication: &Publication<'_>, name: &str) -> Option<Shows> {
    let (kind, id) = name.split_once(':')?;
    if kind == "table" {
        return publication
            .release
            .find(id)
            .filter(|table| !table.rows.is_empty())
            .map(|t| Shows::Table(page_table(t)));
    }
    let chart = publication.charts.iter().find(|chart| chart.id == id)?;
    let table = publication.release.find(&chart.table)?;
    Some(Shows::Chart { id: chart.id.clone(), svg: chart.svg.clone(), table: table.caption.number.clone() })
}

fn page_table(table: &Table) -> PageTable {
    let caption = &table.caption;
    let is_figure = |kind: ColumnKind| !matches!(kind, ColumnKind::Key | ColumnKind::Text);
    let cell = |row: usize, column: usize| {
        let kind = table.columns.get(column).map_or(ColumnKind::Text, |column| column.kind);
        let shown = table.shown(row, column);
        let is_figure = is_figure(kind) || matches!(shown, Shown::Number(_));
        PageCell { text: shown.text(), is_label: kind == ColumnKind::Key, is_figure }
    };
    let mut notes = caption.notes.clone();
    let explained = table.columns.iter().filter(|c| matches!(c.kind, ColumnKind::Percent | ColumnKind::Days));
    notes.extend(explained.map(|column| format!("{}: {}", column.heading, column.description)));
    PageTable {
        id: table.id.clone(),
        number: caption.number.clone(),
        title: caption.title.clone(),
        base: caption.base.clone(),
        calendar: caption.calendar.clone(),
        headings: table
            .columns
            .iter()
            .map(|column| Heading {
                text: column.heading.replace("-Q", "\u{2011}Q"),
                is_figure: is_figure(column.kind),
            })
            .collect(),
        rows: (0..table.rows.len())
            .map(|row| PageRow {
                is_total: table.has_total && row + 1 == table.rows.len(),
                cells: (0..table.columns.len()).map(|column| cell(row, column)).collect(),
            })
            .collect(),
        notes,
        shorthands: table.shorthands(),
        internal: caption.small_cells.is_some(),
    }
}

/// A revision as it is shown: table, row, column, was, is, difference, causes.
#[derive(Serialize)]
struct Revised {
    table: String,
    row: String,
    column: String,
    was: String,
    is: String,
    difference: String,
    causes: String,
}

fn revised(publication: &Publication<'_>, explained: &crate::causes::Explained) -> Revised {
    let revision = &explained.revision;
    let table = publication.release.find(&revision.table);
    let known = table.and_then(|table| table.columns.iter().find(|column| column.name == revision.column));
    let grouped = |text: &str| text.parse().map_or_else(|_| text.to_owned(), crate::words::grouped);
    Revised {
        table: table.map_or_else(|| revision.table.clone(), |table| table.caption.number.clone()),
        row: revision.row.clone(),
        column: known.map_or_else(|| revision.column.clone(), |column| column.heading.clone()),
        was: grouped(&revision.was),
        is: grouped(&revision.is),
        difference: revision.difference.map(|difference| format!("{difference:+}")).unwrap_or_default(),
        causes: explained.because(),
    }
}

fn paragraphs(publisher: &PublicationDefinition) -> Vec<String> {
    publisher.introduction.iter().map(|paragraph| paragraph.text.clone()).collect()
}
