use std::io::Cursor;

use super::*;

fn version(row: u32, recorded_from: i32, recorded_to: i32) -> VersionRow<'static> {
    VersionRow {
        row,
        recorded_from,
        recorded_to,
        received_on: 15_400,
        age_group: "Adult",
        nationality: "Nigeria",
        screening_outcome: "accepted",
        reasonable_grounds: "Pending",
        ..VersionRow::default()
    }
}

fn extract(versions: &[VersionRow<'_>]) -> Result<Extract, ExtractError> {
    let mut builder = ExtractBuilder::new();
    for version in versions {
        builder.push(*version)?;
    }
    builder.finish()
}

fn reasonable_grounds_as_at(extract: &Extract, day: i32) -> Vec<&str> {
    let selection = extract.as_at(day);
    let labels = selection.labels(Column::ReasonableGrounds);
    selection.codes(Column::ReasonableGrounds).iter().map(|code| labels[usize::from(*code)].as_str()).collect()
}

#[test]
fn as_at_picks_the_version_that_stood_on_that_day() {
    let positive = VersionRow { reasonable_grounds: "Positive", ..version(7, 15_410, CURRENT) };
    let extract = extract(&[positive, version(7, 15_400, 15_410), version(3, 15_405, CURRENT)]).unwrap();
    assert!(reasonable_grounds_as_at(&extract, 15_399).is_empty());
    assert_eq!(reasonable_grounds_as_at(&extract, 15_400), ["Pending"]);
    assert_eq!(reasonable_grounds_as_at(&extract, 15_409), ["Pending", "Pending"]);
    assert_eq!(reasonable_grounds_as_at(&extract, 15_410), ["Pending", "Positive"]);
    assert_eq!((extract.versions(), extract.referrals()), (3, 2));
    assert_eq!(extract.as_at(15_410).years(), [2012, 2012]);
    let changed = [(15_399, 15_400), (15_400, 15_404), (15_404, 15_405), (15_409, 15_410), (15_410, 15_999)];
    assert_eq!(changed.map(|(from, to)| extract.changed_between(from, to)), [true, false, true, true, false]);
}

#[test]
fn a_file_gives_back_the_extract_and_the_same_bytes() {
    let decided = VersionRow { reasonable_grounds_on: Some(15_410), ..version(7, 15_410, CURRENT) };
    let many: Vec<String> = (0..400).map(|n| format!("place {n}")).collect();
    let mut versions = vec![version(7, 15_400, 15_410), decided];
    versions
        .extend((0..400).map(|n| VersionRow { nationality: &many[n as usize], ..version(n + 10, 15_400, CURRENT) }));
    let before = extract(&versions).unwrap();
    let mut bytes = Vec::new();
    before.write(&mut bytes).unwrap();
    let after = Extract::read(Cursor::new(&bytes)).unwrap();
    assert_eq!(after.labels(Column::Nationality).len(), 401);
    assert_eq!(after.reasonable_grounds_on, before.reasonable_grounds_on);
    let (old, new) = (before.as_at(15_410), after.as_at(15_410));
    for column in Column::ALL {
        assert_eq!(old.codes(column), new.codes(column), "{}", column.name());
        assert_eq!(old.labels(column), new.labels(column), "{}", column.name());
    }
    let mut again = Vec::new();
    after.write(&mut again).unwrap();
    assert_eq!(bytes, again);
}

#[test]
fn an_overlap_an_empty_version_and_a_far_day_are_refused_by_name() {
    let overlap = extract(&[version(7, 15_400, 15_411), version(7, 15_410, CURRENT)]).unwrap_err();
    assert_eq!(
        overlap.to_string(),
        "referral 7: two versions stand on day 15410; end the earlier one on the day the later one begins"
    );
    assert!(matches!(extract(&[version(7, 15_400, 15_400)]), Err(ExtractError::EmptyVersion { row: 7, .. })));
    let far = VersionRow { received_on: i32::MIN, ..version(7, 15_400, CURRENT) };
    assert!(matches!(extract(&[far]), Err(ExtractError::DayOutOfRange { column: "received_on", .. })));
}

#[test]
fn a_damaged_or_foreign_file_is_an_error_and_not_a_panic() {
    let mut bytes = Vec::new();
    extract(&[version(7, 15_400, CURRENT), version(8, 15_400, CURRENT)]).unwrap().write(&mut bytes).unwrap();
    assert!(Extract::read(Cursor::new(&bytes[..bytes.len() / 2])).is_err());
    assert!(Extract::read(Cursor::new(b"not an arrow file")).is_err());
    assert!(Extract::read(Cursor::new(b"")).is_err());
}

#[test]
fn a_day_goes_to_a_number_and_back() {
    for date in [Date::constant(2012, 12, 31), Date::constant(1970, 1, 1), Date::constant(1899, 2, 28)] {
        assert_eq!(date_of(day_number(date)), Some(date));
    }
    assert_eq!(day_number(Date::constant(2012, 1, 1)), 15_340);
    assert_eq!(
        (date_of(*DAYS.start()), date_of(*DAYS.end())),
        (Some(Date::constant(1, 1, 1)), Some(Date::constant(9999, 12, 31)))
    );
}

#[test]
fn a_changed_byte_is_an_error_or_changes_nothing() {
    let decided = VersionRow { reasonable_grounds_on: Some(15_410), ..version(7, 15_410, CURRENT) };
    let before = extract(&[version(7, 15_400, 15_410), decided, version(8, 15_400, CURRENT)]).unwrap();
    let mut bytes = Vec::new();
    before.write(&mut bytes).unwrap();
    let mut refused = 0;
    for position in (0..bytes.len()).step_by(31) {
        let mut changed = bytes.clone();
        changed[position] ^= 0x81;
        match Extract::read(Cursor::new(&changed)) {
            Ok(after) => assert_eq!(after.checksum(), before.checksum(), "byte {position}"),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > bytes.len() / 31 / 10, "{refused} of {}", bytes.len() / 31);
}

#[test]
fn a_checksum_tells_two_values_that_change_places() {
    let one = extract(&[version(1, 15_400, CURRENT), version(2, 15_401, CURRENT)]).unwrap();
    let other = extract(&[version(1, 15_401, CURRENT), version(2, 15_400, CURRENT)]).unwrap();
    assert_ne!(one.checksum(), other.checksum());
}

fn format_of(bytes: &[u8]) -> String {
    let file = arrow_ipc::reader::FileReader::try_new(Cursor::new(bytes), None).unwrap();
    file.schema().metadata().get("manumit.extract").unwrap().clone()
}

#[test]
fn findings_are_kept_as_numbers_and_an_extract_without_any_stays_as_it_was() {
    let written = |extract: &Extract| {
        let mut bytes = Vec::new();
        extract.write(&mut bytes).unwrap();
        bytes
    };
    let plain = extract(&[version(7, 15_400, CURRENT), version(8, 15_400, CURRENT)]).unwrap();
    let old = written(&plain);
    let read = Extract::read(Cursor::new(&old)).unwrap();
    assert_eq!((format_of(&old).as_str(), read.records_findings()), ("2", false));
    assert_eq!(read.as_at(15_400).findings(), [None, None]);

    let found = VersionRow { finding: Some(4), ..version(9, 15_400, CURRENT) };
    let together = extract(&[found, version(7, 15_400, CURRENT), VersionRow { row: 8, ..found }]).unwrap();
    let new = written(&together);
    let read = Extract::read(Cursor::new(&new)).unwrap();
    assert_eq!((format_of(&new).as_str(), read.records_findings()), ("3", true));
    assert_eq!(read.as_at(15_400).findings(), [None, Some(4), Some(4)]);
    assert_eq!(written(&read), new);
    let apart =
        extract(&[found, version(7, 15_400, CURRENT), VersionRow { row: 8, finding: Some(5), ..found }]).unwrap();
    assert_ne!(apart.checksum(), together.checksum());
}

#[test]
fn a_week_begins_on_a_monday() {
    let weeks = ["2012-10-07", "2012-10-08", "2012-10-14", "2012-10-15"]
        .map(|day| week_number(day_number(day.parse().unwrap())));
    assert_eq!([weeks[1] - weeks[0], weeks[2] - weeks[1], weeks[3] - weeks[2]], [1, 0, 1]);
}
