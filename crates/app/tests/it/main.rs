//! The verbs on a real journal, on both engines.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; the helpers of the tests are no tests by name"
)]

mod access;
mod demonstration;
mod form;
mod statistics;
