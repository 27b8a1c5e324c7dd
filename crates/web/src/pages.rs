//! One file for each page, or for pages that belong together.

pub(crate) mod duties;
pub(crate) mod health;
pub(crate) mod invitation;
pub(crate) mod not_found;
pub(crate) mod questions;
pub(crate) mod sign_in;
pub(crate) mod start;
