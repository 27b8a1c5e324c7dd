//! Reading one row of a referral file: every cell that does not fit is reported, not only the first.

use std::collections::BTreeMap;

use jiff::civil::Date;
use manumit_domain::{
    case::Case,
    claim::{Basis, Claim, Claims},
    code_list::{CountryCode, ExploitationType, Sex},
    encounter::{Encounter, operation_key},
    facts::{AgeAtReferral, Correction, Facts},
    known::{Blank, Known},
    law::Law,
    partial_date::PartialDate,
    person::{ContactChannel, Identity, Words},
    place::{ExploitationPlaces, Nation, Place, PresentationPlace, Region, Territory},
    referral::{Consent, Particulars, Submit},
};
use serde::Serialize;

use super::template::{BLANKS, COLUMNS};

/// One cell that does not fit, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The line of the file, counting the headings as line 1.
    pub line: u64,
    /// The heading.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong.
    pub problem: String,
    /// What to write instead.
    pub instead: String,
}

/// Where each heading of the template stands in a file.
#[derive(Clone, Debug)]
pub struct Headings(BTreeMap<&'static str, usize>);

impl Headings {
    /// Finds the headings; reports those that are missing and those that nobody knows.
    pub fn read(record: &csv::StringRecord) -> Result<Self, Vec<Finding>> {
        let mut places = BTreeMap::new();
        let mut findings = Vec::new();
        let finding = |column: &str, problem: &str, instead: String| Finding {
            line: 1,
            column: column.to_owned(),
            value: column.to_owned(),
            problem: problem.to_owned(),
            instead,
        };
        for (place, heading) in record.iter().enumerate() {
            match COLUMNS.iter().find(|column| column.name == heading.trim()) {
                Some(column) if places.insert(column.name, place).is_some() => {
                    findings.push(finding(heading, "is a heading twice", "keep one of them".to_owned()));
                }
                Some(_) => {}
                None => findings.push(finding(
                    heading,
                    "is not a heading of the template",
                    "leave the column out, or name it as the template does".to_owned(),
                )),
            }
        }
        for column in COLUMNS.iter().filter(|column| !column.may_be_empty && !places.contains_key(column.name)) {
            findings.push(finding(column.name, "is missing", format!("add the column: {}", column.meaning)));
        }
        if findings.is_empty() { Ok(Self(places)) } else { Err(findings) }
    }
}

/// Reads a row into the command it asks for, or into all that is wrong with it.
pub fn read(
    record: &csv::StringRecord,
    line: u64,
    headings: &Headings,
    law: &Law,
    organisation: &str,
) -> Result<Submit, Vec<Finding>> {
    let mut cells = Cells { record, line, headings, findings: Vec::new() };
    let submit = cells.submit(law, organisation);
    match submit {
        Some(submit) if cells.findings.is_empty() => Ok(submit),
        _ => Err(cells.findings),
    }
}

struct Cells<'a> {
    record: &'a csv::StringRecord,
    line: u64,
    headings: &'a Headings,
    findings: Vec<Finding>,
}

