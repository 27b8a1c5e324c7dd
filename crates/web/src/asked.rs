//! What a request asks: a reference in its address, a day in its form.

use jiff::civil::Date;
use manumit_app::AppError;
use manumit_domain::{reference::Reference, refusal::Refusal};
use minijinja::{Value, context};

use crate::{failure::Failure, filled::Filled};

/// The reference in an address. A text that is none names no record.
pub(crate) fn reference(text: &str) -> Result<Reference, Failure> {
    text.parse().map_err(|_| Failure::from(AppError::NotFound { reference: String::new() }))
}

/// The day of a date input; the day given where its three fields are empty.
pub(crate) fn day(form: &Filled, field: &'static str, otherwise: Date) -> Result<Date, Refusal> {
    Ok(maybe_day(form, field)?.unwrap_or(otherwise))
}

/// The day of a date input, if one was given.
pub(crate) fn maybe_day(form: &Filled, field: &'static str) -> Result<Option<Date>, Refusal> {
    let part = |part: &str| form.text(&format!("{field}-{part}")).to_owned();
    let (day, month, year) = (part("day"), part("month"), part("year"));
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return Ok(None);
    }
    let wrong = || {
        Refusal::new("date.unreadable", "That is not a day of the calendar.", "Write it in figures: 27 3 2026.")
            .about(field)
    };
    let read = || Some(Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok());
    read().flatten().map(Some).ok_or_else(wrong)
}

/// What a date input shows at first.
pub(crate) fn shown(day: Date) -> Value {
    context! { day => day.day(), month => day.month(), year => day.year() }
}
