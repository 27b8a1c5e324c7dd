//! Burn-down of an inherited backlog: a cohort frozen on one day, and how many of it are still open on each later day.
//!
//! The cohort is frozen because a backlog that takes in new cases while old ones are cleared hides both: "77% cleared"
//! says nothing unless the 384 are the same 384. Pace and forecast are plain arithmetic over the time seen, not a model:
//! they say what the pace so far would mean, and the text says so.

use std::fmt::Write;

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    rounding::Percent,
    words::{grouped, long_date},
};

/// One case of a backlog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The day on which it was opened.
    pub opened_on: Date,
    /// The day on which it was closed, if it was.
    pub closed_on: Option<Date>,
}

/// The cohort on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct BurnDownPoint {
    /// The day, at the end of which the cohort stood so.
    pub on: Date,
    /// Still open.
    pub open: u64,
    /// Cleared since the cohort was frozen.
    pub cleared: u64,
    /// Cleared as a share of the cohort, in whole per cent.
    pub share_cleared: Option<Percent>,
}

/// A cohort frozen on one day, followed on later days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BurnDown {
    /// The day at the end of which the cohort was frozen.
    pub frozen_on: Date,
    /// How many were open then.
    pub cohort: u64,
    /// The cohort on each later day, in order of days.
    pub points: Vec<BurnDownPoint>,
}

/// What keeps a burn-down from being made.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BurnDownError {
    /// A case closed before it was opened.
    #[error("case {position}: closed on {closed_on}, before it was opened on {opened_on}; correct one of the two")]
    ClosedBeforeOpened {
        /// Position in the list, from 0.
        position: usize,
        /// When it was opened.
        opened_on: Date,
        /// When it was closed.
        closed_on: Date,
    },
    /// No day to look at.
    #[error("no day after {frozen_on} to look at; give at least one")]
    NoLaterDay {
        /// The day of freezing.
        frozen_on: Date,
    },
}

/// What the pace so far would mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Forecast {
    /// Cleared a month, over the time seen.
    pub a_month: f64,
    /// Months until none is open, at that pace; `None` if nothing was cleared.
    pub months_left: Option<f64>,
}

/// Mean length of a month in days, as the calendar's 400 years have it: 146,097 days in 4,800 months.
const DAYS_A_MONTH: f64 = 146_097.0 / 4_800.0;

impl BurnDown {
    /// Freezes the cases open at the end of `frozen_on` and counts those still open at the end of each later day.
    ///
    /// # Errors
    /// When a case closed before it was opened, or there is no later day.
    pub fn new(spans: &[Span], frozen_on: Date, days: &[Date]) -> Result<Self, BurnDownError> {
        for (position, span) in spans.iter().enumerate() {
            if let Some(closed_on) = span.closed_on.filter(|closed_on| *closed_on < span.opened_on) {
                return Err(BurnDownError::ClosedBeforeOpened { position, opened_on: span.opened_on, closed_on });
            }
        }
        let mut days: Vec<Date> = days.iter().copied().filter(|day| *day > frozen_on).collect();
        days.sort_unstable();
        days.dedup();
        if days.is_empty() {
            return Err(BurnDownError::NoLaterDay { frozen_on });
        }
        let is_open =
            |span: &&Span, day: Date| span.opened_on <= day && span.closed_on.is_none_or(|closed| closed > day);
        let frozen: Vec<&Span> = spans.iter().filter(|span| is_open(span, frozen_on)).collect();
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let cohort = number(frozen.len());
        let points = days.into_iter().map(|on| {
            let open = number(frozen.iter().filter(|span| is_open(span, on)).count());
            let cleared = cohort - open;
            BurnDownPoint { on, open, cleared, share_cleared: Percent::share(cleared, cohort, 0) }
        });
        Ok(Self { frozen_on, cohort, points: points.collect() })
    }

