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
    Public,
}

impl Role {
    /// Every role, in the order of the access matrix; then the two that have no row in it, because they see nothing.
    pub const ALL: [Self; 22] = [
        Self::Survivor,
        Self::FirstResponder,
        Self::FirstResponderSupervisor,
        Self::CaTriage,
        Self::CaDecisionMaker,
        Self::CaSecondReviewer,
        Self::CaTechnicalSpecialist,
        Self::MaapMember,
        Self::PilotPanel,
        Self::PoliceReceiver,
        Self::PoliceInvestigator,
        Self::SupportPrime,
        Self::SupportWorker,
        Self::Guardian,
        Self::LocalAuthority,
        Self::LegalRepresentative,
        Self::Statistician,
        Self::Oversight,
        Self::Dpo,
        Self::Sysadmin,
        Self::SystemReminder,
        Self::Public,
    ];

    /// The role with a code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The role in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Survivor => "The person",
            Self::FirstResponder => "First responder",
            Self::FirstResponderSupervisor => "Supervisor of first responders",
            Self::CaTriage => "Triage officer",
            Self::CaDecisionMaker => "Decision maker",
            Self::CaSecondReviewer => "Second reviewer",
            Self::CaTechnicalSpecialist => "Technical specialist",
            Self::MaapMember => "Assurance panel member",
            Self::PilotPanel => "Devolved panel member",
            Self::PoliceReceiver => "Police point of contact",
            Self::PoliceInvestigator => "Investigating officer",
            Self::SupportPrime => "Support coordinator",
            Self::SupportWorker => "Support worker",
            Self::Guardian => "Independent guardian",
            Self::LocalAuthority => "Children's services",
            Self::LegalRepresentative => "Legal representative",
            Self::Statistician => "Statistician",
            Self::Oversight => "Auditor",
            Self::Dpo => "Data protection officer",
            Self::Sysadmin => "Administrator",
            Self::SystemReminder => "Reminder of the system",
            Self::Public => "Member of the public",
        }
    }

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
            Self::Public => "public",
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
