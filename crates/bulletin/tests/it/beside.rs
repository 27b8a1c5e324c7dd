//! Several editions of one day in the same hands: quarters and a year, each held against those before it.

use jiff::civil::date;
use manumit_bulletin::{
    audit::CellName,
    compute::{Bulletin, Release, Sources},
    definition::Definitions,
    extract::day_number,
    protection::{Beside, Protection, recoveries},
    published::Published,
};
use manumit_disclosure::policy::{Audience, Policy};

use crate::quarterly::editions;

/// So that more is withheld of a record without many small counts.
const THRESHOLD: u64 = 30;

/// The editions of some periods as they are published one after the other, each held against so many before it.
fn published<'a>(definitions: [&'a Definitions; 2], periods: &[&str], reach: usize) -> Vec<(&'a Definitions, Release)> {
    let (demonstration, day) = (&editions().demonstration, day_number(date(2026, 10, 31)));
    let mut out: Vec<(&Definitions, Release)> = Vec::new();
    for period in periods {
        let [quarterly, yearly] = definitions;
        let is_quarter = period.contains('Q');
        let own = if is_quarter { quarterly } else { yearly };
        let sources = Sources {
            referrals: demonstration.referrals.as_at(day),
            notifications: is_quarter.then(|| demonstration.notifications.as_at(day)),
        };
        let bulletin = Bulletin { definitions: own, published: &Published::default() };
        let release = bulletin.compute(sources, period.parse().unwrap()).unwrap();
        let beside: Vec<Beside<'_>> =
            out.iter().rev().take(reach).map(|(definitions, release)| Beside { definitions, release }).collect();
        let mut policy = Policy::of(Audience::Public).with_threshold(THRESHOLD);
        policy.differences = false;
        let protection =
            Protection { definitions: own, release: &release, earlier: None, beside: &beside, stood: &[], policy };
        let protected = protection.protect(&mut |_, _, _| {}).unwrap();
        assert!(protected.is_safe(), "{period}");
        let public = release.protected(&protected.audit, own).unwrap();
        out.push((own, public));
    }
    out
}

/// What an attacker has of the last who has all the others too.
fn recovered(editions: &[(&Definitions, Release)]) -> Vec<(String, CellName)> {
    let all: Vec<Beside<'_>> = editions.iter().map(|(definitions, release)| Beside { definitions, release }).collect();
    let (last, others) = all.split_last().unwrap();
    recoveries(*last, others).unwrap()
}

#[test]
fn editions_of_several_quarters_and_of_their_year_give_nothing_away_together() {
    let definitions = [Definitions::quarterly().unwrap(), Definitions::idmg_2012().unwrap()];
    let definitions = [&definitions[0], &definitions[1]];
    let periods = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2025", "2026-Q1"];
    let together = published(definitions, &periods, periods.len());
    for last in 1..=periods.len() {
        assert_eq!(recovered(&together[..last]), [], "{:?}", periods.get(last - 1));
    }
    // Each for itself they do not: what one withholds another prints, or adds up.
    let apart = published(definitions, &periods, 0);
    let told: Vec<usize> = (1..=periods.len()).map(|last| recovered(&apart[..last]).len()).collect();
    assert!(told.iter().any(|count| *count > 0), "{told:?}");
}
