//! Organisations of the mechanism: who may refer, who decides, who supports, and from when to when.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    place::{Jurisdiction, Nation},
    policy_file::{Certainty, Whom, within},
    refusal::Refusal,
};

mod file;

pub use file::OrganisationFiles;

/// How an organisation came to refer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// A public authority.
    Statutory,
    /// A charity or other body that was designated.
    NonStatutory,
    /// A body whose referrals were counted once and that is not a first responder. Kept so that old records load.
    HistoricReferrer,
}

/// The sector of a first responder organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Sector {
    Police,
    LawEnforcement,
    HomeOffice,
    LocalAuthority,
    HealthSocialCare,
    LabourInspectorate,
    Ngo,
    Prosecution,
    Health,
}

impl Sector {
    /// The group of figure 5 of the 2013 report in which this sector is counted.
    ///
    /// The Health and Social Care Trusts of Northern Ireland hold the duties to children that local authorities hold
    /// elsewhere, and are counted with them. Prosecutors and the health service made three referrals in 2009 and are in
    /// no group.
    pub fn group(self) -> Option<ResponderGroup> {
        match self {
            Self::Police | Self::LawEnforcement => Some(ResponderGroup::PoliceSoca),
            Self::HomeOffice => Some(ResponderGroup::HomeOffice),
            Self::LocalAuthority | Self::HealthSocialCare => Some(ResponderGroup::LocalAuthority),
            Self::LabourInspectorate => Some(ResponderGroup::Gla),
            Self::Ngo => Some(ResponderGroup::Ngos),
            Self::Prosecution | Self::Health => None,
        }
    }
}

/// The groups of first responders in figure 5 of the 2013 report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponderGroup {
    /// Police forces and the Serious Organised Crime Agency, later the National Crime Agency.
    PoliceSoca,
    /// Charities.
    Ngos,
    /// The Home Office and its agencies.
    HomeOffice,
    /// Local authorities, and Health and Social Care Trusts.
    LocalAuthority,
    /// The Gangmasters Licensing Authority and its successors.
    Gla,
}

impl ResponderGroup {
    /// Every group, in the order of the figure.
    pub const ALL: [Self; 5] = [Self::PoliceSoca, Self::Ngos, Self::HomeOffice, Self::LocalAuthority, Self::Gla];

    /// The stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::PoliceSoca => "police_soca",
            Self::Ngos => "ngos",
            Self::HomeOffice => "home_office",
            Self::LocalAuthority => "local_authority",
            Self::Gla => "gla",
        }
    }

    /// What the figure prints.
    pub fn label(self) -> &'static str {
        match self {
            Self::PoliceSoca => "Police/SOCA",
            Self::Ngos => "NGOs",
            Self::HomeOffice => "Home Office",
            Self::LocalAuthority => "Local authority",
            Self::Gla => "GLA",
        }
    }

    /// The group with this code or label, in any case of letters.
    pub fn find(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::ALL.into_iter().find(|g| text.eq_ignore_ascii_case(g.code()) || text.eq_ignore_ascii_case(g.label()))
    }
}

impl fmt::Display for ResponderGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// An organisation that may refer, from one day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstResponderOrganisation {
    /// Stable code, for example `UKBA`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How it came to refer.
    pub kind: OrganisationKind,
    /// Its sector.
    pub sector: Sector,
    /// Where it may refer.
    pub jurisdiction: Jurisdiction,
    /// Whom it serves.
    pub serves: Whom,
    /// First day on which it had to notify encounters without consent. `None`: no duty.
    pub duty_to_notify_from: Option<Date>,
    /// First day on which it could refer.
    pub valid_from: Date,
    /// Last day, if it has ended.
    pub valid_to: Option<Date>,
    /// How sure the dates are.
    pub certainty: Certainty,
    /// What an administrator should know about the entry. Empty if nothing.
    pub note: String,
}

impl FirstResponderOrganisation {
    /// Says whether the entry is in force on a day.
    pub fn in_force_on(&self, day: Date) -> bool {
        within(self.valid_from, self.valid_to, day)
    }

    /// Says whether the organisation is under the duty to notify on a day.
    pub fn must_notify_on(&self, day: Date) -> bool {
        self.in_force_on(day) && self.duty_to_notify_from.is_some_and(|from| from <= day)
    }
}

/// A body that decides, from one day to another.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompetentAuthority {
    /// Stable code, for example `SCA`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The body that hosted it, where it was hosted.
    pub host: Option<String>,
    /// First day.
    #[serde(rename = "from", deserialize_with = "crate::rule::date_from_toml")]
    pub valid_from: Date,
    /// Last day, if it has ended.
    #[serde(rename = "to", default, deserialize_with = "crate::rule::optional_date_from_toml")]
    pub valid_to: Option<Date>,
    /// Which cases it decides, in words.
    pub remit: String,
    /// How the statistics of 2012 name it.
    pub stats_label_2012: Option<String>,
    /// Ids of the sources.
    pub sources: Vec<String>,
    /// How sure the dates are.
    pub certainty: Certainty,
    /// What an administrator should know about the entry.
    pub note: Option<String>,
}

/// A body that supports, from one day to another.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SupportProvider {
    /// Stable code, for example `tsa`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Where it supports.
    #[serde(rename = "nation")]
    pub jurisdiction: Jurisdiction,
    /// Whom it supports, for example `adult-female`.
    pub cohort: String,
    /// What it is in its nation's arrangements.
    pub role: SupportRole,
    /// First day.
    pub valid_from: Date,
    /// Last day, if it has ended.
    pub valid_to: Option<Date>,
    /// How sure the dates are.
    pub certainty: Certainty,
    /// What an administrator should know about the entry. Empty if nothing.
    pub note: String,
}

