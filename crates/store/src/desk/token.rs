//! Tokens of other systems. The token is with them; here is only its code.

use jiff::Timestamp;

use super::account::wrong;
use crate::{
    error::StoreError,
    instant,
    store::Store,
    value::{Row, Statement},
};

/// A token: for one account, for one purpose, until a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Its identifier, which opens nothing.
    pub id: String,
    /// The account it acts for.
    pub account: String,
    /// What for: it stands on every record and every look.
    pub purpose: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Until when it holds.
    pub until: Timestamp,
    /// When it was ended before its time.
    pub ended_at: Option<Timestamp>,
}

impl Store {
    /// Keeps a token by its code.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be kept.
    pub async fn keep_token(&self, secret: &str, token: &ApiToken) -> Result<(), StoreError> {
        let sql =
            "insert into api_token (id, token, account, purpose, made_at, until_at) values ($1, $2, $3, $4, $5, $6)";
        let arguments = vec![
            token.id.as_str().into(),
            self.desk_code("api-token", secret).into(),
            token.account.as_str().into(),
            token.purpose.as_str().into(),
            instant::written(token.made_at).into(),
            instant::written(token.until).into(),
        ];
        self.engine().apply(vec![Statement::new(sql, arguments)]).await
    }

    /// The token with a secret.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn find_token(&self, secret: &str) -> Result<Option<ApiToken>, StoreError> {
        let sql = "select id, account, purpose, made_at, until_at, ended_at from api_token where token = $1";
        let rows = self.engine().query(sql, vec![self.desk_code("api-token", secret).into()]).await?;
        rows.first().map(token).transpose()
    }

    /// The tokens of an account, the latest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn list_tokens(&self, account: &str) -> Result<Vec<ApiToken>, StoreError> {
        let sql = "select id, account, purpose, made_at, until_at, ended_at from api_token where account = $1 \
                   order by made_at desc, id";
        self.engine().query(sql, vec![account.into()]).await?.iter().map(token).collect()
    }

    /// Ends a token before its time.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn end_token(&self, id: &str, at: Timestamp) -> Result<(), StoreError> {
        let sql = "update api_token set ended_at = $2 where id = $1 and ended_at is null";
        self.engine().apply(vec![Statement::new(sql, vec![id.into(), instant::written(at).into()])]).await
    }
}

fn token(row: &Row) -> Result<ApiToken, StoreError> {
    let time = |column| instant::read(row.text(column)?).ok_or_else(|| wrong(column, "a time"));
    Ok(ApiToken {
        id: row.text("id")?.to_owned(),
        account: row.text("account")?.to_owned(),
        purpose: row.text("purpose")?.to_owned(),
        made_at: time("made_at")?,
        until: time("until_at")?,
        ended_at: row.maybe_text("ended_at")?.and_then(instant::read),
    })
}
