//! What of each kind of record a role finds in lists: the access policies, compiled to grants.

use manumit_domain::{
    actor::{Actor, Role},
    duty::DutyKind,
    journal::StreamKind,
};
use manumit_store::{Grant, Reach};

/// In which standing a role reaches records of a kind, and whether through its whole organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The standing.
    pub grant: Grant,
    /// Whether what was granted to other posts of the organisation counts too.
    pub whole_organisation: bool,
}

impl Reached {
    /// The reach of one post.
    pub fn of(self, actor: &Actor) -> Reach<'_> {
        Reach { actor, grant: self.grant, whole_organisation: self.whole_organisation }
    }
}

/// What of the records of a kind a role finds in lists; none for a role that finds none.
pub fn reach(role: Role, kind: StreamKind) -> Option<Reached> {
    let own = |grant| Some(Reached { grant, whole_organisation: false });
    let whole = |grant| Some(Reached { grant, whole_organisation: true });
    match (role, kind) {
        (Role::FirstResponder, StreamKind::Referral | StreamKind::Notification) => own(Grant::Maker),
        (Role::FirstResponderSupervisor, StreamKind::Referral | StreamKind::Notification)
        | (Role::CaTriage, StreamKind::PoliceNotice) => whole(Grant::Maker),
        (Role::CaTriage, StreamKind::Case)
        | (Role::PoliceReceiver, StreamKind::PoliceNotice | StreamKind::PublicReport)
        | (Role::SupportPrime | Role::SupportWorker, StreamKind::SupportRequest) => whole(Grant::Holder),
        (Role::CaDecisionMaker | Role::CaSecondReviewer | Role::CaTechnicalSpecialist, StreamKind::Case) => {
            own(Grant::Allocated)
        }
        _ => None,
    }
}

/// The duties that a role does, and whether only those of records given to the post.
pub fn duty_kinds(role: Role) -> (&'static [DutyKind], bool) {
    use DutyKind as D;
    match role {
        Role::CaTriage => (&[D::ScreenReferral, D::ConfirmMerge, D::PassToPolice, D::PassNotification], false),
        Role::CaDecisionMaker => {
            (&[D::DecideReasonableGrounds, D::DecideConclusiveGrounds, D::ReviewSuspension, D::AskConsent], true)
        }
        Role::CaSecondReviewer => (&[D::ReviewNegative], true),
        Role::CaTechnicalSpecialist => (&[D::AnswerReconsideration], true),
        Role::PoliceReceiver => (&[D::TriageReport, D::AcknowledgeNotice, D::AnswerEnquiry], false),
        Role::SupportPrime => (&[D::OfferSupport, D::PlanMoveOn, D::AnswerEnquiry], false),
        Role::SupportWorker => (&[D::PlanMoveOn, D::AnswerEnquiry], false),
        Role::FirstResponder | Role::FirstResponderSupervisor | Role::LocalAuthority => (&[D::AnswerEnquiry], false),
        _ => (&[], false),
    }
}
