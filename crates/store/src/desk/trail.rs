//! The trail: what people did at their desks that is no event of a record. Sign-ins, refusals, changes of accounts.
//!
//! It is appended to and never changed, and holds no personal data: posts, actions, rules and identifiers.

use jiff::Timestamp;
use manumit_domain::actor::Actor;

use super::{
    account::{role, wrong},
    look::LookFilter,
};
use crate::{
    error::StoreError,
    instant,
    store::Store,
    value::{Row, Statement},
};

/// One line of the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trail {
    /// When.
    pub at: Timestamp,
    /// The post.
    pub actor: Actor,
    /// What was done or tried.
    pub action: String,
    /// About what: an account, a record, or nothing.
    pub about: String,
    /// What came of it: `done`, `refused`.
    pub outcome: String,
    /// The rule that refused it.
    pub rule: String,
}

/// Which lines of the trail.
#[derive(Clone, Debug, Default)]
pub struct TrailFilter {
    /// Of one outcome.
    pub outcome: Option<String>,
    /// Of one action.
    pub action: Option<String>,
    /// Of posts, and of a time: the record of it is not asked.
    pub looks: LookFilter,
    /// How many to pass over.
    pub skip: u32,
    /// At most so many.
    pub limit: u32,
}

impl Store {
    /// Appends a line.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be kept.
    pub async fn leave_trail(&self, line: &Trail) -> Result<(), StoreError> {
        let sql = "insert into trail (at, organisation, post, role, action, about, outcome, rule) \
                   values ($1, $2, $3, $4, $5, $6, $7, $8)";
        let arguments = vec![
            instant::written(line.at).into(),
            line.actor.organisation.as_str().into(),
            line.actor.post.as_str().into(),
            line.actor.role.code().into(),
            line.action.as_str().into(),
            line.about.as_str().into(),
            line.outcome.as_str().into(),
            line.rule.as_str().into(),
        ];
        self.engine().apply(vec![Statement::new(sql, arguments)]).await
    }

    /// Lines of the trail, the latest first.
    ///
    /// # Errors
    /// [`StoreError`] if they cannot be read.
    pub async fn list_trail(&self, filter: &TrailFilter) -> Result<Vec<Trail>, StoreError> {
        let (condition, mut arguments) = LookFilter { record: None, ..filter.looks.clone() }.condition();
        let next = arguments.len() + 1;
        let sql = format!(
            "select l.at, l.organisation, l.post, l.role, l.action, l.about, l.outcome, l.rule from trail l \
             where {condition} and (${next} = '' or l.outcome = ${next}) and (${} = '' or l.action = ${}) \
             order by l.id desc limit ${} offset ${}",
            next + 1,
            next + 1,
            next + 2,
            next + 3
        );
        arguments.extend([
            filter.outcome.clone().unwrap_or_default().into(),
            filter.action.clone().unwrap_or_default().into(),
            i64::from(filter.limit).into(),
            i64::from(filter.skip).into(),
        ]);
        self.engine().query(sql, arguments).await?.iter().map(line).collect()
    }
}

fn line(row: &Row) -> Result<Trail, StoreError> {
    Ok(Trail {
        at: instant::read(row.text("at")?).ok_or_else(|| wrong("at", "a time"))?,
        actor: Actor::new(row.text("organisation")?, row.text("post")?, role(row)?),
        action: row.text("action")?.to_owned(),
        about: row.text("about")?.to_owned(),
        outcome: row.text("outcome")?.to_owned(),
        rule: row.text("rule")?.to_owned(),
    })
}
