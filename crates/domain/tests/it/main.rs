//! Tests of the vocabulary as others use it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; the helpers of the tests are no tests by name"
)]

mod corpus;
