use std::io::{Cursor, Read};

use super::*;

fn workbook() -> Workbook {
    let table = SheetTable {
        name: "referrals".to_owned(),
        header: vec!["Sex".to_owned(), "Referrals & more".to_owned()],
        rows: vec![
            vec![SheetCell::Text("Female".to_owned()), SheetCell::Number("1186".to_owned())],
            vec![SheetCell::Text("Male <18".to_owned()), SheetCell::Text("[c]".to_owned())],
        ],
    };
    let cover = Sheet {
        name: "Cover".to_owned(),
        title: "Statistics".to_owned(),
        lines: vec![Line::heading("What this is"), Line::plain("Synthetic.")],
        table: None,
    };
    let sheet = Sheet { name: "Table_1".to_owned(), title: "Table 1".to_owned(), lines: vec![], table: Some(table) };
    let text = |text: &str| text.to_owned();
    Workbook {
        title: text("Statistics"),
        description: text("A description"),
        creator: text("Statisticians"),
        date: text("2026-09-30"),
        sheets: vec![cover, sheet],
    }
}

#[test]
fn the_media_type_stands_first_and_uncompressed_and_no_entry_has_a_time() {
    let bytes = workbook().bytes().unwrap();
    assert_eq!(bytes, workbook().bytes().unwrap());
    assert_eq!(&bytes[30..38], b"mimetype");
    assert_eq!(&bytes[38..84], b"application/vnd.oasis.opendocument.spreadsheet");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for place in 0..archive.len() {
        let entry = archive.by_index(place).unwrap();
        assert_eq!(entry.last_modified(), Some(zip::DateTime::default()));
    }
    let mut content = String::new();
    archive.by_name("content.xml").unwrap().read_to_string(&mut content).unwrap();
    assert!(content.contains("table:target-range-address=\"Table_1.A2:Table_1.B4\""), "{content}");
    assert!(content.contains("Referrals &amp; more"));
}

fn refused(change: impl FnOnce(&mut Workbook)) -> String {
    let mut workbook = workbook();
    change(&mut workbook);
    workbook.check().unwrap_err().to_string()
}

#[test]
fn a_broken_convention_is_refused_with_its_place() {
    let table = |workbook: &mut Workbook, change: &dyn Fn(&mut SheetTable)| {
        change(workbook.sheets[1].table.as_mut().unwrap());
    };
    assert_eq!(
        refused(|w| table(w, &|t| t.rows[1][1] = SheetCell::Text(" ".to_owned()))),
        "worksheet Table_1: row 2, column 2: a blank cell; write [x] or [z]"
    );
    assert_eq!(
        refused(|w| table(w, &|t| t.header[1] = "Sex".to_owned())),
        "worksheet Table_1: column 2: the heading \"Sex\" is blank or stands twice"
    );
    assert_eq!(
        refused(|w| table(w, &|t| t.rows.clear())),
        "worksheet Table_1: its table has no rows; leave the sheet out"
    );
    assert!(refused(|w| table(w, &|t| drop(t.rows[0].pop()))).contains("1 cells under 2 headings"));
    assert!(refused(|w| w.sheets[1].name = "Cover".to_owned()).contains("another sheet has its name"));
    assert!(refused(|w| w.sheets[1].name = "a & b".to_owned()).contains("letters, digits and underscores"));
    assert!(refused(|w| w.sheets[0].title.clear()).contains("it has no title"));
    assert!(refused(|w| w.sheets[0].lines[0].text.clear()).contains("line 1 under the title is blank"));
}
