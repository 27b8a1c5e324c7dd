//! Duties: every hand-over has an owner, a due date, the rule that set it, and a closing reason.
//!
//! A duty is opened and closed by the events of its stream and carried inside them, so that the due date stays the one
//! the law of that day gave. Work queues, backlogs and "what became of the others?" are views of open duties.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyKind {
    /// Check a new referral: age, duplicates, which authority decides.
    ScreenReferral,
    /// Decide on reasonable grounds.
    DecideReasonableGrounds,
    /// Decide on conclusive grounds.
    DecideConclusiveGrounds,
    /// Look a second time at a proposed negative decision.
    ReviewNegative,
    /// Answer an enquiry from the competent authority.
    AnswerEnquiry,
    /// Look again at a suspended case.
    ReviewSuspension,
    /// Say whether a negative decision will be looked at again.
    AnswerReconsideration,
    /// Ask a person found to be an adult for consent, before anything more is shared.
    AskConsent,
    /// Pass a notice to the police forces.
    PassToPolice,
    /// Acknowledge a notice, with a crime reference.
    AcknowledgeNotice,
    /// Answer, as the second person, whether two cases are of one person.
    ConfirmMerge,
    /// Offer support.
    OfferSupport,
    /// Plan the move out of funded support.
    PlanMoveOn,
    /// Pass a notification to the police force, without identity. Opened only before a notification queued a notice, which
    /// is passed under [`DutyKind::PassToPolice`]; journals of that time hold it.
    PassNotification,
    /// Look at a report from the public, and say what comes of it.
    TriageReport,
}

impl DutyKind {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::ScreenReferral,
        Self::DecideReasonableGrounds,
        Self::DecideConclusiveGrounds,
        Self::ReviewNegative,
        Self::AnswerEnquiry,
        Self::ReviewSuspension,
        Self::AnswerReconsideration,
        Self::AskConsent,
        Self::PassToPolice,
        Self::AcknowledgeNotice,
        Self::ConfirmMerge,
        Self::OfferSupport,
        Self::PlanMoveOn,
        Self::PassNotification,
        Self::TriageReport,
    ];

    /// What has to be done, in words for the one who owes it.
    pub fn label(self) -> &'static str {
        match self {
            Self::ScreenReferral => "Screen the referral",
            Self::DecideReasonableGrounds => "Decide on reasonable grounds",
            Self::DecideConclusiveGrounds => "Decide on conclusive grounds",
            Self::ReviewNegative => "Take the second look at a negative decision",
            Self::AnswerEnquiry => "Answer an enquiry",
            Self::ReviewSuspension => "Look again at a suspended case",
            Self::AnswerReconsideration => "Answer a request for reconsideration",
            Self::AskConsent => "Ask for consent",
            Self::PassToPolice => "Pass the notice to the police",
            Self::AcknowledgeNotice => "Acknowledge the notice",
            Self::ConfirmMerge => "Answer whether two cases are of one person",
            Self::OfferSupport => "Offer support",
            Self::PlanMoveOn => "Plan the move out of funded support",
            Self::PassNotification => "Pass the notification to the police",
            Self::TriageReport => "Look at a report from the public",
        }
    }

    /// The kind with a code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The stable code, as stored and shown in data.
    pub fn code(self) -> &'static str {
        match self {
            Self::ScreenReferral => "screen_referral",
            Self::DecideReasonableGrounds => "decide_reasonable_grounds",
            Self::DecideConclusiveGrounds => "decide_conclusive_grounds",
            Self::ReviewNegative => "review_negative",
            Self::AnswerEnquiry => "answer_enquiry",
            Self::ReviewSuspension => "review_suspension",
            Self::AnswerReconsideration => "answer_reconsideration",
            Self::AskConsent => "ask_consent",
            Self::PassToPolice => "pass_to_police",
            Self::AcknowledgeNotice => "acknowledge_notice",
            Self::ConfirmMerge => "confirm_merge",
            Self::OfferSupport => "offer_support",
            Self::PlanMoveOn => "plan_move_on",
            Self::PassNotification => "pass_notification",
            Self::TriageReport => "triage_report",
        }
    }
}

