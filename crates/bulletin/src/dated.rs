//! Which period each referral belongs to, by the event that a table counts.

use std::ops::RangeInclusive;

use crate::{
    definition::Dated,
    extract::{Column, Selection, date_of, day_number},
    period::Calendar,
};

/// The code of a referral that belongs to no period.
const NO_PERIOD: u16 = u16::MAX;

/// A selection in which every position has a period, and beside each the days that its event took.
pub(crate) struct Placed<'a> {
    pub(crate) selection: Selection<'a>,
    /// The number of the period of each position.
    pub(crate) codes: Vec<u16>,
    /// The days of each position; empty where receipt itself is the event.
    pub(crate) days: Vec<i32>,
}

impl<'a> Placed<'a> {
    /// Each referral in the calendar year of its receipt.
    pub(crate) fn in_years(selection: Selection<'a>) -> Self {
        Self { codes: selection.years(), selection, days: Vec::new() }
    }
}

/// Places the referrals of a selection into periods.
pub(crate) fn place<'a>(
    selection: Selection<'a>,
    dated: Dated,
    calendar: Calendar,
    periods: &RangeInclusive<i16>,
) -> Placed<'a> {
    match dated {
        Dated::Received if calendar == Calendar::Year => Placed::in_years(selection),
        Dated::Received => {
            let received: Vec<Option<i32>> = selection.received_on().into_iter().map(Some).collect();
            Placed { codes: codes(&received, calendar), selection, days: Vec::new() }
        }
        Dated::ReasonableGrounds => decided(selection, Column::ReasonableGrounds, calendar),
        Dated::ConclusiveGrounds => decided(selection, Column::ConclusiveGrounds, calendar),
        Dated::AwaitingReasonableGrounds | Dated::AwaitingConclusiveGrounds => {
            awaiting(&selection, dated, calendar, periods)
        }
    }
}

fn decided(selection: Selection<'_>, stage: Column, calendar: Calendar) -> Placed<'_> {
    let on = selection.decided_on(stage);
    let received = selection.received_on();
    let days = on.iter().zip(&received).map(|(on, received)| on.map_or(0, |on| on - received)).collect();
    Placed { codes: codes(&on, calendar), selection, days }
}

/// The number of the period of each day, through a table of the days between the first and the last.
fn codes(days: &[Option<i32>], calendar: Calendar) -> Vec<u16> {
    let known = || days.iter().flatten();
    let (Some(first), Some(last)) = (known().min(), known().max()) else { return vec![NO_PERIOD; days.len()] };
    let number = |day| date_of(day).and_then(|date| u16::try_from(calendar.of(date).number()).ok());
    let table: Vec<u16> = (*first..=*last).map(|day| number(day).unwrap_or(NO_PERIOD)).collect();
    let code = |day: &Option<i32>| {
        let place = usize::try_from((*day)? - first).ok()?;
        table.get(place).copied()
    };
    days.iter().map(|day| code(day).unwrap_or(NO_PERIOD)).collect()
}

/// Every period at whose end a referral waited.
///
/// It waits from the day before which it could not (its receipt, or a positive reasonable grounds decision) to the day
/// of the decision. A case that was withdrawn, or closed without a dated decision, does not wait. The record says only
/// how it stands on the day of the selection, so a period that ends later than that day counts nobody.
fn awaiting<'a>(
    selection: &Selection<'a>,
    dated: Dated,
    calendar: Calendar,
    periods: &RangeInclusive<i16>,
) -> Placed<'a> {
    let stage = match dated {
        Dated::AwaitingReasonableGrounds => Column::ReasonableGrounds,
        _ => Column::ConclusiveGrounds,
    };
    let received = selection.received_on();
    let from = match dated {
        Dated::AwaitingReasonableGrounds => received.iter().copied().map(Some).collect(),
        _ => selection.decided_on(Column::ReasonableGrounds),
    };
    let until = selection.decided_on(stage);
    let open = waits(selection, stage);
    let ends: Vec<(u16, i32)> = periods
        .clone()
        .filter_map(|number| Some((u16::try_from(number).ok()?, day_number(calendar.period(number).last_day()?))))
        .filter(|(_, end)| *end <= selection.as_at())
        .collect();
    let (mut places, mut codes, mut days) = (Vec::new(), Vec::new(), Vec::new());
    let each = from.iter().zip(&until).zip(&open).zip(&received).enumerate();
    for (place, (((from, until), open), received)) in each {
        let Some(from) = from else { continue };
        for (code, end) in &ends {
            let decided_later = until.is_some_and(|until| until > *end);
            if from <= end && (decided_later || (until.is_none() && *open)) {
                places.push(place);
                codes.push(*code);
                days.push(end - received);
            }
        }
    }
    Placed { selection: selection.at(&places), codes, days }
}

/// Whether a referral without a dated decision at the stage still waits for one.
fn waits(selection: &Selection<'_>, stage: Column) -> Vec<bool> {
    let labels = selection.labels(stage);
    let waits: Vec<bool> = labels.iter().map(|label| matches!(label.as_str(), "Pending" | "Suspended")).collect();
    selection.codes(stage).into_iter().map(|code| waits.get(usize::from(code)) == Some(&true)).collect()
}
