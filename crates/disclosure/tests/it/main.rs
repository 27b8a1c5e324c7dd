//! The engine from outside: the report's own tables, many small releases against brute force, and what is refused.

mod at81;
mod tables;
mod folding;
mod properties;
mod refusals;
mod synthesis;
