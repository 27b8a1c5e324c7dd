//! The bulletin from outside: the demonstration data gives the printed report, and the output keeps its form.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what these tests read from the demonstration data is there, or the test must fail"
)]

mod beside;
mod captions;
mod days;
mod files;
mod gate;
mod population;
mod printed;
mod protection;
mod quarterly;
mod readers;
mod spreadsheet;
mod stood;
