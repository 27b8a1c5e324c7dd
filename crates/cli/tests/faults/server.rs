//! The database server goes away.
