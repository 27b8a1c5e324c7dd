//! The engine against published tables with known answers (`tests/data/mse`).

mod data;
mod existence;
mod reference;
mod replicates;
