//! How the organisations are written in the policy files.

use jiff::civil::Date;
use serde::Deserialize;

use super::{
    CompetentAuthority, FirstResponderOrganisation, OrganisationKind, Organisations, OtherBody, Sector, SupportProvider,
};
use crate::{
    place::{Jurisdiction, PoliceForceKind, PoliceForces},
    policy_file::{Certainty, LawError, Whom, check_dates, read_rows, read_toml},
};

const RESPONDERS_FILE: &str = "first_responders.csv";
const PROVIDERS_FILE: &str = "support_providers.csv";
const AUTHORITIES_FILE: &str = "policies.toml";
const OTHERS_FILE: &str = "other_bodies.csv";

/// The texts from which the organisations are read.
#[derive(Clone, Copy, Debug)]
pub struct OrganisationFiles<'a> {
    /// `first_responders.csv`.
    pub first_responders: &'a str,
    /// `support_providers.csv`.
    pub support_providers: &'a str,
    /// `policies.toml`, for its competent authorities.
    pub competent_authorities: &'a str,
    /// `police_forces.csv`: each force of a class row may refer under its own code.
    pub police_forces: &'a str,
    /// `other_bodies.csv`.
    pub other_bodies: &'a str,
}

#[derive(Deserialize)]
struct ResponderRow {
    code: String,
    organisation: String,
    kind: OrganisationKind,
    sector: Sector,
    nation: Jurisdiction,
    serves: Whom,
    duty_to_notify_from: Option<Date>,
    valid_from: Date,
    valid_to: Option<Date>,
    certainty: Certainty,
    note: String,
}

#[derive(Deserialize)]
struct AuthoritiesFile {
    competent_authority: Vec<CompetentAuthority>,
}

impl Organisations {
    /// Reads the organisations.
    ///
    /// The rows `POLICE-EW` and `POLICE-SCOT-LEGACY` stand for many forces. Each territorial force there is also an
    /// organisation under its own code, with the dates that both rows allow.
    ///
    /// # Errors
    /// A text does not fit its form, or an entry ends before it begins.
    pub fn parse(sources: &OrganisationFiles<'_>) -> Result<Self, LawError> {
        let rows: Vec<(u64, ResponderRow)> = read_rows(RESPONDERS_FILE, sources.first_responders)?;
        let mut first_responders = Vec::new();
        for (line, row) in rows {
            check_dates(RESPONDERS_FILE, &format!("line {line}"), row.valid_from, row.valid_to)?;
            first_responders.push(row.into_organisation());
        }
        let forces = forces_as_responders(&first_responders, &PoliceForces::parse(sources.police_forces)?);
        first_responders.extend(forces);

        let mut support_providers = Vec::new();
        for (line, provider) in read_rows::<SupportProvider>(PROVIDERS_FILE, sources.support_providers)? {
            check_dates(PROVIDERS_FILE, &format!("line {line}"), provider.valid_from, provider.valid_to)?;
            support_providers.push(provider);
        }
        let file: AuthoritiesFile = read_toml(AUTHORITIES_FILE, sources.competent_authorities)?;
        for authority in &file.competent_authority {
            let entry = format!("competent authority {}", authority.code);
            check_dates(AUTHORITIES_FILE, &entry, authority.valid_from, authority.valid_to)?;
        }
        let others = read_rows::<OtherBody>(OTHERS_FILE, sources.other_bodies)?;
        let other_bodies = others.into_iter().map(|(_, body)| body).collect();
        Ok(Self { first_responders, competent_authorities: file.competent_authority, support_providers, other_bodies })
    }
}

impl ResponderRow {
    fn into_organisation(self) -> FirstResponderOrganisation {
        FirstResponderOrganisation {
            code: self.code,
            name: self.organisation,
            kind: self.kind,
            sector: self.sector,
            jurisdiction: self.nation,
            serves: self.serves,
            duty_to_notify_from: self.duty_to_notify_from,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            certainty: self.certainty,
            note: self.note,
        }
    }
}

fn forces_as_responders(rows: &[FirstResponderOrganisation], forces: &PoliceForces) -> Vec<FirstResponderOrganisation> {
    let class_row = |jurisdiction, ended: bool| match jurisdiction {
        Jurisdiction::England | Jurisdiction::Wales => Some("POLICE-EW"),
        Jurisdiction::Scotland if ended => Some("POLICE-SCOT-LEGACY"),
        _ => None,
    };
    let territorial = forces.iter().filter(|force| force.kind == PoliceForceKind::Territorial);
    let pairs = territorial.filter_map(|force| {
        let code = class_row(force.jurisdiction, force.valid_to.is_some())?;
        Some((force, rows.iter().find(|row| row.code == code)?))
    });
    pairs
        .map(|(force, class)| FirstResponderOrganisation {
            code: force.code.clone(),
            name: force.name.clone(),
            valid_from: force.valid_from.max(class.valid_from),
            valid_to: [force.valid_to, class.valid_to].into_iter().flatten().min(),
            note: format!("One of {}", class.name),
            ..class.clone()
        })
        .collect()
}
