//! The view of grants: which organisations and posts may open a record, by what its events say.
//!
//! A grant opens nothing by itself: the access policies say what a role may do with a record that was granted to it.
//! Lists are made from this table, single records are judged by the policies, and a property holds the two equal.

use manumit_domain::{
    actor::Actor,
    case,
    duty::DutyChange,
    journal::{StreamId, StreamKind},
    notification, police_notice, public_report, referral, support_request,
};

use super::{Content, Projector, Shown, View};
use crate::{
    error::StoreError,
    store::Store,
    value::{Row, Statement},
};

pub(super) const VIEW: View = View { name: "grant", tables: &["access_grant"], project };

const GIVE: &str = "insert into access_grant (stream, organisation, post, standing, kind) \
     values ($1, $2, $3, $4, $5) on conflict do nothing";
const END: &str = "delete from access_grant where stream = $1 and standing = $2";
const END_POST: &str =
    "delete from access_grant where stream = $1 and standing = $2 and organisation = $3 and post = $4";

/// The condition that a post is kept away from no record named by a column. Arguments of the query: $1 organisation,
/// $2 post. Most posts are kept away from nothing: that is asked once, and not of every record.
pub(super) fn not_excluded(stream: &str) -> String {
    let excluded = "select 1 from access_grant x where x.organisation = $1 and x.post = $2 and x.standing = 'excluded'";
    format!("(not exists ({excluded}) or not exists ({excluded} and x.stream = {stream}))")
}

/// In what standing an organisation or post may open a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grant {
    /// It made the record.
    Maker,
    /// The record is held by the organisation.
    Holder,
    /// The record was given to the post.
    Allocated,
    /// The post is kept away, whatever else would let it in.
    Excluded,
}

impl Grant {
    /// Every standing.
    pub const ALL: [Self; 4] = [Self::Maker, Self::Holder, Self::Allocated, Self::Excluded];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Maker => "maker",
            Self::Holder => "holder",
            Self::Allocated => "allocated",
            Self::Excluded => "excluded",
        }
    }
}

/// An organisation, or a post in it, with its standing in a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Holder {
    /// Code of the organisation.
    pub organisation: String,
    /// The post; empty for the organisation as a whole.
    pub post: String,
    /// The standing.
    pub grant: Grant,
}

fn project(shown: &Shown<'_>, _projector: &Projector) -> Vec<Statement> {
    let stream = shown.recorded.stream.to_string();
    let actor = &shown.recorded.actor;
    let change = Change { stream: &stream, kind: shown.recorded.stream.kind };
    match &shown.content {
        Content::Referral(referral::Fact::Submitted { first_responder_organisation, .. }) => {
            vec![change.give(first_responder_organisation, &made_by(actor, first_responder_organisation), Grant::Maker)]
        }
        Content::Notification(event) => match &event.fact {
            notification::Fact::Submitted { first_responder_organisation, .. } => {
                let post = made_by(actor, first_responder_organisation);
                vec![change.give(first_responder_organisation, &post, Grant::Maker)]
            }
        },
        Content::Case(event) => change.case(&event.fact),
        Content::PoliceNotice(event) => match &event.fact {
            police_notice::Fact::Queued { .. } | police_notice::Fact::QueuedWithoutIdentity { .. } => {
                change.owed_by(&event.duties)
            }
            police_notice::Fact::Passed { force } => vec![change.give(force, "", Grant::Holder)],
            _ => Vec::new(),
        },
        Content::SupportRequest(event) => match &event.fact {
            support_request::Fact::Requested { share, .. } => vec![change.give(&share.to, "", Grant::Holder)],
            support_request::Fact::Started { provider } => vec![change.give(provider, "", Grant::Holder)],
            _ => Vec::new(),
        },
        Content::PublicReport(event) => match &event.fact {
            public_report::Fact::Received { force, .. } => vec![change.give(force, "", Grant::Holder)],
            public_report::Fact::PassedOn { force } => {
                vec![change.end(Grant::Holder), change.give(force, "", Grant::Holder)]
            }
            public_report::Fact::Triaged { .. } => Vec::new(),
        },
        Content::Tombstone => Grant::ALL.map(|grant| change.end(grant)).to_vec(),
    }
}

/// The post that made a record; empty where it was brought in by another organisation, on its behalf.
fn made_by(actor: &Actor, organisation: &str) -> String {
    if actor.organisation == organisation { actor.post.clone() } else { String::new() }
}

struct Change<'a> {
    stream: &'a str,
    kind: StreamKind,
}

impl Change<'_> {
    fn case(&self, fact: &case::Fact) -> Vec<Statement> {
        match fact {
            case::Fact::Opened { receiving_authority, .. } => vec![self.give(receiving_authority, "", Grant::Holder)],
            case::Fact::ScreeningPassed { competent_authority, hosted_by, .. } => {
                self.held_by(competent_authority, hosted_by.as_deref())
            }
            case::Fact::Reallocated { competent_authority, hosted_by } => {
                let mut changes = self.held_by(competent_authority, hosted_by.as_deref());
                changes.push(self.end(Grant::Allocated));
                changes
            }
            case::Fact::Allocated { to } => vec![self.give(&to.organisation, &to.post, Grant::Allocated)],
            case::Fact::PostExcluded { organisation, post } => vec![
                self.give(organisation, post, Grant::Excluded),
                Statement::new(
                    END_POST,
                    vec![
                        self.stream.into(),
                        Grant::Allocated.code().into(),
                        organisation.as_str().into(),
                        post.as_str().into(),
                    ],
                ),
            ],
            _ => Vec::new(),
        }
    }

    /// Who owes the first step on a record may open it.
    fn owed_by(&self, duties: &[DutyChange]) -> Vec<Statement> {
        let owners = duties.iter().filter_map(|duty| match duty {
            DutyChange::Opened { owner, .. } => Some(self.give(owner, "", Grant::Maker)),
            DutyChange::Closed { .. } => None,
        });
        owners.collect()
    }

    fn held_by(&self, authority: &str, hosted_by: Option<&str>) -> Vec<Statement> {
        let mut changes = vec![self.end(Grant::Holder), self.give(authority, "", Grant::Holder)];
        changes.extend(hosted_by.map(|host| self.give(host, "", Grant::Holder)));
        changes
    }

    fn give(&self, organisation: &str, post: &str, grant: Grant) -> Statement {
        let kind = self.kind.code().into();
        Statement::new(GIVE, vec![self.stream.into(), organisation.into(), post.into(), grant.code().into(), kind])
    }

    fn end(&self, grant: Grant) -> Statement {
        Statement::new(END, vec![self.stream.into(), grant.code().into()])
    }
}

impl Store {
    /// Who has which standing in a record.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn list_grants(&self, stream: StreamId) -> Result<Vec<Holder>, StoreError> {
        let sql = "select organisation, post, standing from access_grant where stream = $1 \
                   order by organisation, post, standing";
        self.engine().query(sql, vec![stream.to_string().into()]).await?.iter().map(holder).collect()
    }
}

fn holder(row: &Row) -> Result<Holder, StoreError> {
    let standing = row.text("standing")?;
    let grant = Grant::ALL.into_iter().find(|grant| grant.code() == standing);
    Ok(Holder {
        organisation: row.text("organisation")?.to_owned(),
        post: row.text("post")?.to_owned(),
        grant: grant.ok_or(StoreError::Column { column: "standing", expected: "a standing", found: "another text" })?,
    })
}
