//! Rules for tables that nobody declared, inferred from the names of their rows and columns.
//!
//! Only conventions that leave little doubt are used: a row labelled Total, a column `total`, a pair `total_2011` and
//! `total_2012` beside one `pct_change…`, `pct_of_total_2011` beside `total_2011`, a rank beside its count, and files
//! named `tableNN`. What is not inferred is not checked, and the report says that the rules were inferred.

use std::collections::BTreeSet;

use super::{
    manifest::Manifest,
    number::Decimal,
    set::Set,
    spec::{ChangeSpec, LabelSpec, NumberingSpec, PrecisionSpec, RankSpec, ShareSpec, SumSpec, TableSpec},
    table::{Cell, PrintedTable, Row},
};

/// Columns whose numbers count nothing.
const MARKS: [&str; 3] = ["tied", "line", "year"];

const TOTALS: [&str; 4] = ["total", "grand total", "all", "totals"];

/// Infers the rules of a set of tables from conventions of naming.
pub fn infer(set: &Set) -> Manifest {
    let mut manifest =
        Manifest { name: "inferred".to_owned(), totals: TOTALS.map(str::to_owned).to_vec(), ..Manifest::default() };
    for table in set.tables() {
        infer_table(table, &mut manifest);
    }
    for series in ["table", "figure"] {
        if manifest.tables.iter().any(|table| table.series.as_deref() == Some(series)) {
            manifest.numberings.push(NumberingSpec { series: series.to_owned(), defect: None });
        }
    }
    manifest
}

fn infer_table(table: &PrintedTable, manifest: &mut Manifest) {
    let id = table.file.strip_suffix(".csv").unwrap_or(&table.file).to_owned();
    let keys = key_columns(table);
    let (series, number) = numbered(&id).map_or((None, None), |(series, number)| (Some(series), Some(number)));
    let roles = Roles::of(table, &keys);
    manifest.tables.push(TableSpec {
        id: id.clone(),
        file: table.file.clone(),
        series,
        number,
        key: keys.iter().map(|column| table.column_name(*column).to_owned()).collect(),
        ..TableSpec::default()
    });
    let labels = table.rows.iter().filter_map(|row| keys.first().map(|key| row.text(*key)));
    let total_row = labels.filter(|_| keys.len() == 1).find(|label| is_total(label)).map(str::to_owned);
    let total_column = roles.counts.iter().find(|name| is_total(name)).cloned();
    let total_column = total_column.filter(|total| mostly_adds_up(table, &roles, total));
    infer_sums(&id, &roles, (total_row.as_deref(), total_column.as_deref()), manifest);
    infer_percentages(&id, &roles, total_row.as_deref(), manifest);
    infer_ranks(&id, &roles, manifest);
    if shared_labels(table, &keys) * 4 <= table.rows.len() {
        manifest.labels.push(LabelSpec { table: id, defect: None });
    }
}

/// What each column of a table seems to hold.
struct Roles {
    counts: Vec<String>,
    changes: Vec<String>,
    shares: Vec<String>,
    ranks: Vec<String>,
    within: Option<String>,
}

impl Roles {
    fn of(table: &PrintedTable, keys: &[usize]) -> Self {
        let within = keys.first().filter(|_| keys.len() > 1).map(|column| table.column_name(*column).to_owned());
        let mut roles = Self { counts: vec![], changes: vec![], shares: vec![], ranks: vec![], within };
        for (column, name) in table.header.iter().enumerate() {
            if keys.contains(&column) {
                continue;
            }
            if is_rank(name) {
                roles.ranks.push(name.clone());
            } else if name.starts_with("pct_change") {
                roles.changes.push(name.clone());
            } else if name.starts_with("pct_of_total") {
                roles.shares.push(name.clone());
            } else if !name.starts_with("pct") && holds_counts(table, column) {
                roles.counts.push(name.clone());
            }
        }
        roles
    }
}

fn is_total(label: &str) -> bool {
    TOTALS.contains(&label.trim().to_lowercase().as_str())
}

fn is_rank(name: &str) -> bool {
    ["rank", "position"].iter().any(|word| name == *word || name.strip_prefix(word).is_some_and(|r| r.starts_with('_')))
}

/// Only numbers, dashes and withheld numbers, and at least one number; not a column of marks, years or lines.
fn holds_counts(table: &PrintedTable, column: usize) -> bool {
    if MARKS.contains(&table.column_name(column)) {
        return false;
    }
    let cells: Vec<Cell> = table.rows.iter().map(|row| Cell::read(row.text(column))).collect();
    let countable = |cell: &Cell| matches!(cell, Cell::Number(_) | Cell::Dash | Cell::Withheld);
    cells.iter().all(countable) && cells.iter().any(|cell| matches!(cell, Cell::Number(_)))
}