impl<'a> Cells<'a> {
    fn text(&self, column: &'static str) -> &'a str {
        self.headings.0.get(column).and_then(|place| self.record.get(*place)).unwrap_or("").trim()
    }

    fn wrong(&mut self, column: &'static str, problem: impl Into<String>, instead: impl Into<String>) {
        self.findings.push(Finding {
            line: self.line,
            column: column.to_owned(),
            value: self.text(column).to_owned(),
            problem: problem.into(),
            instead: instead.into(),
        });
    }

    /// A value that must be there; a reason for a blank will not do.
    fn required<T>(&mut self, column: &'static str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let text = self.text(column);
        let meaning = COLUMNS.iter().find(|known| known.name == column).map_or("", |known| known.meaning);
        if text.is_empty() {
            self.wrong(column, "is empty", meaning);
            return None;
        }
        match read(text) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.wrong(column, problem, meaning);
                None
            }
        }
    }

    /// A value, or the reason why there is none.
    fn known<T>(&mut self, column: &'static str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<Known<T>> {
        let text = self.text(column);
        if text.is_empty() {
            self.wrong(column, "is empty, and no reason is given", format!("a value, or one of {BLANKS}"));
            return None;
        }
        if let Ok(blank) = text.parse::<Blank>() {
            return Some(Known::Missing(blank));
        }
        self.required(column, read).map(Known::Value)
    }

    fn submit(&mut self, law: &Law, organisation: &str) -> Option<Submit> {
        let received_on = self.required("received_on", day);
        let nation = self.required("nation", |text| Nation::find(text).ok_or_else(|| "is not a nation".to_owned()));
        let support_wanted = self.known("support_wanted", yes_or_no);
        let police_contact = self.known("police_contact", yes_or_no);
        let immediate_threat = self.required("immediate_threat", yes_or_no);
        let facts = self.facts(law, received_on);
        let particulars = self.particulars();
        let (facts, particulars) = (facts?, particulars?);
        let consent = self.consent(facts.age);
        Some(Submit {
            first_responder_organisation: organisation.to_owned(),
            nation: nation?,
            received_on: received_on?,
            consent,
            support_wanted: support_wanted?,
            police_contact: police_contact?,
            immediate_threat: immediate_threat?,
            facts,
            particulars,
        })
    }

    fn consent(&self, age: AgeAtReferral) -> Consent {
        let [explained_by, language, notice_version] =
            ["consent_explained_by", "consent_language", "consent_notice_version"]
                .map(|column| self.text(column).to_owned());
        let nothing_given = explained_by.is_empty() && language.is_empty() && notice_version.is_empty();
        if age.treated_as_child() && nothing_given {
            Consent::NotRequired
        } else {
            Consent::Given { explained_by, language, notice_version }
        }
    }

    fn facts(&mut self, law: &Law, received_on: Option<Date>) -> Option<Facts> {
        let age = self.required("age", |text| match text {
            "adult" => Ok(AgeAtReferral::Adult),
            "child" => Ok(AgeAtReferral::Child),
            "not_sure" => Ok(AgeAtReferral::NotSure),
            _ => Err("is not an age group".to_owned()),
        });
        let sex = self.known("sex", sex);
        let nationality = self.nationality(law);
        let presented_at = self.required("found_in", found_in);
        let exploited_at = self.known("exploited_in", |text| exploited_at(text, law));
        let exploitation_types = self.known("exploitation_types", |text| {
            let on = received_on.ok_or_else(|| "cannot be read without the day of receipt".to_owned())?;
            exploitation_types(text, law, on)
        });
        let child_when_exploited = match self.text("child_when_exploited") {
            "" if age == Some(AgeAtReferral::Child) => Some(Known::Value(true)),
            "" => Some(Known::Missing(Blank::NotRecorded)),
            _ => self.known("child_when_exploited", yes_or_no),
        };
        let found_on = match self.text("found_on") {
            "" => None,
            _ => Some(self.required("found_on", day)?),
        };
        let as_recorded = self.text("nationality_as_recorded");
        Some(Facts {
            age: age?,
            sex: sex?,
            nationality: nationality?,
            nationality_as_recorded: (!as_recorded.is_empty()).then(|| as_recorded.to_owned()),
            presented_at: presented_at?,
            exploited_at: exploited_at?.into_value().unwrap_or_default(),
            exploitation_types: exploitation_types?,
            child_when_exploited: child_when_exploited?,
            encounter: Encounter { on: found_on, operation: None },
        })
    }

    fn nationality(&mut self, law: &Law) -> Option<Claims<CountryCode>> {
        let country = |text: &str| country(text, law);
        let claimed = self.known("nationality_claimed", country)?;
        let mut claims: Claims<_> = Claims::default();
        if let Known::Value(code) = claimed {
            claims.add(Claim::new(code, Basis::Claimed));
        }
        for part in several(self.text("nationality_suspected")) {
            match country(part) {
                Ok(code) => claims.add(Claim::new(code, Basis::Suspected)),
                Err(problem) => {
                    self.wrong("nationality_suspected", problem, "a country, or nothing");
                    return None;
                }
            }
        }
        Some(claims)
    }

    fn particulars(&mut self) -> Option<Particulars> {
        let name = self.known("name", |text| Ok(text.to_owned()));
        let date_of_birth =
            self.known("date_of_birth", |text| text.parse::<PartialDate>().map_err(|error| error.to_string()));
        let source_reference = self.required("source_reference", |text| Ok(text.to_owned()));
        let second_contact = self.required("second_contact", |text| Ok(text.to_owned()));
        let account = self.required("account", |text| Ok(text.to_owned()));
        let channel = self.text("safe_channel");
        let contact = (!channel.is_empty()).then(|| {
            let detail = self.text("safe_detail").to_owned();
            ContactChannel::as_told(channel.to_owned(), detail, Known::Missing(Blank::NotRecorded), String::new())
        });
        let local_authority_contact = self.text("local_authority_contact");
        let operation = self.text("operation");
        if !operation.is_empty() && operation_key(operation).is_none() {
            self.wrong("operation", "holds neither a letter nor a digit", "the name of the operation, or nothing");
        }
        Some(Particulars {
            source_reference: Some(source_reference?),
            identity: Identity {
                name: name?,
                other_names: several(self.text("other_names")).map(str::to_owned).collect(),
                date_of_birth: date_of_birth?,
            },
            contact: contact.into_iter().collect(),
            second_contact: second_contact?,
            local_authority_contact: (!local_authority_contact.is_empty()).then(|| local_authority_contact.to_owned()),
            operation: (!operation.is_empty()).then(|| operation.to_owned()),
            account: Words(account?),
            answered: None,
        })
    }
}

