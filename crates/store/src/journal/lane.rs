//! The keyed commit log: what shows that a tail, or a whole stream, was removed.
//!
//! A hash chain inside each stream cannot show that its last event is gone. Every commit therefore also takes the next
//! place in a lane: a row with the digest of the commit's events, chained to the row before by a code that only the
//! holder of the journal key can make. Each lane ends in an authenticated head with the count of all its events.
//! SQLite writes one lane; PostgreSQL writes several, so that commits do not wait for one another.

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::{
    encoding::{Digest, Encoding, same},
    error::StoreError,
    keyring::{Keyring, Secret},
    value::{Row, Statement, Value},
};

/// What authenticates the lanes of one journal.
#[derive(Clone)]
pub(crate) struct LaneKey {
    journal: Arc<str>,
    key: Arc<Secret>,
}

/// The end of a lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) lane: i64,
    pub(crate) sequence: i64,
    /// Events in the lane so far.
    pub(crate) events: i64,
    /// The code of the last commit, or of the lane itself while it is empty.
    pub(crate) last: Digest,
}

/// One commit's row.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) lane: i64,
    pub(crate) sequence: i64,
    pub(crate) events: i64,
    pub(crate) digest: Digest,
    pub(crate) previous: Digest,
}

impl LaneKey {
    pub(crate) fn new(keyring: &Keyring, journal: &str) -> Self {
        Self { journal: journal.into(), key: Arc::new(Zeroizing::new(*keyring.journal())) }
    }

    /// The identifier of the journal.
    pub(crate) fn journal(&self) -> &str {
        &self.journal
    }

    fn code(&self, encoding: &Encoding) -> Digest {
        encoding.hmac(&self.key)
    }

    /// The code of an empty lane.
    pub(crate) fn genesis(&self, lane: i64) -> Digest {
        self.code(&Encoding::new("manumit.lane.v1").text(&self.journal).integer(lane))
    }

    /// The code of one commit.
    pub(crate) fn link(&self, link: &Link) -> Digest {
        self.code(
            &Encoding::new("manumit.commit.v1")
                .text(&self.journal)
                .integer(link.lane)
                .integer(link.sequence)
                .integer(link.events)
                .blob(&link.digest)
                .blob(&link.previous),
        )
    }

    /// The code of a lane's end.
    pub(crate) fn head(&self, head: &Head) -> Digest {
        self.code(
            &Encoding::new("manumit.head.v1")
                .text(&self.journal)
                .integer(head.lane)
                .integer(head.sequence)
                .integer(head.events)
                .blob(&head.last),
        )
    }

    /// The code of the journal's own row.
    pub(crate) fn identity(&self, key_id: &str, lanes: i64) -> Digest {
        self.code(&Encoding::new("manumit.journal.v1").text(&self.journal).text(key_id).integer(lanes))
    }

    /// The row of an empty lane.
    pub(crate) fn empty(&self, lane: i64) -> Statement {
        let head = Head { lane, sequence: 0, events: 0, last: self.genesis(lane) };
        Statement::new(
            "insert into journal_head (lane, sequence, events, last, mac) values ($1, $2, $3, $4, $5)",
            self.columns(&head),
        )
    }

    fn columns(&self, head: &Head) -> Vec<Value> {
        vec![head.lane.into(), head.sequence.into(), head.events.into(), head.last.into(), self.head(head).into()]
    }

    /// Reads a head and refuses one that was not made with this key, so that a forged head is never built upon.
    pub(crate) fn trust(&self, row: &Row) -> Result<Head, StoreError> {
        let head = Head {
            lane: row.integer("lane")?,
            sequence: row.integer("sequence")?,
            events: row.integer("events")?,
            last: row.digest("last")?,
        };
        if same(&self.head(&head), &row.digest("mac")?) {
            Ok(head)
        } else {
            Err(StoreError::Tampered(format!("the head of lane {} was changed", head.lane)))
        }
    }

    /// Takes the next place in a lane: moves the head on and gives the commit's row.
    pub(crate) fn advance(&self, head: &mut Head, digest: Digest, events: i64) -> Statement {
        let link = Link { lane: head.lane, sequence: head.sequence + 1, events, digest, previous: head.last };
        let code = self.link(&link);
        *head = Head { sequence: link.sequence, events: head.events + events, last: code, ..*head };
        Statement::new(
            "insert into journal_commit (lane, sequence, events, digest, previous_mac, mac) \
             values ($1, $2, $3, $4, $5, $6)",
            vec![
                link.lane.into(),
                link.sequence.into(),
                link.events.into(),
                link.digest.into(),
                link.previous.into(),
                code.into(),
            ],
        )
    }

    /// Records where a lane ends now.
    pub(crate) fn record(&self, head: &Head) -> Statement {
        Statement::new(
            "update journal_head set sequence = $2, events = $3, last = $4, mac = $5 where lane = $1",
            self.columns(head),
        )
        .expecting(1)
    }
}

/// The digest of a commit: the hashes of its events, in order.
pub(crate) fn digest(hashes: impl IntoIterator<Item = Digest>) -> Digest {
    hashes.into_iter().fold(Encoding::new("manumit.events.v1"), |all, hash| all.blob(&hash)).sha256()
}