/// The columns that label a row: the first with words, after a column of years where one stands before it, and further
/// ones with words as long as more than a quarter of the rows share their label with another.
fn key_columns(table: &PrintedTable) -> Vec<usize> {
    let words = |column: &usize| {
        !is_rank(table.column_name(*column))
            && table.rows.iter().any(|row| matches!(Cell::read(row.text(*column)), Cell::Words))
    };
    let columns: Vec<usize> = (0..table.header.len()).filter(words).collect();
    let Some(first) = columns.first().copied() else { return vec![0] };
    let year = (0..first).find(|column| table.column_name(*column) == "year");
    let mut keys: Vec<usize> = year.into_iter().chain([first]).collect();
    for column in columns.into_iter().skip(1) {
        if shared_labels(table, &keys) * 4 <= table.rows.len() {
            break;
        }
        keys.push(column);
    }
    keys
}

/// How many rows have the label of an earlier row.
fn shared_labels(table: &PrintedTable, keys: &[usize]) -> usize {
    let labels: BTreeSet<Vec<&str>> =
        table.rows.iter().map(|row| keys.iter().map(|key| row.text(*key)).collect()).collect();
    table.rows.len() - labels.len()
}

fn numbered(id: &str) -> Option<(String, u32)> {
    let (series, rest) = [("table", "table"), ("fig", "figure")]
        .iter()
        .find_map(|(prefix, series)| Some((*series, id.strip_prefix(prefix)?)))?;
    let digits = rest.trim_end_matches(|c: char| c.is_ascii_lowercase());
    if rest.len() > digits.len() + 1 {
        return None;
    }
    Some((series.to_owned(), digits.parse().ok()?))
}

/// Says whether the other columns of counts add up to `total` in half of the rows or more: if they seldom do, they are
/// not its parts.
fn mostly_adds_up(table: &PrintedTable, roles: &Roles, total: &str) -> bool {
    let count = |row: &Row, name: &str| match Cell::read(row.text(table.find_column(name)?)) {
        Cell::Number(number) => Some(number),
        Cell::Dash => Some(Decimal::ZERO),
        _ => None,
    };
    let adds_up = |row: &&Row| {
        let parts = roles.counts.iter().filter(|name| *name != total).map(|name| count(row, name));
        parts.sum::<Option<Decimal>>() == count(row, total)
    };
    2 * table.rows.iter().filter(adds_up).count() >= table.rows.len()
}

fn infer_sums(id: &str, roles: &Roles, (row, column): (Option<&str>, Option<&str>), manifest: &mut Manifest) {
    let columns: Vec<String> = roles.counts.iter().filter(|name| Some(name.as_str()) != column).cloned().collect();
    let across = column.filter(|_| columns.len() > 1);
    if columns.is_empty() || (across.is_none() && row.is_none()) {
        return;
    }
    let columns = if across.is_none() { roles.counts.clone() } else { columns };
    manifest.sums.push(SumSpec {
        table: id.to_owned(),
        columns,
        total_row: row.map(str::to_owned),
        total_column: across.map(str::to_owned),
    });
}

fn infer_percentages(id: &str, roles: &Roles, total_row: Option<&str>, manifest: &mut Manifest) {
    let has = |name: &str| roles.counts.iter().any(|count| count == name);
    for share in &roles.shares {
        let of = share.trim_start_matches("pct_of_").trim_end_matches("_printed");
        if let Some(base_row) = total_row.filter(|_| has(of)) {
            manifest.shares.push(ShareSpec {
                table: id.to_owned(),
                column: share.clone(),
                of: of.to_owned(),
                base_row: base_row.to_owned(),
            });
        }
    }
    let years: Vec<&String> = roles.counts.iter().filter(|name| year_of(name, "total_").is_some()).collect();
    if let ([change], [one, other]) = (roles.changes.as_slice(), years.as_slice()) {
        let (from, to) = if one < other { (one, other) } else { (other, one) };
        manifest.changes.push(ChangeSpec {
            table: id.to_owned(),
            column: change.clone(),
            from: (*from).clone(),
            to: (*to).clone(),
            siblings: Vec::new(),
            defects: Default::default(),
        });
    }
    let columns: Vec<String> = roles.shares.iter().chain(&roles.changes).cloned().collect();
    if !columns.is_empty() {
        manifest.precisions.push(PrecisionSpec { table: id.to_owned(), columns });
    }
}

fn year_of<'a>(name: &'a str, prefix: &str) -> Option<&'a str> {
    name.strip_prefix(prefix).filter(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
}

fn infer_ranks(id: &str, roles: &Roles, manifest: &mut Manifest) {
    for rank in &roles.ranks {
        let year = ["rank_", "position_"].iter().find_map(|prefix| year_of(rank, prefix));
        let count = match (year, roles.counts.as_slice()) {
            (Some(year), counts) => {
                counts.iter().find(|name| ["n_", "total_"].iter().any(|p| year_of(name, p) == Some(year)))
            }
            (None, [only]) => Some(only),
            (None, counts) => {
                counts.iter().find(|name| name.starts_with("total_") && year_of(name, "total_").is_none())
            }
        };
        let Some(count) = count else { continue };
        manifest.ranks.push(RankSpec {
            table: id.to_owned(),
            rank: rank.clone(),
            count: count.clone(),
            within: roles.within.clone(),
            complete: false,
            ties: None,
        });
    }
}