/// Reads the right value of one coarse fact, written as in the column of a referral file.
///
/// A nationality is added to the claims that the case has, since claims are never taken out; what stands behind it may
/// be written before it: `verified:Vietnam`. It is what the person claims unless it says otherwise.
///
/// # Errors
/// What is wrong with the value, as the end of a sentence that begins with it.
pub fn correction(column: &str, text: &str, case: &Case, law: &Law) -> Result<Correction, String> {
    Ok(match column {
        "sex" => Correction::Sex(value_or_blank(text, sex)?),
        "nationality_claimed" => {
            let (basis, text) = text.split_once(':').unwrap_or((Basis::Claimed.code(), text));
            let basis = [Basis::Claimed, Basis::Suspected, Basis::Assessed, Basis::Verified]
                .into_iter()
                .find(|known| known.code() == basis.trim())
                .ok_or("does not begin with claimed:, suspected:, assessed: or verified:")?;
            let mut claims = case.facts.nationality.clone();
            claims.add(Claim::new(country(text.trim(), law)?, basis));
            Correction::Nationality { claims, as_recorded: case.facts.nationality_as_recorded.clone() }
        }
        "found_in" => Correction::PresentedAt(found_in(text)?),
        "exploited_in" => {
            let places = value_or_blank(text, |text| exploited_at(text, law))?;
            Correction::ExploitedAt(places.into_value().unwrap_or_default())
        }
        "exploitation_types" => {
            Correction::ExploitationTypes(value_or_blank(text, |text| exploitation_types(text, law, case.received_on))?)
        }
        "child_when_exploited" => Correction::ChildWhenExploited(value_or_blank(text, yes_or_no)?),
        _ => return Err("belongs to no fact that can be corrected".to_owned()),
    })
}

fn value_or_blank<T>(text: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Result<Known<T>, String> {
    match text.parse::<Blank>() {
        Ok(blank) => Ok(Known::Missing(blank)),
        Err(_) => read(text).map(Known::Value),
    }
}

fn sex(text: &str) -> Result<Sex, String> {
    Sex::find(text).ok_or_else(|| "is not a sex that is recorded".to_owned())
}

fn country(text: &str, law: &Law) -> Result<CountryCode, String> {
    law.code_lists.countries.find(text).map(|country| country.code).ok_or_else(|| "is not a country".to_owned())
}

fn exploited_at(text: &str, law: &Law) -> Result<ExploitationPlaces, String> {
    several(text).map(|part| exploited_in(part, law)).collect::<Result<_, _>>().map(ExploitationPlaces::new)
}

fn exploitation_types(text: &str, law: &Law, on: Date) -> Result<Vec<ExploitationType>, String> {
    let list = &law.code_lists.exploitation_types;
    several(text)
        .map(|part| list.find_on(part, on).map(|entry| entry.code.clone()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|refusal| format!("is not accepted: {} {}", refusal.sentence, refusal.remedy))
}

fn several(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty())
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "is not a day in the form year-month-day".to_owned())
}

fn yes_or_no(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("is neither yes nor no".to_owned()),
    }
}

fn found_in(text: &str) -> Result<PresentationPlace, String> {
    if let Some(region) = Region::find(text) {
        return Ok(PresentationPlace::in_region(region));
    }
    let territory = Territory::find(text).ok_or_else(|| "is neither a region nor a nation".to_owned())?;
    PresentationPlace::new(territory, Known::Missing(Blank::NotRecorded)).map_err(|refusal| refusal.to_string())
}

fn exploited_in(text: &str, law: &Law) -> Result<Place, String> {
    if let Some(country) = text.strip_prefix("overseas:") {
        return match law.code_lists.countries.find(country) {
            Some(country) => Ok(Place::Overseas(Known::Value(country.code))),
            None => Err(format!("names an unknown country, {country:?}")),
        };
    }
    if text == "overseas" {
        return Ok(Place::Overseas(Known::Missing(Blank::NotRecorded)));
    }
    if let Some(region) = Region::find(text) {
        return Ok(Place::Region(region));
    }
    Territory::find(text).map(Place::Territory).ok_or_else(|| format!("names an unknown place, {text:?}"))
}
