//! Dated rules: what the law and guidance said, chosen by the date of the event that anchors each rule.
//!
//! A rule has a key, a nation and a group it applies to, and one version for every stretch of days. The version is the
//! one in force on the day of the rule's *anchor*: the decision for a recovery period, the receipt for a target. Never
//! today, and not the day of referral unless the rule says so. A case that spans a change of rule keeps the period it
//! started with.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::Division,
    place::{Jurisdiction, Nation},
    policy_file::{Certainty, LawError, read_toml, within},
};

mod file;
#[cfg(test)]
mod tests;

pub(crate) use file::{date_from_toml, optional_date_from_toml};

const FILE: &str = "policies.toml";

/// The event whose day chooses the version of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Anchor {
    ReferralReceived,
    ReferralSubmitted,
    RgDecision,
    CgDecision,
    Decision,
    NegativeDecision,
    DisputedDecision,
    DisqualificationDecision,
    ReconsiderationRequested,
    EighteenthBirthday,
    Encounter,
    CaseClosed,
    DraftLastUpdated,
    Publication,
}

/// Which days of a period count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayUnit {
    /// Monday to Friday, less bank holidays.
    WorkingDays,
    /// Every day.
    CalendarDays,
}

/// Whether the day of the anchor is itself counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// The day of the anchor is day 0 ("within 5 working days of").
    Exclusive,
    /// The day of the anchor is day 1 ("beginning with the day on which").
    Inclusive,
}

/// A number of days and how they are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// How many days. At least one.
    pub days: u32,
    /// Which days count.
    pub unit: DayUnit,
    /// Whether the day of the anchor counts.
    pub counting: Counting,
}

/// What a rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleValue {
    /// A period of days.
    Period(Period),
    /// A number of things that are not days.
    Count(u32),
    /// Words, or the code of a test.
    Text(String),
    /// A closed list of codes.
    List(Vec<String>),
}

/// How a period and the conclusive grounds decision together set an end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ends {
    /// On the last day of the period.
    #[default]
    WithPeriod,
    /// Not before the last day of the period, and not before the decision.
    LaterOfPeriodAndCg,
    /// At the decision, and at the latest on the last day of the period.
    EarlierOfPeriodAndCg,
    /// At the decision; but a positive one inside the period leaves the period whole.
    CgOrPeriodIfPositiveCgComesSooner,
    /// Not before the last day of the period; a person sets the end.
    AtLeastPeriod,
}

/// One version of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The key, for example `rg.target`.
    pub key: String,
    /// Where it applies.
    pub jurisdiction: Jurisdiction,
    /// To whom or what it applies: `all`, `adult`, `child`, or a narrower group.
    pub applies_to: String,
    /// First day.
    pub valid_from: Date,
    /// Last day, if it has ended.
    pub valid_to: Option<Date>,
    /// What it says.
    pub value: RuleValue,
    /// The event whose day chooses the version.
    pub anchor: Anchor,
    /// When it can begin before the anchor, in words.
    pub starts: Option<String>,
    /// How its period ends.
    pub ends: Ends,
    /// More about the end, in words.
    pub ends_note: Option<String>,
    /// How strong it is, in words: a target, a limit.
    pub strength: Option<String>,
    /// Whether it stands on statute, policy or contract, in words.
    pub basis: Option<String>,
    /// Codes of the exceptions to it.
    pub exceptions: Vec<String>,
    /// Ids of the sources.
    pub sources: Vec<String>,
    /// How sure it is.
    pub certainty: Certainty,
    /// What an administrator should know about it.
    pub note: Option<String>,
}

impl Rule {
    /// Says whether this version is in force on a day.
    pub fn in_force_on(&self, day: Date) -> bool {
        within(self.valid_from, self.valid_to, day)
    }

    /// The period, if the rule is one.
    pub fn period(&self) -> Option<Period> {
        match self.value {
            RuleValue::Period(period) => Some(period),
            _ => None,
        }
    }

    /// The words, if the rule is words.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            RuleValue::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A stretch of the mechanism's history, for display and for choosing vocabularies.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Era {
    /// Stable id, for example `nrm-2009`.
    pub id: String,
    /// First day.
    #[serde(rename = "from", deserialize_with = "date_from_toml")]
    pub valid_from: Date,
    /// Last day, if it has ended.
    #[serde(rename = "to", default, deserialize_with = "optional_date_from_toml")]
    pub valid_to: Option<Date>,
    /// What people read.
    pub title: String,
    /// Codes of the authorities that decide.
    pub competent_authorities: Vec<String>,
    /// What counts as being a victim, in words by jurisdiction.
    #[serde(default)]
    pub definition_scope: BTreeMap<Jurisdiction, String>,
    /// The scheme of exploitation types, in words where it changed inside the era.
    pub exploitation_scheme: String,
    /// The outcomes a reasonable grounds decision can have.
    pub rg_outcomes: Vec<String>,
    /// The outcomes a conclusive grounds decision can have.
    pub cg_outcomes: Vec<String>,
    /// The outcomes of a disqualification, where there is such a thing.
    #[serde(default)]
    pub disqualification_outcomes: Vec<String>,
    /// Whether public authorities had to notify encounters without consent at any time in the era.
    pub duty_to_notify: bool,
    /// How a decision could be looked at again, in words.
    pub reconsideration: Option<String>,
    /// What an administrator should know about it.
    pub note: Option<String>,
}

