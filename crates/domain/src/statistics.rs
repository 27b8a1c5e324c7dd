//! The statistical row: what one case gives to official statistics, and nothing more.
//!
//! An allow-list. Codes only: no reference, no date of birth, no place below region, no words but the nationality as
//! it was recorded. The row is kept in versions, one for each change, so that a table can be made as it stood on any
//! day and a later change shows as a revision.

use jiff::civil::Date;

use crate::{
    case::{Fact, Findings, NegativeReason, Outcome, Stage},
    claim::Settled,
    code_list::ExploitationType,
    facts::{AgeAtReferral, Facts},
    known::Known,
    place::{ExploitationPlaces, Place, PublishedPlace},
};

/// The code for claimed and suspected nationalities that differ: the person is counted once, under neither.
pub const IN_DOUBT: &str = "in_doubt";
/// The code for a fact that the record does not hold.
pub const NOT_RECORDED: &str = "not_recorded";

/// How a case changes its statistical row. `None` leaves a column as it was; an empty text means no value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// `adult` or `minor`, at referral.
    pub age_group: Option<&'static str>,
    /// The coded facts, when they are new or corrected.
    pub facts: Option<FactCodes>,
    /// Nation in which the referral is counted.
    pub competent_authority: Option<String>,
    /// The organisation that hosts the authority's caseworkers, or empty.
    pub hosted_by: Option<String>,
    /// `yes` or `no`.
    pub immigration_interest: Option<&'static str>,
    /// `pending`, `accepted`, `void` or `merged`.
    pub screening: Option<&'static str>,
    /// `pending`, `positive`, `negative`, `suspended` or `withdrawn`.
    pub reasonable_grounds: Option<&'static str>,
    /// The day of the reasonable grounds decision, or empty.
    pub reasonable_grounds_on: Option<String>,
    /// As for reasonable grounds; empty before a positive one.
    pub conclusive_grounds: Option<&'static str>,
    /// The day of the conclusive grounds decision, or empty.
    pub conclusive_grounds_on: Option<String>,
    /// Why the standing decision is negative: a code of [`NegativeReason`] or [`NOT_RECORDED`]; empty if it is not.
    pub reason_for_negative: Option<&'static str>,
}

/// The coded facts of a statistical row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactCodes {
    /// `female`, `male`, or why it is not known.
    pub sex: String,
    /// Country code, [`IN_DOUBT`] or [`NOT_RECORDED`].
    pub nationality: String,
    /// The words of the record, where they say more than the codes.
    pub nationality_as_recorded: String,
    /// Country code as claimed.
    pub nationality_claimed: String,
    /// Country code as suspected.
    pub nationality_suspected: String,
    /// Code of the main exploitation type.
    pub exploitation_type: String,
    /// Territory in which the person was found.
    pub territory: &'static str,
    /// Region in which the person was found.
    pub region_of_referral: String,
    /// Region of exploitation; `multiple`, `overseas` and [`NOT_RECORDED`] are values.
    pub region_of_exploitation: &'static str,
    /// Whether exploitation took place in the United Kingdom: `uk`, `overseas`, `uk_and_overseas` or [`NOT_RECORDED`].
    pub location_of_exploitation: &'static str,
    /// `child` or `adult` when exploited, or [`NOT_RECORDED`]; who was a child when referred was one when exploited.
    pub age_at_exploitation: &'static str,
    /// Whether county lines are among the types of exploitation: `yes`, `no` or [`NOT_RECORDED`].
    pub county_lines: &'static str,
    /// The day on which the person was found, or empty.
    pub found_on: String,
    /// The mark of the operation or group in which the person was found, or empty.
    pub operation: String,
}

/// The type of exploitation by which drugs are moved and sold across areas, in the scheme of 2019.
const COUNTY_LINES: &str = "n19.criminal.county-lines";

impl FactCodes {
    /// Codes the facts.
    pub fn of(facts: &Facts) -> Self {
        let nationality = match facts.nationality.settled() {
            Settled::Agreed(country) => country.to_string(),
            Settled::InDoubt => IN_DOUBT.to_owned(),
            Settled::NotStated => NOT_RECORDED.to_owned(),
        };
        let text =
            |country: Option<&crate::code_list::CountryCode>| country.map(ToString::to_string).unwrap_or_default();
        Self {
            sex: match &facts.sex {
                Known::Value(sex) => sex.code().to_owned(),
                Known::Missing(_) => NOT_RECORDED.to_owned(),
            },
            nationality,
            nationality_as_recorded: facts.nationality_as_recorded.clone().unwrap_or_default(),
            nationality_claimed: text(facts.nationality.claimed()),
            nationality_suspected: text(facts.nationality.suspected()),
            exploitation_type: match &facts.exploitation_types {
                Known::Value(types) => types.first().map(|t| t.code().to_owned()).unwrap_or_default(),
                Known::Missing(_) => NOT_RECORDED.to_owned(),
            },
            territory: facts.presented_at.territory().code(),
            region_of_referral: match facts.presented_at.region() {
                Known::Value(region) => region.code().to_owned(),
                Known::Missing(_) => NOT_RECORDED.to_owned(),
            },
            region_of_exploitation: facts.exploited_at.published().code(),
            location_of_exploitation: location(&facts.exploited_at),
            age_at_exploitation: match (facts.age, &facts.child_when_exploited) {
                (AgeAtReferral::Child, _) | (_, Known::Value(true)) => "child",
                (_, Known::Value(false)) => "adult",
                (_, Known::Missing(_)) => NOT_RECORDED,
            },
            county_lines: county_lines(&facts.exploitation_types),
            found_on: facts.encounter.on.map(|on| on.to_string()).unwrap_or_default(),
            operation: facts.encounter.operation.as_ref().map(|mark| mark.0.clone()).unwrap_or_default(),
        }
    }
}

