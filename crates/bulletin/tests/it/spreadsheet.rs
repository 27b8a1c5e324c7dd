//! The spreadsheet, opened by another program, and its accessible form.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Cursor, Read},
    path::Path,
    process::Command,
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::quarterly::{editions, file};

fn entry(name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file("nrm-quarterly.ods"))).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The name of LibreOffice's program; `scripts/install-libreoffice` puts it there.
fn soffice() -> String {
    std::env::var("MANUMIT_SOFFICE").unwrap_or_else(|_| "soffice".to_owned())
}

/// Every sheet as LibreOffice reads it: the rows of each by name.
#[expect(clippy::panic, reason = "without LibreOffice the test must fail, and say what to do")]
fn opened() -> BTreeMap<String, Vec<Vec<String>>> {
    let folder = tempfile::tempdir().unwrap();
    let ods = folder.path().join("book.ods");
    fs::write(&ods, file("nrm-quarterly.ods")).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1";
    let ran = Command::new(soffice())
        .args(["--headless", "--norestore", &profile, "--convert-to", every_sheet, "--outdir"])
        .arg(folder.path())
        .arg(&ods)
        .output();
    let ran =
        ran.unwrap_or_else(|error| panic!("LibreOffice cannot be started ({error}): run scripts/install-libreoffice"));
    assert!(ran.status.success(), "{ran:?}");
    let mut sheets = BTreeMap::new();
    for path in fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if let Some(sheet) = name.strip_prefix("book-").and_then(|name| name.strip_suffix(".csv")) {
            sheets.insert(sheet.to_owned(), rows(&path));
        }
    }
    sheets
}

fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).unwrap();
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn another_program_reads_the_cells_of_every_table() {
    let sheets = opened();
    let mut compared = 0;
    for table in &editions().later.tables {
        let sheet = &sheets[&table.caption.number.replace(' ', "_")];
        let printed = std::str::from_utf8(file(&format!("{}.csv", table.id))).unwrap();
        let printed = csv::ReaderBuilder::new().has_headers(false).from_reader(printed.as_bytes()).into_records();
        let printed: Vec<Vec<String>> = printed.map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let shown = &sheet[sheet.len() - printed.len() + 1..];
        assert_eq!(shown.len(), printed.len() - 1, "{}", table.id);
        for (shown, printed) in shown.iter().zip(&printed[1..]) {
            for (shown, printed) in shown.iter().zip(printed) {
                let agree = match printed.as_str() {
                    "" | "new" | "N/A" => ["[x]", "[z]"].contains(&shown.as_str()),
                    printed => shown == printed,
                };
                assert!(agree, "{}: {shown} for {printed}", table.id);
                compared += 1;
            }
        }
    }
    assert!(compared > 800, "{compared}");
    assert_eq!(sheets.len(), editions().later.tables.len() + 4, "{:?}", sheets.keys());
    assert!(sheets["Cover"][0][0].starts_with("Modern slavery"));
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().find(|known| known.as_ref().unwrap().key.as_ref() == name)?;
    Some(found.unwrap().value.into_owned())
}

/// What one sheet's markup holds.
#[derive(Debug, Default)]
struct Form {
    header_rows: usize,
    rows: usize,
    cells: Vec<usize>,
    words: String,
}

#[test]
fn every_sheet_has_the_accessible_form() {
    let content = entry("content.xml");
    for merged in [
        "number-columns-spanned",
        "number-rows-spanned",
        "covered-table-cell",
        "table:visibility",
        "<table:table-cell/>",
    ] {
        assert!(!content.contains(merged), "{merged}");
    }
    let mut reader = Reader::from_str(&content);
    let mut sheets: BTreeMap<String, Form> = BTreeMap::new();
    let mut ranges = BTreeMap::new();
    let mut sheet = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(element) => match element.name().as_ref() {
                "table:table" => sheet = attribute(&element, "table:name").unwrap(),
                "table:table-header-rows" => sheets.entry(sheet.clone()).or_default().header_rows += 1,
                "table:table-row" => {
                    let form = sheets.entry(sheet.clone()).or_default();
                    form.rows += 1;
                    form.cells.push(0);
                }
                "table:table-cell" => *sheets.get_mut(&sheet).unwrap().cells.last_mut().unwrap() += 1,
                _ => {}
            },
            Event::Empty(element) if element.name().as_ref() == "table:database-range" => {
                assert_eq!(attribute(&element, "table:contains-header").as_deref(), Some("true"));
                let address = attribute(&element, "table:target-range-address").unwrap();
                let name = attribute(&element, "table:name").unwrap();
                let of = address.split_once('.').unwrap().0.to_owned();
                assert!(ranges.insert(of, (name, address)).is_none(), "two tables on one sheet");
            }
            Event::Text(text) => {
                if let Some(form) = sheets.get_mut(&sheet) {
                    form.words.push_str(&text);
                    form.words.push('\n');
                }
            }
            _ => {}
        }
    }
    let names: BTreeSet<&String> = ranges.values().map(|(name, _)| name).collect();
    assert_eq!(names.len(), ranges.len(), "each table has a name of its own");
    assert_eq!(sheets.len(), ranges.len() + 1, "every sheet but the cover has one table");
    let mut told = BTreeSet::new();
    for (name, form) in &sheets {
        assert!(form.rows > 1, "{name} is empty");
        let notes = form.words.split("[note ").skip(1).filter_map(|after| after.split(']').next());
        if name == "Notes" {
            let listed: Vec<&str> = notes.collect();
            let expected: Vec<String> = (1..=listed.len()).map(|number| number.to_string()).collect();
            assert_eq!(listed, expected, "notes are numbered in their order");
            continue;
        }
        told.extend(notes.map(str::to_owned));
        if name == "Cover" {
            continue;
        }
        assert_eq!(form.header_rows, 1, "{name}");
        assert!(form.words.contains("This worksheet contains one table."), "{name}");
        let width = *form.cells.last().unwrap();
        let table: Vec<usize> = form.cells.iter().copied().rev().take_while(|cells| *cells == width).collect();
        let address = &ranges[name].1;
        assert!(address.ends_with(&form.rows.to_string()), "nothing stands below the table: {name} {address}");
        assert!(table.len() > 1, "{name}");
    }
    let listed = sheets["Notes"].words.matches("[note ").count();
    let told: BTreeSet<usize> = told.iter().map(|number| number.parse().unwrap()).collect();
    assert_eq!(told, (1..=listed).collect(), "every note is used, and every used note is there");
}

#[test]
fn the_document_says_its_title_its_language_and_who_made_it() {
    let meta = entry("meta.xml");
    assert!(meta.contains("<dc:title>Modern slavery: National Referral Mechanism and Duty to Notify statistics, July to September 2026</dc:title>"));
    assert!(meta.contains("<dc:language>en-GB</dc:language>"));
    assert!(meta.contains("<dc:creator>The statistics team of the National Referral Mechanism</dc:creator>"));
    assert!(meta.contains("<dc:date>2026-10-31T00:00:00</dc:date>"));
    let styles = entry("styles.xml");
    assert!(styles.contains("fo:language=\"en\" fo:country=\"GB\""));
    assert!(styles.contains("style:display-name=\"Heading 1\""));
    let settings = entry("settings.xml");
    assert!(settings.contains("<config:config-item config:name=\"ActiveTable\" config:type=\"string\">Cover<"));
}
