//! What is asked of the fixed tables, as it stands in an address: which period, as at which day, how looked at.

use jiff::civil::Date;
use manumit_app::statistics::{Calendar, Extracts, Look, Period, date_of, day_number};
use manumit_domain::refusal::Refusal;
use serde::Deserialize;

/// The first year of which there are figures.
const FIRST_YEAR: i16 = 2009;

/// Which period, as at which day. Everything may be left out.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Cut {
    period: Option<String>,
    year: Option<String>,
    #[serde(default)]
    unprotected: String,
    #[serde(flatten)]
    as_at: AsAt,
}

/// A day, as a date input sends it or as one text.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct AsAt {
    pub(super) as_at: Option<String>,
    #[serde(rename = "as_at-day")]
    pub(super) day: Option<String>,
    #[serde(rename = "as_at-month")]
    pub(super) month: Option<String>,
    #[serde(rename = "as_at-year")]
    pub(super) year: Option<String>,
}

impl AsAt {
    /// The day asked for, if one was.
    pub(super) fn read(&self) -> Result<Option<Date>, Refusal> {
        let wrong = || {
            let said = "That is not a day of the calendar.";
            Refusal::new("date.unreadable", said, "Write it in figures: 27 3 2026.").about("as_at-day")
        };
        let text = self.as_at.as_deref().map(str::trim).filter(|text| !text.is_empty());
        if let Some(text) = text {
            return text.parse().map(Some).map_err(|_| wrong());
        }
        let [day, month, year] =
            [&self.day, &self.month, &self.year].map(|part| part.as_deref().unwrap_or_default().trim());
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return Ok(None);
        }
        let read = || Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
        read().map(Some).ok_or_else(wrong)
    }
}

impl Cut {
    /// The day asked for, if one was.
    pub(super) fn day(&self) -> Result<Option<Date>, Refusal> {
        self.as_at.read()
    }

    /// The period asked for, if one was; a year alone, as earlier addresses name it, too.
    pub(super) fn period(&self) -> Option<Result<Period, Refusal>> {
        let given = [&self.period, &self.year].into_iter().flatten().map(|text| text.trim());
        let text = given.into_iter().find(|text| !text.is_empty())?;
        let known = |period: &Period| (FIRST_YEAR..=9_000).contains(&period.calendar_year());
        Some(text.parse().ok().filter(known).ok_or_else(|| {
            let said = format!("{text:?} is no period.");
            Refusal::new("statistics.period", said, "Choose a quarter or a year.").about("period")
        }))
    }

    /// How it is looked at.
    pub(super) fn look(&self, as_file: bool) -> Look {
        look(&self.unprotected, as_file)
    }
}

/// How something is looked at: protected, unless the true figures are asked for by name.
pub(super) fn look(unprotected: &str, as_file: bool) -> Look {
    match (unprotected.trim(), as_file) {
        ("yes", true) => Look::UnprotectedFile,
        ("yes", false) => Look::Unprotected,
        _ => Look::Protected,
    }
}

/// The periods to choose from: quarters that are over, then years, the latest first.
pub(super) fn periods(as_at: Date) -> Vec<Period> {
    let last = Calendar::Quarter.of(as_at);
    let last = if last.last_day().is_some_and(|last| last > as_at) { last.plus(-1) } else { last };
    let years = (FIRST_YEAR..=as_at.year()).rev().map(Period::year);
    quarters(last).into_iter().chain(years).collect()
}

/// The quarters up to one, the latest first.
pub(super) fn quarters(last: Period) -> Vec<Period> {
    let quarters = (0..).map(|back: i16| last.plus(-back));
    quarters.take_while(|quarter| quarter.calendar_year() >= FIRST_YEAR).collect()
}

/// The period that is shown when none is asked for: the last quarter, or the last year with referrals where it has none.
pub(super) fn usual_period(extracts: &Extracts, as_at: Date) -> Period {
    let quarter = periods(as_at).first().copied().unwrap_or(Period::year(as_at.year()));
    let received = extracts.referrals.as_at(day_number(as_at)).received_on();
    let latest = received.into_iter().max().and_then(date_of);
    match latest {
        Some(day) if quarter.first_day().is_some_and(|first| day < first) => Period::year(day.year()),
        _ => quarter,
    }
}
