//! What a person does with a signal: accept, explain or dismiss it, with a reason.
//!
//! Pure state: a command is decided into an event or refused, events are folded. Nothing here acts on a case.

pub mod book;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How a person judged a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Something changed, and it is looked into.
    Accepted,
    /// Something changed, and the reason is known: an operation, a rule, a training.
    Explained,
    /// Nothing changed, or nothing that matters.
    Dismissed,
}

/// What can be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// Judge the signal.
    Judge {
        /// How.
        verdict: Verdict,
        /// Why, in words.
        reason: String,
        /// Who.
        by: String,
        /// On which day.
        on: Date,
    },
    /// Open it again.
    Reopen {
        /// Why, in words.
        reason: String,
        /// Who.
        by: String,
        /// On which day.
        on: Date,
    },
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was judged.
    Judged {
        /// How.
        verdict: Verdict,
        /// Why.
        reason: String,
        /// Who.
        by: String,
        /// On which day.
        on: Date,
    },
    /// It was opened again.
    Reopened {
        /// Why.
        reason: String,
        /// Who.
        by: String,
        /// On which day.
        on: Date,
    },
}

/// Where a signal stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The verdict that stands; none while the signal is open.
    pub verdict: Option<Verdict>,
    /// The day of the last step.
    pub since: Option<Date>,
    /// Every step, in order.
    pub history: Vec<Event>,
}

/// Why a step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReviewRefusal {
    /// No reason is given.
    #[error("A signal is judged with a reason. Write, in a sentence, what it rests on. (field reason)")]
    NoReason,
    /// Nobody is named.
    #[error("A signal is judged by a person. Name who judges it. (field by)")]
    Nobody,
    /// It has been judged.
    #[error("The signal has been judged. Reopen it, with a reason, before judging it again. (field verdict)")]
    AlreadyJudged,
    /// It is open.
    #[error("The signal is open. Judge it; there is nothing to reopen. (field verdict)")]
    StillOpen,
    /// The day lies before the last step.
    #[error("The day lies before the last step on this signal. Write a later day. (field on)")]
    BeforeLastStep,
}

/// Decides a command against the state.
///
/// # Errors
/// [`ReviewRefusal`] where the rules say no.
pub fn decide(review: &Review, command: Command) -> Result<Event, ReviewRefusal> {
    let (reason, by, on, judging) = match &command {
        Command::Judge { reason, by, on, .. } => (reason, by, *on, true),
        Command::Reopen { reason, by, on } => (reason, by, *on, false),
    };
    if reason.trim().is_empty() {
        return Err(ReviewRefusal::NoReason);
    }
    if by.trim().is_empty() {
        return Err(ReviewRefusal::Nobody);
    }
    if review.since.is_some_and(|since| on < since) {
        return Err(ReviewRefusal::BeforeLastStep);
    }
    match (judging, review.verdict) {
        (true, Some(_)) => return Err(ReviewRefusal::AlreadyJudged),
        (false, None) => return Err(ReviewRefusal::StillOpen),
        _ => {}
    }
    Ok(match command {
        Command::Judge { verdict, reason, by, on } => Event::Judged { verdict, reason, by, on },
        Command::Reopen { reason, by, on } => Event::Reopened { reason, by, on },
    })
}

/// Folds an event into the state.
#[must_use]
pub fn evolve(mut review: Review, event: Event) -> Review {
    (review.verdict, review.since) = match &event {
        Event::Judged { verdict, on, .. } => (Some(*verdict), Some(*on)),
        Event::Reopened { on, .. } => (None, Some(*on)),
    };
    review.history.push(event);
    review
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(verdict: Verdict, reason: &str) -> Command {
        let on = Date::constant(2013, 1, 7);
        Command::Judge { verdict, reason: reason.to_owned(), by: "analyst".to_owned(), on }
    }

    #[test]
    fn a_signal_is_judged_once_with_a_reason_and_may_be_reopened() {
        let open = Review::default();
        assert_eq!(decide(&open, judge(Verdict::Dismissed, " ")), Err(ReviewRefusal::NoReason));
        for verdict in [Verdict::Accepted, Verdict::Explained, Verdict::Dismissed] {
            let judged = evolve(open.clone(), decide(&open, judge(verdict, "one operation in March")).unwrap());
            assert_eq!(judged.verdict, Some(verdict));
            assert_eq!(decide(&judged, judge(verdict, "again")), Err(ReviewRefusal::AlreadyJudged));
            let reopen = |on| Command::Reopen { reason: "more came".into(), by: "analyst".into(), on };
            assert_eq!(decide(&judged, reopen(Date::constant(2013, 1, 1))), Err(ReviewRefusal::BeforeLastStep));
            let again = evolve(judged.clone(), decide(&judged, reopen(Date::constant(2013, 2, 1))).unwrap());
            assert_eq!((again.verdict, again.history.len()), (None, 2));
            assert_eq!(decide(&again, reopen(Date::constant(2013, 3, 1))), Err(ReviewRefusal::StillOpen));
        }
    }
}
