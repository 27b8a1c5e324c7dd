//! Who acts: a post in an organisation, in one role.
//!
//! The journal names posts, not people: a post is answerable, can be handed over, and puts no officer's name beside a
//! victim's record.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The roles of the access matrix (`policy/access_matrix.csv`) that may act on a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the codes of policy/access_matrix.csv, which describes each")]
pub enum Role {
    Survivor,
    FirstResponder,
    FirstResponderSupervisor,
    CaTriage,
    CaDecisionMaker,
    CaSecondReviewer,
    CaTechnicalSpecialist,
    MaapMember,
    PilotPanel,
    PoliceReceiver,
    PoliceInvestigator,
    SupportPrime,
    SupportWorker,
    Guardian,
    LocalAuthority,
    LegalRepresentative,
    Statistician,
    Oversight,
    Dpo,
    Sysadmin,
    SystemReminder,
}

impl Role {
    /// The code used in policy files, for example `ca_decision_maker`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Survivor => "survivor",
            Self::FirstResponder => "first_responder",
            Self::FirstResponderSupervisor => "first_responder_supervisor",
            Self::CaTriage => "ca_triage",
            Self::CaDecisionMaker => "ca_decision_maker",
            Self::CaSecondReviewer => "ca_second_reviewer",
            Self::CaTechnicalSpecialist => "ca_technical_specialist",
            Self::MaapMember => "maap_member",
            Self::PilotPanel => "pilot_panel",
            Self::PoliceReceiver => "police_receiver",
            Self::PoliceInvestigator => "police_investigator",
            Self::SupportPrime => "support_prime",
            Self::SupportWorker => "support_worker",
            Self::Guardian => "guardian",
            Self::LocalAuthority => "local_authority",
            Self::LegalRepresentative => "legal_representative",
            Self::Statistician => "statistician",
            Self::Oversight => "oversight",
            Self::Dpo => "dpo",
            Self::Sysadmin => "sysadmin",
            Self::SystemReminder => "system_reminder",
        }
    }
}

/// Who acts: a post of an organisation, in one role.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Actor {
    /// Code of the organisation the post belongs to.
    pub organisation: String,
    /// The post: unique inside its organisation, for example `caseworker-07`.
    pub post: String,
    /// The role in which the post acts now.
    pub role: Role,
}

impl Actor {
    /// An actor from its three parts.
    pub fn new(organisation: impl Into<String>, post: impl Into<String>, role: Role) -> Self {
        Self { organisation: organisation.into(), post: post.into(), role }
    }

    /// Says whether two actors are the same post, whatever role each acts in.
    ///
    /// Second review asks this: the maker of a decision can never be its reviewer.
    pub fn same_post(&self, other: &Self) -> bool {
        self.organisation == other.organisation && self.post == other.post
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{} ({})", self.organisation, self.post, self.role.code())
    }
}
