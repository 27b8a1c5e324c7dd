//! Views: tables folded from the journal, for lists, queues and counts.
//!
//! A view is changed in the same commit as the events it is folded from, so there is nothing to wait for and nothing
//! to reconcile. Because it is only ever folded, it can be thrown away and made again.
//!
//! To add one: write `view/<name>.rs` with a `VIEW`, add a line to `view/all.rs`, and create its tables in a migration
//! for both engines. A view sees events of one stream in the order of their versions, and streams in any order; it must
//! come out the same whichever stream is folded first.

mod all;
mod case_stage;
mod count;
mod duty;
mod grant;
mod listing;
mod opened_from;
mod owed;
mod rebuild;
mod statistics;
mod stream;

use std::sync::Arc;

use manumit_domain::{
    case, journal::StreamKind, notification, police_notice, public_report, referral, support_request,
};

pub use self::{
    case_stage::{StageCount, Stay, StayFilter},
    count::Count,
    duty::{DutyCount, DutyFilter, OpenDuty, PostCount},
    grant::{Grant, Holder},
    listing::{Beginning, Listed, Reach},
    owed::{DutyPlace, Owed},
    rebuild::{Difference, Progress},
    statistics::StatisticsRow,
};
use crate::{
    encoding::{Encoding, to_hex},
    error::StoreError,
    journal::Recorded,
    keyring::{Keyring, Secret},
    value::Statement,
};

/// One view: its tables, and how an event changes them.
pub struct View {
    /// Its name, for messages.
    pub name: &'static str,
    /// The tables that belong to it and to no other view.
    pub tables: &'static [&'static str],
    /// What an event changes. It may depend on the event and the pseudonym alone.
    pub project: fn(&Shown<'_>, &Projector) -> Vec<Statement>,
}

/// An event as it is shown to views: what was recorded, and what it says, read once for all of them.
pub struct Shown<'a> {
    /// What was recorded.
    pub recorded: &'a Recorded,
    /// What it says.
    pub content: Content,
}

/// What an event says, by the kind of record.
pub enum Content {
    Referral(referral::Event),
    Notification(notification::Event),
    Case(case::Event),
    SupportRequest(support_request::Event),
    PoliceNotice(police_notice::Event),
    PublicReport(public_report::Event),
    /// The record was erased: no record kind says anything more.
    Tombstone,
}

impl<'a> Shown<'a> {
    fn read(recorded: &'a Recorded) -> Result<Self, StoreError> {
        let content = match recorded.stream.kind {
            _ if recorded.is_tombstone() => Content::Tombstone,
            StreamKind::Referral => Content::Referral(recorded.decode()?),
            StreamKind::Notification => Content::Notification(recorded.decode()?),
            StreamKind::Case => Content::Case(recorded.decode()?),
            StreamKind::SupportRequest => Content::SupportRequest(recorded.decode()?),
            StreamKind::PoliceNotice => Content::PoliceNotice(recorded.decode()?),
            StreamKind::PublicReport => Content::PublicReport(recorded.decode()?),
        };
        Ok(Self { recorded, content })
    }
}

/// What a view may know beside the event: how to make a pseudonym.
#[derive(Clone)]
pub struct Projector {
    key: Arc<Secret>,
}

impl Projector {
    pub(crate) fn new(keyring: &Keyring) -> Self {
        Self { key: Arc::new(zeroize::Zeroizing::new(*keyring.pseudonym())) }
    }

    /// The pseudonym of something for statistics: stable, and not to be undone without the statistics key.
    pub fn pseudonym(&self, of: &str) -> String {
        let code = Encoding::new("manumit.pseudonym.v1").text(of).hmac(&self.key);
        code.first_chunk::<16>().map(|half| to_hex(half)).unwrap_or_default()
    }
}

/// What events change in all views: view by view, so that what goes into one table goes together.
pub(crate) fn project<'a>(
    events: impl IntoIterator<Item = &'a Recorded>,
    projector: &Projector,
) -> Result<Vec<Statement>, StoreError> {
    let shown: Vec<Shown<'a>> = events.into_iter().map(Shown::read).collect::<Result<_, _>>()?;
    let views = all::VIEWS.iter();
    Ok(views.flat_map(|view| shown.iter().flat_map(|event| (view.project)(event, projector))).collect())
}
