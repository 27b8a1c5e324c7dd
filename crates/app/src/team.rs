//! The team: what an organisation owes, by kind and by post, and how a frozen backlog goes down.

use jiff::civil::Date;
use manumit_domain::duty::DutyKind;
use manumit_store::desk::AccountState;

use crate::{
    AppError, Caller, Office,
    access::{Action, Resource, duty_kinds},
};

/// Open duties of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// What has to be done.
    pub kind: DutyKind,
    /// The post that has the records, where they were given to one, and who sits there.
    pub post: Option<(String, String)>,
    /// How many are open.
    pub open: u64,
    /// How many of them are missed.
    pub missed: u64,
    /// The earliest due date.
    pub earliest: Option<Date>,
}

/// What an organisation owes.
#[derive(Clone, Debug)]
pub struct Team {
    /// By kind.
    pub by_kind: Vec<Load>,
    /// By post and kind, of the records that were given to posts: only the duties that the role of a post does.
    pub by_post: Vec<Load>,
}

/// What the caller's organisation owes.
///
/// # Errors
/// A refusal for a post that does not see the team; [`AppError::Store`] if the database does not answer.
pub async fn team(office: &Office, caller: &Caller) -> Result<Team, AppError> {
    office.require(caller, Action::SeeTeam, &Resource::Desk).await?;
    let today = caller.today()?;
    let organisation = &caller.actor.organisation;
    let counted = office.store().count_duties_of(organisation, today).await?;
    let by_kind = counted.into_iter().filter_map(|count| {
        Some(Load {
            kind: DutyKind::find(&count.kind)?,
            post: None,
            open: count.open,
            missed: count.overdue,
            earliest: day(count.earliest.as_deref()),
        })
    });
    let accounts = office.store().list_accounts(Some(organisation)).await?;
    let by_post = office.store().count_duties_by_post(organisation, today).await?.into_iter().filter_map(|count| {
        let kind = DutyKind::find(&count.kind)?;
        let mut of_post = accounts.iter().filter(|one| one.actor.post == count.post && one.state == AccountState::Open);
        let account = of_post.find(|account| duty_kinds(account.actor.role).0.contains(&kind))?;
        Some(Load {
            kind,
            post: Some((count.post, account.name.clone())),
            open: count.open,
            missed: count.overdue,
            earliest: day(count.earliest.as_deref()),
        })
    });
    Ok(Team { by_kind: by_kind.collect(), by_post: by_post.collect() })
}

fn day(text: Option<&str>) -> Option<Date> {
    text.and_then(|text| text.parse().ok())
}
