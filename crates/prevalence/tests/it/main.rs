//! The engine against published tables with known answers (`tests/data/mse`).

mod bayes;
mod data;
mod existence;
mod reading;
mod reference;
mod replicates;
mod same_bytes;
