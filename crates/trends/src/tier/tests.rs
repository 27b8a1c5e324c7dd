use jiff::civil::Date;

use super::*;
use crate::{distribution::NegativeBinomial, year_on_year::Pair};

const FIRST: Date = Date::constant(2006, 1, 1);

fn monthly(counts: Vec<u64>) -> Series {
    Series::starting("a", Calendar::Month, FIRST, counts)
}

fn assessed(series: &Series) -> Assessment {
    assess(series, &mut Workbench::default()).expect("a period before")
}

/// The figures worked in the design of the three tiers, to the digits given there.
#[test]
fn the_worked_figures_stand() {
    let near = |found: f64, expected: f64, digits: f64| {
        assert!((found / expected - 1.0).abs() < digits, "found {found}, expected {expected}");
    };
    let albania = Pair::even(103, 24).compare();
    near(albania.ratio.ratio, 4.29, 0.001);
    near(albania.ratio.interval.low, 2.73, 0.001);
    near(albania.ratio.interval.high, 7.00, 0.001);
    near(albania.predictive_tail, 2e-13, 0.25);
    near(Pair::even(46, 17).compare().predictive_tail, 1.2e-4, 0.05);
    near(Pair::even(26, 15).compare().predictive_tail, 0.049, 0.01);
    near(Pair::even(8, 1).compare().predictive_tail, 0.0097, 0.01);
    let afghans = Pair { count: 3, exposure: 6.0, previous: 2, previous_exposure: 45.0 };
    near(afghans.compare().predictive_tail, 0.009, 0.05);
    near(NegativeBinomial::predictive(0.0, 24.0, 1.0).upper_tail(1.0), 0.020, 0.02);
    near(NegativeBinomial::predictive(0.0, 24.0, 1.0).upper_tail(2.0), 0.0006, 0.05);
}

#[test]
fn one_of_a_new_kind_is_news_and_two_are_a_signal() {
    let mut counts = vec![0; 24];
    counts.push(1);
    let one = assessed(&monthly(counts.clone()));
    assert!(one.first_ever && !one.alarm && one.tier == Tier::Rare);
    counts[24] = 2;
    let two = assessed(&monthly(counts));
    assert!(two.first_ever && two.alarm);
    assert_eq!(two.bound, Some(1.0));
}

#[test]
fn the_series_itself_chooses_its_tier() {
    assert_eq!(Tier::of(&monthly(vec![0; 48])), Tier::Rare);
    assert_eq!(Tier::of(&monthly(vec![1; 48])), Tier::Sparse);
    assert_eq!(Tier::of(&monthly(vec![9; 48])), Tier::Busy);
    assert_eq!(Tier::of(&monthly(vec![9; 20])), Tier::Sparse, "less than three years");
    let weekly = |count| Series::starting("a", Calendar::Week, Date::constant(2001, 1, 1), vec![count; 520]);
    assert_eq!(Tier::of(&weekly(9)), Tier::BusyWeekly);
    assert_eq!(Tier::of(&weekly(2)), Tier::Busy);
    assert_eq!(assessed(&weekly(2)).calendar, Calendar::Month);
    let quarterly = Series::starting("a", Calendar::Quarter, FIRST, vec![60; 24]);
    assert_eq!(Tier::of(&quarterly), Tier::Busy);
}

#[test]
fn a_rare_series_that_rises_slowly_is_found_by_the_likelihood_ratio() {
    let mut counts = vec![0; 48];
    for month in [12, 42, 44, 45, 46, 47] {
        counts[month] = 1;
    }
    let found = assessed(&monthly(counts));
    assert_eq!(found.tier, Tier::Rare);
    assert!(found.likelihood_ratio.is_some_and(|ratio| ratio > 2.0), "{found:?}");
}

#[test]
fn a_busy_series_is_judged_by_regression_and_shows_its_baseline() {
    let mut counts: Vec<u64> = (0..72).map(|month| 20 + month % 12).collect();
    counts[71] = 80;
    let found = assessed(&monthly(counts));
    assert!(found.alarm && found.tier == Tier::Busy, "{found:?}");
    assert!(found.expected > 25.0 && found.expected < 40.0 && found.score > 1.0, "{found:?}");
    assert!(found.baseline.to < found.period && found.interval.low < found.expected);
}
