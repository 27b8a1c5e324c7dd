//! From a row of the synthetic population to the command that a first responder of 2012 would have sent.

use jiff::civil::{Date, date};
use manumit_domain::{
    claim::{Basis, Claim, Claims},
    code_list::{CountryCode, Sex},
    encounter::Encounter,
    facts::{AgeAtReferral, Facts},
    known::{Blank, Known},
    law::Law,
    person::{Identity, Words},
    place::{ExploitationPlaces, Nation, Place, PresentationPlace, Region, Territory},
    referral::{Consent, Particulars, Submit},
};

use super::{
    population::{AgeGroup, Person},
    timeline::Dates,
};

/// A code that no country has: suspected of another nationality, and the label does not say which.
const NOT_LEGIBLE: &str = "ZZ";

/// A value of the population file that the shipped lists do not know.
#[derive(Debug, thiserror::Error)]
#[error("demonstration data, {synthetic_id}: {column} {value:?} is not known")]
pub struct UnknownValue {
    synthetic_id: String,
    column: &'static str,
    value: String,
}

/// The command, with the code of the organisation that sends it.
pub fn command(person: &Person, number: usize, dates: Dates, law: &Law) -> Result<Submit, UnknownValue> {
    let unknown = |column, value: &str| UnknownValue {
        synthetic_id: person.synthetic_id.clone(),
        column,
        value: value.to_owned(),
    };
    let nation = Nation::find(&person.uk_country_of_referral)
        .ok_or_else(|| unknown("uk_country_of_referral", &person.uk_country_of_referral))?;
    let organisation = organisation(person, number, nation)
        .ok_or_else(|| unknown("first_responder_type", &person.first_responder_type))?;
    let child = person.age_group == AgeGroup::Minor;
    let exploitation_types = if person.exploitation_type == "Unknown or not recorded" {
        Known::Missing(Blank::NotRecorded)
    } else {
        let entry = law
            .code_lists
            .exploitation_types
            .find_on(&person.exploitation_type, dates.received)
            .map_err(|_| unknown("exploitation_type", &person.exploitation_type))?;
        Known::Value(vec![entry.code.clone()])
    };
    let (nationality, nationality_as_recorded) =
        nationality(person, law).ok_or_else(|| unknown("nationality", &person.nationality))?;
    Ok(Submit {
        first_responder_organisation: organisation.to_owned(),
        nation,
        received_on: dates.received,
        consent: if child { Consent::NotRequired } else { consent() },
        support_wanted: Known::Missing(Blank::NotRecorded),
        police_contact: Known::Missing(Blank::NotRecorded),
        immediate_threat: false,
        facts: Facts {
            age: if child { AgeAtReferral::Child } else { AgeAtReferral::Adult },
            sex: Known::Value(Sex::find(&person.sex).ok_or_else(|| unknown("sex", &person.sex))?),
            nationality,
            nationality_as_recorded,
            presented_at: presented_at(person, nation)
                .ok_or_else(|| unknown("region_of_referral", &person.region_of_referral))?,
            exploited_at: exploited_at(person)
                .ok_or_else(|| unknown("region_of_exploitation", &person.region_of_exploitation))?,
            exploitation_types,
            child_when_exploited: child_when_exploited(child, number),
            encounter: Encounter { on: found_together(person).then_some(FOUND_TOGETHER_ON), operation: None },
        },
        particulars: particulars(person, child),
    })
}

/// The day on which the one made-up operation of the demonstration found its group.
const FOUND_TOGETHER_ON: Date = date(2012, 10, 1);

/// Whether somebody is of the group that was found together: eight Lithuanians at work in the South East, referred one by one in
/// the last quarter. The report prints no operation; that there was one is made up, so that a jump can be seen that is one.
fn found_together(person: &Person) -> bool {
    person.quarter == 4
        && person.nationality == "Lithuania"
        && person.exploitation_type == "Labour exploitation"
        && person.region_of_referral == "South East"
}

/// Of adults the report does not print it: made up by a fixed rule, one in five a child then and one in ten not known.
fn child_when_exploited(child: bool, number: usize) -> Known<bool> {
    match number % 10 {
        _ if child => Known::Value(true),
        3 => Known::Missing(Blank::DoesNotKnow),
        rest => Known::Value(rest.is_multiple_of(5)),
    }
}

fn consent() -> Consent {
    Consent::Given {
        explained_by: "first-responder-desk".to_owned(),
        language: "en".to_owned(),
        notice_version: "paper-2009".to_owned(),
    }
}

