//! The verbs on a real journal, on both engines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking; the helpers of the tests are no tests by name")]

mod access;
mod demonstration;
mod form;