/// Whether county lines are among types of exploitation.
pub fn county_lines(types: &Known<Vec<ExploitationType>>) -> &'static str {
    match types {
        Known::Value(types) if types.iter().any(|one| one.code() == COUNTY_LINES) => "yes",
        Known::Value(_) => "no",
        Known::Missing(_) => NOT_RECORDED,
    }
}

fn location(places: &ExploitationPlaces) -> &'static str {
    let named = places.places();
    let overseas = named.iter().any(Place::is_overseas);
    let uk = named.iter().any(|place| !place.is_overseas()) || places.published() == PublishedPlace::Multiple;
    location_of_exploitation(uk, overseas)
}

/// Where somebody was exploited, in the code of the tables: in the United Kingdom, overseas, or both.
pub fn location_of_exploitation(uk: bool, overseas: bool) -> &'static str {
    match (uk, overseas) {
        (true, true) => "uk_and_overseas",
        (true, false) => "uk",
        (false, true) => "overseas",
        (false, false) => NOT_RECORDED,
    }
}

/// The day a case was received, the sending organisation, and the opening row: from the first event of a case.
pub fn opening(fact: &Fact) -> Option<(Date, &str, Change)> {
    let Fact::Opened { received_on, first_responder_organisation, receiving_authority, facts, .. } = fact else {
        return None;
    };
    let change = Change {
        age_group: Some(match facts.age {
            AgeAtReferral::Adult => "adult",
            AgeAtReferral::Child | AgeAtReferral::NotSure => "minor",
        }),
        facts: Some(FactCodes::of(facts)),
        competent_authority: Some(receiving_authority.clone()),
        hosted_by: Some(String::new()),
        immigration_interest: Some(""),
        screening: Some("pending"),
        reasonable_grounds: Some("pending"),
        reasonable_grounds_on: Some(String::new()),
        conclusive_grounds: Some(""),
        conclusive_grounds_on: Some(String::new()),
        reason_for_negative: Some(""),
    };
    Some((*received_on, first_responder_organisation, change))
}

/// How an event of an open case changes its statistical row; none if it does not.
pub fn change(fact: &Fact, on: Date) -> Option<Change> {
    let unchanged = Change::default();
    Some(match fact {
        Fact::ScreeningPassed { competent_authority, hosted_by, immigration_interest } => Change {
            screening: Some("accepted"),
            competent_authority: Some(competent_authority.clone()),
            hosted_by: Some(hosted_by.clone().unwrap_or_default()),
            immigration_interest: Some(if *immigration_interest { "yes" } else { "no" }),
            ..unchanged
        },
        Fact::ScreeningFailed => Change { screening: Some("void"), ..unchanged },
        Fact::DuplicateConfirmed { .. } => Change { screening: Some("merged"), ..unchanged },
        Fact::DuplicateUndone { screened, .. } => {
            Change { screening: Some(if *screened { "accepted" } else { "pending" }), ..unchanged }
        }
        Fact::ReasonableGroundsDecided { outcome, findings, .. } => {
            Change { reason_for_negative: Some(reason(*outcome, *findings)), ..reasonable_grounds(*outcome, on) }
        }
        Fact::ConclusiveGroundsDecided { outcome, findings, .. } => {
            Change { reason_for_negative: Some(reason(*outcome, *findings)), ..conclusive_grounds(*outcome, on) }
        }
        Fact::CombinedDecided { outcome, findings, .. } => Change {
            conclusive_grounds: Some(code(*outcome)),
            conclusive_grounds_on: Some(on.to_string()),
            reason_for_negative: Some(reason(*outcome, *findings)),
            ..reasonable_grounds(Outcome::Positive, on)
        },
        Fact::Suspended { stage, .. } => at(*stage, "suspended"),
        Fact::Withdrawn { stage, .. } => at(*stage, "withdrawn"),
        Fact::Resumed { stage } | Fact::ReconsiderationAccepted { stage } => at(*stage, "pending"),
        Fact::FactCorrected { facts, .. } => Change { facts: Some(FactCodes::of(facts)), ..unchanged },
        Fact::Reallocated { competent_authority, hosted_by } => Change {
            competent_authority: Some(competent_authority.clone()),
            hosted_by: Some(hosted_by.clone().unwrap_or_default()),
            ..unchanged
        },
        _ => return None,
    })
}

fn code(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Positive => "positive",
        Outcome::Negative => "negative",
    }
}

/// The reason of a decision as it is counted: none of a positive one.
fn reason(outcome: Outcome, findings: Option<Findings>) -> &'static str {
    match outcome {
        Outcome::Positive => "",
        Outcome::Negative => findings.and_then(Findings::reason).map_or(NOT_RECORDED, NegativeReason::code),
    }
}

fn reasonable_grounds(outcome: Outcome, on: Date) -> Change {
    Change {
        reasonable_grounds: Some(code(outcome)),
        reasonable_grounds_on: Some(on.to_string()),
        conclusive_grounds: Some(if outcome == Outcome::Positive { "pending" } else { "" }),
        ..Change::default()
    }
}

fn conclusive_grounds(outcome: Outcome, on: Date) -> Change {
    Change { conclusive_grounds: Some(code(outcome)), conclusive_grounds_on: Some(on.to_string()), ..Change::default() }
}

fn at(stage: Stage, state: &'static str) -> Change {
    let undecided = Change { reason_for_negative: Some(""), ..Change::default() };
    match stage {
        Stage::ReasonableGrounds => Change { reasonable_grounds: Some(state), ..undecided },
        Stage::ConclusiveGrounds => Change { conclusive_grounds: Some(state), ..undecided },
    }
}
