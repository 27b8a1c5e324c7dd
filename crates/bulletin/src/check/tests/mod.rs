//! Tests of the figure checker: on the printed report, on a corrected copy of it, and on made-up folders.

mod corrected;
mod folders;
mod inference;
mod printed;
mod rules;

use std::path::{Path, PathBuf};

use super::{Finding, Manifest, PrintedTable, Report, Set, check_folder};

/// The folder with the tables of the 2013 report as printed.
fn printed_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/idmg-2013/printed")
}

/// The report on the tables as printed.
fn printed_report() -> Report {
    check_folder(&printed_folder(), None).unwrap()
}

/// A folder with files of these names and texts.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Where a finding is and what it says, in one line.
fn line(finding: &Finding) -> String {
    let place = &finding.place;
    let mut parts = vec![finding.defect.clone().unwrap_or_else(|| "-".to_owned()), finding.rule.code().to_owned()];
    parts.push(place.file.clone());
    parts.extend([&place.row, &place.column].into_iter().flatten().cloned());
    format!("{} = {} -> {}", parts.join(" | "), finding.printed, finding.computed)
}

fn lines(report: &Report) -> Vec<String> {
    report.findings.iter().map(line).collect()
}

fn table(file: &str, text: &str) -> PrintedTable {
    PrintedTable::read(file, text).unwrap()
}

/// Checks tables against rules that a test writes out.
fn check_with(rules: &str, tables: &[(&str, &str)]) -> Report {
    let manifest = Manifest::read("test.toml", rules).unwrap();
    super::check(&Set::new(tables.iter().map(|(file, text)| table(file, text))), &manifest).unwrap()
}
