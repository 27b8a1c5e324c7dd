//! The package around the sheets: styles, document properties, where the cursor stands, and the archive itself.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::markup::Markup;

use super::{Workbook, WorkbookError, content::content};

const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Puts the entries into one archive: the media type first and uncompressed, as the format asks, then the others.
pub(super) fn pack(workbook: &Workbook) -> Result<Vec<u8>, WorkbookError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let dated = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    let plain = dated.compression_method(CompressionMethod::Stored);
    let packed = dated.compression_method(CompressionMethod::Deflated).compression_level(Some(6));
    archive.start_file("mimetype", plain)?;
    archive.write_all(MEDIA_TYPE.as_bytes())?;
    let entries = [
        ("META-INF/manifest.xml", manifest()),
        ("content.xml", content(workbook)),
        ("meta.xml", meta(workbook)),
        ("settings.xml", settings(workbook)),
        ("styles.xml", styles()),
    ];
    for (name, text) in entries {
        archive.start_file(name, packed)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn manifest() -> String {
    let mut xml = Markup::document();
    let namespaces =
        [("xmlns:manifest", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"), ("manifest:version", "1.3")];
    xml.open("manifest:manifest", &namespaces);
    let entries = [
        ("/", MEDIA_TYPE),
        ("content.xml", "text/xml"),
        ("meta.xml", "text/xml"),
        ("settings.xml", "text/xml"),
        ("styles.xml", "text/xml"),
    ];
    for (path, media_type) in entries {
        let attributes = [("manifest:full-path", path), ("manifest:media-type", media_type)];
        xml.empty("manifest:file-entry", &attributes);
    }
    xml.finish()
}

fn meta(workbook: &Workbook) -> String {
    let mut xml = Markup::document();
    let namespaces = [
        ("xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
        ("xmlns:meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("office:version", "1.3"),
    ];
    xml.open("office:document-meta", &namespaces);
    xml.open("office:meta", &[]);
    xml.element("dc:title", &[], &workbook.title);
    xml.element("dc:description", &[], &workbook.description);
    xml.element("meta:initial-creator", &[], &workbook.creator);
    xml.element("dc:creator", &[], &workbook.creator);
    xml.element("dc:language", &[], "en-GB");
    let moment = format!("{}T00:00:00", workbook.date);
    xml.element("meta:creation-date", &[], &moment);
    xml.element("dc:date", &[], &moment);
    xml.finish()
}

/// The first sheet is the one shown, and the cursor stands in A1 of every sheet.
fn settings(workbook: &Workbook) -> String {
    let mut xml = Markup::document();
    let namespaces = [
        ("xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
        ("xmlns:config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0"),
        ("office:version", "1.3"),
    ];
    let item = |xml: &mut Markup, name: &str, kind: &str, value: &str| {
        xml.element("config:config-item", &[("config:name", name), ("config:type", kind)], value);
    };
    xml.open("office:document-settings", &namespaces);
    xml.open("office:settings", &[]);
    xml.open("config:config-item-set", &[("config:name", "ooo:view-settings")]);
    xml.open("config:config-item-map-indexed", &[("config:name", "Views")]);
    xml.open("config:config-item-map-entry", &[]);
    item(&mut xml, "ViewId", "string", "view1");
    xml.open("config:config-item-map-named", &[("config:name", "Tables")]);
    for sheet in &workbook.sheets {
        xml.open("config:config-item-map-entry", &[("config:name", &sheet.name)]);
        item(&mut xml, "CursorPositionX", "int", "0");
        item(&mut xml, "CursorPositionY", "int", "0");
        xml.close();
    }
    xml.close();
    let first = workbook.sheets.first().map_or("", |sheet| sheet.name.as_str());
    item(&mut xml, "ActiveTable", "string", first);
    xml.finish()
}

/// A named cell style: its name, the name people see, and what it is derived from.
type Named<'a> = (&'a str, &'a str, &'a str);

fn styles() -> String {
    let mut xml = Markup::document();
    let namespaces = [
        ("xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
        ("xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
        ("xmlns:fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
        ("xmlns:svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"),
        ("xmlns:number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"),
        ("xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
        ("office:version", "1.3"),
    ];
    xml.open("office:document-styles", &namespaces);
    xml.open("office:font-face-decls", &[]);
    let arial = [("style:name", "Arial"), ("svg:font-family", "Arial"), ("style:font-family-generic", "swiss")];
    xml.empty("style:font-face", &arial);
    xml.close();
    xml.open("office:styles", &[]);
    xml.open("number:number-style", &[("style:name", "grouped")]);
    xml.empty("number:number", &[("number:min-integer-digits", "1"), ("number:grouping", "true")]);
    xml.close();
    xml.open("style:default-style", &[("style:family", "table-cell")]);
    let plain = [("style:font-name", "Arial"), ("fo:font-size", "12pt"), ("fo:language", "en"), ("fo:country", "GB")];
    xml.empty("style:text-properties", &plain);
    xml.close();
    let style = |xml: &mut Markup, (name, shown, parent): Named<'_>, align: &str, text: &[(&str, &str)]| {
        let data = if name == "Figure" { Some(("style:data-style-name", "grouped")) } else { None };
        let attributes: Vec<(&str, &str)> =
            [("style:name", name), ("style:display-name", shown), ("style:family", "table-cell")]
                .into_iter()
                .chain((!parent.is_empty()).then_some(("style:parent-style-name", parent)))
                .chain(data)
                .collect();
        xml.open("style:style", &attributes);
        let cell = [
            ("fo:wrap-option", if name.starts_with("Heading") { "no-wrap" } else { "wrap" }),
            ("style:vertical-align", "top"),
        ];
        xml.empty("style:table-cell-properties", &cell);
        xml.empty("style:paragraph-properties", &[("fo:text-align", align)]);
        if !text.is_empty() {
            xml.empty("style:text-properties", text);
        }
        xml.close();
        xml.line();
    };
    let bold = |size: &'static str| [("fo:font-weight", "bold"), ("fo:font-size", size)];
    style(&mut xml, ("Default", "Default", ""), "start", &[]);
    style(&mut xml, ("Heading_20_1", "Heading 1", "Default"), "start", &bold("16pt"));
    style(&mut xml, ("Heading_20_2", "Heading 2", "Default"), "start", &bold("14pt"));
    style(&mut xml, ("Words", "Words", "Default"), "start", &[]);
    style(&mut xml, ("Column_20_heading", "Column heading", "Default"), "start", &bold("12pt"));
    style(&mut xml, ("Figure", "Figure", "Default"), "end", &[]);
    style(&mut xml, ("Shorthand", "Shorthand", "Default"), "end", &[]);
    xml.close();
    xml.open("office:automatic-styles", &[]);
    xml.open("style:page-layout", &[("style:name", "page")]);
    xml.empty("style:page-layout-properties", &[("style:print-orientation", "landscape")]);
    xml.close();
    xml.close();
    xml.open("office:master-styles", &[]);
    xml.empty("style:master-page", &[("style:name", "Default"), ("style:page-layout-name", "page")]);
    xml.finish()
}
