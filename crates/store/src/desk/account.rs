//! Accounts: a person at a post.

use std::fmt;

use jiff::Timestamp;
use manumit_domain::actor::{Actor, Role};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    encoding::Digest,
    error::StoreError,
    instant,
    store::Store,
    value::{Row, Statement, Value},
};

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// Its organisation asked for it, and the person has not taken it up.
    Invited,
    /// In use.
    Open,
    /// Not in use for now.
    Suspended,
    /// Ended for good.
    Closed,
}

impl AccountState {
    const ALL: [Self; 4] = [Self::Invited, Self::Open, Self::Suspended, Self::Closed];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Open => "open",
            Self::Suspended => "suspended",
            Self::Closed => "closed",
        }
    }
}

/// An account: a person at a post, in one role.
#[derive(Clone)]
pub struct Account {
    /// Its identifier.
    pub id: String,
    /// The post it acts for.
    pub actor: Actor,
    /// Whether it leads: it confirms the accounts of its organisation, and sees duties that its organisation missed.
    pub lead: bool,
    /// How it stands.
    pub state: AccountState,
    /// The person's name, for colleagues.
    pub name: String,
    /// The name it signs in with: an email address.
    pub email: String,
    /// The password's code, in PHC form; none before the account was taken up, or where another body signs it in.
    pub password: Option<String>,
    /// The secret of the second factor.
    pub second_factor: Option<Zeroizing<Vec<u8>>>,
    /// Who it is at another body that signs it in: issuer and subject, bound the first time.
    pub vouched_by: Option<String>,
    /// The code of the invitation, and until when it holds.
    pub invitation: Option<(Digest, Timestamp)>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Shows the post alone.
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("actor", &self.actor).field("state", &self.state).finish_non_exhaustive()
    }
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    name: String,
    email: String,
    second_factor: Option<Zeroizing<Vec<u8>>>,
    #[serde(default)]
    vouched_by: Option<String>,
}

const COLUMNS: &str =
    "id, organisation, post, role, lead, state, sealed, password, invitation, invited_until, changed_at";

impl Store {
    /// Opens an account, or changes one.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] if another account signs in with the same name.
    pub async fn keep_account(&self, account: &Account) -> Result<(), StoreError> {
        let sealed = Sealed {
            name: account.name.clone(),
            email: account.email.clone(),
            second_factor: account.second_factor.clone(),
            vouched_by: account.vouched_by.clone(),
        };
        let sealed = self.seal_at_desk(&place(&account.id), &sealed)?;
        let (invitation, invited_until) = account.invitation.unzip();
        let sql = "insert into account (id, sign_in, organisation, post, role, lead, state, sealed, password, \
                   invitation, invited_until, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
                   on conflict (id) do update set sign_in = excluded.sign_in, organisation = excluded.organisation, \
                   post = excluded.post, role = excluded.role, lead = excluded.lead, state = excluded.state, \
                   sealed = excluded.sealed, password = excluded.password, invitation = excluded.invitation, \
                   invited_until = excluded.invited_until, changed_at = excluded.changed_at";
        let arguments: Vec<Value> = vec![
            account.id.as_str().into(),
            self.sign_in_code(&account.email).into(),
            account.actor.organisation.as_str().into(),
            account.actor.post.as_str().into(),
            account.actor.role.code().into(),
            account.lead.into(),
            account.state.code().into(),
            sealed.into(),
            account.password.clone().into(),
            invitation.into(),
            invited_until.map(instant::written).into(),
            instant::written(account.changed_at).into(),
        ];
        self.engine().apply(vec![Statement::new(sql, arguments)]).await
    }

