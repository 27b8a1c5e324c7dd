use proptest::prelude::*;

use super::*;
use crate::series::Calendar;

const FIRST: Date = Date::constant(2009, 1, 1);

fn series(name: &str, calendar: Calendar, counts: &[u64]) -> Series {
    Series::starting(name, calendar, FIRST, counts.to_vec())
}

fn months(name: &str, last: u64) -> Registered {
    let mut counts = vec![1; 36];
    counts.push(last);
    Registered::plain(series(name, Calendar::Month, &counts))
}

fn one(registered: &Registered) -> Signal {
    let scan = scan(std::slice::from_ref(registered), &ScanOptions::default());
    scan.digest.into_iter().next().expect("a signal")
}

#[test]
fn persons_and_findings_say_together_what_kind_of_rise_it_is() {
    let mut counts = vec![1; 36];
    let findings = |last| {
        counts.push(last);
        let findings = series("findings", Calendar::Month, &counts);
        counts.pop();
        Some(findings)
    };
    let mut findings = findings;
    let spread = Registered { findings: findings(9), largest_finding: Some(2), ..months("a", 12) };
    assert_eq!(one(&spread).pattern, Pattern::Spread);
    let one_operation = Registered { findings: findings(1), largest_finding: Some(18), ..months("Philippines", 20) };
    let signal = one(&one_operation);
    assert_eq!(signal.pattern, Pattern::LargeFindings { largest_share: Some(0.9) });
    assert!(signal.caveats.contains(&Caveat::OneOperation { persons: 18, share: 0.9 }));
    let many_small = Registered { findings: findings(9), ..months("b", 4) };
    assert_eq!(one(&many_small).pattern, Pattern::ManySmallFindings);
}

#[test]
fn the_digest_has_a_budget_and_nothing_is_hidden() {
    let list: Vec<Registered> = (0..30).map(|at| months(&format!("s{at:02}"), 12 + at)).collect();
    let scan = scan(&list, &ScanOptions { budget: 5, ..ScanOptions::default() });
    assert_eq!((scan.digest.len(), scan.held_back.len()), (5, 25));
    assert_eq!(scan.digest[0].series, "s29");
    assert!(scan.held_back.iter().all(|held| held.reason == Reason::Budget));
    assert_eq!(scan.levels[0].rate.alarms, 30);
}

#[test]
fn one_weak_alarm_among_many_series_is_held_back() {
    let mut list: Vec<Registered> = (0..200).map(|at| months(&format!("s{at:03}"), 1)).collect();
    list.push(months("weak", 5));
    let found = scan(&list, &ScanOptions::default());
    assert!(found.digest.is_empty());
    assert_eq!(found.held_back[0].reason, Reason::FalseDiscovery);
    assert!(matches!(found.held_back[0].signal.caveats.last(), Some(Caveat::SeveralTests { tests: 201, .. })));
    assert_eq!(scan(&list[200..], &ScanOptions::default()).digest.len(), 1, "alone it is a signal");
}

#[test]
fn no_method_looks_across_an_era_unless_told() {
    let mut counts = vec![30; 24];
    counts.extend([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 14]);
    let era = Era { from: Date::constant(2011, 1, 1), what: "new code list".to_owned() };
    let registered = Registered { eras: vec![era], ..Registered::plain(series("a", Calendar::Month, &counts)) };
    let signal = one(&registered);
    assert_eq!(signal.persons.baseline.from, Date::constant(2011, 1, 1));
    assert!(signal.caveats.iter().any(|caveat| matches!(caveat, Caveat::EraChange { .. })));
    let across = ScanOptions { across_eras: true, ..ScanOptions::default() };
    let looked = scan(&[registered], &across);
    assert!(looked.digest[0].persons.baseline.from < Date::constant(2011, 1, 1));
}

