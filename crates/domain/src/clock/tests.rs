use std::sync::LazyLock;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::place::Nation;

static LAW: LazyLock<Law> = LazyLock::new(|| Law::united_kingdom().unwrap());

fn law() -> &'static Law {
    &LAW
}

fn target(received_on: Date, division: Division) -> Date {
    reasonable_grounds_target(law(), received_on, division).unwrap().due
}

fn cg(decided_on: Date, positive: bool) -> Option<ConclusiveGrounds> {
    Some(ConclusiveGrounds { decided_on, positive })
}

fn support(nation: Nation, day: Date) -> PeriodEnd {
    support_before_conclusive_grounds(law(), nation, day).unwrap().end
}

#[test]
fn a_referral_received_on_thursday_20_december_2012_is_due_on_new_years_eve() {
    assert_eq!(target(date(2012, 12, 20), Division::EnglandAndWales), date(2012, 12, 31));
    assert_eq!(target(date(2012, 12, 20), Division::Scotland), date(2012, 12, 31));
}

#[test]
fn a_referral_received_on_friday_28_december_2012_is_due_a_day_later_in_scotland() {
    assert_eq!(target(date(2012, 12, 28), Division::EnglandAndWales), date(2013, 1, 7));
    assert_eq!(target(date(2012, 12, 28), Division::Scotland), date(2013, 1, 8));
}

#[test]
fn a_deadline_shows_its_working() {
    let law = law();
    let due = reasonable_grounds_target(law, date(2012, 12, 28), law.division_for_authority()).unwrap();
    insta::assert_snapshot!(
        format!("{} on {}: {}, from {}", due.rule_key, due.due, due.counted, due.anchor),
        @"rg.target on 2013-01-07: 5 working days in England and Wales, not counting the day itself, from 2012-12-28"
    );
    let earliest = conclusive_grounds_earliest(law, date(2024, 3, 1)).unwrap();
    insta::assert_snapshot!(earliest.counted, @"30 days, counting the day itself");
}

#[test]
fn nothing_is_computed_past_the_bank_holidays() {
    let law = law();
    let late = reasonable_grounds_target(law, date(2028, 12, 28), Division::EnglandAndWales).unwrap_err();
    assert!(matches!(late, ClockError::OutsideCalendar(OutsideCalendar { day, .. }) if day == date(2029, 1, 1)));
    assert!(matches!(
        reasonable_grounds_target(law, date(2008, 12, 1), Division::Scotland),
        Err(ClockError::NoRule(NoRule::Date { .. }))
    ));
}

#[test]
fn positive_on_12_december_2022_counts_45_days_and_not_the_first() {
    let law = law();
    assert_eq!(conclusive_grounds_earliest(law, date(2022, 12, 12)).unwrap().due, date(2023, 1, 26));
    assert_eq!(removal_protection(law, date(2022, 12, 12)).unwrap().end, PeriodEnd::LaterOf(date(2023, 1, 26)));
    assert_eq!(support(Nation::Wales, date(2022, 12, 12)), PeriodEnd::LaterOf(date(2023, 1, 26)));
}

#[test]
fn positive_on_13_december_2022_counts_30_days_with_the_first() {
    let law = law();
    assert_eq!(conclusive_grounds_earliest(law, date(2022, 12, 13)).unwrap().due, date(2023, 1, 11));
    assert_eq!(removal_protection(law, date(2022, 12, 13)).unwrap().end, PeriodEnd::LaterOf(date(2023, 1, 11)));
    assert_eq!(support(Nation::England, date(2022, 12, 13)), PeriodEnd::LaterOf(date(2023, 1, 11)));
}

#[test]
fn positive_on_30_january_2023_in_scotland_has_two_clocks() {
    let protection = removal_protection(law(), date(2023, 1, 30)).unwrap().end;
    assert_eq!(protection, PeriodEnd::LaterOf(date(2023, 2, 28)));
    assert_eq!(protection.not_before(), Some(date(2023, 2, 28)));
    let support = support(Nation::Scotland, date(2023, 1, 30));
    assert_eq!(support, PeriodEnd::EarlierOf(date(2023, 4, 29)));
    assert_eq!(support.not_after(), Some(date(2023, 4, 29)));
}

