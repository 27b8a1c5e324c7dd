//! Police forces and the areas they answer for.

use jiff::civil::Date;
use serde::Deserialize;

use super::{Jurisdiction, OnsRegion, Place, Region};
use crate::{
    policy_file::{LawError, read_rows},
    refusal::Refusal,
};

const FILE: &str = "police_forces.csv";

/// What kind of body a police force is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PoliceForceKind {
    /// Answers for an area.
    Territorial,
    /// Has a task and no area, such as the railways.
    NonTerritorial,
    /// Serves forces; nothing is referred to it.
    SupportBody,
    /// A law enforcement agency that is not a force.
    Agency,
    /// Answers for a Crown dependency.
    OutsideUk,
}

/// A police force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoliceForce {
    /// Stable code, for example `kent`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What kind of body it is.
    pub kind: PoliceForceKind,
    /// The part of the islands in which it acts.
    pub jurisdiction: Jurisdiction,
    /// The region of the 2013 report in which its area lies. `None` without an area.
    pub region: Option<Region>,
    /// The region of the Office for National Statistics in which its area lies. `None` without one.
    pub ons_region: Option<OnsRegion>,
    /// First day in the list.
    pub valid_from: Date,
    /// Last day, if it has ended.
    pub valid_to: Option<Date>,
    /// Code of the force that took its place.
    pub successor: Option<String>,
}

impl PoliceForce {
    /// The place that is the area of this force. `None` without an area.
    pub fn place(&self) -> Option<Place> {
        self.region.map(|region| Place::ForceArea { force: self.code.clone(), region })
    }

    /// Says whether the force existed on a day.
    pub fn exists_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// The list of police forces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoliceForces(Vec<PoliceForce>);

#[derive(Deserialize)]
struct Row {
    code: String,
    name: String,
    nation: Jurisdiction,
    region_ons: String,
    region_idmg2013: String,
    kind: PoliceForceKind,
    valid_from: Date,
    valid_to: Option<Date>,
    successor: String,
}

impl PoliceForces {
    /// Reads the list.
    ///
    /// # Errors
    /// A row names an unknown region or successor, or a code is there twice.
    pub fn parse(text: &str) -> Result<Self, LawError> {
        let rows: Vec<(u64, Row)> = read_rows(FILE, text)?;
        let codes: Vec<String> = rows.iter().map(|(_, row)| row.code.clone()).collect();
        let mut forces: Vec<PoliceForce> = Vec::new();
        for (line, row) in rows {
            let wrong = |value: &str, remedy| LawError::entry(FILE, format!("line {line}"), value, remedy);
            if forces.iter().any(|force| force.code == row.code) {
                return Err(wrong(&row.code, "is the code of an earlier line; give each force its own"));
            }
            if !row.successor.is_empty() && !codes.contains(&row.successor) {
                return Err(wrong(&row.successor, "is not the code of a force in this file"));
            }
            forces.push(PoliceForce {
                region: named(&row.region_idmg2013, Region::find)
                    .map_err(|()| wrong(&row.region_idmg2013, "is not a region of the 2013 report"))?,
                ons_region: named(&row.region_ons, OnsRegion::find)
                    .map_err(|()| wrong(&row.region_ons, "is not a region of the Office for National Statistics"))?,
                code: row.code,
                name: row.name,
                kind: row.kind,
                jurisdiction: row.nation,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                successor: Some(row.successor).filter(|code| !code.is_empty()),
            });
        }
        Ok(Self(forces))
    }

    /// Every force, in the order of the file.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &PoliceForce> {
        self.0.iter()
    }

    /// The force with this code.
    pub fn find(&self, code: &str) -> Option<&PoliceForce> {
        self.0.iter().find(|force| force.code == code)
    }

    /// The force with this code, if a referral can be passed to it on a day.
    ///
    /// # Errors
    /// Refused with `police.unknown_force`, `police.not_a_recipient` or `police.force_not_in_being`.
    pub fn recipient_on(&self, code: &str, day: Date) -> Result<&PoliceForce, Refusal> {
        let Some(force) = self.find(code) else {
            return Err(Refusal::new(
                "police.unknown_force",
                format!("No police force has the code {code}."),
                "Use a code of the list of police forces.",
            )
            .about("force"));
        };
        if matches!(force.kind, PoliceForceKind::SupportBody) {
            return Err(Refusal::new(
                "police.not_a_recipient",
                format!("{} receives no referrals.", force.name),
                "Choose the force of the place of exploitation.",
            )
            .about("force"));
        }
        if !force.exists_on(day) {
            let remedy = force.successor.as_deref().map_or_else(
                || "Choose a force that existed on that day.".to_owned(),
                |successor| format!("If the day is later, use {successor}."),
            );
            return Err(Refusal::new(
                "police.force_not_in_being",
                format!("{} was not in being on {day}.", force.name),
                remedy,
            )
            .about("force"));
        }
        Ok(force)
    }
}

fn named<T>(text: &str, find: impl Fn(&str) -> Option<T>) -> Result<Option<T>, ()> {
    if text.is_empty() { Ok(None) } else { find(text).map(Some).ok_or(()) }
}
