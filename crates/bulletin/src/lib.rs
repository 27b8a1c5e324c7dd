//! Bulletin: from an extract of pseudonymised referral rows to captioned tables, revisions, funnels and burn-downs.
//!
//! The engine knows nothing of cases and does no input or output of its own beyond the readers and writers it is given:
//! no clock, no randomness, the same bytes from the same extract.

pub mod audit;
pub mod burn_down;
pub mod causes;
pub mod chart;
pub mod check;
pub mod compute;
mod crossing;
mod dated;
pub mod definition;
pub mod demonstration;
pub mod edition;
pub mod extract;
mod frame;
pub mod funnel;
pub mod gate;
mod markup;
pub mod ods;
pub mod period;
pub mod prose;
pub mod protection;
pub mod publication;
pub mod published;
pub mod query;
pub mod render;
pub mod revision;
pub mod revisions;
pub mod rounding;
pub mod table;
mod words;
