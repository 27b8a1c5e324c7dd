//! Files that were handed in: kept sealed, found by the digest of their content and by what they belong to.

use std::fmt;

use jiff::Timestamp;
use zeroize::Zeroizing;

use super::account::wrong;
use crate::{
    encoding::{Digest, to_hex},
    error::StoreError,
    instant,
    store::Store,
    value::{Row, Statement},
};

/// A file that was handed in, without its content.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The SHA-256 digest of its content.
    pub digest: Digest,
    /// What it belongs to: a draft, or a record.
    pub holder: String,
    /// The name it came with.
    pub name: String,
    /// Its type, as its content shows it.
    pub kind: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it came.
    pub at: Timestamp,
}

/// Leaves the name out: it may name a person.
impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attachment").field("kind", &self.kind).field("size", &self.size).finish_non_exhaustive()
    }
}

impl Store {
    /// Keeps a file. The same file twice is kept once.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be kept.
    pub async fn keep_attachment(&self, attachment: &Attachment, content: &[u8]) -> Result<(), StoreError> {
        let place = place(&attachment.holder, &attachment.digest);
        let sql = "insert into attachment (digest, holder, name, kind, size, at, sealed) \
                   values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing";
        let arguments = vec![
            attachment.digest.into(),
            attachment.holder.as_str().into(),
            self.seal_bytes(&format!("{place}/name"), attachment.name.as_bytes())?.into(),
            attachment.kind.as_str().into(),
            attachment.size.into(),
            instant::written(attachment.at).into(),
            self.seal_bytes(&place, content)?.into(),
        ];
        self.engine().apply(vec![Statement::new(sql, arguments)]).await
    }

    /// The files of a draft or record, without their content, in the order in which they came.
    ///
    /// # Errors
    /// [`StoreError`] if they cannot be read.
    pub async fn list_attachments(&self, holder: &str) -> Result<Vec<Attachment>, StoreError> {
        let sql = "select digest, holder, name, kind, size, at from attachment where holder = $1 order by at, digest";
        self.engine().query(sql, vec![holder.into()]).await?.iter().map(|row| self.attachment(row)).collect()
    }

    /// The content of one file.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read.
    pub async fn open_attachment(&self, of: &Attachment) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let sql = "select sealed from attachment where holder = $1 and digest = $2";
        let rows = self.engine().query(sql, vec![of.holder.as_str().into(), of.digest.into()]).await?;
        let place = place(&of.holder, &of.digest);
        rows.first().map(|row| self.open_bytes(&place, row.blob("sealed")?)).transpose()
    }

    fn attachment(&self, row: &Row) -> Result<Attachment, StoreError> {
        let digest = row.digest("digest")?;
        let holder = row.text("holder")?.to_owned();
        let name = self.open_bytes(&format!("{}/name", place(&holder, &digest)), row.blob("name")?)?;
        Ok(Attachment {
            name: String::from_utf8(name.to_vec()).map_err(|_| wrong("name", "a name"))?,
            kind: row.text("kind")?.to_owned(),
            size: row.count("size")?,
            at: instant::read(row.text("at")?).ok_or_else(|| wrong("at", "a time"))?,
            digest,
            holder,
        })
    }
}

fn place(holder: &str, digest: &Digest) -> String {
    format!("attachment/{holder}/{}", to_hex(digest))
}
