//! Deadlines and periods, computed from the dated rules.
//!
//! A clock shows; it never decides. Nothing here changes a case: a missed target is a flag for a person.
//!
//! Two clocks start at a positive reasonable grounds decision and are kept apart: protection from removal, which is one
//! rule for the United Kingdom, and the duty to support, which each nation ends in its own way.

use std::fmt;

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde::Serialize;

use crate::{
    calendar::{Calendar, Division, OutsideCalendar},
    law::Law,
    place::Nation,
    rule::{Counting, DayUnit, Ends, NoRule, Period, Rule},
};

#[cfg(test)]
mod tests;

/// How a date was counted, so that a screen can show its working.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// How many days, which days, and whether the first counts.
    pub period: Period,
    /// Whose bank holidays were left out, where working days were counted.
    pub division: Option<Division>,
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.period.unit {
            DayUnit::WorkingDays => "working days",
            DayUnit::CalendarDays => "days",
        };
        write!(f, "{} {unit}", self.period.days)?;
        if let Some(division) = self.division {
            write!(f, " in {}", division.label())?;
        }
        match self.period.counting {
            Counting::Exclusive => f.write_str(", not counting the day itself"),
            Counting::Inclusive => f.write_str(", counting the day itself"),
        }
    }
}

/// A day by which something is due, with the rule that set it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// Key of the rule.
    pub rule_key: String,
    /// The day of the event that set the clock going.
    pub anchor: Date,
    /// The last day in time.
    pub due: Date,
    /// How it was counted.
    pub counted: Counted,
}

/// A stretch of protection or support, with the rule that set it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProtectedPeriod {
    /// Key of the rule.
    pub rule_key: String,
    /// First day.
    pub starts: Date,
    /// When it ends.
    pub end: PeriodEnd,
    /// How its last day was counted.
    pub counted: Counted,
}

/// When a period ends: a day, or a day and the conclusive grounds decision together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodEnd {
    /// On this day.
    On(Date),
    /// At the later of this day and the conclusive grounds decision.
    LaterOf(Date),
    /// At the earlier of this day and the conclusive grounds decision.
    EarlierOf(Date),
    /// At the conclusive grounds decision; but if it is positive and comes before this day, on this day.
    DecisionOrDayIfPositive(Date),
    /// Not before this day; a person sets the end.
    AtLeast(Date),
}

/// A conclusive grounds decision, as far as the end of a period depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConclusiveGrounds {
    /// The day of the decision.
    pub decided_on: Date,
    /// Whether it was positive.
    pub positive: bool,
}

impl PeriodEnd {
    /// The last day of the period of days itself.
    pub fn period_day(self) -> Date {
        match self {
            Self::On(day)
            | Self::LaterOf(day)
            | Self::EarlierOf(day)
            | Self::DecisionOrDayIfPositive(day)
            | Self::AtLeast(day) => day,
        }
    }

    /// The day before which the period cannot end, whatever is decided. `None` if a decision alone can end it.
    pub fn not_before(self) -> Option<Date> {
        match self {
            Self::On(day) | Self::LaterOf(day) | Self::AtLeast(day) => Some(day),
            Self::EarlierOf(_) | Self::DecisionOrDayIfPositive(_) => None,
        }
    }

    /// The day after which the period cannot run, whatever is decided. `None` if it waits for a decision or a person.
    pub fn not_after(self) -> Option<Date> {
        match self {
            Self::On(day) | Self::EarlierOf(day) => Some(day),
            Self::LaterOf(_) | Self::DecisionOrDayIfPositive(_) | Self::AtLeast(_) => None,
        }
    }

    /// The last day, given the conclusive grounds decision if there is one. `None` while the end is open.
    pub fn given(self, decision: Option<ConclusiveGrounds>) -> Option<Date> {
        match (self, decision) {
            (Self::On(day), _) | (Self::EarlierOf(day), None) => Some(day),
            (Self::AtLeast(_), _) | (Self::LaterOf(_) | Self::DecisionOrDayIfPositive(_), None) => None,
            (Self::LaterOf(day), Some(cg)) => Some(day.max(cg.decided_on)),
            (Self::EarlierOf(day), Some(cg)) => Some(day.min(cg.decided_on)),
            (Self::DecisionOrDayIfPositive(day), Some(cg)) if cg.positive => Some(day.max(cg.decided_on)),
            (Self::DecisionOrDayIfPositive(_), Some(cg)) => Some(cg.decided_on),
        }
    }
}

