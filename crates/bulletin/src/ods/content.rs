//! The sheets, in the words of OpenDocument 1.3.

use crate::markup::Markup;

use super::{Sheet, SheetCell, SheetTable, Workbook};

const NAMESPACES: [(&str, &str); 8] = [
    ("xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("xmlns:text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("xmlns:fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
    ("xmlns:number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"),
    ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
    ("office:version", "1.3"),
];

/// `content.xml`.
pub(super) fn content(workbook: &Workbook) -> String {
    let mut xml = Markup::document();
    xml.open("office:document-content", &NAMESPACES);
    automatic_styles(&mut xml);
    xml.open("office:body", &[]);
    xml.open("office:spreadsheet", &[]);
    for sheet in &workbook.sheets {
        write_sheet(&mut xml, sheet);
    }
    ranges(&mut xml, &workbook.sheets);
    xml.finish()
}

/// Column widths and number formats; the named styles are in `styles.xml`.
fn automatic_styles(xml: &mut Markup) {
    xml.open("office:automatic-styles", &[]);
    for (name, width) in [("wide", "16cm"), ("label", "6.5cm"), ("figure", "3.4cm")] {
        xml.open("style:style", &[("style:name", name), ("style:family", "table-column")]);
        xml.empty("style:table-column-properties", &[("style:column-width", width)]);
        xml.close();
    }
    xml.open("style:style", &[("style:name", "row"), ("style:family", "table-row")]);
    xml.empty("style:table-row-properties", &[("style:use-optimal-row-height", "true")]);
    xml.close();
    xml.open(
        "style:style",
        &[("style:name", "sheet"), ("style:family", "table"), ("style:master-page-name", "Default")],
    );
    xml.empty("style:table-properties", &[("table:display", "true"), ("style:writing-mode", "lr-tb")]);
    xml.close();
    xml.close();
    xml.line();
}

fn write_sheet(xml: &mut Markup, sheet: &Sheet) {
    xml.open("table:table", &[("table:name", &sheet.name), ("table:style-name", "sheet")]);
    let columns = sheet.table.as_ref().map_or(1, |table| table.header.len());
    let first = if columns <= 2 { "wide" } else { "label" };
    xml.empty("table:table-column", &[("table:style-name", first), ("table:default-cell-style-name", "Default")]);
    for place in 1..columns {
        let style = if columns == 2 && place == 1 { "wide" } else { "figure" };
        xml.empty("table:table-column", &[("table:style-name", style), ("table:default-cell-style-name", "Default")]);
    }
    row(xml, |xml| text_cell(xml, "Heading_20_1", &sheet.title));
    for line in &sheet.lines {
        let style = if line.heading { "Heading_20_2" } else { "Words" };
        row(xml, |xml| text_cell(xml, style, &line.text));
    }
    if let Some(table) = &sheet.table {
        write_table(xml, table);
    }
    xml.close();
    xml.line();
}

fn write_table(xml: &mut Markup, table: &SheetTable) {
    xml.open("table:table-header-rows", &[]);
    row(xml, |xml| {
        for heading in &table.header {
            text_cell(xml, "Column_20_heading", heading);
        }
    });
    xml.close();
    for cells in &table.rows {
        row(xml, |xml| cells.iter().for_each(|cell| write_cell(xml, cell)));
    }
}

fn row(xml: &mut Markup, cells: impl FnOnce(&mut Markup)) {
    xml.open("table:table-row", &[("table:style-name", "row")]);
    cells(xml);
    xml.close();
    xml.line();
}

fn write_cell(xml: &mut Markup, cell: &SheetCell) {
    match cell {
        SheetCell::Text(text) if text.starts_with('[') && text.ends_with(']') => text_cell(xml, "Shorthand", text),
        SheetCell::Text(text) => text_cell(xml, "Words", text),
        SheetCell::Number(number) => {
            let attributes =
                [("table:style-name", "Figure"), ("office:value-type", "float"), ("office:value", number.as_str())];
            xml.open("table:table-cell", &attributes);
            xml.element("text:p", &[], &shown(number));
            xml.close();
        }
        SheetCell::Link { text, sheet } => {
            xml.open("table:table-cell", &[("table:style-name", "Words"), ("office:value-type", "string")]);
            xml.open("text:p", &[]);
            let target = format!("#{sheet}.A1");
            xml.element("text:a", &[("xlink:href", &target), ("xlink:type", "simple")], text);
            xml.close();
            xml.close();
        }
    }
}

fn text_cell(xml: &mut Markup, style: &str, text: &str) {
    xml.open("table:table-cell", &[("table:style-name", style), ("office:value-type", "string")]);
    xml.element("text:p", &[], text);
    xml.close();
}

/// A number as it is shown: thousands are grouped.
fn shown(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let grouped = whole.parse().map_or_else(|_| whole.to_owned(), crate::words::grouped);
    rest.map_or_else(|| format!("{sign}{grouped}"), |rest| format!("{sign}{grouped}.{rest}"))
}

/// The named range over each table, header row included.
fn ranges(xml: &mut Markup, sheets: &[Sheet]) {
    xml.open("table:database-ranges", &[]);
    for sheet in sheets {
        let Some(table) = &sheet.table else { continue };
        let first = sheet.lines.len() + 2;
        let last = first + table.rows.len();
        let address = format!("{0}.A{first}:{0}.{1}{last}", sheet.name, letters(table.header.len()));
        let attributes = [
            ("table:name", table.name.as_str()),
            ("table:target-range-address", &address),
            ("table:contains-header", "true"),
            ("table:display-filter-buttons", "false"),
        ];
        xml.empty("table:database-range", &attributes);
        xml.line();
    }
    xml.close();
}

/// The letters of a column counted from 1: 1 is A, 27 is AA.
fn letters(column: usize) -> String {
    let mut rest = column;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(u8::try_from(rest % 26).map_or('?', |place| char::from(b'A' + place)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters_and_numbers_have_groups() {
        assert_eq!([1, 26, 27, 52, 703].map(letters), ["A", "Z", "AA", "AZ", "AAA"]);
        assert_eq!(["1186", "-1234.5", "68.9", "0"].map(shown), ["1,186", "-1,234.5", "68.9", "0"]);
    }
}
