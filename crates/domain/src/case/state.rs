//! Where a case stands: parallel regions, folded from its events.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{
    command::{EnquiryBody, Outcome},
    elements::Findings,
    event::{Fact, Stage},
};
use crate::{
    actor::{Actor, Role},
    duty::OpenDuties,
    facts::Facts,
    identifier::{CaseId, EnquiryId},
    place::Nation,
    reference::Reference,
};

/// The identification region: what has been decided about the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the codes of policy/state_machine.toml, which describes each")]
pub enum Identification {
    Screening,
    RgPending,
    RgSuspended,
    RgNegative,
    CgPending,
    CgSuspended,
    CgPositive,
    CgNegative,
    WithdrawnPreRg,
    WithdrawnPreCg,
    MergedDuplicate,
    Void,
}

impl Identification {
    /// Every state, in the order of the file.
    pub const ALL: [Self; 12] = [
        Self::Screening,
        Self::RgPending,
        Self::RgSuspended,
        Self::RgNegative,
        Self::CgPending,
        Self::CgSuspended,
        Self::CgPositive,
        Self::CgNegative,
        Self::WithdrawnPreRg,
        Self::WithdrawnPreCg,
        Self::MergedDuplicate,
        Self::Void,
    ];

    /// The code in the state machine file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Screening => "screening",
            Self::RgPending => "rg_pending",
            Self::RgSuspended => "rg_suspended",
            Self::RgNegative => "rg_negative",
            Self::CgPending => "cg_pending",
            Self::CgSuspended => "cg_suspended",
            Self::CgPositive => "cg_positive",
            Self::CgNegative => "cg_negative",
            Self::WithdrawnPreRg => "withdrawn_pre_rg",
            Self::WithdrawnPreCg => "withdrawn_pre_cg",
            Self::MergedDuplicate => "merged_duplicate",
            Self::Void => "void",
        }
    }

    /// The stage whose decision the case waits for, if it waits for one.
    pub fn awaits(self) -> Option<Stage> {
        match self {
            Self::Screening | Self::RgPending | Self::RgSuspended => Some(Stage::ReasonableGrounds),
            Self::CgPending | Self::CgSuspended => Some(Stage::ConclusiveGrounds),
            _ => None,
        }
    }
}

impl Stage {
    /// The state in which a case waits for the decision of this stage.
    pub fn pending(self) -> Identification {
        match self {
            Self::ReasonableGrounds => Identification::RgPending,
            Self::ConclusiveGrounds => Identification::CgPending,
        }
    }
}

impl Fact {
    /// The identification state that this fact leads to; none if it leaves the region as it is.
    ///
    /// Every event says by itself where it leads, so that views can be made from events without the rules.
    pub fn identification(&self) -> Option<Identification> {
        use Identification as I;
        Some(match self {
            Self::Opened { .. } | Self::DuplicateUndone { screened: false, .. } => I::Screening,
            Self::ScreeningPassed { .. } | Self::DuplicateUndone { screened: true, .. } => I::RgPending,
            Self::ScreeningFailed => I::Void,
            Self::DuplicateConfirmed { .. } => I::MergedDuplicate,
            Self::ReasonableGroundsDecided { outcome: Outcome::Positive, .. } => I::CgPending,
            Self::ReasonableGroundsDecided { outcome: Outcome::Negative, .. } => I::RgNegative,
            Self::ConclusiveGroundsDecided { outcome, .. } | Self::CombinedDecided { outcome, .. } => match outcome {
                Outcome::Positive => I::CgPositive,
                Outcome::Negative => I::CgNegative,
            },
            Self::Suspended { stage: Stage::ReasonableGrounds, .. } => I::RgSuspended,
            Self::Suspended { stage: Stage::ConclusiveGrounds, .. } => I::CgSuspended,
            Self::Withdrawn { stage: Stage::ReasonableGrounds, .. } => I::WithdrawnPreRg,
            Self::Withdrawn { stage: Stage::ConclusiveGrounds, .. } => I::WithdrawnPreCg,
            Self::Resumed { stage } | Self::ReconsiderationAccepted { stage } => stage.pending(),
            _ => return None,
        })
    }
}

/// The safeguarding region: whether the person is treated as a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the codes of policy/state_machine.toml, which describes each")]
pub enum Safeguarding {
    Adult,
    Child,
    TreatedAsChild,
}

impl Safeguarding {
    /// The code in the state machine file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Adult => "adult",
            Self::Child => "child",
            Self::TreatedAsChild => "treated_as_child",
        }
    }
}

/// The reconsideration region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the codes of policy/state_machine.toml, which describes each")]
pub enum Reconsideration {
    None,
    Requested,
    LateExtensionAsked,
    Refused,
    Accepted,
    Upheld,
    Overturned,
}

impl Reconsideration {
    /// The code in the state machine file.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Requested => "requested",
            Self::LateExtensionAsked => "late_extension_asked",
            Self::Refused => "refused",
            Self::Accepted => "accepted",
            Self::Upheld => "upheld",
            Self::Overturned => "overturned",
        }
    }
}