/// Which duty of a stream: its kind, and its subject where one stream can hold several of a kind (an enquiry).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DutyKey {
    /// What has to be done.
    pub kind: DutyKind,
    /// About what, when the kind alone does not say: an enquiry's identifier.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
}

impl From<DutyKind> for DutyKey {
    fn from(kind: DutyKind) -> Self {
        Self { kind, subject: String::new() }
    }
}

/// The rule whose day is the first on which something may be done. No rule says until when: a duty under it waits from that
/// day on, and is never missed.
pub const FIRST_DAY_RULE: &str = "cg.earliest";

/// Whether a duty is past its day.
pub fn is_missed(due_on: Option<Date>, rule: &str, today: Date) -> bool {
    rule != FIRST_DAY_RULE && due_on.is_some_and(|due| due < today)
}

/// How an event changes the duties of its stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum DutyChange {
    /// A duty begins.
    Opened {
        /// Which duty.
        #[serde(flatten)]
        key: DutyKey,
        /// Code of the organisation that owes it.
        owner: String,
        /// When it is due; none means as soon as possible.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_on: Option<Date>,
        /// Key of the dated rule that set the due date, or `asked` when a person set it.
        rule: String,
    },
    /// A duty ends.
    Closed {
        /// Which duty.
        #[serde(flatten)]
        key: DutyKey,
        /// Why it ended: `done`, or what made it pointless.
        reason: String,
    },
}

impl DutyChange {
    /// Opens a duty.
    pub fn opened(key: impl Into<DutyKey>, owner: &str, due_on: Option<Date>, rule: &str) -> Self {
        Self::Opened { key: key.into(), owner: owner.to_owned(), due_on, rule: rule.to_owned() }
    }

    /// Closes a duty.
    pub fn closed(key: impl Into<DutyKey>, reason: &str) -> Self {
        Self::Closed { key: key.into(), reason: reason.to_owned() }
    }
}

/// The open duties of one stream, folded from its events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenDuties(BTreeSet<DutyKey>);

impl OpenDuties {
    /// Folds the changes of one event.
    pub fn fold(&mut self, changes: &[DutyChange]) {
        for change in changes {
            match change {
                DutyChange::Opened { key, .. } => self.0.insert(key.clone()),
                DutyChange::Closed { key, .. } => self.0.remove(key),
            };
        }
    }

    /// Says whether a duty of this kind is open.
    pub fn has(&self, kind: DutyKind) -> bool {
        self.0.iter().any(|key| key.kind == kind)
    }

    /// The open duties, in order.
    pub fn iter(&self) -> impl Iterator<Item = &DutyKey> {
        self.0.iter()
    }

    /// Closes the duties of a kind that are open, for one reason.
    pub fn close(&self, kind: DutyKind, reason: &str) -> Vec<DutyChange> {
        self.0.iter().filter(|key| key.kind == kind).map(|key| DutyChange::closed(key.clone(), reason)).collect()
    }

    /// Closes every open duty, for one reason: the record has come to its end.
    pub fn close_all(&self, reason: &str) -> Vec<DutyChange> {
        self.0.iter().map(|key| DutyChange::closed(key.clone(), reason)).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_may_be_done_from_a_day_on_is_not_missed_on_the_next() {
        let due = Some(date(2026, 3, 30));
        assert!(is_missed(due, "rg.target", date(2026, 3, 31)));
        assert!(!is_missed(due, "rg.target", date(2026, 3, 30)));
        assert!(!is_missed(due, FIRST_DAY_RULE, date(2026, 12, 1)));
        assert!(!is_missed(None, "rg.target", date(2026, 12, 1)));
    }
}