/// A version of the referral form.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormVersion {
    /// Stable id, for example `digital-v2`.
    pub id: String,
    /// First day.
    #[serde(rename = "from", deserialize_with = "date_from_toml")]
    pub valid_from: Date,
    /// Last day, if it has ended.
    #[serde(rename = "to", default, deserialize_with = "optional_date_from_toml")]
    pub valid_to: Option<Date>,
    /// Ids of the sources.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What an administrator should know about it.
    pub note: Option<String>,
}

/// Every dated rule, with the eras and form versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleBook {
    rules: Vec<Rule>,
    eras: Vec<Era>,
    form_versions: Vec<FormVersion>,
    known_until: Date,
    division_for_authority: Division,
}

/// There is no rule for what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRule {
    /// No rule has this key.
    #[error("no rule has the key {key:?}; the keys are {known}")]
    Key {
        /// The key asked for.
        key: String,
        /// Every key there is.
        known: String,
    },
    /// The rule exists, and not for this nation or group.
    #[error("rule {key} has no version for {applies_to} in {nation}; it applies to {known}")]
    Scope {
        /// The key asked for.
        key: String,
        /// The nation asked for.
        nation: Nation,
        /// The group asked for.
        applies_to: String,
        /// The groups and jurisdictions it has.
        known: String,
    },
    /// The rule was not in force on that day.
    #[error("rule {key} for {applies_to} in {nation} is not in force on {day}; its first day is {first}")]
    Date {
        /// The key asked for.
        key: String,
        /// The nation asked for.
        nation: Nation,
        /// The group asked for.
        applies_to: String,
        /// The day asked for.
        day: Date,
        /// The first day of its first version.
        first: Date,
    },
}

impl RuleBook {
    /// Reads the rules and checks that the versions of each follow each other without overlap or gap.
    ///
    /// # Errors
    /// The text does not fit its form; a period lacks its unit or counting; versions, eras or form versions overlap or
    /// leave a gap.
    pub fn parse(text: &str) -> Result<Self, LawError> {
        let book: Self = read_toml::<file::PolicyFile>(FILE, text)?.try_into()?;
        book.check_sequences()?;
        Ok(book)
    }

    /// The version of a rule for a nation and a group on the day of its anchor.
    ///
    /// A rule for the group itself comes before one for `all`, and one for a narrower jurisdiction before a wider one.
    ///
    /// # Errors
    /// [`NoRule`] names what is missing: the key, the nation and group, or the day.
    pub fn rule(&self, key: &str, nation: Nation, applies_to: &str, anchor_on: Date) -> Result<&Rule, NoRule> {
        let of_key = || self.rules.iter().filter(|rule| rule.key == key);
        if of_key().next().is_none() {
            return Err(NoRule::Key { key: key.to_owned(), known: self.keys().join(", ") });
        }
        let fits = |rule: &&Rule| {
            rule.jurisdiction.covers(nation) && (rule.applies_to == applies_to || rule.applies_to == "all")
        };
        let (key, applies_to_owned) = (key.to_owned(), applies_to.to_owned());
        let Some(first) = of_key().filter(fits).map(|rule| rule.valid_from).min() else {
            let known = of_key().map(|rule| format!("{} in {}", rule.applies_to, rule.jurisdiction));
            let known = known.collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ");
            return Err(NoRule::Scope { key, nation, applies_to: applies_to_owned, known });
        };
        of_key()
            .filter(fits)
            .filter(|rule| rule.in_force_on(anchor_on))
            .min_by_key(|rule| (rule.applies_to != applies_to, rule.jurisdiction.nations().len()))
            .ok_or(NoRule::Date { key, nation, applies_to: applies_to_owned, day: anchor_on, first })
    }

    /// Every rule in force on a day, in the order of the file.
    pub fn rules_in_force(&self, day: Date) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(move |rule| rule.in_force_on(day))
    }

    /// Every version of every rule, in the order of the file.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Every key, once, in alphabetical order.
    pub fn keys(&self) -> Vec<&str> {
        let keys: std::collections::BTreeSet<&str> = self.rules.iter().map(|rule| rule.key.as_str()).collect();
        keys.into_iter().collect()
    }

    /// The era of a day. `None` before the mechanism began.
    pub fn era_on(&self, day: Date) -> Option<&Era> {
        self.eras.iter().find(|era| within(era.valid_from, era.valid_to, day))
    }

    /// Every era, oldest first.
    pub fn eras(&self) -> &[Era] {
        &self.eras
    }

    /// The version of the referral form in use on a day. `None` before the mechanism began.
    pub fn form_version_on(&self, day: Date) -> Option<&FormVersion> {
        self.form_versions.iter().find(|form| within(form.valid_from, form.valid_to, day))
    }

    /// The last day on which the sources of the rules were read. Rules without an end may have changed since.
    pub fn known_until(&self) -> Date {
        self.known_until
    }

    /// The division whose bank holidays competent authorities use, unless configured otherwise.
    pub fn division_for_authority(&self) -> Division {
        self.division_for_authority
    }

    fn check_sequences(&self) -> Result<(), LawError> {
        let mut versions: BTreeMap<_, Vec<(Date, Option<Date>)>> = BTreeMap::new();
        for rule in &self.rules {
            let name = (rule.key.as_str(), rule.jurisdiction.code(), rule.applies_to.as_str());
            versions.entry(name).or_default().push((rule.valid_from, rule.valid_to));
        }
        for ((key, jurisdiction, applies_to), dates) in versions {
            file::check_sequence(&format!("rule {key} for {applies_to} in {jurisdiction}"), dates)?;
        }
        file::check_sequence("eras", self.eras.iter().map(|era| (era.valid_from, era.valid_to)).collect())?;
        let forms = self.form_versions.iter().map(|form| (form.valid_from, form.valid_to)).collect();
        file::check_sequence("form versions", forms)
    }
}