    /// The account that signs in with a name.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn find_account_by_email(&self, email: &str) -> Result<Option<Account>, StoreError> {
        self.account_where("sign_in = $1", self.sign_in_code(email).into()).await
    }

    /// The account with an identifier.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn find_account(&self, id: &str) -> Result<Option<Account>, StoreError> {
        self.account_where("id = $1", id.into()).await
    }

    /// The account that an invitation is for.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn find_account_by_invitation(&self, invitation: &str) -> Result<Option<Account>, StoreError> {
        self.account_where("invitation = $1", self.desk_code("invitation", invitation).into()).await
    }

    /// The accounts of an organisation; with no organisation, every account.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn list_accounts(&self, organisation: Option<&str>) -> Result<Vec<Account>, StoreError> {
        let sql = format!(
            "select {COLUMNS} from account where ($1 = '' or organisation = $1) order by organisation, post, id"
        );
        let rows = self.engine().query(sql, vec![organisation.unwrap_or_default().into()]).await?;
        rows.iter().map(|row| self.account(row)).collect()
    }

    /// Marks a step of the second factor as used: nobody can use the same code again.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] if it was used.
    pub async fn use_second_factor(&self, account: &str, step: u64) -> Result<(), StoreError> {
        let sql = "insert into second_factor_use (account, step) values ($1, $2)";
        self.engine().apply(vec![Statement::new(sql, vec![account.into(), step.into()])]).await
    }

    /// Counts the failures to sign in with a name since a moment.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn count_failures(&self, email: &str, since: Timestamp) -> Result<u64, StoreError> {
        let sql = "select count(*) as failures from sign_in_failure where sign_in = $1 and at >= $2";
        let arguments = vec![self.sign_in_code(email).into(), instant::written(since).into()];
        self.engine().query(sql, arguments).await?.first().map_or(Ok(0), |row| row.count("failures"))
    }

    /// Keeps a failure to sign in, and forgets those before a moment.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn keep_failure(&self, email: &str, at: Timestamp, forget: Timestamp) -> Result<(), StoreError> {
        let number = i64::from_be_bytes(self.entropy().bytes::<8>()?);
        let keep = "insert into sign_in_failure (sign_in, at, number) values ($1, $2, $3)";
        let arguments = vec![self.sign_in_code(email).into(), instant::written(at).into(), number.into()];
        let forgotten =
            Statement::new("delete from sign_in_failure where at < $1", vec![instant::written(forget).into()]);
        self.engine().apply(vec![forgotten, Statement::new(keep, arguments)]).await
    }

    fn sign_in_code(&self, email: &str) -> Digest {
        self.desk_code("sign-in", &email.trim().to_lowercase())
    }

    async fn account_where(&self, condition: &str, value: Value) -> Result<Option<Account>, StoreError> {
        let sql = format!("select {COLUMNS} from account where {condition}");
        self.engine().query(sql, vec![value]).await?.first().map(|row| self.account(row)).transpose()
    }

    fn account(&self, row: &Row) -> Result<Account, StoreError> {
        let id = row.text("id")?.to_owned();
        let sealed: Sealed = self.open_at_desk(&place(&id), row.blob("sealed")?)?;
        let state = row.text("state")?;
        let state = AccountState::ALL.into_iter().find(|known| known.code() == state);
        let until = row.maybe_text("invited_until")?.and_then(instant::read);
        let invitation = row.maybe_blob("invitation")?.and_then(|code| Digest::try_from(code).ok());
        Ok(Account {
            actor: Actor::new(row.text("organisation")?, row.text("post")?, role(row)?),
            lead: row.integer("lead")? != 0,
            state: state.ok_or_else(|| wrong("state", "a state"))?,
            name: sealed.name,
            email: sealed.email,
            password: row.maybe_text("password")?.map(str::to_owned),
            second_factor: sealed.second_factor,
            vouched_by: sealed.vouched_by,
            invitation: invitation.zip(until),
            changed_at: instant::read(row.text("changed_at")?).ok_or_else(|| wrong("changed_at", "a time"))?,
            id,
        })
    }
}

/// The role in a row.
pub(super) fn role(row: &Row) -> Result<Role, StoreError> {
    Role::find(row.text("role")?).ok_or_else(|| wrong("role", "a role"))
}

pub(super) fn wrong(column: &'static str, expected: &'static str) -> StoreError {
    StoreError::Column { column, expected, found: "another text" }
}

fn place(id: &str) -> String {
    format!("account/{id}")
}
