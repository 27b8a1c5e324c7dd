//! Releases for tests.

use manumit_disclosure::{
    dimension::Dimension,
    read::{TableForm, table},
    refusal::Refusal,
    release::Release,
};

/// Table 8 of the 2013 report: minors by exploitation type and country of referral.
pub const TABLE_8: &str = include_str!("../data/table08.csv");
/// Table 9: minors by nationality, and by sex and exploitation type.
pub const TABLE_9: &str = include_str!("../data/table09.csv");

/// A release of wide tables about children.
pub fn wide(tables: &[(&str, &str, &str)]) -> Result<Release, Refusal> {
    let mut dimensions: Vec<Dimension> = Vec::new();
    let mut read = Vec::new();
    for (id, across, text) in tables {
        let form = TableForm {
            id: (*id).to_owned(),
            across: Some((*across).to_owned()),
            about_children: true,
            ..TableForm::default()
        };
        read.push(table(text, &form, &mut dimensions)?);
    }
    Release::new(dimensions, read)
}

/// A release of tidy tables about everybody.
pub fn tidy(texts: &[&str]) -> Result<Release, Refusal> {
    let mut dimensions: Vec<Dimension> = Vec::new();
    let mut read = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let form = TableForm { id: format!("table {}", number + 1), ..TableForm::default() };
        read.push(table(text, &form, &mut dimensions)?);
    }
    Release::new(dimensions, read)
}
