//! The pages, one subject each.

pub mod health;
pub mod not_found;
pub mod questions;
pub mod start;
