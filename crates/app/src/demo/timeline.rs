//! The dates of the synthetic caseload of 2012: when each step of each referral was taken.
//!
//! The report prints outcomes, not dates. These dates are made up, the same ones every time, under the rules of 2012:
//! forty-five days between the two decisions, enquiries before a negative. They also carry the one dated cohort that
//! the report does print (5.24): of 384 cases that waited for the Home Office's conclusive decision when the hub
//! opened in April 2013, 77 per cent were cleared by the end of September.

use jiff::{
    ToSpan,
    civil::{Date, date},
};

use super::population::{Authority, Final, Person};

/// The day on which the synthetic record ends: the month of the report's publication.
pub const RECORD_ENDS: Date = date(2013, 10, 15);
/// The day on which the hub took over its cases.
pub const HUB_OPENED: Date = date(2013, 4, 1);
/// Cases waiting for the Home Office's conclusive decision that day (5.24).
const INHERITED: usize = 384;
/// Cleared by the end of September: 77 per cent (5.24; 296 is the middle of the counts that print as 77 per cent).
const CLEARED: usize = 296;
const HUB_MONTHS_END: Date = date(2013, 9, 30);

/// The dates of one referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// Receipt.
    pub received: Date,
    /// Acceptance.
    pub screened: Date,
    /// The reasonable grounds decision, or the suspension or withdrawal in its place.
    pub reasonable_grounds: Date,
    /// The conclusive grounds decision, or the suspension or withdrawal in its place.
    pub conclusive_grounds: Date,
}

/// The dates of every referral, in the order of the people given.
pub fn dates(people: &[Person]) -> Vec<Dates> {
    let mut in_quarter = [0_i64; 4];
    let totals: Vec<i64> = (1..=4).map(|quarter| count(people, quarter)).collect();
    let mut all: Vec<Dates> = people
        .iter()
        .zip(0_i64..)
        .map(|(person, number)| {
            let index = usize::from(person.quarter.saturating_sub(1));
            let place = in_quarter.get_mut(index).map_or(0, |place| {
                *place += 1;
                *place - 1
            });
            let total = totals.get(index).copied().unwrap_or(1).max(1);
            first_dates(person, number, place, total)
        })
        .collect();
    hub(people, &mut all);
    all
}

fn count(people: &[Person], quarter: u8) -> i64 {
    people.iter().filter(|person| person.quarter == quarter).map(|_| 1).sum()
}

fn after(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}

fn first_dates(person: &Person, number: i64, place: i64, total: i64) -> Dates {
    let start = date(2012, i8::try_from(person.quarter).unwrap_or(1).clamp(1, 4) * 3 - 2, 1);
    let received = after(start, place * 91 / total);
    let screened = after(received, number % 3);
    let slow = if number % 23 == 0 { 40 } else { 0 };
    let reasonable_grounds = after(screened, 2 + number * 7 % 12 + slow);
    let wait = match person.conclusive_grounds {
        Some(Final::Suspended) => 20 + number % 30,
        Some(Final::Withdrawn) => 30 + number % 30,
        _ => 45 + number * 13 % 60,
    };
    let before_hub = HUB_OPENED.saturating_sub(1.day());
    let conclusive_grounds = after(reasonable_grounds, wait);
    let paused = matches!(person.conclusive_grounds, Some(Final::Suspended | Final::Withdrawn));
    let conclusive_grounds = if paused { conclusive_grounds.min(before_hub) } else { conclusive_grounds };
    Dates { received, screened, reasonable_grounds, conclusive_grounds }
}

/// Moves the Home Office's decisions so that 384 cases wait on the day the hub opens, and 88 of them half a year later.
fn hub(people: &[Person], all: &mut [Dates]) {
    let home_office = |person: &Person| person.authority == Authority::HomeOffice;
    let waiting = people.iter().filter(|p| home_office(p) && p.conclusive_grounds == Some(Final::Pending)).count();
    let decided_after = INHERITED.saturating_sub(waiting);
    let mut decided: Vec<usize> = people
        .iter()
        .enumerate()
        .filter(|(_, p)| home_office(p) && matches!(p.conclusive_grounds, Some(Final::Positive | Final::Negative)))
        .map(|(index, _)| index)
        .collect();
    decided.sort_by_key(|index| all.get(*index).map(|dates| (dates.reasonable_grounds, *index)));
    let before = decided.len().saturating_sub(decided_after);
    let last_before = HUB_OPENED.saturating_sub(1.day());
    for (place, index) in decided.into_iter().enumerate() {
        let Some(dates) = all.get_mut(index) else { continue };
        dates.conclusive_grounds = match place.checked_sub(before) {
            None => dates.conclusive_grounds.min(last_before),
            Some(cleared) if cleared < CLEARED => spread(HUB_OPENED, HUB_MONTHS_END, cleared, CLEARED),
            Some(later) => spread(HUB_MONTHS_END, RECORD_ENDS, later - CLEARED, decided_after - CLEARED),
        };
    }
}

/// The day of one of `count` steps spread evenly after `from`, the last on `to`.
fn spread(from: Date, to: Date, place: usize, count: usize) -> Date {
    let days = i64::from(from.until(to).map_or(0, |span| span.get_days()));
    let place = i64::try_from(place).unwrap_or(0) + 1;
    let count = i64::try_from(count).unwrap_or(1).max(1);
    after(from, (days * place).div_euclid(count).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::population::people;

    #[test]
    fn every_date_keeps_to_the_rules_of_2012() {
        let people = people().unwrap();
        for (person, dates) in people.iter().zip(dates(&people)) {
            assert!(dates.received <= dates.screened && dates.screened < dates.reasonable_grounds);
            if matches!(person.conclusive_grounds, Some(Final::Positive | Final::Negative)) {
                assert!(after(dates.reasonable_grounds, 45) <= dates.conclusive_grounds, "{person:?} {dates:?}");
            }
            if matches!(person.conclusive_grounds, Some(Final::Suspended | Final::Withdrawn)) {
                assert!(dates.reasonable_grounds < dates.conclusive_grounds, "{person:?} {dates:?}");
            }
            assert!(dates.conclusive_grounds <= RECORD_ENDS);
        }
    }

    #[test]
    fn at30_the_hub_inherits_384_and_leaves_88() {
        let people = people().unwrap();
        let dates = dates(&people);
        let open = |on: Date| {
            people
                .iter()
                .zip(&dates)
                .filter(|(person, dates)| {
                    let closed = match person.conclusive_grounds {
                        Some(Final::Pending) => false,
                        Some(_) => dates.conclusive_grounds <= on,
                        None => true,
                    };
                    person.authority == Authority::HomeOffice && dates.reasonable_grounds <= on && !closed
                })
                .count()
        };
        assert_eq!((open(HUB_OPENED), open(HUB_MONTHS_END)), (384, 88));
    }
}
