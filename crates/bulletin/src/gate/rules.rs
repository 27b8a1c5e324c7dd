//! What must follow from what in a release, as it follows from the definitions of its tables.
//!
//! The rules are derived from what a table says it shows, so that a new table is checked without anybody writing a rule.

use std::collections::BTreeSet;

use crate::{
    audit::CellName,
    check::{
        ChangeSpec, EqualSpec, Manifest, PrecisionSpec, RatioSpec, Reference, Relation, SeriesSpec, ShareSpec, SumSpec,
        TableSpec,
    },
    compute::Release,
    definition::{ColumnDefinition, Definitions, Layout, Show, TableDefinition},
    prose::{Fact, Told},
    table::{Cell, ColumnKind, Table},
    words::long_date,
};

use super::Candidate;

/// The rules of a release and its sentences.
pub(super) fn manifest(definitions: &Definitions, release: &Release, sentences: &[&Told]) -> Manifest {
    let mut rules = Manifest { name: release.id.clone(), ..Manifest::default() };
    for definition in &definitions.tables {
        let Some(table) = release.find(&definition.id) else { continue };
        rules.totals.extend(definition.total.clone());
        rules.tables.push(declared(table));
        match definition.layout {
            Layout::Grid => grid(&mut rules, definition, table),
            Layout::Series => series(&mut rules, definition, table),
            Layout::Ranked | Layout::Stages => {}
        }
        let percentages = named(table, ColumnKind::Percent);
        if !percentages.is_empty() {
            rules.precisions.push(PrecisionSpec { table: table.id.clone(), columns: percentages });
        }
    }
    let key = ["paragraph", "name"].map(str::to_owned).to_vec();
    rules.tables.push(TableSpec { id: "prose".into(), file: "statements.csv".into(), key, ..TableSpec::default() });
    for told in sentences {
        told.facts.iter().for_each(|fact| statement(&mut rules, told, fact));
    }
    rules
}

/// Withheld cells that stand alone in a sum: the total and the others give them back.
///
/// This is the least that every release must keep. What several sums together give back is for the audit to find.
pub(super) fn lone(candidate: &Candidate<'_>, table: &Table) -> Vec<CellName> {
    let Some(definition) = candidate.definitions.find(&table.id) else { return Vec::new() };
    let mut rules = Manifest::default();
    match definition.layout {
        Layout::Grid => grid(&mut rules, definition, table),
        Layout::Series => series(&mut rules, definition, table),
        Layout::Ranked | Layout::Stages => {}
    }
    let place = |name: &String| table.columns.iter().position(|column| column.name == *name);
    let mut sums: Vec<Vec<(usize, usize)>> = Vec::new();
    for sum in &rules.sums {
        let columns: Vec<usize> = sum.columns.iter().filter_map(place).collect();
        let total = sum.total_column.as_ref().and_then(place);
        if let Some(total) = total {
            sums.extend((0..table.rows.len()).map(|row| columns.iter().chain([&total]).map(|c| (row, *c)).collect()));
        }
        if sum.total_row.is_some() {
            let down = |column: &usize| (0..table.rows.len()).map(|row| (row, *column)).collect();
            sums.extend(columns.iter().map(down));
        }
    }
    let is_withheld = |(row, column): &&(usize, usize)| {
        table.rows.get(*row).and_then(|cells| cells.get(*column)) == Some(&Cell::Withheld)
    };
    let mut found = BTreeSet::new();
    // A total of no parts is given back by none.
    for sum in sums.iter().filter(|sum| sum.len() > 1) {
        let withheld: Vec<&(usize, usize)> = sum.iter().filter(is_withheld).collect();
        if let [(row, column)] = withheld.as_slice()
            && let Some((cells, column)) = table.rows.get(*row).zip(table.columns.get(*column))
        {
            found.insert(CellName { row: table.key(cells), column: column.name.clone() });
        }
    }
    found.into_iter().collect()
}

