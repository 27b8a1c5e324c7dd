//! The store, seen from outside: every test runs on both engines unless its subject is one of them.

mod commit;
mod erase;
mod keep;
mod rate;
mod rebuild;
mod sample;
mod schema;
mod tamper;
mod trouble;
mod verify;
