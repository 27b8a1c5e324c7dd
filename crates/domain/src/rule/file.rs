//! How the rules are written in the policy file.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Deserializer, de::Error as _};

use super::{Anchor, Counting, DayUnit, Ends, Era, FILE, FormVersion, Period, Rule, RuleBook, RuleValue};
use crate::{
    calendar::Division,
    place::Jurisdiction,
    policy_file::{Certainty, LawError, check_dates},
};

#[derive(Deserialize)]
pub(super) struct PolicyFile {
    #[serde(deserialize_with = "date_from_toml")]
    known_until: Date,
    day_count: DayCount,
    era: Vec<Era>,
    rule: Vec<WrittenRule>,
    form_version: Vec<FormVersion>,
}

#[derive(Deserialize)]
struct DayCount {
    default_division_for_competent_authority: Division,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    key: String,
    nation: Jurisdiction,
    applies_to: String,
    #[serde(deserialize_with = "date_from_toml")]
    from: Date,
    #[serde(default, deserialize_with = "optional_date_from_toml")]
    to: Option<Date>,
    value: WrittenValue,
    unit: Option<WrittenUnit>,
    count: Option<Counting>,
    anchor: Anchor,
    #[serde(default)]
    ends: Ends,
    ends_note: Option<String>,
    starts: Option<String>,
    strength: Option<String>,
    basis: Option<String>,
    #[serde(default)]
    exceptions: Vec<String>,
    sources: Vec<String>,
    certainty: Certainty,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenValue {
    Number(u32),
    Text(String),
    List(Vec<String>),
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrittenUnit {
    WorkingDays,
    CalendarDays,
    Requests,
}

impl TryFrom<PolicyFile> for RuleBook {
    type Error = LawError;

    fn try_from(file: PolicyFile) -> Result<Self, LawError> {
        let rules = file.rule.into_iter().map(Rule::try_from).collect::<Result<_, _>>()?;
        Ok(Self {
            rules,
            eras: file.era,
            form_versions: file.form_version,
            known_until: file.known_until,
            division_for_authority: file.day_count.default_division_for_competent_authority,
        })
    }
}

impl TryFrom<WrittenRule> for Rule {
    type Error = LawError;

    fn try_from(written: WrittenRule) -> Result<Self, LawError> {
        let entry = format!("rule {} from {}", written.key, written.from);
        check_dates(FILE, &entry, written.from, written.to)?;
        let wrong = |value: String, remedy: &str| Err(LawError::entry(FILE, entry.clone(), value, remedy));
        let value = match (written.value, written.unit, written.count) {
            (
                WrittenValue::Number(days @ 1..),
                Some(unit @ (WrittenUnit::WorkingDays | WrittenUnit::CalendarDays)),
                Some(counting),
            ) => {
                let unit = match unit {
                    WrittenUnit::WorkingDays => DayUnit::WorkingDays,
                    _ => DayUnit::CalendarDays,
                };
                RuleValue::Period(Period { days, unit, counting })
            }
            (WrittenValue::Number(count), Some(WrittenUnit::Requests), None) => RuleValue::Count(count),
            (WrittenValue::Text(text), None, None) => RuleValue::Text(text),
            (WrittenValue::List(list), None, None) => RuleValue::List(list),
            (WrittenValue::Number(number), ..) => {
                return wrong(
                    number.to_string(),
                    "needs unit = \"working_days\" or \"calendar_days\" with count = \"exclusive\" or \"inclusive\", \
                     and at least one day; or unit = \"requests\" alone",
                );
            }
            (WrittenValue::Text(text), ..) => return wrong(text, "is words and takes no unit or count"),
            (WrittenValue::List(list), ..) => return wrong(list.join(", "), "is a list and takes no unit or count"),
        };
        if written.ends != Ends::WithPeriod && !matches!(value, RuleValue::Period(_)) {
            return wrong(format!("{:?}", written.ends), "is an end, and the value is not a period");
        }
        Ok(Self {
            key: written.key,
            jurisdiction: written.nation,
            applies_to: written.applies_to,
            valid_from: written.from,
            valid_to: written.to,
            value,
            anchor: written.anchor,
            starts: written.starts,
            ends: written.ends,
            ends_note: written.ends_note,
            strength: written.strength,
            basis: written.basis,
            exceptions: written.exceptions,
            sources: written.sources,
            certainty: written.certainty,
            note: written.note,
        })
    }
}

/// Checks that dated versions follow each other day by day, and that only the last is open.
pub(super) fn check_sequence(name: &str, mut dates: Vec<(Date, Option<Date>)>) -> Result<(), LawError> {
    dates.sort_unstable();
    let mut expected: Option<Date> = None;
    let mut open_since: Option<Date> = None;
    for (from, to) in dates {
        let wrong = |remedy: String| Err(LawError::entry(FILE, name, from.to_string(), remedy));
        if let Some(since) = open_since {
            return wrong(format!("overlaps the version from {since}, which has no end; give that one its last day"));
        }
        match expected {
            Some(next) if from < next => return wrong(format!("overlaps the version before it; begin on {next}")),
            Some(next) if from > next => {
                return wrong(format!("leaves a gap after the version before it; begin on {next}"));
            }
            _ => {}
        }
        match to {
            Some(last) if last < from => return wrong(format!("is after its own last day, {last}")),
            Some(last) => expected = Some(last.saturating_add(1.day())),
            None => open_since = Some(from),
        }
    }
    Ok(())
}

/// Reads a TOML date.
pub(crate) fn date_from_toml<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let written = toml::value::Datetime::deserialize(deserializer)?;
    let date = written.date.filter(|_| written.time.is_none() && written.offset.is_none());
    let date = date.and_then(|date| {
        Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
    });
    date.ok_or_else(|| {
        D::Error::custom(format!("{written} is not a day; write it as 2012-12-31, without quotes or time"))
    })
}

/// Reads a TOML date that may be absent.
pub(crate) fn optional_date_from_toml<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    date_from_toml(deserializer).map(Some)
}
