#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod bootstrap;
pub mod chains;
pub mod distribution;
pub mod estimate;
mod exact;
pub mod existence;
pub mod fit;
pub mod graphs;
pub mod historical;
pub mod interval;
pub mod latent;
pub mod model;
pub mod parallel;
pub mod profile;
pub mod random;
pub mod read;
pub mod reference_models;
pub mod refusal;
pub mod report;
pub mod search;
pub mod sensitivity;
pub mod simulate;
pub mod solver;
pub mod stepwise;
pub mod table;
pub mod threshold;
mod transform;
