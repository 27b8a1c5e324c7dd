//! The pages as a browser is sent them, and the macros they are made with.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; the helpers of the tests are no tests by name"
)]

mod answers;
mod api;
mod browser;
mod casework;
mod connections;
mod description;
mod desks;
mod drafts;
mod fixtures;
mod harness;
mod languages;
mod notifications;
mod odd_inputs;
mod openid_connect;
mod routes;
mod tokens;
