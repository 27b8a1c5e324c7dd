//! How the command ends when it does not end well: refused, wrongly used, or broken.

use std::{error::Error, process::ExitCode};

use manumit_app::AppError;
use manumit_disclosure::refusal::Refusal as DisclosureRefusal;
use manumit_domain::refusal::Refusal;
use manumit_linkage::error::LinkageError;
use manumit_prevalence::refusal::TableRefusal;
use manumit_store::StoreError;

use crate::output::{Out, complain};

/// The exit status, for scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The rules said no.
    Refused = 1,
    /// The command was not used as it can be.
    WrongUse = 2,
    /// Something broke.
    Broken = 3,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// The command was asked something that it cannot do as asked.
#[derive(Debug, thiserror::Error)]
#[error("{sentence} {remedy}")]
pub struct WrongUse {
    sentence: String,
    remedy: String,
}

impl WrongUse {
    /// What cannot be done, and what to write instead.
    pub fn new(sentence: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), remedy: remedy.into() }
    }
}

/// The work was done, and what it found means that the rules say no: the findings were printed already.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Found(pub String);

/// Says what went wrong, once, and which status follows.
pub fn report(error: &anyhow::Error) -> Status {
    if let Some(sentence) = refusal(error) {
        complain(&format!("Refused: {sentence}"));
        return Status::Refused;
    }
    if find::<Found>(error).is_some() {
        complain(&error.to_string());
        return Status::Refused;
    }
    if find::<WrongUse>(error).is_some() {
        complain(&error.to_string());
        return Status::WrongUse;
    }
    if error.chain().any(Out::is_unread) {
        return Status::Broken;
    }
    complain(&format!("Error: {error}"));
    let mut told = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !told.contains(&cause) {
            complain(&format!("  because: {cause}"));
        }
        told = cause;
    }
    Status::Broken
}

/// What the rules say, if it is they that say no. A refusal inside an [`AppError`] is not in the chain of causes: the
/// two are one error with one text.
fn refusal(error: &anyhow::Error) -> Option<String> {
    let erased = |error: &StoreError| {
        let sentence = "The record was erased: what it sealed cannot be read, and nothing more can be added to it.";
        matches!(error, StoreError::Erased(_)).then(|| sentence.to_owned())
    };
    match find::<AppError>(error) {
        Some(
            error @ (AppError::Refused(_)
            | AppError::Answers(_)
            | AppError::NotFound { .. }
            | AppError::Contended
            | AppError::Moved { .. }),
        ) => Some(error.to_string()),
        Some(AppError::Store(error)) => erased(error),
        Some(_) => None,
        None => find::<Refusal>(error)
            .map(ToString::to_string)
            .or_else(|| find::<TableRefusal>(error).map(|refusal| format!("{refusal}.")))
            .or_else(|| find::<DisclosureRefusal>(error).map(|refusal| format!("{refusal}.")))
            .or_else(|| find::<LinkageError>(error).filter(|error| error.is_refusal()).map(ToString::to_string))
            .or_else(|| find::<StoreError>(error).and_then(erased)),
    }
}

fn find<T: Error + 'static>(error: &anyhow::Error) -> Option<&T> {
    error.chain().find_map(|cause| cause.downcast_ref::<T>())
}
