//! The fixed tables of an edition for somebody at a desk: protected as a whole, or the true ones for who may see them.
//!
//! Whoever may see one protected edition may see all of the same day, so each is held against those that come before it: in
//! the order of the quarters, a year after its last. What comes before does not depend on who asked for what, so every process
//! withholds the same. Of editions as at two days the later withholds what moved by few people since the earlier.

use std::sync::Arc;

use jiff::civil::Date;
use manumit_bulletin::{
    compute::{Bulletin, Release, Sources},
    definition::Definitions,
    protection::{Beside, Protection, ProtectionError},
    published::Published,
};
use manumit_disclosure::policy::{Audience, Policy};

use manumit_domain::refusal::Refusal;

use super::{Calendar, Extracts, Look, Period, date_of, day_number};
use crate::AppError;

/// How many quarters back an edition is held against others: as far as its tables of periods show the same counts again.
const REACH: i16 = 11;

/// How many ends of months back an edition is held against the same tables as they stood then.
const MONTHS: usize = 24;

/// The tables of one period, as they may be shown.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Those shown.
    pub release: Release,
    /// How they are protected, in one sentence; none where they are not.
    pub method: Option<String>,
    /// Identifier and title of those left out, because they hold small cells, or moved since an earlier day, and could not be
    /// protected.
    pub withheld: Vec<(String, String)>,
    /// Why they could not.
    pub because: Option<String>,
    /// Cells below this are small.
    pub threshold: u64,
}

impl Edition {
    /// Refuses a quarter that is not over in the record, and a year that has not begun.
    ///
    /// # Errors
    /// Refused so.
    pub fn check(period: Period, as_at: Date) -> Result<(), AppError> {
        let (wanted, lacks) = match period.calendar() {
            Calendar::Quarter => (period.last_day(), "is not over"),
            Calendar::Year => (period.first_day(), "has not begun"),
        };
        if wanted.is_some_and(|wanted| wanted <= as_at) {
            return Ok(());
        }
        let said = format!("{} {lacks} in the record as at {}.", period.in_words(), as_at.strftime("%-d %B %Y"));
        Err(Refusal::new("statistics.not_over", said, "Choose an earlier period, or a later day.")
            .about("period")
            .into())
    }

    /// The periods whose protected editions come before that of a period, the first of the record first. To protect one takes
    /// all of them.
    #[must_use]
    pub fn before(extracts: &Extracts, (period, as_at): (Period, Date)) -> Vec<Period> {
        let received = extracts.referrals.as_at(day_number(as_at)).received_on();
        let Some(first) = received.into_iter().min().and_then(date_of) else { return Vec::new() };
        let first = Calendar::Quarter.of(first);
        let ended = |period: &Period| period.last_day().is_some_and(|ends| ends <= as_at);
        let quarters = (0..).map(|later| first.plus(later)).take_while(|quarter| *quarter <= last_quarter(period));
        let in_order = quarters.flat_map(|quarter| {
            let closes = quarter.plus(1).calendar_year() > quarter.calendar_year();
            [quarter].into_iter().chain(closes.then(|| Period::year(quarter.calendar_year())))
        });
        in_order.take_while(|earlier| *earlier != period).filter(ended).collect()
    }

    /// Whether the edition of a period is held against this one.
    fn is_held_against(&self, period: Period) -> bool {
        last_quarter(self.release.period) >= last_quarter(period).plus(-REACH)
    }

