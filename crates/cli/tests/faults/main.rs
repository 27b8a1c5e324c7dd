//! Faults, through the command: it is killed, its disk fills, its directory is read-only, its keys are others, its
//! database goes away. What was acknowledged stays, nothing is half done, and running the command again finishes.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails by panicking, and reports what it saw; the helpers of the tests are no tests by name"
)]

mod audit;
mod campaign;
mod disk;
mod killed;
mod place;
mod referrals;
mod server;
mod told;
mod trouble;
