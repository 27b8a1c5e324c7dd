//! Ad hoc counts for somebody at a desk: protected by cell keys, or the true ones for who may see them.

use std::sync::Arc;

use jiff::civil::Date;
use manumit_bulletin::{
    definition::{Counts, Definitions},
    query::{self, Counted, LIMITS, Question, QuestionError, View},
    table::Table,
};
use manumit_disclosure::{
    cell_key::NoiseTable,
    policy::{Audience, Policy},
};
use manumit_domain::refusal::Refusal;

use super::{Extracts, Look, choices, day_number};
use crate::{AppError, Caller, Office};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The question.
    pub question: Question,
    /// The record as it stood at the end of this day; the last that can be asked for if none is named.
    pub as_at: Option<Date>,
    /// How it is looked at.
    pub look: Look,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Count {
    /// The table with its caption.
    pub table: Table,
    /// Its picture as SVG; none where it would leave out too much.
    pub picture: Option<String>,
    /// How it is protected, in words.
    pub method: String,
    /// The day at the end of which the record stood so.
    pub as_at: Date,
    /// Whether every record is made up.
    pub synthetic: bool,
}

/// Counts. The work is done beside the threads that serve.
///
/// # Errors
/// Refused if the caller may not see statistics, or not these; if the question has no answer, or crosses what is never
/// shown together. An unprotected look that cannot be left in the trail is not shown.
pub async fn count(
    office: &Office,
    caller: &Caller,
    (extracts, asked): (Arc<Extracts>, Asked),
) -> Result<Count, AppError> {
    asked.look.require(office, caller).await?;
    let as_at = asked.look.as_at(caller, asked.as_at)?;
    check(office, &asked, as_at)?;
    let question = &asked.question;
    let filters = question.filters();
    let only = if filters.is_empty() { String::new() } else { format!(", only {filters}") };
    let about = format!("{}, {} to {}{only}, as at {as_at}", question.title(), question.from, question.to);
    asked.look.note(office, caller, &about).await?;
    let made = tokio::task::spawn_blocking(move || answer(&extracts, &asked, as_at)).await;
    made.map_err(|stopped| AppError::Bulletin(stopped.into()))?
}

fn check(office: &Office, asked: &Asked, as_at: Date) -> Result<(), AppError> {
    let question = &asked.question;
    question.check().map_err(refusal)?;
    if asked.look.is_protected() {
        question.check_crossings(&Policy::of(Audience::Public)).map_err(refusal)?;
    }
    for (column, values) in &question.only {
        let known = choices(office.law(), *column);
        if let Some(value) = values.iter().find(|value| !known.contains(value)) {
            let said = format!("{value:?} is no value of {}.", column.label().to_lowercase());
            return Err(Refusal::new("statistics.value", said, "Choose one of the list.").about(column.name()).into());
        }
    }
    if question.measure.is_stock() && question.to.last_day().is_none_or(|ends| ends > as_at) {
        let said = format!("{} is not over in the record, so nobody knows yet what waits at its end.", question.to);
        return Err(Refusal::new("statistics.not_over", said, "Choose an earlier quarter, or a later day.")
            .about("to")
            .into());
    }
    Ok(())
}

/// A question without an answer, as a form says it.
fn refusal(error: QuestionError) -> Refusal {
    let said = error.to_string();
    let (sentence, remedy) = said.split_once("; ").unwrap_or((&said, "Ask another question"));
    let (code, field) = match error {
        QuestionError::NotAQuarter(_) => ("statistics.quarter", "from"),
        QuestionError::Backwards { .. } => ("statistics.backwards", "to"),
        QuestionError::TooManyQuarters(_) => ("statistics.too_many", "from"),
        QuestionError::Twice(_) => ("statistics.twice", "by"),
        QuestionError::TooManyDimensions(_) => ("statistics.too_many", "by"),
        QuestionError::TooManyFilters(_) | QuestionError::TooManyValues { .. } => ("statistics.too_many", "filters"),
        QuestionError::StockOfSeveral(_) => ("statistics.stock", "by"),
        QuestionError::NotOfThisMeasure { .. } => ("statistics.not_of_this", "by"),
        QuestionError::NeverTogether { .. } => ("statistics.never_together", "by"),
    };
    Refusal::new(code, sentence_of(sentence), sentence_of(remedy)).about(field)
}

fn sentence_of(words: &str) -> String {
    super::capitalised(words) + "."
}

fn answer(extracts: &Extracts, asked: &Asked, as_at: Date) -> Result<Count, AppError> {
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| AppError::Bulletin(error);
    let definitions = Definitions::quarterly().map_err(|error| failed(error.into()))?;
    let shared = &definitions.bulletin;
    let (extract, keys) = match asked.question.measure.counts() {
        Counts::Referrals => (&extracts.referrals, &extracts.referral_keys),
        Counts::Notifications => (&extracts.notifications, &extracts.notification_keys),
    };
    let noise = NoiseTable::new(LIMITS).map_err(|error| failed(error.into()))?;
    let view = if asked.look.is_protected() {
        View::Protected { keys, noise: &noise, least: shared.small_cell_threshold }
    } else {
        View::Unprotected
    };
    let counted: Counted = query::count(&asked.question, extract.as_at(day_number(as_at)), shared, view);
    Ok(Count {
        table: counted.table(shared),
        picture: counted.picture(),
        method: counted.method(),
        as_at,
        synthetic: counted.is_synthetic(),
    })
}
