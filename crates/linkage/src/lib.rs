//! Linkage: are these records the same person? It says how likely, says why, and leaves the judgement to people.
//!
//! Records are read into columns of distinct values; candidate pairs come from blocking rules that are counted before
//! they run; a model of Fellegi and Sunter is learned without labels; pairs are scored, clustered under the judgements
//! of people, and every score can be explained in parts that sum to it. The engine knows nothing of cases.
//! How it works, with the equations: `docs/method/linkage.md`. How to use it: this crate's `README.md`.
#![forbid(unsafe_code)]

pub mod block;
pub mod cluster;
pub mod compare;
pub mod date;
pub mod draws;
pub mod error;
pub mod evaluate;
pub mod explain;
pub mod fold;
mod intern;
pub mod judgement;
pub mod link;
pub mod model;
mod name;
pub mod name_pair;
mod nationality;
mod nickname;
pub mod random;
pub mod read;
pub mod records;
pub mod review;
pub mod scan;
pub mod score;
pub mod settings;
pub mod settle;
pub mod similarity;
pub mod store;
pub mod taken;
mod threads;
pub mod train;
pub mod union;
pub mod waterfall;
