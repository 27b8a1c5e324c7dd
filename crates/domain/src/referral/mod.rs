//! The referral: what a first responder sent, with the person's consent (for a child, without).

mod event;
mod share;
mod submit;

pub use event::{Answered, Event, Fact, Particulars};
pub use share::{MINIMAL_MESSAGES, Message, Origin, Shares};
pub use submit::{Consent, Submission, Submit, submit};

#[cfg(test)]
mod tests;
