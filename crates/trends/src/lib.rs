//! Trends: what changes in series of counts, how sure that is, and what it may come from.
//!
//! Everything here works on counts of coded facts, never on a person. A pure engine: no clock, no randomness, no input or
//! output beyond the readers it is given.

pub mod caveat;
pub mod change_point;
pub mod cusum;
pub mod discovery;
pub mod distribution;
pub mod ears;
pub mod farrington;
pub mod likelihood_ratio;
pub mod method;
pub mod outbreak;
pub mod picture;
pub mod predictive;
pub mod reading;
pub mod review;
pub mod scan;
pub mod series;
pub mod signal;
pub mod tier;
pub mod year_on_year;