fn declared(table: &Table) -> TableSpec {
    let (id, title) = (table.id.clone(), table.caption.title.clone());
    TableSpec { file: format!("{id}.csv"), id, title, key: named(table, ColumnKind::Key), ..TableSpec::default() }
}

fn named(table: &Table, kind: ColumnKind) -> Vec<String> {
    table.columns.iter().filter(|column| column.kind == kind).map(|column| column.name.clone()).collect()
}

/// The columns as they came out, each with its definition; a run of columns `across` comes out as many.
fn columns<'a>(definition: &'a TableDefinition, table: &'a Table) -> Vec<(&'a ColumnDefinition, &'a str)> {
    definition.shown(table).map(|(definition, column)| (definition, column.name.as_str())).collect()
}

fn grid(rules: &mut Manifest, definition: &TableDefinition, table: &Table) {
    let columns = columns(definition, table);
    let count = |period: i16| {
        columns.iter().find(|(column, _)| column.show == Show::Count && column.period == period).map(|(_, name)| *name)
    };
    let rows_are_all = definition.total.is_some()
        && (definition.top.is_none() || definition.remainder.is_some())
        && (definition.leave_out.is_empty() || definition.remainder.is_some());
    if let Some(total) = definition.total.clone().filter(|_| rows_are_all) {
        let known = |name: &&str| {
            let place = table.columns.iter().position(|column| column.name == **name);
            place.is_some_and(|place| table.rows.iter().all(|row| row.get(place) != Some(&Cell::Blank)))
        };
        let counts = columns.iter().filter(|(c, _)| matches!(c.show, Show::Count | Show::Sum | Show::Across));
        let counts: Vec<String> = counts.map(|(_, name)| *name).filter(known).map(str::to_owned).collect();
        rules.sums.push(SumSpec {
            table: table.id.clone(),
            columns: counts,
            total_row: Some(total.clone()),
            total_column: None,
        });
        for (column, name) in columns.iter().filter(|(column, _)| column.show == Show::Share) {
            if let Some(of) = count(column.period) {
                let (table, column, of) = (table.id.clone(), (*name).to_owned(), of.to_owned());
                rules.shares.push(ShareSpec { table, column, of, base_row: total.clone() });
            }
        }
    }
    let across: Vec<String> =
        columns.iter().filter(|(c, _)| c.show == Show::Across).map(|(_, name)| (*name).to_owned()).collect();
    if let Some(total) = count(0).filter(|_| !across.is_empty()) {
        let (table, total_column) = (table.id.clone(), Some(total.to_owned()));
        rules.sums.push(SumSpec { table, columns: across, total_row: None, total_column });
    }
    for (column, name) in columns.iter().filter(|(column, _)| column.show == Show::Change) {
        if let Some((from, to)) = count(column.period.saturating_sub(column.back)).zip(count(column.period)) {
            rules.changes.push(ChangeSpec {
                table: table.id.clone(),
                column: (*name).to_owned(),
                from: from.to_owned(),
                to: to.to_owned(),
                siblings: Vec::new(),
                defects: Default::default(),
            });
        }
    }
}

