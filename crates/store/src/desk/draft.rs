//! Drafts: answers not sent yet. They stand apart from the journal, so that they can be thrown away whole.
//!
//! Every save is a revision with a number of its own; two people who save at once meet at that number, and the second
//! is told. Only the last revision is kept.

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};

use super::account::wrong;
use crate::{
    error::StoreError,
    instant,
    store::Store,
    value::{Row, Statement},
};

/// How a draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftState {
    /// It is being written.
    Open,
    /// It waits for a supervisor's look.
    ToCheck,
    /// A supervisor looked at it and agreed.
    Checked,
}

impl DraftState {
    const ALL: [Self; 3] = [Self::Open, Self::ToCheck, Self::Checked];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::ToCheck => "to_check",
            Self::Checked => "checked",
        }
    }
}

/// A draft, without its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its identifier.
    pub id: String,
    /// The organisation it belongs to.
    pub organisation: String,
    /// The post that began it.
    pub post: String,
    /// The question set.
    pub question_set: String,
    /// The version it was begun with, and keeps.
    pub version: String,
    /// When it was begun.
    pub begun_at: Timestamp,
}

/// One save of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision<T> {
    /// Its number, from 1.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// The post that saved.
    pub post: String,
    /// How the draft stands.
    pub state: DraftState,
    /// What was saved.
    pub content: T,
}

const COLUMNS: &str = "d.id, d.organisation, d.post, d.question_set, d.version, d.begun_at, \
     r.number, r.at, r.post as saved_by, r.state, r.sealed";

impl Store {
    /// Begins a draft, with its first revision.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be kept.
    pub async fn begin_draft(&self, draft: &Draft, first: &Revision<impl Serialize>) -> Result<(), StoreError> {
        let sql = "insert into draft (id, organisation, post, question_set, version, begun_at) \
                   values ($1, $2, $3, $4, $5, $6)";
        let arguments = vec![
            draft.id.as_str().into(),
            draft.organisation.as_str().into(),
            draft.post.as_str().into(),
            draft.question_set.as_str().into(),
            draft.version.as_str().into(),
            instant::written(draft.begun_at).into(),
        ];
        self.engine().apply(vec![Statement::new(sql, arguments), self.revision(&draft.id, first)?]).await
    }

    /// Saves a draft once more, and forgets the saves before.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] if somebody else saved it since it was read.
    pub async fn save_draft(&self, id: &str, revision: &Revision<impl Serialize>) -> Result<(), StoreError> {
        let forget = Statement::new(
            "delete from draft_revision where draft = $1 and number < $2",
            vec![id.into(), revision.number.into()],
        );
        self.engine().apply(vec![self.revision(id, revision)?, forget]).await
    }

    /// A draft with its last save.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read.
    pub async fn find_draft<T: DeserializeOwned>(&self, id: &str) -> Result<Option<(Draft, Revision<T>)>, StoreError> {
        let sql = format!(
            "select {COLUMNS} from draft d join draft_revision r on r.draft = d.id where d.id = $1 \
             order by r.number desc limit 1"
        );
        self.engine().query(sql, vec![id.into()]).await?.first().map(|row| self.draft(row)).transpose()
    }

    /// The drafts of an organisation with their last saves, the latest saved first; of one post, if one is named.
    ///
    /// # Errors
    /// [`StoreError`] if they cannot be read.
    pub async fn list_drafts<T: DeserializeOwned>(
        &self,
        organisation: &str,
        post: Option<&str>,
    ) -> Result<Vec<(Draft, Revision<T>)>, StoreError> {
        let sql = format!(
            "select {COLUMNS} from draft d join draft_revision r on r.draft = d.id \
             where d.organisation = $1 and ($2 = '' or d.post = $2) and r.number = \
             (select max(number) from draft_revision l where l.draft = d.id) order by r.at desc, d.id"
        );
        let rows = self.engine().query(sql, vec![organisation.into(), post.unwrap_or_default().into()]).await?;
        rows.iter().map(|row| self.draft(row)).collect()
    }

    /// Throws a draft away, with every file that belongs to it.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn discard_draft(&self, id: &str) -> Result<(), StoreError> {
        let sql = [
            "delete from attachment where holder = $1",
            "delete from draft_revision where draft = $1",
            "delete from draft where id = $1",
        ];
        self.engine().apply(sql.map(|sql| Statement::new(sql, vec![id.into()])).to_vec()).await
    }

    fn revision(&self, id: &str, revision: &Revision<impl Serialize>) -> Result<Statement, StoreError> {
        let sealed = self.seal_at_desk(&place(id, revision.number), &revision.content)?;
        Ok(Statement::new(
            "insert into draft_revision (draft, number, at, post, state, sealed) values ($1, $2, $3, $4, $5, $6)",
            vec![
                id.into(),
                revision.number.into(),
                instant::written(revision.at).into(),
                revision.post.as_str().into(),
                revision.state.code().into(),
                sealed.into(),
            ],
        ))
    }

    fn draft<T: DeserializeOwned>(&self, row: &Row) -> Result<(Draft, Revision<T>), StoreError> {
        let time = |column| instant::read(row.text(column)?).ok_or_else(|| wrong(column, "a time"));
        let draft = Draft {
            id: row.text("id")?.to_owned(),
            organisation: row.text("organisation")?.to_owned(),
            post: row.text("post")?.to_owned(),
            question_set: row.text("question_set")?.to_owned(),
            version: row.text("version")?.to_owned(),
            begun_at: time("begun_at")?,
        };
        let state = row.text("state")?;
        let number = row.count("number")?;
        let revision = Revision {
            number,
            at: time("at")?,
            post: row.text("saved_by")?.to_owned(),
            state: DraftState::ALL
                .into_iter()
                .find(|known| known.code() == state)
                .ok_or_else(|| wrong("state", "a state"))?,
            content: self.open_at_desk(&place(&draft.id, number), row.blob("sealed")?)?,
        };
        Ok((draft, revision))
    }
}

fn place(id: &str, number: u64) -> String {
    format!("draft/{id}/{number}")
}
