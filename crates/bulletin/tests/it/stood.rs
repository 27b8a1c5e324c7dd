//! The record as it stood: one extract, two days, and what changed between them.

use std::collections::BTreeMap;

use jiff::civil::date;
use manumit_bulletin::{
    compute::{Bulletin, BulletinError, Release, Sources},
    definition::Definitions,
    extract::{CURRENT, Column, Extract, ExtractBuilder, VersionRow, day_number},
    funnel::Funnel,
    period::Period,
    published::Published,
    revisions::{revisions, revisions_text},
};

use crate::population::{AS_AT, extract};

/// Four referrals of 2012 and one of 2011. By May one is decided late and one turns out a duplicate.
fn small() -> Extract {
    let received_on = day_number(date(2012, 6, 1));
    let late = day_number(date(2013, 5, 1));
    let version = |row: u32| VersionRow {
        row,
        recorded_from: received_on,
        recorded_to: CURRENT,
        received_on,
        age_group: "Adult",
        sex: "Female",
        nationality: "Nigeria",
        uk_country: "England",
        screening_outcome: "accepted",
        reasonable_grounds: "Pending",
        ..VersionRow::default()
    };
    let mut builder = ExtractBuilder::new();
    let versions = [
        VersionRow { recorded_to: late, ..version(0) },
        VersionRow { recorded_from: late, reasonable_grounds: "Positive", conclusive_grounds: "Pending", ..version(0) },
        VersionRow { recorded_to: late, ..version(1) },
        VersionRow { recorded_from: late, screening_outcome: "merged", ..version(1) },
        VersionRow { reasonable_grounds: "Negative", ..version(2) },
        VersionRow { reasonable_grounds: "Withdrawn", uk_country: "Wales", ..version(3) },
        VersionRow { received_on: received_on - 366, uk_country: "Wales", ..version(4) },
    ];
    for version in versions {
        builder.push(version).unwrap();
    }
    builder.finish().unwrap()
}

fn release(extract: &Extract, as_at: i32) -> Release {
    let definitions = Definitions::idmg_2012().unwrap();
    let published = Published::shipped().unwrap();
    Bulletin { definitions: &definitions, published: &published }
        .compute(Sources::referrals(extract.as_at(as_at)), Period::year(2012))
        .unwrap()
}

#[test]
fn revisions_name_every_cell_that_changed_with_both_figures() {
    let extract = small();
    let (march, may) = (release(&extract, day_number(AS_AT)), release(&extract, day_number(date(2013, 5, 31))));
    assert_eq!(revisions(&march, &march), []);
    let ours: Vec<String> = revisions(&march, &may)
        .iter()
        .filter(|revision| revision.table == "table04" || revision.table == "fig01")
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        ours,
        [
            "fig01, England, referrals_2012: 3 → 2, -1, -33.3%",
            "table04, Positive, referrals_2012: 0 → 1, +1",
            "table04, Pending, referrals_2012: 2 → 0, -2, -100.0%",
            "table04, Total, referrals_2012: 4 → 3, -1, -25.0%",
        ]
    );
    let text = revisions_text(&march, &may);
    assert!(text.starts_with("Revisions of 2012 between 31 March 2013 and 31 May 2013\n"), "{text}");
    let notes = &may.find("table04").unwrap().caption.notes;
    assert_eq!(notes.last().unwrap(), "Received in 2012 and not counted: merged 1");
}

#[test]
fn a_year_in_the_extract_is_counted_even_where_figures_were_published() {
    let extract = small();
    let release = release(&extract, day_number(AS_AT));
    let table01 = release.find("table01").unwrap();
    assert_eq!(table01.find("Wales", "total_2011").unwrap().to_string(), "1");
    assert_eq!(table01.find("England", "total_2011").unwrap().to_string(), "0");
    assert_eq!(table01.find("England", "pct_change_printed").unwrap().to_string(), "new");
    assert_eq!(table01.caption.sources[0], "2011: counted from the extract");
}

#[test]
fn a_funnel_of_referrals_names_every_gap() {
    let extract = small();
    let funnel = Funnel::of_referrals(extract.as_at(day_number(date(2013, 5, 31))), 2012, &BTreeMap::new()).unwrap();
    insta::assert_snapshot!(funnel.text());
}

#[test]
fn the_funnel_of_2012_has_the_reports_outcomes() {
    let selection = || extract().as_at(day_number(AS_AT));
    let funnel = Funnel::of_referrals(selection(), 2012, &BTreeMap::new()).unwrap();
    insta::assert_snapshot!(funnel.text());
    let minors = BTreeMap::from([(Column::AgeGroup, vec!["Minor".to_owned()])]);
    let funnel = Funnel::of_referrals(selection(), 2012, &minors).unwrap();
    assert_eq!(funnel.stages()[0].reached, 371);
}

#[test]
fn a_table_that_does_not_exist_is_refused_with_the_names_that_do() {
    let definitions = Definitions::idmg_2012().unwrap();
    let published = Published::shipped().unwrap();
    let bulletin = Bulletin { definitions: &definitions, published: &published };
    let error = bulletin
        .compute_table("table99", Sources::referrals(extract().as_at(day_number(AS_AT))), Period::year(2012))
        .unwrap_err();
    assert!(matches!(error, BulletinError::UnknownTable { .. }));
    assert!(error.to_string().starts_with("no table is called table99; the tables are table01, "), "{error}");
}
