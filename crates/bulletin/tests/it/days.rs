//! One quarter as at several days: who has all the editions subtracts one from the other.

use jiff::civil::{Date, date};
use manumit_bulletin::{
    compute::{Bulletin, Release, Sources},
    definition::Definitions,
    demonstration::Demonstration,
    extract::day_number,
    protection::{Beside, Difference, Protection, recoveries, small_differences},
    published::Published,
};
use manumit_disclosure::policy::{Audience, Policy};

const DAYS: [Date; 4] = [date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30)];

/// The editions of the second quarter as at those days, as they would be shown; each knows how the tables stood before or not.
fn editions(definitions: &Definitions, hold_against: bool) -> Vec<Release> {
    let demonstration = Demonstration::draw().unwrap();
    let published = Published::default();
    let bulletin = Bulletin { definitions, published: &published };
    let stood = DAYS.map(|day| {
        let sources = Sources {
            referrals: demonstration.referrals.as_at(day_number(day)),
            notifications: Some(demonstration.notifications.as_at(day_number(day))),
        };
        bulletin.compute(sources, "2026-Q2".parse().unwrap()).unwrap()
    });
    let mut policy = Policy::of(Audience::Public).with_threshold(definitions.bulletin.small_cell_threshold);
    policy.differences = false;
    let mut shown = Vec::new();
    for (place, release) in stood.iter().enumerate() {
        let before = if hold_against { &stood[..place] } else { &[] };
        let protection =
            Protection { definitions, release, earlier: None, beside: &[], stood: before, policy: policy.clone() };
        let protected = protection.protect(&mut |_, _, _| {}).unwrap();
        assert!(protected.is_safe(), "{place}");
        shown.push(release.protected(&protected.audit, definitions).unwrap());
    }
    shown
}

/// What whoever has all of them sees of few people.
fn seen(definitions: &Definitions, editions: &[Release]) -> Vec<Difference> {
    let threshold = definitions.bulletin.small_cell_threshold;
    let pairs = (1..editions.len()).flat_map(|later| (0..later).map(move |earlier| (later, earlier)));
    pairs
        .flat_map(|(later, earlier)| {
            let later = Beside { definitions, release: &editions[later] };
            small_differences(later, &editions[earlier], threshold).unwrap()
        })
        .collect()
}

#[test]
fn what_moved_by_few_people_between_two_days_is_in_no_two_editions() {
    let definitions = Definitions::quarterly().unwrap();
    let apart = editions(&definitions, false);
    assert!(seen(&definitions, &apart).len() > 10, "{}", seen(&definitions, &apart).len());
    let together = editions(&definitions, true);
    assert_eq!(seen(&definitions, &together), []);
    // Nor is what one withholds computed from what the others print.
    for later in 1..together.len() {
        let others: Vec<Beside<'_>> =
            together[..later].iter().map(|release| Beside { definitions: &definitions, release }).collect();
        let last = Beside { definitions: &definitions, release: &together[later] };
        assert_eq!(recoveries(last, &others).unwrap(), [], "{}", DAYS[later]);
    }
    // Much is left: of the first edition nothing is lost, and of the last a good part stands.
    let counts = |release: &Release| {
        release
            .tables
            .iter()
            .flat_map(|table| table.rows.iter().flatten())
            .filter(|cell| cell.count().is_some())
            .count()
    };
    assert_eq!(counts(&together[0]), counts(&apart[0]));
    assert!(counts(&together[3]) * 2 > counts(&apart[3]), "{} of {}", counts(&together[3]), counts(&apart[3]));
}
