//! Every cell of the report's tables on 2012, against ours.
//!
//! The lists below are closed: a cell that differs and is not listed fails, and so does a listed cell that does not
//! differ. Each entry names the defect of the report it stands for.

use std::collections::{BTreeMap, BTreeSet};

use manumit_bulletin::table::Table;

use crate::population::{data, release};

/// The tables of the report that the bulletin makes, and the columns that identify a row of each.
const TABLES: [(&str, &[&str]); 17] = [
    ("table01", &["country"]),
    ("table02", &["region"]),
    ("table03", &["region_of_exploitation"]),
    ("table04", &["outcome"]),
    ("table05", &["outcome"]),
    ("table06", &["nationality"]),
    ("table07", &["country", "nationality"]),
    ("table08", &["exploitation_type"]),
    ("table09", &["nationality"]),
    ("table22", &["age_group"]),
    ("table23", &["nationality"]),
    ("table24", &["year", "nationality"]),
    ("table25", &["nationality"]),
    ("fig01", &["country"]),
    ("fig02", &["competent_authority"]),
    ("fig03", &["nationality"]),
    ("fig06", &["age_group", "exploitation_type"]),
];

/// Cells in which the report differs from its own counts or breaks ties: table, row, column, printed, ours, why.
const DIFFERENT: [[&str; 6]; 16] = [
    ["table01", "Northern Ireland", "pct_of_total_2011_printed", "3.5", "3", "mixed precision in one column"],
    ["table01", "Wales", "pct_of_total_2011_printed", "2.5", "3", "mixed precision in one column"],
    ["table01", "Northern Ireland", "pct_change_printed", "-63", "-53", "D01: 32 to 15; -63 belongs to table 2"],
    ["table01", "Wales", "pct_change_printed", "48", "42", "D02: 24 to 34"],
    ["table02", "Northern Ireland", "pct_change_printed", "-65", "-63", "D04: 32 to 12 is -62.5"],
    ["table02", "Not recorded", "pct_change_printed", "126", "127", "D04: 126.9 truncated"],
    ["table02", "Isle of Man", "pct_change_printed", "100", "new", "D05: a change from zero"],
    ["table03", "North West", "pct_change_printed", "10", "-11", "D06: the sign is lost"],
    ["table03", "Eastern", "pct_change_printed", "-65", "-66", "-65.5 truncated"],
    ["table24", "2009 · Zimbabwe", "rank", "6", "5", "D13: 16, as Romania"],
    ["table24", "2009 · India", "rank", "8", "7", "D13: 14, as Uganda"],
    ["table24", "2009 · Vietnam", "rank", "10", "9", "D13: 11, as Albania"],
    ["table24", "2010 · Lithuania", "rank", "9", "8", "D13: 18, as Vietnam"],
    ["table24", "2011 · Slovakia", "rank", "6", "5", "D13: 30, as the Czech Republic"],
    ["table24", "2011 · Albania", "rank", "8", "7", "D13: 24, as Vietnam"],
    ["table25", "Bangladesh", "rank", "8", "7", "D13: 35 in four years, as Albania"],
];

/// Tables whose rows the report orders by hand where counts are equal; there the report's order is only by count.
const TIES_BY_HAND: [(&str, &str); 3] = [
    ("table06", "D13: Slovakia before Poland, 52 each, and the other way round in figure 3"),
    ("table09", "D13: nationalities with equal counts stand in no order"),
    ("table24", "D13: the order of equal counts changes from year to year"),
];

type Cells = BTreeMap<(String, String), String>;

fn cells(header: &[String], rows: &[Vec<String>], keys: &[&str]) -> (Cells, Vec<String>) {
    let mut cells = Cells::new();
    let mut order = Vec::new();
    for row in rows {
        let value = |name: &str| row[header.iter().position(|h| h == name).unwrap()].clone();
        let key = keys.iter().map(|name| value(name)).collect::<Vec<_>>().join(" · ");
        for (name, value) in header.iter().zip(row).filter(|(name, _)| *name != "reading") {
            assert!(cells.insert((key.clone(), name.clone()), value.clone()).is_none(), "{key} stands twice");
        }
        order.push(key);
    }
    (cells, order)
}

fn printed(id: &str, keys: &[&str]) -> (Vec<String>, Cells, Vec<String>) {
    let mut reader = csv::Reader::from_path(data(&format!("printed/{id}.csv"))).unwrap();
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<Vec<String>> = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    let (cells, order) = cells(&header, &rows, keys);
    (header, cells, order)
}

fn ours(table: &Table, keys: &[&str]) -> (Vec<String>, Cells, Vec<String>) {
    let header: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    let rows: Vec<Vec<String>> = table.rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let (cells, order) = cells(&header, &rows, keys);
    (header, cells, order)
}

#[test]
fn every_printed_cell_is_ours_except_the_listed_ones() {
    let mut found = BTreeSet::new();
    let mut compared = 0;
    for (id, keys) in TABLES {
        let (printed_header, printed, _) = printed(id, keys);
        let (our_header, ours, _) = ours(release().find(id).unwrap(), keys);
        assert_eq!(our_header, printed_header, "{id}");
        let all: BTreeSet<_> = printed.keys().chain(ours.keys()).collect();
        for cell in all {
            let (was, is) = (printed.get(cell), ours.get(cell));
            compared += 1;
            if was != is {
                let text = |value: Option<&String>| value.map_or("no such cell", String::as_str).to_owned();
                found.insert([id.to_owned(), cell.0.clone(), cell.1.clone(), text(was), text(is)]);
            }
        }
    }
    let listed: BTreeSet<[String; 5]> = DIFFERENT
        .iter()
        .map(|[table, row, column, was, is, _]| [*table, *row, *column, *was, *is].map(str::to_owned))
        .collect();
    let unlisted: Vec<_> = found.difference(&listed).collect();
    let unused: Vec<_> = listed.difference(&found).collect();
    assert!(unlisted.is_empty(), "differ and are not listed: {unlisted:#?}");
    assert!(unused.is_empty(), "listed and do not differ: {unused:#?}");
    assert_eq!(compared, 1_275);
}

#[test]
fn rows_stand_in_the_printed_order_except_where_the_report_breaks_ties_by_hand() {
    let mut by_hand = BTreeSet::new();
    for (id, keys) in TABLES {
        let (_, _, printed) = printed(id, keys);
        let (_, cells, ours) = ours(release().find(id).unwrap(), keys);
        if printed == ours {
            continue;
        }
        by_hand.insert(id);
        let count = |key: &String| {
            let figures = ["total", "total_2012", "adult_potential_victims"];
            let figures = figures.iter().find_map(|column| cells.get(&(key.clone(), (*column).to_owned())));
            let group = key.split_once(" · ").map(|(group, _)| group.to_owned());
            (group, figures.unwrap().clone())
        };
        let counts = |order: &[String]| order.iter().map(count).collect::<Vec<_>>();
        assert_eq!(counts(&printed), counts(&ours), "{id}");
    }
    assert_eq!(by_hand, TIES_BY_HAND.iter().map(|(id, _)| *id).collect());
}