/// Names are plainly made up (V-35): a synthetic record cannot be mistaken for a person.
fn particulars(person: &Person, child: bool) -> Particulars {
    Particulars {
        source_reference: Some(person.synthetic_id.clone()),
        identity: Identity {
            name: Known::Value(format!("Synthetic {}", person.synthetic_id)),
            other_names: Vec::new(),
            date_of_birth: Known::Missing(Blank::NotRecorded),
        },
        contact: Vec::new(),
        second_contact: "duty desk".to_owned(),
        local_authority_contact: child.then(|| "children's services duty desk".to_owned()),
        operation: found_together(person).then(|| "Operation Demonstration".to_owned()),
        account: Words("Synthetic record: the report prints no account.".to_owned()),
        answered: None,
    }
}

fn organisation(person: &Person, number: usize, nation: Nation) -> Option<&'static str> {
    Some(match (person.first_responder_type.as_str(), nation) {
        ("Police/SOCA", Nation::Scotland) => "POLICE-SCOT-LEGACY",
        ("Police/SOCA", Nation::NorthernIreland) => "PSNI",
        ("Police/SOCA", _) => "POLICE-EW",
        ("Home Office", _) => "UKBA",
        ("GLA", _) => "GLA",
        ("Local authority", Nation::Scotland) => "LA-SCOT",
        ("Local authority", Nation::NorthernIreland) => "HSCT-NI",
        ("Local authority", _) => "LA-EW",
        ("NGOs", Nation::Scotland) => "TARA",
        ("NGOs", Nation::NorthernIreland) => "MIGRANT-HELP",
        ("NGOs", _) if person.age_group == AgeGroup::Minor => "BARNARDOS",
        ("NGOs", _) => match number % 3 {
            0 => "POPPY",
            1 => "SALVATION-ARMY",
            _ => "MIGRANT-HELP",
        },
        _ => return None,
    })
}

fn presented_at(person: &Person, nation: Nation) -> Option<PresentationPlace> {
    if person.region_of_referral == "Not recorded" {
        let territory = Territory::find(nation.code())?;
        return PresentationPlace::new(territory, Known::Missing(Blank::NotRecorded)).ok();
    }
    Region::find(&person.region_of_referral).map(PresentationPlace::in_region)
}

fn exploited_at(person: &Person) -> Option<ExploitationPlaces> {
    Some(match person.region_of_exploitation.as_str() {
        "Not recorded" => ExploitationPlaces::new(Vec::new()),
        "Multiple" => ExploitationPlaces::several_regions_unnamed(),
        "Overseas" => ExploitationPlaces::new(vec![Place::Overseas(Known::Missing(Blank::NotRecorded))]),
        region => ExploitationPlaces::new(vec![Place::Region(Region::find(region)?)]),
    })
}

/// The claims of nationality, and the printed words where they say more than the claims.
///
/// The report prints six rows of split nationality as free text, and "China" a second time for a label that was cut
/// short: claimed one, suspected another that is not legible. Each is counted once, in doubt.
fn nationality(person: &Person, law: &Law) -> Option<(Claims<CountryCode>, Option<String>)> {
    let country = |text: &str| law.code_lists.countries.find(text).map(|country| country.code);
    let split: (&str, &[&str]) = match person.nationality_as_recorded.as_str() {
        "UK (Claimed) Nigeria (Possible)" => ("UK", &["Nigeria"]),
        "Gambia (claimed) USA (suspected)" => ("Gambia", &["USA"]),
        "UK (claimed), Namibia (Suspected)" => ("UK", &["Namibia"]),
        "Ghana (claimed) Nigeria (Suspected)" => ("Ghana", &["Nigeria"]),
        "UK (claimed) Brazil (suspected)" => ("UK", &["Brazil"]),
        "Somalia/UK claims Ethiopia" => ("Ethiopia", &["Somalia", "UK"]),
        "China (second row)" => ("China", &[NOT_LEGIBLE]),
        "Unknown" => return Some((Claims::default(), None)),
        plain => return Some((Claims::as_claimed(country(plain)?), None)),
    };
    let mut claims = Claims::as_claimed(country(split.0)?);
    for suspected in split.1 {
        claims.add(Claim::new(country(suspected).or_else(|| NOT_LEGIBLE.parse().ok())?, Basis::Suspected));
    }
    Some((claims, Some(person.nationality_as_recorded.clone())))
}
