//! What a process keeps between requests: nothing that anybody would miss after a restart.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp, civil::Date};
use manumit_app::kept::Report;
use manumit_app::{
    AppError, Office,
    statistics::{self, Extracts},
};

use crate::{editions::Editions, openid_connect::Pending};

/// How many reports from the public this process takes in one minute. The sender's address is no part of it: it is kept
/// nowhere, not even here.
const REPORTS: usize = 60;
const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// How many people may be at another body, to be signed in, at a time. With more the longest gone begins again.
const ELSEWHERE: usize = 10_000;

/// What a process keeps.
#[derive(Default)]
pub(crate) struct Memory {
    extracts: tokio::sync::Mutex<Option<Kept>>,
    pub(crate) editions: Editions,
    verification: Mutex<Verification>,
    reports: Mutex<VecDeque<Timestamp>>,
    elsewhere: Mutex<BTreeMap<String, Pending>>,
}

/// The extracts as they were last made: of which state of the journal, and on which day.
struct Kept {
    stamp: String,
    made_on: Date,
    extracts: Arc<Extracts>,
}

impl Kept {
    /// Whether the record of a day can have changed no more since: it was over, with a day between for what was being recorded
    /// at midnight. A demonstration is recorded on days of the past, so of it this is not taken for granted.
    fn holds(&self, as_at: Date) -> bool {
        let is_over = self.made_on.yesterday().is_ok_and(|yesterday| as_at < yesterday);
        is_over && !self.extracts.referrals.is_synthetic()
    }
}

/// How the verification of the journal stands.
#[derive(Clone, Debug, Default)]
pub(crate) enum Verification {
    /// Nobody asked for one since this process began.
    #[default]
    NotAsked,
    /// It is under way.
    Running { since: Timestamp },
    /// It is done.
    Done { at: Timestamp, report: Arc<Report> },
    /// It could not be done.
    Broken { at: Timestamp },
}

impl Memory {
    /// The statistical extracts with the keys of their records, for a look at the record as at a day: made once for each state
    /// of the journal, and not again where that day was over when they were made.
    pub(crate) async fn extracts(
        &self,
        office: &Office,
        (as_at, today): (Date, Date),
    ) -> Result<Arc<Extracts>, AppError> {
        let mut kept = self.extracts.lock().await;
        if let Some(kept) = kept.as_ref().filter(|kept| kept.holds(as_at)) {
            return Ok(Arc::clone(&kept.extracts));
        }
        let stamp = office.store().journal_stamp().await?;
        if let Some(kept) = kept.as_ref().filter(|kept| kept.stamp == stamp) {
            return Ok(Arc::clone(&kept.extracts));
        }
        let extracts = Arc::new(statistics::extracts(office).await?);
        *kept = Some(Kept { stamp, made_on: today, extracts: Arc::clone(&extracts) });
        Ok(extracts)
    }

    /// How the verification stands.
    pub(crate) fn verification(&self) -> Verification {
        self.verification.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Begins a verification, unless one is under way.
    pub(crate) fn begin_verification(&self, at: Timestamp) -> bool {
        let mut stands = self.verification.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*stands, Verification::Running { .. }) {
            return false;
        }
        *stands = Verification::Running { since: at };
        true
    }

    /// Keeps what came of it.
    pub(crate) fn end_verification(&self, ended: Verification) {
        *self.verification.lock().unwrap_or_else(PoisonError::into_inner) = ended;
    }

    /// Keeps what somebody comes back with from another body.
    pub(crate) fn expect(&self, state: String, pending: Pending, at: Timestamp) {
        let mut elsewhere = self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner);
        elsewhere.retain(|_, pending| at < pending.until);
        if elsewhere.len() >= ELSEWHERE
            && let Some(longest) = elsewhere.iter().min_by_key(|(_, pending)| pending.until)
        {
            let longest = longest.0.clone();
            elsewhere.remove(&longest);
        }
        elsewhere.insert(state, pending);
    }

    /// What was kept for somebody who comes back: once.
    pub(crate) fn came_back(&self, state: &str, at: Timestamp) -> Option<Pending> {
        let mut elsewhere = self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner);
        elsewhere.remove(state).filter(|pending| at < pending.until)
    }

    /// Whether one more report from the public may be taken now.
    pub(crate) fn takes_report(&self, at: Timestamp) -> bool {
        let mut taken = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        while taken.front().is_some_and(|first| *first + MINUTE <= at) {
            taken.pop_front();
        }
        let room = taken.len() < REPORTS;
        if room {
            taken.push_back(at);
        }
        room
    }
}