    /// The pace from the day of freezing to the last day, and what it would mean.
    ///
    /// Months are counted as days over the mean length of a month. With nothing cleared there is no forecast.
    #[expect(clippy::cast_precision_loss, reason = "counts of cases are far below 2^52")]
    pub fn forecast(&self) -> Option<Forecast> {
        let last = self.points.last()?;
        let days = last.on.duration_since(self.frozen_on).as_hours() / 24;
        let a_month = last.cleared as f64 / (days as f64 / DAYS_A_MONTH);
        let months_left = (last.cleared > 0).then(|| last.open as f64 / a_month);
        Some(Forecast { a_month, months_left })
    }

    /// The burn-down as plain text, with its cohort and what the forecast rests on.
    pub fn text(&self) -> String {
        let frozen_on = long_date(self.frozen_on);
        let mut text =
            format!("Cohort: {} open at the end of {frozen_on}. Later cases are not in it.\n\n", grouped(self.cohort));
        let _ = writeln!(text, "{:<18}  {:>7}  {:>7}  {:>13}", "at the end of", "open", "cleared", "share cleared");
        for point in &self.points {
            let share = point.share_cleared.map(|share| format!("{share}%")).unwrap_or_default();
            let (open, cleared) = (grouped(point.open), grouped(point.cleared));
            let _ = writeln!(text, "{:<18}  {open:>7}  {cleared:>7}  {share:>13}", long_date(point.on));
        }
        if let Some(Forecast { a_month, months_left }) = self.forecast() {
            let left = match months_left {
                Some(months) => format!("none would be open after {months:.1} more months"),
                None => "nothing was cleared, so there is no forecast".to_owned(),
            };
            let _ = writeln!(text, "\nPace: {a_month:.0} a month since {frozen_on}. At that pace {left}.");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// 384 inherited on 31 March 2013, cleared evenly so that 296 are closed by the end of September; others come later.
    fn inherited() -> Vec<Span> {
        let closed =
            |n: i64| (n < 296).then(|| date(2013, 4, 1).checked_add(jiff::Span::new().days(n * 182 / 296)).unwrap());
        let old = (0..384).map(|n| Span { opened_on: date(2012, 6, 1), closed_on: closed(n) });
        let new = (0..50).map(|_| Span { opened_on: date(2013, 5, 1), closed_on: Some(date(2013, 5, 9)) });
        old.chain(new).collect()
    }

    #[test]
    fn the_inherited_384_are_77_per_cent_cleared_by_september() {
        let burn_down =
            BurnDown::new(&inherited(), date(2013, 3, 31), &[date(2013, 9, 30), date(2013, 6, 30)]).unwrap();
        assert_eq!((burn_down.cohort, burn_down.points[1].open, burn_down.points[1].cleared), (384, 88, 296));
        let forecast = burn_down.forecast().unwrap();
        assert!((49.0..49.5).contains(&forecast.a_month), "{}", forecast.a_month);
        assert!((1.7..1.9).contains(&forecast.months_left.unwrap()));
        insta::assert_snapshot!(burn_down.text());
    }

    #[test]
    fn without_clearing_there_is_no_forecast() {
        let stuck = [Span { opened_on: date(2012, 6, 1), closed_on: None }];
        let burn_down = BurnDown::new(&stuck, date(2013, 3, 31), &[date(2013, 9, 30)]).unwrap();
        assert_eq!(burn_down.forecast().unwrap().months_left, None);
        assert!(burn_down.text().ends_with("nothing was cleared, so there is no forecast.\n"));
    }

    #[test]
    fn contradictions_are_refused() {
        let backwards = [Span { opened_on: date(2012, 6, 1), closed_on: Some(date(2012, 5, 1)) }];
        let error = BurnDown::new(&backwards, date(2013, 3, 31), &[date(2013, 9, 30)]).unwrap_err();
        assert!(matches!(error, BurnDownError::ClosedBeforeOpened { position: 0, .. }));
        let error = BurnDown::new(&[], date(2013, 3, 31), &[date(2013, 3, 31)]).unwrap_err();
        assert_eq!(error.to_string(), "no day after 2013-03-31 to look at; give at least one");
    }
}