/// A body with desks here that neither refers, decides nor supports: it counts, looks on, or runs the service.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct OtherBody {
    /// Stable code, for example `IASC`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it does here.
    pub what: String,
}

/// What a support provider is in its nation's arrangements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupportRole {
    /// Holds the contract and passes people on to subcontractors.
    Prime,
    /// Works under the prime.
    Subcontractor,
    /// Funded directly.
    Direct,
    /// Acts for a child beside the authority.
    Guardian,
    /// Has the duty by law.
    Statutory,
}

/// Every organisation of the mechanism, past and present.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisations {
    first_responders: Vec<FirstResponderOrganisation>,
    competent_authorities: Vec<CompetentAuthority>,
    support_providers: Vec<SupportProvider>,
    other_bodies: Vec<OtherBody>,
}

impl Organisations {
    /// Every organisation that may or might refer, past and present.
    pub fn first_responders(&self) -> &[FirstResponderOrganisation] {
        &self.first_responders
    }

    /// Every competent authority, past and present.
    pub fn competent_authorities(&self) -> &[CompetentAuthority] {
        &self.competent_authorities
    }

    /// The organisation with this code, in force or not.
    pub fn find_first_responder(&self, code: &str) -> Option<&FirstResponderOrganisation> {
        self.first_responders.iter().find(|organisation| organisation.code == code)
    }

    /// The organisation with this code, if it may refer in a nation on a day.
    ///
    /// # Errors
    /// Refused with `organisation.unknown`, `organisation.historic_referrer`, `organisation.not_designated_on` or
    /// `organisation.not_designated_here`.
    pub fn first_responder_organisation_on(
        &self,
        code: &str,
        nation: Nation,
        day: Date,
    ) -> Result<&FirstResponderOrganisation, Refusal> {
        let refuse = |code, sentence: String, remedy: &str| {
            Err(Refusal::new(code, sentence, remedy).about("first_responder_organisation"))
        };
        let Some(found) = self.find_first_responder(code) else {
            let sentence = format!("No first responder organisation has the code {code}.");
            return refuse("organisation.unknown", sentence, "Use a code of the list of first responders.");
        };
        if found.kind == OrganisationKind::HistoricReferrer {
            let sentence = format!("{} is not a first responder organisation.", found.name);
            return refuse("organisation.historic_referrer", sentence, "Ask a first responder organisation to refer.");
        }
        if !found.in_force_on(day) {
            let sentence = format!("{} is not a first responder organisation on {day}.", found.name);
            let remedy = "Choose an organisation designated on that day, or check the date.";
            return refuse("organisation.not_designated_on", sentence, remedy);
        }
        if !found.jurisdiction.covers(nation) {
            let sentence = format!("{} is a first responder organisation for {}.", found.name, found.jurisdiction);
            let remedy = format!("Choose an organisation designated for {nation}.");
            return refuse("organisation.not_designated_here", sentence, &remedy);
        }
        Ok(found)
    }

    /// The competent authority with this code, if it exists on a day.
    ///
    /// # Errors
    /// Refused with `authority.unknown` or `authority.not_in_being`; the remedy lists those of that day.
    pub fn competent_authority_on(&self, code: &str, day: Date) -> Result<&CompetentAuthority, Refusal> {
        let there: Vec<&str> = self.competent_authorities_on(day).map(|authority| authority.code.as_str()).collect();
        let remedy = format!("On {day} the competent authorities are: {}.", there.join(", "));
        let Some(found) = self.competent_authorities.iter().find(|authority| authority.code == code) else {
            let sentence = format!("No competent authority has the code {code}.");
            return Err(Refusal::new("authority.unknown", sentence, remedy).about("competent_authority"));
        };
        if within(found.valid_from, found.valid_to, day) {
            Ok(found)
        } else {
            let sentence = format!("{} does not decide on {day}.", found.name);
            Err(Refusal::new("authority.not_in_being", sentence, remedy).about("competent_authority"))
        }
    }

    /// The competent authorities of a day, in the order of the file.
    pub fn competent_authorities_on(&self, day: Date) -> impl Iterator<Item = &CompetentAuthority> {
        self.competent_authorities.iter().filter(move |authority| within(authority.valid_from, authority.valid_to, day))
    }

    /// The body with this code that neither refers, decides nor supports.
    pub fn find_other_body(&self, code: &str) -> Option<&OtherBody> {
        self.other_bodies.iter().find(|body| body.code == code)
    }

    /// The support provider with this code, in force or not.
    pub fn find_support_provider(&self, code: &str) -> Option<&SupportProvider> {
        self.support_providers.iter().find(|provider| provider.code == code)
    }

    /// The support providers of a nation on a day, in the order of the file.
    pub fn support_providers_on(&self, nation: Nation, day: Date) -> impl Iterator<Item = &SupportProvider> {
        self.support_providers.iter().filter(move |provider| {
            provider.jurisdiction.covers(nation) && within(provider.valid_from, provider.valid_to, day)
        })
    }

    /// The prime contractor of a nation on a day. `None` where support is funded directly.
    pub fn support_prime_on(&self, nation: Nation, day: Date) -> Option<&SupportProvider> {
        self.support_providers_on(nation, day).find(|provider| provider.role == SupportRole::Prime)
    }
}

#[cfg(test)]
mod tests;
