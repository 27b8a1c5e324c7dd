//! The coarse facts of a referral: what queues, clocks and statistics need, and nothing that names or narrates.

use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    claim::{Claims, Settled},
    code_list::{CountryCode, ExploitationType, Sex},
    context::Context,
    encounter::Encounter,
    known::{Blank, Known},
    partial_date::PartialDate,
    place::{ExploitationPlaces, PresentationPlace},
    refusal::Refusal,
};

/// The age group in which a person is referred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeAtReferral {
    /// Eighteen or over.
    Adult,
    /// Under eighteen.
    Child,
    /// Not known: treated as a child until a local authority has assessed it (rule `age.presumption`).
    NotSure,
}

impl AgeAtReferral {
    /// "Not sure" is a child (V-44).
    pub fn treated_as_child(self) -> bool {
        !matches!(self, Self::Adult)
    }

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Adult => "adult",
            Self::Child => "child",
            Self::NotSure => "not_sure",
        }
    }
}

/// The coarse facts of a referral.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Adult, child or not sure.
    pub age: AgeAtReferral,
    /// Sex, as the person or the first responder gave it.
    pub sex: Known<Sex>,
    /// Nationality: every claim, with its basis.
    pub nationality: Claims<CountryCode>,
    /// The words in which the nationality was written down, where they say more than the claims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nationality_as_recorded: Option<String>,
    /// Where the person was found.
    pub presented_at: PresentationPlace,
    /// Where exploitation took place: none, one or several places.
    pub exploited_at: ExploitationPlaces,
    /// The types of exploitation, by the scheme in force on the day of receipt; the first is the main one.
    pub exploitation_types: Known<Vec<ExploitationType>>,
    /// Whether the person was under eighteen at any time while it happened, which is another thing than being so when
    /// referred. Not recorded in records of before.
    #[serde(default = "not_recorded", skip_serializing_if = "is_not_recorded")]
    pub child_when_exploited: Known<bool>,
    /// When and in which operation the person was found, where the sender said so.
    #[serde(default, skip_serializing_if = "Encounter::is_empty")]
    pub encounter: Encounter,
}

fn not_recorded() -> Known<bool> {
    Known::Missing(Blank::NotRecorded)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_not_recorded(known: &Known<bool>) -> bool {
    *known == not_recorded()
}

/// Whether somebody was under eighteen at any time during exploitation, as far as dates alone tell: of birth, and of the
/// beginnings of all situations. None where they leave it open.
pub fn child_when_it_began(birth: PartialDate, begun: &[PartialDate]) -> Option<bool> {
    let (first_birthday, last_birthday) = birth.interval();
    let eighteen = |day: Option<Date>| day.and_then(|day| day.checked_add(18.years()).ok());
    let (earliest, latest) = (eighteen(first_birthday), eighteen(last_birthday));
    let surely_before =
        |began: &PartialDate| matches!((began.interval().1, earliest), (Some(on), Some(adult)) if on < adult);
    let surely_after =
        |began: &PartialDate| matches!((began.interval().0, latest), (Some(on), Some(adult)) if on >= adult);
    if begun.iter().any(surely_before) {
        Some(true)
    } else if !begun.is_empty() && begun.iter().all(surely_after) {
        Some(false)
    } else {
        None
    }
}

impl Facts {
    /// Refuses a code that is not in the code list in force on a date.
    pub fn check(&self, received_on: Date, context: &Context<'_>) -> Result<(), Refusal> {
        let Known::Value(types) = &self.exploitation_types else { return Ok(()) };
        if types.is_empty() {
            return Err(Refusal::new(
                "exploitation_types.empty",
                "No type of exploitation is given, and no reason why it is missing.",
                "Give at least one type, or say why none is known.",
            )
            .about("exploitation_types"));
        }
        let list = &context.law.code_lists.exploitation_types;
        types.iter().try_for_each(|exploitation_type| list.find_on(exploitation_type.code(), received_on).map(|_| ()))
    }

    /// The nationality that is counted, if the claims agree on one.
    ///
    /// Claimed and suspected nationalities that differ are in doubt: the person is counted once, under neither.
    pub fn counted_nationality(&self) -> Settled<'_, CountryCode> {
        self.nationality.settled()
    }
}

/// A later finding that one coarse fact was recorded wrongly.
///
/// The old value stays in the journal; figures move from the day the correction is recorded, and the table of
/// revisions shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", content = "value", rename_all = "snake_case")]
pub enum Correction {
    /// Sex.
    Sex(Known<Sex>),
    /// All claims of nationality, old and new.
    Nationality {
        /// The claims.
        claims: Claims<CountryCode>,
        /// The words in which it was written down.
        as_recorded: Option<String>,
    },
    /// Where the person was found.
    PresentedAt(PresentationPlace),
    /// Where exploitation took place.
    ExploitedAt(ExploitationPlaces),
    /// The types of exploitation.
    ExploitationTypes(Known<Vec<ExploitationType>>),
    /// Whether the person was under eighteen at any time while it happened.
    ChildWhenExploited(Known<bool>),
}

impl Correction {
    /// The name of the field that is corrected.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Sex(_) => "sex",
            Self::Nationality { .. } => "nationality",
            Self::PresentedAt(_) => "presented_at",
            Self::ExploitedAt(_) => "exploited_at",
            Self::ExploitationTypes(_) => "exploitation_types",
            Self::ChildWhenExploited(_) => "child_when_exploited",
        }
    }

    /// The facts with the correction made.
    #[must_use]
    pub fn apply(&self, mut facts: Facts) -> Facts {
        match self.clone() {
            Self::Sex(sex) => facts.sex = sex,
            Self::Nationality { claims, as_recorded } => {
                facts.nationality = claims;
                facts.nationality_as_recorded = as_recorded;
            }
            Self::PresentedAt(place) => facts.presented_at = place,
            Self::ExploitedAt(places) => facts.exploited_at = places,
            Self::ExploitationTypes(types) => facts.exploitation_types = types,
            Self::ChildWhenExploited(child) => facts.child_when_exploited = child,
        }
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_tell_whether_somebody_was_a_child_only_where_they_leave_nothing_open() {
        let told = |birth: &str, begun: &[&str]| {
            let begun: Vec<PartialDate> = begun.iter().map(|began| began.parse().unwrap()).collect();
            child_when_it_began(birth.parse().unwrap(), &begun)
        };
        assert_eq!(told("2000-06-15", &["2018-06-14"]), Some(true));
        assert_eq!(told("2000-06-15", &["2018-06-15"]), Some(false));
        assert_eq!(told("2000-06-15", &["2018-06"]), None);
        assert_eq!(told("2000", &["2017", "2020"]), Some(true));
        assert_eq!(told("about 1990", &["spring 2023"]), Some(false));
        assert_eq!(told("2000", &["2018"]), None);
        assert_eq!(told("2000", &["before 2030"]), None);
        assert_eq!(told("2000", &[]), None);
    }
}
