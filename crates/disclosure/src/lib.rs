#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod attacker;
pub mod audit;
pub mod cell_key;
pub mod dimension;
mod factor;
pub mod fold;
pub mod ledger;
pub mod policy;
pub mod primary;
pub mod protect;
pub mod query;
pub mod read;
pub mod refusal;
pub mod release;
pub mod report;
pub mod rounding;
mod simplex;
pub mod specification;
pub mod statement;
pub mod synthesis;
pub mod table;
