//! The engine against published tables with known answers (`tests/data/mse`).

mod bayes;
mod data;
mod existence;
mod reference;
mod replicates;
