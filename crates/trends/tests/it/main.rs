//! The methods against reference results made by another implementation, and the figures printed in 2013.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "what these tests read from the reference files is there, or the test must fail"
)]

mod printed;
mod reference;
mod table;
