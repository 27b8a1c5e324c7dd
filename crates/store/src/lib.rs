//! The journal, its seals, and the views folded from it: the only crate that knows SQL.
//!
//! A verb loads a stream, decides, and commits one [`Batch`](journal::Batch): events, view rows, keys, tokens and
//! receipt together, or nothing. SQLite is the engine of one machine, PostgreSQL that of a nation; both run the same
//! SQL text and pass the same tests. What is identifying is sealed under a key of its stream, so that destroying the
//! key erases it; what was recorded is chained and authenticated, so that no change goes unseen.
#![forbid(unsafe_code)]

mod access_log;
pub mod desk;
mod dump;
mod encoding;
mod engine;
mod entropy;
mod error;
pub mod instant;
pub mod journal;
mod keyring;
mod location;
mod migration;
mod seal;
mod search;
mod status;
mod store;
mod value;
mod view;

pub use access_log::Access;
pub use dump::Backup;
pub use encoding::Digest;
pub use entropy::Entropy;
pub use error::{Cause, CommitError, StoreError};
pub use keyring::{Keyring, KeyringError};
pub use location::Location;
pub use seal::Unsealed;
pub use search::{Token, normalised};
pub use status::Status;
pub use store::Store;
pub use value::{Row, Statement, Value};
pub use view::{
    Beginning, Count, Difference, DutyCount, DutyFilter, DutyPlace, Grant, Holder, Listed, OpenDuty, Owed, PostCount,
    Progress, Projector, Reach, StageCount, StatisticsRow, Stay, StayFilter, View,
};