fn series(rules: &mut Manifest, definition: &TableDefinition, table: &Table) {
    let columns = columns(definition, table);
    let counts = || columns.iter().filter(|(column, _)| column.show == Show::Count);
    let with = |column: &ColumnDefinition| {
        counts().find(|(count, _)| count.filter == column.filter).map(|(_, name)| (*name).to_owned())
    };
    let all = counts().find(|(column, _)| column.filter.is_empty()).map(|(_, name)| (*name).to_owned());
    for (column, name) in &columns {
        let name = (*name).to_owned();
        match column.show {
            Show::Change => {
                if let Some(of) = with(column) {
                    let back = usize::try_from(column.back).unwrap_or(1);
                    rules.series.push(SeriesSpec { table: table.id.clone(), column: name, of, back });
                }
            }
            Show::Share => {
                let base = if column.whole.is_empty() {
                    all.clone()
                } else {
                    counts().find(|(count, _)| count.filter == column.whole).map(|(_, name)| (*name).to_owned())
                };
                if let Some((part, whole)) = with(column).zip(base) {
                    shares_of_rows(rules, table, (&name, &part, &whole));
                }
            }
            _ => {}
        }
    }
    // Two columns or more that filter on one and the same column of the extract claim to be all there is.
    let parts: Vec<_> = counts().filter(|(column, _)| column.filter.len() == 1).collect();
    let on = parts.first().and_then(|(column, _)| column.filter.keys().next());
    let alike = parts.len() > 1 && parts.iter().all(|(column, _)| column.filter.keys().next() == on);
    if let Some(total) = all.filter(|_| alike) {
        let columns = parts.iter().map(|(_, name)| (*name).to_owned()).collect();
        rules.sums.push(SumSpec { table: table.id.clone(), columns, total_row: None, total_column: Some(total) });
    }
}

fn shares_of_rows(rules: &mut Manifest, table: &Table, (share, part, whole): (&str, &str, &str)) {
    let place = table.columns.iter().position(|column| column.name == share);
    for row in &table.rows {
        let is_printed = place.and_then(|place| row.get(place)).is_some_and(|cell| matches!(cell, Cell::Percent(_)));
        if is_printed {
            let cell = |column: &str| reference(&table.id, &table.key(row), column);
            rules.ratios.push(RatioSpec {
                says: format!("{part} of {whole} in {}", table.key(row)),
                value: cell(share),
                part: vec![cell(part)],
                whole: vec![cell(whole)],
                plain: false,
                fits: Vec::new(),
                defect: None,
            });
        }
    }
}

fn statement(rules: &mut Manifest, told: &Told, fact: &Fact) {
    let value = reference("prose", &format!("{} / {}", told.paragraph, fact.name), "value");
    let cell = reference(&fact.table, &fact.row, &fact.column);
    match &fact.whole {
        None => rules.equals.push(EqualSpec {
            says: told.text.clone(),
            value,
            of: vec![cell],
            relation: Relation::Equal,
            fits: Vec::new(),
            defect: None,
        }),
        Some([table, row, column]) => rules.ratios.push(RatioSpec {
            says: told.text.clone(),
            value,
            part: vec![cell],
            whole: vec![reference(table, row, column)],
            plain: false,
            fits: Vec::new(),
            defect: None,
        }),
    }
}

fn reference(table: &str, row: &str, column: &str) -> Reference {
    let row = row.replace(" · ", " / ");
    Reference::Cells { table: table.to_owned(), row, column: column.to_owned(), after: None }
}

/// What a sentence says in figures that no fact of it accounts for.
///
/// Periods, declared names and table numbers are taken out; what is left must be the facts' figures in their order.
pub(super) fn unbound_number(candidate: &Candidate<'_>, told: &Told) -> Option<String> {
    let mut words = told.text.clone();
    for back in -12..=0 {
        words = words.replace(&candidate.release.period.plus(back).in_words(), " ");
    }
    let end = candidate.release.period.last_day().map(long_date).unwrap_or_default();
    words = words.replace(&end, " ");
    for name in candidate.definitions.publication.iter().flat_map(|publication| &publication.names) {
        words = words.replace(name.as_str(), " ");
    }
    for table in &candidate.release.tables {
        words = words.replace(&table.caption.number.to_lowercase(), " ");
    }
    let figures = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_ascii_digit() && c != ',' && c != '.');
        let parts = parts.map(|part| part.trim_matches([',', '.']).to_owned());
        parts.filter(|part| part.chars().any(|c| c.is_ascii_digit())).collect()
    };
    let said = figures(&words);
    let bound: Vec<String> = told.facts.iter().flat_map(|fact| figures(&fact.printed)).collect();
    (said != bound)
        .then(|| format!("it says {} and is bound to {}; bind every figure to a cell", said.join(" "), bound.join(" ")))
}
