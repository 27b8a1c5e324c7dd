//! The engine against published tables with known answers (`tests/data/mse`).
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the helpers of the tests are no tests by name"
)]

mod bayes;
mod data;
mod existence;
mod published;
mod reading;
mod reference;
mod replicates;
mod same_bytes;
