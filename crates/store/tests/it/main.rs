//! The store, seen from outside: every test runs on both engines unless its subject is one of them.

mod commit;
mod sample;