#[test]
fn positive_on_1_march_2024_gives_thirty_days_to_30_march() {
    assert_eq!(removal_protection(law(), date(2024, 3, 1)).unwrap().end, PeriodEnd::LaterOf(date(2024, 3, 30)));
}

/// AT65: a 2012 case and a 2023 case get different clocks, and Scotland stands apart.
#[test]
fn at65_2012_and_2023_and_scotland() {
    let (then, later) = (date(2012, 6, 1), date(2023, 6, 1));
    assert_eq!(support(Nation::England, then), PeriodEnd::LaterOf(date(2012, 7, 16)));
    assert_eq!(support(Nation::Scotland, then), PeriodEnd::LaterOf(date(2012, 7, 16)));
    assert_eq!(support(Nation::NorthernIreland, then), PeriodEnd::LaterOf(date(2012, 7, 16)));
    assert_eq!(support(Nation::England, later), PeriodEnd::LaterOf(date(2023, 6, 30)));
    assert_eq!(support(Nation::Scotland, later), PeriodEnd::EarlierOf(date(2023, 8, 29)));
    assert_eq!(support(Nation::NorthernIreland, later), PeriodEnd::DecisionOrDayIfPositive(date(2023, 7, 16)));
    let protection = |day| removal_protection(law(), day).unwrap().end;
    assert_eq!(protection(then), PeriodEnd::LaterOf(date(2012, 7, 16)));
    assert_eq!(protection(later), PeriodEnd::LaterOf(date(2023, 6, 30)));
}

/// A change of rule in the middle of a case does not shorten the period it started with.
#[test]
fn the_day_of_the_anchor_chooses_the_rule_and_not_a_later_day() {
    let before = removal_protection(law(), date(2022, 12, 12)).unwrap();
    assert_eq!(before.counted.period.days, 45);
    assert!(before.end.period_day() > date(2022, 12, 13));
}

#[test]
fn ends_meet_the_decision_each_in_its_own_way() {
    let day = date(2023, 3, 1);
    let (sooner, later) = (date(2023, 2, 1), date(2023, 4, 1));
    for (end, open, given_sooner_positive, given_sooner_negative, given_later) in [
        (PeriodEnd::On(day), Some(day), Some(day), Some(day), Some(day)),
        (PeriodEnd::LaterOf(day), None, Some(day), Some(day), Some(later)),
        (PeriodEnd::EarlierOf(day), Some(day), Some(sooner), Some(sooner), Some(day)),
        (PeriodEnd::DecisionOrDayIfPositive(day), None, Some(day), Some(sooner), Some(later)),
        (PeriodEnd::AtLeast(day), None, None, None, None),
    ] {
        assert_eq!(end.given(None), open, "{end}");
        assert_eq!(end.given(cg(sooner, true)), given_sooner_positive, "{end}");
        assert_eq!(end.given(cg(sooner, false)), given_sooner_negative, "{end}");
        assert_eq!(end.given(cg(later, true)), given_later, "{end}");
    }
}

#[test]
fn support_after_a_decision_is_set_in_england_and_wales_only() {
    let law = law();
    let positive = |day| support_after_positive(law, Nation::England, day).unwrap().end;
    assert_eq!(positive(date(2012, 6, 1)), PeriodEnd::On(date(2012, 6, 15)));
    assert_eq!(positive(date(2023, 6, 1)), PeriodEnd::AtLeast(date(2023, 7, 16)));
    let negative = |day| support_after_negative(law, Nation::Wales, day).unwrap().end;
    assert_eq!(negative(date(2012, 6, 1)), PeriodEnd::On(date(2012, 6, 3)));
    assert_eq!(
        negative(date(2020, 12, 29)),
        PeriodEnd::On(date(2021, 1, 12)),
        "4 January is a holiday in Scotland only"
    );
    assert_eq!(negative(date(2025, 6, 2)), PeriodEnd::On(date(2025, 6, 20)));
    let none = support_after_negative(law, Nation::Scotland, date(2023, 6, 1)).unwrap_err();
    insta::assert_snapshot!(none, @"rule support.post_negative has no version for adult in Scotland; it applies to adult in England and Wales");
}

