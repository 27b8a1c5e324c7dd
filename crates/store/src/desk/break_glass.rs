//! Broken glass: a post opened a record that was not granted to it, for a reason and a time. Somebody reviews it.

use std::fmt;

use jiff::Timestamp;
use manumit_domain::{actor::Actor, journal::StreamId};

use super::account::wrong;
use crate::{
    error::StoreError,
    instant,
    store::Store,
    value::{Row, Statement},
};

/// One time that glass was broken.
#[derive(Clone, PartialEq, Eq)]
pub struct Break {
    /// The record that was opened.
    pub stream: StreamId,
    /// The organisation of the post.
    pub organisation: String,
    /// The post.
    pub post: String,
    /// Since when.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// The reason, in the post's own words.
    pub reason: String,
    /// Who reviewed it, and when.
    pub reviewed: Option<(String, Timestamp)>,
}

/// Leaves the reason out: it may narrate.
impl fmt::Debug for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Break").field("stream", &self.stream).field("until", &self.until).finish_non_exhaustive()
    }
}

const COLUMNS: &str = "stream, organisation, post, from_at, until_at, reason, reviewed_at, reviewed_by";

impl Store {
    /// Keeps that glass was broken.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be kept: then nothing may be shown.
    pub async fn break_glass(&self, broken: &Break) -> Result<(), StoreError> {
        let from = instant::written(broken.from);
        let reason = self.seal_bytes(&place(&broken.stream.to_string(), &from), broken.reason.as_bytes())?;
        let sql = "insert into break_glass (stream, organisation, post, from_at, until_at, reason) \
                   values ($1, $2, $3, $4, $5, $6)";
        let arguments = vec![
            broken.stream.to_string().into(),
            broken.organisation.as_str().into(),
            broken.post.as_str().into(),
            from.into(),
            instant::written(broken.until).into(),
            reason.into(),
        ];
        self.engine().apply(vec![Statement::new(sql, arguments)]).await
    }

    /// Says whether a post has broken the glass of a record, and its time is not over.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn has_broken(&self, stream: StreamId, actor: &Actor, at: Timestamp) -> Result<bool, StoreError> {
        let sql = "select stream from break_glass where stream = $1 and organisation = $2 and post = $3 \
                   and from_at <= $4 and until_at > $4";
        let arguments = vec![
            stream.to_string().into(),
            actor.organisation.as_str().into(),
            actor.post.as_str().into(),
            instant::written(at).into(),
        ];
        Ok(!self.engine().query(sql, arguments).await?.is_empty())
    }

    /// Every time that glass was broken, the latest first; of those not reviewed yet, if so asked.
    ///
    /// # Errors
    /// [`StoreError`] if they cannot be read.
    pub async fn list_broken(&self, unreviewed: bool) -> Result<Vec<Break>, StoreError> {
        let sql = format!(
            "select {COLUMNS} from break_glass where $1 = 0 or reviewed_at is null order by from_at desc, stream"
        );
        self.engine().query(sql, vec![unreviewed.into()]).await?.iter().map(|row| self.broken(row)).collect()
    }

    /// Keeps that somebody reviewed it.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn review_broken(&self, broken: &Break, by: &Actor, at: Timestamp) -> Result<(), StoreError> {
        let sql = "update break_glass set reviewed_at = $3, reviewed_by = $4 \
                   where stream = $1 and from_at = $2 and organisation = $5 and post = $6 and reviewed_at is null";
        let arguments = vec![
            broken.stream.to_string().into(),
            instant::written(broken.from).into(),
            instant::written(at).into(),
            format!("{}/{}", by.organisation, by.post).into(),
            broken.organisation.as_str().into(),
            broken.post.as_str().into(),
        ];
        self.engine().apply(vec![Statement::new(sql, arguments)]).await
    }

    fn broken(&self, row: &Row) -> Result<Break, StoreError> {
        let stream = row.text("stream")?;
        let from = row.text("from_at")?;
        let reason = self.open_bytes(&place(stream, from), row.blob("reason")?)?;
        let time = |text: &str, column| instant::read(text).ok_or_else(|| wrong(column, "a time"));
        let reviewed_at = row.maybe_text("reviewed_at")?.and_then(instant::read);
        Ok(Break {
            stream: stream.parse().map_err(|_| wrong("stream", "the name of a stream"))?,
            organisation: row.text("organisation")?.to_owned(),
            post: row.text("post")?.to_owned(),
            from: time(from, "from_at")?,
            until: time(row.text("until_at")?, "until_at")?,
            reason: String::from_utf8(reason.to_vec()).map_err(|_| wrong("reason", "a reason"))?,
            reviewed: row.maybe_text("reviewed_by")?.map(str::to_owned).zip(reviewed_at),
        })
    }
}

fn place(stream: &str, from: &str) -> String {
    format!("break/{stream}/{from}")
}
