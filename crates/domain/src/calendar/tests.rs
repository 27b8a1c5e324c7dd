use std::sync::LazyLock;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

static CALENDARS: LazyLock<Calendars> =
    LazyLock::new(|| Calendars::parse(include_str!("../../../../policy/bank_holidays.csv")).unwrap());

fn calendars() -> &'static Calendars {
    &CALENDARS
}

fn after(day: Date, count: u32, division: Division) -> Date {
    calendars().of(division).working_days_after(day, count).unwrap()
}

#[test]
fn the_shipped_list_covers_2009_to_2028_in_every_division() {
    for division in Division::ALL {
        assert_eq!(calendars().of(division).covers(), (date(2009, 1, 1), date(2028, 12, 31)), "{division:?}");
    }
}

#[test]
fn the_divisions_differ_where_the_law_says() {
    let calendars = calendars();
    let holiday = |division, day| calendars.of(division).bank_holiday(day).is_some();
    for (day, england_and_wales, scotland, northern_ireland) in [
        (date(2013, 1, 2), false, true, false),
        (date(2013, 4, 1), true, false, true),
        (date(2013, 7, 12), false, false, true),
        (date(2013, 3, 18), false, false, true),
        (date(2013, 8, 5), false, true, false),
        (date(2013, 8, 26), true, false, true),
        (date(2013, 12, 2), false, true, false),
    ] {
        assert_eq!(holiday(Division::EnglandAndWales, day), england_and_wales, "{day}");
        assert_eq!(holiday(Division::Scotland, day), scotland, "{day}");
        assert_eq!(holiday(Division::NorthernIreland, day), northern_ireland, "{day}");
    }
}

#[test]
fn five_working_days_over_christmas_2012() {
    assert_eq!(after(date(2012, 12, 20), 5, Division::EnglandAndWales), date(2012, 12, 31));
    assert_eq!(after(date(2012, 12, 20), 5, Division::Scotland), date(2012, 12, 31));
    assert_eq!(after(date(2012, 12, 28), 5, Division::EnglandAndWales), date(2013, 1, 7));
    assert_eq!(after(date(2012, 12, 28), 5, Division::Scotland), date(2013, 1, 8));
}

#[test]
fn nothing_is_computed_outside_the_list() {
    let calendars = calendars();
    let calendar = calendars.of(Division::Scotland);
    let late = calendar.working_days_after(date(2028, 12, 28), 5).unwrap_err();
    assert_eq!(late.day, date(2029, 1, 1));
    insta::assert_snapshot!(late, @"no bank holidays are known for 2029-01-01 in Scotland: the list runs from 2009-01-01 to 2028-12-31; add the year to the list, or set the date by hand");
    assert_eq!(calendar.working_days_after(date(2008, 12, 31), 1).unwrap_err().day, date(2008, 12, 31));
    assert_eq!(calendar.working_days_after(date(2028, 12, 28), 1), Ok(date(2028, 12, 29)));
}

#[test]
fn a_wrong_list_is_refused_with_its_line() {
    let refused = |text: &str| Calendars::parse(text).unwrap_err();
    let head = "division,date,title,basis\n";
    let each = |rows: &str| format!("{head}scotland,2012-01-02,A,b\nnorthern-ireland,2012-01-02,A,b\n{rows}");
    insta::assert_snapshot!(refused(&each("")), @r#"bank_holidays.csv, whole file: "england-and-wales" has no bank holidays"#);
    insta::assert_snapshot!(
        refused(&each("england-and-wales,2012-01-02,A,b\nengland-and-wales,2012-01-02,B,b\n")), @r#"bank_holidays.csv, line 5: "2012-01-02" is there twice for this division"#);
    insta::assert_snapshot!(
        refused(&each("england-and-wales,2012-01-02,A,b\nengland-and-wales,2014-01-01,B,b\n")), @r#"bank_holidays.csv, england-and-wales: "2013" has no bank holidays; add the year"#);
    let source = std::error::Error::source(&refused(&each("england-and-wales,soon,A,b\n"))).unwrap().to_string();
    assert!(source.contains("line: 4"), "{source}");
}

proptest! {
    #[test]
    fn a_counted_day_is_a_working_day_and_the_count_is_exact(offset in 0_i64..6000, count in 1_u32..60) {
        let calendars = calendars();
        for division in Division::ALL {
            let calendar = calendars.of(division);
            let start = date(2009, 1, 1).saturating_add(offset.days());
            let end = calendar.working_days_after(start, count).unwrap();
            prop_assert!(calendar.is_working_day(end).unwrap());
            let mut between = 0;
            let mut day = start;
            while day < end {
                day = day.tomorrow().unwrap();
                between += u32::from(calendar.is_working_day(day).unwrap());
            }
            prop_assert_eq!(between, count);
        }
    }
}