#[test]
fn reconsideration_has_no_limit_before_july_2024_and_thirty_days_after() {
    let law = law();
    assert_eq!(reconsideration_window(law, date(2012, 6, 1)).unwrap(), None);
    assert_eq!(reconsideration_window(law, date(2024, 7, 7)).unwrap(), None);
    let window = reconsideration_window(law, date(2024, 7, 8)).unwrap().unwrap();
    assert_eq!(window.due, date(2024, 8, 7));
}

#[test]
fn preparation_for_adulthood_starts_100_days_before_the_birthday() {
    let reminder = turning_18_reminder(law(), date(1996, 6, 15)).unwrap();
    assert_eq!((reminder.anchor, reminder.due), (date(2014, 6, 15), date(2014, 3, 7)));
    assert_eq!(eighteenth_birthday(date(1996, 2, 29)), date(2014, 3, 1));
    assert_eq!(eighteenth_birthday(date(2006, 2, 28)), date(2024, 2, 28));
}

#[test]
fn a_rule_in_words_cannot_be_counted() {
    let law = law();
    let rule = law.rules.rule("cg.target", Nation::England, "all", date(2023, 6, 1)).unwrap();
    let error = deadline(rule, date(2023, 6, 1), law.calendars.of(Division::Scotland)).unwrap_err();
    insta::assert_snapshot!(error, @"rule cg.target is not a number of days on 2023-06-01, so nothing can be counted from it");
}

#[test]
fn an_instant_late_in_the_evening_of_summer_is_the_next_day_in_london() {
    let at = |text: &str| london_date(text.parse().unwrap()).unwrap();
    assert_eq!(at("2012-06-01T22:59:59Z"), date(2012, 6, 1));
    assert_eq!(at("2012-06-01T23:00:00Z"), date(2012, 6, 2));
    assert_eq!(at("2012-12-01T23:59:59Z"), date(2012, 12, 1));
    assert_eq!(at("2012-03-25T00:59:59Z"), date(2012, 3, 25));
}

proptest! {
    #[test]
    fn a_decision_never_ends_protection_from_removal_early(
        start in 0_i64..5700, wait in 0_i64..400, positive: bool,
    ) {
        let law = law();
        let decided = date(2009, 4, 1).saturating_add(start.days());
        let conclusive = decided.saturating_add(wait.days());
        let end = removal_protection(law, decided).unwrap().end;
        let last = end.given(cg(conclusive, positive)).unwrap();
        prop_assert!(last >= conclusive && last >= end.period_day());
        prop_assert_eq!(end.given(None), None);
    }

    #[test]
    fn counting_the_day_itself_ends_one_day_sooner(offset in 0_i64..5000, days in 1_u32..120) {
        let law = law();
        let calendar = law.calendars.of(Division::EnglandAndWales);
        let anchor = date(2009, 4, 1).saturating_add(offset.days());
        let of = |counting| count(Period { days, unit: DayUnit::CalendarDays, counting }, anchor, calendar).unwrap();
        prop_assert_eq!(of(Counting::Inclusive).tomorrow().unwrap(), of(Counting::Exclusive));
    }

    #[test]
    fn working_days_counted_with_the_first_never_end_later(offset in 1_i64..5000, days in 1_u32..30) {
        let law = law();
        let calendar = law.calendars.of(Division::Scotland);
        let anchor = date(2009, 4, 1).saturating_add(offset.days());
        let of = |counting| count(Period { days, unit: DayUnit::WorkingDays, counting }, anchor, calendar).unwrap();
        let (with, without) = (of(Counting::Inclusive), of(Counting::Exclusive));
        prop_assert_eq!(with < without, calendar.is_working_day(anchor).unwrap());
        prop_assert!(with <= without);
    }
}
