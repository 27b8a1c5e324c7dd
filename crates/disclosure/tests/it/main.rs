//! The engine from outside: the report's own tables, many small releases against brute force, and what is refused.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the helpers of the tests are no tests by name"
)]

mod at81;
mod folding;
mod properties;
mod refusals;
mod synthesis;
mod tables;
