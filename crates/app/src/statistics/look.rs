//! How figures are looked at: protected, or the true ones, which takes a right of its own and is written down.

use jiff::{ToSpan as _, civil::Date};

use crate::{
    AppError, Caller, Office,
    access::{Action, Resource},
};

/// How figures are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// Protected, by anybody who may see statistics.
    #[default]
    Protected,
    /// The true figures on a page.
    Unprotected,
    /// The true figures in a file.
    UnprotectedFile,
}

impl Look {
    /// Whether it shows no true figure that would tell of few people.
    pub fn is_protected(self) -> bool {
        self == Self::Protected
    }

    /// Refuses a caller who may not look so.
    ///
    /// # Errors
    /// Refused, which is left in the trail.
    pub async fn require(self, office: &Office, caller: &Caller) -> Result<(), AppError> {
        office.require(caller, Action::SeeStatistics, &Resource::Desk).await?;
        if !self.is_protected() {
            office.require(caller, Action::SeeUnprotectedStatistics, &Resource::Desk).await?;
        }
        Ok(())
    }

    /// Leaves an unprotected look in the trail (V-37): at what, as at which day, on a page or as a file. Show nothing before it
    /// has returned. A protected look leaves nothing.
    ///
    /// # Errors
    /// [`AppError::Store`] if it cannot be kept.
    pub async fn note(self, office: &Office, caller: &Caller, about: &str) -> Result<(), AppError> {
        let form = match self {
            Self::Protected => return Ok(()),
            Self::Unprotected => "page",
            Self::UnprotectedFile => "file",
        };
        let action = Action::SeeUnprotectedStatistics.code();
        office.leave_trail(caller, (action, &format!("{form}: {about}")), ("done", "")).await
    }

    /// The day as at which a look shows the record: the day asked for or today, and for protected figures the last end of a
    /// month by then that is over.
    ///
    /// # Errors
    /// A refusal if the civil date is not known.
    pub fn as_at(self, caller: &Caller, asked: Option<Date>) -> Result<Date, AppError> {
        let today = caller.today()?;
        let day = asked.unwrap_or(today).min(today);
        if !self.is_protected() {
            return Ok(day);
        }
        let next = day.checked_add(1.day()).unwrap_or(day);
        Ok(month_end(next.min(today)))
    }
}

/// The last end of a month before a day: the record of a protected figure stands at one.
///
/// As at any day, two counts of neighbouring days would differ in the cells of whoever was recorded between them and in no
/// other; a month's end leaves everybody of a month between two answers.
fn month_end(before: Date) -> Date {
    before.first_of_month().yesterday().unwrap_or(before)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_record_of_a_protected_figure_stands_at_the_end_of_a_month_that_is_over() {
        for (before, end) in [
            (date(2026, 11, 22), date(2026, 10, 31)),
            (date(2026, 12, 1), date(2026, 11, 30)),
            (date(2026, 11, 30), date(2026, 10, 31)),
            (date(2024, 3, 1), date(2024, 2, 29)),
            (date(2026, 1, 1), date(2025, 12, 31)),
        ] {
            assert_eq!(month_end(before), end);
        }
    }
}
