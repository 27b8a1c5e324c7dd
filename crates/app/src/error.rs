//! Why a verb did not do what was asked.

use manumit_domain::{policy_file::LawError, question_set::Finding, refusal::Refusal};
use manumit_store::{CommitError, StoreError};

/// Why a verb did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The rules say no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Something is wrong with what was answered.
    #[error("{}", listed(.0))]
    Answers(Vec<Finding>),
    /// There is no such record, or the caller may not know of it: the two look alike (V-04).
    #[error("There is no record with the reference {reference}. Check it, or ask its owner for access.")]
    NotFound {
        /// The reference asked for.
        reference: String,
    },
    /// Somebody else changed the record, twice while this was being decided.
    #[error("The record was changed by somebody else while this was decided. Look at it again, and repeat.")]
    Contended,
    /// Somebody else changed the record since it was shown: nothing was recorded.
    #[error("The record was changed by somebody else since it was shown. Look at what changed, and decide again.")]
    Moved {
        /// The version that was shown.
        seen: u64,
    },
    /// The access policies are broken, or cannot be asked.
    #[error(transparent)]
    Access(#[from] crate::access::AccessError),
    /// A password or code could not be worked out.
    #[error("a password or code could not be worked out: {0}")]
    Password(String),
    /// A policy file is broken.
    #[error(transparent)]
    Law(#[from] LawError),
    /// The journal or its database is broken.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The shipped demonstration data is broken.
    #[error(transparent)]
    Demonstration(#[from] crate::demo::BrokenData),
    /// A file cannot be read.
    #[error("{path} cannot be read")]
    File {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The tables cannot be made.
    #[error("the tables cannot be made")]
    Bulletin(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The statistical extract cannot be made or read.
    #[error(transparent)]
    Extract(#[from] manumit_bulletin::extract::ExtractError),
}

/// What a failed commit means to a verb that will not try again.
impl From<CommitError> for AppError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Conflict { .. } => Self::Contended,
            CommitError::KeyReused => Self::Refused(
                Refusal::new(
                    "request.key_reused",
                    "That reference was used before, for something else.",
                    "Use a new reference, or correct the first record.",
                )
                .about("source_reference"),
            ),
            CommitError::AlreadyDone { .. } => {
                Self::Refused(Refusal::new("request.already_done", "That was done already.", "Nothing is left to do."))
            }
            CommitError::Broken(error) => Self::Store(error),
        }
    }
}

/// Findings as lines: the question, the row, what is wrong, what to do. Never the answer.
fn listed(findings: &[Finding]) -> String {
    let lines = findings.iter().map(|finding| {
        let row = finding.row.map(|row| format!(", row {row}")).unwrap_or_default();
        format!("{}{row} {}: {}.", finding.question, finding.problem, finding.instead)
    });
    lines.collect::<Vec<_>>().join("\n")
}