/// AT17: Nigeria peaks in the third quarter, Albania passes it in the fourth.
#[test]
fn at17_the_first_quarter_with_another_top_country_is_named() {
    let list = [("Nigeria", [40, 45, 66, 54]), ("Albania", [15, 20, 33, 60]), ("Vietnam", [30, 35, 35, 35])]
        .map(|(name, counts)| Registered::plain(series(name, Calendar::Quarter, &counts)));
    let leader = scan(&list, &ScanOptions::default()).levels[0].new_leader.clone().expect("a new leader");
    assert_eq!((leader.leader.as_str(), leader.before.as_str()), ("Albania", "Nigeria"));
    assert!(leader.first_time);
    let until_q3: Vec<Registered> = list.iter().map(|of| Registered::plain(of.persons.until(2))).collect();
    assert_eq!(scan(&until_q3, &ScanOptions::default()).levels[0].new_leader, None);
}

/// AT25: small numbers, one operation, half a year against a year.
#[test]
fn at25_printed_changes_carry_their_marks() {
    let somali = Pair::even(8, 1);
    assert_eq!(somali.compare().ratio.ratio, 8.0, "+700%");
    assert_eq!(somali.caveats(None), [Caveat::LowBase { total: 1 }]);
    let afghan = Pair { count: 3, exposure: 0.5, previous: 2, previous_exposure: 3.75 };
    assert_eq!(
        afghan.caveats(None),
        [Caveat::LowBase { total: 2 }, Caveat::UnequalPeriods { exposure: 0.5, previous_exposure: 3.75 }]
    );
    let filipino = Pair { count: 20, exposure: 0.5, previous: 6, previous_exposure: 1.0 };
    assert_eq!(
        filipino.caveats(Some(18)),
        [
            Caveat::OneOperation { persons: 18, share: 0.9 },
            Caveat::UnequalPeriods { exposure: 0.5, previous_exposure: 1.0 }
        ]
    );
}

#[test]
fn the_replay_says_when_a_series_was_first_signalled_and_how_often_it_spoke() {
    let mut counts = vec![1; 36];
    counts.extend([1, 9, 9, 1]);
    let whole = series("a", Calendar::Month, &counts);
    let days: Vec<Date> = whole.dates[36..].to_vec();
    let as_known = |day: Date| -> Result<Vec<Registered>, ()> {
        let place = whole.dates.iter().position(|date| *date == day).ok_or(())?;
        Ok(vec![Registered::plain(whole.until(place))])
    };
    let replayed = replay(&days, &ScanOptions::default(), as_known).expect("every day is known");
    assert_eq!(replayed.first_signal["a"], days[1]);
    assert_eq!((replayed.rate.tests, replayed.rate.alarms), (4, 2));
}

proptest! {
    #[test]
    fn any_series_is_scanned_alike_by_one_thread_and_by_three(
        lists in prop::collection::vec(prop::collection::vec(prop_oneof![9 => 0_u64..4, 1 => 0_u64..4000], 0..90), 1..8),
        calendar in 0_usize..5,
    ) {
        let calendar = [Calendar::Day, Calendar::Week, Calendar::Month, Calendar::Quarter, Calendar::Year][calendar];
        let list: Vec<Registered> = lists.iter().enumerate()
            .map(|(at, counts)| Registered { level: at % 2, ..Registered::plain(series(&format!("s{at}"), calendar, counts)) })
            .collect();
        let alone = scan(&list, &ScanOptions::default());
        let shared = scan(&list, &ScanOptions { threads: 3, ..ScanOptions::default() });
        prop_assert_eq!(format!("{alone:?}"), format!("{shared:?}"));
        for signal in alone.digest.iter().chain(&alone.news) {
            prop_assert!(signal.adjusted_p.is_finite() && signal.persons.expected.is_finite());
            prop_assert!(signal.persons.baseline.to < signal.persons.period);
        }
        let judged: usize = alone.levels.iter().map(|level| level.rate.tests + level.too_short).sum();
        prop_assert_eq!(judged, list.len());
    }

    #[test]
    fn more_cannot_be_less_alarming(counts in prop::collection::vec(0_u64..6, 2..60), more in 1_u64..50) {
        let judge = |counts: &[u64]| assess(&series("a", Calendar::Month, counts), &mut Workbench::default()).unwrap();
        let mut raised = counts.clone();
        *raised.last_mut().unwrap() += more;
        let (low, high) = (judge(&counts), judge(&raised));
        prop_assert!(high.upper_tail <= low.upper_tail + 1e-12);
        prop_assert!(high.alarm || !low.alarm);
    }
}
