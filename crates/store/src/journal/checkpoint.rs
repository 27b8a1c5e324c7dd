//! Signed checkpoints: where every lane stood at a time, in a form that can be kept elsewhere.
//!
//! Whoever can write to the database and holds an older copy of it can put that copy back; its chains and codes are all
//! genuine. Only a checkpoint kept somewhere else shows that the journal has been longer.

use std::{fmt, str::FromStr};

use ed25519_dalek::{Signature, Signer as _, VerifyingKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::lane::Head;
use crate::{
    encoding::{Digest, Encoding, digest_from_hex, from_hex, to_hex},
    error::StoreError,
    instant,
    store::Store,
    value::{Row, Statement},
};

const RETRIES: usize = 8;

/// Where every lane stood at a time, signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    body: String,
    content: Content,
    signature: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    journal: String,
    key_id: String,
    number: u64,
    taken_at: Timestamp,
    events: i64,
    lanes: Vec<LaneEnd>,
}

/// Where one lane stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LaneEnd {
    /// The lane.
    pub lane: i64,
    /// The number of its last commit; 0 if it had none.
    pub sequence: i64,
    /// How many events its commits had.
    pub events: i64,
    /// The code of its last commit, in hexadecimal.
    pub last: String,
}

/// Why a checkpoint is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The text is not a checkpoint.
    #[error("not a checkpoint: expected a line of JSON and a line with its signature")]
    Format,
    /// The signature does not belong to the text and the key.
    #[error("the signature of the checkpoint is not that of this keyring, or the checkpoint was changed")]
    Signature,
}

impl Checkpoint {
    fn sign(content: Content, store: &Store) -> Result<Self, StoreError> {
        let body = serde_json::to_string(&content)
            .map_err(|source| StoreError::Json { kind: "checkpoint".to_owned(), source })?;
        let signature = store.keyring().signing().sign(&signed(&body)).to_bytes().to_vec();
        Ok(Self { body, content, signature })
    }

    /// Its number: each is one more than the last.
    pub fn number(&self) -> u64 {
        self.content.number
    }

    /// When it was taken.
    pub fn taken_at(&self) -> Timestamp {
        self.content.taken_at
    }

    /// How many events the journal had.
    pub fn events(&self) -> i64 {
        self.content.events
    }

    /// The journal it is of.
    pub fn journal(&self) -> &str {
        &self.content.journal
    }

    /// Where each lane stood.
    pub fn lanes(&self) -> &[LaneEnd] {
        &self.content.lanes
    }

    /// Makes sure that the holder of a key signed exactly this.
    ///
    /// # Errors
    /// [`CheckpointError::Signature`] if not.
    pub fn check(&self, key: &VerifyingKey) -> Result<(), CheckpointError> {
        let signature = Signature::from_slice(&self.signature).map_err(|_| CheckpointError::Signature)?;
        key.verify_strict(&signed(&self.body), &signature).map_err(|_| CheckpointError::Signature)
    }

    pub(super) fn read(row: &Row) -> Result<Self, StoreError> {
        let wrong = |_| StoreError::Column { column: "body", expected: "a checkpoint", found: "another text" };
        let body = row.text("body")?.to_owned();
        let content: Content = serde_json::from_str(&body).map_err(wrong)?;
        if content.number != row.count("number")? {
            let (expected, found) = ("the number in its body", "another number");
            return Err(StoreError::Column { column: "number", expected, found });
        }
        Ok(Self { body, content, signature: row.blob("signature")?.to_vec() })
    }
}

fn signed(body: &str) -> Digest {
    Encoding::new("manumit.checkpoint.v1").text(body).sha256()
}

/// The form in which a checkpoint is kept elsewhere: a line of JSON and a line with its signature.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.body)?;
        writeln!(f, "{}", to_hex(&self.signature))
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut lines = text.lines();
        let (Some(body), Some(signature), None) = (lines.next(), lines.next(), lines.next()) else {
            return Err(CheckpointError::Format);
        };
        let content = serde_json::from_str(body).map_err(|_| CheckpointError::Format)?;
        let signature = from_hex(signature).ok_or(CheckpointError::Format)?;
        Ok(Self { body: body.to_owned(), content, signature })
    }
}

impl LaneEnd {
    pub(super) fn last(&self) -> Option<Digest> {
        digest_from_hex(&self.last)
    }
}

impl From<Head> for LaneEnd {
    fn from(head: Head) -> Self {
        Self { lane: head.lane, sequence: head.sequence, events: head.events, last: to_hex(&head.last) }
    }
}

impl Store {
    /// Signs where every lane stands now, and keeps it. Write the result out and keep it away from the database too.
    ///
    /// # Errors
    /// [`StoreError::Tampered`] if the end of a lane is not authentic; [`StoreError`] if the database does not answer.
    pub async fn checkpoint(&self, taken_at: Timestamp) -> Result<Checkpoint, StoreError> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            match self.take_checkpoint(taken_at).await {
                Err(StoreError::Duplicate(_)) if attempt < RETRIES => {}
                outcome => return outcome,
            }
        }
    }

    async fn take_checkpoint(&self, taken_at: Timestamp) -> Result<Checkpoint, StoreError> {
        let mut snapshot = self.engine().snapshot().await?;
        let heads =
            snapshot.query("select lane, sequence, events, last, mac from journal_head order by lane", vec![]).await?;
        let lanes =
            heads.iter().map(|row| self.lane_key().trust(row).map(LaneEnd::from)).collect::<Result<Vec<_>, _>>()?;
        let last = snapshot.query("select number from checkpoint order by number desc limit 1", vec![]).await?;
        let number = last.first().map_or(Ok(0), |row| row.count("number"))? + 1;
        drop(snapshot);
        let content = Content {
            journal: self.lane_key().journal().to_owned(),
            key_id: self.keyring().id().to_owned(),
            number,
            taken_at: instant::kept(taken_at),
            events: lanes.iter().map(|lane| lane.events).sum(),
            lanes,
        };
        let checkpoint = Checkpoint::sign(content, self)?;
        let row = Statement::new(
            "insert into checkpoint (number, body, signature) values ($1, $2, $3)",
            vec![number.into(), checkpoint.body.as_str().into(), checkpoint.signature.as_slice().into()],
        );
        self.engine().apply(vec![row]).await?;
        Ok(checkpoint)
    }
}
