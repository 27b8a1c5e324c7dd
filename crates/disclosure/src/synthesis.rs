//! Synthetic case-level records for open data: k-anonymous, or differentially private, with a report of what was lost.

pub mod budget;
pub mod evaluate;
pub mod k_anonymous;
pub mod marginals;
mod model;
pub mod noise;
pub mod private;
pub mod records;
mod shuffle;
mod start;
