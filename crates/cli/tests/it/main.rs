//! The command as its users meet it: real processes, real data directories, the embedded database.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the helpers of the tests are no tests by name"
)]

mod account;
mod bulletin;
mod case;
mod config;
mod dependencies;
mod disclosure;
mod estimate;
mod form;
mod help;
mod import;
mod journal;
mod link;
mod listed;
mod nation;
mod output;
mod place;
mod protect;
mod reference;
mod trends;
