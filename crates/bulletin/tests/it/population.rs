//! The demonstration data as an extract.

use std::{path::PathBuf, sync::OnceLock};

use jiff::civil::{Date, date};
use manumit_bulletin::{
    compute::{Bulletin, Release, Sources},
    definition::Definitions,
    extract::{CURRENT, Extract, ExtractBuilder, VersionRow, day_number},
    period::Period,
    published::Published,
};

/// The day at the end of which the demonstration record is read.
pub const AS_AT: Date = date(2013, 3, 31);

/// A file of the demonstration data.
pub fn data(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data/idmg-2013").join(name)
}

/// The 1,186 referrals, each in the one state that the report knows.
pub fn extract() -> &'static Extract {
    static EXTRACT: OnceLock<Extract> = OnceLock::new();
    EXTRACT.get_or_init(|| {
        let mut builder = ExtractBuilder::new();
        let mut lines = csv::Reader::from_path(data("population.csv")).unwrap();
        let names: Vec<String> = lines.headers().unwrap().iter().map(str::to_owned).collect();
        for (row, line) in (0_u32..).zip(lines.records()) {
            let line = line.unwrap();
            let get = |name: &str| line.get(names.iter().position(|n| n == name).unwrap()).unwrap();
            let received_on = received(get("quarter"), row);
            let version = VersionRow {
                row,
                recorded_from: received_on,
                recorded_to: CURRENT,
                received_on,
                age_group: get("age_group"),
                sex: get("sex"),
                nationality: get("nationality"),
                nationality_as_recorded: get("nationality_as_recorded"),
                nationality_claimed: get("nationality"),
                nationality_suspected: "",
                exploitation_type: get("exploitation_type"),
                uk_country: get("uk_country_of_referral"),
                region_of_referral: get("region_of_referral"),
                region_of_exploitation: get("region_of_exploitation"),
                first_responder_sector: get("first_responder_type"),
                competent_authority: get("competent_authority"),
                immigration_interest: get("linked_immigration_interest"),
                screening_outcome: "accepted",
                reasonable_grounds: get("reasonable_grounds"),
                reasonable_grounds_on: None,
                conclusive_grounds: get("conclusive_grounds"),
                conclusive_grounds_on: None,
                ..VersionRow::default()
            };
            builder.push(version).unwrap();
        }
        builder.finish().unwrap()
    })
}

/// A day of the quarter: the data names no day, and no table needs one.
fn received(quarter: &str, row: u32) -> i32 {
    let number: i8 = quarter.strip_prefix("2012Q").unwrap().parse().unwrap();
    day_number(date(2012, 3 * number - 2, 1)) + i32::try_from(row % 90).unwrap()
}

/// The tables of 2012.
pub fn release() -> &'static Release {
    static RELEASE: OnceLock<Release> = OnceLock::new();
    RELEASE.get_or_init(|| {
        let definitions = Definitions::idmg_2012().unwrap();
        let published = Published::shipped().unwrap();
        let bulletin = Bulletin { definitions: &definitions, published: &published };
        bulletin.compute(Sources::referrals(extract().as_at(day_number(AS_AT))), Period::year(2012)).unwrap()
    })
}