impl fmt::Display for PeriodEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(day) => write!(f, "{day}"),
            Self::LaterOf(day) => write!(f, "the later of {day} and the conclusive grounds decision"),
            Self::EarlierOf(day) => write!(f, "the earlier of {day} and the conclusive grounds decision"),
            Self::DecisionOrDayIfPositive(day) => {
                write!(f, "the conclusive grounds decision, or {day} if a positive one comes sooner")
            }
            Self::AtLeast(day) => write!(f, "not before {day}"),
        }
    }
}

/// A date that cannot be computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// There is no rule for what was asked.
    #[error(transparent)]
    NoRule(#[from] NoRule),
    /// The bank holidays are not known so far.
    #[error(transparent)]
    OutsideCalendar(#[from] OutsideCalendar),
    /// The rule is not a number of days.
    #[error("rule {key} is not a number of days on {day}, so nothing can be counted from it")]
    NotAPeriod {
        /// Key of the rule.
        key: String,
        /// The day of its anchor.
        day: Date,
    },
}

/// The day by which a rule wants something done, counted from the day of its anchor.
///
/// # Errors
/// The rule is not a number of days, or working days pass the end of the list of bank holidays.
pub fn deadline(rule: &Rule, anchor: Date, calendar: &Calendar) -> Result<Deadline, ClockError> {
    let period = period_of(rule, anchor)?;
    let due = count(period, anchor, calendar)?;
    let division = (period.unit == DayUnit::WorkingDays).then(|| calendar.division());
    Ok(Deadline { rule_key: rule.key.clone(), anchor, due, counted: Counted { period, division } })
}

/// The day by which the reasonable grounds decision is expected. A target: missing it changes no right.
///
/// `division` is whose bank holidays the authority keeps; [`Law::division_for_authority`] is the default.
///
/// # Errors
/// No rule was in force, or the count passes the list of bank holidays.
pub fn reasonable_grounds_target(law: &Law, received_on: Date, division: Division) -> Result<Deadline, ClockError> {
    let rule = uk_rule(law, "rg.target", "all", received_on)?;
    deadline(rule, received_on, law.calendars.of(division))
}

/// The first day on which a conclusive grounds decision may be made, as the `due` of a deadline. A devolved pilot panel
/// is not held to it.
///
/// # Errors
/// No rule was in force on the day of the reasonable grounds decision.
pub fn conclusive_grounds_earliest(law: &Law, reasonable_grounds_on: Date) -> Result<Deadline, ClockError> {
    let rule = uk_rule(law, "cg.earliest", "all", reasonable_grounds_on)?;
    deadline(rule, reasonable_grounds_on, authority_calendar(law))
}

/// Protection from removal after a positive reasonable grounds decision: one rule for the United Kingdom.
///
/// # Errors
/// No rule was in force on the day of the decision.
pub fn removal_protection(law: &Law, reasonable_grounds_on: Date) -> Result<ProtectedPeriod, ClockError> {
    let rule = uk_rule(law, "recovery.removal_protection", "all", reasonable_grounds_on)?;
    protected_period(rule, reasonable_grounds_on, authority_calendar(law))
}

/// The duty to support an adult from a positive reasonable grounds decision, by nation.
///
/// # Errors
/// No rule was in force on the day of the decision.
pub fn support_before_conclusive_grounds(
    law: &Law,
    nation: Nation,
    reasonable_grounds_on: Date,
) -> Result<ProtectedPeriod, ClockError> {
    let rule = law.rules.rule("support.pre_cg", nation, "adult", reasonable_grounds_on)?;
    protected_period(rule, reasonable_grounds_on, support_calendar(law, nation))
}

/// Support of an adult after a positive conclusive grounds decision, where the nation sets a period.
///
/// # Errors
/// The nation sets none, or no rule was in force.
pub fn support_after_positive(law: &Law, nation: Nation, decided_on: Date) -> Result<ProtectedPeriod, ClockError> {
    let rule = law.rules.rule("support.post_positive_cg", nation, "adult", decided_on)?;
    protected_period(rule, decided_on, support_calendar(law, nation))
}

/// Support of an adult after a negative decision, where the nation sets a period.
///
/// # Errors
/// The nation sets none, no rule was in force, or the count passes the list of bank holidays.
pub fn support_after_negative(law: &Law, nation: Nation, decided_on: Date) -> Result<ProtectedPeriod, ClockError> {
    let rule = law.rules.rule("support.post_negative", nation, "adult", decided_on)?;
    protected_period(rule, decided_on, support_calendar(law, nation))
}

/// The last day to ask for a negative decision to be looked at again. `None` where there is no time limit.
///
/// # Errors
/// No rule was in force on the day of the decision.
pub fn reconsideration_window(law: &Law, disputed_on: Date) -> Result<Option<Deadline>, ClockError> {
    let rule = uk_rule(law, "reconsideration.window", "all", disputed_on)?;
    match rule.text() {
        Some("none") => Ok(None),
        _ => deadline(rule, disputed_on, authority_calendar(law)).map(Some),
    }
}

/// The day from which to prepare with a child for turning 18, as the `due` of a deadline whose anchor is the birthday.
/// A reminder: turning 18 changes no state by itself.
///
/// # Errors
/// No rule was in force on the birthday.
pub fn turning_18_reminder(law: &Law, born_on: Date) -> Result<Deadline, ClockError> {
    let birthday = eighteenth_birthday(born_on);
    let rule = uk_rule(law, "age.turning_18_reminder", "child", birthday)?;
    let period = period_of(rule, birthday)?;
    let due = birthday.saturating_sub(i64::from(period.days).days());
    let counted = Counted { period, division: None };
    Ok(Deadline { rule_key: rule.key.clone(), anchor: birthday, due, counted })
}

/// The day on which a person turns 18. Born on 29 February, it is 1 March: the reading that protects a day longer.
pub fn eighteenth_birthday(born_on: Date) -> Date {
    let year = born_on.year().saturating_add(18);
    Date::new(year, born_on.month(), born_on.day()).or_else(|_| Date::new(year, 3, 1)).unwrap_or(Date::MAX)
}

/// The civil date in London at an instant: the date that legal clocks use.
///
/// # Errors
/// The time zone is not in the database compiled in; a release cannot meet this.
pub fn london_date(at: Timestamp) -> Result<Date, jiff::Error> {
    Ok(at.to_zoned(TimeZone::get("Europe/London")?).date())
}

/// Rules of the whole United Kingdom are the same in every nation, so any nation finds them.
fn uk_rule<'a>(law: &'a Law, key: &str, applies_to: &str, day: Date) -> Result<&'a Rule, NoRule> {
    law.rules.rule(key, Nation::England, applies_to, day)
}

