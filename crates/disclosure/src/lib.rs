//! Disclosure control.
#![forbid(unsafe_code)]

mod attacker;
pub mod audit;
pub mod dimension;
mod factor;
pub mod policy;
pub mod primary;
pub mod protect;
pub mod read;
pub mod refusal;
pub mod release;
mod simplex;
pub mod statement;
pub mod synthesis;
pub mod table;
