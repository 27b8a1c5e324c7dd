//! The store, seen from outside: every test runs on both engines unless its subject is one of them.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and a measurement prints; the helpers of the tests are no tests by name"
)]

mod commit;
mod erase;
mod keep;
mod rate;
mod rebuild;
mod sample;
mod schema;
mod tamper;
mod trouble;
mod verify;
