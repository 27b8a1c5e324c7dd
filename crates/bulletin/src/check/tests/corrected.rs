//! A corrected copy of the report has no findings, and any single count that is changed in it is noticed.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::{
    super::{Cell, Decimal, Finding, Manifest, PrintedTable, Rule, Set, check},
    lines, printed_folder,
};

struct Corrected {
    manifest: Manifest,
    tables: Vec<PrintedTable>,
}

impl Corrected {
    fn set(&self) -> Set {
        let note = |set: Set, label: &str, here: &str, there: &str| {
            set.with_note("table01.csv", &format!("{label}: {here} by country, {there} by police region in table 2"))
        };
        let set = Set::new(self.tables.iter().cloned());
        let set = note(set, "Northern Ireland", "15", "12");
        let set = note(set, "Scotland", "96", "86");
        note(set, "Wales", "34", "26")
    }

    fn findings(&self) -> Vec<Finding> {
        check(&self.set(), &self.manifest).unwrap().findings
    }

    fn table(&mut self, file: &str) -> &mut PrintedTable {
        self.tables.iter_mut().find(|table| table.file == file).unwrap()
    }

    fn write(&mut self, file: &str, label: &str, column: &str, text: &str) {
        let table = self.table(file);
        let column = table.find_column(column).unwrap();
        let row = table.rows.iter_mut().find(|row| label.split(" / ").all(|part| row.cells.iter().any(|c| c == part)));
        row.unwrap().cells[column] = text.to_owned();
    }
}

/// The tables as printed, with what the checker says follows written over what is printed.
static CORRECTED: LazyLock<Corrected> = LazyLock::new(|| {
    let mut manifest = Manifest::idmg_2013().unwrap();
    let set = Set::load_for(&printed_folder(), &manifest).unwrap();
    let mut numbers = 0;
    for table in manifest.tables.iter_mut().filter(|table| table.series.as_deref() == Some("table")) {
        numbers += 1;
        table.number = Some(numbers);
    }
    let tables = set.tables().filter(|table| table.file != "prose.csv").cloned().collect();
    let mut corrected = Corrected { manifest, tables };
    for (label, column, text) in
        [("Northern Ireland", "pct_of_total_2011_printed", "3"), ("Wales", "pct_of_total_2011_printed", "3")]
    {
        corrected.write("table01.csv", label, column, text);
    }
    for finding in corrected.findings() {
        let place = &finding.place;
        let (row, column) = (place.row.clone().unwrap_or_default(), place.column.clone().unwrap_or_default());
        match finding.rule {
            Rule::TieBroken => {
                for label in row.split(", ") {
                    corrected.write(&place.file, label, &column, finding.computed.trim_end_matches(" for each"));
                }
            }
            Rule::LabelTwice | Rule::LabelSplit => {
                let name = format!("Other {}", place.line.unwrap());
                corrected.write(&place.file, &row, &column, &name);
            }
            Rule::TieOrder => {
                let rows = &mut corrected.table(&place.file).rows;
                let second = rows.iter().position(|row| row.cells[0] == "Poland").unwrap();
                rows.swap(second - 1, second);
            }
            Rule::RankContradicted => {}
            _ => corrected.write(&place.file, &row, &column, &finding.computed),
        }
    }
    corrected
});

/// Every count inside a declared sum: table, line of the row, column.
fn counts_in_sums() -> Vec<(String, usize, usize)> {
    let mut counts = Vec::new();
    for spec in &CORRECTED.manifest.sums {
        let file = CORRECTED.manifest.find_table(&spec.table).unwrap().file.clone();
        let table = CORRECTED.tables.iter().find(|table| table.file == file).unwrap();
        for name in spec.columns.iter().chain(&spec.total_column) {
            let column = table.find_column(name).unwrap();
            counts.extend((0..table.rows.len()).map(|row| (file.clone(), row, column)));
        }
    }
    counts
}

#[test]
fn a_consistent_set_has_no_findings() {
    let report = check(&CORRECTED.set(), &CORRECTED.manifest).unwrap();
    assert_eq!(lines(&report), Vec::<String>::new());
    assert!(report.passes());
    assert!(report.held > 700, "only {} comparisons hold", report.held);
}

#[test]
fn without_its_note_a_difference_between_two_tables_is_a_caution() {
    let set = Set::new(CORRECTED.tables.iter().cloned());
    let report = check(&set, &CORRECTED.manifest).unwrap();
    assert_eq!(report.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [Rule::Reconcile; 3]);
}

#[test]
fn there_are_many_counts_to_change() {
    assert!(counts_in_sums().len() > 600, "{}", counts_in_sums().len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_count_that_is_changed_is_noticed_in_its_table(
        which in any::<prop::sample::Index>(),
        by in (-60_i64..60).prop_filter("a change", |by| *by != 0),
    ) {
        let (file, row, column) = which.get(&counts_in_sums()).clone();
        let mut tables = CORRECTED.tables.clone();
        let cell = &mut tables.iter_mut().find(|table| table.file == file).unwrap().rows[row].cells[column];
        let before = match Cell::read(cell) {
            Cell::Number(number) => number,
            _ => Decimal::ZERO,
        };
        *cell = before.plus(Decimal::whole(by)).to_string();
        let changed = Corrected { manifest: CORRECTED.manifest.clone(), tables };
        let found = changed.findings();
        prop_assert!(
            found.iter().any(|finding| finding.rule == Rule::Sum && finding.place.file == file),
            "{file}, row {row}, column {column}: {found:?}"
        );
    }

    #[test]
    fn any_percentage_that_is_changed_is_noticed_in_its_cell(which in any::<prop::sample::Index>(), by in 1_i64..40) {
        let mut cells = Vec::new();
        for file in ["table01.csv", "table02.csv", "table03.csv"] {
            let table = CORRECTED.tables.iter().find(|table| table.file == file).unwrap();
            for (column, name) in table.header.iter().enumerate().filter(|(_, name)| name.starts_with("pct")) {
                let numbers = table.rows.iter().enumerate();
                let numbers = numbers.filter(|(_, row)| matches!(Cell::read(row.text(column)), Cell::Number(_)));
                cells.extend(numbers.map(|(row, _)| (file, row, column, name.clone())));
            }
        }
        let (file, row, column, name) = which.get(&cells).clone();
        let mut tables = CORRECTED.tables.clone();
        let row = &mut tables.iter_mut().find(|table| table.file == file).unwrap().rows[row];
        let Cell::Number(before) = Cell::read(row.text(column)) else { unreachable!() };
        row.cells[column] = before.plus(Decimal::whole(by)).to_string();
        let line = row.line;
        let found = Corrected { manifest: CORRECTED.manifest.clone(), tables }.findings();
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].place.line, Some(line));
        prop_assert_eq!(found[0].place.column.as_deref(), Some(name.as_str()));
    }
}