/// The disqualification region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the codes of policy/state_machine.toml, which describes each")]
pub enum Disqualification {
    None,
    Considered,
    Applied,
    NotApplied,
    Lifted,
}

impl Disqualification {
    /// The code in the state machine file.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Considered => "considered",
            Self::Applied => "applied",
            Self::NotApplied => "not_applied",
            Self::Lifted => "lifted",
        }
    }
}

/// A decision that was made. Decisions are a chain: a later one never edits an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Positive or negative.
    pub outcome: Outcome,
    /// The day.
    pub on: Date,
    /// Who made it.
    pub maker: Actor,
    /// The test applied.
    pub threshold: String,
    /// What was found about each element, where it was found by element.
    pub findings: Option<Findings>,
}

/// A negative decision proposed for a second look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// At which stage.
    pub stage: Stage,
    /// By whom.
    pub maker: Actor,
    /// What was found about each element, where it was found by element.
    pub findings: Option<Findings>,
    /// Whether the second look agreed; none while it is awaited.
    pub agreed: Option<bool>,
}

/// A merge, or the undoing of one, that a second person has to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeProposal {
    /// The case that would go on; none when a merge would be undone.
    pub surviving_case: Option<CaseId>,
    /// The first of the two people.
    pub proposed_by: Actor,
}

/// How an enquiry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum EnquiryState {
    Open,
    Answered,
    Lapsed,
}

/// A question to another body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enquiry {
    /// Whom.
    pub body: EnquiryBody,
    /// Code of the organisation that owes the answer; empty if the event opened no duty.
    pub organisation: String,
    /// Until when.
    pub due_on: Date,
    /// How it stands.
    pub state: EnquiryState,
}

/// A suspension that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    /// Since when.
    pub since: Date,
    /// Reason code.
    pub reason: String,
    /// When it is looked at again.
    pub review_on: Date,
}

/// A case, folded from its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The public reference.
    pub reference: Reference,
    /// The referral's public reference.
    pub referral_reference: Reference,
    /// The day the authority received it.
    pub received_on: Date,
    /// Nation in which the referral was made.
    pub nation: Nation,
    /// Code of the first responder organisation.
    pub first_responder_organisation: String,
    /// Code of the authority that holds the case.
    pub competent_authority: String,
    /// Code of the organisation that hosts its caseworkers.
    pub hosted_by: Option<String>,
    /// Whether an asylum or immigration matter is linked; none before screening.
    pub immigration_interest: Option<bool>,
    /// Whether someone was in danger when the referral was sent.
    pub immediate_threat: bool,
    /// The coarse facts, with every correction made.
    pub facts: Facts,
    /// The identification region.
    pub identification: Identification,
    /// The safeguarding region.
    pub safeguarding: Safeguarding,
    /// The reconsideration region.
    pub reconsideration: Reconsideration,
    /// How often reconsideration was asked for.
    pub reconsideration_requests: u32,
    /// The disqualification region.
    pub disqualification: Disqualification,
    /// The latest reasonable grounds decision.
    pub reasonable_grounds: Option<Decision>,
    /// The latest conclusive grounds decision.
    pub conclusive_grounds: Option<Decision>,
    /// The negative decision under a second look.
    pub proposal: Option<Proposal>,
    /// The suspension in force.
    pub suspension: Option<Suspension>,
    /// Every enquiry.
    pub enquiries: BTreeMap<EnquiryId, Enquiry>,
    /// The posts that were given the case, by role: a later one takes the place of an earlier.
    pub allocated: BTreeMap<Role, Actor>,
    /// Organisation and post of those kept away from it.
    pub excluded: BTreeSet<(String, String)>,
    /// The open duties.
    pub duties: OpenDuties,
    /// The merge, or the undoing of one, that waits for its second person.
    pub merge_proposal: Option<MergeProposal>,
    /// The case into which this one was merged, while it is.
    pub merged_into: Option<CaseId>,
    /// The state a merged duplicate came from, so that a merge can be undone exactly.
    pub before_merge: Option<Identification>,
    /// The day of the latest step: no later step may be dated before it.
    pub latest_on: Date,
}

impl Case {
    /// Whether a post is kept away from the case.
    pub fn keeps_away(&self, actor: &Actor) -> bool {
        self.excluded.contains(&(actor.organisation.clone(), actor.post.clone()))
    }

    /// The latest decision, at whichever stage it was made.
    pub fn latest_decision(&self) -> Option<(Stage, &Decision)> {
        match (&self.conclusive_grounds, &self.reasonable_grounds) {
            (Some(decision), _) => Some((Stage::ConclusiveGrounds, decision)),
            (None, Some(decision)) => Some((Stage::ReasonableGrounds, decision)),
            (None, None) => None,
        }
    }

    /// Whether the person is treated as a child.
    pub fn treated_as_child(&self) -> bool {
        self.safeguarding != Safeguarding::Adult
    }
}
