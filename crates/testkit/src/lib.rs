//! What tests share: a fixed clock, repeatable identifiers, a data directory that cleans up after itself, a throw-away
//! PostgreSQL, and one body of a test for both engines.
//!
//! For tests alone: no crate may depend on it outside `dev-dependencies`. A test that needs PostgreSQL and does not
//! find it fails and says what to do; it is never skipped.
#![forbid(unsafe_code)]

pub mod clock;
mod engines;
pub mod postgres;

pub use clock::{Clock, Identifiers};
pub use engines::{Bench, on_both_engines, on_postgres, on_sqlite};