fn authority_calendar(law: &Law) -> &Calendar {
    law.calendars.of(law.division_for_authority())
}

fn support_calendar(law: &Law, nation: Nation) -> &Calendar {
    law.calendars.of(match nation {
        Nation::England | Nation::Wales => Division::EnglandAndWales,
        Nation::Scotland => Division::Scotland,
        Nation::NorthernIreland => Division::NorthernIreland,
    })
}

fn period_of(rule: &Rule, day: Date) -> Result<Period, ClockError> {
    rule.period().ok_or_else(|| ClockError::NotAPeriod { key: rule.key.clone(), day })
}

fn protected_period(rule: &Rule, starts: Date, calendar: &Calendar) -> Result<ProtectedPeriod, ClockError> {
    let Deadline { rule_key, due, counted, .. } = deadline(rule, starts, calendar)?;
    let end = match rule.ends {
        Ends::WithPeriod => PeriodEnd::On(due),
        Ends::LaterOfPeriodAndCg => PeriodEnd::LaterOf(due),
        Ends::EarlierOfPeriodAndCg => PeriodEnd::EarlierOf(due),
        Ends::CgOrPeriodIfPositiveCgComesSooner => PeriodEnd::DecisionOrDayIfPositive(due),
        Ends::AtLeastPeriod => PeriodEnd::AtLeast(due),
    };
    Ok(ProtectedPeriod { rule_key, starts, end, counted })
}

fn count(period: Period, anchor: Date, calendar: &Calendar) -> Result<Date, OutsideCalendar> {
    let from = match period.counting {
        Counting::Exclusive => anchor,
        Counting::Inclusive => anchor.saturating_sub(1.day()),
    };
    match period.unit {
        DayUnit::CalendarDays => Ok(from.saturating_add(i64::from(period.days).days())),
        DayUnit::WorkingDays => calendar.working_days_after(from, period.days),
    }
}
