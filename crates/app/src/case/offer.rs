//! The steps that somebody may take on a case now: what the access policies permit, the state machine allows, and the
//! record has a place for. Whether the rules then accept what is given is asked when it is given.

use std::collections::BTreeMap;

use manumit_domain::{
    case::{Case, EnquiryState},
    journal::StreamKind,
};

use crate::{
    AppError, Caller, Office,
    access::{Action, Resource, Standing},
};

macro_rules! offers {
    ($($name:ident => $code:literal, $region:ident, $step:literal, $action:ident);+ $(;)?) => {
        /// A step that can be offered. The codes stand in addresses.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the names are those of the commands")]
        pub enum Offer { $($name),+ }

        impl Offer {
            /// Every step, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The region of the state machine in which the step moves, its name there, and what must be permitted.
            fn asks(self) -> (Region, &'static str, Action) {
                match self { $(Self::$name => (Region::$region, $step, Action::$action)),+ }
            }
        }
    };
}

offers! {
    PassScreening => "pass-screening", Identification, "accept", ScreenCase;
    FailScreening => "send-back", Identification, "reject_void", ScreenCase;
    ProposeMerge => "propose-merge", Identification, "propose_merge", ScreenCase;
    ProposeUndo => "propose-undoing-merge", Identification, "propose_unmerge", ScreenCase;
    AnswerMerge => "answer-merge", Identification, "decline_merge", ScreenCase;
    Allocate => "allocate", Identification, "allocate", AllocateCase;
    DecideReasonableGrounds => "decide-reasonable-grounds", Identification, "rg_positive", DecideCase;
    DecideConclusiveGrounds => "decide-conclusive-grounds", Identification, "cg_positive", DecideCase;
    IssueNegative => "issue-negative", Identification, "propose_negative", DecideCase;
    ReviewNegative => "second-look", Identification, "second_look", ReviewCase;
    SendEnquiry => "send-enquiry", Identification, "send_enquiry", DecideCase;
    AnswerEnquiry => "record-answer", Identification, "close_enquiry", DecideCase;
    LapseEnquiry => "record-no-answer", Identification, "close_enquiry", DecideCase;
    SuspendReasonableGrounds => "suspend", Identification, "rg_suspend", DecideCase;
    SuspendConclusiveGrounds => "put-off", Identification, "cg_suspend", DecideCase;
    Resume => "resume", Identification, "resume", DecideCase;
    AssessAge => "assess-age", Safeguarding, "age_assessed", DecideCase;
    TurnEighteen => "turn-eighteen", Safeguarding, "turns_18", DecideCase;
    CorrectFact => "correct", Identification, "correct_fact", DecideCase;
    Withdraw => "withdraw", Identification, "withdraw", DecideCase;
    RequestReconsideration => "request-reconsideration", Reconsideration, "recon_request", ReconsiderCase;
    AcceptReconsideration => "accept-reconsideration", Reconsideration, "recon_accept", ReconsiderCase;
    RefuseReconsideration => "refuse-reconsideration", Reconsideration, "recon_refuse", ReconsiderCase;
    ConsiderDisqualification => "consider-disqualification", Disqualification, "disqualify_consider", ReconsiderCase;
    ApplyDisqualification => "apply-disqualification", Disqualification, "disqualify", ReconsiderCase;
    DeclineDisqualification => "decline-disqualification", Disqualification, "disqualify_not_applied", ReconsiderCase;
    LiftDisqualification => "lift-disqualification", Disqualification, "disqualify_lift", ReconsiderCase;
    Reallocate => "reallocate", Identification, "reallocate", ScreenCase;
    ExcludePost => "exclude-post", Identification, "exclude_post", ExcludeFromCase;
}

/// A region of the state machine that lives in the case.
#[derive(Clone, Copy)]
enum Region {
    Identification,
    Safeguarding,
    Reconsideration,
    Disqualification,
}

impl Region {
    fn state(self, case: &Case) -> (&'static str, &'static str) {
        match self {
            Self::Identification => ("identification", case.identification.code()),
            Self::Safeguarding => ("safeguarding", case.safeguarding.code()),
            Self::Reconsideration => ("reconsideration", case.reconsideration.code()),
            Self::Disqualification => ("disqualification", case.disqualification.code()),
        }
    }
}

impl Offer {
    /// The step with a code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|offer| offer.code() == code)
    }

    /// Whether the record has a place for it, beyond its state.
    fn has_a_place(self, caller: &Caller, case: &Case) -> bool {
        let awaited = |of: &Option<bool>| of.is_none();
        let open_enquiry = || case.enquiries.values().any(|asked| asked.state == EnquiryState::Open);
        let negative = || {
            case.latest_decision()
                .is_some_and(|(_, decision)| decision.outcome == manumit_domain::case::Outcome::Negative)
        };
        let positive_before = || {
            case.reasonable_grounds
                .as_ref()
                .is_some_and(|decision| decision.outcome == manumit_domain::case::Outcome::Positive)
        };
        match self {
            Self::ProposeMerge | Self::ProposeUndo => case.merge_proposal.is_none(),
            Self::AnswerMerge => {
                case.merge_proposal.as_ref().is_some_and(|merge| !merge.proposed_by.same_post(&caller.actor))
            }
            Self::DecideReasonableGrounds | Self::DecideConclusiveGrounds => {
                case.proposal.as_ref().is_none_or(|proposal| proposal.agreed == Some(false))
            }
            Self::IssueNegative => case.proposal.as_ref().is_some_and(|proposal| proposal.agreed == Some(true)),
            Self::ReviewNegative => case
                .proposal
                .as_ref()
                .is_some_and(|proposal| awaited(&proposal.agreed) && !proposal.maker.same_post(&caller.actor)),
            Self::AnswerEnquiry | Self::LapseEnquiry => open_enquiry(),
            Self::TurnEighteen => case.safeguarding == manumit_domain::case::Safeguarding::Child,
            Self::RequestReconsideration => negative(),
            Self::ConsiderDisqualification | Self::ApplyDisqualification => positive_before(),
            _ => true,
        }
    }
}

/// The steps that the caller may take now.
pub(super) fn offered(
    office: &Office,
    caller: &Caller,
    (case, standing): (&Case, &Standing),
) -> Result<Vec<Offer>, AppError> {
    let today = caller.today()?;
    let about = Resource::Record(StreamKind::Case, standing);
    let mut permitted: BTreeMap<Action, bool> = BTreeMap::new();
    let mut offers = Vec::new();
    for offer in Offer::ALL.iter().copied() {
        let (region, step, action) = offer.asks();
        let (region, state) = region.state(case);
        let machine = &office.law().state_machine;
        let legal = machine.possible(region, state, caller.actor.role, today).any(|transition| transition.id == step);
        if !legal || !offer.has_a_place(caller, case) {
            continue;
        }
        let may = match permitted.get(&action) {
            Some(may) => *may,
            None => {
                let may = office.permits(caller, action, &about)?;
                permitted.insert(action, may);
                may
            }
        };
        if may {
            offers.push(offer);
        }
    }
    Ok(offers)
}

#[cfg(test)]
mod tests {
    use manumit_domain::law::Law;

    use super::*;

    #[test]
    fn every_offer_is_a_step_of_the_state_machine() {
        let law = Law::united_kingdom().unwrap();
        for offer in Offer::ALL {
            let (_, step, action) = offer.asks();
            assert!(law.state_machine.transition(step).is_some(), "{step}");
            assert!(action.looks_at().is_none(), "{}", offer.code());
            assert_eq!(Offer::find(offer.code()), Some(*offer));
        }
    }
}
