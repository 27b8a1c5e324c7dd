//! The case: the competent authority's record of one referral, from receipt to its last decision.
//!
//! `command · decide · event · evolve`: a command and the state give events or a refusal; events alone give the state.
//! The identification, safeguarding, reconsideration and disqualification regions live here; the police and support
//! regions are records of their own compartments ([`crate::police_notice`], [`crate::support_request`]).

mod command;
mod decide;
mod elements;
mod event;
mod evolve;
mod letter;
mod open;
mod state;

pub use command::{Command, EnquiryBody, Look, Outcome, Reviewers, WithdrawalReason};
pub use elements::{Elements, Finding, Findings, NegativeReason};
pub use event::{Event, Fact, Sealed, Stage};
pub use letter::LetterWay;
pub use open::open;
pub use state::{
    Case, Decision, Disqualification, Enquiry, EnquiryState, Identification, MergeProposal, Proposal, Reconsideration,
    Safeguarding, Suspension,
};

#[cfg(test)]
mod tests;
