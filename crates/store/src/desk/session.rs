//! Sessions: who is signed in. The token is in the browser; here is only its code.

use jiff::Timestamp;

use super::account::wrong;
use crate::{error::StoreError, instant, store::Store, value::Statement};

/// A session of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The account.
    pub account: String,
    /// When it was signed in.
    pub began_at: Timestamp,
    /// When it last did something.
    pub seen_at: Timestamp,
}

impl Store {
    /// Begins a session, and forgets those not seen since a moment.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn begin_session(&self, token: &str, session: &Session, forget: Timestamp) -> Result<(), StoreError> {
        let begin = "insert into session (token, account, began_at, seen_at) values ($1, $2, $3, $4)";
        let arguments = vec![
            self.desk_code("session", token).into(),
            session.account.as_str().into(),
            instant::written(session.began_at).into(),
            instant::written(session.seen_at).into(),
        ];
        let forgotten = Statement::new("delete from session where seen_at < $1", vec![instant::written(forget).into()]);
        self.engine().apply(vec![forgotten, Statement::new(begin, arguments)]).await
    }

    /// The session of a token.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn find_session(&self, token: &str) -> Result<Option<Session>, StoreError> {
        let sql = "select account, began_at, seen_at from session where token = $1";
        let rows = self.engine().query(sql, vec![self.desk_code("session", token).into()]).await?;
        let time = |text: &str, column| instant::read(text).ok_or_else(|| wrong(column, "a time"));
        rows.first()
            .map(|row| {
                Ok(Session {
                    account: row.text("account")?.to_owned(),
                    began_at: time(row.text("began_at")?, "began_at")?,
                    seen_at: time(row.text("seen_at")?, "seen_at")?,
                })
            })
            .transpose()
    }

    /// Notes that a session did something.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn see_session(&self, token: &str, at: Timestamp) -> Result<(), StoreError> {
        let arguments = vec![self.desk_code("session", token).into(), instant::written(at).into()];
        self.engine().apply(vec![Statement::new("update session set seen_at = $2 where token = $1", arguments)]).await
    }

    /// Ends one session.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn end_session(&self, token: &str) -> Result<(), StoreError> {
        let arguments = vec![self.desk_code("session", token).into()];
        self.engine().apply(vec![Statement::new("delete from session where token = $1", arguments)]).await
    }

    /// Ends every session of an account.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn end_sessions(&self, account: &str) -> Result<(), StoreError> {
        self.engine().apply(vec![Statement::new("delete from session where account = $1", vec![account.into()])]).await
    }
}