    /// Makes the tables of a year in the form of the report on 2012, or of a quarter in that of today's bulletin.
    ///
    /// A protected edition is held against those of [`Edition::before`], as they are shown. Protecting takes seconds: do it
    /// beside the threads that serve. Where an edition cannot be protected as a whole, its tables with small cells are left
    /// out.
    ///
    /// # Errors
    /// Refused for a quarter that is not over; [`AppError::Bulletin`] if the tables cannot be made.
    pub fn make(
        extracts: &Extracts,
        (period, as_at): (Period, Date),
        look: Look,
        before: &[Arc<Self>],
    ) -> Result<Self, AppError> {
        Self::check(period, as_at)?;
        let failed = |error: Box<dyn std::error::Error + Send + Sync>| AppError::Bulletin(error);
        let definitions = definitions(period.calendar())?;
        let published = Published::shipped().map_err(|error| failed(error.into()))?;
        let bulletin = Bulletin { definitions: &definitions, published: &published };
        let quarterly = period.calendar() == Calendar::Quarter;
        let as_it_stood = |day: Date| {
            let day = day_number(day);
            let notifications = quarterly.then(|| extracts.notifications.as_at(day));
            let sources = Sources { referrals: extracts.referrals.as_at(day), notifications };
            bulletin.compute(sources, period).map_err(|error| failed(error.into()))
        };
        let release = as_it_stood(as_at)?;
        let threshold = definitions.bulletin.small_cell_threshold;
        let plain = Self { release, method: None, withheld: Vec::new(), because: None, threshold };
        if !look.is_protected() {
            return Ok(plain);
        }
        let mut stood: Vec<Release> = Vec::new();
        let mut later = as_at;
        for day in month_ends_before((period, as_at)) {
            let (from, to) = (day_number(day), day_number(std::mem::replace(&mut later, day)));
            if ![&extracts.referrals, &extracts.notifications].iter().any(|extract| extract.changed_between(from, to)) {
                continue;
            }
            let then = as_it_stood(day)?;
            if !same_figures(stood.last().unwrap_or(&plain.release), &then) {
                stood.push(then);
            }
        }
        plain.protected(&definitions, before, &stood)
    }

    fn protected(mut self, own: &Definitions, before: &[Arc<Self>], stood: &[Release]) -> Result<Self, AppError> {
        let period = self.release.period;
        let is_own = |calendar: Calendar| calendar == period.calendar();
        let other = definitions(if is_own(Calendar::Quarter) { Calendar::Year } else { Calendar::Quarter })?;
        let beside = before.iter().filter(|earlier| earlier.is_held_against(period)).map(|earlier| Beside {
            definitions: if is_own(earlier.release.period.calendar()) { own } else { &other },
            release: &earlier.release,
        });
        let beside: Vec<Beside<'_>> = beside.collect();
        let mut policy = Policy::of(Audience::Public).with_threshold(self.threshold);
        policy.differences = false;
        let protection =
            Protection { definitions: own, release: &self.release, earlier: None, beside: &beside, stood, policy };
        let because = match protection.protect(&mut |_, _, _| ()) {
            Ok(protected) if protected.is_safe() => {
                let release = self.release.protected(&protected.audit, own);
                self.release = release.map_err(|error| AppError::Bulletin(error.into()))?;
                self.method = Some(protected.audit.method);
                return Ok(self);
            }
            Ok(_) => "what is withheld could be computed back".to_owned(),
            Err(error @ (ProtectionError::Unsupported { .. } | ProtectionError::Refused(_))) => error.to_string(),
            Err(error) => return Err(AppError::Bulletin(error.into())),
        };
        self.because = Some(because);
        let withheld = &mut self.withheld;
        self.release.tables.retain(|table| {
            let moved = |then: &Release| then.find(&table.id).is_some_and(|then| then.rows != table.rows);
            let shown = table.caption.small_cells.is_none() && !stood.iter().any(moved);
            if !shown {
                withheld.push((table.id.clone(), table.caption.title.clone()));
            }
            shown
        });
        Ok(self)
    }
}

fn definitions(calendar: Calendar) -> Result<Definitions, AppError> {
    let definitions = match calendar {
        Calendar::Quarter => Definitions::quarterly(),
        Calendar::Year => Definitions::idmg_2012(),
    };
    definitions.map_err(|error| AppError::Bulletin(error.into()))
}

/// The ends of months before a day, as at which there is a protected edition of a period too, the latest first.
fn month_ends_before((period, as_at): (Period, Date)) -> impl Iterator<Item = Date> {
    let end_before = |day: &Date| day.first_of_month().yesterday().ok();
    std::iter::successors(end_before(&as_at), end_before)
        .take_while(move |day| Edition::check(period, *day).is_ok())
        .take(MONTHS)
}

fn same_figures(one: &Release, other: &Release) -> bool {
    one.tables.iter().map(|table| &table.rows).eq(other.tables.iter().map(|table| &table.rows))
}

/// The quarter itself, or the last of a year.
fn last_quarter(period: Period) -> Period {
    match period.calendar() {
        Calendar::Quarter => period,
        Calendar::Year => period.quarter(3),
    }
}
