//! Verifying the journal: every finding, with memory that does not grow with the journal.
//!
//! Four walks over one consistent snapshot: the streams and their hashes, the lanes and their codes, the keys, the
//! checkpoints. Together they notice any changed byte and any event that was removed, moved or added. What they cannot
//! notice is a whole older state put back; for that, verify against a checkpoint that was kept elsewhere.

mod checkpoints;
mod keys;
mod lanes;
mod streams;

use std::fmt;

use super::Checkpoint;
use crate::{
    engine::Snapshot,
    error::StoreError,
    store::{self, Store},
};

/// How many findings a [`Report`] keeps; it counts them all.
const KEPT: usize = 1_000;

/// One thing that is not as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What sort of thing.
    pub kind: FindingKind,
    /// Where: a stream and version, a lane and sequence, a key, a checkpoint.
    pub place: String,
    /// What is wrong, in one sentence.
    pub sentence: String,
}

/// What sort of thing is not as it was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    /// Something was changed.
    Changed,
    /// Something is missing.
    Missing,
    /// Something stands in another place than it was recorded in.
    Reordered,
    /// Something is there that was not recorded.
    Added,
    /// A key is missing and no tombstone says why.
    KeyMissing,
    /// The journal is not the one, or not as long as, a checkpoint says.
    CheckpointMismatch,
}

impl FindingKind {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Reordered => "reordered",
            Self::Added => "added",
            Self::KeyMissing => "key_missing",
            Self::CheckpointMismatch => "checkpoint_mismatch",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.place, self.kind.code(), self.sentence)
    }
}

/// How much was verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Streams.
    pub streams: u64,
    /// Events.
    pub events: u64,
    /// Commits.
    pub commits: u64,
    /// Stream keys.
    pub keys: u64,
    /// Checkpoints kept in the journal.
    pub checkpoints: u64,
    /// Findings.
    pub findings: u64,
}

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How much was verified, and how many findings there are.
    pub tally: Tally,
    /// The first thousand findings.
    pub findings: Vec<Finding>,
}

/// Where findings go while the walks are under way.
struct Search<'a> {
    tally: Tally,
    found: &'a mut (dyn FnMut(Finding) + Send),
}

impl Search<'_> {
    fn report(&mut self, kind: FindingKind, place: impl Into<String>, sentence: impl Into<String>) {
        self.tally.findings += 1;
        (self.found)(Finding { kind, place: place.into(), sentence: sentence.into() });
    }
}

impl Store {
    /// Verifies the whole journal, and that it holds all that a checkpoint says it held.
    ///
    /// # Errors
    /// [`StoreError`] if the database cannot be read at all. A changed journal is not an error but a finding.
    pub async fn verify(&self, against: Option<&Checkpoint>) -> Result<Report, StoreError> {
        let mut findings = Vec::new();
        let mut keep = |finding| {
            if findings.len() < KEPT {
                findings.push(finding);
            }
        };
        let tally = self.verify_each(against, &mut keep).await?;
        Ok(Report { tally, findings })
    }

    /// Verifies like [`Store::verify`] and hands on each finding, however many there are.
    ///
    /// # Errors
    /// As [`Store::verify`].
    pub async fn verify_each(
        &self,
        against: Option<&Checkpoint>,
        found: &mut (dyn FnMut(Finding) + Send),
    ) -> Result<Tally, StoreError> {
        let mut search = Search { tally: Tally::default(), found };
        let mut snapshot = self.engine().snapshot().await?;
        let lanes = self.verify_identity(&mut snapshot, &mut search).await?;
        streams::walk(&mut snapshot, &mut search).await?;
        lanes::walk_events(&mut snapshot, &mut search).await?;
        lanes::walk_commits(self.lane_key(), lanes, &mut snapshot, &mut search).await?;
        keys::walk(self.keyring(), &mut snapshot, &mut search).await?;
        checkpoints::walk(self, &mut snapshot, &mut search).await?;
        if let Some(checkpoint) = against {
            checkpoints::compare(self, checkpoint, "the checkpoint given", &mut search).await?;
        }
        Ok(search.tally)
    }

    /// Checks the row that names the journal; gives the number of its lanes.
    async fn verify_identity(&self, snapshot: &mut Snapshot, search: &mut Search<'_>) -> Result<i64, StoreError> {
        let rows = snapshot.query(store::IDENTITY, Vec::new()).await?;
        if rows.len() != 1 {
            let sentence = format!("there must be one row that names the journal; there are {}", rows.len());
            search.report(FindingKind::Changed, "journal", sentence);
        }
        let read = || -> Result<i64, StoreError> {
            let row = rows.first().ok_or(StoreError::Closed)?;
            let lane_key = store::recognise(row, self.keyring())?;
            if lane_key.journal() == self.lane_key().journal() {
                row.integer("lanes")
            } else {
                Err(StoreError::Tampered("it has another name".to_owned()))
            }
        };
        match read() {
            Ok(lanes) => Ok(lanes),
            Err(error) => {
                search.report(FindingKind::Changed, "journal", error.to_string());
                Ok(self.engine().lanes())
            }
        }
    }
}
